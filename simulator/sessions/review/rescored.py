"""The scores that follow from a trainer's labels: the call scored anew with the corrected labels in it."""

from __future__ import annotations

from simulator.personas.model import Persona
from simulator.scoring.record import CallRecord
from simulator.scoring.rubric import Rubric
from simulator.scoring.scorecard import Scorecard
from simulator.scoring.scoring import score_call
from simulator.sessions.review.effective import effective_record, effective_scorecard
from simulator.sessions.review.values import Review


def reviewed_scorecard(
    given: Scorecard, record: CallRecord, review: Review, persona: Persona, rubric: Rubric
) -> Scorecard:
    """Return the scores as they count: from the corrected labels, and where a trainer gave a score, that one.

    Corrected labels change scores only where the rest of the call is read as it was when it was scored; else the
    difference would not be theirs alone (see `reproduces`).

    Args:
        given: the tool's scores.
        record: the call as it was scored, with the tool's labels.
        review: of it.
        persona: as it was at the time.
        rubric: that weighs the scores.
    """
    if review.label_corrections and reproduces(given, record, persona, rubric):
        given = score_call(effective_record(record, review), persona, rubric)
    return effective_scorecard(given, review)


def reproduces(given: Scorecard, record: CallRecord, persona: Persona, rubric: Rubric) -> bool:
    """Tell whether scoring the record today gives the very scores that were given.

    It does not where the scorer or the rubric changed since, or where the call was scored anew by a scorer that reads
    its turns otherwise than the journal says (`simulator.sessions.rescoring.reassess` reads them as it does).
    """
    again = score_call(record, persona, rubric)
    return [(score.criterion, score.value) for score in again.scores] == [
        (score.criterion, score.value) for score in given.scores
    ]
