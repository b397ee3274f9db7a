"""Words and phrases that ask for the same thing on a service call: a small thesaurus, data in `concepts.yaml`."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

import yaml

from simulator.language import Language

_NOT_WORD: Final = re.compile(r"[^\w'-]+|(?<!\w)['-]|['-](?!\w)")


class Subject(StrEnum):
    """What a part of the thesaurus is about."""

    ASKING = "asking"
    """What questions are about."""
    OFFERING = "offering"
    """What solutions are about."""


@lru_cache(maxsize=20_000)
def concepts_in(sentence: str, language: Language, subject: Subject = Subject.ASKING) -> frozenset[str]:
    """Return the names of the concepts a sentence touches; case and punctuation play no part.

    Args:
        sentence: any text.
        language: whose thesaurus to use.
        subject: which part of it; what solutions are about is added to what questions are about.
    """
    plain = plain_words(sentence)
    parts = (Subject.ASKING,) if subject is Subject.ASKING else (Subject.ASKING, Subject.OFFERING)
    return frozenset(name for part in parts for name, pattern in _patterns(language, part) if pattern.search(plain))


def plain_words(sentence: str) -> str:
    """Return the words of a sentence in lower case with single spaces and no punctuation."""
    return _NOT_WORD.sub(" ", sentence.lower().replace("’", "'")).strip()


@cache
def _patterns(language: Language, subject: Subject) -> tuple[tuple[str, re.Pattern[str]], ...]:
    content = yaml.safe_load(files("simulator.dialogue").joinpath("concepts.yaml").read_text(encoding="utf-8"))
    return tuple((name, _any_of(phrases)) for name, phrases in content[language.value][subject.value].items())


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    parts = [r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in phrase.split()) for phrase in phrases]
    return re.compile(rf"(?<![\w'-])(?:{'|'.join(parts)})(?![\w'])")
