"""F1: what this screen can do."""

from __future__ import annotations

from typing import ClassVar

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
        self._lines = lines
        self._foot = foot

    def compose(self) -> ComposeResult:
        """Lay out the keys."""
        width = max((len(keys) for keys, _, _ in self._lines), default=0)
        rows = [
            Content.assemble((f"{keys:>{width}}", "bold $accent"), "  ", (label, "bold"), "\n", " " * (width + 2), tip)
            for keys, label, tip in self._lines
        ]
        with VerticalScroll(id="help"):
            yield Static(Content.assemble((self._title, "bold")), id="help-title", markup=False)
            yield Static(Content("\n").join(rows), markup=False)
            yield Static(Content.assemble((self._foot, "$quiet")), id="help-foot", markup=False)

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
