"""Who practises: the language of the screen, a name or none, and what may be kept. The first thing anybody sees."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Grid, Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Label, RadioSet, Select, Static

from simulator.app.keys import key
from simulator.app.screens.base import CallSimScreen
from simulator.app.services import AppSettings
from simulator.app.widgets.bottom_line import BottomLine
from simulator.app.widgets.choices import language_choice
from simulator.app.widgets.toggles import Choice
from simulator.app.widgets.top_line import TopLine
from simulator.app.widgets.writing import WritingLine
from simulator.language import Language

LONGEST_NAME: Final = 60

KEEPS: Final = ("text", "everything")
"""What may be kept, by Keep value, as it is offered; the first is taken where nobody agreed to anything."""


class KeepChoice(RadioSet):
    """What may be kept; Enter takes what is pointed at and goes on, as it does on the line above."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "take", "take", show=False)]

    def action_take(self) -> None:
        """Take what is pointed at, and go on to the button."""
        self.action_toggle_button()
        self.screen.focus_next()


class WelcomeScreen(CallSimScreen[None]):
    """The first start, and later the place to say that somebody else practises.

    Args:
        first: True at the first start: then the sound check and a first call follow.
    """

    SPEAKS_ANEW: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "leave", "skip")]
    AUTO_FOCUS = "#trainee"

    def __init__(self, first: bool) -> None:
        super().__init__()
        self._first = first
        self._trainee = ""

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        chosen = self.callsim.settings
        self._trainee = self._trainee or chosen.trainee or ""
        yield TopLine(self.say("welcome-title"))
        with VerticalScroll(can_focus=False):
            yield Static(self.say("welcome-words"), id="welcome-words", markup=False)
            with Grid(id="welcome"):
                yield Label(self.say("settings-language"), markup=False)
                yield language_choice(self.callsim.wording, chosen.language)
                yield Label(self.say("welcome-name"), markup=False)
                yield WritingLine(
                    self._trainee,
                    placeholder=self.say("welcome-private"),
                    max_length=LONGEST_NAME,
                    id="trainee",
                    compact=True,
                )
                yield Label(self.say("welcome-keep"), markup=False)
                with KeepChoice(id="keep", compact=True):
                    agreed = self._agreed(self._trainee)
                    for keep in KEEPS:
                        label = Content(self.say(f"keep-{keep}"))
                        yield Choice(label, value=keep == agreed, id=f"keep-{keep}", compact=True)
            yield Static(Content.assemble((self.say("welcome-kept-here"), "$quiet")), id="welcome-kept", markup=False)
            with Horizontal(id="welcome-buttons"):
                onward = self.say("welcome-on") if self._first else self.say("welcome-done")
                yield Button(Content(onward), id="go-on", variant="primary", compact=True)
        yield BottomLine()

    def on_mount(self) -> None:
        """Keep the cursor still."""
        self.query_one("#trainee", Input).cursor_blink = False

    def spoken_anew(self) -> None:
        """Stay at the choice of the language."""
        self.query_one("#trainee", Input).cursor_blink = False
        self.query_one("#interface-language").focus()

    def _agreed(self, name: str) -> str:
        agreed = self.callsim.settings.consents.get(name.strip(), KEEPS[0])
        return agreed if agreed in KEEPS else KEEPS[0]

    @on(Input.Changed, "#trainee")
    def _renamed(self, event: Input.Changed) -> None:
        """Show what this person agreed to before; nobody takes over what another agreed to."""
        self._trainee = event.value
        self.query_one(f"#keep-{self._agreed(event.value)}", Choice).value = True

    @on(Input.Submitted, "#trainee")
    def _named(self) -> None:
        self.query_one(RadioSet).focus()

    @on(Select.Changed, "#interface-language")
    def _language_chosen(self, event: Select.Changed) -> None:
        settings = self.callsim.settings
        if isinstance(event.value, Language) and event.value is not settings.language:
            self.callsim.choose(replace(settings, language=event.value))

    @on(Button.Pressed, "#go-on")
    def _go_on(self) -> None:
        pressed = self.query_one(RadioSet).pressed_button
        keep = KEEPS[0] if pressed is None else (pressed.id or "").removeprefix("keep-")
        self._leave_with(self.callsim.settings.named(" ".join(self._trainee.split()), keep))

    def _leave_with(self, settings: AppSettings) -> None:
        self.callsim.choose(settings)
        self.app.pop_screen()
        self.callsim.begin_practice(first=self._first)

    def action_leave(self) -> None:
        """Leave it as it is; whoever was never asked stays private."""
        settings = self.callsim.settings
        if settings.trainee is None:
            self._first = False
            self._leave_with(settings.named(""))
        else:
            self.app.pop_screen()
