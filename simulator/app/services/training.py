"""What a trainer does: finding everybody's sessions, and reviewing one."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from simulator.app.services.past_calls import FinishedCall
    from simulator.scoring.scorecard import Scorecard
    from simulator.sessions.index.query import SessionListing, SessionQuery
    from simulator.sessions.review import Review


@dataclass(frozen=True, slots=True)
class ReviewedCall:
    """A session with what trainers said of it."""

    call: FinishedCall
    trainee: str
    """Who practised; empty when nobody said."""
    review: Review
    """Empty where nobody reviewed it yet."""
    edition: str
    """Of the review that was read; handed back with the next one."""
    counted: Scorecard | None
    """The scores as they count, with the trainer's word in them; None for a call that was not scored."""


class TrainerServices(Protocol):
    """The door to the sessions of all trainees, on this computer or in another folder."""

    @property
    def folder(self) -> str:
        """Where the sessions are that are looked at, where that is not this computer's own place; else empty."""
        ...

    def open_folder(self, folder: str) -> None:
        """Look at the sessions of another folder from now on; an empty one means this computer's own. Blocks.

        Raises:
            LookupError: it is no folder, or cannot be read; `str()` is a sentence.
        """
        ...

    def play_turn(self, session_id: str, turn: int, stop: threading.Event) -> None:
        """Sound one recorded turn of a session there; see `PastCallServices.play_turn`."""
        ...

    def sessions(self, query: SessionQuery) -> tuple[SessionListing, ...]:
        """Return the sessions asked for, newest first; blocks on the disk."""
        ...

    def reviewed_call(self, session_id: str) -> ReviewedCall:
        """Open a session for review; blocks on the disk; raises LookupError with a sentence when it cannot."""
        ...

    def keep_review(self, session_id: str, review: Review, edition: str) -> ReviewedCall:
        """Keep a review over the edition it was made from, and return it as it counts; blocks on the disk.

        Raises:
            simulator.sessions.review.ReviewChangedError: somebody else wrote in between; nothing is changed.
            LookupError: the session is gone; `str()` is a sentence.
            Exception: it cannot be kept; `str()` is a sentence.
        """
        ...
