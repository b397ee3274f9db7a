"""A line to write down during a call."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from simulator.app.keys import key
from simulator.app.screens.base import CallSimModal
from simulator.app.widgets.writing import WritingLine


class NoteScreen(CallSimModal[str | None]):
    """Asks for one line; the call goes on meanwhile. Gives back None when it is left.

    Args:
        title: what is asked; plain text.
        how: what the keys do; plain text.
        text: what stands in the line at first.
        empty: what an empty line stands for; plain text.
    """

    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "leave", "close")]
    AUTO_FOCUS = "#note-line"

    def __init__(self, title: str, how: str, text: str = "", empty: str = "") -> None:
        super().__init__()
        self._title, self._how, self._text, self._empty = title, how, text, empty

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        with Vertical(id="note"):
            yield Static(self._title, id="note-title", markup=False)
            yield WritingLine(self._text, placeholder=self._empty, id="note-line", compact=True)
            yield Static(self._how, id="note-how", markup=False)

    def on_mount(self) -> None:
        """Keep the cursor still."""
        self.query_one(Input).cursor_blink = False

    @on(Input.Submitted)
    def _written(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip())

    def action_leave(self) -> None:
        """Write nothing down."""
        self.dismiss(None)
