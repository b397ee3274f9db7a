"""What other programs, people and terminals do to the app while it is open."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from audio.errors import ModelMissingError
from simulator.app.call_view import Floor
from simulator.app.screens.briefing import NotePad
from simulator.app.screens.call import CallScreen
from simulator.app.screens.debrief import DebriefScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.note import NoteScreen
from simulator.app.screens.past_calls import PastCallsScreen
from simulator.app.screens.ringing import RingingScreen
from simulator.app.screens.trouble import TroubleScreen
from simulator.app.services import AppSettings, CallerShelf
from simulator.call import events
from simulator.sessions.session import Attempt, CallMode
from tests.simulator.app.pretend import PretendServices
from tests.simulator.app.pretend_calls import PERSONAS, finished_call, past_call
from tests.simulator.app.stage import Stage, stage, to_briefing, to_call

HOSTILE = "[red]x[/red] \x1b[2J\x1b]0;t\x07 שלום \u202eabc 日本語 👩‍👩‍👧 e" + "\u0301" * 50 + " " + "lang " * 2000
"""10,000 characters of markup, escape codes, right-to-left, wide and combining characters."""


def unboxed(at: Stage) -> str:
    """Return what the screen shows without the frames around it."""
    return " ".join(at.text().replace("│", " ").split())


async def test_a_test_has_no_help_and_no_second_try() -> None:
    async with stage() as at:
        call = await to_call(at, "x", "s")
        assert at.services.calls[0].plan.attempt is Attempt.TEST
        assert "Toets" in at.text()
        await at.press("f4", "g", "p", "f10")
        assert not call.query_one("#coach").display
        await at.press("f8", "enter")
        await at.on(DebriefScreen)
        assert at.services.calls[0].asked == ["hang_up", "finish"]
        assert "Toets · jij hing op" in at.text()
        await at.press("3", "r")
        assert isinstance(at.app.screen, DebriefScreen)
        assert len(at.services.calls) == 1


async def test_what_a_practice_call_has() -> None:
    async with stage() as at:
        call = await to_call(at, "s")
        await at.press("g")
        await at.until(lambda: "say_again" in at.services.calls[0].asked)
        await at.press("p")
        await at.until(lambda: call.view.floor is Floor.PAUSED)
        assert "Pauze. Druk op P om verder te gaan." in at.text()
        await at.press("p")
        await at.until(lambda: call.view.standstill is None)
        await at.press("n")
        await at.on(NoteScreen)
        at.app.screen.query_one(Input).value = HOSTILE
        await at.press("enter")
        await at.on(CallScreen)
        await at.press("d", "enter")
        await at.on(DebriefScreen)
        asked = at.services.calls[0].asked
        assert asked[:3] == ["say_again", "pause True", "pause False"]
        assert asked[3].startswith("note [red]x[/red]")
        assert asked[4:] == ["transfer", "finish"]
        await at.press("3")
        await at.until(lambda: "Jouw notitie" in at.text())
        assert "[red]x[/red]" in at.text()
        assert "\x1b" not in at.text()
        assert all(len(line) <= 90 for line in at.text().split("\n"))


async def test_a_device_that_goes_is_said_calmly_and_its_return_too() -> None:
    async with stage() as at:
        call = await to_call(at, "s")
        observer = at.services.calls[0].observer
        observer.notice(events.CallPaused(3.0, events.PauseReason.DEVICE, "The microphone went away. Pass --typed."))
        await at.until(lambda: "Het gesprek staat stil en er gaat niets verloren." in unboxed(at))
        assert "--typed" not in at.text()
        observer.notice(events.TraineeSpeechDismissed(3.5))
        observer.notice(events.CallResumed(5.0, "The sound is back."))
        await at.until(lambda: call.view.standstill is None)
        assert call.view.floor is Floor.TRAINEE
        assert any("Het geluid is er weer" in notice.message for notice in at.app._notifications)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_ten_thousand_hostile_characters_in_name_note_and_list(size: tuple[int, int]) -> None:
    services = PretendServices(
        kept=AppSettings(trainee=HOSTILE), made=(past_call(trainee=HOSTILE, caller_name=HOSTILE, title=HOSTILE),)
    )
    async with stage(services, size) as at:

        def whole() -> bool:
            text = at.text()
            return "\x1b" not in text and all(len(line) <= size[0] + 20 for line in text.split("\n"))

        assert whole()
        await at.press("s")
        await at.on(PastCallsScreen)
        assert whole()
        await at.press("escape")
        await to_briefing(at)
        at.app.screen.query_one(NotePad).text = HOSTILE
        await at.pilot.pause()
        assert whole()
        await at.press("t")
        await at.on(RingingScreen)
        await at.press("enter")
        await at.on(CallScreen)
        assert at.services.calls == [] or at.services.calls[0].plan.note.startswith("[red]x[/red]")


async def test_models_removed_while_open_are_said_and_typing_stays() -> None:
    async with stage() as at:
        await to_briefing(at)
        missing = "The model whisper-base is not installed. Run 'callsim models install whisper-base'."
        at.services.warm_up_fault = ModelMissingError(missing)
        await at.press("s")
        await at.on(TroubleScreen)
        assert "Er ontbreekt nog een model" in at.words()
        assert "callsim models install whisper-base" in at.words()
        at.services.warm_up_fault = None
        await at.press("t")
        await at.on(RingingScreen)
        await at.press("escape")
        await at.on(HomeScreen)


async def test_a_caller_whose_file_breaks_while_open_is_said_and_the_others_stay() -> None:
    async with stage() as at:
        await at.press("f5")
        fault = "karin.persona.yaml:14: stance.start: 'agressive' is not an octant."
        at.services.shelf = CallerShelf(PERSONAS[1:], (fault,))
        await at.press("f5")
        await at.until(lambda: "karin.persona.yaml:14" in at.text())
        assert "Ruth Barker" in at.text()
        await to_call(at, "t")


async def test_a_call_whose_folder_was_deleted_by_another_program() -> None:
    saved = finished_call(mode=CallMode.SPOKEN)
    async with stage(PretendServices(saved=saved)) as at:
        await at.press("s", "enter")
        await at.on(DebriefScreen)
        at.services.made = ()

        def gone(*_: object) -> None:
            raise LookupError("The session is gone.")

        at.services.play_turn = gone  # type: ignore[method-assign]
        at.services.start_branch = gone  # type: ignore[method-assign]
        await at.press("p")
        await at.until(lambda: any("is gone" in notice.message for notice in at.app._notifications))
        await at.press("enter", "r", "t")
        await at.on(TroubleScreen)
        assert "The session is gone." in at.text()
        await at.press("escape")
        await at.on(HomeScreen)
