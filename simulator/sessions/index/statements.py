"""Questions as SQL, for SQLite and PostgreSQL alike; values are always bound, never pasted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import from_json

from simulator.language import Language
from simulator.scoring.record import Side
from simulator.scoring.scorecard import Criterion
from simulator.sessions.index.query import CUT_SHORT, ScorePoint, SessionListing, SessionQuery
from simulator.sessions.index.schema import ListingTables
from simulator.sessions.index.words import Term, folded, terms_of
from simulator.sessions.session import Attempt, CallMode

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select

_LANGUAGES: Final = {each.value: each for each in Language}
_MODES: Final = {each.value: each for each in CallMode}
_ATTEMPTS: Final = {each.value: each for each in Attempt}
"""Enums by value; a long list looks up thirty thousand of them."""

WordMatcher = Callable[[Sequence[Term], Side | None], "ColumnElement[bool]"]
"""Says in one database's own words that a session's words hold all the terms."""


def select_listings(tables: ListingTables, query: SessionQuery, matcher: WordMatcher) -> Select[Any] | None:
    """Return the statement that lists sessions, newest first; None when nothing can be meant."""
    from sqlalchemy import select

    conditions = _conditions(tables, query, matcher)
    if conditions is None:
        return None
    sessions = tables.sessions.c
    statement = select(*tables.listed).where(*conditions)
    statement = statement.order_by(sessions.started_at.desc(), sessions.id.desc(), sessions.owner)
    if query.limit is not None:
        statement = statement.limit(query.limit)
    elif query.offset:
        statement = statement.limit(2**31)
    return statement.offset(query.offset) if query.offset else statement


def select_count(tables: ListingTables, query: SessionQuery, matcher: WordMatcher) -> Select[Any] | None:
    """Return the statement that counts sessions, whatever the limit; None when nothing can be meant."""
    from sqlalchemy import func, select

    conditions = _conditions(tables, query, matcher)
    return None if conditions is None else select(func.count()).select_from(tables.sessions).where(*conditions)


def select_points(tables: ListingTables, query: SessionQuery, matcher: WordMatcher) -> Select[Any] | None:
    """Return the statement that gives every rated score of the sessions, oldest first; None when nothing is meant."""
    from sqlalchemy import select

    conditions = _conditions(tables, query, matcher)
    if conditions is None:
        return None
    sessions, scores = tables.sessions.c, tables.scores.c
    return (
        select(
            sessions.id, sessions.started_at, sessions.utc_offset_s, sessions.persona_id, scores.criterion, scores.value
        )
        .join(tables.scores, (scores.owner == sessions.owner) & (scores.session_id == sessions.id))
        .where(*conditions)
        .order_by(sessions.started_at, sessions.id, sessions.owner, scores.criterion)
    )


def listing_of(row: Sequence[Any], directory: Path | None) -> SessionListing:
    """Return the listing of a row of `LISTED`.

    Args:
        row: as selected.
        directory: the folder that holds all sessions; None where they lie in a database only.
    """
    owner, session_id, persona_id, language, mode, attempt, trainee, started_at, offset_s, ending = row[:10]
    score_values, has_review, handed_in_at, parent, trouble = row[10:]
    return SessionListing(
        id=session_id,
        directory=directory,
        persona_id=persona_id,
        started_at=_on_the_wall(started_at, offset_s),
        language=_LANGUAGES[language],
        mode=_MODES[mode],
        attempt=_ATTEMPTS[attempt],
        trainee=trainee,
        ending=ending,
        scores=from_json(score_values),
        has_review=bool(has_review),
        handed_in_at=None if handed_in_at is None else _on_the_wall(handed_in_at, offset_s),
        parent=parent,
        owner=owner,
        trouble=trouble,
    )


def point_of(row: Sequence[Any]) -> ScorePoint:
    """Return the score of a row of `select_points`."""
    session_id, started_at, offset_s, persona_id, criterion, value = row
    return ScorePoint(session_id, _on_the_wall(started_at, offset_s), persona_id, Criterion(criterion), value)


def _on_the_wall(moment: datetime | float, offset_s: int) -> datetime:
    zone = _zone(offset_s)
    return datetime.fromtimestamp(moment, zone) if isinstance(moment, (float, int)) else moment.astimezone(zone)


@cache
def _zone(offset_s: int) -> timezone:
    return timezone(timedelta(seconds=offset_s))


def _conditions(tables: ListingTables, query: SessionQuery, matcher: WordMatcher) -> list[ColumnElement[bool]] | None:
    from sqlalchemy import select

    sessions, scores = tables.sessions.c, tables.scores.c
    terms = terms_of(query.words)
    if terms is None:
        return None
    conditions = [matcher(terms, query.said_by)] if terms else []
    # No name holds a NUL, and a database would take it for the end of the text.
    caller, trainee = (text.strip().replace("\x00", "\ufffd") for text in (query.caller, query.trainee))
    if caller:
        conditions.append(sessions.persona_id.contains(caller.lower(), autoescape=True))
    if trainee:
        conditions.append(sessions.trainee_folded.contains(folded(trainee), autoescape=True))
    if query.since is not None:
        conditions.append(sessions.started_at >= query.since.astimezone())
    if query.until is not None:
        conditions.append(sessions.started_at < query.until.astimezone())
    if query.language is not None:
        conditions.append(sessions.language == query.language.value)
    if query.attempt is not None:
        conditions.append(sessions.attempt == query.attempt.value)
    if query.ending is not None:
        conditions.append(sessions.ending.is_(None) if query.ending == CUT_SHORT else sessions.ending == query.ending)
    return conditions + [
        select(scores.value)
        .where(
            scores.owner == sessions.owner,
            scores.session_id == sessions.id,
            scores.criterion == wanted.criterion.value,
            scores.value.between(wanted.at_least, wanted.at_most),
        )
        .exists()
        for wanted in query.scores
    ]
