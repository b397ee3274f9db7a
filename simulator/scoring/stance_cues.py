"""Words that show a stance: cue phrases a trainee can be shown, and the small words that say who steers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulator.language import Language
from simulator.leary import Stance
from simulator.scoring.assessment import LearyCue
from simulator.scoring.grammar import read_data
from simulator.scoring.text import Words, bare, compile_phrase

_MOST_COUNTED: Final = 3
"""A small word said more often than this says no more."""
_LONG_LINE: Final = 30
"""Lines of so many words and more count as long."""


@dataclass(frozen=True)
class Cue:
    """Phrases that pull the reading one way."""

    name: str
    pull: Stance
    patterns: tuple[re.Pattern[str], ...]


@cache
def cues(language: Language) -> tuple[Cue, ...]:
    """Return the cues of a language, sorted by name: the same names in both languages."""
    raw = read_data(language, "stance.yaml")
    return tuple(
        Cue(
            name,
            Stance(float(raw[name]["together"]), float(raw[name]["above"])),
            tuple(compile_phrase(phrase) for phrase in raw[name]["phrases"]),
        )
        for name in sorted(raw)
    )


@cache
def _small_words(language: Language) -> tuple[frozenset[str], ...]:
    raw = read_data(language, "stance_words.yaml")
    return tuple(frozenset(bare(str(word)) for word in raw[name]) for name in sorted(raw))


def find_cues(words: Words, language: Language) -> tuple[LearyCue, ...]:
    """Return the cues in a turn, each kind once, with the words that show it."""
    found = []
    for cue in cues(language):
        ranges = [r for pattern in cue.patterns for r in words.find(pattern)]
        if ranges:
            first, last = min(ranges)
            found.append(LearyCue(words.quote(first, last), words.span(first, last), cue.pull, cue.name))
    return tuple(sorted(found, key=lambda c: (c.span.start if c.span else 0, c.name)))


def cue_vector(words: Words, language: Language) -> NDArray[np.float64]:
    """Return how often each cue occurs: 0, one half, or 1 for twice and more."""
    return np.array(
        [min(2, sum(1 for p in cue.patterns for _ in words.find(p))) / 2 for cue in cues(language)],
        dtype=np.float64,
    )


def small_word_vector(words: Words, language: Language) -> NDArray[np.float64]:
    """Return how often small words of each kind occur, and how long the line is; each in [0, 1]."""
    counts = [
        min(_MOST_COUNTED, sum(form in kind for form in words.forms)) / _MOST_COUNTED for kind in _small_words(language)
    ]
    return np.array([*counts, min(1.0, len(words) / _LONG_LINE)], dtype=np.float64)
