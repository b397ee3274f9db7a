"""Files of a session on disk: for the owner's eyes only, and never half-written under their final name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

OWNER_FOLDER: Final = 0o700
OWNER_FILE: Final = 0o600


def open_for_owner(path: Path, flags: int) -> int:
    """Return a handle of a file that only its owner may read, for bytes as they are (Windows would change line ends).

    Args:
        path: the file.
        flags: as for `os.open`.

    Raises:
        OSError: it cannot be opened that way.
    """
    return os.open(path, flags | getattr(os, "O_BINARY", 0), OWNER_FILE)


def make_folder(folder: Path) -> None:
    """Make a folder (and those above it) that only its owner can open; one that exists is left as it is."""
    folder.mkdir(mode=OWNER_FOLDER, parents=True, exist_ok=True)


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that at any moment there is the old one, or the new one whole.

    Raises:
        OSError: the disk is full or read-only; the old file is untouched and nothing is left beside it.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        handle = open_for_owner(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make sure that a new name in a folder survives a power cut, where the system can promise that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
