"""One question with yes and no."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from simulator.app.keys import key
from simulator.app.screens.base import CallSimModal


class ConfirmScreen(CallSimModal[bool]):
    """Asks before something that cannot be taken back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "answer(False)", "no"),
        key("left,right,up,down", "app.focus_next", "other", show=False),
    ]
    AUTO_FOCUS = "#yes"

    def __init__(self, question: str, yes: str, no: str) -> None:
        super().__init__()
        self._question, self._yes, self._no = question, yes, no

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        with Vertical(id="confirm"):
            yield Static(self._question, markup=False)
            with Horizontal(id="confirm-buttons"):
                yield Button(Content(self._yes), id="yes", variant="primary")
                yield Button(Content(self._no), id="no")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, sure: bool) -> None:
        """Answer the question."""
        self.dismiss(sure)


class ChoiceScreen(ConfirmScreen):
    """Asks which of two, speaking or typing; Escape chooses neither."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("s", "answer(True)", "speak"),
        key("t", "answer(False)", "type"),
        key("escape", "neither", "close"),
    ]

    def action_neither(self) -> None:
        """Choose neither."""
        self.dismiss(None)
