"""Word lists and phrases of one language, read from its data files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from simulator.language import Language
from simulator.scoring.text import Words, bare, compile_phrase

DATA: Final = Path(__file__).parent / "data"
"""Where the package's phrases, lexicons, exemplars and weights lie."""


@dataclass(frozen=True)
class Phrase:
    """A compiled phrase with the name it is filed under."""

    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Grammar:
    """What the rules need to know of a language."""

    language: Language
    sets: dict[str, frozenset[str]]
    """Closed classes of words, such as finite verbs and question words."""
    phrases: dict[str, tuple[Phrase, ...]]
    """Phrases by group; each group is a list in `phrases.yaml` or a mapping of names to lists."""

    def has(self, group: str, word: str) -> bool:
        """Tell whether a bare word belongs to a class."""
        return word in self.sets[group]

    def says(self, group: str, words: Words) -> bool:
        """Tell whether some words hold a phrase of a group."""
        return any(True for phrase in self.phrases[group] for _ in words.find(phrase.pattern))


def read_data(language: Language, name: str) -> Any:  # noqa: ANN401 - the shape differs per file
    """Return the content of one of the package's YAML files."""
    with (DATA / language.value / name).open(encoding="utf-8") as stream:
        return yaml.safe_load(stream)


@cache
def grammar(language: Language) -> Grammar:
    """Return the grammar of a language, read once."""
    words = read_data(language, "words.yaml")
    sets = {name: frozenset(bare(word) for word in str(text).split()) for name, text in words.items()}
    raw = read_data(language, "phrases.yaml")
    classes = {name: str(text) for name, text in raw.pop("classes", {}).items()}
    phrases: dict[str, tuple[Phrase, ...]] = {}
    for group, content in raw.items():
        named = content if isinstance(content, dict) else {group: content}
        phrases[group] = tuple(
            Phrase(name, compile_phrase(str(line), classes)) for name, lines in named.items() for line in lines
        )
    return Grammar(language, sets, phrases)
