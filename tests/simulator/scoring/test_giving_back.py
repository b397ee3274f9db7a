"""What gives something back, and what only looks like it."""

from __future__ import annotations

import pytest

from simulator.language import Language
from simulator.scoring.assessment import ActKind, ToldFact, TraineeTurn, TurnAssessment, TurnContext
from simulator.scoring.assessor import REFLECTION_AT, Assessor

DUTCH, ENGLISH = Language.DUTCH, Language.ENGLISH


def assessed(assessor: Assessor, language: Language, text: str, *caller: str) -> TurnAssessment:
    last = caller[-1] if caller else None
    return assessor.assess(TraineeTurn(text), TurnContext(language, last, caller[:-1]))


@pytest.mark.parametrize(
    ("language", "text", "caller"),
    [
        (DUTCH, "Dan stuur ik vanmiddag na twee uur een monteur bij u langs.", "Ik ben de hele middag thuis, na twee."),
        (DUTCH, "Goedemiddag, u spreekt met Sanne van Polderkabel.", "Ik heb al drie dagen geen internet."),
        (ENGLISH, "Good afternoon, you are speaking with Tom. I would really like to help you with this.", "Finally!"),
        (ENGLISH, "Then that is what we have agreed. Thank you for calling. Goodbye.", "It's been a rotten week."),
    ],
)
def test_offers_and_courtesies_give_nothing_back(
    assessor: Assessor, language: Language, text: str, caller: str
) -> None:
    assert assessed(assessor, language, text, caller).reflection < REFLECTION_AT


def test_a_feeling_may_be_named_without_having_been_said(assessor: Assessor) -> None:
    context = TurnContext(
        ENGLISH,
        "I changed to a new contract last month, and he said the old one would stop by itself.",
        facts=(ToldFact("upgrade", "I changed to a new contract, the old one would stop by itself"),),
    )
    text = "So the old one was supposed to stop by itself. You sound really worried as well."
    assert assessor.assess(TraineeTurn(text), context).summary.invented == ()


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("Wait a moment and listen to me.", True),
        ("Why did you wait so long?", False),
        ("You need to calm down first.", True),
        ("You must have pressed the button twice.", False),
    ],
)
def test_an_order_begins_a_clause(wordwise: Assessor, text: str, *, orders: bool) -> None:
    assert assessed(wordwise, ENGLISH, text).shows(ActKind.ORDER) is orders


def test_a_phrase_ends_with_its_sentence(wordwise: Assessor) -> None:
    seen = assessed(wordwise, ENGLISH, "You must have pressed the button twice. People always do that.")
    quotes = [act.text for act in seen.acts if act.kind is ActKind.ASSUMPTION]
    assert quotes == ["You must have pressed the button twice"]


@pytest.mark.parametrize(
    ("language", "text", "caller"),
    [
        (DUTCH, "Rustig aan, mevrouw, u hoeft niet zo tegen mij te schreeuwen.", "Jullie maken er een potje van!"),
        (ENGLISH, "You need to calm down first.", "You should be ashamed of yourselves!"),
    ],
)
def test_to_calm_somebody_by_order_goes_against_them(
    assessor: Assessor, language: Language, text: str, caller: str
) -> None:
    assert assessed(assessor, language, text, caller).leary.stance.together < -0.2
