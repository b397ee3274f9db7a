"""The callers as files: what is wrong with each as it is saved, and a rehearsal with one key."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.app.keys import key
from simulator.app.plain import one_line, plain
from simulator.app.screens.base import CallSimScreen
from simulator.app.widgets.bottom_line import BottomLine
from simulator.app.widgets.top_line import TopLine
from simulator.app.wording import ending_in_words

if TYPE_CHECKING:
    from simulator.app.services import CheckedFile, WalkOutcome


class CallerFileList(OptionList):
    """The callers' files; Enter rehearses."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "select", "rehearse")]


class WorkshopScreen(CallSimScreen[None]):
    """All callers' files, faults first, checked anew at each save."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("r", "rehearse", "rehearse", show=False),
        key("escape", "leave", "back"),
    ]
    AUTO_FOCUS = "#caller-files"

    def __init__(self) -> None:
        super().__init__()
        self._files: tuple[CheckedFile, ...] = ()
        self._outcomes: list[WalkOutcome] = []
        self._rehearsed = ""
        """The id of the caller whose rehearsals are shown."""
        self._watching: threading.Event | None = None
        self._rehearsing: threading.Event | None = None

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield TopLine(self.say("workshop-title"))
        with Horizontal(id="workshop"):
            yield CallerFileList(id="caller-files", markup=False)
            with VerticalScroll(id="caller-checks"):
                yield Static(self.say("workshop-reading"), id="check-lines", markup=False)
                yield Static("", id="walk-lines", markup=False)
        yield BottomLine()

    def on_mount(self) -> None:
        """Begin to watch."""
        self._watching = self.callsim.watch_callers(self.show_files)

    def on_unmount(self) -> None:
        """Stop watching."""
        for going in (self._watching, self._rehearsing):
            if going is not None:
                going.set()

    def show_files(self, files: tuple[CheckedFile, ...]) -> None:
        """Show the files as they were found; the one that was pointed at stays so."""
        if not self.is_mounted:
            return
        pointed = self._pointed
        self._files = files
        listed = self.query_one(CallerFileList)
        listed.clear_options()
        listed.add_options([Option(self._line(each)) for each in files])
        places = [place for place, each in enumerate(files) if pointed is not None and each.path == pointed.path]
        if files:
            listed.highlighted = places[0] if places else 0
        faulty = sum(bool(each.errors) for each in files)
        self.query_one(TopLine).remark(self.say("workshop-count", count=len(files), faulty=faulty))
        if not files:
            self.query_one("#check-lines", Static).update(self.say("workshop-none"))

    @property
    def outcomes(self) -> tuple[WalkOutcome, ...]:
        """What the rehearsals that are shown came to."""
        return tuple(self._outcomes)

    @property
    def is_rehearsing(self) -> bool:
        """True while rehearsals are being walked."""
        return self._rehearsing is not None

    @property
    def _pointed(self) -> CheckedFile | None:
        place = self.query_one(CallerFileList).highlighted
        return self._files[place] if place is not None and place < len(self._files) else None

    def _line(self, file: CheckedFile) -> Content:
        if file.errors:
            state = (self.say("workshop-errors", count=len(file.errors)), "bold $warning")
        elif file.smells:
            state = (self.say("workshop-smells", count=len(file.smells)), "$accent")
        else:
            state = (self.say("sign-fine"), "$success")
        return Content.assemble((one_line(file.name.removesuffix(".persona.yaml"), 60), ""), "  ", state)

    @on(OptionList.OptionHighlighted, "#caller-files")
    def _highlighted(self) -> None:
        file = self._pointed
        if file is None:
            return
        parts: list[Content] = []
        if file.title:
            parts.append(Content.assemble((one_line(file.title, 200), "bold")))
        parts.append(Content.assemble((one_line(file.path, 300), "$quiet")))
        parts += [
            Content.assemble((self.say("sign-warning") + " ", "bold $warning"), plain(each)) for each in file.errors
        ]
        parts += [
            Content.assemble((self.say("workshop-smell") + " ", "bold $accent"), plain(each)) for each in file.smells
        ]
        if not (file.errors or file.smells):
            parts.append(Content.assemble((self.say("workshop-fine"), "$success")))
        self.query_one("#check-lines", Static).update(Content("\n").join(parts))
        self._show_walks(ended=self._rehearsing is None)

    @on(OptionList.OptionSelected, "#caller-files")
    def _selected(self) -> None:
        self.action_rehearse()

    def action_rehearse(self) -> None:
        """Walk the rehearsals of the caller that is pointed at; once more stops it."""
        if self._rehearsing is not None:
            self._stop_rehearsing()
            return
        file = self._pointed
        if file is None:
            return
        if not file.persona_id:
            self.notify(self.say("workshop-cannot"), severity="warning", markup=False)
            return
        self._rehearsed = file.persona_id
        self._outcomes = []
        self._rehearsing = self.callsim.rehearse(file.persona_id, self._walked, self._done)
        self._show_walks(ended=False)

    def _stop_rehearsing(self) -> None:
        if self._rehearsing is not None:
            self._rehearsing.set()
            self._rehearsing = None
            self._show_walks(ended=True)

    def _walked(self, outcome: WalkOutcome) -> None:
        if self.is_mounted:
            self._outcomes.append(outcome)
            self._show_walks(ended=False)

    def _done(self) -> None:
        if self.is_mounted:
            self._rehearsing = None
            self._show_walks(ended=True)

    def _show_walks(self, *, ended: bool) -> None:
        """Show what the rehearsals came to, below the checks of the caller they are of."""
        file = self._pointed
        shown = self.query_one("#walk-lines", Static)
        if file is None or not file.persona_id or file.persona_id != self._rehearsed:
            shown.update("")
            return
        lines = [Content.assemble("\n", (self.say("workshop-walks"), "bold"))]
        lines += [self._walk_line(each) for each in self._outcomes]
        if not ended:
            lines.append(Content.assemble((self.say("workshop-walking"), "$quiet italic")))
        shown.update(Content("\n").join(lines))

    def _walk_line(self, outcome: WalkOutcome) -> Content:
        scores = "/".join("–" if value is None else str(value) for value in outcome.scores.values())
        sign = (self.say("sign-warning"), "bold $warning") if outcome.fault else (self.say("sign-fine"), "$success")
        parts: list[Content | str | tuple[str, str]] = [
            sign,
            " ",
            (f"{self.say(f'walk-{outcome.walk}'):<11}", "bold"),
            self.say(
                "walk-outcome",
                turns=outcome.turns,
                facts=outcome.facts,
                all=outcome.facts_in_all,
                ending=ending_in_words(outcome.ending, self.callsim.wording),
                scores=scores,
            ),
        ]
        if outcome.fault:
            parts += ["\n", (plain(outcome.fault), "$quiet")]
        return Content.assemble(*parts)

    def action_leave(self) -> None:
        """Stop a rehearsal that is going on, or else go back."""
        if self._rehearsing is not None:
            self._stop_rehearsing()
            return
        self.app.pop_screen()
