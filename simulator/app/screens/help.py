"""F1: what this screen can do."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from simulator.app.keys import key


class HelpScreen(ModalScreen[None]):
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
            yield Static(self._table(), markup=False)
            yield Static(Content.assemble((self._foot, "$quiet")), id="help-foot", markup=False)

    def _table(self) -> Table:
        """Return keys beside what they do, each sentence in its own column however it is wrapped."""
        accent = Style(color=self.app.current_theme.accent, bold=True)
        table = Table.grid(padding=(0, 2))
        table.add_column(justify="right", no_wrap=True)
        table.add_column()
        for keys, label, tip in self.lines:
            table.add_row(Text(keys, accent), Text.assemble((label, "bold"), "\n", tip))
        return table

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
