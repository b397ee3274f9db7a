"""How much a statement holds that the caller never said, word by word.

A word is supported when the caller used its stem, a compound of it, a word that stands for it, or one near to it in
meaning. What is left,
and is no word that everybody uses all day, is new: 'rude', 'debt collector', 'leak'.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulator.language import Language
from simulator.scoring.acts import stem
from simulator.scoring.grammar import Grammar
from simulator.scoring.meanings import root
from simulator.scoring.text import Words
from simulator.scoring.values import with_digits

_COMMONEST_ZIPF: Final = 6.3
"""Words this frequent are in every sentence; they tell nothing."""
_RAREST_ZIPF: Final = 3.8
"""Words this rare count fully."""
_SHARED_LENGTH: Final = 4
"""A word this long inside another one is the same matter ('pomp' in 'insulinepomp')."""
_MOST_NEW: Final = 2
"""Words of a statement that are added up: a thing made up is one or two words."""

Encode = Callable[[Sequence[str]], NDArray[np.float32] | None]


@dataclass(frozen=True)
class Vocabulary:
    """The content words of everything the caller said."""

    forms: tuple[str, ...]
    stems: frozenset[str]
    roots: frozenset[str]
    vectors: NDArray[np.float32] | None


def content_words(words: Words, grammar: Grammar) -> tuple[str, ...]:
    """Return the content words without numbers, each once."""
    found = (
        form
        for form in with_digits(words.forms)
        if len(form) > 2 and not form[0].isdigit() and form not in grammar.sets["stop_words"]
    )
    return tuple(dict.fromkeys(found))


def vocabulary(rows: Sequence[Words], grammar: Grammar, encode: Encode) -> Vocabulary:
    """Return the words of everything the caller said.

    Args:
        rows: the caller's clauses and the facts told.
        grammar: of the language.
        encode: word vectors; returns None where there is no encoder.
    """
    forms = tuple(dict.fromkeys(form for row in rows for form in content_words(row, grammar)))
    roots = frozenset(root(form, grammar.language) for form in forms)
    return Vocabulary(forms, frozenset(stem(form) for form in forms), roots, encode(forms) if forms else None)


def new_words(piece: Words, said: Vocabulary, grammar: Grammar) -> tuple[str, ...]:
    """Return the content words of a statement that the caller used in no form."""
    return tuple(form for form in content_words(piece, grammar) if not _is_said(form, said, grammar.language))


def novelty(piece: Words, said: Vocabulary, grammar: Grammar, encode: Encode) -> float:
    """Return how much of a statement is new, from 0 (nothing) to 2 (two rare words far from anything said).

    Args:
        piece: the statement.
        said: the caller's words.
        grammar: of the language.
        encode: word vectors; returns None where there is no encoder.
    """
    new = new_words(piece, said, grammar)
    if not new:
        return 0.0
    vectors = encode(new)
    if vectors is None or said.vectors is None:
        nearness = [0.5] * len(new)
    else:
        nearness = [float(value) for value in (vectors @ said.vectors.T).max(axis=1)]
    weighed = sorted(
        ((1 - near) * _weight(form, grammar.language) for form, near in zip(new, nearness, strict=True)), reverse=True
    )
    return sum(weighed[:_MOST_NEW])


def _is_said(form: str, said: Vocabulary, language: Language) -> bool:
    own = stem(form)
    if own in said.stems or root(form, language) in said.roots:
        return True
    return any(
        (len(own) >= _SHARED_LENGTH and own in other) or (len(other) >= _SHARED_LENGTH and other in own)
        for other in said.stems
    )


@lru_cache(maxsize=4096)
def _weight(form: str, language: Language) -> float:
    from wordfreq import zipf_frequency

    zipf = float(zipf_frequency(form, language.value))
    return min(1.0, max(0.0, (_COMMONEST_ZIPF - zipf) / (_COMMONEST_ZIPF - _RAREST_ZIPF)))
