"""Listings as rows of a table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeVar

from simulator.sessions.index.digest import Digest
from simulator.sessions.index.looking import Fingerprint, is_settled
from simulator.sessions.index.query import SessionListing
from simulator.sessions.index.words import folded

BATCH: Final = 200
"""Sessions read into memory and written at once: what a rebuild needs in memory, and what a kill can cost it."""

Item = TypeVar("Item")


def batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Give items in portions of `BATCH`."""
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def listing_row(listing: SessionListing) -> dict[str, Any]:
    """Return the columns of a listing by name, but for whose it is and whether it was reviewed."""
    offset = listing.started_at.utcoffset()
    return {
        "id": listing.id,
        "persona_id": listing.persona_id,
        "language": listing.language.value,
        "mode": listing.mode.value,
        "attempt": listing.attempt.value,
        "trainee": listing.trainee,
        "trainee_folded": folded(listing.trainee),
        "started_at": listing.started_at,
        "utc_offset_s": 0 if offset is None else int(offset.total_seconds()),
        "ending": listing.ending,
        "score_values": json.dumps(dict(listing.scores), separators=(",", ":")),
        "handed_in_at": listing.handed_in_at,
        "parent": listing.parent,
        "trouble": listing.trouble,
    }


def row_of(number: int, digest: Digest, state: Fingerprint, looked_ns: int) -> dict[str, Any]:
    """Return the row of a session in the index.

    Args:
        number: of its row.
        digest: what was read.
        state: of its files before they were read.
        looked_ns: when that was looked at.
    """
    return {
        **listing_row(digest.listing),
        "number": number,
        "owner": "",
        "has_review": digest.listing.has_review,
        "fingerprint": state.value,
        "settled": is_settled(state, looked_ns),
    }


def score_rows(listing: SessionListing, owner: str = "") -> list[dict[str, Any]]:
    """Return a row for each score that was rated."""
    return [
        {"owner": owner, "session_id": listing.id, "criterion": criterion, "value": value}
        for criterion, value in listing.scores.items()
        if value is not None
    ]
