"""Where sessions live: a folder each, and the folders are the truth."""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import logging
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from audio.errors import SoundFileError
from audio.frames import AudioFrame, SpeechChunk
from simulator.call.events import CallEvent
from simulator.call.ports import KeepingError
from simulator.language import Language
from simulator.scoring.scorecard import Scorecard
from simulator.sessions.files import OWNER_FILE, OWNER_FOLDER, make_folder, sync_folder, write_atomically
from simulator.sessions.journal import (
    JOURNAL_NAME,
    JournalContent,
    JournalWriter,
    keep_torn_aside,
    read_ending,
    read_journal,
)
from simulator.sessions.recording import CALL_NAME, SessionRecording, finish_tracks, rebuild_call_sound
from simulator.sessions.recovery import SESSION_ID, recover_facts
from simulator.sessions.session import (
    SCORECARD_NAME,
    SESSION_NAME,
    Attempt,
    CallMode,
    DamagedSessionError,
    Keep,
    Session,
    SessionFacts,
    facts_from_json,
    facts_to_json,
    scorecard_from_json,
    scorecard_to_json,
)

_log = logging.getLogger(__name__)

LOCK_NAME: Final = ".writing"
"""Held by the program whose call is going on; gone when the call is over, free when that program died."""

NEAR: Final = 3
"""How many similar ids an error names."""


class UnknownSessionError(Exception):
    """No session has this id; `str()` names the nearest ones."""


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A session in a list."""

    id: str
    folder: Path
    facts: SessionFacts | None
    """What could be recovered, where `session.json` is damaged; None when the folder is gone."""
    scorecard: Scorecard | None
    ending: str | None
    """None for a call that was cut short."""
    trouble: str = ""
    """Why it cannot be read in full, as sentences; empty when it can."""


class SessionWriter:
    """A session being made: an observer of the call and a recorder of its sound.

    When the disk is full or goes away the call goes on; that is said once, and what fits is kept. Any thread may call
    any method: microphone frames arrive on one while turns are written on another.

    Args:
        folder: the session's own, with its `session.json`.
        facts: what that says.
    """

    def __init__(self, folder: Path, facts: SessionFacts) -> None:
        self.folder = folder
        self.facts = facts
        self._lock = _lock(folder)
        self._lock.acquire(timeout=0)
        self._journal = JournalWriter(folder / JOURNAL_NAME)
        self._recording = SessionRecording(folder) if facts.keep is Keep.EVERYTHING else None
        self._complained = False
        self._closed = False
        self._one_at_a_time = threading.RLock()

    @property
    def id(self) -> str:
        """The session's id."""
        return self.facts.id

    def notice(self, event: CallEvent) -> None:
        """Write an event down, and a turn's sound when the turn is over.

        Raises:
            KeepingError: the disk takes no more; raised once, the call goes on.
        """
        recording = self._recording
        self._attempt(
            lambda: self._journal.notice(event),
            *([] if recording is None else [lambda: recording.notice(event)]),
        )

    def trainee_frame(self, frame: AudioFrame) -> None:
        """Keep a microphone frame; see `notice` for what is raised."""
        recording = self._recording
        if recording is not None:
            self._attempt(lambda: recording.trainee_frame(frame))

    def caller_chunk(self, chunk: SpeechChunk, start_s: float, turn_number: int) -> None:
        """Keep a piece of the caller's voice; see `notice` for what is raised."""
        recording = self._recording
        if recording is not None:
            self._attempt(lambda: recording.caller_chunk(chunk, start_s, turn_number))

    def caller_cut(self, at_s: float) -> None:
        """Forget what of the caller's voice was never heard; see `notice` for what is raised."""
        recording = self._recording
        if recording is not None:
            self._attempt(lambda: recording.caller_cut(at_s))

    def finish(self, scorecard: Scorecard | None) -> None:
        """Write the scores and the stereo recording, and let the files go. May be called twice.

        Raises:
            KeepingError: something could not be kept; all that could be was.
        """
        with self._one_at_a_time:
            self._complained = False
            steps: list[Callable[[], None]] = []
            if not self._closed:
                self._closed = True
                steps.append(self._journal.close)
                if self._recording is not None:
                    steps.append(self._recording.close)
                steps.append(self._unlock)
            if scorecard is not None:
                steps.append(lambda: save_scorecard(self.folder, scorecard))
            self._attempt(*steps)

    def _unlock(self) -> None:
        self._lock.release()
        with contextlib.suppress(OSError):
            (self.folder / LOCK_NAME).unlink(missing_ok=True)

    def _attempt(self, *steps: Callable[[], None]) -> None:
        first: KeepingError | None = None
        with self._one_at_a_time:
            for step in steps:
                try:
                    step()
                except KeepingError as error:
                    first = first or error
            if first is not None and not self._complained:
                self._complained = True
                raise first


class SessionStore:
    """All sessions of a directory.

    Args:
        directory: is made when the first session is.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def create(
        self,
        *,
        persona_id: str,
        persona_text: str,
        language: Language,
        mode: CallMode,
        seed: int,
        trainee: str = "",
        keep: Keep = Keep.EVERYTHING,
        versions: Mapping[str, str] | None = None,
        settings: Mapping[str, Any] | None = None,
        parent: str | None = None,
        attempt: Attempt = Attempt.PRACTICE,
        started_at: datetime | None = None,
    ) -> SessionWriter:
        """Begin a session: its folder, `session.json`, an empty journal.

        Args:
            persona_id: who rings.
            persona_text: the whole persona file.
            language: of the call.
            mode: how the trainee speaks.
            seed: of the caller's choices.
            trainee: who practises.
            keep: what is kept.
            versions: of the program, the models, the scorer, the rubric.
            settings: how the call is held; anything JSON can hold.
            parent: the session this one branches off from.
            attempt: practice or test.
            started_at: now, where left out.

        Raises:
            KeepingError: the directory cannot be made or written to.
        """
        moment = (started_at or datetime.now()).astimezone()
        try:
            make_folder(self.directory)
            draft, name = self._new_folder(moment, persona_id)
            facts = SessionFacts(
                id=name,
                started_at=moment,
                persona_id=persona_id,
                persona_sha256=hashlib.sha256(persona_text.encode()).hexdigest(),
                persona_text=persona_text,
                language=language,
                mode=mode,
                seed=seed,
                trainee=trainee,
                keep=keep,
                versions=dict(versions or {}),
                settings=dict(settings or {}),
                parent=parent,
                attempt=attempt,
            )
            write_atomically(draft / SESSION_NAME, facts_to_json(facts))
            folder = draft.rename(self.directory / name)
            sync_folder(self.directory)
            return SessionWriter(folder, facts)
        except OSError as error:
            raise KeepingError(
                f"No session can be kept in {self.directory}: {(error.strerror or str(error)).lower()}. "
                "Make room or choose another place with --sessions DIR."
            ) from error

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all sessions, newest first."""
        if not self.directory.is_dir():
            return ()
        names = (entry.name for entry in self.directory.iterdir() if SESSION_ID.match(entry.name) and entry.is_dir())
        return tuple(sorted(names, reverse=True))

    def list(self) -> tuple[SessionSummary, ...]:
        """Return all sessions, newest first; a damaged one is in the list and says so."""
        return tuple(summarised(self.directory / session_id) for session_id in self.ids())

    def open(self, wanted: str) -> Session:
        """Return a session by its id, the beginning or the end of its id, or 'last'.

        A call that was cut short is completed as far as possible: its torn journal line is kept aside and its
        stereo recording is made from what was recorded. A call that is going on (in this program or another) is read
        as it stands and left alone.

        Where `session.json` is gone or damaged, what it said is recovered as far as possible, and `trouble` says so.

        Raises:
            UnknownSessionError: none has this id, or several have it.
            DamagedSessionError: the journal cannot be read.
        """
        folder = self.directory / self._resolve(wanted)
        journal = _journal(folder)
        try:
            facts, trouble = _facts(folder, journal)
        except OSError as error:
            raise DamagedSessionError(_unreadable(folder, error)) from error
        session = Session(folder, facts, journal, scorecard_of(folder), trouble=trouble)
        lock = _lock(folder)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return replace(session, is_running=True)
        except OSError:
            return session
        try:
            self._complete(session)
        except (OSError, SoundFileError) as error:
            _log.warning("The session %s could not be completed: %s", session.id, error)
        finally:
            lock.release()
            with contextlib.suppress(OSError):
                (folder / LOCK_NAME).unlink(missing_ok=True)
        return session

    def _complete(self, session: Session) -> None:
        keep_torn_aside(session.folder, session.journal)
        if not finish_tracks(session.folder) and not (session.folder / CALL_NAME).exists():
            rebuild_call_sound(session.folder, session.record)

    def _resolve(self, wanted: str) -> str:
        ids = self.ids()
        if not ids:
            raise UnknownSessionError(f"There are no sessions in {self.directory} yet.")
        if wanted == "last":
            return ids[0]
        if wanted in ids:
            return wanted
        matches = [each for each in ids if wanted and (each.startswith(wanted) or each.endswith(f"-{wanted}"))]
        if len(matches) == 1:
            return matches[0]
        if matches:
            named = ", ".join(matches[:NEAR])
            raise UnknownSessionError(
                f"{len(matches)} sessions begin or end with '{wanted}': {named}. Give more of it."
            )
        near = difflib.get_close_matches(wanted, ids, n=NEAR, cutoff=0.4) or list(ids[:NEAR])
        raise UnknownSessionError(f"There is no session '{wanted}'. Nearest: {', '.join(near)}.")

    def _new_folder(self, moment: datetime, persona_id: str) -> tuple[Path, str]:
        """Make a folder for a session that nobody sees before it says what it is; return it and its name to be."""
        while True:
            name = f"{moment:%Y%m%d-%H%M%S}-{persona_id}-{secrets.token_hex(2)}"
            draft = self.directory / f".{name}"
            if not (self.directory / name).exists():
                with contextlib.suppress(FileExistsError):
                    draft.mkdir(mode=OWNER_FOLDER)
                    return draft, name


def summarised(folder: Path) -> SessionSummary:
    """Return what a list says of a session; a damaged one says so."""
    troubles: list[str] = []
    ending = None
    try:
        ending = read_ending(folder / JOURNAL_NAME)
    except OSError as error:
        troubles.append(_unreadable(folder / JOURNAL_NAME, error))
    try:
        facts, trouble = _facts(folder, None)
    except OSError:
        return SessionSummary(folder.name, folder, None, None, None, f"{folder} is gone.")
    if trouble:
        troubles.insert(0, trouble)
    return SessionSummary(folder.name, folder, facts, scorecard_of(folder), ending, " ".join(troubles))


def facts_of(folder: Path) -> SessionFacts:
    """Return what is known of a session, recovered where its `session.json` is gone or damaged.

    Raises:
        OSError: the folder is gone.
    """
    return _facts(folder, None)[0]


def _facts(folder: Path, journal: JournalContent | None) -> tuple[SessionFacts, str]:
    """Return what is known of a session, and a sentence where that had to be recovered.

    Raises:
        OSError: the folder is gone.
    """
    path = folder / SESSION_NAME
    try:
        return facts_from_json(_content(path), path), ""
    except DamagedSessionError as error:
        folder.stat()
        if journal is None:
            try:
                journal = _journal(folder)
            except DamagedSessionError:
                journal = JournalContent(())
        facts = recover_facts(folder, journal)
        return facts, (
            f"{error} When it was and who rang are taken from the folder's name, the caller as it is today; "
            f"who practised is not known. Put {SESSION_NAME} back from a copy to have it whole."
        )


def _lock(folder: Path) -> FileLock:
    """Return the lock of a session; its state is shared by the threads of a call, which may end on any of them."""
    return FileLock(folder / LOCK_NAME, mode=OWNER_FILE, thread_local=False)


def save_scorecard(folder: Path, scorecard: Scorecard) -> None:
    """Write the scores of a session.

    Raises:
        KeepingError: the disk is full or read-only; the scores before are untouched.
    """
    try:
        write_atomically(folder / SCORECARD_NAME, scorecard_to_json(scorecard))
    except OSError as error:
        raise KeepingError(
            f"The scores cannot be kept in {folder}: {(error.strerror or str(error)).lower()}. "
            "Make room on the disk; they can be made again from the journal."
        ) from error


def scorecard_of(folder: Path) -> Scorecard | None:
    """Return the scores of a session; None when there are none, or none that can be read."""
    path = folder / SCORECARD_NAME
    try:
        return scorecard_from_json(path.read_bytes(), path)
    except FileNotFoundError:
        return None
    except (DamagedSessionError, OSError) as error:
        _log.warning("%s", error)
        return None


def _journal(folder: Path) -> JournalContent:
    try:
        return read_journal(folder / JOURNAL_NAME)
    except OSError as error:
        raise DamagedSessionError(_unreadable(folder / JOURNAL_NAME, error)) from error


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DamagedSessionError(_unreadable(path, error)) from error


def _unreadable(path: Path, error: OSError) -> str:
    return f"{path} cannot be read: {(error.strerror or str(error)).lower()}."
