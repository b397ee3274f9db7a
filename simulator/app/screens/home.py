"""Choose a caller."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Select, Static

from simulator.app.choosing import Filters, fitting
from simulator.app.keys import key
from simulator.app.messages import CallerChosen
from simulator.app.plain import one_line, plain
from simulator.app.progress import Suggestion, courses, suggested
from simulator.app.screens.base import CallSimScreen
from simulator.app.widgets.bottom_line import BottomLine
from simulator.app.widgets.caller_cards import CallerCard, CallerList, difficulty_marks, preview_content
from simulator.app.widgets.top_line import TopLine
from simulator.app.widgets.writing import WritingLine
from simulator.language import Language
from simulator.leary import Octant

if TYPE_CHECKING:
    from simulator.app.wording import Wording

COURSE_FROM_CALLS: Final = 2
"""From so many calls on there is something like a course to plot."""

PLOT_CELLS: Final = 10
"""How many calls a small plot on this screen shows."""

NAME_CELLS: Final = 15
"""Room for the name of a score where the plots stand in two columns."""


class HomeScreen(CallSimScreen[None]):
    """The list of callers with search and filters, and more about the highlighted one."""

    SPEAKS_ANEW: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        key("slash,ctrl+f", "search", "search"),
        key("n", "suggested", "suggested"),
        key("s", "past_calls", "past-calls"),
        key("o", "settings", "settings"),
        key("t", "trainers_room", "trainers-room", show=False),
        key("w", "who", "who", show=False),
        key("f5", "reload", "reload", show=False),
        key("escape", "back_to_list", "back-to-list", show=False),
        key("down", "back_to_list", "back-to-list", show=False),
    ]
    AUTO_FOCUS = "#callers"

    def __init__(self) -> None:
        super().__init__()
        self._cards: tuple[CallerCard, ...] = ()
        self._filters = Filters()
        self._suggested: Suggestion | None = None
        self._first_time = True

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield TopLine(self.say("home-title"))
        with Horizontal(id="filters"):
            yield WritingLine(placeholder=self.say("home-search"), id="search", compact=True)
            yield Select(
                [(self.say(f"language-{language.value}"), language) for language in Language],
                prompt=self.say("home-all-languages"),
                id="language",
                compact=True,
            )
            yield Select(
                [(self.say(f"octant-{octant.value}"), octant) for octant in Octant],
                prompt=self.say("home-all-octants"),
                id="octant",
                compact=True,
            )
            yield Select(
                [(difficulty_marks(level), level) for level in range(1, 6)],
                prompt=self.say("home-all-levels"),
                id="difficulty",
                compact=True,
            )
            yield Select(
                [(self.say("home-to-do"), False), (self.say("home-done"), True)],
                prompt=self.say("home-done-or-not"),
                id="done",
                compact=True,
            )
        yield Static("", id="home-next", markup=False)
        yield Static("", id="home-progress", markup=False)
        yield Static("", id="home-note", markup=False)
        with Horizontal(id="shelf"):
            yield CallerList(self.callsim.wording, id="callers")
            with VerticalScroll(id="preview", can_focus=False):
                yield Static("", id="preview-text", markup=False)
        yield BottomLine()

    def on_mount(self) -> None:
        """Show what is known; the app brings the callers once they are read."""
        self.query_one("#home-note", Static).update(self.say("home-reading"))
        self.show()

    def show(self) -> None:
        """Show the app's callers and past calls."""
        if not self.is_mounted:
            return
        shelf = self.callsim.shelf
        if shelf is None:
            return
        last = {call.persona_id: call for call in reversed(self.callsim.past_calls)}
        self._cards = tuple(CallerCard(persona, last.get(persona.id)) for persona in shelf.personas)
        count = len(self.callsim.past_calls)
        made = self.say("home-calls-made", count=count)
        name = self.callsim.settings.trainee
        self.query_one(TopLine).remark(f"{one_line(name, 40)} · {made}" if name else made)
        self._suggest()
        self._show_progress()
        self._fill()
        if self._first_time and self._suggested is not None:
            self._first_time = False
            self.query_one(CallerList).highlight(self._suggested.persona.id)

    def _suggest(self) -> None:
        shelf = self.callsim.shelf
        personas = () if shelf is None else shelf.personas
        if self.callsim.past_calls_read:
            self._suggested = suggested(personas, self.callsim.past_calls, self.callsim.settings.language)
        shown = self.query_one("#home-next", Static)
        shown.display = self._suggested is not None
        if self._suggested is not None:
            shown.update(suggestion_in_words(self._suggested, self.callsim.wording))

    def _show_progress(self) -> None:
        calls = self.callsim.past_calls
        shown = self.query_one("#home-progress", Static)
        found = courses(calls) if len(calls) >= COURSE_FROM_CALLS else ()
        shown.display = bool(found)
        beside = len(found) if self.has_class("-wide") else 2
        parts = []
        for course in found:
            name = self.say(f"criterion-{course.criterion.value}")
            plot, last = course.plotted(PLOT_CELLS), course.values[-1]
            width = 0 if self.has_class("-wide") else NAME_CELLS
            parts.append(
                Content.assemble((f"{name:<{width}} ", "$quiet"), (f"{plot} ", "$primary"), (f"{last:<3}", "bold"))
            )
        rows = [Content("   ").join(parts[first : first + beside]) for first in range(0, len(parts), beside or 1)]
        shown.update(Content("\n").join(rows))

    def on_resize(self) -> None:
        """Give the small plots the room there is."""
        if self.is_mounted:
            self._show_progress()

    def _fill(self) -> None:
        suggested_id = None if self._suggested is None else self._suggested.persona.id
        cards = fitting(self._cards, self._filters, self.callsim.settings.language, suggested_id)
        self.query_one(CallerList).show(cards)
        shelf = self.callsim.shelf
        note = ""
        if shelf is not None and shelf.problems:
            note = self.say("home-problems", count=len(shelf.problems), first=plain(shelf.problems[0]))
        if not cards:
            note = self.say("home-none-fit") if self._cards else self.say("home-no-callers")
            self.query_one("#preview-text", Static).update("")
        waiting = self.callsim.waiting_to_go
        if waiting:
            note = "\n".join(filter(None, (note, self.say("home-waiting", count=waiting))))
        shown = self.query_one("#home-note", Static)
        shown.update(note)
        shown.display = bool(note)

    def _card(self, persona_id: str | None) -> CallerCard | None:
        return next((card for card in self._cards if card.persona.id == persona_id), None)

    @on(Input.Changed, "#search")
    def _searched(self, event: Input.Changed) -> None:
        self._filters = self._filters.searching(event.value)
        self._fill()

    @on(Input.Submitted, "#search")
    def _search_done(self) -> None:
        self.query_one(CallerList).focus()

    @on(Select.Changed, "#language")
    def _language_chosen(self, event: Select.Changed) -> None:
        self._filters = self._filters.in_language(event.value if isinstance(event.value, Language) else None)
        self._fill()

    @on(Select.Changed, "#octant")
    def _octant_chosen(self, event: Select.Changed) -> None:
        self._filters = self._filters.starting(event.value if isinstance(event.value, Octant) else None)
        self._fill()

    @on(Select.Changed, "#difficulty")
    def _difficulty_chosen(self, event: Select.Changed) -> None:
        self._filters = self._filters.at_difficulty(event.value if isinstance(event.value, int) else None)
        self._fill()

    @on(Select.Changed, "#done")
    def _done_chosen(self, event: Select.Changed) -> None:
        self._filters = self._filters.that_are_done(event.value if isinstance(event.value, bool) else None)
        self._fill()

    @on(OptionList.OptionHighlighted, "#callers")
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        card = self._card(event.option_id)
        if card is not None:
            self.query_one("#preview-text", Static).update(preview_content(card, self.callsim.wording))
            self.query_one("#preview", VerticalScroll).scroll_home(animate=False)

    @on(OptionList.OptionSelected, "#callers")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        card = self._card(event.option_id)
        if card is not None:
            self.post_message(CallerChosen(card.persona))

    def action_search(self) -> None:
        """Go to the search line."""
        self.query_one("#search", Input).focus()

    def action_back_to_list(self) -> None:
        """Go to the callers."""
        self.query_one(CallerList).focus()

    def action_suggested(self) -> None:
        """Go to the caller that is suggested."""
        if self._suggested is not None:
            self.post_message(CallerChosen(self._suggested.persona))

    def action_past_calls(self) -> None:
        """Show the calls made."""
        self.callsim.open_past_calls()

    def action_settings(self) -> None:
        """Show the settings."""
        self.callsim.open_settings()

    def action_trainers_room(self) -> None:
        """Show everybody's calls."""
        self.callsim.open_trainers_room()

    def action_who(self) -> None:
        """Say who practises."""
        self.callsim.open_welcome()

    def action_reload(self) -> None:
        """Read the callers again."""
        self.callsim.read_shelf()


def suggestion_in_words(suggestion: Suggestion, wording: Wording) -> str:
    """Return who is suggested, and why."""
    persona = suggestion.persona
    criterion = "" if suggestion.criterion is None else wording.say(f"criterion-{suggestion.criterion.value}")
    return plain(
        wording.say(
            f"home-suggest-{suggestion.why.value}",
            name=persona.name,
            title=persona.title.rstrip("."),
            value=suggestion.value or 0,
            criterion=criterion,
        ),
        keep_lines=False,
    )
