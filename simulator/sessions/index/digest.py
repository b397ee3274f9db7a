"""A session folder read once for the index: what is listed of it, and the words that were said."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulator.scoring.record import Side
from simulator.sessions.handing_in import handed_in_at
from simulator.sessions.index.query import SessionListing
from simulator.sessions.index.words import words_of
from simulator.sessions.journal import JOURNAL_NAME
from simulator.sessions.session import REVIEW_NAME
from simulator.sessions.store import SessionSummary, summarised

_TURN_KIND: Final = re.compile(rb'"kind":"(TraineeTurnHeard|CallerReplied|CallerInterrupted)"')
_HEAD_BYTES: Final = 160
"""The kind of a line stands in its beginning, before the words."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What the index keeps of a session."""

    listing: SessionListing
    said_by_trainee: str
    """Folded words, in order, a blank between."""
    said_by_caller: str


def digest_of(folder: Path) -> Digest:
    """Return what the index keeps of a session; one that is damaged is listed with what can be known of it.

    Raises:
        FileNotFoundError: the folder is gone.
    """
    summary = summarised(folder)
    said = {Side.TRAINEE: "", Side.CALLER: ""}
    # An absent journal holds no words; one that cannot be read is in the summary's trouble.
    with contextlib.suppress(OSError):
        said = words_said((folder / JOURNAL_NAME).read_bytes())
    return Digest(listing_from(summary), said[Side.TRAINEE], said[Side.CALLER])


def words_said(journal: bytes) -> dict[Side, str]:
    """Return the words of each side, folded, in order; of a line that was cut off only what sounded.

    Only the lines of turns are taken apart, and only as JSON: a list need not know what a turn was worth.
    """
    from pydantic_core import from_json

    texts: dict[tuple[Side, int], str] = {}
    for line in journal.splitlines():
        kind = _TURN_KIND.search(line, 0, _HEAD_BYTES)
        if kind is None:
            continue
        side = Side.TRAINEE if kind[1] == b"TraineeTurnHeard" else Side.CALLER
        # A torn line, or one of another version, holds no words that could be counted on.
        with contextlib.suppress(ValueError, KeyError, TypeError):
            data = from_json(line)["data"]
            if "words_spoken" in data:
                texts[side, data["turn_number"]] = str(data["words_spoken"])
            else:
                texts[side, data["turn"]["number"]] = str(data["turn"]["text"])
    said: dict[Side, list[str]] = {side: [] for side in Side}
    for (side, _), text in texts.items():
        said[side] += words_of(text)
    return {side: " ".join(words) for side, words in said.items()}


def listing_from(summary: SessionSummary) -> SessionListing:
    """Return the listing of a session that was read from its folder.

    Raises:
        FileNotFoundError: the folder is gone.
    """
    facts = summary.facts
    if facts is None:
        raise FileNotFoundError(f"{summary.folder} is gone.")
    scored = () if summary.scorecard is None else summary.scorecard.scores
    return SessionListing(
        id=summary.id,
        directory=summary.folder.parent,
        persona_id=facts.persona_id,
        started_at=facts.started_at if facts.started_at.tzinfo else facts.started_at.astimezone(),
        language=facts.language,
        mode=facts.mode,
        attempt=facts.attempt,
        trainee=facts.trainee,
        ending=summary.ending,
        scores={each.criterion.value: each.value for each in scored},
        has_review=(summary.folder / REVIEW_NAME).is_file(),
        handed_in_at=handed_in_at(summary.folder),
        parent=facts.parent,
        trouble=summary.trouble,
    )
