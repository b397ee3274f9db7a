"""Sessions made by the program's own writers, as parcels."""

from __future__ import annotations

import itertools
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from simulator.call import events
from simulator.dialogue.state import CallerState, Ending, HeardTurn
from simulator.language import Language
from simulator.leary import Stance
from simulator.scoring.assessment import TurnAssessment
from simulator.scoring.record import Side, TurnRecord
from simulator.scoring.scorecard import Criterion, Score, Scorecard
from simulator.sessions.archive.folder import FolderArchive
from simulator.sessions.archive.port import Parcel
from simulator.sessions.session import Attempt, CallMode, Keep
from simulator.sessions.store import SessionStore, SessionWriter

_minutes = itertools.count()

CALLER_SAYS = "Mijn internet ligt er al drie dagen uit!"
TRAINEE_SAYS = "Wat vervelend, één moment. Since when don't you have a connection?"


def scorecard(**values: int | None) -> Scorecard:
    scores = tuple(Score(Criterion(name), value, 50.0) for name, value in values.items())
    return Scorecard("helpdesk", "0123456789ab", "1", scores, headline="Goed gevraagd.")


def write_session(
    directory: Path,
    *,
    caller_says: str = CALLER_SAYS,
    trainee_says: str = TRAINEE_SAYS,
    ending: Ending | None = Ending.SOLVED,
    scores: Scorecard | None = None,
    started_at: datetime | None = None,
    persona_id: str = "karin-geen-internet",
    trainee: str = "Renée Öz",
    language: Language = Language.DUTCH,
    attempt: Attempt = Attempt.PRACTICE,
) -> SessionWriter:
    writer = SessionStore(directory).create(
        persona_id=persona_id,
        persona_text=f"id: {persona_id}\nlanguage: {language.value}\n",
        language=language,
        mode=CallMode.TYPED,
        seed=7,
        trainee=trainee,
        keep=Keep.TEXT,
        started_at=started_at or datetime(2026, 1, 5, 9, next(_minutes) % 60, tzinfo=UTC),
        attempt=attempt,
    )
    writer.notice(events.CallAnswered(0.0))
    said = TurnRecord(1, Side.CALLER, caller_says, 0.0, 2.0, position=Stance(-0.5, 0.3), reason="opening")
    writer.notice(events.CallerReplied(said, CallerState(Stance(-0.5, 0.3), 5.0)))
    assessment = TurnAssessment(text=trainee_says)
    heard = TurnRecord(2, Side.TRAINEE, trainee_says, 3.0, 4.0, (), assessment)
    writer.notice(events.TraineeTurnHeard(heard, HeardTurn(assessment)))
    if ending is not None:
        writer.notice(events.CallEnded(5.0, ending))
    writer.finish(scorecard(questioning=64, leary=40, jargon=None) if scores is None else scores)
    return writer


def parcel(**changes: object) -> Parcel:
    """Return a session that lies nowhere yet."""
    with tempfile.TemporaryDirectory() as place, FolderArchive(Path(place)) as folder:
        return folder.fetch(write_session(Path(place), **changes).id)  # type: ignore[arg-type]


def as_listed(parcel: Parcel) -> Parcel:
    """Return a parcel without what depends on where it lies."""
    listing = replace(parcel.listing, directory=None, owner="", handed_in_at=None, has_review=False)
    return replace(parcel, listing=listing)
