"""The call as it counts: what the tool saw and scored, with the trainer's word put in place of it.

What the tool said stays: a corrected score keeps its evidence, and the correction is one more line of the sum.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from simulator.scoring.assessment import TurnAssessment
from simulator.scoring.labels import Label, LabelKind, with_label
from simulator.scoring.record import CallRecord, TurnRecord
from simulator.scoring.scorecard import Criterion, Evidence, Score, Scorecard
from simulator.sessions.review.values import LabelCorrection, Review, ScoreCorrection

TRAINER_RULE: Final = "trainer"
"""The name of the rule under which a trainer's correction stands in the evidence."""


def standing_labels(review: Review) -> tuple[LabelCorrection, ...]:
    """Return the corrections that count: of several of one label, the last."""
    last: dict[tuple[int, LabelKind, str], LabelCorrection] = {}
    for correction in review.label_corrections:
        key = (correction.turn, correction.kind, correction.subject.casefold())
        last.pop(key, None)
        last[key] = correction
    return tuple(last.values())


def standing_scores(review: Review) -> dict[Criterion, ScoreCorrection]:
    """Return the score corrections that count: of several of one criterion, the last."""
    return {correction.criterion: correction for correction in review.score_corrections}


def effective_record(record: CallRecord, review: Review) -> CallRecord:
    """Return the call with every corrected label in the assessment of its turn.

    Scored by `simulator.scoring.scoring.score_call`, it gives the scores that follow from the trainer's labels.
    """
    corrections = standing_labels(review)
    return replace(record, turns=tuple(_corrected(turn, corrections) for turn in record.turns))


def effective_scorecard(scorecard: Scorecard, review: Review) -> Scorecard:
    """Return the scores as they count: where a trainer gave another score, that one.

    The tool's evidence stays; the trainer's word is a line of its own that makes the sum come out.
    """
    corrections = standing_scores(review)
    return replace(
        scorecard,
        scores=tuple(
            _with_word(score, corrections[score.criterion]) if score.criterion in corrections else score
            for score in scorecard.scores
        ),
    )


def _corrected(turn: TurnRecord, corrections: tuple[LabelCorrection, ...]) -> TurnRecord:
    assessment = turn.assessment
    if assessment is None:
        return turn
    for correction in corrections:
        if correction.turn == turn.number:
            assessment = _without_exemplar(with_label(assessment, correction.label), correction.label)
    return replace(turn, assessment=assessment)


def _without_exemplar(assessment: TurnAssessment, label: Label) -> TurnAssessment:
    """Return the assessment without the mark of an exemplar on a label: it is now this trainer's, of this turn."""
    about = (label.kind.value, label.subject.casefold())
    left = tuple(each for each in assessment.by_trainer if (each.kind, each.subject.casefold()) != about)
    return assessment if left == assessment.by_trainer else replace(assessment, by_trainer=left)


def _with_word(score: Score, correction: ScoreCorrection) -> Score:
    summed = score.base + sum(each.points for each in score.evidence)
    points = 0.0 if correction.after is None else correction.after - summed
    said = Evidence(
        rule=TRAINER_RULE,
        points=points,
        turn=None,
        at_s=None,
        quote="",
        reason=f"{correction.author}: {correction.reason}",
    )
    return replace(score, value=correction.after, evidence=(*score.evidence, said))
