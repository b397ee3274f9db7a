"""Leary's Rose on the screen, with its description in words."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from simulator.app.widgets.rose_picture import Cell, Ink, RoseCourse, draw_rose
from simulator.app.wording import Wording
from simulator.leary import Octant, Stance

CLASSES: Final[dict[Ink, str]] = {
    Ink.PAPER: "rose--paper",
    Ink.SPOKE: "rose--rim",
    Ink.RIM: "rose--rim",
    Ink.CALLER_OLD: "rose--caller-old",
    Ink.TRAINEE_OLD: "rose--trainee-old",
    Ink.CALLER_TRAIL: "rose--caller",
    Ink.TRAINEE_TRAIL: "rose--trainee",
    Ink.LABEL: "rose--label",
    Ink.CALLER_LABEL: "rose--caller-mark",
    Ink.TRAINEE_LABEL: "rose--trainee-mark",
    Ink.CALLER_START: "rose--caller",
    Ink.TRAINEE_NOW: "rose--trainee-mark",
    Ink.CALLER_NOW: "rose--caller-mark",
}
"""Which style each ink has; the styles are in the style sheet."""


class LearysRose(Widget):
    """A round rose with both paths; its tooltip says the same in words.

    Drawn line by line: as one text with hundreds of styles it would hold the screen up for a tenth of a second.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = set(CLASSES.values())

    course: reactive[RoseCourse] = reactive(RoseCourse())

    def __init__(self, wording: Wording, caller_name: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._wording = wording
        self._caller_name = caller_name
        self._names = {octant: wording.say(f"octant-{octant.value}") for octant in Octant}
        self._drawn: tuple[Size, RoseCourse] | None = None
        self._picture: tuple[tuple[Cell, ...], ...] = ()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the rose in the room there is."""
        wanted = (self.size, self.course)
        if self._drawn != wanted:
            self._picture = draw_rose(self.size.width, self.size.height, self.course, self._names)
            self._drawn = wanted
        paper = self.rich_style
        if y >= len(self._picture):
            return Strip.blank(self.size.width, paper)
        return Strip(
            [
                Segment("".join(cell.glyph for cell in cells), paper + self._style(ink))
                for ink, cells in groupby(self._picture[y], key=lambda cell: cell.ink)
            ],
            self.size.width,
        )

    def _style(self, ink: Ink) -> Style:
        return self.get_component_rich_style(CLASSES[ink], partial=True)

    def watch_course(self, course: RoseCourse) -> None:
        """Keep the words beside the picture."""
        self.tooltip = Content(describe_course(course, self._wording, self._caller_name))


def name_stance(stance: Stance, wording: Wording) -> str:
    """Return what a stance is called: an octant, two when it lies between them, or neutral."""
    if stance.is_neutral:
        return wording.say("stance-neutral")
    first = wording.say(f"octant-{stance.octant.value}")
    if stance.alternative is None:
        return first
    return wording.say("stance-between", first=first, second=wording.say(f"octant-{stance.alternative.value}"))


def describe_course(course: RoseCourse, wording: Wording, caller_name: str) -> str:
    """Return both paths in words, for those who do not see the picture."""
    sentences = []
    if course.caller:
        sentences.append(
            wording.say(
                "rose-caller-path",
                name=caller_name,
                start=name_stance(course.caller[0], wording),
                end=name_stance(course.caller[-1], wording),
                steps=len(course.caller) - 1,
            )
        )
    if course.trainee:
        sentences.append(wording.say("rose-trainee-last", stance=name_stance(course.trainee[-1], wording)))
    return " ".join(sentences) if sentences else wording.say("rose-empty")
