"""Sessions in a training centre's PostgreSQL database, as the person sees them who is logged in there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from simulator.scoring.record import Side
from simulator.sessions.archive.connecting import in_sentences, open_database, shown
from simulator.sessions.archive.port import (
    ArchivedReview,
    NotAllowedError,
    Parcel,
    SoundReference,
    UnknownParcelError,
    edition_of,
)
from simulator.sessions.archive.schema import archive_tables
from simulator.sessions.index.digest import words_said
from simulator.sessions.index.query import Progress, SessionListing, SessionQuery
from simulator.sessions.index.rows import listing_row, score_rows
from simulator.sessions.index.statements import listing_of, point_of, select_count, select_listings, select_points
from simulator.sessions.index.words import Term
from simulator.sessions.review import ReviewChangedError
from simulator.sessions.session import (
    SCORECARD_NAME,
    SESSION_NAME,
    facts_from_json,
    facts_to_json,
    scorecard_from_json,
    scorecard_to_json,
)

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import URL, ColumnElement, Connection, Table

REPLACEMENT: Final = "\ufffd"
"""Stands in a review's searchable copy for the one character PostgreSQL cannot keep, NUL."""


class DatabaseArchive:
    """Sessions in PostgreSQL; what may be seen and done is the database's to say.

    Any thread may call any method.

    Args:
        url: where it is and who asks; see `connecting.database_url`.
        connections: how many may be open at once.
    """

    def __init__(self, url: URL, connections: int = 1) -> None:
        self._url = url
        self._engine = open_database(url, connections)

    def __enter__(self) -> DatabaseArchive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the connections go."""
        self._engine.dispose()

    @property
    def name(self) -> str:
        """The database as it may be shown: person, computer and name, no password."""
        return shown(self._url)

    def put(self, parcel: Parcel) -> bool:
        """Keep a session as one's own; see `SessionArchive.put`."""
        tables = archive_tables()
        me = self._me
        with in_sentences(self._url), self._engine.begin() as connection:
            row = self._row(parcel)
            sessions = tables.listing.sessions
            mine = (sessions.c.owner == me) & (sessions.c.id == parcel.facts.id)
            there = connection.execute(sessions.select().with_only_columns(sessions.c.handed_in_at).where(mine)).first()
            if there is not None and there[0] is not None:
                return False
            if there is None:
                connection.execute(sessions.insert().values(owner=me, **row))
            else:
                connection.execute(sessions.update().where(mine).values(**{k: v for k, v in row.items() if k != "id"}))
                for table in (tables.events, tables.listing.scores, tables.sounds):
                    connection.execute(table.delete().where(*_of(table, me, parcel.facts.id)))
            _insert(connection, tables.events, _lines(me, parcel))
            _insert(connection, tables.listing.scores, score_rows(parcel.listing, me))
            _insert(connection, tables.sounds, _sound_rows(me, parcel))
            return True

    def search(self, query: SessionQuery = SessionQuery()) -> tuple[SessionListing, ...]:
        """Return the sessions asked for that this person may see, newest first."""
        statement = select_listings(archive_tables().listing, query, words_match)
        if statement is None:
            return ()
        with in_sentences(self._url), self._engine.connect() as connection:
            return tuple(listing_of(row, None) for row in connection.execute(statement).fetchall())

    def count(self, query: SessionQuery = SessionQuery()) -> int:
        """Return how many sessions there are of what is asked, whatever its limit."""
        statement = select_count(archive_tables().listing, query, words_match)
        if statement is None:
            return 0
        with in_sentences(self._url), self._engine.connect() as connection:
            return int(connection.execute(statement).scalar_one())

    def progress(self, query: SessionQuery = SessionQuery()) -> Progress:
        """Return every rated score of the sessions asked for, oldest first."""
        statement = select_points(archive_tables().listing, query, words_match)
        if statement is None:
            return Progress(())
        with in_sentences(self._url), self._engine.connect() as connection:
            return Progress(tuple(point_of(row) for row in connection.execute(statement).fetchall()))

    def fetch(self, session_id: str, owner: str = "") -> Parcel:
        """Return a session; see `SessionArchive.fetch`."""
        from sqlalchemy import select

        tables = archive_tables()
        sessions = tables.listing.sessions.c
        with in_sentences(self._url), self._engine.connect() as connection:
            whose = self._whose(connection, session_id, owner)
            wanted = (sessions.owner == whose, sessions.id == session_id)
            listed = connection.execute(select(*tables.listing.listed).where(*wanted)).one()
            facts, scorecard = connection.execute(select(sessions.facts, sessions.scorecard).where(*wanted)).one()
            lines = connection.execute(
                select(tables.events.c.line)
                .where(*_of(tables.events, whose, session_id))
                .order_by(tables.events.c.line_number)
            )
            journal = b"".join(bytes(line) for (line,) in lines)
            sounds = connection.execute(
                select(tables.sounds.c.name, tables.sounds.c.place, tables.sounds.c.sha256, tables.sounds.c.size_bytes)
                .where(*_of(tables.sounds, whose, session_id))
                .order_by(tables.sounds.c.name)
            ).fetchall()
        return Parcel(
            listing=listing_of(listed, None),
            facts=facts_from_json(json.dumps(facts).encode(), _as_path(whose, session_id, SESSION_NAME)),
            journal=journal,
            scorecard=None
            if scorecard is None
            else scorecard_from_json(json.dumps(scorecard).encode(), _as_path(whose, session_id, SCORECARD_NAME)),
            sounds=tuple(SoundReference(*row) for row in sounds),
        )

    def hand_in(self, session_id: str) -> datetime:
        """Give a session of one's own to the trainers; see `SessionArchive.hand_in`."""
        from sqlalchemy import func, select

        sessions = archive_tables().listing.sessions
        with in_sentences(self._url), self._engine.begin() as connection:
            mine = (sessions.c.owner == self._me, sessions.c.id == session_id)
            connection.execute(
                sessions.update().where(*mine, sessions.c.handed_in_at.is_(None)).values(handed_in_at=func.now())
            )
            moment: datetime | None = connection.execute(
                select(sessions.c.handed_in_at).where(*mine)
            ).scalar_one_or_none()
        if moment is None:
            raise UnknownParcelError(_unknown(session_id))
        return moment

    def review(self, session_id: str, owner: str = "") -> ArchivedReview | None:
        """Return the review of a session; see `SessionArchive.review`."""
        with in_sentences(self._url), self._engine.connect() as connection:
            return self._review(connection, session_id, self._whose(connection, session_id, owner))

    def save_review(self, session_id: str, content: bytes, edition: str, owner: str = "") -> ArchivedReview:
        """Write a review over the one it was made from; see `SessionArchive.save_review`."""
        from sqlalchemy.dialects.postgresql import insert

        reviews = archive_tables().reviews
        new = ArchivedReview(content, edition_of(content))
        document = json.loads(content.replace(b"\\u0000", REPLACEMENT.encode()))
        values = {"content": content, "document": document, "edition": new.edition}
        with in_sentences(self._url), self._engine.begin() as connection:
            whose = self._whose(connection, session_id, owner)
            if edition:
                wanted = (*_of(reviews, whose, session_id), reviews.c.edition == edition)
                done = connection.execute(reviews.update().where(*wanted).values(**values)).rowcount
            else:
                row = insert(reviews).values(owner=whose, session_id=session_id, **values)
                returned = row.on_conflict_do_nothing().returning(reviews.c.edition)
                done = len(connection.execute(returned).fetchall())
            if done:
                return new
            there = self._review(connection, session_id, whose)
        if there is not None and there.edition == edition:
            raise NotAllowedError(f"The store does not let {self._url.username} review {session_id}.")
        if there is not None and there.content == content:
            return there
        raise ReviewChangedError(
            f"The review of {session_id} was changed by somebody else since you opened it. Open it again and add "
            "yours to it; what you wrote was not kept."
        )

    def delete(self, session_id: str, owner: str = "") -> None:
        """Take a session away; see `SessionArchive.delete`."""
        sessions = archive_tables().listing.sessions
        with in_sentences(self._url), self._engine.begin() as connection:
            whose = self._whose(connection, session_id, owner)
            gone = connection.execute(sessions.delete().where(sessions.c.owner == whose, sessions.c.id == session_id))
            if not gone.rowcount:
                raise NotAllowedError(
                    f"{session_id} was handed in: a trainer of the group can delete it, {self._url.username} cannot."
                )

    @property
    def _me(self) -> str:
        return self._url.username or ""

    def _row(self, parcel: Parcel) -> dict[str, Any]:
        from sqlalchemy import func

        said = words_said(parcel.journal)
        row = listing_row(parcel.listing)
        # Handing in is a step of its own, and files of one computer are no trouble of another.
        row |= {"id": parcel.facts.id, "handed_in_at": None}
        row = {
            name: value.replace("\x00", REPLACEMENT) if isinstance(value, str) else value for name, value in row.items()
        }
        return {
            **row,
            "facts": json.loads(facts_to_json(parcel.facts)),
            "scorecard": None if parcel.scorecard is None else json.loads(scorecard_to_json(parcel.scorecard)),
            "trainee_words": func.to_tsvector("simple", said[Side.TRAINEE]),
            "caller_words": func.to_tsvector("simple", said[Side.CALLER]),
        }

    def _whose(self, connection: Connection, session_id: str, owner: str) -> str:
        """Return whose session is meant: the one given, else one's own, else the only one to be seen."""
        from sqlalchemy import select

        sessions = archive_tables().listing.sessions.c
        seen = connection.execute(select(sessions.owner).where(sessions.id == session_id).order_by(sessions.owner))
        owners = [each for (each,) in seen]
        if owner:
            owners = [each for each in owners if each == owner]
        if self._me in owners:
            return self._me
        if not owners:
            raise UnknownParcelError(_unknown(session_id))
        if len(owners) > 1:
            raise UnknownParcelError(f"Several people have a session {session_id}: {', '.join(owners)}. Say whose.")
        return str(owners[0])

    @staticmethod
    def _review(connection: Connection, session_id: str, owner: str) -> ArchivedReview | None:
        from sqlalchemy import select

        reviews = archive_tables().reviews
        row = connection.execute(
            select(reviews.c.content, reviews.c.edition).where(*_of(reviews, owner, session_id))
        ).first()
        return None if row is None else ArchivedReview(bytes(row.content), row.edition)


def words_match(terms: Sequence[Term], said_by: Side | None) -> ColumnElement[bool]:
    """Return the condition that a session's words hold all the terms, in PostgreSQL's full-text search."""
    from sqlalchemy import func

    sessions = archive_tables().listing.sessions.c
    # Terms hold letters and digits only (see `index.words`), so that nothing in quotes can end them.
    phrases = (
        " <-> ".join(f"'{word}'{':*' if term.begins and last else ''}" for word, last in _with_last(term.words))
        for term in terms
    )
    question = func.to_tsquery("simple", " & ".join(f"({phrase})" for phrase in phrases))
    sides = {Side.TRAINEE: sessions.trainee_words, Side.CALLER: sessions.caller_words}
    words = sides[said_by] if said_by else sides[Side.TRAINEE].op("||")(sides[Side.CALLER])
    matching: ColumnElement[bool] = words.op("@@", is_comparison=True)(question)
    return matching


def _with_last(words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    for place, word in enumerate(words, start=1):
        yield word, place == len(words)


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)


def _of(table: Table, owner: str, session_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.owner == owner, table.c.session_id == session_id


def _lines(owner: str, parcel: Parcel) -> list[dict[str, Any]]:
    rows = []
    for number, line in enumerate(parcel.journal.splitlines(keepends=True), start=1):
        at_s, kind = None, None
        try:
            entry = json.loads(line)
            at_s, kind = float(entry["at_s"]), str(entry["kind"])
        except (ValueError, KeyError, TypeError):
            # A torn line travels as it is.
            at_s = kind = None
        rows.append(
            {
                "owner": owner,
                "session_id": parcel.facts.id,
                "line_number": number,
                "at_s": at_s,
                "kind": None if kind is None else kind.replace("\x00", REPLACEMENT),
                "line": line,
            }
        )
    return rows


def _sound_rows(owner: str, parcel: Parcel) -> list[dict[str, Any]]:
    return [
        {
            "owner": owner,
            "session_id": parcel.facts.id,
            "name": sound.name,
            "place": sound.place,
            "sha256": sound.sha256,
            "size_bytes": sound.size_bytes,
        }
        for sound in parcel.sounds
    ]


def _as_path(owner: str, session_id: str, name: str) -> Path:
    from pathlib import Path

    return Path(owner) / session_id / name


def _unknown(session_id: str) -> str:
    return f"There is no session {session_id} in the store that you may see."
