"""What the caller makes of a summary."""

from __future__ import annotations

import pytest

from simulator.dialogue.concepts import Subject, concepts_in
from simulator.dialogue.recollection import Recollection
from simulator.language import Language
from tests.simulator.dialogue.people import persona

MEMORY = Recollection(persona())


@pytest.mark.parametrize(
    "clause",
    [
        "So it went down on Monday after breakfast",
        "there is a red light blinking on the box",
        "you have a job interview tomorrow",
        "Let me check that I have everything right",
        "Is that right",
        "well, okay",
        "",
    ],
)
def test_what_is_so_is_not_protested_at_told_or_not(clause: str) -> None:
    assert MEMORY.untrue((clause,)) == ()


@pytest.mark.parametrize(
    "clause",
    [
        "it went down on Thursday after breakfast",
        "there is a green light blinking on the box",
        "your television shows football without colour",
    ],
)
def test_another_day_colour_or_subject_is_untrue(clause: str) -> None:
    assert MEMORY.untrue((clause,)) == (clause,)


def test_only_the_untrue_clauses_are_named() -> None:
    quote = "It went down on Monday after breakfast, and your television shows football without colour."
    assert MEMORY.untrue((quote,)) == ("your television shows football without colour",)


def test_facts_given_back_are_recognised_in_other_words() -> None:
    assert MEMORY.given_back("So it has been down since Monday, and a red light blinks?") == ("since", "light")
    assert MEMORY.given_back("I will have a look.") == ()


def test_concepts_are_found_as_words_and_as_phrases() -> None:
    assert "when" in concepts_in("Hoe laat is het begonnen?", Language.DUTCH)
    assert "began" in concepts_in("hoe laat is het BEGONNEN", Language.DUTCH)
    assert "when" not in concepts_in("Hoe later, hoe beter.", Language.DUTCH)
    assert concepts_in("", Language.ENGLISH) == frozenset()


def test_what_solutions_are_about_counts_for_offers_only() -> None:
    sentence = "Ik stuur een monteur."
    assert "technician" not in concepts_in(sentence, Language.DUTCH)
    assert "technician" in concepts_in(sentence, Language.DUTCH, Subject.OFFERING)
