"""What a session folder says about itself, and a session read back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from simulator.call.account import record_of
from simulator.language import Language
from simulator.scoring.record import CallRecord, Side, TurnRecord
from simulator.scoring.scorecard import Scorecard
from simulator.sessions.journal import JOURNAL_NAME, JournalContent
from simulator.sessions.recording import AUDIO_NAME, CALL_NAME, turn_name

SESSION_NAME: Final = "session.json"
SCORECARD_NAME: Final = "scorecard.json"
REVIEW_NAME: Final = "review.json"
HANDED_IN_NAME: Final = "handed_in.json"
"""Says when the trainee gave the session to the trainer; absent while it is the trainee's own practice."""

FOLDER_VERSION: Final = 1
"""Grows when an older program could misread a session folder."""


class CallMode(StrEnum):
    """How the trainee spoke."""

    SPOKEN = "spoken"
    TYPED = "typed"
    REHEARSED = "rehearsed"
    """Nobody was at the desk: rehearsal lines were spoken by a voice."""


class Keep(StrEnum):
    """What is kept of a call."""

    EVERYTHING = "everything"
    """Words, scores and sound."""
    TEXT = "text"
    """Words and scores."""


class Attempt(StrEnum):
    """What the call counts as; agreed before the phone rings."""

    PRACTICE = "practice"
    """Help is to be had, and any turn may be tried again."""
    TEST = "test"
    """No coach, no pause, no repeats, no second try; the score stands."""


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What is known of a session when it begins: `session.json`."""

    id: str
    """The folder's name."""
    started_at: datetime
    """With its time zone."""
    persona_id: str
    persona_sha256: str
    """Of the persona's text."""
    persona_text: str
    """The whole persona file as it was, so that an old call can be understood (and scored anew) after it changed."""
    language: Language
    mode: CallMode
    seed: int
    trainee: str = ""
    """Who practised; empty when nobody said."""
    keep: Keep = Keep.EVERYTHING
    versions: dict[str, str] = field(default_factory=dict)
    """Of the program, the models, the scorer, the rubric."""
    settings: dict[str, Any] = field(default_factory=dict)
    """How the call was held: devices, voice, thresholds."""
    parent: str | None = None
    """The session this one branched off from."""
    attempt: Attempt = Attempt.PRACTICE
    format: int = FOLDER_VERSION


class DamagedSessionError(Exception):
    """A session folder cannot be read; `str()` says which, why, and what still can be done."""


_FACTS: Final = TypeAdapter(SessionFacts)
_SCORECARD: Final = TypeAdapter(Scorecard)


def facts_to_json(facts: SessionFacts) -> bytes:
    """Return the content of `session.json`."""
    return _FACTS.dump_json(facts, indent=2) + b"\n"


def facts_from_json(content: bytes, path: Path) -> SessionFacts:
    """Return what `session.json` says.

    Raises:
        DamagedSessionError: it is not what this program writes.
    """
    try:
        return _FACTS.validate_json(content)
    except ValidationError as error:
        raise DamagedSessionError(
            f"{path} cannot be read: {_first_fault(error)}. What was said is in {JOURNAL_NAME} beside it."
        ) from error


def scorecard_to_json(scorecard: Scorecard) -> bytes:
    """Return the content of `scorecard.json`."""
    return _SCORECARD.dump_json(scorecard, indent=2) + b"\n"


def scorecard_from_json(content: bytes, path: Path) -> Scorecard:
    """Return what `scorecard.json` says.

    Raises:
        DamagedSessionError: it is not what this program writes.
    """
    try:
        return _SCORECARD.validate_json(content)
    except ValidationError as error:
        raise DamagedSessionError(
            f"{path} cannot be read: {_first_fault(error)}. The journal is whole; the call can be scored anew."
        ) from error


@dataclass(frozen=True, slots=True)
class Session:
    """A session as it lies on the disk."""

    folder: Path
    facts: SessionFacts
    journal: JournalContent
    scorecard: Scorecard | None
    """None while it was not scored (yet)."""
    is_running: bool = False
    """True while the call goes on, in this program or another."""
    trouble: str = ""
    """What of it could not be read, and what was taken in its place, as sentences; empty when all could."""

    @property
    def id(self) -> str:
        """The session's id: its folder's name."""
        return self.facts.id

    @property
    def record(self) -> CallRecord:
        """The call as it is scored, from the journal; what was typed took no speaking time."""
        record = record_of(self.journal.events, self.facts.persona_id, self.facts.language)
        return replace(record, timed=self.facts.mode is not CallMode.TYPED)

    @property
    def was_cut_short(self) -> bool:
        """True when the program or the computer stopped before the call had ended."""
        return not self.is_running and self.record.ending is None

    @property
    def call_sound(self) -> Path | None:
        """The stereo recording, or None when there is none."""
        path = self.folder / CALL_NAME
        return path if path.is_file() else None

    def turn_sound(self, turn: TurnRecord) -> Path | None:
        """Return the recording of a turn, or None when there is none."""
        path = self.folder / AUDIO_NAME / turn_name(turn.number, Side(turn.side))
        return path if path.is_file() else None


def rebuild_record(session: Session) -> CallRecord:
    """Return the call as it is scored, from the journal alone: the input of every rescoring."""
    return session.record


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in fault["loc"])
    return f"{where}: {fault['msg']}" if where else str(fault["msg"])
