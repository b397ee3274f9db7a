"""The wording of a line as a vector: which words and pairs of words it holds, rare ones weighing more.

A sentence vector holds what is meant; how it is put ('u moet', 'zegt u maar', 'just') is often what makes
it a command or a favour, and that shows in the words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulator.scoring.text import Words

_LEAST_LINES: Final = 2
"""Words and pairs in fewer lines than this say nothing about others."""


@dataclass(frozen=True)
class Wording:
    """A vocabulary with weights, made from lines."""

    places: dict[str, int]
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, rows: Sequence[Words]) -> Wording:
        """Return the vocabulary of some lines, with inverse line frequency as weight."""
        lines = Counter(gram for row in rows for gram in _grams(row))
        kept = sorted(gram for gram, count in lines.items() if count >= _LEAST_LINES)
        weights = np.array([math.log(len(rows) / lines[gram]) for gram in kept], dtype=np.float64)
        return cls({gram: place for place, gram in enumerate(kept)}, weights)

    def vector(self, words: Words) -> NDArray[np.float64]:
        """Return a line as a vector of length 1 (0 when it holds nothing known)."""
        found = sorted(self.places[gram] for gram in _grams(words) if gram in self.places)
        vector = np.zeros(len(self.weights), dtype=np.float64)
        vector[found] = self.weights[found]
        length = math.sqrt(float(vector @ vector))
        return vector / length if length else vector


def _grams(words: Words) -> set[str]:
    """Return single words, pairs with the line's ends, and how it begins."""
    forms = ("<", *words.forms, ">")
    pairs = {f"{one} {other}" for one, other in pairwise(forms)}
    return set(words.forms) | pairs | {"^" + " ".join(words.forms[:2])}
