"""Summaries as trainees give them: what is right is covered, what is turned or swapped is noticed."""

from __future__ import annotations

import pytest

from simulator.language import Language
from simulator.scoring.assessment import SummaryReading, ToldFact, TraineeTurn, TurnContext
from simulator.scoring.assessor import Assessor

RUTH = TurnContext(
    Language.ENGLISH,
    caller_line="My rent goes out tomorrow.",
    earlier_caller_lines=("Forty-two pounds, twice, on Monday.", "I changed to a new contract last month."),
    facts=(
        ToldFact("amount", "forty-two pounds was taken twice"),
        ToldFact("when", "both payments were taken on Monday"),
        ToldFact("rent", "the rent goes out tomorrow and must not bounce"),
    ),
)
KARIN = TurnContext(
    Language.DUTCH,
    caller_line="Er knippert een rood lampje.",
    earlier_caller_lines=("Sinds maandagochtend ligt alles eruit.", "Ik heb al drie dagen geen internet."),
    facts=(
        ToldFact("since", "sinds maandagochtend ligt het internet eruit"),
        ToldFact("lamp", "op het modem knippert een rood lampje"),
        ToldFact("days", "het duurt al drie dagen"),
    ),
)


def read(assessor: Assessor, context: TurnContext, text: str) -> SummaryReading:
    return assessor.assess(TraineeTurn(text), context).summary


@pytest.mark.parametrize(
    ("context", "text", "covered"),
    [
        (
            RUTH,
            "So if I understand you correctly, £42 was taken twice on Monday, and your rent goes out tomorrow. "
            "Is that right?",
            {"amount", "when", "rent"},
        ),
        (
            RUTH,
            "so if i understand you correctly 42 pounds was taken twice on monday and your rent goes out tomorrow "
            "is that right",
            {"amount", "when", "rent"},
        ),
        (
            KARIN,
            "Ik vat het even samen. Sinds maandagochtend heeft u geen internet, op het modem knippert een rood "
            "lampje, en het duurt al 3 dagen. Klopt dat zo?",
            {"since", "lamp", "days"},
        ),
    ],
)
def test_a_right_summary_is_covered_in_digits_too(
    assessor: Assessor, context: TurnContext, text: str, covered: set[str]
) -> None:
    reading = read(assessor, context, text)
    assert set(reading.covered) == covered
    assert not reading.invented
    assert reading.checked


@pytest.mark.parametrize(
    ("context", "text"),
    [
        (RUTH, "Let me sum up: fifty pounds was taken twice on Monday and your rent goes out tomorrow. Is that right?"),
        (RUTH, "Let me sum up: £50 was taken twice on Monday and your rent goes out tomorrow. Is that right?"),
        (RUTH, "Let me sum up: forty-two pounds was taken twice on Tuesday. Is that right?"),
        (KARIN, "Ik vat het samen: sinds dinsdag ligt het internet eruit en er knippert een rood lampje. Klopt dat?"),
        (KARIN, "Ik vat het samen: op het modem knippert geen lampje en het duurt al drie dagen. Klopt dat?"),
        (KARIN, "Ik vat het samen: op het modem knippert een groen lampje en het duurt al drie dagen. Klopt dat?"),
        (KARIN, "Ik vat het samen: sinds maandag geen internet, en het duurt al 5 dagen. Klopt dat?"),
    ],
)
def test_a_swapped_value_or_a_turned_not_is_noticed(assessor: Assessor, context: TurnContext, text: str) -> None:
    assert read(assessor, context, text).invented


@pytest.mark.parametrize(
    ("context", "text"),
    [
        (
            RUTH,
            "Thank you for telling me that. I understand that your rent comes first. Are your bank details the same?",
        ),
        (RUTH, "Then I will refund the second payment today. A colleague will close the old contract. Is that okay?"),
        (KARIN, "Goedemiddag, u spreekt met Fatima. Ik ga samen met u kijken wat er aan de hand is."),
        (KARIN, "Dan laat ik morgen een monteur komen, die kijkt ook naar het lampje. Bent u het daarmee eens?"),
    ],
)
def test_a_question_a_greeting_or_an_offer_invents_nothing(assessor: Assessor, context: TurnContext, text: str) -> None:
    assert not read(assessor, context, text).invented


def test_a_check_is_not_leading(assessor: Assessor) -> None:
    for context, text in ((RUTH, "Your rent goes out tomorrow, is that right?"), (KARIN, "Rood lampje, klopt dat zo?")):
        assert not any(question.flags for question in assessor.assess(TraineeTurn(text), context).questions)


def test_a_statement_with_inversion_asks_nothing(wordwise: Assessor) -> None:
    for text in ("Wat goed dat u belt, ik ga u helpen.", "Dat kost u niets, en het oude blijft aan."):
        assert not wordwise.assess(TraineeTurn(text), TurnContext(Language.DUTCH)).questions, text


def test_thanks_for_calling_open_a_call_with_a_greeting(wordwise: Assessor) -> None:
    kinds = {
        act.kind.value
        for act in wordwise.assess(
            TraineeTurn("Good morning, thank you for calling, you are speaking with Tom."),
            TurnContext(Language.ENGLISH),
        ).acts
    }
    assert "closing" not in kinds


BILL = TurnContext(
    Language.ENGLISH,
    caller_line="My bill is two hundred and forty pounds and I did not use that much.",
    earlier_caller_lines=("You still charged me in July and August.",),
    facts=(
        ToldFact("bill", "the bill is two hundred and forty pounds"),
        ToldFact("charged", "we were still charged in July and August"),
    ),
)


@pytest.mark.parametrize(
    "text",
    [
        "So your bill is two hundred and forty pounds, and you were charged in July and August. Is that right?",
        "so your bill is two hundred and forty pounds and we still charged you in july and august is that right",
    ],
)
def test_a_number_in_words_is_not_cut_at_its_and(assessor: Assessor, text: str) -> None:
    summary = read(assessor, BILL, text)
    assert set(summary.covered) == {"bill", "charged"} and not summary.invented


def test_what_the_organisation_did_is_given_back_and_no_plan(assessor: Assessor) -> None:
    assert read(assessor, BILL, "So we still charged you in July and August, is that right?").covered == ("charged",)
    assert not read(assessor, BILL, "We will look at your bill for July and August.").is_summary


def test_the_words_behind_an_announcement_belong_to_the_summary(assessor: Assessor) -> None:
    summary = read(assessor, BILL, "To sum up, ninety pounds in July and August were charged.")
    assert any("ninety pounds" in piece for piece in summary.invented)
