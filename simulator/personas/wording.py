"""Texts as bags of words: when two say the same in the same words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from simulator.language import Language

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

_FUNCTION_WORDS: Final[dict[Language, frozenset[str]]] = {
    Language.DUTCH: frozenset(
        [
            "de",
            "het",
            "een",
            "en",
            "of",
            "is",
            "zijn",
            "was",
            "bent",
            "ben",
            "ik",
            "u",
            "uw",
            "je",
            "jij",
            "jouw",
            "mij",
            "me",
            "wij",
            "we",
            "hij",
            "zij",
            "ze",
            "er",
            "daar",
            "hier",
            "dat",
            "die",
            "dit",
            "deze",
            "heeft",
            "hebt",
            "heb",
            "had",
            "kan",
            "kunt",
            "kunnen",
            "mag",
            "zou",
            "wilt",
            "wil",
            "zal",
            "zult",
            "met",
            "van",
            "voor",
            "op",
            "in",
            "aan",
            "bij",
            "om",
            "te",
            "naar",
            "uit",
            "over",
            "dan",
            "nu",
            "al",
            "ook",
            "nog",
            "wel",
            "eens",
            "even",
            "maar",
            "precies",
            "iets",
            "zo",
            "dus",
            "toch",
            "graag",
            "mijn",
            "ons",
            "onze",
            "hem",
            "haar",
            "hun",
        ]
    ),
    Language.ENGLISH: frozenset(
        [
            "the",
            "a",
            "an",
            "and",
            "or",
            "is",
            "are",
            "was",
            "were",
            "be",
            "been",
            "am",
            "i",
            "you",
            "your",
            "my",
            "me",
            "we",
            "our",
            "us",
            "it",
            "its",
            "he",
            "she",
            "they",
            "them",
            "there",
            "that",
            "this",
            "these",
            "those",
            "do",
            "does",
            "did",
            "have",
            "has",
            "had",
            "can",
            "could",
            "may",
            "might",
            "would",
            "will",
            "shall",
            "with",
            "of",
            "for",
            "on",
            "in",
            "at",
            "by",
            "to",
            "from",
            "about",
            "then",
            "now",
            "already",
            "also",
            "just",
            "please",
            "exactly",
            "some",
            "any",
            "so",
        ]
    ),
}
"""Words that carry no subject; question words are not among them, for they tell 'when' from 'where'."""


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without punctuation."""
    return [word.casefold() for word in _WORD.findall(unicodedata.normalize("NFC", text))]


def same_words(text: str) -> str:
    """Return a text such that two texts with the same words in the same order give the same."""
    return " ".join(words_of(text))


def content_words(text: str, language: Language) -> frozenset[str]:
    """Return the words that carry the subject of a text."""
    return frozenset(words_of(text)) - _FUNCTION_WORDS[language]


def language_of(texts: Iterable[str]) -> Language | None:
    """Return the language most function words of the texts belong to, or None when that is not clear.

    A language is clear when it has at least ten words that only it has, and twice as many as the other.
    """
    counts = dict.fromkeys(Language, 0)
    for text in texts:
        for word in words_of(text):
            owners = [language for language in Language if word in _FUNCTION_WORDS[language]]
            if len(owners) == 1:
                counts[owners[0]] += 1
    first, second = sorted(Language, key=lambda language: -counts[language])[:2]
    return first if counts[first] >= max(10, 2 * counts[second]) else None
