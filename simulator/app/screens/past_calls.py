"""The calls made, newest first."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.app.keys import key
from simulator.app.messages import SessionChosen
from simulator.app.plain import one_line, plain
from simulator.app.progress import FEW_CALLS, courses
from simulator.app.screens.base import CallSimScreen
from simulator.app.services import PastCall
from simulator.app.widgets.bottom_line import BottomLine
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
        key("c", "one_caller", "one-caller"),
        key("escape", "leave", "back"),
    ]
    AUTO_FOCUS = "#past-calls"

    def __init__(self) -> None:
        super().__init__()
        self._only = ""
        """The id of the caller whose calls alone are shown; empty for all."""
        self._listed: tuple[PastCall, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield TopLine(self.say("past-title"))
        yield Static("", id="past-note", markup=False)
        yield Static("", id="progress", markup=False)
        yield PastCallList(id="past-calls", markup=False)
        yield BottomLine()

    def on_mount(self) -> None:
        """Show what is known."""
        self.show()

    @property
    def _calls(self) -> tuple[PastCall, ...]:
        return tuple(call for call in self.callsim.past_calls if self._only in ("", call.persona_id))

    @property
    def _pointed(self) -> PastCall | None:
        place = self.query_one("#past-calls", OptionList).highlighted
        return self._listed[place] if place is not None and place < len(self._listed) else None

    def show(self) -> None:
        """Show the app's past calls, of all callers or of one."""
        pointed = self._pointed
        calls = self._calls
        if not calls and self._only:
            self._only = ""
            calls = self._calls
        listed = self.query_one("#past-calls", OptionList)
        listed.clear_options()
        damaged = [] if self._only else self.callsim.damaged_calls
        faults = [Option(self._damaged_line(call), disabled=True) for call in damaged]
        listed.add_options(spaced([*(Option(self._line(call), id=call.id) for call in calls), *faults]))
        self._listed = calls
        if calls:
            places = [place for place, call in enumerate(calls) if pointed is not None and call.id == pointed.id]
            listed.highlighted = places[0] if places else 0
        note = self.query_one("#past-note", Static)
        note.display = not calls
        note.update(self.say("past-none"))
        shown = self.query_one("#progress", Static)
        shown.display = bool(calls)
        shown.update(self._progress())
        self._show_count()
        self.refresh_bindings()

    @on(events.ScreenResume)
    def _show_count(self) -> None:
        made = self.say("home-calls-made", count=len(self._listed))
        whose = f"{one_line(self._listed[0].caller_name, 40)} · " if self._only else ""
        self.query_one(TopLine).remark(whose + made)

    def _progress(self) -> Content:
        calls = self._calls
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
            self.query_one(TopLine).remark(self.say("opening"))
            self.post_message(SessionChosen(event.option_id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer a choice of caller only where there are calls."""
        return action != "one_caller" or bool(self._listed)

    def action_one_caller(self) -> None:
        """Show only the calls with the caller that is pointed at, and how they went; or all again."""
        pointed = self._pointed
        self._only = "" if self._only or pointed is None else pointed.persona_id
        self.show()

    def action_leave(self) -> None:
        """Go back to all callers, and from there out."""
        if self._only:
            self.action_one_caller()
            return
        self.app.pop_screen()
