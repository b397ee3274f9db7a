"""The scores that follow from a trainer's labels: the call scored anew with the corrected labels in it."""

from __future__ import annotations

from simulator.personas.model import Persona
from simulator.scoring.rubric import Rubric
from simulator.scoring.scorecard import Scorecard
from simulator.scoring.scoring import SCORER_VERSION, score_call
from simulator.sessions.review.effective import effective_record, effective_scorecard
from simulator.sessions.review.values import Review
from simulator.sessions.session import Session


def reviewed_scorecard(session: Session, review: Review, persona: Persona, rubric: Rubric) -> Scorecard | None:
    """Return the scores as they count: from the corrected labels, and where a trainer gave a score, that one.

    Corrected labels are weighed by the scorer and the rubric that gave the tool's scores; where either has changed
    since, they change no score until the call is scored anew, because the difference would not be theirs alone.

    Args:
        session: the call.
        review: of it.
        persona: as it was at the time.
        rubric: that weighs the scores.

    Returns:
        None for a call that was never scored.
    """
    given = session.scorecard
    if given is None:
        return None
    if review.label_corrections and is_current(given, rubric):
        given = score_call(effective_record(session.record, review), persona, rubric)
    return effective_scorecard(given, review)


def is_current(scorecard: Scorecard, rubric: Rubric) -> bool:
    """Tell whether scores were given by the scorer of today with this very rubric."""
    return scorecard.scorer_version == SCORER_VERSION and scorecard.rubric_version == rubric.version
