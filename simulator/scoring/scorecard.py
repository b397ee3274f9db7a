"""The scores of a call: points together with the words that earned or cost them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from simulator.leary import Octant, Stance


class Criterion(StrEnum):
    """What is scored. The first four are the main scores."""

    QUESTIONING = "questioning"
    SUMMARISING = "summarising"
    JARGON = "jargon"
    LEARY = "leary"
    STRUCTURE = "structure"
    LISTENING = "listening"


MAIN_CRITERIA: tuple[Criterion, ...] = (
    Criterion.QUESTIONING,
    Criterion.SUMMARISING,
    Criterion.JARGON,
    Criterion.LEARY,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for points, won or lost."""

    rule: str
    """The rule's name in the rubric, for example 'open_question'."""
    points: float
    """What it added to (or took from) the score, on the 0-100 scale."""
    turn: int | None
    """The turn's number; None for what shows in the whole call only (a summary that never came)."""
    at_s: float | None
    """When, on the call's clock."""
    quote: str
    """The words that show it; empty where it is about something that never came."""
    reason: str
    """Why it earned or cost, in the trainee's language."""
    better: str | None = None
    """A better sentence, in the trainee's language, fitting this caller; None when it was good."""


@dataclass(frozen=True, slots=True)
class Score:
    """One criterion's score."""

    criterion: Criterion
    value: int | None
    """0 to 100; None is 'not rated': nothing could be seen."""
    base: float
    """Where the sum starts; `base` plus the points of the evidence, cut to 0..100, is the value."""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class RoseStep:
    """One step of the course on the rose: what the trainee showed, what it invites, what the caller did."""

    turn: int
    """The trainee turn's number."""
    shown: Stance
    invites: Octant | None
    """None when the shown stance is neutral."""
    caller: Stance
    """Where the caller stands after it."""
    sentence: str
    """The step in words, in the trainee's language."""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All scores of a call."""

    rubric: str
    """The rubric's id."""
    rubric_version: str
    """SHA-256 of the rubric's text, first 12 hex digits."""
    scorer_version: str
    scores: tuple[Score, ...]
    rose: tuple[RoseStep, ...] = ()
    headline: str = ""
    """One sentence to begin with, in the trainee's language."""
    next_step: str = ""
    """What to try next, in the trainee's language."""
    exemplars: str = ""
    """Digest of the trainers' exemplars its turns were judged with; empty without."""

    def score(self, criterion: Criterion) -> Score:
        """Return one criterion's score.

        Raises:
            KeyError: the rubric does not rate it.
        """
        for score in self.scores:
            if score.criterion is criterion:
                return score
        raise KeyError(criterion)
