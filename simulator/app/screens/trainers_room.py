"""The trainer's room: the sessions of everybody on this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from simulator.app.keys import key
from simulator.app.plain import one_line, plain
from simulator.app.screens.base import CallSimScreen
from simulator.app.screens.note import NoteScreen
from simulator.app.widgets.bottom_line import BottomLine
from simulator.app.widgets.caller_cards import spaced
from simulator.app.widgets.scores import bar, mean_score
from simulator.app.widgets.top_line import TopLine
from simulator.app.widgets.writing import WritingLine
from simulator.app.wording import ending_in_words
from simulator.scoring.scorecard import Criterion

if TYPE_CHECKING:
    from simulator.sessions.index.query import SessionListing

SHOWN: Final = 200
"""At most so many sessions are listed, the newest; searching finds the others."""

STILL_S: Final = 0.25
"""How long nothing is typed before it is searched for."""

FIELDS: Final = ("words", "caller", "trainee")


class SessionList(OptionList):
    """Sessions to review; Enter opens."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "select", "review")]


class TrainersRoomScreen(CallSimScreen[None]):
    """All sessions, searched by words, caller and trainee."""

    SPEAKS_ANEW: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        key("slash,ctrl+f", "search", "search-sessions"),
        key("o", "folder", "sessions-folder"),
        key("w", "workshop", "workshop"),
        key("f5", "reload", "reload-sessions", show=False),
        key("down", "to_list", "to-sessions", show=False),
        key("escape", "leave", "back"),
    ]
    AUTO_FOCUS = "#sessions"

    def __init__(self) -> None:
        super().__init__()
        self._asked = 0
        self._waiting: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield TopLine(self.say("room-title"))
        with Horizontal(id="session-search"):
            yield WritingLine(placeholder=self.say("room-words"), id="room-words", compact=True)
            yield WritingLine(placeholder=self.say("room-caller"), id="room-caller", compact=True)
            yield WritingLine(placeholder=self.say("room-trainee"), id="room-trainee", compact=True)
        yield Static(self.say("room-reading"), id="room-note", markup=False)
        yield SessionList(id="sessions", markup=False)
        yield BottomLine()

    def on_screen_resume(self) -> None:
        """Look for all sessions, at first and after each review."""
        self._look()

    def spoken_anew(self) -> None:
        """Look again."""
        self._look()

    @on(Input.Changed)
    def _typed(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(STILL_S, self._look)

    @on(Input.Submitted)
    def _search_done(self) -> None:
        self.action_to_list()

    def _look(self) -> None:
        self._asked += 1
        asked = self._asked
        words, caller, trainee = (self.query_one(f"#room-{name}", Input).value.strip() for name in FIELDS)

        def show(found: tuple[SessionListing, ...]) -> None:
            if asked == self._asked and self.is_mounted:
                self._show_sessions(found, bool(words or caller or trainee))

        self.callsim.find_sessions(words, caller, trainee, SHOWN, show)

    def _show_sessions(self, found: tuple[SessionListing, ...], is_search: bool) -> None:
        listed = self.query_one(SessionList)
        before = listed.highlighted
        listed.clear_options()
        listed.add_options(spaced([Option(self._line(each), id=each.id) for each in found]))
        if found:
            listed.highlighted = min(before or 0, len(found) - 1)
        note = self.query_one("#room-note", Static)
        note.display = not found
        note.update(self.say("room-none-fit") if is_search else self.say("room-none"))
        count = self.say("room-count", count=len(found))
        folder = self.callsim.services.training.folder
        self.query_one(TopLine).remark(f"{one_line(folder, 60)} · {count}" if folder else count)

    def _line(self, session: SessionListing) -> Content:
        known = {criterion.value for criterion in Criterion}
        value = mean_score({Criterion(name): points for name, points in session.scores.items() if name in known})
        score = (f"  – {'':<10}", "$quiet")
        if value is not None:
            score = (f"{value:>3} {bar(value, 10):<10}", "bold $primary")
        name, title = self.callsim.called(session.persona_id)
        parts: list[Content | str | tuple[str, str]] = [
            score,
            "  ",
            (one_line(session.trainee, 30) or self.say("room-private"), "bold"),
            "  ",
            (one_line(f"{name} · {title}" if title else name, 60), ""),
            "\n",
            " " * 16,
            (self.say("past-when", when=session.started_at), "$quiet"),
            (" · ", "$faint"),
            (ending_in_words(session.ending, self.callsim.wording), "$quiet"),
        ]
        if session.has_review:
            parts += [(" · ", "$faint"), (self.say("room-reviewed"), "$accent")]
        if session.trouble:
            parts += ["\n", (self.say("sign-warning") + " ", "bold $warning"), plain(session.trouble, keep_lines=False)]
        return Content.assemble(*parts)

    @on(OptionList.OptionSelected, "#sessions")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_id is not None:
            self.query_one(TopLine).remark(self.say("opening"))
            self.callsim.open_review(event.option_id, self._look)

    def action_search(self) -> None:
        """Go to the search line."""
        self.query_one("#room-words").focus()

    def action_folder(self) -> None:
        """Ask whose sessions are to be looked at: another folder's, or this computer's own."""

        def written(folder: str | None) -> None:
            if folder is not None:
                self.callsim.open_sessions_folder(folder, self._look)

        here = self.callsim.services.training.folder
        self.app.push_screen(NoteScreen(self.say("room-folder"), self.say("room-folder-how"), here), written)

    def action_workshop(self) -> None:
        """Show the callers as files."""
        self.callsim.open_workshop()

    def action_reload(self) -> None:
        """Look again."""
        self._look()

    def action_to_list(self) -> None:
        """Go to the sessions."""
        self.query_one(SessionList).focus()

    def action_leave(self) -> None:
        """Go back to the list, and from there out."""
        if isinstance(self.focused, Input):
            self.action_to_list()
            return
        self.app.pop_screen()
