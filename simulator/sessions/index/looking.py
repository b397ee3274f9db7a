"""Tells which sessions of a folder changed, without opening any file: the time and size of what lies there."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Collection
from pathlib import Path
from typing import Final, NamedTuple

from simulator.sessions.journal import JOURNAL_NAME
from simulator.sessions.recovery import SESSION_ID
from simulator.sessions.session import SCORECARD_NAME, SESSION_NAME

_STATED: Final = (SESSION_NAME, JOURNAL_NAME, SCORECARD_NAME)
"""Looked at by themselves, since somebody may write into them without touching the folder."""

SETTLING_NS: Final = 3_000_000_000
"""A file changed this shortly before it was read may change again without its time telling; FAT counts by 2 s."""

FILES_EVERY_S: Final = 10.0
"""How long the files of a session that ended are taken to be as they were while its folder's own time is. Whoever types
in a search line asks several times a second, and three looks of four are at these files."""


class Fingerprint(NamedTuple):
    """Which state of a session's files it is."""

    value: int
    """64 bits; another one when anything was written, added or taken away."""
    newest_ns: int
    """When the last of it changed, in nanoseconds since 1970."""


class SessionFolders:
    """Looks at the sessions of a folder, and remembers what it saw.

    A session folder's own time tells of everything this program writes into a session that ended, since it writes
    aside and renames. The files are looked at as well, at the first look and every `FILES_EVERY_S`, for the sake of
    those who write into them; those of a call that has no ending, whose journal grows in place, at every look.

    Args:
        directory: where the sessions are; need not exist.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._seen: dict[str, tuple[int, Fingerprint]] = {}
        """The folder's own time, and the state of all of it, by session id."""
        self._files_seen_s = -FILES_EVERY_S

    def look(self, known: Collection[str] = (), moving: Collection[str] = (), *, thorough: bool) -> dict[str, int]:
        """Return the values of the fingerprints by session id.

        Args:
            known: ids that are sessions for sure, which saves a look.
            moving: ids of those whose files may grow in place.
            thorough: whether to look at every file, whenever that was last done.
        """
        began_s = time.monotonic()
        thorough = thorough or began_s - self._files_seen_s >= FILES_EVERY_S
        before = {} if thorough else self._seen
        self._seen = seen = {}
        handle = _handle_of(self._directory)
        try:
            with os.scandir(self._directory) as entries:
                for entry in entries:
                    name = entry.name
                    if name not in known and not (SESSION_ID.match(name) and entry.is_dir()):
                        continue
                    # Deleted since it was listed.
                    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                        folder_ns = entry.stat().st_mtime_ns
                        last = before.get(name)
                        if last is None or last[0] != folder_ns or name in moving:
                            last = folder_ns, _fingerprint(folder_ns, entry.path if handle is None else name, handle)
                        seen[name] = last
        except FileNotFoundError:
            return {}
        finally:
            if handle is not None:
                os.close(handle)
        if thorough:
            self._files_seen_s = began_s
        return {session_id: state.value for session_id, (_, state) in seen.items()}

    def seen(self, session_id: str) -> Fingerprint:
        """Return what the last look saw of a session.

        Raises:
            KeyError: it was not there.
        """
        return self._seen[session_id][1]


def is_settled(state: Fingerprint, looked_ns: int) -> bool:
    """Tell whether a later change would show: not when the last one was in the moment of looking.

    A time in the future says nothing about this moment; such a file counts as settled.
    """
    return not looked_ns - SETTLING_NS <= state.newest_ns <= looked_ns + SETTLING_NS


def _fingerprint(folder_ns: int, base: str, handle: int | None) -> Fingerprint:
    newest_ns = folder_ns
    parts = [folder_ns]
    for name in _STATED:
        try:
            found = os.stat(f"{base}/{name}", dir_fd=handle)
        except (FileNotFoundError, NotADirectoryError):
            parts.append(0)
            continue
        changed_ns = found.st_mtime_ns
        parts += (changed_ns, found.st_size, found.st_ino)
        if changed_ns > newest_ns:
            newest_ns = changed_ns
    # Python hashes whole numbers alike in every process; where another Python does not, sessions are read once more.
    return Fingerprint(hash(tuple(parts)), newest_ns)


def _handle_of(directory: Path) -> int | None:
    """Return a handle of a folder, from which names are found sooner; None where the system has no such thing."""
    if os.stat not in os.supports_dir_fd:
        return None
    try:
        return os.open(directory, os.O_RDONLY)
    except FileNotFoundError:
        return None
