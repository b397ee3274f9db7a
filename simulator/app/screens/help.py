"""F1: what this screen can do."""

from __future__ import annotations

import textwrap
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import ActiveBinding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.app.keys import key
from simulator.app.screens.base import CallSimModal

WIDTH: Final = 76
"""Of the window, as in the style sheet."""

EDGES: Final = 8
"""Of these for the border, the padding and the scrollbar."""

LEAST_BESIDE: Final = 20
"""With fewer cells beside the keys, the sentences stand below them."""


class HelpScreen(CallSimModal[None]):
    """The keys of the screen below, each with a sentence."""

    BINDINGS: ClassVar[list[BindingType]] = [key("escape,enter,f1,q", "leave", "close")]
    AUTO_FOCUS = "#help"

    def __init__(self, title: str, lines: list[tuple[str, str, str]], foot: str) -> None:
        super().__init__()
        self._title = title
        self.lines = lines
        """Keys, label and sentence of each action."""
        self._foot = foot

    def compose(self) -> ComposeResult:
        """Lay out the keys."""
        with VerticalScroll(id="help"):
            yield Static(Content.assemble((self._title, "bold")), id="help-title", markup=False)
            yield Static(keys_beside(self.lines, self._room(self.app.size.width)), id="help-keys", markup=False)
            yield Static(Content.assemble((self._foot, "$quiet")), id="help-foot", markup=False)

    @staticmethod
    def _room(width: int) -> int:
        """Return the cells for text on a terminal of so many columns."""
        return min(WIDTH, width) - EDGES

    def on_resize(self, event: events.Resize) -> None:
        """Write the keys in the room there is."""
        for shown in self.query("#help-keys").results(Static):
            shown.update(keys_beside(self.lines, self._room(event.size.width)))

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()


def help_lines(active: dict[str, ActiveBinding], labels: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return keys, label and sentence of each action that can be done now.

    Args:
        active: the keys of a screen with their labels in words.
        labels: how each key is written, by its name.
    """
    by_action: dict[tuple[str, str], list[str]] = {}
    tips: dict[tuple[str, str], str] = {}
    for name, binding in active.items():
        if not binding.tooltip or not binding.enabled:
            continue
        what = (binding.binding.action, binding.binding.description)
        by_action.setdefault(what, []).append(labels.get(name, name))
        tips[what] = binding.tooltip
    return [(", ".join(keys), what[1], tips[what]) for what, keys in by_action.items()]


def keys_beside(lines: list[tuple[str, str, str]], room: int) -> Content:
    """Return the keys with what they do beside them, each sentence in its own column however it is wrapped.

    Written out here, as the library's tables are measured anew at every turn: a tenth of a second.

    Args:
        lines: keys, label and sentence of each action.
        room: in cells.
    """
    column = max((len(keys) for keys, _, _ in lines), default=0)
    beside = room - column - 2
    indent = " " * (column + 2) if beside >= LEAST_BESIDE else "  "
    parts: list[str | tuple[str, str]] = []
    for keys, label, tip in lines:
        shown = f"{keys:>{column}}" if beside >= LEAST_BESIDE else keys
        parts += [(shown, "bold $accent"), "  ", (label, "bold"), "\n"]
        parts += [indent + line + "\n" for line in textwrap.wrap(tip, max(1, room - len(indent)))]
    return Content.assemble(*parts).rstrip()
