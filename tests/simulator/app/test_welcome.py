"""The first start, and somebody else at the same desk."""

from __future__ import annotations

from textual.widgets import Input, RadioSet, Select

from simulator.app.screens.briefing import BriefingScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.ringing import RingingScreen
from simulator.app.screens.settings import SettingsScreen
from simulator.app.screens.sound_check import SoundCheckScreen
from simulator.app.screens.welcome import WelcomeScreen
from simulator.app.services import AppSettings
from simulator.language import Language
from simulator.sessions.session import Keep
from tests.simulator.app.pretend import PretendServices
from tests.simulator.app.pretend_calls import past_call
from tests.simulator.app.stage import stage


async def test_from_the_first_start_to_a_ringing_phone_by_keyboard() -> None:
    services = PretendServices(kept=AppSettings(), made=())
    async with stage(services) as at:
        await at.on(WelcomeScreen)
        await at.press(*"Sanne", "enter", "down", "enter", "enter")
        await at.on(SoundCheckScreen)
        assert services.kept.trainee == "Sanne"
        assert services.kept.keep is Keep.EVERYTHING
        await at.until(lambda: "Jabra" in at.text())
        for step in range(1, 5):
            await at.press("enter")
            await at.until(lambda step=step: at.text().count("✓") + at.text().count("Let op:") == step + 1)
        await at.press("enter")
        await at.on(BriefingScreen)
        assert "Karin de Wit belt jou." in at.text()
        await at.press("t")
        await at.on(RingingScreen)
        await at.press("escape")
        await at.on(HomeScreen)
        assert "Sanne · nog geen gesprekken" in at.text()


async def test_whoever_skips_it_stays_private_and_unrecorded_and_is_not_asked_again() -> None:
    services = PretendServices(kept=AppSettings())
    async with stage(services) as at:
        await at.on(WelcomeScreen)
        await at.press("escape")
        await at.on(HomeScreen)
        await at.until(lambda: services.kept.trainee == "")
        assert services.kept.keep is Keep.TEXT
    async with stage(services) as at:
        await at.on(HomeScreen)


async def test_the_language_is_chosen_first_and_the_name_stays_written() -> None:
    async with stage(PretendServices(kept=AppSettings())) as at:
        await at.on(WelcomeScreen)
        await at.press(*"Tom")
        at.app.screen.query_one("#interface-language", Select).value = Language.ENGLISH
        await at.until(lambda: "Who" in at.text() or "Welcome" in at.text())
        await at.until(lambda: "Go on: sound check" in at.text())
        assert at.app.screen.query_one("#trainee", Input).value == "Tom"


async def test_each_person_is_asked_once_and_sees_their_own_calls() -> None:
    kept = AppSettings(trainee="Sanne", consents={"Sanne": "everything"})
    made = (past_call(trainee="Sanne"), past_call(id="20260309-150000-karin-0002", trainee="Tom"))
    services = PretendServices(kept=kept, made=made)
    async with stage(services) as at:
        assert "Sanne · 1 gesprek gevoerd" in at.text()
        await at.press("w")
        await at.on(WelcomeScreen)
        pressed = at.app.screen.query_one(RadioSet).pressed_button
        assert pressed is not None
        assert pressed.id == "keep-everything"
        at.app.screen.query_one("#trainee", Input).value = "Wim"
        await at.press("tab", "tab", "enter")
        await at.on(HomeScreen)
        await at.until(lambda: "Wim · nog geen gesprekken" in at.text())
        assert services.kept.keep is Keep.TEXT
        assert services.kept.named("Sanne").keep is Keep.EVERYTHING


async def test_the_sound_is_checked_while_callers_are_still_read() -> None:
    services = PretendServices(kept=AppSettings(), made=())
    async with stage(services) as at:
        at.app.shelf = None
        await at.on(WelcomeScreen)
        await at.press("enter", "enter", "enter")
        await at.on(SoundCheckScreen)
        await at.press("escape")
        await at.on(HomeScreen)
        at.app.shelf = services.shelf
        at.app.read_past_calls()
        await at.on(BriefingScreen)
        await at.press("escape")
        await at.on(HomeScreen)
        at.app.read_past_calls()
        await at.press("o", "d")
        await at.on(SoundCheckScreen)
        await at.press("escape")
        await at.on(SettingsScreen)
