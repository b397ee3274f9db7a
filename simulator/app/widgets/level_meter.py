"""How loud the microphone is: a bar with words for what the bar means."""

from __future__ import annotations

from typing import Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from simulator.app.widgets.scores import bar
from simulator.app.wording import Wording

QUIETEST_DBFS: Final = -60.0
"""The left end of the meter: the noise of a quiet room."""

LOUD_DBFS: Final = -6.0
"""From here on speech will soon be cut off at the top."""

SILENT_DBFS: Final = -50.0
"""Below this nobody speaks into the microphone."""

CELLS: Final = 20


class LevelMeter(Widget):
    """The level of the microphone, in words too."""

    level_dbfs: reactive[float] = reactive(QUIETEST_DBFS)
    muted: reactive[bool] = reactive(False)

    def __init__(self, wording: Wording, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._wording = wording

    def render(self) -> Content:
        """Draw the bar."""
        if self.muted:
            return Content.assemble((self._wording.say("meter-muted"), "bold $warning"))
        part = (self.level_dbfs - QUIETEST_DBFS) / -QUIETEST_DBFS * 100
        filled = bar(part, CELLS)
        loud = self.level_dbfs > LOUD_DBFS
        word = self._wording.say("meter-loud") if loud else self._wording.say("meter-microphone")
        colour = "$warning" if loud else "$trainee"
        return Content.assemble((word + " ", "$quiet"), (filled, colour), ("·" * (CELLS - len(filled)), "$faint"))
