"""The steps of the sound check on the screen."""

from __future__ import annotations

import threading

from audio.errors import DeviceError
from audio.sound_check import SoundFinding
from simulator.app.screens.briefing import BriefingScreen
from simulator.app.screens.settings import SettingsScreen
from simulator.app.screens.sound_check import SoundCheckScreen
from simulator.app.services import SoundReport
from simulator.app.widgets.level_meter import LevelMeter
from tests.simulator.app.pretend import PretendServices
from tests.simulator.app.stage import Stage, stage


async def to_sound_check(at: Stage) -> None:
    await at.press("enter")
    await at.on(BriefingScreen)
    await at.press("d")
    await at.on(SoundCheckScreen)
    await at.until(lambda: "Microfoon:" in at.text() or "Let op:" in at.text())


async def test_each_step_says_what_was_found_and_what_to_do() -> None:
    async with stage(PretendServices(findings=(SoundFinding.TOO_SOFT,))) as at:
        await to_sound_check(at)
        await at.press("o")
        await at.until(lambda: "Je stem is zacht." in at.words())
        assert "Stem -24 dBFS, ruis -61 dBFS." in at.words()
        await at.press("e")
        await at.until(lambda: "Gebruik een headset." in at.words())
        assert "Echo 30 dB zachter." in at.words()
        await at.press("z")
        await at.until(lambda: "Verstaan: goedemorgen u spreekt met [b]de helpdesk" in at.words())


async def test_a_step_that_fails_is_said_and_the_others_go_on() -> None:
    async with stage(PretendServices(echo_fault=DeviceError("The speaker went away."))) as at:
        await to_sound_check(at)
        await at.press("e")
        await at.until(lambda: "De microfoon of de koptelefoon doet het niet." in at.words())
        await at.press("t")
        await at.until(lambda: "Er klonk een toon." in at.words())


async def test_a_step_is_broken_off_with_escape_before_the_screen_is_left() -> None:
    class Slow(PretendServices):
        def play_tone(self, stop: threading.Event) -> None:
            stop.wait(10)

    async with stage(Slow()) as at:
        await to_sound_check(at)
        await at.press("t")
        await at.until(lambda: "Je hoort de telefoon één keer overgaan" in at.words())
        await at.press("escape")
        assert isinstance(at.app.screen, SoundCheckScreen)
        assert "Je hoort de telefoon" not in at.words()
        await at.press("escape")
        await at.on(BriefingScreen)


async def test_without_a_headset_there_are_no_steps() -> None:
    async with stage(PretendServices(sound=SoundReport("No microphone was found."))) as at:
        await to_sound_check(at)
        await at.press("t")
        assert "Je hoort de telefoon" not in at.words()
        await at.until(lambda: "⏎ Verder" in at.words())
        bottom = at.text().rstrip().split("\n")[-1]
        assert "Volgende stap" not in bottom
        assert "Toon" not in bottom
        assert "d Opnieuw testen" in bottom
        at.services.sound = SoundReport(None, "Jabra", "Jabra")
        await at.press("d")
        await at.until(lambda: "⏎ Volgende stap" in at.words())
        at.services.sound = SoundReport("No microphone was found.")
        await at.press("d")
        await at.until(lambda: "⏎ Verder" in at.words())
        await at.press("enter")
        await at.on(BriefingScreen)


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
