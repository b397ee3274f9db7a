"""The call as the scorer sees it: turns of both sides with times, assessments and positions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from simulator.language import Language
from simulator.leary import Stance
from simulator.scoring.assessment import HeardWord, TurnAssessment

LEAST_WORD_PROBABILITY: Final = 0.35
"""Words the recogniser trusts less are shown grey and never scored, unless a rubric says otherwise."""


class Side(StrEnum):
    """Who speaks."""

    TRAINEE = "trainee"
    CALLER = "caller"


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One turn of either side."""

    number: int
    """Counted from 1 over both sides."""
    side: Side
    text: str
    start_s: float
    """On the call's clock; the call is answered at 0."""
    end_s: float
    words: tuple[HeardWord, ...] = ()
    assessment: TurnAssessment | None = None
    """Trainee turns only."""
    position: Stance | None = None
    """Caller turns only: where the caller stands while saying it."""
    facts_told: tuple[str, ...] = ()
    """Caller turns only: ids of the facts this line tells."""
    reason: str = ""
    """Caller turns only: why the caller said it (a ReplyReason value)."""
    interrupts: bool = False
    """True when the turn began while the other side was speaking."""


@dataclass(frozen=True, slots=True)
class CallRecord:
    """A whole call, finished or cut short."""

    persona_id: str
    language: Language
    turns: tuple[TurnRecord, ...]
    ending: str | None
    """An Ending value, or None for a call cut short."""
    holds: int = 0
    """How often the caller was put on hold."""
    unannounced_holds: int = 0
    timed: bool = True
    """False for typed calls: their times are reckoned from the words, and say nothing of how somebody listens."""
