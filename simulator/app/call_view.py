"""What the call screen shows, as a value that follows the call's events: pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from simulator.app.widgets.rose_picture import RoseCourse
from simulator.call import events
from simulator.call.events import CallEvent
from simulator.scoring.record import TurnRecord


class Floor(StrEnum):
    """Whose turn it is."""

    CONNECTING = "connecting"
    CALLER = "caller"
    TRAINEE = "trainee"
    TRAINEE_SPEAKS = "speaking"
    THINKING = "thinking"
    HELD = "held"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class CallView:
    """The call as it looks now."""

    floor: Floor = Floor.CONNECTING
    turns: tuple[TurnRecord, ...] = ()
    course: RoseCourse = field(default_factory=RoseCourse)
    muted: bool = False
    trouble: str = ""
    """The last thing that failed, in words; empty when nothing did."""
    answered_at: float | None = None
    """When the phone was picked up, on the screen's own clock, in seconds."""

    def thinking(self) -> CallView:
        """Return this view after the trainee has handed over the floor."""
        return replace(self, floor=Floor.THINKING)


def following(view: CallView, event: CallEvent, now_s: float) -> CallView:
    """Return the view after an event.

    Args:
        view: as it was.
        event: what happened.
        now_s: the screen's own clock.
    """
    match event:
        case events.CallAnswered():
            return replace(view, floor=Floor.CALLER, answered_at=now_s)
        case events.TraineeSpeechStarted():
            return replace(view, floor=Floor.TRAINEE_SPEAKS)
        case events.TraineeSpeechDismissed():
            return replace(view, floor=Floor.TRAINEE)
        case events.TraineeTurnEnded() | events.SilenceNoticed():
            return replace(view, floor=Floor.THINKING)
        case events.TraineeTurnHeard(turn=turn):
            reading = None if turn.assessment is None else turn.assessment.leary
            course = view.course
            if reading is not None:
                course = replace(course, trainee=(*course.trainee, reading.stance), doubt=1.0 - reading.confidence)
            return replace(view, turns=(*view.turns, turn), course=course, floor=Floor.THINKING)
        case events.CallerReplied(turn=turn, state=state):
            course = replace(view.course, caller=(*view.course.caller, state.position))
            return replace(view, turns=(*view.turns, turn), course=course)
        case events.CallerSpeechStarted():
            return replace(view, floor=Floor.CALLER)
        case events.CallerSpeechEnded() | events.CallerInterrupted():
            return replace(view, floor=Floor.TRAINEE)
        case events.HoldStarted():
            return replace(view, floor=Floor.HELD)
        case events.HoldEnded():
            return replace(view, floor=Floor.TRAINEE)
        case events.MicrophoneMuted(muted=muted):
            return replace(view, muted=muted)
        case events.TroubleArose(message=message):
            return replace(view, trouble=message)
        case events.CallEnded():
            return replace(view, floor=Floor.OVER)
        case _:
            return view
