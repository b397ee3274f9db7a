"""The scores that follow from a trainer's labels: the call scored anew with the corrected labels in it."""

from __future__ import annotations

from simulator.personas.model import Persona
from simulator.scoring.rubric import Rubric
from simulator.scoring.scorecard import Scorecard
from simulator.scoring.scoring import score_call
from simulator.sessions.review.effective import effective_record, effective_scorecard
from simulator.sessions.review.values import Review
from simulator.sessions.session import Session


def reviewed_scorecard(session: Session, review: Review, persona: Persona, rubric: Rubric) -> Scorecard | None:
    """Return the scores as they count: from the corrected labels, and where a trainer gave a score, that one.

    Where no label was corrected the tool's scores are the ground, as they were given at the time.

    Args:
        session: the call.
        review: of it.
        persona: as it was at the time.
        rubric: that weighs the scores.

    Returns:
        None for a call that was never scored and has no corrected label.
    """
    ground = session.scorecard
    if review.label_corrections:
        ground = score_call(effective_record(session.record, review), persona, rubric)
    return None if ground is None else effective_scorecard(ground, review)
