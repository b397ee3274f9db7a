"""The app from the keyboard: a call from choosing to debrief, and everything that can get in its way."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace

import pytest
from textual.command import CommandPalette
from textual.widgets import Button, Input, Select, Static

from audio.errors import DeviceError
from simulator.app.app import CallSimApp
from simulator.app.call_view import Floor
from simulator.app.screens.base import CallSimScreen
from simulator.app.screens.briefing import BriefingScreen
from simulator.app.screens.call import CallScreen
from simulator.app.screens.confirm import ChoiceScreen, ConfirmScreen
from simulator.app.screens.debrief import DebriefScreen, EvidenceList, Transcript
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
from simulator.app.screens.workshop import WorkshopScreen
from simulator.app.services import AppSettings, CallerShelf, SoundReport, ThemeChoice
from simulator.app.widgets.caller_cards import CallerList
from simulator.app.widgets.level_meter import LevelMeter
from simulator.app.widgets.rose import LearysRose
from simulator.app.widgets.side_by_side import SideBySide
from simulator.app.widgets.turn_text import TurnText
from simulator.call import events
from simulator.language import Language
from simulator.scoring.record import Side, TurnRecord
from simulator.sessions.session import CallMode
from tests.simulator.app.pretend import (
    PERSONAS,
    PretendServices,
    caller_turn,
    finished_call,
    past_call,
    persona,
    whole_record,
)
from tests.simulator.app.stage import Stage, stage


async def to_call(at: Stage, mode: str = "t") -> CallScreen:
    """Go from the list of callers into a call with the highlighted one."""
    await at.press("home", "enter")
    await at.on(BriefingScreen)
    await at.until(lambda: str(at.app.screen.query_one("#sound", Static).render()) != "")
    await at.press(mode)
    await at.on(RingingScreen)
    await at.press("enter")
    await at.on(CallScreen)
    screen = at.app.screen
    assert isinstance(screen, CallScreen)
    await at.until(lambda: screen.view.floor is Floor.TRAINEE)
    return screen


async def test_a_typed_call_from_choosing_to_debrief() -> None:
    async with stage() as at:
        call = await to_call(at)
        for line in range(5):
            await at.until(lambda: call.view.floor is Floor.TRAINEE)
            await at.press(*f"zin {line}", "enter")
            await at.until(lambda line=line: len(call.view.turns) >= 3 + 2 * line)
        await at.on(DebriefScreen)
        assert at.services.calls[0].asked == [f"say zin {line}" for line in range(5)] + ["finish"]
        assert "Nabespreking: Ruth Barker" in at.text()
        await at.press("escape")
        await at.on(HomeScreen)


async def test_the_telephone_rings_until_it_is_answered() -> None:
    async with stage() as at:
        await at.press("enter")
        await at.on(BriefingScreen)
        await at.press("t")
        await at.on(RingingScreen)
        await at.until(at.services.rung.is_set)
        assert not at.services.silenced.is_set()
        await at.press("enter")
        await at.until(at.services.silenced.is_set)
        await at.on(CallScreen)


async def test_a_call_not_answered_is_never_made() -> None:
    async with stage() as at:
        await at.press("enter")
        await at.on(BriefingScreen)
        await at.press("t")
        await at.on(RingingScreen)
        await at.press("escape")
        await at.on(HomeScreen)
        await at.until(at.services.silenced.is_set)
        assert at.services.calls == []
        await to_call(at)


async def test_answering_before_all_is_loaded_waits_on_the_call_screen() -> None:
    services = PretendServices(slow=threading.Event())
    async with stage(services) as at:
        await at.press("enter")
        await at.on(BriefingScreen)
        await at.press("t")
        await at.on(RingingScreen)
        await at.press("enter")
        await at.on(CallScreen)
        assert "Verbinding maken" in at.text()
        assert services.slow is not None
        services.slow.set()
        call = at.app.screen
        assert isinstance(call, CallScreen)
        await at.until(lambda: call.view.floor is Floor.TRAINEE)


async def test_the_keys_of_a_spoken_call() -> None:
    async with stage() as at:
        call = await to_call(at, "s")
        assert at.services.calls[0].mode is CallMode.SPOKEN
        await at.press("m")
        await at.until(lambda: call.view.muted)
        assert "microfoon uit" in at.text()
        await at.press("f2")
        await at.until(lambda: not call.view.muted)
        await at.press("w")
        await at.until(lambda: call.view.floor is Floor.HELD)
        assert "staat in de wacht" in at.text()
        await at.press("f3")
        await at.until(lambda: call.view.floor is Floor.TRAINEE)
        await at.press("space")
        await at.until(lambda: "end_turn" in at.services.calls[0].asked)
        assert at.services.calls[0].asked == ["mute True", "mute False", "hold True", "hold False", "end_turn"]


async def test_the_level_of_the_microphone() -> None:
    async with stage() as at:
        await to_call(at, "s")
        held = at.services.calls[0].observer
        held.notice(events.MicrophoneLevelMeasured(3.0, -3.0))
        await at.until(lambda: at.app.screen.query_one(LevelMeter).level_dbfs == -3.0)
        assert "te hard" in at.text()


async def test_hanging_up_asks_once() -> None:
    async with stage() as at:
        await to_call(at)
        await at.press("f8")
        await at.on(ConfirmScreen)
        await at.press("escape")
        await at.on(CallScreen)
        await at.press("escape")
        await at.on(ConfirmScreen)
        await at.press("enter")
        await at.on(DebriefScreen)
        assert at.services.calls[0].asked == ["hang_up", "finish"]


async def test_a_call_that_ends_while_the_question_is_open_goes_to_the_debrief() -> None:
    async with stage() as at:
        await to_call(at)
        await at.press("f8")
        await at.on(ConfirmScreen)
        at.services.calls[0].hang_up()
        await at.on(DebriefScreen)
        await at.press("escape")
        await at.on(HomeScreen)


async def test_the_coach_comes_and_goes() -> None:
    async with stage(size=(120, 40)) as at:
        call = await to_call(at)
        assert not call.query_one("#coach").display
        await at.press("f4")
        assert "concurrerend" in at.text()
        assert "Ruth Barker is nu" in at.words()
        await at.press("f4")
        assert not call.query_one("#coach").display


async def test_quitting_in_the_call_hangs_up_and_saves() -> None:
    async with stage() as at:
        await to_call(at)
        await at.press("ctrl+q")
        await at.until(lambda: "finish" in at.services.calls[0].asked)
        assert at.services.calls[0].asked == ["hang_up", "finish"]
        await at.until(lambda: at.app._exit)


async def test_no_sound_leaves_typing() -> None:
    trouble = "No microphone was found. [red]Plug[/red] in a headset."
    async with stage(PretendServices(sound=SoundReport(trouble))) as at:
        await at.press("enter")
        await at.on(BriefingScreen)
        await at.until(lambda: at.app.screen.query_one("#spoken", Button).disabled)
        assert "No microphone was found. [red]Plug[/red] in a headset." in at.text()
        await at.press("s")
        assert isinstance(at.app.screen, BriefingScreen)
        await at.press("enter")
        await at.on(RingingScreen)


async def test_a_call_that_cannot_be_made_is_said_and_can_be_typed() -> None:
    services = PretendServices(warm_up_fault=OSError("The model whisper-base is damaged. Install it again."))
    async with stage(services) as at:
        await at.press("enter")
        await at.on(BriefingScreen)
        await at.press("s")
        await at.on(TroubleScreen)
        assert "The model whisper-base is damaged. Install it again." in at.text()
        services.warm_up_fault = None
        await at.press("t")
        await at.on(RingingScreen)
        await at.press("enter")
        await at.on(CallScreen)
        await at.until(lambda: bool(services.calls))
        assert services.calls[0].mode is CallMode.TYPED


async def test_evidence_leads_to_its_turn_and_its_sound() -> None:
    async with stage() as at:
        await at.press("s")
        await at.on(PastCallsScreen)
        await at.press("enter")
        await at.on(DebriefScreen)
        await at.press("enter")
        assert at.app.focused is at.app.screen.query_one(EvidenceList)
        await at.press("p")
        await at.until(lambda: at.services.played == [6])
        await at.press("enter")
        await at.until(lambda: any(shown.has_class("pointed-at") for shown in at.app.screen.query(TurnText)))
        (pointed,) = [shown.turn.number for shown in at.app.screen.query(TurnText) if shown.has_class("pointed-at")]
        assert pointed == 6


async def test_the_pages_of_the_debrief() -> None:
    async with stage(size=(120, 40)) as at:
        await at.press("s", "enter")
        await at.on(DebriefScreen)
        assert "Je hebt Karin van aanvallend naar meewerkend gebracht" in at.text()
        assert "niet te beoordelen" in at.text()
        assert "Vat samen voordat je een oplossing biedt" in at.text()
        await at.press("down")
        assert "Klopt het zo?" in at.text()
        await at.press("2")
        assert "teruggetrokken" in at.text()
        assert "Je was helpend; dat nodigt uit tot meewerken." in at.text()
        assert len(at.app.screen.query_one(LearysRose).course.caller) == 6
        await at.press("3")
        assert "Sinds maandag, en niemand doet iets." in at.text()
        assert "niet zeker verstaan" in at.text() or at.app.screen.query_one("#doubt-legend").display


async def test_once_more_with_the_same_caller() -> None:
    async with stage() as at:
        await at.press("s", "enter")
        await at.on(DebriefScreen)
        await at.press("a")
        await at.on(BriefingScreen)
        assert "Al drie dagen geen internet" in at.text()
        await at.press("escape")
        await at.on(HomeScreen)


async def test_try_again_from_a_turn_and_see_both_calls_side_by_side() -> None:
    async with stage() as at:
        await at.press("s", "enter")
        await at.on(DebriefScreen)
        assert "4 Naast elkaar" not in at.text()
        await at.press("r")
        await at.until(lambda: at.app.screen.query_one(Transcript).pointed is not None)
        await at.press("down", "down", "up", "r")
        await at.on(CallScreen)
        assert "opnieuw vanaf beurt 4" in at.text()
        await at.until(lambda: bool(at.services.calls) and len(at.services.calls[0].turns) == 3)
        (call,) = at.services.calls
        assert call.asked == ["say Goedemiddag, Helderlijn, u spreekt met Sanne. Wat kan ik voor u doen?"]
        assert call.mode is CallMode.TYPED
        screen = at.app.screen
        assert isinstance(screen, CallScreen)
        await at.until(lambda: screen.view.floor is Floor.TRAINEE)
        await at.press(*"Wat vervelend.", "enter")
        await at.until(lambda: len(call.turns) == 5)
        await at.press("f8", "enter")
        await at.on(DebriefScreen)
        await at.until(lambda: bool(at.app.screen.query(SideBySide)))
        await at.press("4")
        await at.until(lambda: "Zoals het ging" in at.text())
        shown = at.words()
        assert "Afloop opgelost jij hing op" in shown
        assert "Vragen stellen 74 74" in shown
        both = at.app.screen.query_one(SideBySide).query(LearysRose)
        assert [len(rose.course.caller) for rose in both] == [6, 3]
        await at.press("escape")
        await at.on(HomeScreen)


async def test_from_evidence_the_call_goes_on_at_its_turn() -> None:
    async with stage() as at:
        await at.press("s", "enter")
        await at.on(DebriefScreen)
        await at.press("enter", "r")
        await at.on(CallScreen)
        assert "opnieuw vanaf beurt 6" in at.text()


async def test_trying_again_with_a_caller_who_is_gone_is_said() -> None:
    services = PretendServices(shelf=CallerShelf(PERSONAS[1:]))
    async with stage(services) as at:
        await at.press("s", "enter")
        await at.on(DebriefScreen)
        await at.press("enter", "r")
        gone = "De beller karin-geen-internet is er niet meer."
        await at.until(lambda: any(gone in notice.message for notice in at.app._notifications))
        assert isinstance(at.app.screen, DebriefScreen)
        assert not services.calls


async def test_a_damaged_call_is_listed_and_says_so() -> None:
    damaged = past_call(id="20260309-150000-karin-0002", scores={}, problem="[red]session.json[/red] cannot be read.")
    async with stage(PretendServices(made=(past_call(), damaged))) as at:
        assert "1 gesprek gevoerd" in at.text()
        await at.press("s")
        await at.on(PastCallsScreen)
        assert "20260309-150000-karin-0002 is beschadigd" in at.words()
        assert "[red]session.json[/red] cannot be read." in at.text()


async def test_a_turn_nobody_could_make_out_says_so() -> None:
    empty = TurnRecord(2, Side.TRAINEE, "", 4.0, 5.0)
    record = replace(whole_record(), turns=(caller_turn(0, 1, 0.0), empty))
    async with stage() as at:
        await at.app.push_screen(DebriefScreen(finished_call(record=record)))
        await at.press("3")
        assert "(niet verstaan)" in at.text()


async def test_trouble_with_sound_is_said_in_the_language_of_the_screen() -> None:
    fault = DeviceError("No microphone was found. Plug in a headset, or use --typed.")
    services = PretendServices(sound=SoundReport(str(fault), cause=fault), warm_up_fault=fault)
    async with stage(services) as at:
        await at.press("enter")
        await at.on(BriefingScreen)
        await at.until(lambda: "De microfoon of de koptelefoon doet het niet." in at.words())
        await at.press("t")
        await at.on(TroubleScreen)
        assert "De microfoon of de koptelefoon doet het niet." in at.words()
        assert "Plug in a headset." in at.words()
        assert "--typed" not in at.words()


async def test_a_session_that_is_gone_is_said() -> None:
    async with stage() as at:
        await at.press("s")
        await at.on(PastCallsScreen)
        at.services.made = ()
        await at.press("enter")
        await at.until(lambda: any("is gone" in said.message for said in at.app._notifications))
        assert isinstance(at.app.screen, PastCallsScreen)


async def test_search_and_filters() -> None:
    async with stage() as at:
        listed = at.app.screen.query_one(CallerList)
        await at.press("slash", *"karin")
        assert listed.option_count == 1
        await at.press("enter")
        assert at.app.focused is listed
        await at.press("slash", *"xyz")
        assert "Geen enkele beller past hierbij" in at.text()
        at.app.screen.query_one("#search", Input).value = ""
        at.app.screen.query_one("#language", Select).value = Language.ENGLISH
        await at.until(lambda: listed.option_count == 1)


async def test_faults_in_callers_are_said() -> None:
    shelf = CallerShelf(PERSONAS, ("ruth.persona.yaml:14: stance.start: '[b]x' is not an octant.",))
    async with stage(PretendServices(shelf=shelf)) as at:
        assert "ruth.persona.yaml:14: stance.start: '[b]x' is not an octant." in at.words()


async def test_nobody_on_the_shelf() -> None:
    async with stage(PretendServices(shelf=CallerShelf(()), made=())) as at:
        assert "Er zijn geen bellers" in at.text()
        await at.press("enter")
        assert isinstance(at.app.screen, HomeScreen)
        await at.press("s")
        await at.on(PastCallsScreen)
        assert "nog geen gesprek gevoerd" in at.text()


async def test_settings_work_at_once_and_are_kept() -> None:
    async with stage() as at:
        await at.press("o")
        await at.on(SettingsScreen)
        at.app.screen.query_one("#interface-language", Select).value = Language.ENGLISH
        await at.until(lambda: "Settings" in at.text())
        at.app.screen.query_one("#theme", Select).value = ThemeChoice.CONTRAST
        await at.until(lambda: at.app.theme == "callsim-contrast")
        await at.until(lambda: at.services.kept == AppSettings(Language.ENGLISH, ThemeChoice.CONTRAST, trainee=""))
        await at.press("escape")
        await at.on(HomeScreen)
        await at.until(lambda: "Who is calling?" in at.text())
        assert "Choose" in at.text()


async def test_a_device_is_chosen_and_its_name_is_no_markup() -> None:
    async with stage() as at:
        await at.press("o")
        await at.on(SettingsScreen)
        select = at.app.screen.query_one("#microphone", Select)
        await at.until(lambda: len(select._options) == 3)
        select.value = "Built-in [Mic]"
        await at.until(lambda: at.services.kept.microphone == "Built-in [Mic]")
        await at.until(lambda: "Built-in [Mic]" in at.text())


async def test_the_sound_check() -> None:
    async with stage() as at:
        await at.press("o")
        await at.on(SettingsScreen)
        await at.press("d")
        await at.on(SoundCheckScreen)
        await at.until(lambda: at.app.screen.query_one(LevelMeter).level_dbfs == -22.0)
        assert "Jabra Evolve 20" in at.text()
        await at.press("t")
        await at.until(lambda: at.services.tones == 1)
        await at.press("escape")
        await at.on(SettingsScreen)


async def test_preparation_counts_down_for_a_call_the_trainee_makes() -> None:
    async with stage() as at:
        await at.press("n")
        await at.on(BriefingScreen)
        screen = at.app.screen
        assert isinstance(screen, BriefingScreen)
        assert "Je hebt nog" in at.text()
        for _ in range(60):
            screen.second_passed()
        await at.pilot.pause()
        assert "Je voorbereidingstijd is om" in at.text()


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
        await there(CommandPalette, "ctrl+p")
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
    assert ours - seen == {CallSimScreen}


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
        shown = " ".join(str(widget.render()) for widget in app.screen.query(Static))
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


@pytest.fixture
def held_up_s(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Processor time each step of the event loop took: what the screen itself holds up, however busy the machine is."""
    taken: list[float] = []
    step = asyncio.events.Handle._run

    def timed(handle: asyncio.events.Handle) -> None:
        began = time.thread_time()
        step(handle)
        taken.append(time.thread_time() - began)

    monkeypatch.setattr(asyncio.events.Handle, "_run", timed)
    return taken


async def test_nothing_holds_the_screen_up_while_a_turn_is_thought_about(held_up_s: list[float]) -> None:
    thinking = threading.Event()

    class Slow(PretendServices):
        def start_call(self, *args: object) -> object:  # type: ignore[override]
            call = super().start_call(*args)  # type: ignore[arg-type]
            at_once = call.say

            def say(text: str) -> None:
                thinking.wait(10)
                at_once(text)

            call.say = say  # type: ignore[method-assign]
            return call

    async with stage(Slow()) as at:
        call = await to_call(at)
        await at.press("j", "a", "enter")
        await at.until(lambda: call.view.floor is Floor.THINKING)
        await at.press("f4")
        assert call.query_one("#coach").display
        assert "luistert" in at.text()
        held_up_s.clear()
        await at.press("n", "o", "g", "enter")
        assert max(held_up_s) < 0.1
        assert call.query_one(Input).value == "nog"
        thinking.set()
        await at.until(lambda: len(call.view.turns) == 3)


def test_the_app_is_made_without_touching_disk_or_sound() -> None:
    services = PretendServices()
    CallSimApp(services.doors())
    assert not services.rung.is_set()
