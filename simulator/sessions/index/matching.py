"""How SQLite is asked for words: its full-text index where it has one, else every text from end to end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.scoring.record import Side
from simulator.sessions.index.schema import WORDS_TABLE, index_tables
from simulator.sessions.index.words import Term

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement


def words_match(terms: Sequence[Term], said_by: Side | None) -> ColumnElement[bool]:
    """Return the condition that a session's words hold all the terms, by the full-text index."""
    from sqlalchemy import column, literal_column, select, table

    # Terms hold letters and digits only (see `words`), so that nothing in quotes can end them.
    phrases = " AND ".join(f'"{" ".join(term.words)}"{" *" if term.begins else ""}' for term in terms)
    question = phrases if said_by is None else f"{{{said_by.value}}} : ({phrases})"
    words = table(WORDS_TABLE, column("rowid"))
    matching = select(words.c.rowid).where(literal_column(WORDS_TABLE).match(question))
    return index_tables().sessions.c.number.in_(matching)


def words_are_like(terms: Sequence[Term], said_by: Side | None) -> ColumnElement[bool]:
    """Return the same condition for a SQLite without full-text search."""
    from sqlalchemy import and_, column, or_, select, table

    words = table(WORDS_TABLE, column("rowid"), column("trainee"), column("caller"))
    sides = [words.c[side.value] for side in ((said_by,) if said_by else tuple(Side))]
    held = and_(
        *(
            or_(*((" " + side + " ").like(f"% {' '.join(term.words)}{'%' if term.begins else ' %'}") for side in sides))
            for term in terms
        )
    )
    return index_tables().sessions.c.number.in_(select(words.c.rowid).where(held))
