"""Whether one sentence says what another says: word for word, or so near to it that one judgement holds for both.

Nearness of vectors alone does not tell 'I can help you' from 'I cannot help you', nor 'we made a mistake' from 'you
made a mistake'. So sentences are only held alike where nothing that turns a meaning differs between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from simulator.language import Language
from simulator.scoring.acts import content_stems
from simulator.scoring.contradictions import is_opposite
from simulator.scoring.grammar import Grammar, grammar, read_data
from simulator.scoring.questions import find_questions
from simulator.scoring.stance_cues import find_cues
from simulator.scoring.text import Words, bare

NEAR: Final = 0.9
"""From this cosine on two sentences may say the same; `benchmarks/exemplars.py` prints what other bounds would do."""

_LONGER: Final = 2
"""Times as many words as the other: a sentence longer than that says more."""

DECIMALS: Final = 2
"""Cosines are rounded before they are compared: their last bits differ between machines."""


def same_words(one: Words, other: Words) -> bool:
    """Tell whether two sentences are the same but for capitals, punctuation, accents and fillers."""
    return one.forms == other.forms


@dataclass(frozen=True, slots=True)
class Bearing:
    """What turns the meaning of a sentence, apart from what it is about."""

    denials: int
    """How often something is denied."""
    doer: str
    """Who comes first: 'first' for 'I' and 'we', 'second' for 'you', nothing where neither is named."""
    asks: bool
    asked_with: frozenset[str]
    """The question words, where it asks."""
    pulls: frozenset[str]
    """The kinds of words that pull against the other: orders, blame."""


@lru_cache(maxsize=16384)
def bearing(words: Words, language: Language) -> Bearing:
    """Return what turns the meaning of a sentence or a turn."""
    rules = grammar(language)
    asks = bool(find_questions(words, rules))
    return Bearing(
        sum(rules.has("negations", form) for form in words.forms),
        _doer(words, rules),
        asks,
        frozenset(form for form in words.forms if asks and rules.has("question_words", form)),
        frozenset(cue.name for cue in find_cues(words, language) if cue.pull.together < 0),
    )


def may_be_alike(one: Words, other: Words, language: Language) -> bool:
    """Tell whether it is worth looking at how near two sentences are: they bear alike and share what they are about.

    Args:
        one: a sentence or a turn.
        other: likewise.
        language: of both.
    """
    rules = grammar(language)
    about, of_other = content_stems(one, rules), content_stems(other, rules)
    return (
        max(len(one), len(other)) <= _LONGER * min(len(one), len(other))
        and (not about or not of_other or bool(about & of_other))
        and bearing(one, language) == bearing(other, language)
    )


def nothing_turned(one: Words, other: Words, language: Language) -> bool:
    """Tell whether nothing that turns a meaning differs between two sentences.

    Compared are: how often something is denied, opposites ('open' and 'closed', 'may' and 'must'), who does it (the
    first of 'I' and 'you'), whether and after what is asked, and the words that pull against the other (orders, blame).

    Args:
        one: a sentence or a turn.
        other: likewise.
        language: of both.
    """
    rules = grammar(language)
    return (
        bearing(one, language) == bearing(other, language)
        and not is_opposite(one, other, rules)
        and not is_opposite(other, one, rules)
        and not _turns(one, other, language)
    )


@cache
def _turning(language: Language) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    pairs = [str(line).split("|") for line in read_data(language, "turning.yaml")]
    return tuple((frozenset(map(bare, one.split())), frozenset(map(bare, other.split()))) for one, other in pairs)


def _turns(one: Words, other: Words, language: Language) -> bool:
    """Tell whether each sentence has a small word that the other has the opposite of."""
    here, there = frozenset(one.forms), frozenset(other.forms)
    only_here, only_there = here - there, there - here
    return any(
        (only_here & left and only_there & right) or (only_here & right and only_there & left)
        for left, right in _turning(language)
    )


def _doer(words: Words, rules: Grammar) -> str:
    for form in words.forms:
        start = form.split("'")[0]
        if rules.has("first_person", start):
            return "first"
        if rules.has("second_person", start):
            return "second"
    return ""
