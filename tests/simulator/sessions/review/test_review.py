"""A review is a value; its corrections make the call as it counts, and what the tool said stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.language import Language
from simulator.leary import Octant
from simulator.scoring.assessment import (
    Act,
    ActKind,
    JargonUse,
    LearyReading,
    Question,
    QuestionFlag,
    QuestionForm,
    Span,
    SummaryReading,
    TrainersWord,
    TurnAssessment,
)
from simulator.scoring.criteria.ledger import cut_to_scale
from simulator.scoring.record import CallRecord, Side, TurnRecord
from simulator.scoring.scorecard import Criterion, Evidence, Score, Scorecard
from simulator.sessions.review import (
    VALUES,
    Comment,
    Decision,
    Label,
    LabelCorrection,
    LabelKind,
    NextTask,
    Review,
    ReviewFaultError,
    ScoreCorrection,
    Verdict,
    effective_record,
    effective_scorecard,
    labels_of,
    standing_labels,
    value_of,
    with_label,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=timezone(timedelta(hours=1)))

TEXT = "Have you reset the router? So it has been down since Monday."
TURN = TurnAssessment(
    text=TEXT,
    questions=(Question("Have you reset the router?", Span(0, 26), QuestionForm.CLOSED, (QuestionFlag.ASSUMPTION,)),),
    reflection=0.8,
    summary=SummaryReading(is_summary=True, covered=("since",), checked=True),
    jargon=(JargonUse("router", Span(19, 25)),),
    acts=(Act(ActKind.CHECK, "right?", Span(0, 1)),),
    leary=LearyReading(Octant.COMPETING.stance, Octant.COMPETING, Octant.LEADING, 0.6),
)


def label_correction(kind: LabelKind, after: str, subject: str = "", *, at: datetime = NOON) -> LabelCorrection:
    return LabelCorrection("Els", at, 2, kind, value_of(TURN, kind, subject), after, "I heard it so.", subject)


def test_the_labels_of_a_turn():
    assert labels_of(TURN) == (
        Label(LabelKind.QUESTION_FORM, "closed", "Have you reset the router?"),
        Label(LabelKind.QUESTION_FLAGS, "assumption", "Have you reset the router?"),
        Label(LabelKind.JARGON, "unexplained", "router"),
        Label(LabelKind.REFLECTION, "yes"),
        Label(LabelKind.SUMMARY, "checked"),
        Label(LabelKind.OCTANT, "competing"),
    )
    assert value_of(TurnAssessment(text="Hm."), LabelKind.JARGON, "router") == "none"


SUBJECTS = {
    LabelKind.QUESTION_FORM: ("Have you reset the router?", "So it has been down since Monday."),
    LabelKind.QUESTION_FLAGS: ("Have you reset the router?",),
    LabelKind.JARGON: ("router", "ROUTER", "reset", "never said"),
}
EVERY_LABEL = [
    Label(kind, value, subject) for kind in LabelKind for value in VALUES[kind] for subject in SUBJECTS.get(kind, ("",))
]


@pytest.mark.parametrize("label", EVERY_LABEL, ids=str)
def test_a_label_put_in_is_read_back_and_nothing_else_changes(label):
    changed = with_label(TURN, label)
    assert value_of(changed, label.kind, label.subject) == label.value
    assert with_label(changed, label) == changed
    if label.kind not in (LabelKind.QUESTION_FORM, LabelKind.QUESTION_FLAGS):
        assert changed.questions == TURN.questions
    if label.kind is not LabelKind.JARGON:
        assert changed.jargon == TURN.jargon
    if label.kind is not LabelKind.OCTANT:
        assert changed.leary == TURN.leary
    spans = [each.span.start for each in (*changed.questions, *changed.jargon)]
    assert all(0 <= start <= len(TEXT) for start in spans)


def test_of_two_corrections_of_one_label_the_last_counts_and_both_are_kept():
    review = Review().with_label(label_correction(LabelKind.OCTANT, "leading"))
    review = review.with_label(label_correction(LabelKind.OCTANT, "helping"))
    review = review.with_label(label_correction(LabelKind.REFLECTION, "no"))
    assert [each.after for each in review.label_corrections] == ["leading", "helping", "no"]
    assert [each.after for each in standing_labels(review)] == ["helping", "no"]
    call = CallRecord(
        "ann",
        Language.ENGLISH,
        (
            TurnRecord(1, Side.CALLER, "Hello?", 0.0, 1.0),
            TurnRecord(2, Side.TRAINEE, TEXT, 1.0, 3.0, assessment=TURN),
            TurnRecord(4, Side.TRAINEE, TEXT, 4.0, 5.0, assessment=TURN),
        ),
        None,
    )
    caller, corrected, other = effective_record(call, review).turns
    assert corrected.assessment is not None
    assert corrected.assessment.leary.octant is Octant.HELPING
    assert corrected.assessment.reflection == 0.0
    assert (caller, other) == (call.turns[0], call.turns[2])


def test_a_label_that_was_corrected_here_is_no_longer_an_exemplars():
    by_exemplar = (TrainersWord("octant"), TrainersWord("jargon", "Router"), TrainersWord("reflection"))
    turn = TurnRecord(2, Side.TRAINEE, TEXT, 1.0, 3.0, assessment=replace(TURN, by_trainer=by_exemplar))
    review = Review().with_label(label_correction(LabelKind.OCTANT, "leading"))
    review = review.with_label(label_correction(LabelKind.JARGON, "none", "router"))
    (corrected,) = effective_record(CallRecord("ann", Language.ENGLISH, (turn,), None), review).turns
    assert corrected.assessment is not None
    assert corrected.assessment.by_trainer == (TrainersWord("reflection"),)


scores = st.none() | st.integers(0, 100)
points = st.floats(-60, 60, allow_nan=False).map(lambda value: round(value, 2))


@settings(deadline=None, max_examples=40)
@given(scores, scores, st.floats(0, 100), st.lists(points, max_size=8))
def test_a_corrected_score_is_still_a_sum_of_its_evidence(before, after, base, earned):
    evidence = tuple(Evidence("rule", each, 2, 1.0, "so", "because") for each in earned)
    leary = Score(Criterion.LEARY, before, base, evidence)
    jargon = Score(Criterion.JARGON, 70, 70.0)
    card = Scorecard("standard", "abc", "2", (jargon, leary))
    review = Review().with_score(ScoreCorrection("Els", NOON, Criterion.LEARY, before, after, "The tone was warm."))
    effective = effective_scorecard(card, review)
    corrected = effective.score(Criterion.LEARY)
    assert corrected.value == after
    assert corrected.evidence[: len(evidence)] == evidence
    assert corrected.evidence[-1].reason == "Els: The tone was warm."
    if after is not None:
        assert cut_to_scale(corrected.base + sum(each.points for each in corrected.evidence)) == after
    assert effective.score(Criterion.JARGON) == jargon
    assert effective_scorecard(card, Review()) == card


FAULTS = [
    (lambda r: r.with_comment(Comment("", NOON, "Good.")), "name"),
    (lambda r: r.with_comment(Comment("Els", NOON, "  ")), "words"),
    (lambda r: r.with_comment(Comment("Els", NOON.replace(tzinfo=None), "Good.")), "time zone"),
    (lambda r: r.with_comment(Comment("Els", NOON, "Good.", at_s=-1.0)), "second -1"),
    (lambda r: r.with_comment(Comment("Els", NOON, "Good.", at_s=float("nan"))), "second nan"),
    (lambda r: r.with_label(label_correction(LabelKind.OCTANT, "angry")), "choose from helping"),
    (lambda r: r.with_label(label_correction(LabelKind.OCTANT, "helping", "router")), "whole turn"),
    (lambda r: r.with_label(label_correction(LabelKind.JARGON, "explained")), "words it is about"),
    (lambda r: r.with_label(label_correction(LabelKind.QUESTION_FLAGS, "none+leading", "Why?")), "both"),
    (lambda r: r.with_label(replace(label_correction(LabelKind.OCTANT, "helping"), reason="")), "why"),
    (lambda r: r.with_score(ScoreCorrection("Els", NOON, Criterion.LEARY, 3, 101, "Nice.")), "0 to 100"),
    (lambda r: r.with_score(ScoreCorrection("Els", NOON, Criterion.LEARY, 3, 10, "")), "why"),
    (lambda r: r.with_next_task(NextTask("Els", NOON, "")), "words"),
    (lambda r: r.with_decision(Decision("", NOON, Verdict.PASS)), "name"),
]


@pytest.mark.parametrize(("change", "words"), FAULTS)
def test_what_makes_no_sense_is_refused_in_a_sentence(change, words):
    with pytest.raises(ReviewFaultError, match=words):
        change(Review())


def test_the_trainee_is_told_of_news_once():
    review = Review()
    assert not review.has_news
    assert review.is_empty
    review = review.with_decision(Decision("Els", NOON, Verdict.FAIL))
    assert review.has_news
    review = review.seen("Ann", NOON + timedelta(minutes=1))
    assert not review.has_news
    assert review.with_comment(Comment("Els", NOON + timedelta(minutes=2), "Listen to this.", turn=2)).has_news
    assert not review.is_empty
