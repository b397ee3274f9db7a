"""What to do next, and how it has been going: pure, from the calls made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from simulator.app.services import FinishedCall, PastCall
from simulator.app.widgets.scores import mean_score
from simulator.language import Language
from simulator.scoring.scorecard import MAIN_CRITERIA, Criterion

if TYPE_CHECKING:
    from simulator.personas.model import Persona

FEW_CALLS: Final = 5
"""With fewer rated calls a course says little, and the screen says so."""

GOOD_ENOUGH: Final = 70
"""From this mean score on, the next caller may be a harder one."""

LEVELS: Final = "▁▂▃▄▅▆▇█"


class Why(StrEnum):
    """Why a caller is suggested."""

    FIRST = "first"
    NEW = "new"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A caller to ring next."""

    persona: Persona
    why: Why


def suggested(personas: Iterable[Persona], calls: Sequence[PastCall], language: Language) -> Suggestion | None:
    """Return who to practise with next.

    The first time the easiest caller in the person's language; then the easiest one not yet done; when the last call
    went badly, or all are done, the one that went worst.

    Args:
        personas: who there is.
        calls: the calls made, newest first.
        language: of the interface, taken as the person's own.
    """
    ranked = sorted(personas, key=lambda each: (each.language is not language, each.difficulty, each.id))
    if not ranked:
        return None
    if not calls:
        return Suggestion(ranked[0], Why.FIRST)
    known = {each.id: each for each in ranked}
    latest: dict[str, int | None] = {}
    for call in calls:
        latest.setdefault(call.persona_id, mean_score(call.scores))
    rated = [(value, persona_id) for persona_id, value in latest.items() if value is not None and persona_id in known]
    new = next((each for each in ranked if each.id not in latest), None)
    last = mean_score(calls[0].scores)
    if last is not None and last < GOOD_ENOUGH and calls[0].persona_id in known:
        return Suggestion(known[calls[0].persona_id], Why.AGAIN)
    if new is not None and (new.language is language or not rated):
        return Suggestion(new, Why.NEW)
    if rated:
        return Suggestion(known[min(rated)[1]], Why.AGAIN)
    return Suggestion(new or ranked[0], Why.NEW)


@dataclass(frozen=True, slots=True)
class Course:
    """One score over the calls made."""

    criterion: Criterion
    values: tuple[int, ...]
    """Oldest first; calls where it was not rated are left out."""

    @property
    def plot(self) -> str:
        """The values as small blocks, the last twenty."""
        return "".join(LEVELS[min(len(LEVELS) - 1, value * len(LEVELS) // 100)] for value in self.values[-20:])

    @property
    def spread(self) -> tuple[int, int]:
        """The lowest and the highest of the last five values: how far one call says anything."""
        recent = self.values[-5:]
        return min(recent), max(recent)


def courses(calls: Sequence[PastCall]) -> tuple[Course, ...]:
    """Return the course of each main score that was ever rated.

    Args:
        calls: newest first.
    """
    found = []
    for criterion in MAIN_CRITERIA:
        values = tuple(value for call in reversed(calls) if (value := call.scores.get(criterion)) is not None)
        if values:
            found.append(Course(criterion, values))
    return tuple(found)


def time_before(finished: FinishedCall, calls: Iterable[PastCall]) -> PastCall | None:
    """Return the last earlier call with the same caller."""
    earlier = [
        call
        for call in calls
        if call.persona_id == finished.persona_id
        and call.id != finished.session_id
        and call.started_at < finished.started_at
    ]
    return max(earlier, key=lambda call: call.started_at, default=None)
