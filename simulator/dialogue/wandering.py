"""A trainee who wanders: calls of mixed good and bad lines, drawn, that each mean to get somewhere.

Drawn calls show what no rehearsal does: whether every fact and every octant's lines can be reached by words, whether
anything is said twice in a row, whether every call ends. A purely random trainee is thrown out of most calls before it
gets anywhere, so each call has an aim, and the lines that serve it stand among lines that are drawn from anything.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict

from simulator.dialogue.choosing import answerable
from simulator.dialogue.dynamics import move
from simulator.dialogue.rehearsing import SILENCE_MARK, Assess, NextLine
from simulator.dialogue.state import CallerState, HeardTurn
from simulator.language import Language
from simulator.leary import Octant, Stance
from simulator.personas.model import Fact, Persona
from simulator.scoring.assessment import LearyReading, TurnAssessment, TurnContext

Aim = Octant | None
"""Where the wanderer means to bring the caller; None: means to hear every fact."""

AIMS: Final[tuple[Aim, ...]] = (*Octant, None)
"""One round of calls."""

STRAY_SHARE: Final = 0.25
"""How many of the lines serve no aim: drawn from everything good and bad."""

SPEAKS_ON_SHARE: Final = 0.3
"""How many lines, once the caller is where he or she was meant to be, still say something."""

SHORT_OF_PATIENCE: Final = 2.5
"""With so little patience left, in turns, a question about something new is asked besides: that keeps a caller."""

AS_GOOD_AS_BEST: Final = 0.03
"""Lines that bring the caller this little less near than the best one does are drawn from too."""

OPENS_UP_FROM: Final = 0.3
"""From this `together` on, the wanderer who wants to hear everything asks instead of comforting."""


class Wanderings(BaseModel):
    """The lines of one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    octants: dict[Octant, tuple[str, ...]]
    """Lines by the octant they show."""
    kind: tuple[str, ...]
    """Lines that show understanding."""
    neutral: tuple[str, ...]
    """Lines that say next to nothing."""


@cache
def wanderings(language: Language) -> Wanderings:
    """Return the lines of a language; read once from the package."""
    content = yaml.safe_load(files("simulator.dialogue").joinpath("wandering.yaml").read_text(encoding="utf-8"))
    return Wanderings.model_validate(content[language.value])


@dataclass(frozen=True, slots=True)
class Steering:
    """A line that moves a caller, and where on the rose it stands."""

    text: str
    reading: LearyReading


def steerings(language: Language, assess: Assess) -> tuple[Steering, ...]:
    """Return the lines of a language that move a caller, as they are read.

    Args:
        language: whose lines.
        assess: sees what a line does.
    """
    context = TurnContext(language=language)
    texts = (text for lines in wanderings(language).octants.values() for text in lines)
    return tuple(Steering(text, assess(text, context).leary) for text in texts)


def wanderer(persona: Persona, aim: Aim, steers: Sequence[Steering], rng: random.Random) -> NextLine:
    """Return a trainee who wanders through a call with an aim.

    Args:
        persona: who rings.
        aim: where to bring the caller, or None to hear everything.
        steers: lines that move a caller of this language.
        rng: of this call's draws.
    """
    strays = _strays(persona)

    def next_line(state: CallerState) -> str:
        if rng.random() < STRAY_SHARE:
            return rng.choice(strays)
        return _ask_on(persona, state, rng) if aim is None else _steer(persona, state, aim, steers, rng)

    return next_line


def _strays(persona: Persona) -> tuple[str, ...]:
    """Return everything good and bad a trainee may say to this caller, but what would close the call."""
    rehearsal = persona.rehearsal
    good = [*rehearsal.good[:-2], *(text for fact in persona.facts for text in fact.ask)]
    bad = [*rehearsal.bad, *rehearsal.silent, *rehearsal.jargon, SILENCE_MARK]
    weight = max(1, len(good) // max(1, len(bad)))
    return (*good, *(bad * weight), *persona.solution.offers)


def _ask_on(persona: Persona, state: CallerState, rng: random.Random) -> str:
    lines = wanderings(persona.language)
    open_ones = _untold(persona, state)
    hidden = [fact for fact in open_ones if fact.hidden]
    if state.position.together < OPENS_UP_FROM or not open_ones:
        kind = rng.choice((*lines.kind, *lines.octants[Octant.HELPING]))
        return f"{kind} {rng.choice(rng.choice(open_ones).ask)}" if open_ones else kind
    return rng.choice(rng.choice(hidden or open_ones).ask)


def _steer(persona: Persona, state: CallerState, aim: Octant, steers: Sequence[Steering], rng: random.Random) -> str:
    lines = wanderings(persona.language)
    if _is_there(state.position, aim) and rng.random() >= SPEAKS_ON_SHARE:
        return rng.choice(lines.neutral)
    left = [_left(persona, state, steering, aim) for steering in steers]
    best = min(left)
    chosen = rng.choice([each for each, near in zip(steers, left, strict=True) if near <= best + AS_GOOD_AS_BEST])
    said = chosen.text
    if chosen.reading.stance.together > 0 and state.position.together < OPENS_UP_FROM:
        said = f"{rng.choice(lines.kind)} {said}"
    untold = _untold(persona, state)
    if state.patience <= SHORT_OF_PATIENCE and untold:
        return f"{said} {rng.choice(rng.choice(untold).ask)}"
    return said


def _left(persona: Persona, state: CallerState, steering: Steering, aim: Octant) -> float:
    """Return how far from the aim this line leaves the caller."""
    turn = HeardTurn(TurnAssessment(text=steering.text, leary=steering.reading))
    return move(persona, state, turn).position.distance(aim.stance)


def _is_there(position: Stance, aim: Octant) -> bool:
    return position.octant is aim and not position.is_neutral


def _untold(persona: Persona, state: CallerState) -> list[Fact]:
    return [fact for fact in persona.facts if fact.id not in state.told and answerable(state, fact)]
