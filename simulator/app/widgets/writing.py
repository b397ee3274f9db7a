"""Where people type: what they paste is made harmless for the terminal as it comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input, TextArea

from simulator.app.plain import plain

if TYPE_CHECKING:
    from textual.widgets.text_area import Edit, EditResult


class WritingLine(Input):
    """A line to type in."""

    def validate_value(self, value: str) -> str:
        """Return what may stand in the line."""
        return plain(value, keep_lines=False)


class WritingPad(TextArea):
    """Some lines to type in."""

    def edit(self, edit: Edit) -> EditResult:
        """Take an edit in, without what steers a terminal."""
        edit.text = plain(edit.text)
        return super().edit(edit)

    def load_text(self, text: str) -> None:
        """Show a text, without what steers a terminal."""
        super().load_text(plain(text))
