"""The language of the interface, its colours, and the devices."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Grid, VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Label, Select, Static

from simulator.app.keys import key
from simulator.app.plain import one_line, plain
from simulator.app.screens.base import CallSimScreen
from simulator.app.services import ModelLine, SoundDevices, ThemeChoice
from simulator.app.widgets.top_line import TopLine
from simulator.language import Language
from simulator.sessions.session import Keep

SYSTEM_CHOICE = ""
"""Stands for 'whatever the system chooses' among the devices."""

KEPT_DAYS: Final = (7, 30, 90, 365)
"""What is offered; any other number may stand in the settings' file."""

KEPT_ALWAYS: Final = 0
"""Stands for 'never deleted' among the days."""


class SettingsScreen(CallSimScreen[None]):
    """What a person may choose; it works at once and is kept."""

    SPEAKS_ANEW: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        key("d", "sound_check", "sound-check"),
        key("escape", "leave", "back"),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        chosen = self.callsim.settings
        yield TopLine(self.say("settings-title"))
        with VerticalScroll(id="settings-choices", can_focus=False), Grid(id="settings"):
            yield Label(self.say("settings-language"), markup=False)
            yield Select(
                [(self.say(f"language-{language.value}"), language) for language in Language],
                value=chosen.language,
                allow_blank=False,
                id="interface-language",
                compact=True,
            )
            yield Label(self.say("settings-theme"), markup=False)
            yield Select(
                [(self.say(f"theme-{theme.name.lower()}"), theme) for theme in ThemeChoice],
                value=chosen.theme,
                allow_blank=False,
                id="theme",
                compact=True,
            )
            yield Label(self.say("settings-microphone"), markup=False)
            yield self._device_select("microphone", chosen.microphone)
            yield Label(self.say("settings-speaker"), markup=False)
            yield self._device_select("speaker", chosen.speaker)
            yield Label(self.say("settings-keep"), markup=False)
            yield Select(
                [(self.say(f"keep-{keep.value}"), keep) for keep in Keep],
                value=chosen.keep,
                allow_blank=False,
                id="keep",
                compact=True,
            )
            yield Label(self.say("settings-kept-days"), markup=False)
            days = sorted({*KEPT_DAYS, *((chosen.kept_days,) if chosen.kept_days else ())})
            yield Select(
                [
                    (self.say("kept-always"), KEPT_ALWAYS),
                    *((self.say("kept-days", days=each), each) for each in days),
                ],
                value=chosen.kept_days or KEPT_ALWAYS,
                allow_blank=False,
                id="kept-days",
                compact=True,
            )
        yield Static(self.say("settings-models"), id="models-title", markup=False)
        with VerticalScroll(id="models"):
            yield Static(self.say("models-reading"), id="model-lines", markup=False)
        yield Static(Content.assemble((self.say("settings-note"), "$quiet")), id="settings-note", markup=False)
        yield Footer(show_command_palette=False)

    def _device_select(self, id: str, chosen: str | None) -> Select[str]:
        options = [(Content(self.say("settings-system-choice")), SYSTEM_CHOICE)]
        if chosen:
            options.append((Content(one_line(chosen, 60)), chosen))
        return Select(options, value=chosen or SYSTEM_CHOICE, allow_blank=False, id=id, compact=True)

    def on_mount(self) -> None:
        """Ask for the devices and the models."""
        self.callsim.find_devices()
        self.callsim.find_models()

    def spoken_anew(self) -> None:
        """Ask for devices and models again, and stay at the choice of the language."""
        self.callsim.find_devices()
        self.callsim.find_models()
        self.query_one("#interface-language").focus()

    def show_devices(self, devices: SoundDevices) -> None:
        """Offer the devices there are; one that was chosen and is away stays in the list."""
        chosen = self.callsim.settings
        for id, names, mine in (
            ("microphone", devices.microphones, chosen.microphone),
            ("speaker", devices.speakers, chosen.speaker),
        ):
            select: Select[str] = self.query_one(f"#{id}", Select)
            absent = (mine,) if mine and mine not in names else ()
            options = [(Content(self.say("settings-system-choice")), SYSTEM_CHOICE)]
            options += [(Content(one_line(name, 60)), name) for name in dict.fromkeys((*names, *absent))]
            with self.prevent(Select.Changed):
                select.set_options(options)
                select.value = mine or SYSTEM_CHOICE

    def show_models(self, models: tuple[ModelLine, ...]) -> None:
        """Show what is installed, and how to install the others."""
        lines = []
        for model in models:
            cost = "?" if model.megabytes is None else self.say("model-cost", megabytes=model.megabytes)
            sign = self.say("sign-fine") if model.is_installed else "–"
            state = self.say("model-installed") if model.is_installed else model.install
            lines.append(
                Content.assemble(
                    (f"{sign} ", "$success" if model.is_installed else "$quiet"),
                    f"{one_line(model.title, 44):<46}",
                    f"{cost:>9}  ",
                    (plain(state), "$quiet"),
                )
            )
        self.query_one("#model-lines", Static).update(Content("\n").join(lines))

    @on(Select.Changed)
    def _changed(self, event: Select.Changed) -> None:
        settings = self.callsim.settings
        match event.select.id, event.value:
            case "interface-language", Language() as language:
                settings = replace(settings, language=language)
            case "theme", ThemeChoice() as theme:
                settings = replace(settings, theme=theme)
            case "microphone", str() as name:
                settings = replace(settings, microphone=name or None)
            case "speaker", str() as name:
                settings = replace(settings, speaker=name or None)
            # A list says what it holds once it is laid out, too: that is nobody's consent.
            case "keep", Keep() as keep if keep is not settings.keep:
                settings = settings.named(settings.trainee or "", keep)
            case "kept-days", int() as days:
                settings = replace(settings, kept_days=days or None)
        if settings != self.callsim.settings:
            self.callsim.choose(settings)

    def action_sound_check(self) -> None:
        """Listen to the devices."""
        self.callsim.open_sound_check()

    def action_leave(self) -> None:
        """Go back."""
        self.app.pop_screen()
