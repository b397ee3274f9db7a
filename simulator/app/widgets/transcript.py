"""The transcript of a call that is over: turns and notes in the order they came."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.app.keys import key
from simulator.app.plain import plain
from simulator.app.reviewing import comment_content, corrections_of
from simulator.app.widgets.turn_text import TurnText, clock
from simulator.scoring.record import Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult

    from simulator.app.services import FinishedCall, WrittenNote
    from simulator.app.wording import Wording


class NoteText(Static):
    """A note the trainee wrote, at its place among the turns."""

    def __init__(self, label: str, at_s: float, text: str) -> None:
        head = Content.assemble(("✎ ", "$accent"), (label, "bold $accent"), ("  " + clock(at_s), "$quiet"))
        super().__init__(Content.assemble(head, "\n", plain(text)), markup=False)


class Transcript(VerticalScroll):
    """What was said; the arrows point at one's own turns, one after another."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("up", "point(-1)", "turn-before", show=False),
        key("down", "point(1)", "turn-after", show=False),
    ]

    def __init__(self, call: FinishedCall, wording: Wording, doubtful_below: float, *, id: str) -> None:
        super().__init__(id=id)
        self._call = call
        self._wording = wording
        self._doubtful_below = doubtful_below

    def compose(self) -> ComposeResult:
        """Lay out turns and notes by their time."""
        say = self._wording.say
        notes = list(self._call.notes)
        for turn in self._call.record.turns:
            while notes and notes[0].at_s <= turn.start_s:
                yield self._note(notes.pop(0))
            name = say("you") if turn.side is Side.TRAINEE else self._call.caller_name
            yield TurnText(turn, name, self._doubtful_below, say("turn-unheard"))
            yield from self._said_by_trainers(turn.number)
        for note in notes:
            yield self._note(note)
        if any(word.probability < self._doubtful_below for turn in self._call.record.turns for word in turn.words):
            yield Static(say("debrief-doubt-legend"), id="doubt-legend", markup=False)

    def _said_by_trainers(self, turn: int) -> Iterator[Static]:
        review = self._call.review
        if review is None:
            return
        for line in corrections_of(turn, review, self._wording):
            yield Static(line, classes="trainers-word", markup=False)
        for comment in review.comments:
            if comment.turn == turn:
                yield Static(comment_content(comment, self._wording), classes="trainers-word", markup=False)

    def _note(self, note: WrittenNote) -> NoteText:
        return NoteText(self._wording.say("note-yours"), note.at_s, note.text)

    @property
    def pointed(self) -> TurnText | None:
        """The turn that is pointed at."""
        return next((shown for shown in self.query(TurnText) if shown.has_class("pointed-at")), None)

    def point_at(self, number: int) -> None:
        """Point at a turn and bring it into view."""
        for shown in self.query(TurnText):
            shown.set_class(shown.turn.number == number, "pointed-at")
            if shown.turn.number == number:
                self.scroll_to_widget(shown, animate=False)

    def action_point(self, step: int) -> None:
        """Point at the own turn before or after the one that is pointed at."""
        mine = [shown.turn.number for shown in self.query(TurnText) if shown.turn.side is Side.TRAINEE]
        if not mine:
            return
        now = self.pointed
        if now is None:
            self.point_at(mine[0] if step > 0 else mine[-1])
            return
        beyond = [number for number in mine if (number - now.turn.number) * step > 0]
        if beyond:
            self.point_at(beyond[0] if step > 0 else beyond[-1])
