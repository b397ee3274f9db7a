"""Handing in: a session is the trainee's own practice until the trainee gives it to the trainer."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from simulator.call.ports import KeepingError
from simulator.sessions.files import write_atomically
from simulator.sessions.session import HANDED_IN_NAME


def handed_in_at(folder: Path) -> datetime | None:
    """Return when a session was handed in; None for the trainee's own practice.

    Args:
        folder: the session's.
    """
    path = folder / HANDED_IN_NAME
    try:
        return datetime.fromisoformat(json.loads(path.read_bytes())["handed_in_at"]).astimezone()
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        # Private is the safe reading of what cannot be read.
        return None


def hand_in(folder: Path, moment: datetime | None = None) -> datetime:
    """Give a session to the trainer; one that was handed in before keeps its moment.

    Args:
        folder: the session's.
        moment: now, where left out.

    Raises:
        KeepingError: the disk is full or read-only.
    """
    before = handed_in_at(folder)
    if before is not None:
        return before
    now = (moment or datetime.now()).astimezone()
    try:
        write_atomically(
            folder / HANDED_IN_NAME, json.dumps({"handed_in_at": now.isoformat()}, indent=2).encode() + b"\n"
        )
    except OSError as error:
        raise KeepingError(
            f"{folder.name} cannot be handed in: {(error.strerror or str(error)).lower()}. "
            "Make room on the disk and try again."
        ) from error
    return now
