"""A session by its id, for every command about sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.cli.output import note
from simulator.cli.refusal import RefusalError, Status

if TYPE_CHECKING:
    from simulator.language import Language
    from simulator.scoring.scorecard import Scorecard
    from simulator.sessions.exporting.material import Material
    from simulator.sessions.review import Review
    from simulator.sessions.session import Session
    from simulator.sessions.store import SessionStore


def open_session(store: SessionStore, session_id: str) -> Session:
    """Return a session by id.

    Raises:
        RefusalError: there is none, or it cannot be read; the sentence says which are near.
    """
    from simulator.sessions.session import DamagedSessionError
    from simulator.sessions.store import UnknownSessionError

    try:
        return store.open(session_id)
    except UnknownSessionError as unknown:
        raise RefusalError(str(unknown), Status.WRONG_COMMAND) from unknown
    except DamagedSessionError as damaged:
        raise RefusalError(str(damaged)) from damaged


def reviewed(session: Session, language: Language | None = None) -> Material:
    """Return a session with its review and the scores as they count.

    Raises:
        DamagedSessionError: the review cannot be read.
    """
    from simulator.sessions.exporting.material import Material
    from simulator.sessions.review import read_review

    review = read_review(session.folder).review
    return Material(session, review, language, counting_scores(session, review))


def counting_scores(session: Session, review: Review) -> Scorecard | None:
    """Return the scores that follow from a trainer's labels and scores; None where the tool's are the ground.

    Where the caller's file of then cannot be read any more, or the scorer of today does not come to the scores that
    were given, corrected labels change no score, and that is said.
    """
    from simulator.cli.composition import load_rubric_of, make_assessor
    from simulator.cli.exemplars import exemplars_asked
    from simulator.personas.problems import ProblemsError
    from simulator.personas.reader import parse_persona
    from simulator.sessions.rescoring import reassess
    from simulator.sessions.review import reproduces, reviewed_scorecard

    given, record = session.scorecard, session.record
    if not review.label_corrections or given is None:
        return None
    try:
        persona = parse_persona(session.facts.persona_text, f"{session.id}/session.json")
        rubric = load_rubric_of(persona)
    except ProblemsError:
        return None
    if not reproduces(given, record, persona, rubric):
        exemplars = exemplars_asked(None) if given.exemplars else None
        assessor = make_assessor(least_word_probability=rubric.thresholds.word_probability, exemplars=exemplars)
        record = reassess(session, persona, assessor)
        if not reproduces(given, record, persona, rubric):
            note(
                f"Scorer, rubric or exemplars changed since {session.id} was scored, so its corrected labels change no "
                "score yet: run 'callsim sessions rescore' first."
            )
    return reviewed_scorecard(given, record, review, persona, rubric)
