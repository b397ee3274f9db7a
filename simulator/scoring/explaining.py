"""Tells whether a turn says in plain words what a term of the trade is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from simulator.language import Language
from simulator.scoring.acts import stem
from simulator.scoring.assessment import JargonUse
from simulator.scoring.grammar import Grammar
from simulator.scoring.text import Words

_EXPLAINED_WITHIN: Final = 14
"""Words behind (and before) a term within which its explanation must begin."""
_CONTRACTED: Final = ("'ll", "'ve", "'d", "n't", "'re", "'m")


def explains(words: Words, grammar: Grammar, first: int, last: int) -> bool:
    """Tell whether the words right behind or right before a term say what it is.

    Args:
        words: the turn.
        grammar: of its language.
        first: the term's first word.
        last: its last word.
    """
    behind = " ".join(words.forms[last + 1 : last + 1 + _EXPLAINED_WITHIN])
    phrases = grammar.phrases["explains_after"]
    if last > first or not _is_verb(words.forms[first - 1] if first else "", grammar):
        phrases += grammar.phrases["apposition"]
    if any(phrase.pattern.match(behind) for phrase in phrases):
        return True
    before = " ".join(words.forms[max(0, first - _EXPLAINED_WITHIN) : first])
    for phrase in grammar.phrases["explains_before"]:
        for match in phrase.pattern.finditer(before):
            if len(before[match.end() :].split()) <= 2:
                return True
    return False


def _is_verb(before: str, grammar: Grammar) -> bool:
    """Tell from the word before it whether a term is said as a verb ('we'll blanch', 'have throttled')."""
    return grammar.has("pronouns", before) or grammar.has("before_verbs", before) or before.endswith(_CONTRACTED)


def find_explained(
    words: Words, grammar: Grammar, open_terms: Sequence[str], jargon: Sequence[JargonUse]
) -> tuple[str, ...]:
    """Return which of the terms that confused the caller this turn explains.

    A term that is named again needs its explanation near; when none is named, an explanation that opens the turn's
    sentence ('dat is het kastje ...') is about the last term that confused.

    Args:
        words: the turn.
        grammar: of its language.
        open_terms: terms that confused the caller and were not explained yet, oldest first.
        jargon: the terms found in the turn itself.
    """
    if not open_terms:
        return ()
    generic = grammar.says("opens_explanation", words)
    explained = []
    for term in open_terms:
        wanted = Words.of(term, dutch=grammar.language is Language.DUTCH).forms
        for index in range(len(words) - len(wanted) + 1):
            window = words.forms[index : index + len(wanted)]
            same = [stem(form) for form in window] == [stem(form) for form in wanted]
            if same and (generic or explains(words, grammar, index, index + len(wanted) - 1)):
                explained.append(term)
                break
    if not explained and generic and not any(not use.explained for use in jargon):
        explained.append(open_terms[-1])
    return tuple(explained)
