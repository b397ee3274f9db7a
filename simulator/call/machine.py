"""The call as a state machine: where the floor is, and what an event changes.

Pure: the runner and the typed call announce events, this says what they mean. An event that means nothing in a
phase leaves the phase as it is and commands nothing, so that a late event from another thread can do no harm.
"""

from __future__ import annotations

from enum import StrEnum

from simulator.call import commands, events
from simulator.call.commands import CallCommand
from simulator.call.events import CallEvent

Step = tuple["Phase", tuple[CallCommand, ...]]


class Phase(StrEnum):
    """Who has the floor."""

    RINGING = "ringing"
    """The phone was not picked up yet."""
    THINKING = "thinking"
    """The caller takes in what was said (or that nothing was) and chooses a line."""
    CALLER_SPEAKING = "caller_speaking"
    """The caller's line sounds, or is about to."""
    OVERLAPPING = "overlapping"
    """The caller's line sounds and the trainee speaks too."""
    LISTENING = "listening"
    """Nobody speaks; it is the trainee's turn."""
    TRAINEE_SPEAKING = "trainee_speaking"
    ON_HOLD = "on_hold"
    CLOSING = "closing"
    """The caller says the line that ends the call; nothing stops it but the trainee hanging up."""
    ENDED = "ended"


def advance(phase: Phase, event: CallEvent) -> Step:
    """Return the phase after an event, and what is to be done."""
    if phase is Phase.ENDED:
        return phase, ()
    match event:
        case events.CallEnded():
            return Phase.ENDED, (commands.StopVoice(), commands.LetGo())
        case events.TroubleArose(fatal=True):
            return phase, (commands.AbandonCall(),)
        case _:
            pass
    match phase:
        case Phase.RINGING:
            return _while_ringing(event)
        case Phase.THINKING:
            return _while_thinking(event)
        case Phase.CALLER_SPEAKING:
            return _while_the_caller_speaks(event)
        case Phase.OVERLAPPING:
            return _while_both_speak(event)
        case Phase.LISTENING:
            return _while_listening(event)
        case Phase.TRAINEE_SPEAKING:
            return _while_the_trainee_speaks(event)
        case Phase.ON_HOLD:
            return _while_on_hold(event)
        case Phase.CLOSING:
            return _while_closing(event)


def _while_ringing(event: CallEvent) -> Step:
    match event:
        case events.CallAnswered():
            return Phase.THINKING, (commands.SpeakOpening(),)
        case _:
            return Phase.RINGING, ()


def _while_thinking(event: CallEvent) -> Step:
    match event:
        case events.TraineeTurnHeard(heard=heard):
            return Phase.THINKING, (commands.AnswerTurn(heard),)
        case events.TraineeSpeechDismissed():
            return Phase.LISTENING, (commands.WatchSilence(),)
        case events.CallerReplied(state=state):
            speaking = Phase.CALLER_SPEAKING if state.ending is None else Phase.CLOSING
            return speaking, (commands.SpeakReply(),)
        case events.TraineeSpeechStarted():
            return Phase.TRAINEE_SPEAKING, (commands.TakeTurnBack(),)
        case events.HoldStarted():
            return Phase.ON_HOLD, (commands.TakeTurnBack(),)
        case _:
            return Phase.THINKING, ()


def _while_the_caller_speaks(event: CallEvent) -> Step:
    match event:
        case events.CallerSpeechEnded() | events.CallerInterrupted():
            return Phase.LISTENING, (commands.WatchSilence(),)
        case events.TraineeSpeechStarted():
            return Phase.OVERLAPPING, ()
        case events.HoldStarted():
            return Phase.ON_HOLD, (commands.StopVoice(),)
        case _:
            return Phase.CALLER_SPEAKING, ()


def _while_both_speak(event: CallEvent) -> Step:
    match event:
        case events.CallerSpeechEnded() | events.CallerInterrupted():
            return Phase.TRAINEE_SPEAKING, ()
        case events.TraineeSpeechDismissed():
            return Phase.CALLER_SPEAKING, ()
        case events.HoldStarted():
            return Phase.ON_HOLD, (commands.StopVoice(),)
        case _:
            return Phase.OVERLAPPING, ()


def _while_listening(event: CallEvent) -> Step:
    match event:
        case events.TraineeSpeechStarted():
            return Phase.TRAINEE_SPEAKING, ()
        case events.SilenceNoticed(silent_s=silent_s):
            return Phase.THINKING, (commands.AnswerSilence(silent_s),)
        case events.HoldStarted():
            return Phase.ON_HOLD, ()
        case _:
            return Phase.LISTENING, ()


def _while_the_trainee_speaks(event: CallEvent) -> Step:
    match event:
        case events.TraineeTurnEnded():
            return Phase.THINKING, (commands.HearTurn(),)
        case events.TraineeSpeechDismissed():
            return Phase.LISTENING, (commands.WatchSilence(),)
        case events.HoldStarted():
            return Phase.ON_HOLD, (commands.TakeTurnBack(),)
        case _:
            return Phase.TRAINEE_SPEAKING, ()


def _while_on_hold(event: CallEvent) -> Step:
    match event:
        case events.HoldEnded():
            return Phase.LISTENING, (commands.WatchSilence(),)
        case _:
            return Phase.ON_HOLD, ()


def _while_closing(event: CallEvent) -> Step:
    match event:
        case events.CallerSpeechEnded():
            return Phase.CLOSING, (commands.EndCall(),)
        case _:
            return Phase.CLOSING, ()
