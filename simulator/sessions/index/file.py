"""The index's file: how SQLite is opened so that several programs share it and a kill costs nothing."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulator.sessions.files import open_for_owner
from simulator.sessions.index.schema import INDEX_VERSION, WORDS_TABLE, index_tables

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

INDEX_NAME: Final = f".index-{INDEX_VERSION}.sqlite"
INDEX_PATTERN: Final = ".index-*.sqlite*"
"""The index and what SQLite keeps beside it, of every version of the program."""

LOCK_NAME: Final = ".index.lock"
"""Held by the program that throws a damaged index away."""

BUSY_S: Final = 10.0
"""How long to wait for another program that writes; a batch takes it a fraction of a second."""

CACHE_KIB: Final = 16_384

_PRAGMAS: Final = (
    # One file, and a journal that SQLite empties: unlike a write-ahead log this also works on a network share.
    "PRAGMA journal_mode=TRUNCATE",
    "PRAGMA synchronous=NORMAL",
    # What was deleted is overwritten, so that a deleted name is in no byte of the file.
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    f"PRAGMA cache_size=-{CACHE_KIB}",
)


def open_on_disk(directory: Path) -> Engine:
    """Return the index of a folder, for its owner's eyes only; an absent one is made.

    Raises:
        OSError: it cannot be written there.
    """
    from sqlalchemy import URL, create_engine
    from sqlalchemy.pool import NullPool

    path = directory / INDEX_NAME
    os.close(open_for_owner(path, os.O_RDWR | os.O_CREAT))
    for other in directory.glob(INDEX_PATTERN):
        if not other.name.startswith(INDEX_NAME):
            other.unlink(missing_ok=True)
    engine = create_engine(
        URL.create("sqlite", database=str(path)), poolclass=NullPool, connect_args={"timeout": BUSY_S}
    )
    _take_transactions_in_hand(engine)
    return engine


def open_in_memory() -> Engine:
    """Return an index that lives as long as this object."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    _take_transactions_in_hand(engine)
    return engine


def make_tables(engine: Engine) -> bool:
    """Make the tables of a new index, all or nothing; return whether the words are indexed.

    A SQLite without full-text search keeps them in a plain table, which is searched from end to end.
    """
    with engine.connect() as connection:
        is_new = connection.exec_driver_sql("PRAGMA user_version").scalar_one() != INDEX_VERSION
    if is_new:
        with writing(engine) as connection:
            if connection.exec_driver_sql("PRAGMA user_version").scalar_one() != INDEX_VERSION:
                index_tables().metadata.create_all(connection)
                _make_words_table(connection)
                connection.exec_driver_sql(f"PRAGMA user_version={INDEX_VERSION}")
    with engine.connect() as connection:
        made = connection.exec_driver_sql(f"SELECT sql FROM sqlite_master WHERE name = '{WORDS_TABLE}'").scalar_one()
    return "fts5" in str(made)


def _make_words_table(connection: Connection) -> None:
    options = {row[0] for row in connection.exec_driver_sql("PRAGMA compile_options")}
    if "ENABLE_FTS5" in options:
        columns = "trainee, caller, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3'"
        connection.exec_driver_sql(f"CREATE VIRTUAL TABLE {WORDS_TABLE} USING fts5({columns})")
    else:
        connection.exec_driver_sql(f"CREATE TABLE {WORDS_TABLE} (trainee TEXT NOT NULL, caller TEXT NOT NULL)")


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose transaction may write from its beginning, so that it never finds itself too late."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


def vacuum(engine: Engine) -> None:
    """Write the file anew without its unused pages."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM")
    finally:
        raw.close()


def is_damage(error: Exception) -> bool:
    """Tell whether an error says that the file is no index, or no longer one."""
    cause = getattr(error, "orig", None)
    if not isinstance(cause, sqlite3.Error):
        return False
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or "no such" in str(cause)


def _take_transactions_in_hand(engine: Engine) -> None:
    """Let transactions begin where SQLAlchemy says so, not where Python's sqlite3 guesses."""
    from sqlalchemy import event

    def connected(connection: Any, _: object) -> None:  # noqa: ANN401  (sqlite3's own)
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
