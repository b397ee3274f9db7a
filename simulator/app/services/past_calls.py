"""Calls that were made: the list of them, one to look back on, and its sound."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from simulator.scoring.record import CallRecord
    from simulator.scoring.scorecard import Criterion, Scorecard
    from simulator.sessions.review import Review
    from simulator.sessions.session import Attempt, CallMode


@dataclass(frozen=True, slots=True)
class PastCall:
    """One line of the list of calls made."""

    id: str
    persona_id: str
    caller_name: str
    title: str
    started_at: datetime
    """With its time zone."""
    scores: Mapping[Criterion, int | None]
    ending: str | None
    """An Ending value; None for a call cut short."""
    attempt: Attempt
    problem: str = ""
    """Why it cannot be opened, as a sentence; empty when it can. A damaged call has no scores and no caller."""
    trainee: str = ""
    """Who practised; empty when nobody said."""
    is_branch: bool = False
    """True for a call that went on from a turn of another one."""


@dataclass(frozen=True, slots=True)
class WrittenNote:
    """Something the trainee wrote down for themselves."""

    at_s: float
    """On the call's clock; 0 for what was written before it."""
    text: str


@dataclass(frozen=True, slots=True)
class FinishedCall:
    """A call to look back on, saved or about to be."""

    session_id: str
    persona_id: str
    caller_name: str
    title: str
    started_at: datetime
    record: CallRecord
    scorecard: Scorecard | None
    """None when the call could not be scored; `note` says why."""
    mode: CallMode
    attempt: Attempt
    folder: str = ""
    """Where it is kept."""
    note: str = ""
    """What the person must know about the saving or scoring of it; empty when all is well."""
    parent_id: str | None = None
    """The session this one branched off from; None for a call of its own."""
    branch_turn: int | None = None
    """The number of the turn that was said anew; None for a call of its own."""
    notes: tuple[WrittenNote, ...] = ()
    """In the order they were written."""
    heard_turns: frozenset[int] = frozenset()
    """The numbers of the turns that can be listened to."""
    review: Review | None = None
    """What trainers said of it; None where nobody did."""
    handed_in: bool = False
    """Whether it was given to the trainer."""


class PastCallServices(Protocol):
    """The door to the calls made."""

    @property
    def doubtful_below(self) -> float:
        """Words the recogniser trusted less than this are shown grey; in [0, 1]."""
        ...

    def past_calls(self) -> tuple[PastCall, ...]:
        """Return the calls made, newest first; blocks on the disk."""
        ...

    def finished_call(self, session_id: str) -> FinishedCall:
        """Open a saved call; blocks on the disk; raises LookupError with a sentence when it is gone."""
        ...

    @property
    def can_hand_in(self) -> bool:
        """Whether there is a training centre to hand calls in to."""
        ...

    def hand_in(self, session_id: str) -> None:
        """Give a saved call to the trainer; it is sent behind whatever comes next. Blocks on the disk.

        Raises:
            LookupError: it is gone; `str()` is a sentence.
            simulator.call.ports.KeepingError: the disk is full or read-only.
        """
        ...

    def waiting_to_go(self) -> int:
        """Return how many calls were handed in and could not be sent yet; blocks on the disk."""
        ...

    def mark_review_read(self, session_id: str) -> None:
        """Note that the trainee read what trainers said of a call; blocks on the disk.

        Raises:
            Exception: it cannot be noted; `str()` is a sentence. Nothing of the review is changed.
        """
        ...

    def play_turn(self, session_id: str, turn: int, stop: threading.Event) -> None:
        """Sound one recorded turn until its end or until `stop` is set; blocks.

        Raises:
            LookupError: there is no recording of it; `str()` is a sentence.
            audio.errors.AudioError: it cannot be sounded.
        """
        ...
