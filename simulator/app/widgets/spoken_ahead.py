"""A slow voice, and how far its lines are spoken before it rings; nothing is seen where nobody would have to wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, ProgressBar, Static

if TYPE_CHECKING:
    from simulator.app.services import SpokenAhead
    from simulator.app.wording import Wording

MINUTE_S: Final = 60.0

SWITCH: Final = "spoken-ahead-switch"
"""The button that stops it, or lets it go on."""


def minutes_left(left_s: float) -> int:
    """Return whole minutes, rounded; 0 for half a minute or less."""
    return 0 if left_s <= MINUTE_S / 2.0 else max(1, round(left_s / MINUTE_S))


class SpokenAheadBar(Vertical):
    """One sentence and a bar, from the moment there is something worth saying."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(id="spoken-ahead")
        self._wording = wording
        self._ahead: SpokenAhead | None = None
        self.stands_still = False
        """Whether the trainee stopped it."""

    def compose(self) -> ComposeResult:
        """Lay it out, unseen."""
        self.display = False
        yield Static("", id="spoken-ahead-words", markup=False)
        with Horizontal(id="spoken-ahead-row"):
            yield ProgressBar(id="spoken-ahead-bar", show_eta=False)
            yield Button("", id=SWITCH, compact=True)

    def show(self, ahead: SpokenAhead) -> None:
        """Show how far it is."""
        self._ahead = ahead
        self.display = self.display or ahead.keeps_waiting
        self._say()

    def stand_still(self, still: bool) -> None:
        """Say that the trainee stopped it, or let it go on."""
        self.stands_still = still
        self._say()

    @property
    def offers(self) -> bool:
        """Whether stopping or going on is of use."""
        return bool(self.display) and self._ahead is not None and not self._ahead.is_done

    def _say(self) -> None:
        ahead = self._ahead
        if ahead is None or not self.display:
            return
        self.query_one("#spoken-ahead-row").display = not ahead.is_done
        self.query_one(ProgressBar).update(total=ahead.all, progress=ahead.spoken)
        label = self._wording.say("ahead-go-on" if self.stands_still else "ahead-stand-still")
        self.query_one(Button).label = Content(label)
        self.query_one("#spoken-ahead-words", Static).update(self._words(ahead))

    def _words(self, ahead: SpokenAhead) -> str:
        if ahead.is_done:
            return self._wording.say("ahead-done")
        if self.stands_still:
            return self._wording.say("ahead-stopped")
        return self._wording.say("ahead-slow", minutes=minutes_left(ahead.left_s or 0.0))
