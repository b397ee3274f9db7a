"""Old calls under a newer scorer: every trainee turn read anew in what had been said before it, the call scored anew.

The journal is the truth and is not touched; the scores before are kept beside the new ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from simulator.call import events
from simulator.call.account import record_of
from simulator.call.conversation import cut_off
from simulator.call.events import CallEvent
from simulator.call.ports import TurnAssessor
from simulator.dialogue.context import turn_context
from simulator.dialogue.state import CallerState
from simulator.personas.model import Persona
from simulator.scoring.assessment import TraineeTurn
from simulator.scoring.record import CallRecord
from simulator.scoring.rubric import Rubric
from simulator.scoring.scorecard import Scorecard
from simulator.scoring.scoring import score_call
from simulator.sessions.files import write_atomically
from simulator.sessions.session import Session, scorecard_to_json
from simulator.sessions.store import save_scorecard

EARLIER_SCORES: Final = "scorecard.{number:03d}.json"
"""Where scores go that were replaced, counted from 1."""


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


def reassess(session: Session, persona: Persona, assessor: TurnAssessor) -> CallRecord:
    """Return the call with every trainee turn assessed anew in what had been said before it.

    Args:
        session: the call.
        persona: as it was at the time of the call.
        assessor: the scorer's eyes.
    """
    record = record_of(_read_anew(session.journal.events, persona, assessor), persona.id, persona.language)
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


def _read_anew(happened: Iterable[CallEvent], persona: Persona, assessor: TurnAssessor) -> Iterator[CallEvent]:
    state: CallerState | None = None
    for event in happened:
        match event:
            case events.CallerReplied():
                state = event.state
            case events.CallerInterrupted() if state is not None:
                state = cut_off(state, event.words_spoken, event.facts_untold)
            case events.TraineeTurnHeard() if state is not None:
                said = TraineeTurn(event.turn.text, event.turn.words)
                assessment = assessor.assess(said, turn_context(persona, state))
                yield replace(event, turn=replace(event.turn, assessment=assessment))
                continue
            case _:
                pass
        yield event


def _next_place(folder: Path) -> Path:
    number = 1
    while (folder / EARLIER_SCORES.format(number=number)).exists():
        number += 1
    return folder / EARLIER_SCORES.format(number=number)


def _values(scorecard: Scorecard | None) -> dict[str, int | None]:
    return {} if scorecard is None else {score.criterion.value: score.value for score in scorecard.scores}
