"""A typed walk through a call: given trainee lines, what would happen? Pure, for checks, tables and tests."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from simulator.dialogue.context import turn_context
from simulator.dialogue.responding import hang_up, open_call, respond
from simulator.dialogue.state import CallerReply, CallerState, Circumstances, Ending, HeardTurn
from simulator.leary import Stance
from simulator.personas.model import Persona
from simulator.scoring.assessment import TurnAssessment, TurnContext

SILENCE_MARK: Final = "..."
"""A rehearsal line that stands for saying nothing."""

Assess = Callable[[str, TurnContext], TurnAssessment]
"""Sees what a trainee line does, given what was said before."""

NextLine = Callable[[CallerState], str | None]
"""Chooses a trainee's next line by the caller's state; None when there is none left."""

Understand = Callable[[TurnAssessment, CallerState, Circumstances], HeardTurn]
"""Takes a turn as the caller does."""


@dataclass(frozen=True, slots=True)
class RehearsalTurn:
    """One exchange: the trainee's line and the caller's answer."""

    line: str
    """Empty for a silence."""
    heard: HeardTurn
    reply: CallerReply
    state: CallerState
    """After the reply."""


@dataclass(frozen=True, slots=True)
class RehearsalWalk:
    """A whole rehearsed call."""

    opening: CallerReply
    turns: tuple[RehearsalTurn, ...]
    path: tuple[Stance, ...]
    """Positions: at the opening and after each turn."""
    facts_reached: tuple[str, ...]
    """Ids of the facts told, in order."""
    ending: Ending | None
    """None when the lines ran out before the call ended; with the offer taken it is solved."""
    lines_left: int = 0
    """Lines that were not needed any more."""


def rehearse(
    persona: Persona, lines: Sequence[str], assess: Assess, understand: Understand, seed: int
) -> RehearsalWalk:
    """Return the call these trainee lines lead to, until it ends or the lines run out.

    Args:
        persona: who rings.
        lines: trainee lines; "..." is a silence as long as this caller bears.
        assess: sees what a line does.
        understand: takes it as the caller does.
        seed: same seed and lines, same walk.
    """
    remaining = iter(lines)
    walk = wander(persona, lambda _: next(remaining, None), assess, understand, seed)
    return replace(walk, lines_left=len(lines) - len(walk.turns))


def wander(persona: Persona, next_line: NextLine, assess: Assess, understand: Understand, seed: int) -> RehearsalWalk:
    """Return the call a trainee leads who chooses each line by where the caller stands, until it ends or none is left.

    Args:
        persona: who rings.
        next_line: what the trainee says next; None ends the walk.
        assess: sees what a line does.
        understand: takes it as the caller does.
        seed: of the caller's choices.
    """
    rng = random.Random(seed)
    state, opening = open_call(persona, rng)
    path = [state.position]
    turns: list[RehearsalTurn] = []
    while state.ending is None and (line := next_line(state)) is not None:
        heard = _hear(persona, state, line, assess, understand)
        state, reply = respond(persona, state, heard, rng)
        path.append(state.position)
        turns.append(RehearsalTurn(heard.assessment.text and line, heard, reply, state))
    ending = hang_up(state).ending if state.accepted else state.ending
    return RehearsalWalk(opening, tuple(turns), tuple(path), state.told, ending)


def says_nothing(line: str) -> bool:
    """Tell whether a trainee line, of a rehearsal or typed, stands for a silence: nothing at all, or three dots."""
    return line.strip() in {"", SILENCE_MARK, "…"}


def _hear(persona: Persona, state: CallerState, line: str, assess: Assess, understand: Understand) -> HeardTurn:
    if says_nothing(line):
        silence = Circumstances(silent_s=persona.turn_taking.silent_s)
        return HeardTurn(assessment=TurnAssessment(text=""), circumstances=silence)
    return understand(assess(line, turn_context(persona, state)), state, Circumstances())
