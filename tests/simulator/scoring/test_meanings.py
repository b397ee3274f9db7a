from __future__ import annotations

import pytest

from simulator.language import Language
from simulator.scoring.contradictions import insists
from simulator.scoring.grammar import grammar, read_data
from simulator.scoring.meanings import is_another, root, synonyms
from simulator.scoring.text import Words, bare

NL, EN = Language.DUTCH, Language.ENGLISH


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        (EN, "lorry", "truck"),
        (EN, "came", "arrive"),
        (EN, "rang", "called"),
        (NL, "monteur", "technicus"),
        (NL, "mails", "gemaild"),
    ],
)
def test_words_that_stand_for_one_matter_are_compared_as_one(language: Language, one: str, other: str) -> None:
    assert root(one, language) == root(other, language)


@pytest.mark.parametrize(("one", "other"), [("lorry", "bike"), ("emailed", "texted"), ("knee", "shoulder")])
def test_words_that_do_not_stay_apart(one: str, other: str) -> None:
    assert root(one, EN) != root(other, EN)


@pytest.mark.parametrize("language", list(Language))
def test_a_word_is_in_one_group_only(language: Language) -> None:
    groups = [frozenset(bare(word) for word in str(line).split()) for line in read_data(language, "synonyms.yaml")]
    for number, group in enumerate(groups):
        assert len(group) > 1
        for other in groups[number + 1 :]:
            assert not group & other
    assert synonyms(language)


@pytest.mark.parametrize(
    ("language", "statement", "fact", "said", "wanted"),
    [
        (EN, "your dishwasher leaks", "the washing machine leaks", "", True),
        (EN, "your carpet is ruined", "the wooden floor is ruined", "", True),
        (EN, "your carpet is ruined", "the wooden floor is ruined", "and the carpet too", False),
        (EN, "the floor is ruined", "the wooden floor is ruined", "", False),
        (NL, "uw vaatwasser lekt", "de wasmachine lekt", "", True),
        (NL, "u stuurde een brief", "ik heb het gemaild", "", True),
        (NL, "u heeft ons gemaild", "ik heb een mail gestuurd", "", False),
    ],
)
def test_another_thing_of_the_same_kind_is_noticed(
    language: Language, statement: str, fact: str, said: str, wanted: bool
) -> None:
    told = Words.of(fact, dutch=True).forms
    heard = frozenset((*told, *Words.of(said, dutch=True).forms))
    assert is_another(Words.of(statement, dutch=True).forms, told, heard, language) is wanted


@pytest.mark.parametrize(
    ("language", "statement", "fact", "wanted"),
    [
        (EN, "he did ring you back", "he promised to ring back and didn't", True),
        (EN, "he never rang you back", "he promised to ring back and didn't", False),
        (EN, "you did the form online", "the form online did not work", False),
        (NL, "hij heeft u wel teruggebeld", "hij heeft niet teruggebeld", True),
        (NL, "hij heeft u teruggebeld", "hij zou terugbellen", False),
    ],
)
def test_what_is_stressed_against_a_denial_is_noticed(
    language: Language, statement: str, fact: str, wanted: bool
) -> None:
    assert insists(Words.of(statement, dutch=True), Words.of(fact, dutch=True), grammar(language)) is wanted
