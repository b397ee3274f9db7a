"""One voice for two: the line that is due, and those that are spoken ahead of time.

A voice is not safe to use from two threads at once. What is due never waits for what is spoken ahead: that is stopped,
in mid-sentence where the engine can, and tried again later.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from audio.errors import SynthesisError
from audio.frames import Prosody, SpeechChunk
from audio.ports import Voice


@runtime_checkable
class Stoppable(Protocol):
    """An engine that can be stopped in the middle of a sentence."""

    def stop(self) -> None:
        """Let the sentence being spoken fail soon; any thread."""
        ...


class StoppedError(SynthesisError):
    """A line was not spoken ahead to its end, because the voice was wanted for something else."""


class SharedVoice:
    """A voice for the line that is due; see `ahead` for the others.

    Args:
        voice: who speaks.
    """

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._speaking = threading.Lock()
        self._guard = threading.Lock()
        self._ahead_now = False
        self._stopped = False
        self.ahead = _Ahead(self)
        """The same voice for lines spoken ahead, on another thread."""

    @property
    def name(self) -> str:
        """The name of the voice that speaks."""
        return self._voice.name

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        """Yield the chunks of a line that is due; see `audio.ports.Voice`."""
        pieces = self._voice.synthesize(text, prosody)
        while True:
            self.stop_ahead()
            with self._speaking:
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece

    def stop_ahead(self) -> None:
        """Stop what is spoken ahead at this moment; nothing when nothing is. Does not wait; any thread."""
        with self._guard:
            self._stopped = True
            if self._ahead_now and isinstance(self._voice, Stoppable):
                self._voice.stop()

    def speak_ahead(self, text: str, prosody: Prosody) -> Iterator[SpeechChunk]:
        """Yield the chunks of a line spoken ahead.

        Raises:
            StoppedError: the voice was wanted for something else.
            audio.errors.SynthesisError: the engine failed on the line.
        """
        with self._guard:
            self._stopped = False
        pieces = self._voice.synthesize(text, prosody)
        while True:
            piece = self._next_ahead(pieces)
            if piece is None:
                return
            yield piece

    def _next_ahead(self, pieces: Iterator[SpeechChunk]) -> SpeechChunk | None:
        with self._speaking:
            with self._guard:
                if self._stopped:
                    raise StoppedError("A line spoken ahead was stopped.")
                self._ahead_now = True
            try:
                return next(pieces, None)
            except SynthesisError as fault:
                if self._stopped:
                    raise StoppedError("A line spoken ahead was stopped.") from fault
                raise
            finally:
                with self._guard:
                    self._ahead_now = False


class _Ahead:
    """A shared voice as it is used for lines spoken ahead."""

    def __init__(self, shared: SharedVoice) -> None:
        self._shared = shared

    @property
    def name(self) -> str:
        """The name of the voice that speaks."""
        return self._shared.name

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        """Yield the chunks of a line; see `SharedVoice.speak_ahead`."""
        yield from self._shared.speak_ahead(text, prosody)
