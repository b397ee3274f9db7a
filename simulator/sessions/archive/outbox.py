"""What goes from this computer to the training centre's database: every session once, and again when it changed.

A call is kept in its folder first; nothing here is in its way. What was sent is noted beside the session, so that
whatever could not be sent is sent another time, from whichever program comes first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from simulator.sessions.archive.folder import FolderArchive
from simulator.sessions.archive.port import (
    ArchiveError,
    ArchiveUnreachableError,
    Parcel,
    SessionArchive,
    UnknownParcelError,
    edition_of,
)
from simulator.sessions.archive.sounds import SoundStore
from simulator.sessions.files import write_atomically
from simulator.sessions.handing_in import handed_in_at
from simulator.sessions.journal import JOURNAL_NAME
from simulator.sessions.session import REVIEW_NAME, SCORECARD_NAME, SESSION_NAME
from simulator.sessions.store import LOCK_NAME, SessionStore

SENT_NAME: Final = "sent.json"
"""Beside the session: what of it lies where."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a round of sending did."""

    sent: tuple[str, ...] = ()
    """Ids of sessions that went."""
    handed_in: tuple[str, ...] = ()
    reviewed: tuple[str, ...] = ()
    """Ids of sessions whose review came back."""
    waiting: int = 0
    """How many are still to go."""
    troubles: tuple[str, ...] = ()
    """What went wrong, as sentences."""


@dataclass(frozen=True, slots=True)
class _Note:
    """What is known of a session's copy in the store."""

    store: str = ""
    digest: str = ""
    """Of the files as they were sent."""
    handed_in: bool = False
    review: str = ""
    """Edition of the review that came back last."""
    owner: str = ""
    """Whose it is, where it was fetched from somebody else; such a session is never sent as one's own."""


class Outbox:
    """Sends the sessions of a folder.

    Args:
        directory: where they are.
        archive: where they go, as the person whose sessions they are.
        store: the archive's name, without a password: a session sent to one store is still to be sent to another.
        sounds: where recordings of handed-in sessions go; None keeps them on this computer.
    """

    def __init__(self, directory: Path, archive: SessionArchive, store: str, sounds: SoundStore | None = None) -> None:
        self._directory = directory
        self._archive = archive
        self._store = store
        self._sounds = sounds

    def waiting(self) -> tuple[str, ...]:
        """Return the ids of the sessions that are still to be sent, oldest first; calls going on are not among them."""
        return tuple(folder.name for folder in self._folders() if self._is_due(folder, _note(folder)))

    def send(self, progress: Callable[[int, int], None] | None = None) -> Sent:
        """Send what waits and fetch the reviews of what was handed in; never raises for what a store refuses.

        Args:
            progress: is told how many sessions were looked at, of how many.
        """
        sent: list[str] = []
        handed_in: list[str] = []
        reviewed: list[str] = []
        troubles: list[str] = []
        folders = list(self._folders())
        with FolderArchive(self._directory) as own:
            for number, folder in enumerate(folders, start=1):
                try:
                    before = _note(folder)
                    after = self._sent(own, folder, before)
                    sent += [folder.name] if after.digest != before.digest else []
                    handed_in += [folder.name] if after.handed_in and not before.handed_in else []
                    reviewed += [folder.name] if after.review != before.review else []
                except ArchiveUnreachableError as error:
                    troubles.append(str(error))
                    break
                except ArchiveError as error:
                    troubles.append(f"{folder.name} is not sent: {error}")
                except OSError as error:
                    troubles.append(f"{folder.name} is not sent: {(error.strerror or str(error)).lower()}.")
                if progress is not None:
                    progress(number, len(folders))
        return Sent(tuple(sent), tuple(handed_in), tuple(reviewed), len(self.waiting()), tuple(troubles))

    def _folders(self) -> Iterator[Path]:
        for session_id in reversed(SessionStore(self._directory).ids()):
            folder = self._directory / session_id
            if not (folder / LOCK_NAME).exists() and not _note(folder).owner:
                yield folder

    def _is_due(self, folder: Path, note: _Note) -> bool:
        is_handed_in = handed_in_at(folder) is not None
        if note.store != self._store or (is_handed_in and not note.handed_in):
            return True
        return not note.handed_in and note.digest != _digest(folder)

    def _sent(self, own: FolderArchive, folder: Path, note: _Note) -> _Note:
        if note.store != self._store:
            note = _Note(self._store)
        if self._is_due(folder, note):
            parcel = own.fetch(folder.name)
            is_handed_in = parcel.listing.handed_in_at is not None
            digest = _digest(folder)
            if is_handed_in and self._sounds is not None:
                parcel = replace(parcel, sounds=self._sounds.upload(folder))
            self._archive.put(_as_sent(parcel))
            note = replace(note, digest=digest)
            _write(folder, note)
            if is_handed_in:
                self._archive.hand_in(folder.name)
                note = replace(note, handed_in=True)
                _write(folder, note)
        return self._with_review(folder, note) if note.handed_in else note

    def _with_review(self, folder: Path, note: _Note) -> _Note:
        try:
            review = self._archive.review(folder.name)
        except UnknownParcelError:
            return note
        if review is None or review.edition == note.review:
            return note
        path = folder / REVIEW_NAME
        there = path.read_bytes() if path.exists() else b""
        if edition_of(there) != review.edition:
            write_atomically(path, review.content)
        note = replace(note, review=review.edition)
        _write(folder, note)
        return note


def noted_review(folder: Path) -> str:
    """Return the edition of the store's review that a session's folder knows of; empty where it knows of none."""
    return _note(folder).review


def note_review(folder: Path, store: str, edition: str, owner: str = "") -> None:
    """Note which edition of a review lies in the store, after it was fetched or sent.

    Args:
        folder: the session's.
        store: the archive's name.
        edition: of the review there; empty when there is none.
        owner: whose session it is, where it was fetched from somebody else.
    """
    note = _note(folder)
    _write(folder, replace(note, store=store, review=edition, owner=owner or note.owner))


def noted_owner(folder: Path) -> str:
    """Return whose session a fetched one is; empty for one's own."""
    return _note(folder).owner


def _as_sent(parcel: Parcel) -> Parcel:
    return replace(parcel, listing=replace(parcel.listing, handed_in_at=None, has_review=False))


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in (SESSION_NAME, JOURNAL_NAME, SCORECARD_NAME):
        path = folder / name
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _note(folder: Path) -> _Note:
    try:
        said = json.loads((folder / SENT_NAME).read_bytes())
        return _Note(
            str(said["store"]), str(said["digest"]), bool(said["handed_in"]), str(said["review"]), said.get("owner", "")
        )
    except (OSError, ValueError, KeyError, TypeError):
        # Sending once more does no harm; not sending would.
        return _Note()


def _write(folder: Path, note: _Note) -> None:
    said = {
        "store": note.store,
        "digest": note.digest,
        "handed_in": note.handed_in,
        "review": note.review,
        "owner": note.owner,
        "sent_at": datetime.now().astimezone().isoformat(),
    }
    write_atomically(folder / SENT_NAME, json.dumps(said, indent=2).encode() + b"\n")
