"""The tables of a training centre's database, as the program asks them; how they came about is in the migrations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from simulator.sessions.index.schema import LISTED, ListingTables, listing_columns, moment_type

if TYPE_CHECKING:
    from sqlalchemy import Table

SCHEMA: Final = "callsim"
"""All tables stand in a schema of their own, so that a database that others use can be shared."""

TRAINEE_ROLE: Final = "callsim_trainee"
TRAINER_ROLE: Final = "callsim_trainer"
"""Database roles nobody logs in as; every person's own role is a member of one of them."""


@dataclass(frozen=True, slots=True)
class ArchiveTables:
    """The tables of the database."""

    listing: ListingTables
    people: Table
    groups: Table
    members: Table
    events: Table
    reviews: Table
    sounds: Table
    sounds_left: Table
    """Where recordings of deleted sessions lie, for the administrator."""


@cache
def archive_tables() -> ArchiveTables:
    """Return the tables."""
    from sqlalchemy import (
        BigInteger,
        CheckConstraint,
        Column,
        Double,
        ForeignKey,
        ForeignKeyConstraint,
        Index,
        Integer,
        LargeBinary,
        MetaData,
        Table,
        Text,
        exists,
        func,
    )
    from sqlalchemy.dialects.postgresql import JSON, JSONB, TSVECTOR

    metadata = MetaData(schema=SCHEMA)

    def of_session() -> ForeignKeyConstraint:
        return ForeignKeyConstraint(
            ["owner", "session_id"], [f"{SCHEMA}.sessions.owner", f"{SCHEMA}.sessions.id"], ondelete="CASCADE"
        )

    people = Table(
        "people",
        metadata,
        Column("login", Text, primary_key=True),
        Column("name", Text, nullable=False),
        Column("role", Text, CheckConstraint("role IN ('trainee', 'trainer')", name="people_role"), nullable=False),
    )
    groups = Table("groups", metadata, Column("name", Text, primary_key=True))
    members = Table(
        "members",
        metadata,
        Column("group_name", Text, ForeignKey(groups.c.name, ondelete="CASCADE"), primary_key=True),
        Column("login", Text, ForeignKey(people.c.login, ondelete="CASCADE"), primary_key=True),
    )
    sessions = Table(
        "sessions",
        metadata,
        Column("owner", Text, ForeignKey(people.c.login, ondelete="CASCADE"), primary_key=True),
        Column("id", Text, primary_key=True),
        *listing_columns(),
        Column("facts", JSON, nullable=False),
        Column("scorecard", JSON),
        Column("trainee_words", TSVECTOR, nullable=False),
        Column("caller_words", TSVECTOR, nullable=False),
        Column("sent_at", moment_type(), nullable=False, server_default=func.now()),
        Index("sessions_started", "started_at"),
    )
    scores = Table(
        "scores",
        metadata,
        Column("owner", Text, primary_key=True),
        Column("session_id", Text, primary_key=True),
        Column("criterion", Text, primary_key=True),
        Column("value", Integer, nullable=False),
        of_session(),
    )
    events = Table(
        "events",
        metadata,
        Column("owner", Text, primary_key=True),
        Column("session_id", Text, primary_key=True),
        Column("line_number", Integer, primary_key=True, comment="counted from 1"),
        Column("at_s", Double, comment="on the call's clock; null for a line that is no whole event"),
        Column("kind", Text, comment="null for a line that is no whole event"),
        Column("line", LargeBinary, nullable=False, comment="as it stands in the journal"),
        of_session(),
    )
    reviews = Table(
        "reviews",
        metadata,
        Column("owner", Text, primary_key=True),
        Column("session_id", Text, primary_key=True),
        Column("content", LargeBinary, nullable=False, comment="of review.json, as written"),
        Column("document", JSONB, nullable=False, comment="the same, for questions in SQL"),
        Column("edition", Text, nullable=False, comment="SHA-256 of the content"),
        Column("author", Text, nullable=False, comment="who wrote it last: the login the database knows"),
        Column("written_at", moment_type(), nullable=False),
        of_session(),
    )
    sounds = Table(
        "sounds",
        metadata,
        Column("owner", Text, primary_key=True),
        Column("session_id", Text, primary_key=True),
        Column("name", Text, primary_key=True, comment="as in the session's folder"),
        Column("place", Text, nullable=False, comment="relative to the store of sounds"),
        Column("sha256", Text, nullable=False),
        Column("size_bytes", BigInteger, nullable=False),
        of_session(),
    )
    sounds_left = Table(
        "sounds_left",
        metadata,
        Column("place", Text, primary_key=True, comment="relative to the store of sounds"),
        Column("left_at", moment_type(), nullable=False, server_default=func.now()),
    )
    has_review = exists().where(reviews.c.owner == sessions.c.owner, reviews.c.session_id == sessions.c.id)
    listed = tuple(has_review if name == "has_review" else sessions.c[name] for name in LISTED)
    return ArchiveTables(
        ListingTables(metadata, sessions, scores, listed),
        people,
        groups,
        members,
        events,
        reviews,
        sounds,
        sounds_left,
    )
