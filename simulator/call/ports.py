"""Who may listen to a call: observers of its events, and a recorder of its sound."""

from __future__ import annotations

from typing import Protocol

from audio.frames import AudioFrame, SpeechChunk
from simulator.call.events import CallEvent


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
