"""Which words stand for one matter, and which things of one kind exclude one another, when a caller is summed up.

Sentence vectors find 'dishwasher' near to 'washing machine' and 'burning through' far from 'using', where a caller
hears it the other way round; what everyday helpdesk talk shares is therefore written down, in
`data/<language>/synonyms.yaml` and `alternatives.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from simulator.language import Language
from simulator.scoring.acts import stem
from simulator.scoring.grammar import read_data
from simulator.scoring.text import bare


@cache
def synonyms(language: Language) -> dict[str, str]:
    """Return the name of a word's group by bare form and by stem, read once."""
    found: dict[str, str] = {}
    groups = [[bare(word) for word in str(line).split()] for line in read_data(language, "synonyms.yaml")]
    for number, forms in enumerate(groups):
        for form in forms:
            found.setdefault(form, f"={number}")
    for number, forms in enumerate(groups):
        for form in forms:
            found.setdefault(stem(form), f"={number}")
    return found


@cache
def root(form: str, language: Language) -> str:
    """Return what a bare word is compared by: its group of words that mean the same, else its stem."""
    known = synonyms(language)
    own = stem(form)
    return known.get(form) or known.get(own) or own


@cache
def _kinds(language: Language) -> tuple[dict[str, int], ...]:
    """Return, for each kind of thing, which side of it a bare word stands on."""
    lines = [str(line).split("|") for line in read_data(language, "alternatives.yaml")]
    return tuple({bare(word): side for side, words in enumerate(line) for word in words.split()} for line in lines)


def is_another(forms: Iterable[str], told: Iterable[str], said: frozenset[str], language: Language) -> bool:
    """Tell whether a statement names another thing of a kind than its fact does, one the caller never named.

    Args:
        forms: bare words of the statement.
        told: bare words of the fact it is about.
        said: bare words of everything the caller said.
        language: of both.
    """
    own, fact = frozenset(forms), frozenset(told)
    for kind in _kinds(language):
        named = {kind[form] for form in said if form in kind}
        meant = {kind[form] for form in fact if form in kind}
        here = {kind[form] for form in own if form in kind}
        if meant and here - named and not here & meant:
            return True
    return False
