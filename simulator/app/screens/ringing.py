"""The phone rings."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Middle, Vertical
from textual.content import Content
from textual.widgets import Static

from simulator.app.directions import trainee_rings
from simulator.app.keys import key
from simulator.app.messages import CallDeclined, PhonePickedUp
from simulator.app.screens.base import CallSimScreen
from simulator.app.widgets.bottom_line import BottomLine
from simulator.app.widgets.top_line import TopLine

if TYPE_CHECKING:
    from simulator.personas.model import Persona

WAVES = ("·   ☎   ·", "( · ☎ · )", "(( ·☎· ))", "( · ☎ · )")
"""The telephone, ringing; read by its brackets, not by its colour."""


class RingingScreen(CallSimScreen[None]):
    """A big invitation to pick up."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter,space", "answer", "answer"),
        key("escape", "decline", "decline"),
    ]

    def __init__(self, persona: Persona) -> None:
        super().__init__()
        self.persona = persona
        self._wave = 0

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        outbound = trainee_rings(self.persona)
        yield TopLine(self.say("ringing-title"))
        with Middle(id="ringing"), Vertical(id="ringing-box"):
            yield Static(WAVES[0], id="ringing-phone", markup=False)
            told = self.say("ringing-outbound", name=self.persona.name) if outbound else self.say("ringing-inbound")
            yield Static(told, id="ringing-who", markup=False)
            invitation = self.say("ringing-press-outbound") if outbound else self.say("ringing-press")
            yield Static(Content.assemble((invitation, "bold")), id="ringing-press", markup=False)
            yield Static(self.say("ringing-loading"), id="ringing-note", markup=False)
        yield BottomLine()

    def on_mount(self) -> None:
        """Let the telephone move, gently."""
        if self.callsim.animation_level != "none":
            self.set_interval(0.5, self._move)

    def _move(self) -> None:
        self._wave = (self._wave + 1) % len(WAVES)
        self.query_one("#ringing-phone", Static).update(WAVES[self._wave])

    def show_ready(self) -> None:
        """Say that the line is ready."""
        self.query_one("#ringing-note", Static).update(self.say("ringing-ready"))

    def action_answer(self) -> None:
        """Pick up."""
        self.post_message(PhonePickedUp())

    def action_decline(self) -> None:
        """Let it ring and go back."""
        self.post_message(CallDeclined())
