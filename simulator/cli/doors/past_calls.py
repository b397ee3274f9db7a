"""The calls made, from their session folders."""

from __future__ import annotations

import os
import threading
from datetime import datetime
from typing import TYPE_CHECKING, Final

from simulator.app.services import FinishedCall, PastCall, WrittenNote

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from simulator.call.events import CallEvent
    from simulator.cli.doors.house import House
    from simulator.sessions.review import Review
    from simulator.sessions.session import Session
    from simulator.sessions.store import SessionSummary

LOOK_UP_S: Final = 0.1
"""How soon sound stops once it is asked to."""


class KeptCalls:
    """Implements `simulator.app.services.PastCallServices`."""

    def __init__(self, house: House) -> None:
        self._house = house

    @property
    def doubtful_below(self) -> float:
        """Words the recogniser trusted less than this are shown grey, as they are left out of the scores."""
        from simulator.scoring.record import LEAST_WORD_PROBABILITY

        return LEAST_WORD_PROBABILITY

    def past_calls(self) -> tuple[PastCall, ...]:
        """Return the calls made, newest first."""
        return tuple(self._past_call(summary) for summary in self._house.store().list())

    def _past_call(self, summary: SessionSummary) -> PastCall:
        from simulator.sessions.session import Attempt

        facts = summary.facts
        if facts is None:
            return PastCall(
                id=summary.id,
                persona_id="",
                caller_name="",
                title="",
                started_at=_started_at(summary.id),
                scores={},
                ending=None,
                attempt=Attempt.PRACTICE,
                problem=summary.trouble,
            )
        name, title = self._house.called(facts.persona_id)
        card = summary.scorecard
        return PastCall(
            id=summary.id,
            persona_id=facts.persona_id,
            caller_name=name,
            title=title,
            started_at=facts.started_at,
            scores={} if card is None else {score.criterion: score.value for score in card.scores},
            ending=summary.ending,
            attempt=facts.attempt,
            trainee=facts.trainee,
            is_branch=facts.parent is not None,
        )

    def finished_call(self, session_id: str) -> FinishedCall:
        """Open a saved call.

        Raises:
            LookupError: it is gone or unreadable; `str()` is a sentence.
        """
        from simulator.cli.kept_call import BRANCH_TURN
        from simulator.sessions.handing_in import handed_in_at

        session = self._house.session(session_id)
        review, trouble = _review_of(session)
        facts = session.facts
        name, title = self._house.called(facts.persona_id)
        return FinishedCall(
            session_id=session.id,
            persona_id=facts.persona_id,
            caller_name=name,
            title=title,
            started_at=facts.started_at,
            record=session.record,
            scorecard=session.scorecard,
            mode=facts.mode,
            attempt=facts.attempt,
            folder=str(session.folder),
            parent_id=facts.parent,
            branch_turn=facts.settings.get(BRANCH_TURN),
            note=trouble,
            review=review,
            handed_in=handed_in_at(session.folder) is not None,
            notes=notes_of(session.journal.events),
            heard_turns=frozenset(self._sounds_of(session)),
        )

    @property
    def can_hand_in(self) -> bool:
        """Whether there is a training centre to hand calls in to."""
        from simulator.cli.store import STORE_VARIABLE

        return bool(os.environ.get(STORE_VARIABLE, "").strip())

    def hand_in(self, session_id: str) -> None:
        """Give a saved call to the trainer, and begin to send it; what cannot be sent waits for the next start."""
        from simulator.cli.store import begin_sending
        from simulator.sessions.handing_in import hand_in

        hand_in(self._house.session(session_id).folder)
        begin_sending(self._house.sessions_dir)

    def waiting_to_go(self) -> int:
        """Return how many calls were handed in and could not be sent yet."""
        from simulator.cli.store import opened_store
        from simulator.sessions.archive.outbox import Outbox
        from simulator.sessions.handing_in import handed_in_at

        if not self.can_hand_in:
            return 0
        directory = self._house.sessions()
        # Opening a store connects to nothing yet: whether it can be reached is not asked here.
        with opened_store(None) as archive:
            waiting = Outbox(directory, archive, archive.name).waiting()
        return sum(handed_in_at(directory / session_id) is not None for session_id in waiting)

    def mark_review_read(self, session_id: str) -> None:
        """Note that the trainee read what trainers said of a call."""
        from simulator.sessions.review import read_review, write_review

        folder = self._house.session(session_id).folder
        kept = read_review(folder)
        if kept.review.has_news:
            name = self._house.settings.trainee or ""
            write_review(folder, kept.review.seen(name, datetime.now().astimezone()), kept.edition)

    def play_turn(self, session_id: str, turn: int, stop: threading.Event) -> None:
        """Sound one recorded turn until its end or until `stop` is set."""
        from audio.frames import SPEECH_RATE_HZ, SpeechChunk
        from audio.soundfiles import read_samples
        from simulator.cli.spoken_call import open_headset

        path = self._sounds_of(self._house.session(session_id)).get(turn)
        if path is None:
            raise LookupError("Of this turn there is no recording: the call was typed, or only its text was kept.")
        settings = self._house.settings
        with open_headset(settings.microphone, settings.speaker) as headset:
            headset.speaker.play(SpeechChunk(read_samples(path, SPEECH_RATE_HZ), SPEECH_RATE_HZ))
            while headset.speaker.busy() and not stop.wait(LOOK_UP_S):
                pass
            headset.speaker.abort()

    def _sounds_of(self, session: Session) -> dict[int, Path]:
        """Return the recordings of a call's turns; of those that a branch repeats, of the call it branched off from."""
        from simulator.cli.kept_call import BRANCH_TURN

        facts = session.facts
        branch_turn = facts.settings.get(BRANCH_TURN)
        found = {turn.number: path for turn in session.record.turns if (path := session.turn_sound(turn)) is not None}
        if facts.parent is None or branch_turn is None:
            return found
        try:
            parents = self._sounds_of(self._house.session(facts.parent))
        except LookupError:
            parents = {}
        own = {number: path for number, path in found.items() if number >= branch_turn}
        return {number: path for number, path in parents.items() if number < branch_turn} | own


def _review_of(session: Session) -> tuple[Review | None, str]:
    """Return what trainers said of a call, and why that cannot be read; one of them is empty."""
    from simulator.sessions.review import read_review
    from simulator.sessions.session import DamagedSessionError

    try:
        review = read_review(session.folder).review
    except DamagedSessionError as damaged:
        return None, str(damaged)
    return (None if review.is_empty else review), ""


def notes_of(events: Iterable[CallEvent]) -> tuple[WrittenNote, ...]:
    """Return what the trainee wrote down in a call."""
    from simulator.call.events import NoteTaken

    return tuple(WrittenNote(event.at_s, event.text) for event in events if isinstance(event, NoteTaken))


def _started_at(session_id: str) -> datetime:
    """Return when a session began by the name of its folder, which is all a damaged one still says."""
    return datetime.strptime(session_id[:15], "%Y%m%d-%H%M%S").astimezone()
