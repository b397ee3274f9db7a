"""Where on the rose a call can take a caller: the octants whose lines can ever be heard.

A trainee who means to bring a caller somewhere shows, turn after turn, what draws nearest to it. What such a trainee
cannot reach before patience or time is gone, no call reaches. No words and no encoder: the dynamics alone.
"""

from __future__ import annotations

import random
from typing import Final

from simulator.dialogue.choosing import answerable
from simulator.dialogue.dynamics import move
from simulator.dialogue.responding import open_call, respond
from simulator.dialogue.state import CallerState, HeardTurn
from simulator.leary import Octant, Stance
from simulator.personas.model import Persona
from simulator.scoring.assessment import Act, ActKind, LearyReading, Span, TurnAssessment

SHOWN_LENGTH: Final = 0.6
"""How outspoken such a trainee is: clear, but no more than an ordinary sentence."""

SHOWN_CONFIDENCE: Final = 0.6
"""How sure the reading of an ordinary sentence is."""


def reachable_octants(persona: Persona) -> tuple[Octant, ...]:
    """Return the octants a call can bring this caller to, in the order of `Octant`; where it starts is among them."""
    return tuple(octant for octant in Octant if octant is persona.stance.start or _reaches(persona, octant))


def shown(octant: Octant, *, kindly: bool = False, asked: tuple[str, ...] = ()) -> HeardTurn:
    """Return a turn that shows an octant and does little else.

    Args:
        octant: what it shows.
        kindly: whether it shows understanding besides.
        asked: ids of the facts it asks for.
    """
    stance = Stance.at(octant.centre_deg, SHOWN_LENGTH)
    acts = (Act(ActKind.EMPATHY, octant.value, Span(0, len(octant.value))),) if kindly else ()
    reading = LearyReading(stance, octant, confidence=SHOWN_CONFIDENCE)
    return HeardTurn(TurnAssessment(text=octant.value, leary=reading, acts=acts), asked=asked)


def _reaches(persona: Persona, target: Octant) -> bool:
    rng = random.Random(0)
    state, _ = open_call(persona, rng)
    while state.ending is None:
        state, _ = respond(persona, state, _nearest(persona, state, target), rng)
        if state.ending is None and state.position.octant is target and not state.position.is_neutral:
            return True
    return False


def _nearest(persona: Persona, state: CallerState, target: Octant) -> HeardTurn:
    untold = tuple(fact.id for fact in persona.facts if fact.id not in state.told and answerable(state, fact))[:1]
    turns = (
        *(shown(octant, asked=untold) for octant in Octant),
        *(shown(octant, kindly=True) for octant in Octant if octant.stance.together > 0),
    )
    return min(turns, key=lambda turn: _left(persona, state, turn, target))


def _left(persona: Persona, state: CallerState, turn: HeardTurn, target: Octant) -> float:
    """Return how far from the target this turn leaves the caller; rounded, so that equals are equal."""
    return round(move(persona, state, turn).position.distance(target.stance), 9)
