"""An observer that tells a call as it goes: who says what, and what went wrong, on stderr."""

from __future__ import annotations

from simulator.call import events
from simulator.call.events import CallEvent
from simulator.cli.output import note


class Teller:
    """Notes the call on stderr, a line for each turn.

    Args:
        caller_name: how the caller is called in the lines.
        trainee_too: False where the trainee's own words are on the screen already, as in a typed call.
        whose_turn: True says when the caller has finished speaking.
    """

    def __init__(self, caller_name: str, *, trainee_too: bool = True, whose_turn: bool = False) -> None:
        self._caller_name = caller_name
        self._trainee_too = trainee_too
        self._whose_turn = whose_turn

    def notice(self, event: CallEvent) -> None:
        """Tell what can be told of the event."""
        match event:
            case events.CallerReplied(turn=turn):
                note(f"{self._caller_name}: {turn.text}")
            case events.TraineeTurnHeard(turn=turn) if self._trainee_too and turn.text:
                note(f"  > {turn.text}")
            case events.SilenceNoticed(silent_s=silent_s):
                note(f"  > (silence, {silent_s:.0f} s)")
            case events.CallerInterrupted(words_spoken=words):
                note(f"  ({self._caller_name} was interrupted after: {words or 'nothing'})")
            case events.CallerSpeechEnded() if self._whose_turn:
                note("  (your turn)")
            case events.CallPaused(message=message):
                note(f"  (the call stands still) {message}".rstrip())
            case events.CallResumed(message=message):
                note(f"  (the call goes on) {message}".rstrip())
            case events.TroubleArose(message=message):
                note(message)
            case events.CallEnded(ending=ending):
                note(f"  (the call ended: {ending.value.replace('_', ' ') if ending else 'cut short'})")
            case _:
                pass
