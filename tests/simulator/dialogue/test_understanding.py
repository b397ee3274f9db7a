"""What the caller makes of a turn's words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.dialogue.state import CallerState
from simulator.dialogue.understanding import Understanding, offers_to_do, sentences, without_lead_in
from simulator.dialogue.words import overlap, weighted_stems
from simulator.language import Language
from simulator.leary import Stance
from simulator.scoring.assessment import Question, QuestionForm, Span, SummaryReading, TurnAssessment
from tests.simulator.dialogue.encoders import LetterEncoder, real_encoder
from tests.simulator.dialogue.people import persona

WHO = persona(
    boundary={
        "asks": ["Can I have my money back?"],
        "gives_in": ["You will get your money back.", "I will refund the whole month."],
        "refuses": ["I cannot give you your money back.", "A refund is not something I can promise."],
    }
)
FRESH = CallerState(position=Stance(0.0, 0.0), patience=6)


def words(text: str, *questions: str) -> TurnAssessment:
    span = Span(0, len(text))
    return TurnAssessment(text=text, questions=tuple(Question(each, span, QuestionForm.OPEN) for each in questions))


@pytest.fixture(scope="module")
def ear() -> Understanding:
    return Understanding(WHO, real_encoder())


@pytest.mark.parametrize(
    ("text", "question", "fact"),
    [
        ("When did it stop working?", "When did it stop working?", "since"),
        ("What colour is the light on the box?", "What colour is the light on the box?", "light"),
        ("Why is it so urgent for you?", "Why is it so urgent for you?", "need"),
    ],
)
def test_questions_ask_for_facts_by_meaning(ear: Understanding, text: str, question: str, fact: str) -> None:
    assert ear.understand(words(text, question), FRESH).asked == (fact,)


def test_a_request_without_a_question_mark_asks_too(ear: Understanding) -> None:
    assert ear.understand(words("Tell me which light is on."), FRESH).asked == ("light",)


def test_a_statement_asks_for_nothing(ear: Understanding) -> None:
    assert ear.understand(words("It has been down since Monday."), FRESH).asked == ()


def test_asking_for_the_story_gets_the_next_needed_fact(ear: Understanding) -> None:
    story = words("Can you explain what happened?", "Can you explain what happened?")
    assert ear.understand(story, FRESH).asked == ("since",)
    assert ear.understand(story, replace(FRESH, told=("since",))).asked == ("light",)


def test_anything_else_brings_out_what_is_hidden_once_it_is_open(ear: Understanding) -> None:
    more = words("Is there anything else I should know?", "Is there anything else I should know?")
    knows = replace(FRESH, told=("since", "light"))
    assert ear.understand(more, knows).asked == ()
    assert ear.understand(more, replace(knows, position=Stance(0.5, 0.0), trust=0.5)).asked == ("need",)


def test_background_is_touched_and_nonsense_is_not(ear: Understanding) -> None:
    where = words("Where are you at the moment?", "Where are you at the moment?")
    assert ear.understand(where, FRESH).background == 0
    odd = words("Do you like cheese?", "Do you like cheese?")
    assert ear.understand(odd, FRESH).background is None
    assert ear.understand(odd, FRESH).asked == ()


@pytest.mark.parametrize(
    "text",
    [
        "I'll have a technician come over today.",
        "All right. I will send someone today, a technician. Is that okay?",
        "okay so what i am going to do for you now is i will send a technician over to you today if that suits you",
    ],
)
def test_offers_are_recognised_by_meaning(ear: Understanding, text: str) -> None:
    assert ear.understand(words(text), FRESH).offered


def test_other_promises_are_no_offer(ear: Understanding) -> None:
    assert not ear.understand(words("I will write that down for you."), FRESH).offered


def test_giving_in_and_refusing_are_told_apart(ear: Understanding) -> None:
    given = ear.understand(words("You will get all of your money back from us."), FRESH)
    assert (given.gave_in, given.refused) == (True, False)
    refused = ear.understand(words("I'm afraid I can't promise you a refund."), FRESH)
    assert (refused.gave_in, refused.refused) == (False, True)


def test_giving_in_outright_is_not_undone_by_a_not_elsewhere(ear: Understanding) -> None:
    given = ear.understand(words("All right, you will get your money back this once. Do not tell anybody."), FRESH)
    assert (given.gave_in, given.refused) == (True, False)


def test_an_open_question_is_no_offer(ear: Understanding) -> None:
    question = "When will your technician come by today?"
    assert not ear.understand(words(question, question), FRESH).offered


def test_in_a_summary_only_what_we_do_is_an_offer(ear: Understanding) -> None:
    told, given = "A technician was to come over today.", "So a technician came today? I will send a technician today."
    assert ear.understand(words(told), FRESH).offered
    assert not ear.understand(replace(words(told), summary=SummaryReading(is_summary=True)), FRESH).offered
    assert ear.understand(replace(words(given), summary=SummaryReading(is_summary=True)), FRESH).offered


def test_a_question_is_read_in_its_sentence(ear: Understanding) -> None:
    text = "And if you look at the light on the box, what do you see?"
    assert ear.understand(words(text, "what do you see"), FRESH).asked == ("light",)


def test_asking_for_a_nod_seeks_consent(ear: Understanding) -> None:
    nod = "Is that okay with you?"
    heard = ear.understand(words(nod, nod), FRESH)
    assert heard.seeks_consent
    assert heard.asked == ()


@pytest.mark.parametrize("text", ["", "   ", "?", "[red]x[/red]", "\x1b[31m", "😀", "a" * 10_000])
def test_any_text_can_be_heard(text: str) -> None:
    deaf = Understanding(WHO, LetterEncoder())
    assert deaf.understand(words(text), FRESH).assessment.text == text


def test_the_encoder_is_called_once_a_turn() -> None:
    calls: list[int] = []

    class Counting(LetterEncoder):
        def encode(self, sentences):
            calls.append(len(sentences))
            return super().encode(sentences)

    counting = Understanding(WHO, Counting())
    calls.clear()
    counting.understand(words("Hello. Since when is it down? And which light is on?", "Since when?"), FRESH)
    assert len(calls) == 1


def test_sentences_split_at_their_ends() -> None:
    assert sentences("Yes. Since when?  And how!") == ("Yes.", "Since when?", "And how!")
    assert sentences("no end") == ("no end",)


def test_rare_words_weigh_more_and_stems_meet() -> None:
    stems = weighted_stems("Welke lampjes branden er op het modem?", Language.DUTCH)
    assert stems["modem"] > stems["welke"]
    assert "het" not in stems
    assert overlap(stems, weighted_stems("Brandt er een lampje op het modem?", Language.DUTCH)) > 0.4
    assert overlap(stems, weighted_stems("Waar woont u?", Language.DUTCH)) == 0.0
    assert overlap({}, {}) == 0.0


@pytest.mark.parametrize(
    ("language", "text", "question"),
    [
        (Language.ENGLISH, "Okay, could you tell me when it started?", "when it started?"),
        (Language.ENGLISH, "Right, and may I ask what the light does?", "what the light does?"),
        (Language.ENGLISH, "Do you know why?", "Do you know why?"),
        (Language.ENGLISH, "When did it start?", "When did it start?"),
        (Language.DUTCH, "Goed. En kunt u mij vertellen sinds wanneer dat is?", "sinds wanneer dat is?"),
        (Language.DUTCH, "Weet u toevallig hoe laat het was?", "hoe laat het was?"),
        (Language.DUTCH, "Weet u dat?", "Weet u dat?"),
    ],
)
def test_what_leads_up_to_a_question_is_left_out_while_a_question_is_left(language, text, question):
    assert without_lead_in(text, language) == question


@pytest.mark.parametrize(
    ("language", "text", "offers"),
    [
        (Language.ENGLISH, "Shall I have a look where it went?", True),
        (Language.ENGLISH, "Shall we email you or text you?", False),
        (Language.ENGLISH, "Where shall I send it?", False),
        (Language.DUTCH, "Zal ik even kijken waar het gebleven is?", True),
        (Language.DUTCH, "Zal ik u bellen of mailen?", False),
        (Language.DUTCH, "Waar zal ik het heen sturen?", False),
    ],
)
def test_an_offer_to_do_something_asks_for_a_go_ahead(language, text, offers):
    assert offers_to_do(text, language) is offers
