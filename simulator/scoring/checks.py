"""Finds where the trainee checks what was just said: 'klopt dat', 'is that how it went', 'heb ik alles', 'correct'.

There are many wordings and few words: a check is a short question about the telling itself. So besides listed phrases
every short question counts that asks after 'that', 'it' or 'I' in words of understanding and completeness alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from simulator.scoring.grammar import Grammar
from simulator.scoring.inversion import is_stop_before
from simulator.scoring.text import Words

_LONGEST: Final = 9
"""Words of a check at most."""
_LEAST: Final = 2
"""Words of a check at least."""


def find_checks(words: Words, grammar: Grammar) -> Iterator[tuple[int, int]]:
    """Yield the token ranges [first, last] of checks; they may overlap.

    Args:
        words: the turn.
        grammar: of its language.
    """
    for group in ("tags", "final_checks"):
        for phrase in grammar.phrases[group]:
            for first, last in words.find(phrase.pattern):
                if group == "tags" or _closes_statement(words, grammar, first, last):
                    yield first, last
    for index in range(len(words) - 1):
        end = _checked_up_to(words, grammar, index)
        if end is not None:
            yield index, end


def _checked_up_to(words: Words, grammar: Grammar, index: int) -> int | None:
    """Return the last word of the check that begins at a word, None when none does."""
    forms = words.forms
    if not (grammar.has("check_verbs", forms[index]) and grammar.has("check_subjects", forms[index + 1])):
        return None
    before = forms[index - 1] if index else ""
    if (
        grammar.has("pronouns", before)
        or "'" in before
        or before in ("to", "te", "will", "can", "must", "should", "not")
    ):
        return None
    if forms[index] in ("do", "have") and forms[index + 1] in ("it", "that", "this"):
        return None
    last = index + 1
    while (
        last + 1 < len(forms)
        and last - index < _LONGEST
        and not is_stop_before(words, last + 1)
        and (grammar.has("check_words", forms[last + 1]) or grammar.has("check_fillers", forms[last + 1]))
    ):
        last += 1
    about_telling = any(grammar.has("check_words", form) for form in forms[index : last + 1])
    return last if about_telling and last - index >= _LEAST and _ends_sentence(words, last) else None


def _closes_statement(words: Words, grammar: Grammar, first: int, last: int) -> bool:
    """Tell whether the last words of a sentence stand behind a statement of their own ('..., correct')."""
    if first <= _LEAST or not _ends_sentence(words, last):
        return False
    return not grammar.has("copulas", words.forms[first - 1])


def _ends_sentence(words: Words, last: int) -> bool:
    return last == len(words) - 1 or is_stop_before(words, last + 1)
