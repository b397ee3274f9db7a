from __future__ import annotations

import pytest

from simulator.language import Language
from simulator.scoring.grammar import grammar
from simulator.scoring.text import Words
from simulator.scoring.values import values, with_digits, without_said


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("forty-two pounds twice", "42 pounds 2"),
        ("forty two pounds", "42 pounds"),
        ("two thousand four hundred", "2400"),
        ("four hundred and fifty at five", "450 at 5"),
        ("2,400 and 2.400", "2400 and 2400"),
        ("tweeënveertig euro", "42 euro"),
        ("driehonderdvijftig", "350"),
        ("honderd twintig", "120"),
        ("de drieëntwintigste", "de 23"),
        ("drie dagen", "3 dagen"),
        ("een dag", "een dag"),
        ("one and only", "one and only"),
        ("a hundred", "100"),
        ("42,50", "42.50"),
    ],
)
def test_numbers_as_digits(said: str, digits: str) -> None:
    assert " ".join(with_digits(Words.of(said, dutch=True).forms)) == digits


def test_days_and_people_in_their_other_forms() -> None:
    dutch = values(Words.of("sinds maandagochtend, met uw buurman", dutch=True).forms, grammar(Language.DUTCH))
    assert dutch["day"] == {"maandag"}
    assert dutch["person"] == {"buurman"}
    english = values(Words.of("your daughter's wedding on Saturday").forms, grammar(Language.ENGLISH))
    assert english["day"] == {"saturday"}
    assert english["person"] == {"daughter"}


def test_a_day_was_said_when_a_part_of_it_was() -> None:
    assert not without_said("moment", frozenset({"morgen"}), frozenset({"morgenochtend"}))
    assert not without_said("moment", frozenset({"today"}), frozenset({"tonight"}))
    assert without_said("moment", frozenset({"morgenochtend"}), frozenset({"morgenmiddag"}))
    assert without_said("moment", frozenset({"vandaag"}), frozenset({"morgen"}))
