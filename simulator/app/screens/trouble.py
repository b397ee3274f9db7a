"""What went wrong, in words, with the next step."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from simulator.app.keys import key
from simulator.app.messages import CallRequested
from simulator.app.plain import plain
from simulator.app.screens.base import CallSimScreen
from simulator.app.services import CallPlan
from simulator.app.troubles import Trouble
from simulator.app.widgets.bottom_line import BottomLine
from simulator.app.widgets.top_line import TopLine
from simulator.sessions.session import CallMode


class TroubleScreen(CallSimScreen[None]):
    """A call that could not be made: try again, type instead, or go back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("a", "retry", "retry"),
        key("t", "type", "type"),
        key("escape", "leave", "back"),
    ]
    AUTO_FOCUS = "#retry"

    def __init__(self, trouble: Trouble, plan: CallPlan) -> None:
        super().__init__()
        self._trouble = trouble
        self.plan = plan

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield TopLine(self.say("trouble-title"))
        with VerticalScroll(id="trouble", can_focus=False):
            sign = (self.say("sign-warning") + " ", "bold $warning")
            yield Static(
                Content.assemble(sign, (plain(self._trouble.sentence), "bold")), id="trouble-text", markup=False
            )
            if self._trouble.detail:
                yield Static(plain(self._trouble.detail), id="trouble-detail", markup=False)
            yield Static(self.say("trouble-kept"), id="trouble-note", markup=False)
        with Horizontal(id="trouble-buttons"):
            yield Button(Content(self.say("trouble-retry")), id="retry", variant="primary")
            yield Button(Content(self.say("trouble-type")), id="type")
            yield Button(Content(self.say("trouble-back")), id="back")
        yield BottomLine()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        match event.button.id:
            case "retry":
                self.action_retry()
            case "type":
                self.action_type()
            case _:
                self.action_leave()

    def action_retry(self) -> None:
        """Try the same again."""
        self.post_message(CallRequested(self.plan))

    def action_type(self) -> None:
        """Hold the call typed."""
        self.post_message(CallRequested(replace(self.plan, mode=CallMode.TYPED)))

    def action_leave(self) -> None:
        """Go back."""
        self.app.pop_screen()
