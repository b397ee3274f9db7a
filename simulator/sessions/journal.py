"""The journal of a call: one line an event, on the disk before the next one happens.

Whatever happens to the program or the computer, the lines that were written stay: nothing is ever rewritten. A
line that was being written when the power went is recognised and kept aside, never taken for an event.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulator.call.events import CallEnded, CallEvent, MicrophoneLevelMeasured
from simulator.call.ports import KeepingError
from simulator.sessions.encoding import DamagedLineError, JournalEntry, at_s, decode, encode
from simulator.sessions.files import open_for_owner, sync_folder, write_atomically

JOURNAL_NAME: Final = "events.jsonl"
TORN_NAME: Final = "events.torn"
"""Where bytes of a journal that are no event are kept aside."""

ENDING_WITHIN_BYTES: Final = 4096
"""`CallEnded` is the last event but for trouble in closing; this much of the end of a journal holds them."""


@dataclass(frozen=True, slots=True)
class JournalContent:
    """What a journal holds."""

    entries: tuple[JournalEntry, ...]
    torn: bytes = b""
    """What is no whole event: a last line the power cut, or lines a disk damaged; empty in a sound journal."""

    @property
    def events(self) -> tuple[CallEvent, ...]:
        """What happened, in order."""
        return tuple(entry.event for entry in self.entries)


class JournalWriter:
    """Appends events to a journal; an observer of the call.

    When the disk takes no more, lines are kept in memory and written as soon as it does again.

    Args:
        path: of the journal; made when it is absent, appended to when it is there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = open_for_owner(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._length = os.fstat(self._handle).st_size
        self._seq = len(read_journal(path).entries) if self._length else 0
        self._unwritten: list[bytes] = []
        if self._length and not path.read_bytes().endswith(b"\n"):
            self._unwritten.append(b"\n")
        sync_folder(path.parent)

    @property
    def unwritten(self) -> int:
        """How many events wait for room on the disk."""
        return len(self._unwritten)

    def notice(self, event: CallEvent) -> None:
        """Write an event down; returns when it is on the disk. The flood of microphone levels is not written.

        Raises:
            KeepingError: the disk is full or went away.
        """
        if isinstance(event, MicrophoneLevelMeasured) or self._handle is None:
            return
        self._seq += 1
        self._unwritten.append(encode(JournalEntry(self._seq, at_s(event), event)))
        self._write_all(self._handle)

    def close(self) -> None:
        """Write what still waits, and close the file. May be called twice.

        Raises:
            KeepingError: events are lost because the disk is still full.
        """
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        try:
            if self._unwritten:
                self._write_all(handle)
        except KeepingError as error:
            raise KeepingError(
                f"The end of the call is not kept in {self._path.parent}: {_why(error.__cause__)}. What was written "
                f"before it is whole; {len(self._unwritten)} later events are lost."
            ) from error
        finally:
            os.close(handle)

    def _write_all(self, handle: int) -> None:
        try:
            while self._unwritten:
                line = self._unwritten[0]
                self._write(handle, line)
                self._unwritten.pop(0)
                self._length += len(line)
            os.fsync(handle)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(handle, self._length)
            raise KeepingError(
                f"The call cannot be written down in {self._path.parent}: {_why(error)}. The call goes on; "
                "make room on the disk and what is missing is added."
            ) from error

    @staticmethod
    def _write(handle: int, line: bytes) -> None:
        written = 0
        while written < len(line):
            written += os.write(handle, line[written:])


def read_journal(path: Path) -> JournalContent:
    """Return what a journal holds; a journal that is absent holds nothing.

    Raises:
        OSError: the file is there but cannot be read.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return JournalContent(())
    entries: list[JournalEntry] = []
    torn: list[bytes] = []
    for line in content.splitlines(keepends=True):
        if not line.strip():
            continue
        try:
            entries.append(decode(line))
        except DamagedLineError:
            torn.append(line)
    return JournalContent(tuple(entries), b"".join(torn))


def read_ending(path: Path) -> str | None:
    """Return how the call ended without reading the whole journal; None for a call that was cut short or goes on.

    Raises:
        OSError: the file is there but cannot be read.
    """
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - ENDING_WITHIN_BYTES))
            tail = file.read()
    except FileNotFoundError:
        return None
    for line in reversed(tail.splitlines()):
        try:
            event = decode(line).event
        except DamagedLineError:
            continue
        if isinstance(event, CallEnded):
            return None if event.ending is None else event.ending.value
    return None


def keep_torn_aside(folder: Path, content: JournalContent) -> None:
    """Write down beside the journal what of it is no event; the journal itself stays as it is.

    Raises:
        OSError: the disk is full or read-only.
    """
    path = folder / TORN_NAME
    if content.torn and not (path.exists() and path.read_bytes() == content.torn):
        write_atomically(path, content.torn)


def _why(error: BaseException | None) -> str:
    return (getattr(error, "strerror", None) or type(error).__name__).lower()
