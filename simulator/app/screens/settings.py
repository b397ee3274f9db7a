"""The language of the interface, its colours, the devices, and where things are kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Grid, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Label, Select, Static

from simulator.app.keys import key
from simulator.app.plain import one_line, plain
from simulator.app.screens.base import CallSimScreen
from simulator.app.screens.note import NoteScreen
from simulator.app.screens.pick import PickScreen
from simulator.app.services import CheckedPlace, Folders, ModelLine, Place, SoundDevices, SpeechSpeed, ThemeChoice
from simulator.app.troubles import trouble_in_words
from simulator.app.widgets.bottom_line import BottomLine
from simulator.app.widgets.choices import choice, language_choice
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
        key("m", "measure", "measure"),
        key("f", "places", "places"),
        key("escape", "leave", "back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._speed: Content | str = ""
        self._folders: Folders | None = None

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield TopLine(self.say("settings-title"))
        with VerticalScroll(id="settings-choices", can_focus=False), Grid(id="settings"):
            yield from self._row(
                self.say("settings-language"), language_choice(self.callsim.wording, self.callsim.settings.language)
            )
            yield from self._row(self.say("settings-theme"), self._theme_choice())
        yield Static(self.say("settings-models"), id="models-title", markup=False)
        with VerticalScroll(id="models"):
            yield Static(self._speed, id="speed", markup=False)
            yield Static(self.say("models-reading"), id="model-lines", markup=False)
            yield Static("", id="folders", markup=False)
        yield Static(Content.assemble((self.say("settings-note"), "$quiet")), id="settings-note", markup=False)
        yield BottomLine()

    def _row(self, label: str, shown: Widget) -> tuple[Widget, Widget]:
        return Label(label, markup=False), shown

    def _theme_choice(self) -> Widget:
        options = [(self.say(f"theme-{theme.name.lower()}"), theme) for theme in ThemeChoice]
        return choice("theme", options, self.callsim.settings.theme)

    def _device_choice(self, id: str, chosen: str | None) -> Widget:
        options = [(self.say("settings-system-choice"), SYSTEM_CHOICE)]
        if chosen:
            options.append((one_line(chosen, 60), chosen))
        return choice(id, options, chosen or SYSTEM_CHOICE)

    def _keep_choice(self) -> Widget:
        return choice("keep", [(self.say(f"keep-{keep.value}"), keep) for keep in Keep], self.callsim.settings.keep)

    def _days_choice(self) -> Widget:
        chosen = self.callsim.settings.kept_days
        days = sorted({*KEPT_DAYS, *((chosen,) if chosen else ())})
        options = [(self.say("kept-always"), KEPT_ALWAYS), *((self.say("kept-days", days=each), each) for each in days)]
        return choice("kept-days", options, chosen or KEPT_ALWAYS)

    def _exemplars_choice(self) -> Widget:
        return choice("exemplars", *self._exemplars_offered())

    def _exemplars_offered(self) -> tuple[list[tuple[str, bool]], bool]:
        chosen = self.callsim.settings
        file = one_line(PurePath(chosen.exemplars).name, 40)
        off = (self.say("exemplars-off" if file else "exemplars-none"), False)
        on = [(self.say("exemplars-on", file=file), True)] if file else []
        return [off, *on], bool(file) and chosen.uses_exemplars

    async def _lay_out_rest(self) -> None:
        """Add the lower choices, once the first ones are seen: all at once take a tenth of a second."""
        chosen = self.callsim.settings
        for grid in self.query(Grid):
            await grid.mount(
                *self._row(self.say("settings-microphone"), self._device_choice("microphone", chosen.microphone)),
                *self._row(self.say("settings-speaker"), self._device_choice("speaker", chosen.speaker)),
            )
            await grid.mount(
                *self._row(self.say("settings-keep"), self._keep_choice()),
                *self._row(self.say("settings-kept-days"), self._days_choice()),
                *self._row(self.say("settings-exemplars"), self._exemplars_choice()),
            )
        self.callsim.find_devices()
        self.callsim.find_models()

    def on_mount(self) -> None:
        """Go on once the first choices are painted."""
        self.call_after_refresh(self._lay_out_rest)

    def spoken_anew(self) -> None:
        """Lay the rest out again, and stay at the choice of the language."""
        self.call_after_refresh(self._lay_out_rest)
        self.query_one("#interface-language").focus()

    def show_devices(self, devices: SoundDevices) -> None:
        """Offer the devices there are; one that was chosen and is away stays in the list."""
        chosen = self.callsim.settings
        for id, names, mine in (
            ("microphone", devices.microphones, chosen.microphone),
            ("speaker", devices.speakers, chosen.speaker),
        ):
            if not self.query(f"#{id}"):
                return
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
                    f"{one_line(model.title, 32):<34}",
                    f"{cost:>9}  ",
                    (plain(state), "$quiet"),
                )
            )
        self.query_one("#model-lines", Static).update(Content("\n").join(lines))

    def show_folders(self, folders: Folders) -> None:
        """Show where calls, callers, models and these settings lie."""
        self._folders = folders
        lines = [Content.assemble("\n", (self.say("settings-folders"), "bold"))]
        for name in ("sessions", "callers", "models", "settings"):
            path = plain(getattr(folders, name), keep_lines=False)
            by = f" ({before})" if (before := folders.overridden_by(name)) else ""
            lines.append(Content.assemble((f"{self.say(f'folder-{name}'):<18}", "$quiet"), path, (by, "$quiet")))
        lines.append(Content.assemble((self.say("folders-how"), "$quiet")))
        self.query_one("#folders", Static).update(Content("\n").join(lines))

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
            case "exemplars", bool() as used:
                settings = replace(settings, uses_exemplars=used)
        if settings != self.callsim.settings:
            self.callsim.choose(settings)

    def action_measure(self) -> None:
        """Measure how long this computer takes to recognise a sentence and to speak one."""
        self._show_speed(Content.assemble((self.say("speed-measuring"), "$quiet")))
        self.callsim.measure_speed(self._measured, self._not_measured)

    def _measured(self, speed: SpeechSpeed) -> None:
        told = self.say(
            "speed-measured",
            recogniser=one_line(speed.recogniser, 30),
            voice=one_line(speed.voice, 30),
            heard=round(speed.recognised_s, 1),
            spoken=round(speed.spoken_s, 1),
        )
        good = speed.is_enough
        verdict = self.say("speed-enough" if good else "speed-slow")
        sign = self.say("sign-fine" if good else "sign-warning")
        self._show_speed(
            Content.assemble((f"{sign} ", "bold $success" if good else "bold $warning"), verdict, " ", told)
        )

    def _not_measured(self, failure: Exception) -> None:
        trouble = trouble_in_words(str(failure), failure, self.callsim.wording)
        sign = (self.say("sign-warning") + " ", "bold $warning")
        self._show_speed(Content.assemble(sign, plain(f"{trouble.sentence} {trouble.detail}".strip())))

    def _show_speed(self, said: Content) -> None:
        self._speed = said
        for shown in self.query("#speed").results(Static):
            shown.update(said)
        for models in self.query("#models").results(VerticalScroll):
            models.scroll_home(animate=False)

    def action_places(self) -> None:
        """Choose where calls, one's own callers and trainers' corrections are."""

        def picked(number: int | None) -> None:
            if number is not None:
                self._ask_place(tuple(Place)[number])

        names = [self.say(f"place-{place.value}") for place in Place]
        self.app.push_screen(PickScreen(self.say("place-which"), names), picked)

    def _ask_place(self, place: Place, typed: str | None = None, fault: str = "") -> None:
        """Ask for a folder or a file.

        Args:
            place: of what.
            typed: what stands in the line; where it is now, if None.
            fault: why that was not good; empty the first time.
        """

        def written(text: str | None) -> None:
            if text is not None:
                self.callsim.choose_place(place, text, lambda found: self._place_checked(place, text, found))

        settings = self.callsim.settings
        chosen = {
            Place.SESSIONS: settings.sessions,
            Place.CALLERS: settings.callers,
            Place.EXEMPLARS: settings.exemplars,
        }
        how = self.say("place-how-exemplars") if place is Place.EXEMPLARS else self.say("place-how")
        said = [fault] if fault else []
        said += [self.say(f"place-{place.value}-what"), self._goes_before(place), how]
        title = self.say(f"place-{place.value}-title")
        line = chosen[place] if typed is None else typed
        here = "" if chosen[place] or place is Place.EXEMPLARS else self._is_at(place)
        self.app.push_screen(NoteScreen(title, "\n\n".join(filter(None, said)), line, here), written)

    def _is_at(self, place: Place) -> str:
        return "" if self._folders is None else plain(getattr(self._folders, place.value), keep_lines=False)

    def _goes_before(self, place: Place) -> str:
        before = "" if self._folders is None else self._folders.overridden_by(place)
        return self.say("place-by", what=before) if before else ""

    def _place_checked(self, place: Place, typed: str, found: CheckedPlace) -> None:
        """Say what was found; where it was not good, ask again."""
        path = plain(found.path, keep_lines=False)
        if found.fault is not None:
            detail = plain(found.detail, keep_lines=False)
            fault = self.say(f"place-fault-{found.fault.value}", path=path, detail=detail)
            if not self.is_current:
                self.callsim.say_trouble(fault)
            else:
                self._ask_place(place, typed, f"{self.say('sign-warning')} {fault}")
            return
        kind = "chosen" if path else "usual"
        said = self.say(f"place-{kind}-{place.value}", path=path, count=found.found)
        self.notify(said, timeout=8, markup=False)
        if place is Place.EXEMPLARS:
            self._show_exemplars()

    def _show_exemplars(self) -> None:
        for select in self.query("#exemplars").results(Select):
            options, chosen = self._exemplars_offered()
            with self.prevent(Select.Changed):
                select.set_options([(Content(label), used) for label, used in options])
                select.value = chosen

    def action_sound_check(self) -> None:
        """Listen to the devices."""
        self.callsim.open_sound_check()

    def action_leave(self) -> None:
        """Go back."""
        self.app.pop_screen()
