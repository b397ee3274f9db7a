"""What is written of a session in a table; the index of a folder and a training centre's database share it.

SQLAlchemy is imported when a table is first made, so that a program that lists nothing does not wait for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sqlalchemy import Column, ColumnElement, MetaData, Table
    from sqlalchemy.types import TypeEngine

INDEX_VERSION: Final = 1
"""Grows with every change of the index's tables or of what is read into them; an index of another version is not read
but made anew under another name."""

WORDS_TABLE: Final = "session_words"

LISTED: Final = (
    "owner",
    "id",
    "persona_id",
    "language",
    "mode",
    "attempt",
    "trainee",
    "started_at",
    "utc_offset_s",
    "ending",
    "score_values",
    "has_review",
    "handed_in_at",
    "parent",
    "trouble",
)
"""The columns a listing is made of, in the order `statements.listing_of` takes them."""


@dataclass(frozen=True, slots=True)
class ListingTables:
    """Where listings and scores are asked for."""

    metadata: MetaData
    sessions: Table
    scores: Table
    """One row a rated score."""
    listed: tuple[ColumnElement[Any], ...]
    """What a listing is made of, in the order of `LISTED`."""


def moment_type() -> TypeEngine[datetime]:
    """Return a column type for a moment: a timestamp with time zone where there is one, else seconds since 1970."""
    from sqlalchemy import DateTime, Float
    from sqlalchemy.types import TypeDecorator

    class Moment(TypeDecorator[datetime]):
        impl = DateTime
        cache_ok = True

        def load_dialect_impl(self, dialect: Any) -> Any:  # noqa: ANN401  (so SQLAlchemy has it)
            return dialect.type_descriptor(DateTime(timezone=True) if dialect.name == "postgresql" else Float())

        def process_bind_param(self, value: datetime | None, dialect: Any) -> Any:  # noqa: ANN401
            return value if value is None or dialect.name == "postgresql" else value.timestamp()

        def process_result_value(self, value: Any, dialect: Any) -> datetime | None:  # noqa: ANN401
            return value if value is None or dialect.name == "postgresql" else datetime.fromtimestamp(value, UTC)

    return Moment()


def listing_columns() -> list[Column[Any]]:
    """Return the columns of a listing, new ones each time."""
    from sqlalchemy import Column, Integer, Text

    return [
        Column("persona_id", Text, nullable=False),
        Column("language", Text, nullable=False),
        Column("mode", Text, nullable=False),
        Column("attempt", Text, nullable=False),
        Column("trainee", Text, nullable=False),
        Column("trainee_folded", Text, nullable=False, comment="without capitals and accents, for searching"),
        Column("started_at", moment_type(), nullable=False),
        Column("utc_offset_s", Integer, nullable=False, comment="of the clock on the trainee's wall"),
        Column("ending", Text, comment="null for a call that was cut short or goes on"),
        Column("score_values", Text, nullable=False, comment="JSON: criterion to value; null is not rated"),
        Column("handed_in_at", moment_type(), comment="null while it is the trainee's own practice"),
        Column("parent", Text, comment="the session this one branched off from"),
        Column("trouble", Text, nullable=False, server_default="", comment="why it cannot be read in full"),
    ]


@cache
def index_tables() -> ListingTables:
    """Return the tables of the index; the words stand in a table of their own that SQLite alone understands."""
    from sqlalchemy import (
        Boolean,
        Column,
        Float,
        ForeignKeyConstraint,
        Index,
        Integer,
        MetaData,
        Table,
        Text,
        type_coerce,
    )

    metadata = MetaData()
    sessions = Table(
        "sessions",
        metadata,
        Column("number", Integer, primary_key=True, comment="the row of its words"),
        Column("owner", Text, nullable=False, server_default=""),
        Column("id", Text, nullable=False),
        *listing_columns(),
        Column("has_review", Boolean, nullable=False),
        Column("fingerprint", Integer, nullable=False, comment="of the files it was read from"),
        Column("settled", Boolean, nullable=False, comment="false: it may have changed in the very moment of reading"),
        Index("sessions_id", "owner", "id", unique=True),
        Index("sessions_started", "started_at"),
    )
    scores = Table(
        "scores",
        metadata,
        Column("owner", Text, primary_key=True),
        Column("session_id", Text, primary_key=True),
        Column("criterion", Text, primary_key=True),
        Column("value", Integer, nullable=False),
        ForeignKeyConstraint(["owner", "session_id"], ["sessions.owner", "sessions.id"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    # Moments and flags are taken as they lie there, which spares a long list a conversion a row.
    plain = {"started_at": Float, "handed_in_at": Float, "has_review": Integer}
    listed = tuple(type_coerce(sessions.c[name], plain[name]) if name in plain else sessions.c[name] for name in LISTED)
    return ListingTables(metadata, sessions, scores, listed)
