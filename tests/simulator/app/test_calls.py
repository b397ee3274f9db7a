"""The telephone from the keyboard: it rings, is answered or not, and what a call can do."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest
from textual.widgets import Button, Input

from audio.errors import DeviceError
from simulator.app.call_view import Floor
from simulator.app.screens.briefing import BriefingScreen
from simulator.app.screens.call import CallScreen
from simulator.app.screens.confirm import ConfirmScreen
from simulator.app.screens.debrief import DebriefScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.ringing import RingingScreen
from simulator.app.screens.trouble import TroubleScreen
from simulator.app.services import SoundReport
from simulator.app.widgets.level_meter import LevelMeter
from simulator.call import events
from simulator.sessions.session import CallMode
from tests.simulator.app.pretend import PretendServices
from tests.simulator.app.stage import stage, to_call, to_ringing


async def test_a_typed_call_from_choosing_to_debrief() -> None:
    async with stage() as at:
        call = await to_call(at)
        for line in range(5):
            await at.until(lambda: call.view.floor is Floor.TRAINEE)
            await at.press(*f"zin {line}", "enter")
            await at.until(lambda line=line: len(call.view.turns) >= 3 + 2 * line)
        await at.on(DebriefScreen)
        assert at.services.calls[0].asked == [f"say zin {line}" for line in range(5)] + ["finish"]
        assert "Nabespreking: Joost Vermeer" in at.text()
        await at.press("escape")
        await at.on(HomeScreen)


async def test_the_telephone_rings_until_it_is_answered() -> None:
    async with stage() as at:
        await to_ringing(at)
        await at.until(at.services.rung.is_set)
        assert not at.services.silenced.is_set()
        await at.press("enter")
        await at.until(at.services.silenced.is_set)
        await at.on(CallScreen)


async def test_a_call_not_answered_is_never_made() -> None:
    async with stage() as at:
        await to_ringing(at)
        await at.press("escape")
        await at.on(HomeScreen)
        await at.until(at.services.silenced.is_set)
        assert at.services.calls == []
        await to_call(at)


async def test_answering_before_all_is_loaded_waits_on_the_call_screen() -> None:
    services = PretendServices(slow=threading.Event())
    async with stage(services) as at:
        await to_ringing(at)
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
        assert "Joost Vermeer is nu" in at.words()
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


async def test_who_rings_hears_the_telephone_at_the_other_end() -> None:
    async with stage() as at:
        await at.press("end", "enter")
        await at.on(BriefingScreen)
        await at.press("t")
        await at.until(lambda: at.services.rings == ["inbound"])
        await at.press("escape")
        await at.on(HomeScreen)
        await at.press("home", "enter")
        await at.on(BriefingScreen)
        await at.press("t")
        await at.until(lambda: at.services.rings == ["inbound", "outbound"])
        await at.press("escape")
