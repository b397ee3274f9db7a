from __future__ import annotations

import pytest

from simulator.language import Language
from simulator.scoring.grammar import grammar
from simulator.scoring.jargon import find_jargon
from simulator.scoring.text import Words

NL, EN = Language.DUTCH, Language.ENGLISH

CASES = [
    (EN, "The compressor in your fridge has packed up.", {"compressor": False}),
    (EN, "Your freezer's compressor, the motor at the back that makes the cold, is worn out.", {"compressor": True}),
    (EN, "The little tap that shuts off all the water is called a stopcock.", {"stopcock": True}),
    (EN, "We'll repoint the brickwork in spring.", {"repoint": False}),
    (EN, "The excess, so the first two hundred pounds, is yours to pay.", {"excess": True}),
    (EN, "Put the parcel in the freezer and switch the kettle on.", {}),
    (EN, "My colleague Gwyneth in Aberystwyth will ring you.", {}),
    (EN, "You are paying too much and I am writing it down.", {}),
    (NL, "De compressor, het motortje achterin dat de kou maakt, is versleten.", {"compressor": True}),
    (NL, "Er rust pandrecht op de auto.", {"pandrecht": False}),
    (NL, "Met boeterente bedoel ik het bedrag dat u betaalt als u eerder aflost.", {"boeterente": True}),
    (NL, "De fte en de dpf staan in het formulier.", {"fte": False, "dpf": False}),
    (NL, "Vanmiddag krijgt u een appje met uw factuurnummer.", {}),
    (NL, "Ik sla uw gegevens op.", {}),
    (NL, "Uw vaatwasser, wasdroger en magnetron vallen eronder.", {}),
]


@pytest.mark.parametrize(("language", "text", "wanted"), CASES)
@pytest.mark.parametrize("stripped", [False, True])
def test_terms_and_whether_they_are_explained(
    language: Language, text: str, wanted: dict[str, bool], stripped: bool
) -> None:
    said = "".join(c for c in text.lower() if c not in ",.") if stripped else text
    found = find_jargon(Words.of(said, dutch=language is NL), grammar(language), (), ())
    assert {use.term: use.explained for use in found} == wanted


def test_an_ending_is_no_part_of_the_term() -> None:
    (use,) = find_jargon(Words.of("The alternator's gone."), grammar(EN), (), ())
    assert (use.term, use.span.end - use.span.start) == ("alternator", len("alternator"))


def test_a_row_of_letters_is_no_term() -> None:
    assert not find_jargon(Words.of("x" * 10_000), grammar(EN), (), ())


@pytest.mark.parametrize("line", ["You have a three-month-old baby.", "Please write down the number of the lorry."])
def test_everyday_english_in_several_words_is_no_jargon(line: str) -> None:
    assert not find_jargon(Words.of(line), grammar(Language.ENGLISH), (), ())
