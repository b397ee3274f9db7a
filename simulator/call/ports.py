"""Who takes part in a call: minds that understand and answer, observers of its events, a recorder of its sound."""

from __future__ import annotations

from typing import Protocol

from audio.frames import AudioFrame, SpeechChunk
from simulator.call.events import CallEvent
from simulator.dialogue.state import CallerState, Circumstances, HeardTurn
from simulator.scoring.assessment import TraineeTurn, TurnAssessment, TurnContext


class KeepingError(Exception):
    """Something of the call could not be kept; `str()` is a sentence for the person at the desk."""


class TurnAssessor(Protocol):
    """Sees what a trainee turn does."""

    def assess(self, turn: TraineeTurn, context: TurnContext) -> TurnAssessment:
        """Return all that can be seen in the turn; blocks for tens of milliseconds; one thread at a time."""
        ...


class TurnUnderstanding(Protocol):
    """Takes a turn as one caller takes it: what it asks for and what it offers."""

    def understand(
        self, assessment: TurnAssessment, state: CallerState, circumstances: Circumstances = Circumstances()
    ) -> HeardTurn:
        """Return the turn as the caller hears it; blocks for tens of milliseconds; one thread at a time."""
        ...


class CallObserver(Protocol):
    """Is told everything that happens, in order."""

    def notice(self, event: CallEvent) -> None:
        """Take note of an event; called on the call's threads, one at a time; must return soon."""
        ...


class CallRecorder(Protocol):
    """Keeps the sound of both sides on the call's clock."""

    def trainee_frame(self, frame: AudioFrame) -> None:
        """Keep a microphone frame; `frame.start_s` is on the call's clock."""
        ...

    def caller_chunk(self, chunk: SpeechChunk, start_s: float, turn_number: int) -> None:
        """Keep a chunk of the caller's voice that sounds from `start_s` on the call's clock."""
        ...

    def caller_cut(self, at_s: float) -> None:
        """Forget what of the caller's voice lies after `at_s`: it was never heard."""
        ...
