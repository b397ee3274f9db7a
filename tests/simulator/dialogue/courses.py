"""Calls held turn by turn, for the tests of the caller's answers."""

from __future__ import annotations

import random

from simulator.dialogue.responding import open_call, respond
from simulator.dialogue.state import CallerReply, CallerState, HeardTurn
from simulator.personas.model import Persona


def walk(who: Persona, heard_turns: list[HeardTurn], seed: int = 1) -> list[tuple[CallerState, CallerReply]]:
    rng = random.Random(seed)
    course = [open_call(who, rng)]
    for heard in heard_turns:
        course.append(respond(who, course[-1][0], heard, rng))
        if course[-1][0].ending is not None:
            break
    return course


def last(who: Persona, *heard_turns: HeardTurn) -> tuple[CallerState, CallerReply]:
    return walk(who, list(heard_turns))[-1]
