"""What may be held alike: paraphrases, never what was turned round."""

from __future__ import annotations

import csv

import pytest

from simulator.language import Language
from simulator.scoring.likeness import DECIMALS, NEAR, may_be_alike, nothing_turned, same_words
from simulator.scoring.text import Words
from tests.simulator.scoring.conftest import ROOT

PAIRS = ROOT / "tests" / "data" / "likeness" / "pairs.csv"


def pairs():
    with PAIRS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def alike(assessor):
    """Tell which pairs are held alike, all encoded at once."""
    rows = pairs()
    words = [[Words.of(row[side], dutch=row["language"] == "nl") for side in ("one", "other")] for row in rows]
    vectors = assessor._encoder.encode([each.line for pair in words for each in pair])
    near = (vectors[::2] * vectors[1::2]).sum(axis=1).round(DECIMALS) >= NEAR
    return [
        (
            row,
            bool(close) and all(like(one, other, Language(row["language"])) for like in (may_be_alike, nothing_turned)),
        )
        for row, close, (one, other) in zip(rows, near, words, strict=True)
    ]


def test_nothing_that_was_turned_round_is_held_alike(alike):
    assert [(row["one"], row["other"]) for row, held in alike if held and row["alike"] == "no"] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_most_paraphrases_are_held_alike(alike, language):
    wanted = [held for row, held in alike if row["alike"] == "yes" and row["language"] == language]
    assert sum(wanted) / len(wanted) >= 0.6


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        (Language.DUTCH, "Uw account staat aan.", "Uw account staat uit."),
        (Language.ENGLISH, "The amount went up.", "The amount went down."),
        (Language.ENGLISH, "That's right.", "That isn't right."),
        (Language.DUTCH, "U mag hem resetten.", "U moet hem resetten."),
    ],
)
def test_a_small_word_turns_a_sentence_in_either_direction(language, one, other):
    left, right = (Words.of(text, dutch=language is Language.DUTCH) for text in (one, other))
    assert not nothing_turned(left, right, language)
    assert not nothing_turned(right, left, language)
    assert nothing_turned(left, left, language)


def test_what_a_recogniser_drops_makes_no_other_sentence():
    one = Words.of("Hoe lang wacht u al? Één week, eh, zei u.", dutch=True)
    assert same_words(one, Words.of("hoe lang wacht u al een week zei u", dutch=True))
