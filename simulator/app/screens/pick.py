"""One of a short list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.app.keys import key
from simulator.app.screens.base import CallSimModal


class PickList(OptionList):
    """What can be picked; Enter picks."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "select", "pick")]


class PickScreen(CallSimModal[int | None]):
    """Asks for one of several; gives back its place, or None when it is left.

    Args:
        title: what is asked; plain text.
        choices: what there is; plain text.
        picked: the place that is pointed at first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "leave", "close")]
    AUTO_FOCUS = "#pick-list"

    def __init__(self, title: str, choices: Sequence[str], picked: int = 0) -> None:
        super().__init__()
        self._title, self._choices, self._picked = title, tuple(choices), picked

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        with Vertical(id="pick"):
            yield Static(self._title, id="pick-title", markup=False)
            yield PickList(*(Option(Content(choice)) for choice in self._choices), id="pick-list", markup=False)

    def on_mount(self) -> None:
        """Point at what is so now."""
        self.query_one(PickList).highlighted = self._picked

    @on(OptionList.OptionSelected, "#pick-list")
    def _picked_one(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)

    def action_leave(self) -> None:
        """Pick nothing."""
        self.dismiss(None)
