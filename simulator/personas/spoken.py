"""Who says what in a persona file, with the place of each text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from simulator.leary import Octant
from simulator.personas.documents import KeyPath
from simulator.personas.model import CallerLines, Persona, Rehearsal

OCCASIONS: Final = tuple(CallerLines.model_fields)
"""The keys under `lines`, in the order of the model."""

OCTANT_KEYS: Final = tuple(octant.value for octant in Octant)


def caller_texts(persona: Persona) -> Iterator[tuple[KeyPath, str]]:
    """Yield every text the caller can say, in the order of the model, with its place in the file."""
    for number, fact in enumerate(persona.facts):
        yield ("facts", number, "say"), fact.say
        if fact.short is not None:
            yield ("facts", number, "short"), fact.short
    for number, item in enumerate(persona.background):
        yield ("background", number, "say"), item.say
    yield from _numbered(("solution", "closing"), persona.solution.closing)
    yield from _numbered(("solution", "too_early"), persona.solution.too_early)
    if persona.boundary is not None:
        yield from _numbered(("boundary", "asks"), persona.boundary.asks)
        yield from _numbered(("boundary", "on_refused"), persona.boundary.on_refused)
        yield from _numbered(("boundary", "on_given"), persona.boundary.on_given)
    for occasion in OCCASIONS:
        yield from _numbered(("lines", occasion), lines_for(persona, occasion))


def trainee_texts(persona: Persona) -> Iterator[tuple[KeyPath, str]]:
    """Yield every line of the rehearsal but the silences ('...'), with its place in the file."""
    for walk in Rehearsal.model_fields:
        lines: tuple[str, ...] = getattr(persona.rehearsal, walk)
        for path, text in _numbered(("rehearsal", walk), lines):
            if text.strip(". …"):
                yield path, text


def lines_for(persona: Persona, occasion: str) -> tuple[str, ...]:
    """Return the caller's lines for a key under `lines`."""
    lines: tuple[str, ...] = getattr(persona.lines, occasion)
    return lines


def _numbered(path: KeyPath, texts: tuple[str, ...]) -> Iterator[tuple[KeyPath, str]]:
    for number, text in enumerate(texts):
        yield (*path, number), text
