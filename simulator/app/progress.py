"""What to do next, and how it has been going: pure, from the calls made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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

WEAK_BELOW: Final = 50
"""A score whose mean stays under this is practised before somebody new; our own choice, halfway the scale."""

ENOUGH_TO_CALL_WEAK: Final = 3
"""Of fewer rated calls nobody is told that a score is weak."""

RECENT: Final = 5
"""How many of the last values say how it is going now."""

LEVELS: Final = "▁▂▃▄▅▆▇█"


class Why(StrEnum):
    """Why a caller is suggested."""

    FIRST = "first"
    NEW = "new"
    AGAIN = "again"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A caller to ring next."""

    persona: Persona
    why: Why
    value: int | None = None
    """What went badly with this caller: the mean of the last call for AGAIN, that one score for WEAK."""
    criterion: Criterion | None = None
    """The weakest score, for WEAK."""


def suggested(personas: Iterable[Persona], calls: Sequence[PastCall], language: Language) -> Suggestion | None:
    """Return who to practise with next.

    The first time the easiest caller in the person's language. After a bad call the same caller, once: whoever fails
    twice is not kept there. Then, while one score stays weak, the caller with whom it was lowest; else the easiest
    caller not yet done; and when all are done, the one with whom the weakest score was lowest.

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
    before = calls[0]
    last = mean_score(before.scores)
    twice = len(calls) > 1 and calls[1].persona_id == before.persona_id
    if last is not None and last < GOOD_ENOUGH and before.persona_id in known and not twice:
        return Suggestion(known[before.persona_id], Why.AGAIN, last)
    weakest = weakest_course(calls)
    stays_weak = weakest is not None and len(weakest.values) >= ENOUGH_TO_CALL_WEAK and weakest.recent_mean < WEAK_BELOW
    weak = _weakest_with(known, calls, weakest)
    done = {call.persona_id for call in calls}
    new = next((each for each in ranked if each.id not in done), None)
    if weak is not None and (stays_weak or new is None or new.language is not language):
        return weak
    return Suggestion(new or ranked[0], Why.NEW)


def _weakest_with(known: Mapping[str, Persona], calls: Sequence[PastCall], course: Course | None) -> Suggestion | None:
    """Return the caller with whom a score was lowest the last time; not the one just called, where there is another."""
    if course is None:
        return None
    latest: dict[str, int] = {}
    for call in calls:
        value = call.scores.get(course.criterion)
        if value is not None and call.persona_id in known:
            latest.setdefault(call.persona_id, value)
    others = {persona_id: value for persona_id, value in latest.items() if persona_id != calls[0].persona_id} or latest
    if not others:
        return None
    persona_id = min(others, key=lambda each: (others[each], each))
    return Suggestion(known[persona_id], Why.WEAK, others[persona_id], course.criterion)


@dataclass(frozen=True, slots=True)
class Course:
    """One score over the calls made."""

    criterion: Criterion
    values: tuple[int, ...]
    """Oldest first; calls where it was not rated are left out."""

    @property
    def plot(self) -> str:
        """The values as small blocks, the last twenty."""
        return self.plotted(20)

    def plotted(self, most: int) -> str:
        """Return the values as small blocks.

        Args:
            most: how many of the last ones; one cell each.
        """
        return "".join(LEVELS[min(len(LEVELS) - 1, value * len(LEVELS) // 100)] for value in self.values[-most:])

    @property
    def recent_mean(self) -> float:
        """The mean of the last five values."""
        recent = self.values[-RECENT:]
        return sum(recent) / len(recent)

    @property
    def spread(self) -> tuple[int, int]:
        """The lowest and the highest of the last five values: how far one call says anything."""
        recent = self.values[-RECENT:]
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


def weakest_course(calls: Sequence[PastCall]) -> Course | None:
    """Return the main score with the lowest mean of late; None where nothing was rated.

    Args:
        calls: newest first.
    """
    return min(courses(calls), key=lambda course: course.recent_mean, default=None)


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
