"""Is the headset right? The level moves when you speak, a tone sounds, and trouble is said in words."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Static

from simulator.app.keys import key
from simulator.app.plain import plain
from simulator.app.screens.base import CallSimScreen
from simulator.app.services import SoundReport
from simulator.app.troubles import trouble_in_words
from simulator.app.widgets.level_meter import LevelMeter
from simulator.app.widgets.top_line import TopLine


class SoundCheckScreen(CallSimScreen[None]):
    """A look at microphone and speaker before a call."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("t", "tone", "tone"),
        key("d", "again", "check-again"),
        key("escape", "leave", "back"),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield TopLine(self.say("sound-title"))
        with VerticalScroll(id="sound-check"):
            yield Static(self.say("briefing-checking-sound"), id="sound-words", markup=False)
            yield LevelMeter(self.callsim.wording, id="sound-meter")
            yield Static(self.say("sound-how"), id="sound-how", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin to check and to listen."""
        self.callsim.check_sound()
        self.callsim.begin_listening()

    def on_unmount(self) -> None:
        """Let the microphone go."""
        self.callsim.end_listening()

    def show_sound(self, report: SoundReport) -> None:
        """Say how the devices are."""
        shown = self.query_one("#sound-words", Static)
        if report.trouble:
            trouble = trouble_in_words(report.trouble, report.cause, self.callsim.wording)
            detail = ("\n" + plain(trouble.detail), "$quiet") if trouble.detail else ""
            sign = (self.say("sign-warning") + " ", "bold $warning")
            shown.update(Content.assemble(sign, plain(trouble.sentence), detail))
            return
        said = self.say("sound-devices", microphone=report.microphone, speaker=report.speaker)
        shown.update(Content.assemble((self.say("sign-fine") + " ", "$success"), said))

    def show_level(self, level_dbfs: float) -> None:
        """Show how loud the microphone is."""
        self.query_one(LevelMeter).level_dbfs = level_dbfs

    def action_tone(self) -> None:
        """Sound a tone."""
        self.callsim.play_tone()

    def action_again(self) -> None:
        """Check again."""
        self.callsim.check_sound()
        self.callsim.begin_listening()

    def action_leave(self) -> None:
        """Go back."""
        self.app.pop_screen()
