"""Reaching a training centre's database, and its errors as sentences.

Every person logs in to the database under a name of their own: the database knows who asks, and no password of a
common user lies on a trainee's computer. Passwords come as libpq takes them: PGPASSWORD, a .pgpass file, or the URL.
"""

from __future__ import annotations

import contextlib
import ipaddress
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from simulator.sessions.archive.port import ArchiveError, ArchiveUnreachableError, NotAllowedError

if TYPE_CHECKING:
    from sqlalchemy import URL, Engine

CONNECT_S: Final = 5
"""How long to try to reach the database."""

DRIVER: Final = "postgresql+psycopg"

_NO_RIGHT: Final = "42501"
_NO_TABLE: Final = ("42P01", "3F000")
"""PostgreSQL's codes: insufficient_privilege; undefined_table, invalid_schema_name."""


def database_url(text: str) -> URL:
    """Return the address of a database; to another computer the connection is encrypted unless the URL says otherwise.

    Args:
        text: 'postgresql+psycopg://name@host/database'; 'postgresql://' will do.

    Raises:
        ArchiveError: it is not the address of a PostgreSQL database.
    """
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError):
        # The text may hold a password and is not repeated.
        raise ArchiveError(f"The store's address cannot be read. Write it as {DRIVER}://name@host/database.") from None
    if url.drivername not in ("postgresql", "postgres", DRIVER):
        raise ArchiveError(
            f"The store is a PostgreSQL database ({DRIVER}://name@host/database); {url.drivername} is not known. "
            "Without --store, sessions are kept in folders on this computer."
        )
    url = url.set(drivername=DRIVER)
    if "sslmode" not in url.query and not _is_this_computer(url.host):
        url = url.update_query_dict({"sslmode": "require"})
    return url


def shown(url: URL) -> str:
    """Return an address as it may be shown: without password and options."""
    return f"{url.username + '@' if url.username else ''}{url.host or 'this computer'}/{url.database or ''}"


def open_database(url: URL, connections: int = 1) -> Engine:
    """Return the way to a database; nothing is connected yet.

    Args:
        url: where it is and who asks.
        connections: how many may be open at once.
    """
    from sqlalchemy import create_engine

    return create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": CONNECT_S, "application_name": "callsim"},
    )


@contextlib.contextmanager
def in_sentences(url: URL) -> Iterator[None]:
    """Turn what the database refuses into sentences.

    Raises:
        ArchiveUnreachableError: it is away, or does not know this person.
        NotAllowedError: it does not let this person do that.
        ArchiveError: it is no callsim database, or something else is wrong with it.
    """
    from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
    from sqlalchemy.exc import TimeoutError as PoolTimeoutError

    try:
        yield
    except DBAPIError as error:
        code = getattr(error.orig, "sqlstate", None)
        said = _first_line(error.orig)
        if code == _NO_RIGHT:
            raise NotAllowedError(f"The store does not let {url.username} do that: {said}.") from error
        if code in _NO_TABLE:
            raise ArchiveError(
                f"The database {shown(url)} holds no callsim tables, or older ones. Its administrator makes them with "
                "'callsim store init' and renews them with 'callsim store migrate'."
            ) from error
        if isinstance(error, (OperationalError, InterfaceError)) or error.connection_invalidated:
            raise ArchiveUnreachableError(
                f"The store {shown(url)} cannot be reached: {said}. Sessions stay on this computer; "
                "'callsim store send' sends them later."
            ) from error
        raise ArchiveError(f"The store {shown(url)} did not take that: {said}.") from error
    except PoolTimeoutError as error:
        raise ArchiveUnreachableError(f"The store {shown(url)} is too busy. Try again in a moment.") from error


def _first_line(error: BaseException | None) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].strip().rstrip(".") if lines else type(error).__name__


def _is_this_computer(host: str | None) -> bool:
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
