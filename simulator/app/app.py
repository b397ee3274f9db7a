"""The app: keys, colours, language, help and commands; what happens between the screens is in `routes`."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import partial
from typing import Any, ClassVar

from textual import events
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from simulator.app.collecting import STILL_S
from simulator.app.keys import key
from simulator.app.routes.training import TrainingRoutes
from simulator.app.routes.upkeep import UpkeepRoutes
from simulator.app.routes.welcome import WelcomeRoutes
from simulator.app.routes.workshop import WorkshopRoutes
from simulator.app.screens.base import CallSimScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.services import AppSettings
from simulator.app.terminal import libraries_kept_quiet
from simulator.app.themes import THEMES
from simulator.app.wording import Wording


class CallSimApp(WelcomeRoutes, TrainingRoutes, UpkeepRoutes, WorkshopRoutes):
    """The call simulator on a terminal; see `BackgroundApp` for what it is made with."""

    CSS_PATH = "callsim.tcss"
    TITLE = "callsim"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f1", "help", "help"),
        key("ctrl+q", "quit", "quit", show=False, priority=True),
        key("ctrl+p", "command_palette", "palette", show=False, priority=True),
    ]

    def run(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (whatever Textual's own takes and returns)
        """Run on this terminal until the person leaves; sound libraries are kept from writing over it."""
        self.is_alone = True
        with libraries_kept_quiet():
            return super().run(*args, **kwargs)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the library's own themes the colours that only ours name."""
        return {"trainee": "#E6B673", "caller": "#7FB4CA", "quiet": "#8A94A3", "faint": "#4A5563"}

    def on_mount(self) -> None:
        """Open the list of callers."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self.settings.theme.value
        self.push_screen(HomeScreen())
        if self.settings.trainee is None:
            self.open_welcome()
        if self.is_alone:
            self.collector.begin()
            self.set_interval(STILL_S / 2, self._collect_when_still)
        # The first screen is painted before the callers are read: reading them loads what takes long.
        self.call_after_refresh(self.read_shelf)
        self.call_after_refresh(self.delete_old)

    async def on_event(self, event: events.Event) -> None:
        """Take note of keys, on their way."""
        if isinstance(event, events.Key):
            self.collector.pressed(time.monotonic())
        await super().on_event(event)

    def _collect_when_still(self) -> None:
        if self.collector.may_collect(time.monotonic(), in_call=self.in_call):
            self.collector.collect()

    def on_unmount(self) -> None:
        """Leave the garbage collector as it was."""
        self.collector.end()

    def open_settings(self) -> None:
        """Show the settings."""
        from simulator.app.screens.settings import SettingsScreen

        if not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen())

    def choose(self, settings: AppSettings) -> None:
        """Use other settings, and keep them."""
        before, self.settings = self.settings, settings
        self.theme = settings.theme.value
        self.behind(lambda: self.services.preferences.keep_settings(settings), lambda _: None, "settings")
        if settings.language is not before.language:
            self.wording = Wording(settings.language)
            for screen in self.own_screens():
                if screen.SPEAKS_ANEW:
                    self.call_later(self._reword, screen)

    async def _reword(self, screen: CallSimScreen[object]) -> None:
        await screen.recompose()
        screen.refresh_bindings()
        screen.spoken_anew()

    def action_help(self) -> None:
        """Show what this screen can do."""
        from simulator.app.screens.help import HelpScreen, help_lines

        screen = self.screen
        if not isinstance(screen, CallSimScreen):
            return
        active = screen.active_bindings
        labels = {name: self.get_key_display(binding.binding) for name, binding in active.items()}
        lines = help_lines(active, labels)
        self.push_screen(HelpScreen(self.wording.say("help-title"), lines, self.wording.say("help-foot")))

    def action_command_palette(self) -> None:
        """Search among the commands."""
        from simulator.app.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            placeholder = self.wording.say("palette-placeholder")
            self.push_screen(Palette(placeholder=placeholder, id="--command-palette"))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer what this screen can do, and what can be done from anywhere, in the person's language."""
        anywhere = tuple(self._commands_anywhere())
        told = {command.title for command in anywhere}
        for active in screen.active_bindings.values():
            label = active.binding.description
            if active.node is screen and active.enabled and active.tooltip and label not in told:
                told.add(label)
                run = partial(self.run_action, active.binding.action, default_namespace=screen)
                yield SystemCommand(label, active.tooltip, run)
        yield from anywhere

    def _commands_anywhere(self) -> Iterable[SystemCommand]:
        say = self.wording.say
        if not self.in_call:
            yield SystemCommand(say("key-past-calls"), say("tip-past-calls"), self.open_past_calls)
            yield SystemCommand(say("key-trainers-room"), say("tip-trainers-room"), self.open_trainers_room)
            yield SystemCommand(say("key-workshop"), say("tip-workshop"), self.open_workshop)
            yield SystemCommand(say("key-settings"), say("tip-settings"), self.open_settings)
            yield SystemCommand(say("key-sound-check"), say("tip-sound-check"), self.open_sound_check)
            yield SystemCommand(say("key-who"), say("tip-who"), self.open_welcome)
            yield SystemCommand(say("key-reload"), say("tip-reload"), self.read_shelf)
        yield SystemCommand(say("key-help"), say("tip-help"), self.action_help)
        yield SystemCommand(say("key-quit"), say("tip-quit"), self.action_quit)
