"""The line at the top of every screen: where you are, and what belongs to it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from simulator.app.plain import one_line


class TopLine(Horizontal):
    """A title at the left and a remark at the right."""

    def __init__(self, title: str, remark: str = "") -> None:
        super().__init__()
        self._title = one_line(title, 120)
        self._remark = one_line(remark, 120)

    def compose(self) -> ComposeResult:
        """Lay out title and remark."""
        yield Static(self._title, id="top-title", markup=False)
        yield Static(self._remark, id="top-remark", markup=False)

    def remark(self, text: str) -> None:
        """Change the remark."""
        self._remark = one_line(text, 120)
        for shown in self.query("#top-remark").results(Static):
            shown.update(self._remark)
