"""The index of a sessions folder: a SQLite file beside the sessions that can be thrown away at any time.

The folders are the truth. Before every answer the index looks at the time of each session's folder and, less often, at
the time and size of its files (no file is opened), and reads anew what changed, so that sessions made, changed, copied
in or deleted by any other program are there. Where no index can be written (a full or read-only disk), one is made in
memory for as long as it is needed.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from filelock import FileLock, Timeout

from simulator.scoring.record import Side
from simulator.sessions.files import OWNER_FILE
from simulator.sessions.index.digest import Digest, digest_of
from simulator.sessions.index.file import (
    BUSY_S,
    INDEX_PATTERN,
    LOCK_NAME,
    is_damage,
    make_tables,
    open_in_memory,
    open_on_disk,
    vacuum,
    writing,
)
from simulator.sessions.index.looking import SessionFolders
from simulator.sessions.index.matching import words_are_like, words_match
from simulator.sessions.index.query import Progress, SessionListing, SessionQuery
from simulator.sessions.index.rows import batches, row_of, score_rows
from simulator.sessions.index.schema import WORDS_TABLE, index_tables
from simulator.sessions.index.statements import listing_of, point_of, select_count, select_listings, select_points
from simulator.sessions.index.words import Term

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Engine

_log = logging.getLogger(__name__)

Asked = TypeVar("Asked")


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a look at the folders brought."""

    sessions: int
    """How many there are."""
    read: int
    """How many were new or changed, and were read."""
    removed: int
    """How many were gone."""
    seconds: float


@contextlib.contextmanager
def _nothing_collected() -> Iterator[None]:
    """Put off the collection of garbage.

    A long answer is thousands of new objects that all live; looking for dead ones among them takes as long as the rest.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


class SessionIndex:
    """Finds sessions of a folder without opening them all.

    Any number of programs may use the index of a folder at once; one instance belongs to one thread at a time.

    Args:
        directory: where the sessions are; need not exist.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._folders = SessionFolders(directory)
        self._engine: Engine | None = None
        self._in_memory = False
        self._words_are_indexed = True
        self._was_there = False

    def __enter__(self) -> SessionIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_kept(self) -> bool:
        """False where the index could not be written to the disk and lives in memory only."""
        return not self._in_memory

    def close(self) -> None:
        """Let the file go; the next question opens it again."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def search(self, query: SessionQuery = SessionQuery(), *, refresh: bool = True) -> tuple[SessionListing, ...]:
        """Return the sessions asked for, newest first.

        Args:
            query: which ones.
            refresh: whether to look at the folders first; False trusts the last look. What another program wrote into
                a file of an ended session in place is seen at the next thorough look; see `SessionFolders`.
        """
        return self._asked(refresh, lambda connection: self._listings(connection, query))

    def count(self, query: SessionQuery = SessionQuery(), *, refresh: bool = True) -> int:
        """Return how many sessions there are of what is asked, whatever its limit; see `search`."""

        def counted(connection: Connection) -> int:
            statement = select_count(index_tables(), query, self._matcher)
            return 0 if statement is None else int(connection.execute(statement).scalar_one())

        return self._asked(refresh, counted)

    def progress(self, query: SessionQuery = SessionQuery(), *, refresh: bool = True) -> Progress:
        """Return every rated score of the sessions asked for, oldest first; the query's limit does not count."""

        def points(connection: Connection) -> Progress:
            statement = select_points(index_tables(), query, self._matcher)
            if statement is None:
                return Progress(())
            return Progress(tuple(point_of(row) for row in connection.execute(statement).fetchall()))

        return self._asked(refresh, points)

    def refresh(self, progress: Callable[[int, int], None] | None = None) -> Refreshed:
        """Bring the index in line with the folders and every file in them.

        Args:
            progress: is told how many sessions were read, of how many that have to be.
        """
        return self._surely(lambda engine: self._refreshed(engine, progress, thorough=True))

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> Refreshed:
        """Read every session anew, whatever the index says of it; see `refresh`."""

        def doubted(engine: Engine) -> Refreshed:
            # Rows stay until they are replaced: other programs go on finding all there is.
            with writing(engine) as connection:
                connection.exec_driver_sql("UPDATE sessions SET settled = 0")
            return self._refreshed(engine, progress, thorough=True)

        return self._surely(doubted)

    def forget(self) -> None:
        """Leave nothing in the index's file of sessions that are no longer there, not even in its unused pages."""

        def cleaned(engine: Engine) -> None:
            self._refreshed(engine, None, thorough=True)
            if self._words_are_indexed:
                with writing(engine) as connection:
                    connection.exec_driver_sql(f"INSERT INTO {WORDS_TABLE}({WORDS_TABLE}) VALUES ('optimize')")
            vacuum(engine)

        self._surely(cleaned)

    def _asked(self, refresh: bool, question: Callable[[Connection], Asked]) -> Asked:
        def answered(engine: Engine) -> Asked:
            with _nothing_collected():
                if refresh or self._in_memory:
                    self._refreshed(engine, None, thorough=False)
                with engine.connect() as connection:
                    return question(connection)

        return self._surely(answered)

    def _listings(self, connection: Connection, query: SessionQuery) -> tuple[SessionListing, ...]:
        statement = select_listings(index_tables(), query, self._matcher)
        if statement is None:
            return ()
        return tuple(listing_of(row, self.directory) for row in connection.execute(statement).fetchall())

    def _surely(self, work: Callable[[Engine], Asked]) -> Asked:
        """Do something with the index; where its file is damaged, with a new one, and without a disk in memory."""
        from sqlalchemy.exc import DatabaseError

        for may_mend in (True, False):
            try:
                return work(self._open())
            except (DatabaseError, OSError, Timeout) as error:
                if self._in_memory:
                    raise
                _log.info("The index of %s cannot be used: %s", self.directory, error)
                if not (may_mend and is_damage(error)):
                    break
                with contextlib.suppress(OSError, Timeout):
                    self._discard()
        self.close()
        self._in_memory = True
        return work(self._open())

    def _open(self) -> Engine:
        is_there = self.directory.is_dir()
        if self._engine is not None and self._was_there != is_there:
            self.close()
        if self._engine is None:
            self._was_there = is_there
            self._engine = open_in_memory() if self._in_memory or not is_there else open_on_disk(self.directory)
            self._words_are_indexed = make_tables(self._engine)
        return self._engine

    def _discard(self) -> None:
        self.close()
        with FileLock(self.directory / LOCK_NAME, mode=OWNER_FILE, timeout=BUSY_S):
            for path in self.directory.glob(INDEX_PATTERN):
                path.unlink(missing_ok=True)

    def _matcher(self, terms: Sequence[Term], said_by: Side | None) -> ColumnElement[bool]:
        return words_match(terms, said_by) if self._words_are_indexed else words_are_like(terms, said_by)

    def _refreshed(self, engine: Engine, progress: Callable[[int, int], None] | None, *, thorough: bool) -> Refreshed:
        started_s = time.perf_counter()
        tables = index_tables()
        looked_ns = time.time_ns()
        with engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT id, fingerprint, settled, ending FROM sessions").fetchall()
        known = {session_id: value if settled else None for session_id, value, settled, _ in rows}
        moving = {session_id for session_id, _, settled, ending in rows if ending is None or not settled}
        found = self._folders.look(known, moving, thorough=thorough)
        gone = [session_id for session_id in known if session_id not in found]
        changed = [session_id for session_id, value in found.items() if known.get(session_id) != value]
        for some in batches(gone):
            with writing(engine) as connection:
                self._drop(connection, some)
        done = 0
        for some in batches(changed):
            digests = list(self._digests(some))
            with writing(engine) as connection:
                self._drop(connection, some)
                highest = connection.exec_driver_sql("SELECT coalesce(max(number), 0) FROM sessions").scalar_one()
                numbered = list(enumerate(digests, start=int(highest) + 1))
                if numbered:
                    connection.execute(
                        tables.sessions.insert(),
                        [
                            row_of(number, digest, self._folders.seen(digest.listing.id), looked_ns)
                            for number, digest in numbered
                        ],
                    )
                    connection.exec_driver_sql(
                        f"INSERT INTO {WORDS_TABLE}(rowid, trainee, caller) VALUES (?, ?, ?)",
                        [(number, digest.said_by_trainee, digest.said_by_caller) for number, digest in numbered],
                    )
                scores = [row for digest in digests for row in score_rows(digest.listing)]
                if scores:
                    connection.execute(tables.scores.insert(), scores)
            done += len(some)
            if progress is not None:
                progress(done, len(changed))
        return Refreshed(len(found), len(changed), len(gone), time.perf_counter() - started_s)

    def _digests(self, session_ids: Sequence[str]) -> Iterator[Digest]:
        for session_id in session_ids:
            # Deleted since it was seen: the next look finds it gone.
            with contextlib.suppress(FileNotFoundError):
                yield digest_of(self.directory / session_id)

    def _drop(self, connection: Connection, session_ids: Sequence[str]) -> None:
        from sqlalchemy import select

        sessions = index_tables().sessions
        chosen = connection.execute(select(sessions.c.number).where(sessions.c.id.in_(session_ids)))
        numbers = [(number,) for (number,) in chosen]
        if numbers:
            connection.exec_driver_sql(f"DELETE FROM {WORDS_TABLE} WHERE rowid = ?", numbers)
            connection.execute(sessions.delete().where(sessions.c.id.in_(session_ids)))
