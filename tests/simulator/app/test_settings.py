"""What is kept and for how long, and the models there are."""

from __future__ import annotations

from textual.widgets import Input, Select

from audio.errors import ModelMissingError
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.note import NoteScreen
from simulator.app.screens.pick import PickScreen
from simulator.app.screens.settings import SettingsScreen
from simulator.app.services import AppSettings, CheckedPlace, Folders, Place, PlaceFault, SpeechSpeed, ThemeChoice
from simulator.language import Language
from simulator.sessions.session import Keep
from tests.simulator.app.pretend import PretendServices
from tests.simulator.app.stage import stage


async def test_what_is_kept_and_how_long_is_chosen_and_remembered() -> None:
    services = PretendServices()
    async with stage(services) as at:
        await at.press("o")
        await at.on(SettingsScreen)
        await at.until(lambda: "Whisper base, [b]all languages" in at.text())
        assert "148 MB" in at.text()
        assert "/calls/[b]mine" in str(at.app.screen.query_one("#folders").render())
        at.app.screen.query_one("#kept-days", Select).value = 30
        await at.until(lambda: services.kept.kept_days == 30)
        at.app.screen.query_one("#keep", Select).value = Keep.EVERYTHING
        await at.until(lambda: services.kept.keep is Keep.EVERYTHING)
        at.app.screen.query_one("#kept-days", Select).value = 0
        await at.until(lambda: services.kept.kept_days is None)
        assert services.tidied == [None]


async def test_old_calls_go_at_the_start_and_their_number_is_said() -> None:
    services = PretendServices(kept=AppSettings(trainee="", kept_days=45), old_calls=2)
    async with stage(services) as at:
        await at.until(lambda: len(at.app._notifications) == 1)
        (told,) = at.app._notifications
        assert told.message.startswith("2 gesprekken waren ouder dan 45 dagen")
        assert services.tidied == [45]
        await at.press("o")
        await at.on(SettingsScreen)
        assert at.app.screen.query_one("#kept-days", Select).value == 45


async def test_looking_at_the_settings_is_nobodys_consent() -> None:
    services = PretendServices(kept=AppSettings(trainee="Sanne"))
    async with stage(services) as at:
        await at.press("o")
        await at.on(SettingsScreen)
        await at.until(lambda: "Whisper base" in at.text())
        at.app.screen.query_one("#interface-language", Select).value = Language.ENGLISH
        await at.until(lambda: services.kept.language is Language.ENGLISH and "Settings" in at.text())
        await at.press("escape")
        await at.on(HomeScreen)
        assert services.kept.consents == {}


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


async def test_the_speed_of_the_models_is_measured_and_judged() -> None:
    services = PretendServices()
    async with stage(services, size=(120, 40)) as at:
        await at.press("o")
        await at.on(SettingsScreen)
        await at.press("m")
        await at.until(lambda: "Snel genoeg" in at.text())
        assert "0,6 s (whisper-base)" in at.text()
        assert "0,3 s ([b]piper)" in at.text()
        services.speed = SpeechSpeed("whisper-base", "piper", 2.4, 0.3)
        await at.press("m")
        await at.until(lambda: "trage kant" in at.text())
        services.speed = ModelMissingError("The model whisper-base is not installed.")
        await at.press("m")
        await at.until(lambda: "Er ontbreekt nog een model" in at.text())


async def test_trainers_corrections_are_switched_on_and_off_once_a_file_was_chosen() -> None:
    services = PretendServices(kept=AppSettings(trainee="", exemplars="/school/[b]ours.jsonl"))
    async with stage(services) as at:
        await at.press("o")
        await at.on(SettingsScreen)
        await at.until(lambda: bool(at.app.screen.query("#exemplars")))
        select = at.app.screen.query_one("#exemplars", Select)
        assert select.value is False
        select.value = True
        await at.until(lambda: services.kept.uses_exemplars)
        await at.until(lambda: "tellen mee, uit [b]ours.jsonl" in at.text())
        select.value = False
        await at.until(lambda: not services.kept.uses_exemplars)
        assert services.kept.exemplars == "/school/[b]ours.jsonl"


async def test_another_folder_for_calls_is_chosen_once_it_was_found_good() -> None:
    services = PretendServices(checked=CheckedPlace("/calls/[b]full", fault=PlaceFault.NOT_WRITABLE, detail="[red]"))
    async with stage(services) as at:
        await at.press("o", "f")
        await at.on(PickScreen)
        await at.press("enter")
        await at.on(NoteScreen)
        assert "Wat in de oude map staat, blijft daar" in " ".join(at.text().replace("│", " ").split())
        at.app.screen.query_one(Input).value = "/calls/[b]full"
        await at.press("enter")
        await at.until(lambda: "kan niets bewaard worden ([red])" in at.text())
        assert at.app.screen.query_one(Input).value == "/calls/[b]full"
        assert services.kept.sessions == ""
        services.checked = CheckedPlace("/calls/[b]new", 12)
        await at.press("enter")
        await at.on(SettingsScreen)
        await at.until(lambda: services.kept.sessions == "/calls/[b]new")
        await at.until(
            lambda: "Daar staan al 12 gesprekken" in " ".join(note.message for note in at.app._notifications)
        )
        assert services.places == [(Place.SESSIONS, "/calls/[b]full")] * 2
        await at.press("f", "enter")
        await at.on(NoteScreen)
        at.app.screen.query_one(Input).value = ""
        await at.press("enter")
        await at.until(lambda: services.kept.sessions == "")


async def test_what_goes_before_a_chosen_folder_is_named() -> None:
    class Elsewhere(PretendServices):
        def folders(self) -> Folders:
            return Folders("/calls", "/callers", "/models", "/settings.yaml", sessions_by="CALLSIM_SESSIONS")

    async with stage(Elsewhere()) as at:
        await at.press("o")
        await at.on(SettingsScreen)
        await at.until(lambda: "/calls (CALLSIM_SESSIONS)" in str(at.app.screen.query_one("#folders").render()))
        await at.press("f", "enter")
        await at.on(NoteScreen)
        assert "CALLSIM_SESSIONS gaat nu voor" in at.text()
        await at.press("escape")
        await at.on(SettingsScreen)


async def test_a_file_of_corrections_is_chosen_and_counts() -> None:
    services = PretendServices(checked=CheckedPlace("/school/ours.jsonl", 1))
    async with stage(services) as at:
        await at.press("o")
        await at.on(SettingsScreen)
        await at.until(lambda: bool(at.app.screen.query("#exemplars")))
        await at.press("f", "end", "enter")
        await at.on(NoteScreen)
        await at.press(*"ours", "enter")
        await at.until(lambda: services.kept.uses_exemplars and services.kept.exemplars == "/school/ours.jsonl")
        await at.until(lambda: at.app.screen.query_one("#exemplars", Select).value is True)
        await at.press("f", "end", "enter")
        await at.on(NoteScreen)
        at.app.screen.query_one(Input).value = ""
        await at.press("enter")
        await at.until(lambda: services.kept.exemplars == "" and not services.kept.uses_exemplars)
