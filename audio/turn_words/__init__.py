"""Can a turn end behind these words? Weights for the last words, learnt from sentences of our own; pure.

'I am going to' goes on, 'I am going to look it up' can be over, and 'Mag ik uw postcode en' waits for more. Which words
say so is learnt from the callers' and trainees' lines of this project (`benchmarks/fit_turn_words.py`): whole sentences
against the same sentences broken off between two words. The recogniser's full stops are not looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

WORD: Final = re.compile(r"[\w'’-]+")
SENTENCE_END: Final = re.compile(r"(?<=[.!?])(?<!\.\.)\s+")
"""After three dots the sentence may go on."""

ENDINGS: Final = {
    "nl": (
        *("ingen", "heid", "eren", "tjes", "ende", "lijk", "ing", "tje", "jes", "aal", "ten", "den", "nen", "ken"),
        *("gen", "en", "te", "de", "er", "t", "d", "e", "s", "n"),
    ),
    "en": (
        *("tion", "ment", "ness", "able", "ally", "ing", "ive", "ous", "ed", "ly", "er", "al"),
        *("s", "e", "y", "t", "d", "n"),
    ),
}
"""Endings that hint at what kind of word a rare one is, the longest first."""

MOST: Final = 6.0
"""Log-odds beyond this are no surer: the sentences learnt from are few."""


@dataclass(frozen=True, slots=True)
class TurnWords:
    """The weights of one language."""

    intercept: float
    weights: dict[str, float]
    """By feature; see `features`."""
    known: frozenset[str]
    """Words with weights of their own; the others count by their ending."""
    frequent: frozenset[str]
    """The most frequent of them: those that sentences are built with."""

    def log_odds(self, text: str, language: str) -> float:
        """Return the log-odds that a turn which ends so can be over; 0 for no words.

        Args:
            text: the turn so far; only its last sentence counts.
            language: 'nl' or 'en'.
        """
        said = last_sentence(text)
        if not said:
            return 0.0
        found = features(said, language, self.known, self.frequent)
        total = self.intercept + sum(self.weights.get(each, 0.0) for each in set(found))
        return min(MOST, max(-MOST, total))


@lru_cache(maxsize=4)
def turn_words(language: str) -> TurnWords | None:
    """Return the weights of a language; None where none were learnt."""
    file = Path(__file__).parent / f"{language}.json"
    if language not in ENDINGS or not file.is_file():
        return None
    data = json.loads(file.read_text(encoding="utf-8"))
    return TurnWords(data["intercept"], data["weights"], frozenset(data["known"]), frozenset(data["frequent"]))


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without marks."""
    bare = (word.replace("’", "'").strip("'-") for word in WORD.findall(text.casefold()))
    return [word for word in bare if word]


def last_sentence(text: str) -> list[str]:
    """Return the words of the last sentence that has any."""
    for sentence in reversed(SENTENCE_END.split(text.strip())):
        found = words_of(sentence)
        if found:
            return found
    return []


def features(said: Sequence[str], language: str, known: frozenset[str], frequent: frozenset[str]) -> Iterator[str]:
    """Yield what is looked at: the last words, by themselves and together, how the sentence begins, what it holds.

    Args:
        said: its words, at least one.
        language: 'nl' or 'en'.
        known: words that count as themselves; others by their ending.
        frequent: words that count as themselves where several words are looked at together.
    """
    own = [word if word in known else shape(word, language) for word in said[-4:]]
    plain = [word if word in frequent else shape(word, language) for word in said[-4:]]
    yield f"1:{own[-1]}"
    yield f"s:{shape(said[-1], language)}"
    if len(said) == 1:
        yield "only"
    else:
        yield from (
            f"p:{own[-2]}",
            f"2:{own[-2]} {plain[-1]}",
            f"2d:{plain[-2]} {plain[-1]}",
            f"2b:{own[-2]} {own[-1]}",
        )
        second = said[1] if said[1] in frequent else "~"
        yield f"bb:{said[0] if said[0] in frequent else '~'} {second}"
    if len(said) > 2:
        yield from (f"3:{plain[-3]} {plain[-2]} {plain[-1]}", f"pp:{plain[-3]}")
    else:
        yield f"all:{' '.join(own)}"
    if len(said) > 3:
        yield f"ppp:{plain[-4]}"
    yield f"n:{min(8, len(said))}"
    yield f"b:{said[0] if said[0] in known else '~'}"
    yield from (f"h:{word}" for word in said[:-1] if word in frequent)


def shape(word: str, language: str) -> str:
    """Return what is known of a rare word: that it is a number, or its ending."""
    if any(character.isdigit() for character in word):
        return "<n>"
    return "~" + next((end for end in ENDINGS[language] if word.endswith(end) and len(word) > len(end) + 2), "")
