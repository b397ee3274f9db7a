"""The calls made, newest first."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from simulator.app.keys import key
from simulator.app.messages import SessionChosen
from simulator.app.plain import one_line, plain
from simulator.app.progress import FEW_CALLS, courses
from simulator.app.screens.base import CallSimScreen
from simulator.app.services import PastCall
from simulator.app.widgets.caller_cards import spaced
from simulator.app.widgets.scores import bar, mean_score
from simulator.app.widgets.top_line import TopLine
from simulator.app.wording import ending_in_words
from simulator.sessions.session import Attempt


class PastCallList(OptionList):
    """Calls to open; Enter opens."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "select", "open")]


class PastCallsScreen(CallSimScreen[None]):
    """A list of calls; Enter opens the debrief."""

    SPEAKS_ANEW: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "leave", "back"),
    ]
    AUTO_FOCUS = "#past-calls"

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield TopLine(self.say("past-title"))
        yield Static("", id="past-note", markup=False)
        yield Static("", id="progress", markup=False)
        yield PastCallList(id="past-calls", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show what is known."""
        self.show()

    def show(self) -> None:
        """Show the app's past calls."""
        calls = self.callsim.past_calls
        listed = self.query_one("#past-calls", OptionList)
        before = listed.highlighted
        listed.clear_options()
        damaged = [Option(self._damaged_line(call), disabled=True) for call in self.callsim.damaged_calls]
        listed.add_options(spaced([*(Option(self._line(call), id=call.id) for call in calls), *damaged]))
        if calls:
            listed.highlighted = min(before or 0, len(calls) - 1)
        note = self.query_one("#past-note", Static)
        note.display = not calls
        note.update(self.say("past-none"))
        shown = self.query_one("#progress", Static)
        shown.display = bool(calls)
        shown.update(self._progress())
        self.query_one(TopLine).remark(self.say("home-calls-made", count=len(calls)))

    def _progress(self) -> Content:
        calls = self.callsim.past_calls
        lines = []
        for course in courses(calls):
            low, high = course.spread
            last = course.values[-1]
            spread = self.say("past-spread", last=last, low=low, high=high) if low < high else str(last)
            name = self.say(f"criterion-{course.criterion.value}")
            lines.append(Content.assemble(f"{name:<16} ", (f"{course.plot:<20}", "$primary"), "  ", (spread, "$quiet")))
        if len(calls) < FEW_CALLS:
            lines.append(Content.assemble((self.say("past-few", count=len(calls)), "$quiet")))
        return Content("\n").join(lines)

    def _line(self, call: PastCall) -> Content:
        value = mean_score(call.scores)
        score = (f"  – {'':<10}", "$quiet")
        if value is not None:
            score = (f"{value:>3} {bar(value, 10):<10}", "bold $primary")
        ending = ending_in_words(call.ending, self.callsim.wording)
        return Content.assemble(
            score,
            "  ",
            (one_line(call.caller_name, 30), "bold"),
            "  ",
            (one_line(call.title, 60), ""),
            "\n",
            " " * 16,
            (self.say("past-when", when=call.started_at), "$quiet"),
            (" · ", "$faint"),
            (ending, "$quiet"),
            *(((" · ", "$faint"), (self.say("attempt-test"), "bold $accent")) if call.attempt is Attempt.TEST else ()),
        )

    def _damaged_line(self, call: PastCall) -> Content:
        sign = (self.say("sign-warning") + " ", "bold $warning")
        told = self.say("past-damaged", id=call.id)
        return Content.assemble(sign, told, "\n", (plain(call.problem, keep_lines=False), "$quiet"))

    @on(OptionList.OptionSelected, "#past-calls")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_id is not None:
            self.post_message(SessionChosen(event.option_id))

    def action_leave(self) -> None:
        """Go back."""
        self.app.pop_screen()
