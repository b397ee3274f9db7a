"""What the caller will probably say next, the likeliest first: so that it can be spoken before it is needed. Pure.

Which line it will be depends on a turn that was not said yet. But there are not many: the facts still to tell, what
this caller says where he or she stands on the rose, and how he or she reacts. Only a line's first sentence must be
there in time; the others are spoken while it sounds. So the first sentences of all come before the rest of any; but
an opening, which is certain, comes whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from audio.sentences import sentences
from simulator.dialogue.lines import (
    LAST_RESORT,
    MISSED,
    PLACEHOLDERS,
    all_lines,
    fill,
    missed_filling,
    octant_lines,
    octants_by_nearness,
)
from simulator.dialogue.state import CallerState
from simulator.personas.model import Persona

_FILLED_IN: Final = "Xplaceholderx"

NEAR_OCTANTS: Final = 3
"""A turn moves a caller by an octant at most: the nearest one and its neighbours."""


def likely_lines(persona: Persona, state: CallerState | None) -> tuple[str, ...]:
    """Return every line the caller may still say, the likeliest next one first, without repeats.

    Lines that repeat a word of the trainee are left out; those that name what a summary left out come once for each
    fact that can be.

    Args:
        persona: who rings.
        state: after the line that sounds now; None while it rings.
    """
    return tuple(line for line in _unused(persona, state) if _FILLED_IN not in _marked(line))


def likely_sentences(persona: Persona, state: CallerState | None) -> tuple[str, ...]:
    """Return those lines' sentences in the order in which to speak them ahead: the first of each, then the rest.

    Of lines with a placeholder those sentences are among them that hold none.
    """
    first: list[str] = []
    later: list[str] = []
    for line in _unused(persona, state):
        spoken = sentences(_marked(line))
        at_once = len(spoken) if state is None and line in persona.lines.opening else 1
        first += spoken[:at_once]
        later += spoken[at_once:]
    return tuple(dict.fromkeys(sentence for sentence in (*first, *later) if _FILLED_IN not in sentence))


def _unused(persona: Persona, state: CallerState | None) -> tuple[str, ...]:
    used = set() if state is None else set(state.picked)
    left_out = _left_out(persona, frozenset(fact.id for fact in persona.facts))
    found = [*_next(persona, state), *left_out, *all_lines(persona), *LAST_RESORT[persona.language]]
    return tuple(dict.fromkeys(line for line in found if line not in used))


def _left_out(persona: Persona, told: Collection[str]) -> Iterator[str]:
    """Yield what is said to a summary that left out one of these facts; only needed facts are missed."""
    for fact in persona.needed_facts:
        if fact.id in told:
            for line in persona.lines.on_summary_incomplete:
                if MISSED in line and (filled := fill(line, missed_filling(fact))) is not None:
                    yield filled


def _marked(line: str) -> str:
    """Return a line with a word that nobody says in each place that is filled in when it is said."""
    for placeholder in PLACEHOLDERS:
        line = line.replace(placeholder, _FILLED_IN)
    return line


def _next(persona: Persona, state: CallerState | None) -> Iterator[str]:
    lines = persona.lines
    if state is None:
        # A phone that was picked up is greeted, or nobody says anything.
        yield from (*lines.opening, *lines.on_greeting, *lines.on_silence)
        position, told = persona.stance.start.stance, frozenset[str]()
    else:
        position, told = state.position, frozenset(state.told)
    for fact in sorted(persona.facts, key=lambda fact: (fact.hidden, not fact.needed)):
        if fact.id not in told:
            yield from (fact.short, fact.say) if fact.short else (fact.say,)
    if state is not None and state.turns == 0:
        yield from lines.on_greeting
    for octant in octants_by_nearness(position)[:NEAR_OCTANTS]:
        yield from octant_lines(persona, octant)
    together = position.together >= 0.0
    yield from (*lines.on_empathy, *lines.on_summary_right, *_left_out(persona, told))
    yield from (*lines.on_summary_incomplete, *lines.on_offer)
    yield from persona.solution.closing if together else lines.on_attack
    yield from (*lines.on_jargon, *lines.on_unclear, *lines.on_silence, *lines.on_interruption)
