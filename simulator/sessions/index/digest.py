"""A session folder read once for the index: what is listed of it, and the words that were said."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulator.scoring.record import Side
from simulator.sessions.handing_in import handed_in_at
from simulator.sessions.index.query import SessionListing
from simulator.sessions.index.words import words_of
from simulator.sessions.journal import JOURNAL_NAME
from simulator.sessions.recovery import SESSION_ID
from simulator.sessions.session import REVIEW_NAME, SCORECARD_NAME, SESSION_NAME
from simulator.sessions.store import SessionSummary, summarised

_STATED: Final = (SESSION_NAME, JOURNAL_NAME, SCORECARD_NAME)
"""Looked at by themselves, since somebody may write into them without touching the folder."""

SETTLING_NS: Final = 3_000_000_000
"""A file changed this shortly before it was read may change again without its time telling; FAT counts by 2 s."""

_TURN_KIND: Final = re.compile(rb'"kind":"(TraineeTurnHeard|CallerReplied|CallerInterrupted)"')
_HEAD_BYTES: Final = 160
"""The kind of a line stands in its beginning, before the words."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Which state of a session's files it is."""

    value: int
    """64 bits; another one when anything was written, added or taken away."""
    newest_ns: int
    """When the last of it changed, in nanoseconds since 1970."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What the index keeps of a session."""

    listing: SessionListing
    said_by_trainee: str
    """Folded words, in order, a blank between."""
    said_by_caller: str


def fingerprints(directory: Path, known: Container[str] = ()) -> dict[str, Fingerprint]:
    """Return the state of the files of every session of a folder, by session id, without opening any of them.

    A session folder's own time tells of everything that this program writes, since it writes aside and renames; the
    files are looked at as well for the sake of those who write into them.

    Args:
        directory: where the sessions are.
        known: ids that are sessions for sure, which saves a look.
    """
    states: dict[str, Fingerprint] = {}
    handle = _handle_of(directory)
    try:
        with os.scandir(directory) as entries:
            for entry in entries:
                if entry.name in known or (SESSION_ID.match(entry.name) and entry.is_dir()):
                    # Deleted since it was seen.
                    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                        states[entry.name] = _fingerprint(entry, handle)
    except FileNotFoundError:
        return {}
    finally:
        if handle is not None:
            os.close(handle)
    return states


def is_settled(state: Fingerprint, looked_ns: int) -> bool:
    """Tell whether a later change would show: not when the last one was in the moment of looking.

    A time in the future says nothing about this moment; such a file counts as settled.
    """
    return not looked_ns - SETTLING_NS <= state.newest_ns <= looked_ns + SETTLING_NS


def _fingerprint(entry: os.DirEntry[str], handle: int | None) -> Fingerprint:
    newest_ns = entry.stat().st_mtime_ns
    parts = [newest_ns]
    base = entry.path if handle is None else entry.name
    for name in _STATED:
        try:
            found = os.stat(f"{base}/{name}", dir_fd=handle)
        except (FileNotFoundError, NotADirectoryError):
            parts.append(0)
            continue
        parts += (found.st_mtime_ns, found.st_size, found.st_ino)
        newest_ns = max(newest_ns, found.st_mtime_ns)
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


def digest_of(folder: Path) -> Digest:
    """Return what the index keeps of a session; one that is damaged is listed with what can be known of it.

    Raises:
        FileNotFoundError: the folder is gone.
    """
    summary = summarised(folder)
    said = {Side.TRAINEE: "", Side.CALLER: ""}
    # An absent journal holds no words; one that cannot be read is in the summary's trouble.
    with contextlib.suppress(OSError):
        said = words_said((folder / JOURNAL_NAME).read_bytes())
    return Digest(listing_from(summary), said[Side.TRAINEE], said[Side.CALLER])


def words_said(journal: bytes) -> dict[Side, str]:
    """Return the words of each side, folded, in order; of a line that was cut off only what sounded.

    Only the lines of turns are taken apart, and only as JSON: a list need not know what a turn was worth.
    """
    from pydantic_core import from_json

    texts: dict[tuple[Side, int], str] = {}
    for line in journal.splitlines():
        kind = _TURN_KIND.search(line, 0, _HEAD_BYTES)
        if kind is None:
            continue
        side = Side.TRAINEE if kind[1] == b"TraineeTurnHeard" else Side.CALLER
        # A torn line, or one of another version, holds no words that could be counted on.
        with contextlib.suppress(ValueError, KeyError, TypeError):
            data = from_json(line)["data"]
            if "words_spoken" in data:
                texts[side, data["turn_number"]] = str(data["words_spoken"])
            else:
                texts[side, data["turn"]["number"]] = str(data["turn"]["text"])
    said: dict[Side, list[str]] = {side: [] for side in Side}
    for (side, _), text in texts.items():
        said[side] += words_of(text)
    return {side: " ".join(words) for side, words in said.items()}


def listing_from(summary: SessionSummary) -> SessionListing:
    """Return the listing of a session that was read from its folder.

    Raises:
        FileNotFoundError: the folder is gone.
    """
    facts = summary.facts
    if facts is None:
        raise FileNotFoundError(f"{summary.folder} is gone.")
    scored = () if summary.scorecard is None else summary.scorecard.scores
    return SessionListing(
        id=summary.id,
        directory=summary.folder.parent,
        persona_id=facts.persona_id,
        started_at=facts.started_at if facts.started_at.tzinfo else facts.started_at.astimezone(),
        language=facts.language,
        mode=facts.mode,
        attempt=facts.attempt,
        trainee=facts.trainee,
        ending=summary.ending,
        scores={each.criterion.value: each.value for each in scored},
        has_review=(summary.folder / REVIEW_NAME).is_file(),
        handed_in_at=handed_in_at(summary.folder),
        parent=facts.parent,
        trouble=summary.trouble,
    )
