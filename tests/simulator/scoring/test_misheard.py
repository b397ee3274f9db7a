"""Words of a spoken turn that no list knows are misheard more often than they are jargon."""

from __future__ import annotations

import pytest

from simulator.language import Language
from simulator.scoring.assessment import HeardWord, TraineeTurn, TurnContext
from simulator.scoring.assessor import Assessor


def terms(assessor: Assessor, text: str, probabilities: dict[str, float] | None) -> list[str]:
    words = (
        ()
        if probabilities is None
        else tuple(
            HeardWord(word, index, index + 1.0, probabilities.get(word.strip(".,"), 0.95))
            for index, word in enumerate(text.split())
        )
    )
    read = assessor.assess(TraineeTurn(text, words), TurnContext(Language.ENGLISH))
    return [use.term for use in read.jargon]


@pytest.mark.parametrize(
    ("probabilities", "found"),
    [
        (None, ["flubbernox"]),
        ({"flubbernox": 0.6}, []),
        ({"flubbernox": 0.2}, []),
        ({"flubbernox": 0.9}, ["flubbernox"]),
    ],
)
def test_an_unheard_of_word(wordwise: Assessor, probabilities: dict[str, float] | None, found: list[str]) -> None:
    assert terms(wordwise, "Could you look at the flubbernox for me", probabilities) == found


def test_a_term_of_the_lexicon_needs_no_such_trust(wordwise: Assessor) -> None:
    assert terms(wordwise, "Could you restart the modem and check the firmware", {"firmware": 0.5}) != []
