"""The call as a state machine: where the floor is, and what an event changes.

Pure: the runner and the typed call announce events, this says what they mean. An event that means nothing in a
phase leaves the phase as it is and commands nothing, so that a late event from another thread can do no harm.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

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
    PUTTING_THROUGH = "putting_through"
    """The trainee puts the caller through; the caller chooses a last line, and nothing anyone says changes that."""
    CLOSING = "closing"
    """The caller says the line that ends the call; nothing stops it but the trainee hanging up."""
    PAUSED_THINKING = "paused_thinking"
    """The call stands still; what was being thought is thought to its end, and waits."""
    PAUSED_CALLER_SPEAKING = "paused_caller_speaking"
    PAUSED_LISTENING = "paused_listening"
    PAUSED_TRAINEE_SPEAKING = "paused_trainee_speaking"
    """The call stands still in the trainee's turn; what was said of it is kept."""
    PAUSED_ON_HOLD = "paused_on_hold"
    PAUSED_CLOSING = "paused_closing"
    ENDED = "ended"

    @property
    def is_paused(self) -> bool:
        """Tell whether the call stands still."""
        return self in _GOES_ON_AS

    @property
    def takes_answers(self) -> bool:
        """Tell whether what the caller thought still counts."""
        return self in {Phase.THINKING, Phase.PAUSED_THINKING, Phase.PUTTING_THROUGH}

    @property
    def can_pause(self) -> bool:
        """Tell whether the call can be made to stand still now."""
        return self in _PAUSED_AS


_PAUSED_AS: Final = {
    Phase.THINKING: Phase.PAUSED_THINKING,
    Phase.CALLER_SPEAKING: Phase.PAUSED_CALLER_SPEAKING,
    Phase.OVERLAPPING: Phase.PAUSED_CALLER_SPEAKING,
    Phase.LISTENING: Phase.PAUSED_LISTENING,
    Phase.TRAINEE_SPEAKING: Phase.PAUSED_TRAINEE_SPEAKING,
    Phase.ON_HOLD: Phase.PAUSED_ON_HOLD,
    Phase.CLOSING: Phase.PAUSED_CLOSING,
}
"""Where the call stands still, by where it was. While ringing or being put through there is nothing to pause."""

_GOES_ON_AS: Final = {paused: phase for phase, paused in _PAUSED_AS.items() if phase is not Phase.OVERLAPPING}
"""Where the call goes on. What the trainee said through the caller's line is forgotten with the pause."""


def advance(phase: Phase, event: CallEvent) -> Step:
    """Return the phase after an event, and what is to be done."""
    if phase is Phase.ENDED:
        return phase, ()
    match event:
        case events.CallEnded():
            return Phase.ENDED, (commands.StopVoice(), commands.LetGo())
        case events.TroubleArose(fatal=True):
            return phase, (commands.AbandonCall(),)
        case events.CallPaused() if phase in _PAUSED_AS:
            return _PAUSED_AS[phase], _pausing(phase)
        case events.CallResumed() if phase in _GOES_ON_AS:
            return _GOES_ON_AS[phase], _going_on(_GOES_ON_AS[phase])
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
        case Phase.PUTTING_THROUGH:
            return _while_putting_through(event)
        case Phase.PAUSED_THINKING:
            return _while_paused_thinking(event)
        case _:
            return phase, ()


def _pausing(phase: Phase) -> tuple[CallCommand, ...]:
    match phase:
        case Phase.CALLER_SPEAKING | Phase.OVERLAPPING | Phase.CLOSING:
            return (commands.HushVoice(),)
        case Phase.TRAINEE_SPEAKING:
            return (commands.KeepTurnOpen(),)
        case _:
            return ()


def _going_on(phase: Phase) -> tuple[CallCommand, ...]:
    match phase:
        case Phase.CALLER_SPEAKING | Phase.CLOSING:
            return (commands.GoOnSpeaking(),)
        case Phase.LISTENING:
            return (commands.WatchSilence(),)
        case _:
            return ()


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
        case events.TransferStarted(announced=announced):
            return Phase.PUTTING_THROUGH, (commands.TakeTurnBack(), commands.AnswerTransfer(announced))
        case _:
            return Phase.THINKING, ()


def _while_paused_thinking(event: CallEvent) -> Step:
    match event:
        case events.TraineeTurnHeard(heard=heard):
            return Phase.PAUSED_THINKING, (commands.AnswerTurn(heard),)
        case events.TraineeSpeechDismissed():
            return Phase.PAUSED_LISTENING, ()
        case events.CallerReplied(state=state):
            return (Phase.PAUSED_CALLER_SPEAKING if state.ending is None else Phase.PAUSED_CLOSING), (
                commands.HushVoice(),
            )
        case _:
            return Phase.PAUSED_THINKING, ()


def _while_putting_through(event: CallEvent) -> Step:
    match event:
        case events.CallerReplied():
            return Phase.CLOSING, (commands.SpeakReply(),)
        case _:
            return Phase.PUTTING_THROUGH, ()


def _while_the_caller_speaks(event: CallEvent) -> Step:
    match event:
        case events.CallerSpeechEnded() | events.CallerInterrupted():
            return Phase.LISTENING, (commands.WatchSilence(),)
        case events.TraineeSpeechStarted():
            return Phase.OVERLAPPING, ()
        case events.HoldStarted():
            return Phase.ON_HOLD, (commands.StopVoice(),)
        case events.TransferStarted(announced=announced):
            return Phase.PUTTING_THROUGH, (commands.StopVoice(), commands.AnswerTransfer(announced))
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
        case events.TransferStarted(announced=announced):
            return Phase.PUTTING_THROUGH, (commands.StopVoice(), commands.AnswerTransfer(announced))
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
        case events.TransferStarted(announced=announced):
            return Phase.PUTTING_THROUGH, (commands.AnswerTransfer(announced),)
        case events.LineRepeated():
            return Phase.CALLER_SPEAKING, (commands.RepeatLine(),)
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
        case events.TransferStarted(announced=announced):
            return Phase.PUTTING_THROUGH, (commands.TakeTurnBack(), commands.AnswerTransfer(announced))
        case _:
            return Phase.TRAINEE_SPEAKING, ()


def _while_on_hold(event: CallEvent) -> Step:
    match event:
        case events.HoldEnded():
            return Phase.LISTENING, (commands.WatchSilence(),)
        case events.TransferStarted(announced=announced):
            return Phase.PUTTING_THROUGH, (commands.AnswerTransfer(announced),)
        case _:
            return Phase.ON_HOLD, ()


def _while_closing(event: CallEvent) -> Step:
    match event:
        case events.CallerSpeechEnded():
            return Phase.CLOSING, (commands.EndCall(),)
        case _:
            return Phase.CLOSING, ()
