"""Deleting sessions so that nothing of them is left: folders, drafts, index, and what was made of them.

A session disappears from every list before its first file goes, so a deletion that is cut short leaves no half session;
what it left is taken away by the next one, and at the next start.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from simulator.sessions.files import OWNER_FILE, OWNER_FOLDER, sync_folder
from simulator.sessions.recovery import SESSION_ID
from simulator.sessions.session import SESSION_NAME, DamagedSessionError, SessionFacts, facts_from_json
from simulator.sessions.store import LOCK_NAME

GOING_PREFIX: Final = ".deleting-"
"""Before the name of a session that is being deleted."""

DRAFT_AGE: Final = timedelta(hours=1)
"""A session folder that has not got its name for so long was left by a program that died while making it."""

READ_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Deletable:
    """A session that could be deleted."""

    id: str
    folder: Path
    started_at: datetime | None
    """None where neither `session.json` nor the folder's name tells."""
    trainee: str | None
    """None where `session.json` cannot be read: nobody knows whose it is."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """What a deletion came to."""

    ids: tuple[str, ...]
    """Of the sessions that are gone."""
    kept: tuple[str, ...] = ()
    """Why others are still there, a sentence each."""


def deletable(directory: Path) -> tuple[Deletable, ...]:
    """Return all sessions of a directory, newest first, damaged ones included."""
    if not directory.is_dir():
        return ()
    names = sorted((path.name for path in directory.iterdir() if SESSION_ID.match(path.name)), reverse=True)
    return tuple(_described(directory / name) for name in names)


def of_trainee(sessions: Iterable[Deletable], trainee: str) -> tuple[Deletable, ...]:
    """Return the sessions of one trainee; the name is compared without regard to capitals and spaces."""
    return tuple(each for each in sessions if each.trainee is not None and is_same_person(each.trainee, trainee))


def is_same_person(one: str, other: str) -> bool:
    """Tell whether two names are the same but for capitals and spaces."""
    return _folded(one) == _folded(other)


def older_than(sessions: Iterable[Deletable], days: float, now: datetime) -> tuple[Deletable, ...]:
    """Return the sessions that began more than so many days ago.

    Args:
        sessions: to choose from.
        days: how long sessions are kept.
        now: with its time zone.
    """
    limit = now - timedelta(days=days)
    return tuple(each for each in sessions if each.started_at is not None and each.started_at < limit)


def delete(
    directory: Path,
    sessions: Iterable[Deletable],
    progress: Callable[[int], None] = lambda done: None,  # noqa: ARG005
) -> Deleted:
    """Delete sessions and everything the store keeps of them.

    A call that is going on is left alone and said so.

    Args:
        directory: of the store.
        sessions: which.
        progress: is told how many are done.
    """
    gone: list[str] = []
    kept: list[str] = []
    for number, session in enumerate(sessions, start=1):
        try:
            _delete(directory, session)
            gone.append(session.id)
        except Timeout:
            kept.append(f"{session.id} is going on and is left alone. Delete it when the call is over.")
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            kept.append(f"{session.id} cannot be deleted: {reason}. Look at who may write in {session.folder}.")
        progress(number)
    kept += clear_remains(directory)
    if gone:
        forget_in_index(directory)
    return Deleted(tuple(gone), tuple(kept))


def clear_remains(directory: Path, now: datetime | None = None) -> list[str]:
    """Take away what a deletion or a program that died left half done; return what could not be, a sentence each.

    Args:
        directory: of the store.
        now: with its time zone; the time of day where None.
    """
    moment = (now or datetime.now()).astimezone()
    kept = []
    for path in list(directory.iterdir()) if directory.is_dir() else []:
        draft = path.name.startswith(".") and SESSION_ID.match(path.name[1:]) is not None
        if not (path.name.startswith(GOING_PREFIX) or (draft and _is_old(path, moment))):
            continue
        try:
            _take_away(path)
        except OSError as error:
            kept.append(f"{path} cannot be deleted: {(error.strerror or str(error)).lower()}.")
    return kept


def apply_retention(directory: Path, days: int | None, now: datetime) -> Deleted:
    """Delete what is older than the setting says; for the start of the program.

    Args:
        directory: of the store.
        days: how long sessions are kept; None keeps them.
        now: with its time zone.
    """
    if days is None or days <= 0:
        return Deleted((), tuple(clear_remains(directory, now)))
    old = older_than(deletable(directory), days, now)
    return delete(directory, old) if old else Deleted((), tuple(clear_remains(directory, now)))


def forget_in_index(directory: Path) -> None:
    """Leave nothing of deleted sessions in the index; where that fails it goes, and is made again when needed."""
    from simulator.sessions.index.file import INDEX_PATTERN
    from simulator.sessions.index.index import SessionIndex

    if not any(directory.glob(INDEX_PATTERN)):
        return
    try:
        with SessionIndex(directory) as index:
            index.forget()
            if index.is_kept:
                return
    except Exception:
        # Whatever is wrong with the index, it is derived: without it nothing is lost and no name is left.
        for path in directory.glob(INDEX_PATTERN):
            path.unlink(missing_ok=True)
        return
    for path in directory.glob(INDEX_PATTERN):
        path.unlink(missing_ok=True)


def files_naming(folders: Iterable[Path], name: str) -> Iterator[Path]:
    """Yield the files that hold a name in their content or are called by it.

    The name is looked for as it is, in other capitals, without its accents, and as JSON and YAML write letters beyond
    ASCII.

    Args:
        folders: where to look, and below; absent ones hold nothing.
        name: at least one visible character.
    """
    wanted = _spellings(name)
    if not wanted:
        return
    seen: set[Path] = set()
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path in seen or path.is_symlink() or not path.is_file():
                continue
            seen.add(path)
            if any(each in os.fsencode(path.name).lower() for each in wanted) or _holds(path, wanted):
                yield path


def _described(folder: Path) -> Deletable:
    named = SESSION_ID.match(folder.name)
    began = datetime.strptime(named[1], "%Y%m%d-%H%M%S").astimezone() if named and _is_moment(named[1]) else None
    facts = _facts(folder)
    if facts is None:
        return Deletable(folder.name, folder, began, None)
    return Deletable(folder.name, folder, facts.started_at, facts.trainee)


def _is_moment(text: str) -> bool:
    with contextlib.suppress(ValueError):
        datetime.strptime(text, "%Y%m%d-%H%M%S").astimezone()
        return True
    return False


def _facts(folder: Path) -> SessionFacts | None:
    path = folder / SESSION_NAME
    try:
        return facts_from_json(path.read_bytes(), path)
    except (DamagedSessionError, OSError):
        return None


def _delete(directory: Path, session: Deletable) -> None:
    lock = FileLock(session.folder / LOCK_NAME, mode=OWNER_FILE, thread_local=False)
    lock.acquire(timeout=0)
    going = directory / f"{GOING_PREFIX}{session.id}"
    try:
        session.folder.rename(going)
    finally:
        lock.release()
    sync_folder(directory)
    _take_away(going)


def _take_away(path: Path) -> None:
    """Remove a folder with all in it, also where somebody made it read-only."""
    for folder in (path, *(each for each in path.rglob("*") if each.is_dir() and not each.is_symlink())):
        with contextlib.suppress(OSError):
            if stat.S_IMODE(folder.stat().st_mode) != OWNER_FOLDER:
                folder.chmod(OWNER_FOLDER)
    shutil.rmtree(path)
    sync_folder(path.parent)


def _is_old(path: Path, now: datetime) -> bool:
    with contextlib.suppress(OSError):
        return datetime.fromtimestamp(path.stat().st_mtime).astimezone() < now - DRAFT_AGE
    return False


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _spellings(name: str) -> tuple[bytes, ...]:
    bare = " ".join(name.split())
    if not bare:
        return ()
    beyond = "".join(c if c.isascii() else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else c for c in bare)
    short = "".join(c if c.isascii() or ord(c) > 0xFF else f"\\x{ord(c):02x}" for c in bare)
    bald = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    made = {bare, bare.lower(), bare.upper(), bare.casefold(), unicodedata.normalize("NFD", bare), bald, beyond, short}
    found = {each.encode("utf-8", "replace").lower() for each in made}
    return tuple(sorted(found | {bare.encode("utf-16-le", "replace").lower()}))


def _holds(path: Path, wanted: tuple[bytes, ...]) -> bool:
    longest = max(len(each) for each in wanted)
    rest = b""
    try:
        with path.open("rb") as file:
            while piece := file.read(READ_BYTES):
                held = rest + piece.lower()
                if any(each in held for each in wanted):
                    return True
                rest = held[-longest:]
    except OSError:
        return False
    return False
