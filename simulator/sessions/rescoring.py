"""Old calls under a newer scorer: every trainee turn read anew in what had been said before it, the call scored anew.

The journal is the truth and is not touched; the scores before are kept beside the new ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

from simulator.call import events
from simulator.call.account import record_of
from simulator.call.conversation import cut_off
from simulator.call.events import CallEvent
from simulator.call.ports import TurnAssessor
from simulator.dialogue.context import turn_context
from simulator.dialogue.state import CallerState
from simulator.personas.model import Persona
from simulator.scoring.assessment import TraineeTurn, TurnContext
from simulator.scoring.record import CallRecord
from simulator.scoring.rubric import Rubric
from simulator.scoring.scorecard import Scorecard
from simulator.scoring.scoring import score_call
from simulator.sessions.files import write_atomically
from simulator.sessions.session import Session, scorecard_to_json
from simulator.sessions.store import save_scorecard

EARLIER_SCORES: Final = "scorecard.{number:03d}.json"
"""Where scores go that were replaced, counted from 1."""


@runtime_checkable
class PreparedAssessor(Protocol):
    """An assessor that takes up the turns of a whole call at once, which is quicker."""

    def prepare(self, turns: Iterable[tuple[TraineeTurn, TurnContext]]) -> None:
        """Take up turns that `assess` will be given; blocks."""
        ...


@dataclass(frozen=True, slots=True)
class Rescored:
    """A session under the newer scorer."""

    session_id: str
    before: dict[str, int | None]
    """Scores by criterion; empty when there were none."""
    after: dict[str, int | None]
    turns: int
    """Trainee turns read anew."""

    @property
    def changed(self) -> dict[str, tuple[int | None, int | None]]:
        """What became different: criterion to (before, after)."""
        names = dict.fromkeys([*self.before, *self.after])
        pairs = {name: (self.before.get(name), self.after.get(name)) for name in names}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def take_up(sessions: Iterable[tuple[Session, Persona]], assessor: TurnAssessor) -> None:
    """Let the assessor take up the turns of several calls at once; what it reads in them stays the same.

    Args:
        sessions: calls with their personas, as they will be scored; some twenty at a time.
        assessor: the scorer's eyes.
    """
    if isinstance(assessor, PreparedAssessor):
        assessor.prepare(
            (said, context)
            for session, persona in sessions
            for _, said, context in _trainee_turns(session.journal.events, persona)
        )


def reassess(session: Session, persona: Persona, assessor: TurnAssessor) -> CallRecord:
    """Return the call with every trainee turn assessed anew in what had been said before it.

    Args:
        session: the call.
        persona: as it was at the time of the call.
        assessor: the scorer's eyes.
    """
    happened = tuple(session.journal.events)
    take_up([(session, persona)], assessor)
    record = record_of(_read_anew(happened, persona, assessor), persona.id, persona.language)
    return replace(record, timed=session.record.timed)


def rescore(session: Session, persona: Persona, assessor: TurnAssessor, rubric: Rubric) -> Rescored:
    """Score a session anew and keep the scores before beside the new ones.

    Raises:
        KeepingError: the new scores cannot be kept; those before are untouched.
        OSError: those before cannot be put aside; nothing is changed.
    """
    record = reassess(session, persona, assessor)
    scorecard = score_call(record, persona, rubric)
    if session.scorecard is not None and session.scorecard != scorecard:
        write_atomically(_next_place(session.folder), scorecard_to_json(session.scorecard))
    if session.scorecard != scorecard:
        save_scorecard(session.folder, scorecard)
    return Rescored(
        session.id,
        _values(session.scorecard),
        _values(scorecard),
        sum(turn.assessment is not None for turn in record.turns),
    )


def _read_anew(happened: Sequence[CallEvent], persona: Persona, assessor: TurnAssessor) -> Iterator[CallEvent]:
    read = {place: (said, context) for place, said, context in _trainee_turns(happened, persona)}
    for place, event in enumerate(happened):
        if place in read and isinstance(event, events.TraineeTurnHeard):
            yield replace(event, turn=replace(event.turn, assessment=assessor.assess(*read[place])))
        else:
            yield event


def _trainee_turns(happened: Iterable[CallEvent], persona: Persona) -> Iterator[tuple[int, TraineeTurn, TurnContext]]:
    """Yield the place of every trainee turn among the events, what was said, and what had been said before it."""
    state: CallerState | None = None
    for place, event in enumerate(happened):
        match event:
            case events.CallerReplied():
                state = event.state
            case events.CallerInterrupted() if state is not None:
                state = cut_off(state, event.words_spoken, event.facts_untold)
            case events.TraineeTurnHeard() if state is not None:
                yield place, TraineeTurn(event.turn.text, event.turn.words), turn_context(persona, state)
            case _:
                pass


def _next_place(folder: Path) -> Path:
    number = 1
    while (folder / EARLIER_SCORES.format(number=number)).exists():
        number += 1
    return folder / EARLIER_SCORES.format(number=number)


def _values(scorecard: Scorecard | None) -> dict[str, int | None]:
    return {} if scorecard is None else {score.criterion.value: score.value for score in scorecard.scores}
