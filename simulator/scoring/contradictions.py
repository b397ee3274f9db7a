"""Where a statement says something else than the fact it gives back: another value, a turned 'not', an opposite.

Opposites ('sent' against 'received', 'hotel' against 'gym') are pairs of word groups in
`data/<language>/opposites.yaml`: where the statement holds one side and the fact the other, and both or neither are
denied, they disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from simulator.language import Language
from simulator.scoring.grammar import Grammar, read_data
from simulator.scoring.meanings import root
from simulator.scoring.text import Words, bare

_NO_BARE_ENDINGS: Final = ("ed", "sing", "king", "ting", "ying", "ding", "s")
"""A verb behind 'did' has none of these; 'ring' and 'bring' are whole verbs."""
_NEGATION_REACH: Final = 3
"""Words behind a 'not' that it can turn."""
_NO_VERBS: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "it",
        "that",
        "this",
        "so",
        "not",
        "you",
        "i",
        "we",
        "he",
        "she",
        "they",
        "everything",
        "all",
        "what",
        "your",
        "his",
        "her",
        "our",
        "my",
        "to",
        "and",
        "is",
        "be",
    ]
)
"""What follows on 'did' where it is a verb of its own, or asks."""


@dataclass(frozen=True, slots=True)
class Opposites:
    """Two groups of words that cannot both be true of one matter."""

    one: tuple[str, ...]
    other: tuple[str, ...]


@cache
def opposites(language: Language) -> tuple[Opposites, ...]:
    """Return the opposites of a language, read once."""
    pairs = [str(line).split("|") for line in read_data(language, "opposites.yaml")]
    return tuple(Opposites(*(tuple(bare(word) for word in side.split()) for side in pair)) for pair in pairs)


def is_opposite(piece: Words, part: Words, grammar: Grammar) -> bool:
    """Tell whether a statement holds the opposite of what a clause of a fact says.

    Args:
        piece: the statement.
        part: the clause of the fact it is about.
        grammar: of the language.
    """
    same_sign = _is_denied(piece, grammar) == _is_denied(part, grammar)
    if not same_sign:
        return False
    for pair in opposites(grammar.language):
        for here, there in ((pair.one, pair.other), (pair.other, pair.one)):
            in_piece, in_part = _holds(piece.forms, here), _holds(part.forms, there)
            if in_piece and in_part and not _holds(piece.forms, there) and not _holds(part.forms, here):
                return True
    return False


def is_turned(one: Words, others: Sequence[Words], grammar: Grammar) -> bool:
    """Tell whether `one` denies what the others say without any denial."""
    if any(grammar.has(group, form) for other in others for form in other.forms for group in ("negations", "absences")):
        return False
    affirmed = frozenset().union(*(_roots(other.forms, grammar) for other in others))
    return bool(_denied(one, grammar) & affirmed)


def insists(piece: Words, part: Words, grammar: Grammar) -> bool:
    """Tell whether a statement stresses that something is so ('it does stop', 'hij stopt wel') which the caller denied.

    Args:
        piece: the statement.
        part: the clause of the fact it is about.
        grammar: of the language.
    """
    if not _is_denied(part, grammar) or _is_denied(piece, grammar):
        return False
    forms = piece.forms
    return any(
        grammar.has("insisting", form)
        and (grammar.language is not Language.ENGLISH or _is_bare_verb(forms[index + 1 : index + 2]))
        for index, form in enumerate(forms)
    )


def _is_bare_verb(following: Sequence[str]) -> bool:
    """Tell whether what follows 'did' can be the verb it stresses, rather than what was done ('did the form')."""
    return bool(following) and following[0] not in _NO_VERBS and not following[0].endswith(_NO_BARE_ENDINGS)


def _holds(forms: Iterable[str], words: Sequence[str]) -> bool:
    return any(form.startswith(word[:-1]) if word.endswith("*") else form == word for form in forms for word in words)


def _is_denied(words: Words, grammar: Grammar) -> bool:
    return any(grammar.has("negations", form) for form in words.forms)


def _denied(words: Words, grammar: Grammar) -> frozenset[str]:
    """Return the stems of the words a 'not' or 'no' turns: those right behind it, and a verb right before it."""
    forms = words.forms
    turned: set[str] = set()
    for index, form in enumerate(forms):
        if not grammar.has("negations", form):
            continue
        for later in range(index + 1, min(len(forms), index + 1 + _NEGATION_REACH)):
            if grammar.has("dividers", forms[later]) or _is_parted(words, later):
                break
            turned.add(forms[later])
        before = forms[max(0, index - 2) : index]
        turned.update(word for word in before if grammar.has("question_verbs", word))
    return _roots(turned, grammar)


def _is_parted(words: Words, index: int) -> bool:
    """Tell whether punctuation stands before a word."""
    between = words.text[words.tokens[index - 1].end : words.tokens[index].start]
    return any(mark in between for mark in ",.?!;:")


def _roots(forms: Iterable[str], grammar: Grammar) -> frozenset[str]:
    return frozenset(
        root(form, grammar.language) for form in forms if len(form) > 2 and form not in grammar.sets["stop_words"]
    )
