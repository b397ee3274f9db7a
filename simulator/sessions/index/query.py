"""What can be asked of many sessions, and what comes back: the same for the index of a folder and for a database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from simulator.language import Language
from simulator.scoring.record import Side
from simulator.scoring.scorecard import Criterion
from simulator.sessions.session import Attempt, CallMode

CUT_SHORT = "cut_short"
"""Asks for calls without an ending, where `SessionQuery.ending` otherwise names one."""


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """Which values of one score are wanted; a session where it was not rated is not among them."""

    criterion: Criterion
    at_least: int = 0
    at_most: int = 100


@dataclass(frozen=True, slots=True)
class SessionQuery:
    """Which sessions are wanted; every condition given must hold, and one left out holds for all."""

    words: str = ""
    """Said in the call, all of them, in any order and by the beginning of the word; "in double quotes" exactly so."""
    said_by: Side | None = None
    """Whose words count; either side's where None."""
    caller: str = ""
    """A part of the persona's id."""
    trainee: str = ""
    """A part of the trainee's name, whatever its capitals and accents."""
    since: datetime | None = None
    """Begun then or later; without a time zone, this computer's."""
    until: datetime | None = None
    """Begun before then."""
    language: Language | None = None
    attempt: Attempt | None = None
    ending: str | None = None
    """An Ending value, or `CUT_SHORT`."""
    scores: tuple[ScoreRange, ...] = ()
    limit: int | None = None
    """At most this many, the newest."""
    offset: int = 0
    """How many of the newest to pass over."""


@dataclass(frozen=True, slots=True)
class SessionListing:
    """A session in a list."""

    id: str
    directory: Path | None
    """The folder that holds its folder; None for a session that lies in a database only."""
    persona_id: str
    started_at: datetime
    """With its time zone."""
    language: Language
    mode: CallMode
    attempt: Attempt
    trainee: str
    ending: str | None
    """An Ending value; None for a call that goes on or was cut short."""
    scores: Mapping[str, int | None] = field(default_factory=dict)
    """By criterion; None is 'not rated'. Empty for a call that was not scored."""
    has_review: bool = False
    """True when a trainer wrote something about it."""
    handed_in_at: datetime | None = None
    """None while it is the trainee's own practice."""
    parent: str | None = None
    """The session this one branched off from."""
    owner: str = ""
    """Who it belongs to in a database: the login name there; empty on one's own computer."""
    trouble: str = ""
    """Why it cannot be read in full, as sentences; empty when it can."""

    @property
    def folder(self) -> Path | None:
        """The session's folder; None for a session that lies in a database only."""
        return None if self.directory is None else self.directory / self.id


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """One rated score of one session."""

    session_id: str
    started_at: datetime
    persona_id: str
    criterion: Criterion
    value: int
    """0 to 100."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Scores over time."""

    points: tuple[ScorePoint, ...]
    """Oldest first."""

    def by_criterion(self) -> dict[Criterion, tuple[ScorePoint, ...]]:
        """Return the course of each score that was rated, oldest first."""
        grouped: dict[Criterion, list[ScorePoint]] = defaultdict(list)
        for point in self.points:
            grouped[point.criterion].append(point)
        return {criterion: tuple(grouped[criterion]) for criterion in Criterion if criterion in grouped}

    def by_caller(self) -> dict[str, dict[Criterion, tuple[ScorePoint, ...]]]:
        """Return the course of each score with each caller, callers by id."""
        grouped: dict[str, list[ScorePoint]] = defaultdict(list)
        for point in self.points:
            grouped[point.persona_id].append(point)
        return {caller: Progress(tuple(grouped[caller])).by_criterion() for caller in sorted(grouped)}
