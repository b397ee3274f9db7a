"""Review of a call by a trainer: the values, what they make of the scores, and their place on the disk."""

from simulator.scoring.labels import VALUES, Label, LabelKind, labels_of, value_of, with_label
from simulator.sessions.review.effective import (
    effective_record,
    effective_scorecard,
    standing_labels,
    standing_scores,
)
from simulator.sessions.review.keeping import (
    KeptReview,
    ReviewChangedError,
    read_review,
    review_from_json,
    review_to_json,
    write_review,
)
from simulator.sessions.review.rescored import reproduces, reviewed_scorecard
from simulator.sessions.review.values import (
    Comment,
    Decision,
    LabelCorrection,
    NextTask,
    Review,
    ReviewFaultError,
    ScoreCorrection,
    Verdict,
)

__all__ = [
    "VALUES",
    "Comment",
    "Decision",
    "KeptReview",
    "Label",
    "LabelCorrection",
    "LabelKind",
    "NextTask",
    "Review",
    "ReviewChangedError",
    "ReviewFaultError",
    "ScoreCorrection",
    "Verdict",
    "effective_record",
    "effective_scorecard",
    "labels_of",
    "read_review",
    "reproduces",
    "review_from_json",
    "review_to_json",
    "reviewed_scorecard",
    "standing_labels",
    "standing_scores",
    "value_of",
    "with_label",
    "write_review",
]
