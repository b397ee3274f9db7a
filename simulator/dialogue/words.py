"""Content words of a sentence, by stem and weight: the half of understanding that needs no model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from simulator.dialogue.prompts import prompts
from simulator.language import Language

RARE_ZIPF: Final = 3.0
"""Zipf frequency (log10 of occurrences per billion words) at and below which a word weighs 1."""

COMMON_ZIPF: Final = 6.3
"""Zipf frequency at and above which a word weighs nothing: 'de', 'is', 'the', 'you'."""

QUESTION_WORD_WEIGHT: Final = 0.35
"""What a question word weighs, though it is frequent: 'wanneer' is half of what is asked."""

LETTERS: Final = 5
"""Letters in a group; shorter ones are shared by words that have nothing to do with each other."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")

_STEMMERS: Final[dict[Language, str]] = {Language.DUTCH: "dutch", Language.ENGLISH: "english"}


def weighted_stems(sentence: str, language: Language) -> Mapping[str, float]:
    """Return the stems of a sentence's words with their weights in (0, 1]; weightless words are left out.

    Weights fall linearly with the Zipf frequency of wordfreq (R. Speer, 2022) from `RARE_ZIPF` to `COMMON_ZIPF`.
    """
    return {
        stem: weight for word in _WORD.findall(sentence.lower()) for stem, weight in [_stem(word, language)] if weight
    }


def letter_groups(sentence: str, language: Language) -> Mapping[str, float]:
    """Return the groups of letters of a sentence's content words, each with its share of the word's weight.

    A word of fewer letters than a group is one group; the ends of a word count as a letter.
    """
    groups: dict[str, float] = {}
    for word in _WORD.findall(sentence.lower()):
        weight = _stem(word, language)[1]
        if not weight:
            continue
        padded = f"_{word}_"
        parts = [padded[start : start + LETTERS] for start in range(max(1, len(padded) - LETTERS + 1))]
        for part in parts:
            groups[part] = max(groups.get(part, 0.0), weight / len(parts))
    return groups


def overlap(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the weighted Dice overlap of two sentences' stems, in [0, 1]."""
    total = sum(one.values()) + sum(other.values())
    if total == 0:
        return 0.0
    return 2.0 * sum(min(weight, other[stem]) for stem, weight in one.items() if stem in other) / total


@lru_cache(maxsize=20_000)
def _stem(word: str, language: Language) -> tuple[str, float]:
    from snowballstemmer import stemmer  # type: ignore[import-untyped, unused-ignore]
    from wordfreq import zipf_frequency

    if word in prompts(language).question_words:
        return word, QUESTION_WORD_WEIGHT
    zipf = zipf_frequency(word, language.value)
    weight = max(0.0, min(1.0, (COMMON_ZIPF - zipf) / (COMMON_ZIPF - RARE_ZIPF)))
    return str(stemmer(_STEMMERS[language]).stemWord(word)), weight
