"""What was said, as one widget however long the call: while it goes on, and afterwards with notes and a review.

The turns are options of a list, of which only those in view are drawn. A widget a turn takes a tenth of a second for a
call of a hundred turns whenever the screen is laid out, in which no key is answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from simulator.app.keys import key
from simulator.app.plain import plain
from simulator.app.reviewing import comment_content, corrections_of
from simulator.app.widgets.turn_text import clock, turn_content
from simulator.scoring.record import Side, TurnRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.app.services import FinishedCall, WrittenNote
    from simulator.app.wording import Wording


class SpokenLines(OptionList):
    """Turns below each other, with a free line after each; leafed through without pointing at any."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("pageup", "leaf(-1)", "older", show=False),
        key("pagedown", "leaf(1)", "newer", show=False),
        key("home", "scroll_home", "oldest", show=False),
        key("end", "scroll_end", "newest", show=False),
    ]

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, markup=False)

    def action_leaf(self, pages: int) -> None:
        """Leaf a page back or on."""
        if pages < 0:
            self.scroll_page_up(animate=False)
        else:
            self.scroll_page_down(animate=False)


class LiveTranscript(SpokenLines):
    """The transcript as it grows; nothing in it can be chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("up", "scroll_up", "line-up", show=False),
        key("down", "scroll_down", "line-down", show=False),
    ]

    def __init__(self, wording: Wording, caller_name: str, doubtful_below: float, *, id: str) -> None:
        super().__init__(id=id)
        self._wording = wording
        self._caller_name = caller_name
        self._doubtful_below = doubtful_below

    def add_turn(self, turn: TurnRecord) -> None:
        """Show a turn beneath the others, and go there."""
        name = self._wording.say("you") if turn.side is Side.TRAINEE else self._caller_name
        said = turn_content(turn, name, self._doubtful_below, self._wording.say("turn-unheard"))
        self.add_option(Option(Content.assemble(said, "\n"), disabled=True))
        self.call_after_refresh(self.scroll_end, animate=False)


class Transcript(SpokenLines):
    """A call that is over; the arrows point at one's own turns, one after another, Enter plays the one pointed at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("up", "point(-1)", "turn-before", show=False),
        key("down", "point(1)", "turn-after", show=False),
        key("enter", "select", "play", show=False),
    ]

    def __init__(self, call: FinishedCall, wording: Wording, doubtful_below: float, *, id: str) -> None:
        super().__init__(id=id)
        self._call = call
        self._wording = wording
        self._doubtful_below = doubtful_below
        self._places: dict[int, int] = {}
        """Where each turn stands in the list, by its number."""
        self._fill()

    def _fill(self) -> None:
        """Lay out turns and notes by their time."""
        say = self._wording.say
        notes = list(self._call.notes)
        shown: list[Option] = []
        for turn in self._call.record.turns:
            while notes and notes[0].at_s <= turn.start_s:
                shown.append(self._note(notes.pop(0)))
            name = say("you") if turn.side is Side.TRAINEE else self._call.caller_name
            said = turn_content(turn, name, self._doubtful_below, say("turn-unheard"))
            self._places[turn.number] = len(shown)
            lines = [said, *self._said_by_trainers(turn.number), Content("")]
            shown.append(Option(Content("\n").join(lines), id=f"turn-{turn.number}"))
        shown += [self._note(note) for note in notes]
        if any(word.probability < self._doubtful_below for turn in self._call.record.turns for word in turn.words):
            shown.append(Option(Content.assemble((say("debrief-doubt-legend"), "$quiet")), disabled=True))
        self.add_options(shown)

    def _said_by_trainers(self, turn: int) -> Iterator[Content]:
        review = self._call.review
        if review is None:
            return
        for line in corrections_of(turn, review, self._wording):
            yield Content.assemble("  ", line)
        for comment in review.comments:
            if comment.turn == turn:
                yield Content.assemble("  ", comment_content(comment, self._wording))

    def _note(self, note: WrittenNote) -> Option:
        head = Content.assemble(
            ("✎ ", "$accent"), (self._wording.say("note-yours"), "bold $accent"), ("  " + clock(note.at_s), "$quiet")
        )
        return Option(Content.assemble(head, "\n", plain(note.text), "\n"), disabled=True)

    @property
    def pointed(self) -> TurnRecord | None:
        """The turn that is pointed at."""
        return next((turn for turn in self._call.record.turns if self._places[turn.number] == self.highlighted), None)

    def point_at(self, number: int) -> None:
        """Point at a turn and bring it into view."""
        self.highlighted = self._places.get(number)
        self.call_after_refresh(self.scroll_to_highlight)

    def action_point(self, step: int) -> None:
        """Point at the own turn before or after the one that is pointed at."""
        mine = [turn.number for turn in self._call.record.turns if turn.side is Side.TRAINEE]
        if not mine:
            return
        now = self.pointed
        if now is None:
            self.point_at(mine[0] if step > 0 else mine[-1])
            return
        beyond = [number for number in mine if (number - now.number) * step > 0]
        if beyond:
            self.point_at(beyond[0] if step > 0 else beyond[-1])
