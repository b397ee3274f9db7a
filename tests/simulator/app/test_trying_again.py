"""Trying again from a turn of a saved spoken call: the real doors, the real minds, and sessions on the disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.widgets import Input

from audio.scripted import (
    FrameClock,
    LevelDetector,
    Pace,
    ScriptedMicrophone,
    ScriptedTranscriber,
    SilentSpeaker,
    ToneVoice,
)
from simulator import directories
from simulator.app.call_view import Floor
from simulator.app.screens.call import CallScreen
from simulator.app.screens.confirm import ChoiceScreen, ConfirmScreen
from simulator.app.screens.debrief import DebriefScreen
from simulator.app.screens.past_calls import PastCallsScreen
from simulator.app.services import AppServices
from simulator.app.widgets.rose import LearysRose
from simulator.app.widgets.rose_picture import CALLER_START_MARK, RoseCourse
from simulator.app.widgets.side_by_side import SideBySide
from simulator.app.widgets.transcript import Transcript
from simulator.call.rehearsal import RehearsalTrainee
from simulator.call.runner import CallRunner, Ears, Mouth
from simulator.cli.app_services import open_doors
from simulator.cli.doors.calls import Telephone
from simulator.cli.doors.house import House
from simulator.cli.kept_call import BRANCH_TURN, KeptCall
from simulator.personas.reader import load_library
from simulator.scoring.record import CallRecord, Side
from simulator.sessions.session import CallMode, Session
from simulator.sessions.store import SessionStore
from tests.simulator.app.stage import stage

CALLER = "ruth-double-charge"
SEED = 7
SAID = (
    "Good afternoon, payments desk, you are speaking with Tom.",
    "You should have read the conditions.",
    "I cannot do anything about that.",
)
INSTEAD = "That must be worrying. What happened exactly?"
BRANCH_AT = 4
"""The trainee's second turn, after the caller's second line."""


@dataclass(frozen=True)
class RealHouse:
    """The real doors over a folder of the test."""

    services: AppServices
    sessions: Path

    def doors(self) -> AppServices:
        return self.services

    def session(self, session_id: str) -> Session:
        return SessionStore(self.sessions).open(session_id)


class Forwarding:
    """An observer that tells the trainee, who is made after the call it listens to."""

    def __init__(self) -> None:
        self.trainee: RehearsalTrainee | None = None

    def notice(self, event: object) -> None:
        if self.trainee is not None:
            self.trainee.notice(event)  # type: ignore[arg-type]


def hold_spoken_call(telephone: Telephone, sessions: Path) -> str:
    """Hold a call by voice on scripted sound, with the real caller, runner, minds and scorer; return its id."""
    loaded = load_library([directories.shipped_personas_directory()]).find(CALLER)
    kept = KeptCall(loaded, sessions, CallMode.SPOKEN, SEED)
    clock = FrameClock()
    microphone = ScriptedMicrophone(clock, Pace.AS_FAST_AS_CONSUMED)
    forwarding = Forwarding()
    runner = CallRunner(
        loaded.persona,
        Ears(microphone, LevelDetector(), ScriptedTranscriber(SAID)),
        Mouth(ToneVoice(), SilentSpeaker(clock)),
        clock,
        telephone.minds(loaded.persona),
        SEED,
        observers=(kept.writer, forwarding),
        recorder=kept.writer,
        inline=True,
    )
    forwarding.trainee = RehearsalTrainee(microphone, ToneVoice(), SAID)
    forwarding.trainee.attend(runner)
    runner.start()
    runner.wait(60)
    runner.close()
    return kept.finish(runner.record()).session_id


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> tuple[RealHouse, str]:
    """A house with a saved spoken call, and the call's id."""
    sessions = tmp_path_factory.mktemp("sessions")
    services = open_doors(House(sessions_dir=sessions))
    assert isinstance(services.calls, Telephone)
    return RealHouse(services, sessions), hold_spoken_call(services.calls, sessions)


def path_of(record: CallRecord) -> RoseCourse:
    """Return both paths as the journal has them."""
    readings = [turn.assessment.leary for turn in record.turns if turn.assessment is not None]
    return RoseCourse(
        tuple(turn.position for turn in record.turns if turn.position is not None),
        tuple(reading.stance for reading in readings),
        1.0 - readings[-1].confidence,
    )


def drawn(rose: LearysRose) -> list[str]:
    """Return the picture a rose shows now, line by line."""
    return [rose.render_line(line).text for line in range(rose.size.height)]


async def test_both_paths_of_a_spoken_call_that_was_tried_again(spoken: tuple[RealHouse, str]) -> None:
    house, saved = spoken
    async with stage(house, size=(120, 40)) as at:
        await at.press("w", "escape", "s")
        await at.on(PastCallsScreen)
        await at.press("enter")
        await at.on(DebriefScreen)
        await at.press("3")
        await at.until(lambda: bool(at.app.screen.query(Transcript)))
        await at.press("down", "down")
        await at.press("r")
        await at.on(ChoiceScreen)
        await at.press("t")
        await at.on(CallScreen)
        call = at.app.screen
        assert isinstance(call, CallScreen)
        await at.until(lambda: len(call.view.turns) == BRANCH_AT - 1 and call.view.floor is Floor.TRAINEE)
        call.query_one(Input).value = INSTEAD
        await at.press("enter")
        await at.until(lambda: len(call.view.turns) == BRANCH_AT + 1 and call.view.floor is Floor.TRAINEE)
        await at.press("f8")
        await at.on(ConfirmScreen)
        await at.press("enter")
        await at.on(DebriefScreen)
        await at.until(lambda: bool(at.app.screen.query("#both")))
        await at.press("4")
        await at.until(lambda: bool(at.app.screen.query(SideBySide)))
        before, after = at.app.screen.query(SideBySide).first().query(LearysRose)
        await at.until(lambda: after.size.height > 0)

        (branch_id,) = {each for each in SessionStore(house.sessions).ids() if each != saved}
        parent, branch = house.session(saved), house.session(branch_id)
        assert parent.facts.mode is CallMode.SPOKEN
        assert (parent.folder / "call.flac").is_file()
        assert branch.facts.parent == saved
        assert branch.facts.settings[BRANCH_TURN] == BRANCH_AT
        assert branch.facts.seed == parent.facts.seed

        same = BRANCH_AT - 1
        assert [turn.text for turn in branch.record.turns[:same]] == [turn.text for turn in parent.record.turns[:same]]
        assert branch.record.turns[same].text == INSTEAD
        assert branch.record.turns[same].side is Side.TRAINEE

        was, became = path_of(parent.record), path_of(branch.record)
        assert before.course == was
        assert after.course == became
        assert became.caller[:2] == was.caller[:2]
        assert became.caller != was.caller
        empty = LearysRose(at.app.wording, "Ruth")
        assert empty.course != was
        for rose in (before, after):
            assert any(CALLER_START_MARK in line for line in drawn(rose))
        assert drawn(before) != drawn(after)
        shown = at.text()
        assert all(line.strip() in shown for line in drawn(before) + drawn(after))
