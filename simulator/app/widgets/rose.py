"""Leary's Rose on the screen, with its description in words."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from simulator.app.widgets.rose_picture import Cell, Ink, RoseCourse, draw_rose
from simulator.app.wording import Wording
from simulator.leary import Octant, Stance

STYLES: Final[dict[Ink, str]] = {
    Ink.PAPER: "",
    Ink.SPOKE: "$faint",
    Ink.RIM: "$faint",
    Ink.CALLER_OLD: "$caller 45%",
    Ink.TRAINEE_OLD: "$trainee 45%",
    Ink.CALLER_TRAIL: "$caller",
    Ink.TRAINEE_TRAIL: "$trainee",
    Ink.LABEL: "$quiet",
    Ink.CALLER_LABEL: "bold $caller",
    Ink.TRAINEE_LABEL: "bold $trainee",
    Ink.CALLER_START: "$caller",
    Ink.TRAINEE_NOW: "bold $trainee",
    Ink.CALLER_NOW: "bold $caller",
}


class LearysRose(Widget):
    """A round rose with both paths; its tooltip says the same in words."""

    course: reactive[RoseCourse] = reactive(RoseCourse())

    def __init__(self, wording: Wording, caller_name: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._wording = wording
        self._caller_name = caller_name
        self._names = {octant: wording.say(f"octant-{octant.value}") for octant in Octant}

    def render(self) -> Content:
        """Draw the rose in the room there is."""
        picture = draw_rose(self.size.width, self.size.height, self.course, self._names)
        return Content("\n").join(_line(row) for row in picture)

    def watch_course(self, course: RoseCourse) -> None:
        """Keep the words beside the picture."""
        self.tooltip = Content(describe_course(course, self._wording, self._caller_name))


def _line(row: tuple[Cell, ...]) -> Content:
    runs = ((ink, "".join(cell.glyph for cell in cells)) for ink, cells in groupby(row, key=lambda cell: cell.ink))
    return Content.assemble(*((text, STYLES[ink]) if STYLES[ink] else text for ink, text in runs))


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
