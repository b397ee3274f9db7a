"""Everybody's sessions on this computer, and their reviews."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.app.services import ReviewedCall
from simulator.cli.doors.past_calls import KeptCalls

if TYPE_CHECKING:
    from simulator.app.services import PastCallServices
    from simulator.cli.doors.house import House
    from simulator.scoring.scorecard import Scorecard
    from simulator.sessions.index.query import SessionListing, SessionQuery
    from simulator.sessions.review import KeptReview, Review
    from simulator.sessions.session import Session


class KeptTraining:
    """Implements `simulator.app.services.TrainerServices`."""

    def __init__(self, house: House, past_calls: PastCallServices) -> None:
        self._own = house, past_calls
        self._house, self._past_calls = self._own
        self._folder = ""

    @property
    def folder(self) -> str:
        """Where the sessions are, where that is not this computer's own place."""
        return self._folder

    def open_folder(self, folder: str) -> None:
        """Look at the sessions of another folder from now on; an empty one means this computer's own."""
        house, past_calls = self._own
        if folder:
            path = Path(folder).expanduser().absolute()
            if not path.is_dir():
                raise LookupError(
                    f"{path} is not a folder. Give the folder that holds the session folders, or leave it empty for "
                    "this computer's own."
                )
            if not os.access(path, os.R_OK | os.X_OK):
                raise LookupError(f"The folder {path} may not be read. Ask its owner, or give another one.")
            house = replace(house, sessions_dir=path)
            past_calls = KeptCalls(house)
        self._house, self._past_calls = house, past_calls
        self._folder = str(house.sessions()) if folder else ""

    def play_turn(self, session_id: str, turn: int, stop: threading.Event) -> None:
        """Sound one recorded turn of a session there."""
        self._past_calls.play_turn(session_id, turn, stop)

    def sessions(self, query: SessionQuery) -> tuple[SessionListing, ...]:
        """Return the sessions asked for, newest first."""
        from simulator.sessions.index.index import SessionIndex

        with SessionIndex(self._house.sessions()) as index:
            return index.search(query)

    def reviewed_call(self, session_id: str) -> ReviewedCall:
        """Open a session for review; raises LookupError when it is gone or unreadable."""
        from simulator.sessions.review import read_review
        from simulator.sessions.session import DamagedSessionError

        session = self._house.session(session_id)
        try:
            kept = read_review(session.folder)
        except DamagedSessionError as damaged:
            raise LookupError(str(damaged)) from damaged
        return self._reviewed(session, kept)

    def keep_review(self, session_id: str, review: Review, edition: str) -> ReviewedCall:
        """Keep a review over the edition it was made from."""
        from simulator.sessions.review import write_review

        session = self._house.session(session_id)
        return self._reviewed(session, write_review(session.folder, review, edition))

    def _reviewed(self, session: Session, kept: KeptReview) -> ReviewedCall:
        call = self._past_calls.finished_call(session.id)
        return ReviewedCall(call, session.facts.trainee, kept.review, kept.edition, self._counted(session, kept.review))

    def _counted(self, session: Session, review: Review) -> Scorecard | None:
        """Return the scores as they count; without the caller's file of then, corrected labels change no score."""
        from simulator.cli.composition import load_rubric_of
        from simulator.personas.problems import ProblemsError
        from simulator.personas.reader import parse_persona
        from simulator.sessions.review import effective_scorecard, reviewed_scorecard

        card = session.scorecard
        if card is None:
            return None
        if not review.label_corrections:
            return effective_scorecard(card, review)
        try:
            persona = parse_persona(session.facts.persona_text, f"{session.id}/session.json")
            rubric = load_rubric_of(persona)
        except ProblemsError:
            return effective_scorecard(card, review)
        return reviewed_scorecard(card, session.record, review, persona, rubric)
