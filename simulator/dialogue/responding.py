"""The caller's turn: `open_call` says the first line, `respond` answers a trainee turn. Pure and total."""

from __future__ import annotations

import random
from dataclasses import replace

from simulator.dialogue.choosing import Choice, Moment, ask_for_limit, choose, makes_progress
from simulator.dialogue.dynamics import Happening, charge_patience, is_unheard, move, perceive
from simulator.dialogue.endings import ACCEPTS_FROM, decide_ending
from simulator.dialogue.lines import Memory, put_through_lines, say_first
from simulator.dialogue.state import CallerReply, CallerState, Circumstances, Ending, HeardTurn, ReplyReason
from simulator.personas.model import Persona
from simulator.scoring.assessment import TurnAssessment


def open_call(persona: Persona, rng: random.Random) -> tuple[CallerState, CallerReply]:
    """Return the caller as the phone is picked up and the first thing he or she says.

    Args:
        persona: who rings.
        rng: the call's own; the same state of it gives the same call.
    """
    position = persona.stance.start.stance
    line = say_first(persona, position, Memory(), rng, persona.lines.opening)
    state = CallerState(
        position=position,
        patience=float(persona.patience),
        used=(line.text,),
        picked=(line.template,),
        recent=(line.template,),
    )
    return state, CallerReply(line.text, ReplyReason.OPENING)


def respond(
    persona: Persona, state: CallerState, heard: HeardTurn, rng: random.Random
) -> tuple[CallerState, CallerReply]:
    """Return the caller after a trainee turn and what he or she says to it.

    Any turn gets a reply, a silence too, and speech nobody could make out, which costs nothing. Same persona, state,
    turn and `rng`: same reply. After the end of a call the caller has nothing to add: the state and the last line are
    given back.

    Args:
        persona: who rings.
        state: before the turn.
        heard: what the trainee said, as the caller takes it.
        rng: the call's own.
    """
    if state.ending is not None:
        last = state.used[-1] if state.used else ""
        return state, CallerReply(last, ReplyReason.ENDING, ending=state.ending)
    heard = _known_facts_only(persona, heard)
    happenings = () if is_unheard(heard) else perceive(persona, state, heard)
    moved = replace(state, turns=state.turns + 1)
    if not is_unheard(heard):
        moved = move(persona, moved, heard, happenings)
        moved = charge_patience(persona, moved, heard, makes_progress(persona, moved, heard, happenings))
        moved = _take_note(moved, heard, happenings)
    moment = Moment(persona, moved, heard, happenings, rng)
    ending = decide_ending(persona, moved, heard, happenings)
    choice = _bring_up_limit(moment, choose(moment, ending))
    return _say(persona, moved, choice)


def _known_facts_only(persona: Persona, heard: HeardTurn) -> HeardTurn:
    """Return the turn without facts or background this persona does not have (a persona edited since)."""
    known = {fact.id for fact in persona.facts}
    asked = tuple(fact_id for fact_id in heard.asked if fact_id in known)
    background = heard.background
    if background is not None and not 0 <= background < len(persona.background):
        background = None
    return replace(heard, asked=asked, background=background)


def _take_note(state: CallerState, heard: HeardTurn, happenings: tuple[Happening, ...]) -> CallerState:
    """Return the state with what the caller remembers of the turn."""
    explained = set(heard.assessment.explained_terms)
    explained |= {use.term for use in heard.assessment.jargon if use.explained}
    confused = [term for term in state.confused_by if term not in explained]
    confused += [use.term for use in heard.assessment.jargon if not use.explained and use.term not in confused]
    return replace(
        state,
        confused_by=tuple(dict.fromkeys(confused)),
        summarised=state.summarised or Happening.SUMMARY_RIGHT in happenings,
        offer_open=state.offer_open or heard.offered,
        boundary_refusals=state.boundary_refusals + (Happening.REFUSED in happenings),
        boundary_given=state.boundary_given or Happening.GAVE_IN in happenings,
        accepted=state.accepted and state.position.together >= ACCEPTS_FROM,
    )


def _bring_up_limit(moment: Moment, choice: Choice) -> Choice:
    """Return the choice with the wish for what may not be given added, where it is due and fits behind an answer."""
    if choice.reason not in {ReplyReason.FACT, ReplyReason.BACKGROUND, ReplyReason.EMPATHY} or len(choice.lines) > 1:
        return choice
    asking = ask_for_limit(moment)
    if asking is None:
        return choice
    return replace(choice, lines=(*choice.lines, asking), asks_limit=True)


def _say(persona: Persona, state: CallerState, choice: Choice) -> tuple[CallerState, CallerReply]:
    text = " ".join(line.text for line in choice.lines)
    templates = tuple(line.template for line in choice.lines)
    needed = {fact.id for fact in persona.needed_facts}
    said = replace(
        state,
        told=state.told + choice.facts_told,
        summarised=state.summarised and not needed & set(choice.facts_told),
        used=(*state.used, text),
        picked=state.picked + templates,
        recent=templates,
        boundary_asks=state.boundary_asks + choice.asks_limit,
        boundary_turn=state.turns if choice.asks_limit else state.boundary_turn,
        ending=choice.ending,
        accepted=state.accepted or choice.accepts,
    )
    return said, CallerReply(text, choice.reason, choice.facts_told, choice.ending)


def hang_up(state: CallerState) -> CallerState:
    """Return the state after the trainee put down the phone; after an offer that was taken, the call is solved."""
    if state.ending is not None:
        return state
    return replace(state, ending=Ending.SOLVED if state.accepted else Ending.TRAINEE_HUNG_UP)


def transfer(
    persona: Persona, state: CallerState, announced: bool, rng: random.Random
) -> tuple[CallerState, CallerReply]:
    """Return the caller as the trainee puts the call through to the second line, and his or her last words.

    Whoever was told goes along with it; whoever was not is hurt by it, as by a hold without a word. Either way the call
    has ended as transferred. After the end of a call nothing changes: the state and the last line are given back.

    Args:
        persona: who rings.
        state: as the caller's last reply left it.
        announced: whether the trainee said that the caller would be put through.
        rng: the call's own.
    """
    if state.ending is not None:
        last = state.used[-1] if state.used else ""
        return state, CallerReply(last, ReplyReason.ENDING, ending=state.ending)
    if not announced:
        unsaid = HeardTurn(TurnAssessment(text=""), circumstances=Circumstances(held_unannounced=True))
        state = move(persona, state, unsaid, (Happening.HOLD,))
    memory = Memory(state.picked, state.recent, state.used[-1] if state.used else "")
    line = say_first(persona, state.position, memory, rng, put_through_lines(persona, announced=announced))
    return _say(persona, state, Choice((line,), ReplyReason.ENDING, ending=Ending.TRANSFERRED))
