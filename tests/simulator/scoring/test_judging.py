"""A corrected sentence is judged the trainer's way the next time; any other as if nothing had been corrected."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.language import Language
from simulator.leary import Octant
from simulator.scoring.assessment import QuestionFlag, QuestionForm, TraineeTurn, TrainersWord, TurnContext
from simulator.scoring.assessor import Assessor
from simulator.scoring.exemplars import Exemplar, Exemplars, digest_of
from simulator.scoring.judging import TrainersJudgement, exemplars_in, with_trainers_named
from simulator.scoring.labels import VALUES, WHOLE_TURN, Label, LabelKind, labels_of, value_of
from simulator.scoring.record import CallRecord, Side, TurnRecord
from simulator.scoring.scorecard import Criterion
from simulator.scoring.scoring import score_call

EN = TurnContext(Language.ENGLISH, "I have been without internet for three days!")
NL = TurnContext(Language.DUTCH, "Ik zit al drie dagen zonder internet!")


def judgement(*labels, encoder=None, language=Language.ENGLISH, caller=""):
    """Return a judgement by (text, label) pairs, in this order."""
    items = [Exemplar(language, text, label, caller, number) for number, (text, label) in enumerate(labels, start=1)]
    return TrainersJudgement(Exemplars("ours.jsonl", tuple(items), (), digest_of(items)), encoder)


def octant(value):
    return Label(LabelKind.OCTANT, value)


def judged(assessor, by, text, context=EN):
    assessor.exemplars = by
    try:
        return assessor.assess(TraineeTurn(text), context)
    finally:
        assessor.exemplars = None


SORRY = "That is not my department."


@pytest.mark.parametrize("said", [SORRY, "that is not my department", "Uhm, that is, er, NOT my department!"])
def test_the_same_words_are_judged_as_the_trainer_judged_them(wordwise, said):
    read = judged(wordwise, judgement((SORRY, octant("cooperating"))), said)
    assert read.leary.octant is Octant.COOPERATING
    assert read.leary.confidence == 1.0
    assert read.by_trainer == (TrainersWord("octant", "", 1),)


@pytest.mark.parametrize(
    ("language", "text", "near", "turned"),
    [
        (Language.ENGLISH, SORRY, "That is really not my department.", "That is my department."),
        (
            Language.DUTCH,
            "Ik bel u morgenochtend terug met een antwoord.",
            "Morgenochtend bel ik u terug met het antwoord.",
            "Ik bel u morgenochtend niet terug met een antwoord.",
        ),
    ],
)
def test_nearly_the_same_is_judged_alike_and_its_opposite_is_not(assessor, language, text, near, turned):
    context = EN if language is Language.ENGLISH else NL
    by = judgement((text, octant("withdrawn")), encoder=assessor._encoder, language=language)
    read = judged(assessor, by, near, context)
    assert read.leary.octant is Octant.WITHDRAWN
    assert read.leary.confidence < 1.0
    plain = assessor.assess(TraineeTurn(turned), context)
    assert judged(assessor, by, turned, context) == replace(plain, exemplars=by.digest)


UNRELATED = st.lists(
    st.sampled_from(
        ["Which day was it?", "I will restart your modem.", "Your parcel is on its way.", "What colour is the light?",
         "You never told us.", "So it stopped on Monday. Is that right?", "Have you tried the VLAN settings?"]
    ),
    min_size=1, max_size=3,
).map(" ".join)  # fmt: skip
EVERY_KIND = judgement(
    (SORRY, octant("cooperating")),
    (SORRY, Label(LabelKind.REFLECTION, "yes")),
    (SORRY, Label(LabelKind.SUMMARY, "checked")),
    ("Why did you not call?", Label(LabelKind.QUESTION_FORM, "closed", "Why did you not call")),
    ("Why did you not call?", Label(LabelKind.QUESTION_FLAGS, "reproach", "Why did you not call")),
    ("Look at the dashboard.", Label(LabelKind.JARGON, "unexplained", "dashboard")),
)


@settings(deadline=None, max_examples=40)
@given(UNRELATED)
def test_other_sentences_are_judged_as_ever(text):
    assessor = Assessor(None)
    plain = assessor.assess(TraineeTurn(text), EN)
    assert judged(assessor, EVERY_KIND, text) == replace(plain, exemplars=EVERY_KIND.digest)
    assert plain.exemplars == ""
    assert plain.by_trainer == ()


@pytest.mark.parametrize(
    "label", [Label(kind, value) for kind in LabelKind if kind in WHOLE_TURN for value in VALUES[kind]], ids=str
)
def test_every_label_of_a_whole_turn_can_be_a_trainers_and_the_others_stay(wordwise, label):
    text = "So your internet has been down for three days. Is that right?"
    plain = wordwise.assess(TraineeTurn(text), EN)
    read = judged(wordwise, judgement((text, label)), text)
    assert value_of(read, label.kind) == label.value
    others = [each for each in labels_of(read) if each.kind is not label.kind]
    assert others == [each for each in labels_of(plain) if each.kind is not label.kind]


ASKED = "And did you even open the envelope?"


def test_a_question_is_judged_alike_wherever_it_is_asked(wordwise):
    by = judgement(
        (ASKED, Label(LabelKind.QUESTION_FORM, "open", ASKED)),
        (ASKED, Label(LabelKind.QUESTION_FLAGS, "reproach+stacked", ASKED)),
    )
    (asked,) = judged(wordwise, by, ASKED).questions
    assert (asked.form, set(asked.flags)) == (QuestionForm.OPEN, {QuestionFlag.REPROACH, QuestionFlag.STACKED})
    plain = wordwise.assess(TraineeTurn(f"I see. {ASKED}"), EN).questions
    (again,) = judged(wordwise, by, f"I see. {ASKED}").questions
    assert again.text == plain[0].text
    assert (again.form, again.flags) == (QuestionForm.OPEN, (QuestionFlag.REPROACH,))


def test_what_a_trainer_calls_a_question_is_one_and_what_is_none_is_not(wordwise):
    told = "I would like to hear your side."
    assert wordwise.assess(TraineeTurn(told), EN).questions == ()
    by = judgement((told, Label(LabelKind.QUESTION_FORM, "open", told)))
    (asked,) = judged(wordwise, by, f"Right. {told}").questions
    assert asked.form is QuestionForm.OPEN
    assert f"Right. {told}"[asked.span.start : asked.span.end] == asked.text == told.rstrip(".")
    by = judgement((ASKED, Label(LabelKind.QUESTION_FORM, "none", ASKED)))
    assert judged(wordwise, by, ASKED).questions == ()


def test_a_term_is_jargon_in_a_sentence_like_that_unless_this_caller_knows_it(wordwise):
    sentence = "Look at the dashboard on your screen."
    by = judgement((sentence, Label(LabelKind.JARGON, "unexplained", "dashboard")))
    (use,) = judged(wordwise, by, f"Right. {sentence}").jargon
    assert (use.term, use.explained) == ("dashboard", False)
    assert judged(wordwise, by, "My dashboard says nothing.").jargon == ()
    assert judged(wordwise, by, sentence, replace(EN, known_terms=("dashboard",))).jargon == ()
    assert judged(wordwise, by, sentence, replace(EN, caller_line="The dashboard is empty.")).jargon == ()
    term = "Please reboot your router."
    (found, *_) = wordwise.assess(TraineeTurn(term), EN).jargon
    by = judgement((term, Label(LabelKind.JARGON, "none", found.term)))
    assert found.term not in [each.term for each in judged(wordwise, by, term).jargon]


def test_of_several_the_one_after_the_same_line_counts_else_the_last(wordwise):
    items = (
        Exemplar(Language.ENGLISH, SORRY, octant("helping"), EN.caller_line, 1),
        Exemplar(Language.ENGLISH, SORRY, octant("leading"), "Something else.", 2),
        Exemplar(Language.ENGLISH, SORRY, octant("attacking"), "", 3),
    )
    by = TrainersJudgement(Exemplars("ours.jsonl", items, (), "1"))
    assert judged(wordwise, by, SORRY).leary.octant is Octant.HELPING
    assert judged(wordwise, by, SORRY, TurnContext(Language.ENGLISH, "Hello?")).leary.octant is Octant.ATTACKING
    assert judged(wordwise, by, SORRY, TurnContext(Language.DUTCH, "Hallo?")).by_trainer == ()


def test_of_several_that_are_near_the_nearest_counts_and_of_equals_the_last(assessor):
    near = "Morgenochtend bel ik u terug met het antwoord."
    far, same = "Ik bel u morgenmiddag terug met een antwoord.", "Ik bel u morgenochtend terug met het antwoord."
    for order, wanted in (
        (((far, "leading"), (same, "helping")), Octant.HELPING),
        (((same, "helping"), (far, "leading")), Octant.HELPING),
        (((same, "helping"), (same, "leading")), Octant.LEADING),
    ):
        by = judgement(
            *((text, octant(value)) for text, value in order), encoder=assessor._encoder, language=Language.DUTCH
        )
        assert judged(assessor, by, near, NL).leary.octant is wanted


def call(assessor, language, *said):
    turns = []
    for number, text in enumerate(said, start=1):
        is_caller = number % 2 == 1
        read = None if is_caller else assessor.assess(TraineeTurn(text), TurnContext(language, said[number - 2]))
        side = Side.CALLER if is_caller else Side.TRAINEE
        position = Octant.ATTACKING.stance if is_caller else None
        turns.append(TurnRecord(number, side, text, number * 5.0, number * 5.0 + 3, assessment=read, position=position))
    return CallRecord("ann", language, tuple(turns), "trainee_hung_up")


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        (Language.ENGLISH, (SORRY, "What is the matter?"), "as a trainer judged a sentence like this"),
        (
            Language.DUTCH,
            ("Dat is mijn werk niet.", "Wat is er aan de hand?"),
            "zo beoordeelde een trainer een zin als deze",
        ),
    ],
)
def test_the_evidence_says_so_and_the_card_keeps_which(wordwise, rubric, language, said, words):
    sides = ("Help!", said[0], "Hm.", said[1], "Hm.")
    plain = score_call(call(wordwise, language, *sides), None, rubric)
    by = judgement((said[0], octant("helping")), language=language)
    wordwise.exemplars = by
    try:
        record = call(wordwise, language, *sides)
    finally:
        wordwise.exemplars = None
    card = score_call(record, None, rubric)
    assert card == score_call(record, None, rubric)
    told = [each for score in card.scores for each in score.evidence if words in each.reason]
    assert [(each.rule, each.turn) for each in told] == [("stayed_together", 2)]
    assert told[0].reason.endswith(f"({words}).")
    assert (plain.exemplars, card.exemplars) == ("", by.digest)
    assert exemplars_in(record) == by.digest
    assert not any(words in each.reason for score in plain.scores for each in score.evidence)
    assert card.score(Criterion.STRUCTURE) == plain.score(Criterion.STRUCTURE)
    unjudged = call(wordwise, language, *sides)
    assert all(with_trainers_named(score, unjudged) is score for score in plain.scores)
