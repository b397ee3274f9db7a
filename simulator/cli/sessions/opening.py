"""A session by its id, for every command about sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.cli.refusal import RefusalError, Status

if TYPE_CHECKING:
    from simulator.sessions.session import Session
    from simulator.sessions.store import SessionStore


def open_session(store: SessionStore, session_id: str) -> Session:
    """Return a session by id.

    Raises:
        RefusalError: there is none, or it cannot be read; the sentence says which are near.
    """
    from simulator.sessions.session import DamagedSessionError
    from simulator.sessions.store import UnknownSessionError

    try:
        return store.open(session_id)
    except UnknownSessionError as unknown:
        raise RefusalError(str(unknown), Status.WRONG_COMMAND) from unknown
    except DamagedSessionError as damaged:
        raise RefusalError(str(damaged)) from damaged
