"""The coach: both positions on the rose, and one hint at a time."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from simulator.app.widgets.rose import LearysRose, name_stance
from simulator.app.widgets.rose_picture import RoseCourse
from simulator.app.wording import Wording


class CoachPanel(Vertical):
    """A panel that can be opened beside the transcript."""

    def __init__(self, wording: Wording, caller_name: str, *, id: str) -> None:
        super().__init__(id=id)
        self._wording = wording
        self._caller_name = caller_name

    def compose(self) -> ComposeResult:
        """Lay out the rose and the hint."""
        yield Static(self._wording.say("coach-waiting"), id="coach-hint", markup=False)
        yield LearysRose(self._wording, self._caller_name, id="coach-rose")

    def follow(self, course: RoseCourse) -> None:
        """Show where both stand now, and what would help."""
        self.query_one(LearysRose).course = course
        self.query_one("#coach-hint", Static).update(hint(course, self._wording, self._caller_name))


def hint(course: RoseCourse, wording: Wording, caller_name: str) -> str:
    """Return one sentence on where the caller stands and one on what to try."""
    if not course.caller:
        return wording.say("coach-waiting")
    stance = course.caller[-1]
    where = wording.say("coach-caller-stands", name=caller_name, stance=name_stance(stance, wording))
    advice = wording.say("coach-neutral") if stance.is_neutral else wording.say(f"coach-{stance.octant.value}")
    return f"{where} {advice}"
