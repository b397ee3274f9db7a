from __future__ import annotations

import pytest

from simulator.language import Language
from simulator.scoring.contradictions import is_opposite, is_turned, opposites
from simulator.scoring.grammar import grammar
from simulator.scoring.text import Words

NL, EN = Language.DUTCH, Language.ENGLISH


@pytest.mark.parametrize(
    ("language", "statement", "fact", "wanted"),
    [
        (EN, "it's a hotel in bristol", "it is from a gym in bristol", True),
        (EN, "you received the passport", "i sent the passport off", True),
        (EN, "the card is not working", "the card is broken", False),
        (EN, "your bill has increased", "the bill is higher", False),
        (NL, "een deuk in het linkerportier", "een deuk in het rechterportier", True),
        (NL, "de rekening is lager", "de rekening is verhoogd", True),
        (NL, "de lamp doet het niet", "de lamp is kapot", False),
    ],
)
def test_opposites(language: Language, statement: str, fact: str, wanted: bool) -> None:
    rules = grammar(language)
    assert is_opposite(Words.of(statement, dutch=True), Words.of(fact, dutch=True), rules) is wanted


def test_a_turned_not_is_noticed_and_one_that_was_told_is_not() -> None:
    rules = grammar(EN)
    told, denied = Words.of("the alarm button works"), Words.of("the alarm button does not works")
    assert is_turned(denied, [told], rules)
    assert not is_turned(denied, [denied], rules)


@pytest.mark.parametrize("language", list(Language))
def test_every_pair_has_two_sides_without_a_shared_word(language: Language) -> None:
    for pair in opposites(language):
        assert pair.one and pair.other and not set(pair.one) & set(pair.other)
