"""When a call is over, and how: solved, handed on, called back, closed, run out of patience or out of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from simulator.dialogue.dynamics import Happening, is_silence, needs
from simulator.dialogue.lines import FAREWELLS, FAREWELLS_TO_A_QUESTION, THANKS_ONCE_MORE, takes_leave
from simulator.dialogue.state import CallerState, Ending, HeardTurn
from simulator.language import Language
from simulator.personas.model import Persona
from simulator.scoring.assessment import ActKind

ACCEPTS_FROM: Final = -0.3
"""The least `together` at which a caller takes an offer; further against, not even the right one is taken."""

GOODBYE_AFTER: Final = 0.5
"""How far into the turn a goodbye must reach to be one."""

LETS_GO_FROM: Final = -0.6
"""The least `together` at which a caller can be handed on or rung back; further against, the caller stays on."""


def decide_ending(
    persona: Persona, state: CallerState, heard: HeardTurn, happenings: Sequence[Happening]
) -> Ending | None:
    """Return how this turn ends the call, or None when it goes on.

    A call is solved when the right offer is taken: the facts it needs were told, the caller is not strongly
    against, and the offer was understood. An offer that could not be taken when it was made stays open, and an
    agreement, an explanation or a checked summary takes it later. Whoever has taken it waits for the trainee's closing
    words: anything that asks for nothing more ends the call, and so does a silence.

    Args:
        persona: who rings.
        state: after the turn moved the caller; `turns` already counts this turn.
        heard: the turn.
        happenings: what the caller felt in it.
    """
    if state.accepted and _lets_it_rest(heard, happenings):
        return Ending.SOLVED
    if takes_offer(persona, state, heard, happenings):
        return Ending.SOLVED
    if state.patience <= 0:
        provoked = Happening.ATTACK in happenings
        return Ending.ESCALATED if state.position.above >= 0 and not provoked else Ending.HUNG_UP
    if state.turns >= persona.max_turns:
        return Ending.SOLVED if state.accepted else Ending.OUT_OF_TIME
    return _leave_taking(state, heard)


def takes_offer(persona: Persona, state: CallerState, heard: HeardTurn, happenings: Sequence[Happening]) -> bool:
    """Tell whether the caller takes the right offer in this turn; whoever is asked for something new answers first."""
    if not (heard.offered or (state.offer_open and _settles(heard))):
        return False
    ready = set(needs(persona)) <= set(state.told) and state.position.together >= ACCEPTS_FROM
    asked_first = any(fact_id not in state.told for fact_id in heard.asked[-1:])
    understood = Happening.JARGON not in happenings and Happening.ATTACK not in happenings
    return ready and understood and not asked_first


def waits_for_goodbye(persona: Persona, state: CallerState, heard: HeardTurn) -> bool:
    """Tell whether a caller who takes the offer in this turn stays on the line for the trainee's closing words."""
    return not state.accepted and state.turns < persona.max_turns and not _says_goodbye(heard)


def ending_lines(persona: Persona, state: CallerState, heard: HeardTurn, ending: Ending) -> tuple[tuple[str, ...], ...]:
    """Return the lines with which the caller ends a call this way, the fitting occasion first."""
    lines = persona.lines
    match ending:
        case Ending.SOLVED if state.accepted:
            return (_last_word(persona, state, heard)[persona.language],)
        case Ending.SOLVED:
            return (persona.solution.closing,)
        case Ending.ESCALATED:
            return (lines.escalating,)
        case Ending.TRANSFERRED:
            return (lines.transferred, lines.goodbye)
        case Ending.CALL_BACK:
            return (lines.called_back, lines.goodbye)
        case Ending.CLOSED_UNSOLVED:
            return (lines.goodbye, lines.hanging_up)
        case Ending.HUNG_UP | Ending.OUT_OF_TIME | Ending.TRAINEE_HUNG_UP:
            return (lines.hanging_up,)


def _last_word(persona: Persona, state: CallerState, heard: HeardTurn) -> Mapping[Language, tuple[str, ...]]:
    if heard.assessment.questions:
        return FAREWELLS_TO_A_QUESTION
    closing = set(persona.solution.closing)
    took_leave = any(line in closing and takes_leave(line, persona.language) for line in state.picked)
    return THANKS_ONCE_MORE if took_leave else FAREWELLS


def _lets_it_rest(heard: HeardTurn, happenings: Sequence[Happening]) -> bool:
    if Happening.ATTACK in happenings:
        return False
    return _says_goodbye(heard) or (not heard.asked and heard.background is None)


def _settles(heard: HeardTurn) -> bool:
    assessment = heard.assessment
    return bool(assessment.explained_terms) or any(
        assessment.shows(kind) for kind in (ActKind.AGREEMENT, ActKind.OFFER, ActKind.PROMISE, ActKind.CLOSING)
    )


def _leave_taking(state: CallerState, heard: HeardTurn) -> Ending | None:
    """Return the ending the trainee's own words bring about; a turn that ends in a question keeps the call going."""
    assessment = heard.assessment
    if is_silence(heard) or heard.offered or _asks_on(heard):
        return None
    lets_go = state.position.together >= LETS_GO_FROM
    if assessment.shows(ActKind.HANDOVER) and lets_go:
        return Ending.TRANSFERRED
    if assessment.shows(ActKind.CALL_BACK) and lets_go:
        return Ending.CALL_BACK
    return Ending.CLOSED_UNSOLVED if _says_goodbye(heard) else None


def _asks_on(heard: HeardTurn) -> bool:
    """Tell whether the turn leaves a question in the air; a closing "have a nice day, won't you" does not."""
    assessment = heard.assessment
    if not assessment.questions:
        return False
    said_goodbye_last = _says_goodbye(heard) and assessment.text.rstrip().endswith((".", "!"))
    return not said_goodbye_last


def _says_goodbye(heard: HeardTurn) -> bool:
    """Tell whether the turn ends in a goodbye; one in passing, or beside a welcome or comfort, ends nothing."""
    assessment = heard.assessment
    if any(assessment.shows(kind) for kind in (ActKind.EMPATHY, ActKind.NAME, ActKind.OFFER_OF_HELP)):
        return False
    late = GOODBYE_AFTER * len(assessment.text)
    return any(act.kind is ActKind.CLOSING and act.span.end >= late for act in assessment.acts)
