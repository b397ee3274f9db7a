"""Plain words for technical terms: what a trainee can say instead."""

from __future__ import annotations

from functools import cache

from simulator.language import Language
from simulator.scoring.grammar import read_data
from simulator.scoring.text import bare


@cache
def plain_words(language: Language) -> dict[str, str]:
    """Return what can be said instead of a term, by its bare form; from `data/<language>/plain_words.yaml`."""
    return {bare_term(str(term)): str(words) for term, words in read_data(language, "plain_words.yaml").items()}


def bare_term(term: str) -> str:
    """Return a term as it is looked up: bare words with single spaces."""
    return " ".join(bare(word) for word in term.split())
