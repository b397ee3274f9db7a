"""The door to kept sessions: the same questions to a folder of one's own and to a training centre's database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from simulator.scoring.scorecard import Scorecard
from simulator.sessions.index.query import Progress, SessionListing, SessionQuery
from simulator.sessions.session import SessionFacts


class ArchiveError(Exception):
    """A kept session cannot be had or changed; `str()` says which, why, and what to do next."""


class ArchiveUnreachableError(ArchiveError):
    """The database is away; what is on this computer stays there and is sent another time."""


class NotAllowedError(ArchiveError):
    """The database does not let this person do that."""


class UnknownParcelError(ArchiveError):
    """There is no such session, or it is not for this person's eyes: which of the two is not said."""


@dataclass(frozen=True, slots=True)
class SoundReference:
    """Where one recording of a session lies."""

    name: str
    """As in the session's folder: 'call.flac', 'audio/001-caller.flac'."""
    place: str
    """Relative to the store of sounds."""
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """A whole session but for its sound, as it travels."""

    listing: SessionListing
    facts: SessionFacts
    journal: bytes
    """The journal's lines as they are."""
    scorecard: Scorecard | None = None
    sounds: tuple[SoundReference, ...] = ()
    """Recordings in the store of sounds; those beside the session itself are not named."""


@dataclass(frozen=True, slots=True)
class ArchivedReview:
    """A review as it lies in an archive."""

    content: bytes
    """Of `review.json`."""
    edition: str
    """Of the content; to be shown when it is to be replaced."""


def edition_of(content: bytes) -> str:
    """Return the edition of a review: the SHA-256 of its content; of none, the empty text."""
    return hashlib.sha256(content).hexdigest() if content else ""


class SessionArchive(Protocol):
    """Where sessions are kept. Every method blocks and may raise `ArchiveError`.

    A session is named by its id, and where several people's sessions can be seen also by its owner.
    """

    def put(self, parcel: Parcel) -> bool:
        """Keep a session as one's own; the same one again replaces it, until it is handed in.

        Returns:
            False when it had been handed in: then it stays as it was.
        """

    def search(self, query: SessionQuery = ...) -> tuple[SessionListing, ...]:
        """Return the sessions asked for that this person may see, newest first."""

    def count(self, query: SessionQuery = ...) -> int:
        """Return how many sessions there are of what is asked, whatever its limit."""

    def progress(self, query: SessionQuery = ...) -> Progress:
        """Return every rated score of the sessions asked for, oldest first."""

    def fetch(self, session_id: str, owner: str = "") -> Parcel:
        """Return a session.

        Raises:
            UnknownParcelError: there is none for this person's eyes.
        """

    def hand_in(self, session_id: str) -> datetime:
        """Give a session of one's own to the trainers of one's groups, for good; return when that was.

        Raises:
            UnknownParcelError: one has no such session.
        """

    def review(self, session_id: str, owner: str = "") -> ArchivedReview | None:
        """Return the review of a session; None when nobody reviewed it.

        Raises:
            UnknownParcelError: there is no such session for this person's eyes.
        """

    def save_review(self, session_id: str, content: bytes, edition: str, owner: str = "") -> ArchivedReview:
        """Write a review over the one it was made from.

        Args:
            session_id: which session.
            content: of `review.json`.
            edition: of the review it was made from; empty when there was none.
            owner: whose session.

        Raises:
            ReviewChangedError: somebody else wrote in between; nothing is changed.
            UnknownParcelError: there is no such session for this person's eyes.
            NotAllowedError: this person does not review it.
        """

    def delete(self, session_id: str, owner: str = "") -> None:
        """Take a session away with all that belongs to it.

        Raises:
            UnknownParcelError: there is none that this person may delete.
        """

    def close(self) -> None:
        """Let connections and files go."""
