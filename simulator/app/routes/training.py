"""The trainer's room: finding sessions, opening one for review, and keeping what the trainer says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from simulator.app.routes.background import BackgroundApp

if TYPE_CHECKING:
    from simulator.app.services import ReviewedCall
    from simulator.sessions.index.query import SessionListing
    from simulator.sessions.review import Review


class TrainingRoutes(BackgroundApp):
    """From everybody's sessions to the review of one."""

    def open_trainers_room(self) -> None:
        """Show the sessions of everybody."""
        from simulator.app.screens.trainers_room import TrainersRoomScreen

        if not isinstance(self.screen, TrainersRoomScreen):
            self.push_screen(TrainersRoomScreen())

    def find_sessions(
        self,
        words: str,
        caller: str,
        trainee: str,
        limit: int,
        show: Callable[[tuple[SessionListing, ...]], None],
    ) -> None:
        """Look for sessions; see `simulator.sessions.index.query.SessionQuery`."""
        from simulator.sessions.index.query import SessionQuery

        query = SessionQuery(words=words, caller=caller, trainee=trainee, limit=limit)
        self.behind(lambda: self.services.training.sessions(query), show, "sessions")

    def open_sessions_folder(self, folder: str, then: Callable[[], None]) -> None:
        """Look at the sessions of another folder, and do something once that is so."""
        self.behind(lambda: self.services.training.open_folder(folder), lambda _: then(), "folder")

    def called(self, persona_id: str) -> tuple[str, str]:
        """Return a caller's name and title; the id where the caller is no longer there."""
        known = () if self.shelf is None else self.shelf.personas
        for persona in known:
            if persona.id == persona_id:
                return persona.name, persona.title
        return persona_id, ""

    def open_review(self, session_id: str, gone: Callable[[], None]) -> None:
        """Show a session for review; `gone` is called where it cannot be opened, which is said."""

        def show(reviewed: ReviewedCall) -> None:
            from simulator.app.screens.review import ReviewScreen

            self.push_screen(ReviewScreen(reviewed))

        def failed(failure: Exception) -> None:
            self.say_failure(failure)
            gone()

        self.behind(lambda: self.services.training.reviewed_call(session_id), show, "review", failed)

    def keep_review(
        self,
        before: ReviewedCall,
        review: Review,
        show: Callable[[ReviewedCall], None],
        changed: Callable[[], None],
    ) -> None:
        """Keep a review.

        Args:
            before: what it was made from.
            review: as it is to be.
            show: is given what is kept, also where that is somebody else's.
            changed: is called after `show` where somebody else wrote in between; this one was not kept.
        """
        from simulator.sessions.review import ReviewChangedError

        session_id = before.call.session_id
        training = self.services.training

        def failed(failure: Exception) -> None:
            if not isinstance(failure, ReviewChangedError):
                self.say_failure(failure)
                return

            def theirs(reviewed: ReviewedCall) -> None:
                show(reviewed)
                changed()

            self.behind(lambda: training.reviewed_call(session_id), theirs, "review")

        self.behind(lambda: training.keep_review(session_id, review, before.edition), show, "review", failed)

    def now(self) -> datetime:
        """Return the moment, with its time zone."""
        return datetime.now(UTC)

    def name_trainer(self, name: str) -> None:
        """Remember who reviews on this computer."""
        settings = replace(self.settings, trainer=name)
        self.settings = settings
        self.behind(lambda: self.services.preferences.keep_settings(settings), lambda _: None, "settings")
