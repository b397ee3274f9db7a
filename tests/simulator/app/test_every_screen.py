"""What holds for all screens: reached and left by keyboard, whole whatever is shown and at every size."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from simulator.app.app import CallSimApp
from simulator.app.call_view import Floor
from simulator.app.screens.base import CallSimModal, CallSimScreen, QuickScreen
from simulator.app.screens.briefing import BriefingScreen
from simulator.app.screens.call import CallScreen
from simulator.app.screens.confirm import ChoiceScreen, ConfirmScreen
from simulator.app.screens.debrief import DebriefScreen, EvidenceList
from simulator.app.screens.help import HelpScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.note import NoteScreen
from simulator.app.screens.palette import Palette
from simulator.app.screens.past_calls import PastCallsScreen
from simulator.app.screens.pick import PickScreen
from simulator.app.screens.review import ReviewScreen
from simulator.app.screens.ringing import RingingScreen
from simulator.app.screens.settings import SettingsScreen
from simulator.app.screens.sound_check import SoundCheckScreen
from simulator.app.screens.trainers_room import SessionList, TrainersRoomScreen
from simulator.app.screens.trouble import TroubleScreen
from simulator.app.screens.welcome import WelcomeScreen
from simulator.app.screens.workshop import WorkshopScreen
from simulator.app.services import AppSettings, CallerShelf
from simulator.call import events
from simulator.language import Language
from simulator.sessions.session import CallMode
from tests.simulator.app.pretend import PretendServices
from tests.simulator.app.pretend_calls import finished_call, past_call, persona
from tests.simulator.app.stage import stage, to_call

HOSTILE = [
    "[red]x[/red] [b]",
    "\x1b[2J\x1b]0;title\x07",
    "naïve 👩‍👩‍👧 emoji 🇳🇱",
    "שלום \u202eabc",
    "日本語の名前",
    "e" + "\u0301" * 50,
    "lang " * 2000,
    "[/]",
    "${x} { $y } %s",
]


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
async def test_text_of_people_and_files_is_shown_as_text(hostile: str) -> None:
    caller = persona("x", name=hostile[:60], title=hostile[:80], briefing=hostile[:2000])
    made = (past_call(caller_name=hostile, title=hostile),)
    services = PretendServices(shelf=CallerShelf((caller,), (hostile,)), made=made)
    async with stage(services, size=(120, 40)) as at:
        call = await to_call(at)
        call.query_one(Input).value = hostile
        await at.press("enter")
        await at.until(lambda: len(call.view.turns) >= 3 and call.view.floor is Floor.TRAINEE)
        at.services.calls[0].observer.notice(events.TroubleArose(3.0, hostile, fatal=False))
        await at.until(lambda: call.view.trouble == hostile)
        await at.press("f4")
        assert "\x1b" not in at.text()
        assert all(len(line) <= 130 for line in at.text().split("\n"))
        if hostile.startswith("[red]"):
            assert "[red]x[/red] [b]" in at.text()
        await at.press("f8", "enter")
        await at.on(DebriefScreen)
        await at.press("2", "3", "f1")
        await at.on(HelpScreen)
        assert "\x1b" not in at.text()


async def test_resized_to_nothing_and_back() -> None:
    async with stage() as at:
        before = at.text()
        for screen_keys in ((), ("enter",), ("t",), ("enter",)):
            if screen_keys:
                await at.press(*screen_keys)
            await at.pilot.resize_terminal(20, 5)
            await at.pilot.pause()
            await at.pilot.resize_terminal(80, 24)
            await at.pilot.pause()
        await at.on(CallScreen)
        await at.press("f8", "enter")
        await at.on(DebriefScreen)
        for tab in "123":
            await at.press(tab)
            await at.pilot.resize_terminal(20, 5)
            await at.pilot.pause()
            await at.pilot.resize_terminal(80, 24)
            await at.pilot.pause()
        await at.press("escape")
        await at.on(HomeScreen)
        assert at.text() == before


async def test_a_walk_to_every_screen_and_back_by_keyboard() -> None:
    seen: set[type[object]] = set()
    async with stage(PretendServices(saved=finished_call(mode=CallMode.SPOKEN))) as at:

        async def there(screen: type, *keys: str) -> None:
            await at.press(*keys)
            await at.on(screen)
            seen.add(screen)

        await there(HomeScreen)
        await there(WelcomeScreen, "w")
        await there(HomeScreen, "escape")
        await there(HelpScreen, "f1")
        await there(HomeScreen, "escape")
        await there(SettingsScreen, "o")
        await there(SoundCheckScreen, "d")
        await there(SettingsScreen, "escape")
        await there(HomeScreen, "escape")
        await there(PastCallsScreen, "s")
        await there(DebriefScreen, "enter")
        await there(ChoiceScreen, "enter", "r")
        await there(DebriefScreen, "escape")
        await there(PastCallsScreen, "escape")
        await there(HomeScreen, "escape")
        await there(TrainersRoomScreen, "t")
        await at.until(lambda: at.app.screen.query_one(SessionList).highlighted is not None)
        await there(ReviewScreen, "enter")
        await there(PickScreen, "s")
        await there(ReviewScreen, "escape")
        await there(TrainersRoomScreen, "escape")
        await there(WorkshopScreen, "w")
        await there(TrainersRoomScreen, "escape")
        await there(HomeScreen, "escape")
        await there(Palette, "ctrl+p")
        await there(HomeScreen, "escape")
        await there(BriefingScreen, "enter")
        await there(SoundCheckScreen, "d")
        await there(BriefingScreen, "escape")
        at.services.warm_up_fault = OSError("No.")
        await there(TroubleScreen, "t")
        await there(HomeScreen, "escape")
        at.services.warm_up_fault = None
        await there(BriefingScreen, "enter")
        await there(RingingScreen, "t")
        await there(CallScreen, "enter")
        await there(NoteScreen, "f5")
        await there(CallScreen, "escape")
        await there(ConfirmScreen, "escape")
        await there(DebriefScreen, "enter")
        await there(HomeScreen, "escape")
    ours = {screen for screen in _all_screens() if screen.__module__.startswith("simulator.app.screens")}
    assert ours - seen == {QuickScreen, CallSimScreen, CallSimModal}


def _all_screens() -> set[type]:
    from textual.screen import Screen

    found: set[type] = set()
    waiting = [Screen]
    while waiting:
        each = waiting.pop()
        found.add(each)
        waiting += each.__subclasses__()
    return found


@pytest.mark.parametrize("language", list(Language))
async def test_every_key_of_every_screen_has_a_label_and_a_sentence(language: Language) -> None:
    async with stage(PretendServices(kept=AppSettings(language=language, trainee=""))) as at:
        app = at.app

        def check() -> None:
            for name, active in app.screen.active_bindings.items():
                assert not active.binding.description.startswith("key-"), name
                assert not active.tooltip.startswith("tip-"), name
                if active.binding.show:
                    assert active.binding.description, name
                    assert active.tooltip, name

        check()
        await at.press("f1")
        await at.on(HelpScreen)
        assert isinstance(app.screen, HelpScreen)
        shown = " ".join(sentence for _, _, sentence in app.screen.lines)
        for label in ("search", "past-calls", "settings", "reload", "choose", "help", "quit"):
            assert app.wording.say(f"tip-{label}") in shown
        await at.press("escape", "o")
        check()
        await at.press("escape", "s")
        await at.on(PastCallsScreen)
        check()
        await at.press("enter")
        await at.on(DebriefScreen)
        check()
        at.app.screen.query_one(EvidenceList).focus()
        await at.pilot.pause()
        check()
        await at.press("escape", "escape", "enter")
        await at.on(BriefingScreen)
        check()


def test_the_app_is_made_without_touching_disk_or_sound() -> None:
    services = PretendServices()
    CallSimApp(services.doors())
    assert not services.rung.is_set()
