"""Two calls beside each other: both roses, how they ended, and their scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from simulator.app.widgets.rose import LearysRose
from simulator.app.wording import ending_in_words
from simulator.scoring.scorecard import Criterion

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from simulator.app.services import FinishedCall
    from simulator.app.widgets.rose_picture import RoseCourse
    from simulator.app.wording import Wording

NAME_CELLS: Final = 18
COLUMN_CELLS: Final = 22


class SideBySide(Vertical):
    """An earlier call, and this one: gone on from a turn of it, or held again with the same caller."""

    def __init__(
        self,
        wording: Wording,
        first: str,
        before: tuple[FinishedCall, RoseCourse],
        after: tuple[FinishedCall, RoseCourse],
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._wording = wording
        self._titles = (first, wording.say("both-after"))
        self._calls = (before, after)

    def compose(self) -> ComposeResult:
        """Lay out the table above the roses."""
        before, after = (call for call, _ in self._calls)
        yield Static(comparison(before, after, self._titles, self._wording), id="both-table", markup=False)
        with Horizontal(id="both-roses"):
            for title, (call, course) in zip(self._titles, self._calls, strict=True):
                with Vertical(classes="one-path"):
                    yield Static(Content.assemble((title, "bold")), classes="path-title", markup=False)
                    rose = LearysRose(self._wording, call.caller_name)
                    rose.course = course
                    yield rose


def comparison(before: FinishedCall, after: FinishedCall, titles: tuple[str, str], wording: Wording) -> Content:
    """Return a table of both endings and all scores; what went up or down has an arrow.

    Args:
        before: the earlier call.
        after: the later one.
        titles: what each is called.
        wording: the interface's words.
    """
    first, second = _values(before), _values(after)
    ending = wording.say("both-ending")
    lines = [
        Content.assemble(
            " " * NAME_CELLS,
            (f"{titles[0]:<{COLUMN_CELLS}}", "bold"),
            (titles[1], "bold"),
        ),
        Content.assemble(
            (f"{ending:<{NAME_CELLS}}", "$quiet"),
            f"{_cut(ending_in_words(before.record.ending, wording)):<{COLUMN_CELLS}}",
            ending_in_words(after.record.ending, wording),
        ),
    ]
    for criterion in Criterion:
        if criterion not in first and criterion not in second:
            continue
        was, became = first.get(criterion), second.get(criterion)
        change = ""
        if was is not None and became is not None and was != became:
            change = f" {'▲' if became > was else '▼'}{abs(became - was)}"
        lines.append(
            Content.assemble(
                (f"{wording.say(f'criterion-{criterion.value}'):<{NAME_CELLS}}", "$quiet"),
                f"{_number(was):<{COLUMN_CELLS}}",
                (_number(became), "bold"),
                (change, "$quiet"),
            )
        )
    return Content("\n").join(lines)


def _values(call: FinishedCall) -> dict[Criterion, int | None]:
    return {} if call.scorecard is None else {score.criterion: score.value for score in call.scorecard.scores}


def _number(value: int | None) -> str:
    return "–" if value is None else str(value)


def _cut(text: str) -> str:
    return text if len(text) < COLUMN_CELLS else text[: COLUMN_CELLS - 2] + "…"
