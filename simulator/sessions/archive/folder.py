"""Sessions in a folder of one's own, with the index to find them: the archive that needs nothing installed."""

from __future__ import annotations

import contextlib
import shutil
from datetime import datetime
from pathlib import Path

from simulator.call.ports import KeepingError
from simulator.sessions.archive.port import (
    ArchivedReview,
    ArchiveError,
    NotAllowedError,
    Parcel,
    UnknownParcelError,
    edition_of,
)
from simulator.sessions.files import make_folder, sync_folder, write_atomically
from simulator.sessions.handing_in import hand_in, handed_in_at
from simulator.sessions.index import Progress, SessionIndex, SessionListing, SessionQuery
from simulator.sessions.index.digest import digest_of
from simulator.sessions.journal import JOURNAL_NAME
from simulator.sessions.recovery import SESSION_ID
from simulator.sessions.review import review_from_json, write_review
from simulator.sessions.session import (
    REVIEW_NAME,
    SCORECARD_NAME,
    SESSION_NAME,
    DamagedSessionError,
    facts_to_json,
    scorecard_to_json,
)
from simulator.sessions.store import LOCK_NAME, facts_of, scorecard_of


class FolderArchive:
    """The sessions of a folder; all of them are one person's own.

    Args:
        directory: where they are; made when the first is put there.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._index = SessionIndex(directory)

    def __enter__(self) -> FolderArchive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the index's file go."""
        self._index.close()

    def put(self, parcel: Parcel) -> bool:
        """Keep a session as one's own; see `SessionArchive.put`."""
        folder = self._place(parcel.facts.id)
        files = {SESSION_NAME: facts_to_json(parcel.facts), JOURNAL_NAME: parcel.journal}
        if parcel.scorecard is not None:
            files[SCORECARD_NAME] = scorecard_to_json(parcel.scorecard)
        try:
            if folder.is_dir():
                if handed_in_at(folder) is not None:
                    return False
                for name, content in files.items():
                    write_atomically(folder / name, content)
                return True
            make_folder(self._directory)
            draft = folder.with_name(f".{folder.name}")
            make_folder(draft)
            for name, content in files.items():
                write_atomically(draft / name, content)
            draft.rename(folder)
            sync_folder(self._directory)
        except OSError as error:
            raise ArchiveError(f"{folder} cannot be written: {(error.strerror or str(error)).lower()}.") from error
        return True

    def search(self, query: SessionQuery = SessionQuery()) -> tuple[SessionListing, ...]:
        """Return the sessions asked for, newest first."""
        return self._index.search(query)

    def count(self, query: SessionQuery = SessionQuery()) -> int:
        """Return how many sessions there are of what is asked, whatever its limit."""
        return self._index.count(query)

    def progress(self, query: SessionQuery = SessionQuery()) -> Progress:
        """Return every rated score of the sessions asked for, oldest first."""
        return self._index.progress(query)

    def fetch(self, session_id: str, owner: str = "") -> Parcel:
        """Return a session; see `SessionArchive.fetch`."""
        folder = self._there(session_id, owner)
        try:
            journal = (folder / JOURNAL_NAME).read_bytes() if (folder / JOURNAL_NAME).exists() else b""
            return Parcel(digest_of(folder).listing, facts_of(folder), journal, scorecard_of(folder))
        except OSError as error:
            raise ArchiveError(f"{folder} cannot be read: {(error.strerror or str(error)).lower()}.") from error

    def hand_in(self, session_id: str) -> datetime:
        """Mark a session as given to the trainer; see `SessionArchive.hand_in`."""
        return hand_in(self._there(session_id))

    def review(self, session_id: str, owner: str = "") -> ArchivedReview | None:
        """Return the review of a session; see `SessionArchive.review`."""
        with contextlib.suppress(FileNotFoundError):
            content = (self._there(session_id, owner) / REVIEW_NAME).read_bytes()
            return ArchivedReview(content, edition_of(content))
        return None

    def save_review(self, session_id: str, content: bytes, edition: str, owner: str = "") -> ArchivedReview:
        """Write a review over the one it was made from; see `SessionArchive.save_review`."""
        folder = self._there(session_id, owner)
        try:
            write_review(folder, review_from_json(content, folder / REVIEW_NAME), edition)
        except (KeepingError, DamagedSessionError) as error:
            raise ArchiveError(str(error)) from error
        return self.review(session_id) or ArchivedReview(b"", "")

    def delete(self, session_id: str, owner: str = "") -> None:
        """Take a session away; see `SessionArchive.delete`."""
        folder = self._there(session_id, owner)
        if (folder / LOCK_NAME).exists():
            raise NotAllowedError(f"{session_id} is being written. End the call first.")
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise ArchiveError(f"{folder} cannot be deleted: {(error.strerror or str(error)).lower()}.") from error
        self._index.forget()

    def _place(self, session_id: str) -> Path:
        if not SESSION_ID.match(session_id):
            raise UnknownParcelError(f"'{session_id}' is not the id of a session.")
        return self._directory / session_id

    def _there(self, session_id: str, owner: str = "") -> Path:
        if not SESSION_ID.match(session_id) or owner or not (self._directory / session_id).is_dir():
            raise UnknownParcelError(f"There is no session {session_id} in {self._directory}.")
        return self._directory / session_id
