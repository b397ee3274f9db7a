from __future__ import annotations

import csv
from pathlib import Path

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
    (EN, "Your meter isn't set up for half-hourly settlement.", {"half-hourly settlement": False}),
    (EN, "There is a dowry payment on it.", {"dowry payment": False}),
    (EN, "Your first payment and the parcel delivery fee are late.", {}),
    (EN, "I'll send you a Q88 and a TR14.", {"Q88": False, "TR14": False}),
    (EN, "You are in seat 12A on the A40 by 10am.", {}),
    (EN, "It is a section 94 matter.", {"section 94": False}),
    (EN, "I've unticked it, double-checked it and relabelled the teabags.", {}),
    (EN, "It has an RMA on it. I mean the number the warehouse goes by.", {"RMA": True}),
    (EN, "Your little one had a febrile seizure again, a fit that's brought on by heat.", {"febrile seizure": True}),
    (NL, "De leegwaarderatio is van toepassing.", {"leegwaarderatio": False}),
    (NL, "U moet de firmware updaten.", {"firmware": False, "updaten": False}),
    (NL, "Een eekhoorn heeft het vogelhuisje kapotgeknaagd en omvergestoten.", {}),
    (NL, "Ze brengen een katheter in, een dun slangetje waardoor uw plas weg kan.", {"katheter": True}),
    (NL, "U valt onder de ketenregeling. Kort gezegd: daarna krijgt u een vast contract.", {"ketenregeling": True}),
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
    assert {use.term.lower(): use.explained for use in found} == {term.lower(): state for term, state in wanted.items()}


def test_an_ending_is_no_part_of_the_term() -> None:
    (use,) = find_jargon(Words.of("The alternator's gone."), grammar(EN), (), ())
    assert (use.term, use.span.end - use.span.start) == ("alternator", len("alternator"))


def test_a_row_of_letters_is_no_term() -> None:
    assert not find_jargon(Words.of("x" * 10_000), grammar(EN), (), ())


@pytest.mark.parametrize("line", ["You have a three-month-old baby.", "Please write down the number of the lorry."])
def test_everyday_english_in_several_words_is_no_jargon(line: str) -> None:
    assert not find_jargon(Words.of(line), grammar(Language.ENGLISH), (), ())


def test_an_abbreviation_that_is_said_as_a_word_shows_in_its_capitals() -> None:
    def found(line: str) -> set[str]:
        return {use.term for use in find_jargon(Words.of(line), grammar(EN), (), ())}

    assert found("You will need a ZOP before you leave us.") == {"ZOP"}
    assert not found("You will need a PIN from the UK.")
    assert not found("YOU WILL NEED A NEW BATH.")


def test_what_the_caller_said_is_known_whatever_ending_it_had() -> None:
    said = ["The garage says the solenoid's gone."]
    assert not find_jargon(Words.of("We'll order that solenoid for you."), grammar(EN), (), said)


SETS = Path(__file__).resolve().parents[2] / "data" / "labelled"


def rows(language: Language, name: str) -> list[dict[str, str]]:
    with (SETS / language.value / name).open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["split"] == "dev"]


def found_in(language: Language, row: dict[str, str]) -> list[str]:
    words = Words.of(row["text"], dutch=language is NL)
    heard = [line for line in row["caller"].split(" / ") if line]
    return [use.term for use in find_jargon(words, grammar(language), row["known_terms"].split(), heard)]


@pytest.mark.parametrize("language", list(Language))
def test_everyday_sentences_with_rare_words_hold_no_jargon(language: Language) -> None:
    flagged = [term for row in rows(language, "everyday_jargon.csv") for term in found_in(language, row)]
    assert len(flagged) <= 2, flagged


@pytest.mark.parametrize("language", list(Language))
def test_terms_of_many_trades_are_found(language: Language) -> None:
    hits = found = wanted = 0
    for row in rows(language, "trades_jargon.csv"):
        terms = [item.rsplit("=", 1)[0] for item in row["terms"].split("; ") if item]
        seen = found_in(language, row)
        hits += sum(any(set(term.lower().split()) & set(use.lower().split()) for use in seen) for term in terms)
        found, wanted = found + len(seen), wanted + len(terms)
    assert hits / wanted >= 0.9
    assert hits / found >= 0.88
