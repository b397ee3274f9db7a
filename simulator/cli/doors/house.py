"""What the doors share: folders, the person's settings, the callers that were read, and the sessions."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.app.services import AppSettings
from simulator.cli.options import personas_at, sessions_at

if TYPE_CHECKING:
    from simulator.personas.reader import LoadedPersona
    from simulator.sessions.session import Session
    from simulator.sessions.store import SessionStore


@dataclass(slots=True)
class House:
    """The folders of this computer, and what was read from them.

    Args:
        models_dir: where models are; the default place where None.
        sessions_dir: where sessions are kept; the default place where None.
        personas_dir: the trainer's own callers; the default place where None.
    """

    models_dir: Path | None = None
    sessions_dir: Path | None = None
    personas_dir: Path | None = None
    settings: AppSettings = field(default_factory=AppSettings)
    """As they were last read or kept."""
    loaded: dict[str, LoadedPersona] = field(default_factory=dict)
    """The callers that were last read, by id; one whose file has broken since stays as it was."""
    callers_read: threading.Event = field(default_factory=threading.Event)
    """Set once the first screen has its callers: what takes long is loaded behind it."""

    def sessions(self) -> Path:
        """Return where sessions are kept."""
        return sessions_at(self.sessions_dir)

    def persona_folders(self) -> tuple[Path, ...]:
        """Return where callers are: those that come with the program, then the trainer's own."""
        return personas_at(self.personas_dir)

    def store(self) -> SessionStore:
        """Return the sessions."""
        from simulator.sessions.store import SessionStore

        return SessionStore(self.sessions())

    def session(self, session_id: str) -> Session:
        """Open a session.

        Raises:
            LookupError: it is gone or unreadable; `str()` is a sentence.
        """
        from simulator.sessions.session import DamagedSessionError
        from simulator.sessions.store import UnknownSessionError

        try:
            return self.store().open(session_id)
        except (UnknownSessionError, DamagedSessionError) as gone:
            raise LookupError(str(gone)) from gone

    def called(self, persona_id: str) -> tuple[str, str]:
        """Return a caller's name and title; the id where the caller is no longer there."""
        loaded = self.loaded.get(persona_id)
        return (loaded.persona.name, loaded.persona.title) if loaded else (persona_id, "")
