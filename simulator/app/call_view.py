"""What the call screen shows, as a value that follows the call's events: pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from simulator.app.widgets.rose_picture import RoseCourse
from simulator.call import events
from simulator.call.events import CallEvent, PauseReason
from simulator.scoring.record import TurnRecord


class Floor(StrEnum):
    """Whose turn it is."""

    CONNECTING = "connecting"
    CALLER = "caller"
    TRAINEE = "trainee"
    TRAINEE_SPEAKS = "speaking"
    THINKING = "thinking"
    HELD = "held"
    PAUSED = "paused"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Standstill:
    """Why the call stands still."""

    reason: PauseReason
    message: str = ""
    """What happened to the device, in English; empty when the trainee asked for it."""


@dataclass(frozen=True, slots=True)
class CallView:
    """The call as it looks now."""

    floor: Floor = Floor.CONNECTING
    turns: tuple[TurnRecord, ...] = ()
    course: RoseCourse = field(default_factory=RoseCourse)
    muted: bool = False
    trouble: str = ""
    """The last thing that failed, in words; empty when nothing did."""
    standstill: Standstill | None = None
    """Why the call stands still; None while it goes on."""
    before_standstill: Floor = Floor.TRAINEE
    """Whose turn it was when the call came to stand still."""
    transferring: bool = False
    """True once the trainee puts the caller through."""
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
        case events.TraineeTurnHeard(turn=turn):
            reading = None if turn.assessment is None else turn.assessment.leary
            course = view.course
            if reading is not None:
                course = replace(course, trainee=(*course.trainee, reading.stance), doubt=1.0 - reading.confidence)
            return _at(replace(view, turns=(*view.turns, turn), course=course), Floor.THINKING)
        case events.CallerReplied(turn=turn, state=state):
            course = replace(view.course, caller=(*view.course.caller, state.position))
            return replace(view, turns=(*view.turns, turn), course=course)
        case events.MicrophoneMuted(muted=muted):
            return replace(view, muted=muted)
        case events.CallPaused(reason=reason, message=message):
            before = view.before_standstill if view.standstill else view.floor
            return replace(view, floor=Floor.PAUSED, standstill=Standstill(reason, message), before_standstill=before)
        case events.CallResumed():
            return replace(view, floor=view.before_standstill, standstill=None)
        case events.TransferStarted():
            return replace(view, transferring=True)
        case events.TroubleArose(message=message):
            return replace(view, trouble=message)
        case events.CallEnded():
            return replace(view, floor=Floor.OVER, standstill=None)
        case _:
            floor = _floor_after(event)
            return view if floor is None else _at(view, floor)


def _at(view: CallView, floor: Floor) -> CallView:
    """Return the view with the floor handed over; while the call stands still, for when it goes on."""
    if view.standstill is not None:
        return replace(view, before_standstill=floor)
    return replace(view, floor=floor)


def _floor_after(event: CallEvent) -> Floor | None:
    match event:
        case events.TraineeSpeechStarted():
            return Floor.TRAINEE_SPEAKS
        case events.TraineeTurnEnded() | events.SilenceNoticed():
            return Floor.THINKING
        case events.CallerSpeechStarted() | events.LineRepeated():
            return Floor.CALLER
        case (
            events.TraineeSpeechDismissed()
            | events.CallerSpeechEnded()
            | events.CallerInterrupted()
            | events.HoldEnded()
        ):
            return Floor.TRAINEE
        case events.HoldStarted():
            return Floor.HELD
        case _:
            return None
