"""A tick box and a choice whose state is read from their sign; the library's own tell it by colour alone."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Checkbox, RadioButton


class TickBox(Checkbox):
    """A box that is ticked or empty."""

    @property
    def _button(self) -> Content:
        return Content("[✓]" if self.value else "[ ]")


class Choice(RadioButton):
    """One of several, full or hollow."""

    @property
    def _button(self) -> Content:
        return Content("(●)" if self.value else "( )")
