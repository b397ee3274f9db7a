"""Speakers that keep time instead of making sound."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from audio.errors import DeviceError
from audio.frames import SpeechChunk
from audio.ports import Clock
from audio.scripted.clock import FrameClock


@dataclass(frozen=True, slots=True, eq=False)
class PlayedChunk:
    """What a silent speaker was given to play, and how much of it would have been heard."""

    chunk: SpeechChunk
    start_s: float
    end_s: float
    """When it ended or was cut off; equal to `start_s` when it was cut off before it began."""

    @property
    def cut_off(self) -> bool:
        """Tell whether it was not played to its end."""
        return self.end_s < self.start_s + self.chunk.duration_s - 1e-9


class SilentSpeaker:
    """A speaker that keeps time instead of making sound.

    Args:
        clock: the call's clock. `drain` waits for it on a `FrameClock`, and by the wall clock on any other.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._played: list[PlayedChunk] = []
        self._silent_from_s = 0.0
        self._aborted = threading.Event()
        self._gains: list[tuple[float, float]] = []

    @property
    def gains(self) -> tuple[tuple[float, float], ...]:
        """When it was made softer or louder, and to which factor, in order."""
        with self._lock:
            return tuple(self._gains)

    @property
    def played(self) -> tuple[PlayedChunk, ...]:
        """Everything played so far, in order."""
        with self._lock:
            return tuple(self._played)

    def play(self, chunk: SpeechChunk) -> float:
        """Queue a chunk behind what is queued; return when its first sample sounds, on the clock."""
        now_s = self._clock.now_s()
        with self._lock:
            start_s = max(now_s, self._silent_from_s)
            self._silent_from_s = start_s + chunk.duration_s
            self._played.append(PlayedChunk(chunk, start_s, self._silent_from_s))
            self._aborted.clear()
        return start_s

    def busy(self) -> bool:
        """Tell whether something is sounding or waiting to sound."""
        now_s = self._clock.now_s()
        with self._lock:
            return now_s < self._silent_from_s - 1e-9

    def drain(self) -> None:
        """Block until all that is queued has sounded, or was aborted; never on the thread that reads the microphone."""
        if isinstance(self._clock, FrameClock):
            self._clock.wait_while(self.busy)
            return
        while self.busy():
            with self._lock:
                until_s = self._silent_from_s
            self._aborted.wait(max(0.0, until_s - self._clock.now_s()))

    def abort(self) -> float:
        """Fall silent at once and forget the queue; return when the sound stopped, on the clock."""
        now_s = self._clock.now_s()
        with self._lock:
            self._silent_from_s = min(self._silent_from_s, now_s)
            self._played = [
                PlayedChunk(each.chunk, each.start_s, max(each.start_s, min(each.end_s, now_s)))
                for each in self._played
            ]
            self._aborted.set()
        if isinstance(self._clock, FrameClock):
            self._clock.wake()
        return now_s

    def set_gain(self, gain: float, ramp_s: float) -> None:  # noqa: ARG002
        """Note how loud it was to be from now on."""
        now_s = self._clock.now_s()
        with self._lock:
            self._gains.append((now_s, gain))

    def close(self) -> None:
        """Fall silent. May be called twice."""
        self.abort()


class BrokenSpeaker(SilentSpeaker):
    """A speaker that is taken away after some chunks.

    Args:
        clock: see `SilentSpeaker`.
        plays: how many chunks it plays before it fails.
        message: what the error says.
    """

    def __init__(
        self,
        clock: Clock,
        plays: int = 0,
        message: str = "The speaker went away. Plug it in again, or choose another.",
    ) -> None:
        super().__init__(clock)
        self._plays_left = plays
        self._message = message

    def play(self, chunk: SpeechChunk) -> float:
        """Play, or raise when the speaker has gone.

        Raises:
            DeviceError: after as many chunks as it was made to play.
        """
        if self._plays_left <= 0:
            raise DeviceError(self._message)
        self._plays_left -= 1
        return super().play(chunk)
