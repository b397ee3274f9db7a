"""Pictures of every screen, in both languages, sizes and themes: a change must be looked at and wanted.

One app walks past all screens by keyboard for each language, and at each is resized and given other colours; an app
for each picture would take thirty times as long. What costs is giving all that is open other colours: so the next
screen begins with those of the last one. After a wanted change:
`pytest tests/simulator/app/test_snapshots.py --snapshot-update`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.command import CommandPalette
from textual.widgets import Input, OptionList, Select

from simulator.app.call_view import Floor
from simulator.app.screens.briefing import BriefingScreen, NotePad
from simulator.app.screens.call import CallScreen
from simulator.app.screens.confirm import ChoiceScreen, ConfirmScreen
from simulator.app.screens.debrief import DebriefScreen, EvidenceList
from simulator.app.screens.help import HelpScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.note import NoteScreen
from simulator.app.screens.past_calls import PastCallsScreen
from simulator.app.screens.pick import PickScreen
from simulator.app.screens.review import ReviewScreen
from simulator.app.screens.ringing import RingingScreen
from simulator.app.screens.settings import SettingsScreen
from simulator.app.screens.sound_check import SoundCheckScreen
from simulator.app.screens.trainers_room import SessionList, TrainersRoomScreen
from simulator.app.screens.trouble import TroubleScreen
from simulator.app.screens.welcome import WelcomeScreen
from simulator.app.screens.workshop import CallerFileList, WorkshopScreen
from simulator.app.services import AppSettings, SpokenAhead, ThemeChoice, WrittenNote
from simulator.app.widgets.spoken_ahead import SpokenAheadBar
from simulator.call import events
from simulator.language import Language
from simulator.sessions.session import Attempt, CallMode
from tests.simulator.app.pretend import FILES, PretendServices
from tests.simulator.app.pretend_calls import finished_call, past_call, reviewed
from tests.simulator.app.stage import Stage, stage

FONT_FROM_ELSEWHERE: Final = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
"""The library names a font on the web; the pictures take what the reader has and fetch nothing."""

PARENT: Final = "20260308-090000-karin-geen-internet-0000"
SMALL, LARGE = (80, 24), (120, 40)

Look = tuple[tuple[int, int], ThemeChoice]

LOOKS: Final[dict[Language, tuple[Look, ...]]] = {
    Language.DUTCH: ((SMALL, ThemeChoice.DARK), (LARGE, ThemeChoice.DARK), (SMALL, ThemeChoice.LIGHT)),
    Language.ENGLISH: ((SMALL, ThemeChoice.DARK), (LARGE, ThemeChoice.DARK), (SMALL, ThemeChoice.CONTRAST)),
}
"""How each screen is looked at, from the first to the last and at the next screen the other way round."""


class Picture(SingleFileSnapshotExtension):
    """An SVG in a file of its own."""

    _file_extension = "svg"
    _write_mode = WriteMode.TEXT


@dataclass
class Photographer:
    """Holds what the screen shows against its pictures."""

    at: Stage
    snapshot: SnapshotAssertion
    looks: tuple[Look, ...]
    different: list[str]

    async def take(self, name: str) -> None:
        """Compare the screen with the pictures of that name; what differs is told at the end."""
        await self.at.pilot.pause()
        looks, self.looks = self.looks, self.looks[::-1]
        for (columns, rows), theme in looks:
            await self._show((columns, rows), theme)
            svg = FONT_FROM_ELSEWHERE.sub("", self.at.app.export_screenshot(title="callsim"))
            look = f"{columns}x{rows}-{theme.name.lower()}-{name}"
            if svg != self.snapshot(name=look):
                self.different.append(look)

    async def _show(self, size: tuple[int, int], theme: ThemeChoice) -> None:
        app = self.at.app
        if app.settings.theme is not theme:
            app.choose(replace(app.settings, theme=theme))
            for choice in app.screen.query("#theme").results(Select):
                choice.value = theme
        if app.size != size:
            await self.at.pilot.resize_terminal(*size)
        await self.at.pilot.pause()


def house(language: Language) -> PretendServices:
    """Return a house before its first start, with a call that was tried again."""
    saved = finished_call(
        mode=CallMode.SPOKEN,
        branch_turn=6,
        notes=(WrittenNote(0.0, "Eerst doorvragen."), WrittenNote(21.0, "Monteur vanmiddag?")),
    )
    made = (past_call(), past_call(id=PARENT, attempt=Attempt.TEST))
    settings = AppSettings(language=language)
    parents = {saved.session_id: PARENT}
    return PretendServices(kept=settings, saved=saved, made=made, parents=parents, review=reviewed())


async def first_start(at: Stage, camera: Photographer) -> None:
    """From the first screen by way of the sound check into a typed call and its debrief."""
    await at.on(WelcomeScreen)
    await camera.take("welcome")
    await at.press("tab", "tab", "enter")
    await at.on(SoundCheckScreen)
    await at.until(lambda: "Jabra" in at.text())
    for done in range(1, 4):
        await at.press("enter")
        screen = at.app.screen
        assert isinstance(screen, SoundCheckScreen)
        await at.until(lambda done=done, screen=screen: len(screen.outcomes) == done)
    await camera.take("sound-check")
    await at.press("escape")
    await at.on(BriefingScreen)
    await at.until(lambda: "✓ " in str(at.app.screen.query_one("#sound").render()))
    at.app.screen.query_one(NotePad).text = "Rustig blijven."
    await camera.take("briefing")
    await at.press("t")
    await at.on(RingingScreen)
    await at.until(lambda: "…" not in str(at.app.screen.query_one("#ringing-note").render()))
    await camera.take("ringing")
    await at.press("enter")
    await in_call(at, turns=1)
    await at.press("f4")
    for turns in (3, 5):
        at.app.screen.query_one(Input).value = "Wat is er gebeurd?"
        await at.press("enter")
        await in_call(at, turns=turns)
    await camera.take("call")
    await at.press("f5")
    await at.on(NoteScreen)
    await camera.take("note")
    await at.press("escape", "f8")
    await at.on(ConfirmScreen)
    await camera.take("hang-up")
    await at.press("enter")
    await at.on(DebriefScreen)
    await at.press("escape")
    await at.on(HomeScreen)


async def in_call(at: Stage, turns: int) -> CallScreen:
    """Wait until it is the trainee's turn."""
    await at.on(CallScreen)
    screen = at.app.screen
    assert isinstance(screen, CallScreen)
    await at.until(lambda: len(screen.view.turns) == turns and screen.view.floor is Floor.TRAINEE)
    return screen


async def looking_back(at: Stage, camera: Photographer) -> None:
    """The lists, and every page of a debrief."""
    await camera.take("home")
    await at.press("f1")
    await at.on(HelpScreen)
    await camera.take("help")
    await at.press("escape", "s")
    await at.on(PastCallsScreen)
    await camera.take("past-calls")
    await at.press("enter")
    await at.on(DebriefScreen)
    await at.until(lambda: bool(at.app.screen.query("#both")))
    await camera.take("debrief")
    await at.press("enter")
    assert at.app.focused is at.app.screen.query_one(EvidenceList)
    await at.press("r")
    await at.on(ChoiceScreen)
    await camera.take("branch")
    await at.press("escape", "2")
    await camera.take("rose")
    await at.press("3", "down")
    await camera.take("words")
    await at.press("4")
    await camera.take("both")
    await at.press("escape", "escape")
    await at.on(HomeScreen)


async def training(at: Stage, camera: Photographer) -> None:
    """The trainer's room, a review, and the callers as files."""
    await at.press("t")
    await at.on(TrainersRoomScreen)
    await at.until(lambda: at.app.screen.query_one(SessionList).option_count > 0)
    await camera.take("trainers-room")
    await at.press("enter")
    await at.on(ReviewScreen)
    await at.press("down")
    await camera.take("review")
    await at.press("enter")
    await at.on(PickScreen)
    await camera.take("pick")
    await at.press("escape", "escape")
    await at.on(TrainersRoomScreen)
    await at.press("w")
    await at.on(WorkshopScreen)
    await at.until(lambda: at.app.screen.query_one(CallerFileList).option_count == len(FILES))
    await at.press("down", "enter")
    await at.until(lambda: len(at.app.screen.outcomes) == 4 and not at.app.screen.is_rehearsing)  # type: ignore[attr-defined]
    await camera.take("workshop")
    await at.press("escape", "escape")
    await at.on(HomeScreen)


async def the_rest(at: Stage, camera: Photographer) -> None:
    """Settings, trouble, and a spoken test and a spoken call that stands still."""
    await at.press("o")
    await at.on(SettingsScreen)
    await at.until(lambda: len(at.app.screen.query_one("#microphone")._options) == 3)  # type: ignore[attr-defined]
    await at.until(lambda: "MB" in str(at.app.screen.query_one("#model-lines").render()))
    await camera.take("settings")
    await at.press("f", "enter")
    await at.on(NoteScreen)
    await camera.take("settings-folder")
    await at.press("escape", "escape")
    at.services.warm_up_fault = OSError("The model whisper-base is damaged. Install it again.")
    at.app.screen.query_one(OptionList).highlighted = 0
    await at.press("enter")
    await at.on(BriefingScreen)
    await at.press("s")
    await at.on(TroubleScreen)
    await camera.take("trouble")
    await at.press("escape")
    await at.on(HomeScreen)
    at.services.warm_up_fault = None
    at.services.ahead = (SpokenAhead(38, 152, True, 214.0),)
    await at.press("enter")
    await at.on(BriefingScreen)
    await at.until(lambda: at.app.screen.query_one(SpokenAheadBar).offers)
    await camera.take("slow-voice")
    await at.press("x", "s")
    await at.on(RingingScreen)
    await at.press("enter")
    screen = await in_call(at, turns=1)
    lost = events.CallPaused(4.0, events.PauseReason.DEVICE, "The microphone went away.")
    at.services.calls[-1].observer.notice(lost)
    await at.until(lambda: screen.view.floor is Floor.PAUSED)
    await camera.take("standstill")
    await at.press("escape", "enter")
    await at.on(DebriefScreen)
    await at.press("escape")
    await at.on(HomeScreen)
    await at.press("ctrl+p")
    await at.until(lambda: isinstance(at.app.screen, CommandPalette))
    await at.press("escape")


@pytest.mark.parametrize("language", list(Language), ids=str)
async def test_every_screen(snapshot: SnapshotAssertion, language: Language) -> None:
    async with stage(house(language), SMALL) as at:
        camera = Photographer(at, snapshot.use_extension(Picture), LOOKS[language], [])
        walks: tuple[Callable[..., object], ...] = (first_start, looking_back, training, the_rest)
        for walk in walks:
            await walk(at, camera)  # type: ignore[misc]
        assert camera.different == []
