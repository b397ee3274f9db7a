"""What a persona is checked against besides itself: rubrics, voices, the matcher's ear, the lexicon of jargon.

All of it lives in other rooms of the house; whoever checks hands in what there is. What is not handed in is not
checked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from simulator.language import Language

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from simulator.personas.model import Persona


class SentenceEncoder(Protocol):
    """Maps sentences to vectors of unit length, near when they mean alike."""

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a sentence: float32, shape (len(sentences), dimensions)."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What there is around a persona."""

    encoder: SentenceEncoder | None = None
    """Finds questions of two facts that mean the same in other words."""
    rubrics: Collection[str] | None = None
    """Ids of the rubrics there are."""
    unusable_voices: Callable[[Sequence[str], str], Collection[str]] | None = None
    """Given the voices wished for and a language ('nl', 'en'), returns those that can never speak it."""
    unknown_terms: Callable[[str, Language, Sequence[str], Sequence[str]], Sequence[str]] | None = None
    """Given a text, its language, the terms the caller knows and what the caller says, returns the terms in the text
    that this caller does not know and that the text does not explain."""

    unreached_octants: Callable[[Persona], Sequence[str]] | None = None
    """Given a persona, returns the octants no call can bring the caller to."""
    rehearsal_faults: Callable[[Persona], Sequence[tuple[str, str]]] | None = None
    """Given a persona, returns the rehearsals that do not do what their names say: each name with what it does."""
    misheard_questions: Callable[[Persona], Sequence[tuple[int, int, str]]] | None = None
    """Given a persona, returns the example questions that the matcher takes to ask for another fact: number of the
    fact, number of the question, id of the other fact."""


ALONE: Final = Surroundings()
"""Nothing around: a persona is checked by itself."""
