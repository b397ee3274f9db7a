"""What a trainer does: finding everybody's sessions, and reviewing one."""

from __future__ import annotations

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
    """The door to the sessions of all trainees on this computer."""

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
