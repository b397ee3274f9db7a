"""The house that `benchmarks/keys.py` walks through: real doors and real files, with long calls in them.

Only the telephone and the headset are pretended: what is measured is the screens, and no bench has a headset on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from simulator import directories
from simulator.app.services import AppServices, AppSettings, SpeechSpeed, WalkOutcome
from simulator.call.events import CallAnswered, CallEnded, CallerReplied, TraineeTurnHeard
from simulator.call.ports import CallObserver
from simulator.cli.app_services import open_doors
from simulator.cli.doors.house import House
from simulator.cli.doors.past_calls import KeptCalls
from simulator.cli.doors.training import KeptTraining
from simulator.cli.doors.upkeep import DiskUpkeep
from simulator.cli.doors.workshop import CallersWorkshop
from simulator.cli.kept_call import BRANCH_TURN
from simulator.dialogue.state import CallerState, Ending, HeardTurn
from simulator.language import Language
from simulator.scoring.scorecard import Criterion, Evidence, Score, Scorecard
from simulator.sessions.recording import AUDIO_NAME, turn_name
from simulator.sessions.review import write_review
from simulator.sessions.session import CallMode, Keep
from simulator.sessions.store import SessionStore, SessionWriter
from tests.simulator.app.pretend import PretendServices
from tests.simulator.app.pretend_calls import CALLER_LINES, caller_turn, reviewed, scorecard, trainee_turn

CALLER: Final = "karin-geen-internet"
LONG_TURNS: Final = 120
"""Of both together: a call of twenty minutes."""
SHORT_TURNS: Final = 12
SHORT_CALLS: Final = 40
EVIDENCE: Final = 14
"""How often each score of the long call was earned or cost something."""
BRANCH_AT: Final = 60
FIRST_AT: Final = datetime(2026, 3, 2, 9).astimezone()


def tell_turns(observer: CallObserver, count: int, first: int = 1) -> None:
    """Let a call of so many turns happen, the caller's and the trainee's in their turn."""
    for number in range(first, first + count):
        place, at_s = number // 2, 6.0 * number
        if number % 2:
            turn = caller_turn(place % len(CALLER_LINES), number, at_s)
            assert turn.position is not None
            observer.notice(CallerReplied(turn, CallerState(position=turn.position, patience=5)))
        else:
            turn = trainee_turn(place, number, at_s)
            assert turn.assessment is not None
            observer.notice(TraineeTurnHeard(turn, HeardTurn(turn.assessment)))


def _begin(store: SessionStore, started_at: datetime, parent: str | None = None) -> SessionWriter:
    path = directories.shipped_personas_directory() / f"{CALLER}.persona.yaml"
    return store.create(
        persona_id=CALLER,
        persona_text=path.read_text(encoding="utf-8"),
        language=Language.DUTCH,
        mode=CallMode.SPOKEN,
        seed=1,
        keep=Keep.TEXT,
        settings={} if parent is None else {BRANCH_TURN: BRANCH_AT},
        parent=parent,
        started_at=started_at,
    )


def _save(writer: SessionWriter, turns: int, card: Scorecard, *, heard: bool = False) -> str:
    writer.notice(CallAnswered(0.0))
    tell_turns(writer, turns)
    writer.notice(CallEnded(6.0 * turns + 9.0, Ending.SOLVED))
    writer.finish(card)
    if heard:
        sounds = writer.folder / AUDIO_NAME
        sounds.mkdir()
        for number in range(1, turns + 1):
            side = caller_turn(0, number, 0.0).side if number % 2 else trainee_turn(0, number, 0.0).side
            (sounds / turn_name(number, side)).touch()
    return writer.id


def long_scorecard() -> Scorecard:
    """Return the scores of a long call: each with much that earned and cost."""
    scores = []
    for criterion in Criterion:
        evidence = tuple(
            Evidence(
                "open_question" if place % 2 else "stacked",
                6 if place % 2 else -6,
                2 * place + 2,
                12.0 * place + 6,
                "Wat maakt het voor u zo dringend, en sinds wanneer heeft u er last van?",
                "Twee vragen tegelijk: de beller antwoordt op de laatste, en de eerste blijft liggen.",
                "Sinds wanneer heeft u er last van?",
            )
            for place in range(EVIDENCE)
        )
        scores.append(Score(criterion, 58, 50, evidence))
    small = scorecard()
    rose = tuple(replace(small.rose[place % 2], turn=2 * place + 2) for place in range(LONG_TURNS // 2))
    return replace(small, scores=tuple(scores), rose=rose)


def fill(directory: Path) -> None:
    """Save short calls, and last a long one with a trainer's review and a branch of it."""
    store = SessionStore(directory)
    for number in range(SHORT_CALLS):
        _save(_begin(store, FIRST_AT + timedelta(hours=number)), SHORT_TURNS, scorecard())
    late = FIRST_AT + timedelta(days=30)
    long = _save(_begin(store, late), LONG_TURNS, long_scorecard(), heard=True)
    branch = _save(_begin(store, late + timedelta(hours=1), long), LONG_TURNS, long_scorecard(), heard=True)
    write_review(directory / branch, reviewed(), "")


class SilentCalls(KeptCalls):
    """The calls on the disk; their recordings make no sound, and no training centre takes them."""

    @property
    def can_hand_in(self) -> bool:
        """Say yes, so that the key is there."""
        return True

    def play_turn(self, session_id: str, turn: int, stop: threading.Event) -> None:
        """Do nothing: there is no headset."""


class QuickUpkeep(DiskUpkeep):
    """The disk; the speed of the models is known at once, as it is measured on a thread of its own."""

    def measure_speed(self, language: Language) -> SpeechSpeed:
        """Tell a pretended speed."""
        return PretendServices().measure_speed(language)


class QuickWorkshop(CallersWorkshop):
    """The callers' files; a rehearsal is over at once, as it runs on a thread of its own."""

    def rehearse(self, persona_id: str, walked: Callable[[WalkOutcome], None], stop: threading.Event) -> None:
        """Tell pretended outcomes."""
        PretendServices().rehearse(persona_id, walked, stop)


def open_house(folder: Path, pretend: PretendServices) -> AppServices:
    """Return the doors into a house whose sessions lie in a folder; its telephone and headset are pretended."""
    house = House(sessions_dir=folder)
    doors = open_doors(house)
    past_calls = SilentCalls(house)
    pretend.kept = AppSettings(trainee="")
    return replace(
        doors,
        preferences=pretend,
        calls=pretend,
        sound=pretend,
        past_calls=past_calls,
        training=KeptTraining(house, past_calls),
        upkeep=QuickUpkeep(house),
        workshop=QuickWorkshop(house),
    )


def wait_for_loading() -> None:
    """Wait until what a program loads behind its first screen is there."""
    for thread in threading.enumerate():
        if thread.name == "preload":
            thread.join()
