"""Microphones in a quiet room, into which lines can be said."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

import numpy as np

from audio.errors import DeviceError
from audio.frames import FRAME_SAMPLES, SPEECH_RATE_HZ, AudioFrame, Samples, read_only, seconds_to_samples
from audio.scripted.clock import FrameClock

ROOM_NOISE_DBFS: Final = -72.0
"""Level of the scripted room's noise: a quiet office through a headset; no real room is digitally silent."""


class Pace(Enum):
    """How fast a scripted microphone hears."""

    REAL_TIME = auto()
    """A frame every 32 ms by the wall clock, without drift."""
    AS_FAST_AS_CONSUMED = auto()
    """A frame whenever one is asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """Sound that a scripted microphone will hear."""

    start_sample: int
    samples: Samples

    @property
    def end_sample(self) -> int:
        return self.start_sample + len(self.samples)


class ScriptedMicrophone:
    """An endless microphone in a quiet room, into which lines can be said.

    Args:
        clock: is moved on by every frame that is read; stands at a frame's end when the frame is yielded.
        pace: by the wall clock, or as fast as the frames are read.
        room_noise_dbfs: level of the room's noise; `-inf` for digital silence.
        seed: of the room's noise; the same seed gives the same frames.
    """

    def __init__(
        self,
        clock: FrameClock,
        pace: Pace = Pace.AS_FAST_AS_CONSUMED,
        *,
        room_noise_dbfs: float = ROOM_NOISE_DBFS,
        seed: int = 0,
    ) -> None:
        self._clock = clock
        self._pace = pace
        self._room_amplitude = 10.0 ** (room_noise_dbfs / 20.0)
        self._noise = np.random.default_rng(seed)
        self._lock = threading.Lock()
        self._lines: deque[_Line] = deque()
        self._position = 0
        self._closed = threading.Event()

    def say(self, samples: Samples, sample_rate_hz: int, after_s: float = 0.0) -> float:
        """Say something into the microphone, behind what is still being said; any thread, does not block.

        Args:
            samples: float32, shape (n,), mono, each in [-1, 1].
            sample_rate_hz: of the samples; they are resampled to `SPEECH_RATE_HZ`.
            after_s: silence from now, or from the end of what is still being said, before it begins.

        Returns:
            When its first sample will be heard, on the clock.
        """
        line = read_only(_at_speech_rate(samples, sample_rate_hz))
        with self._lock:
            free_from = self._lines[-1].end_sample if self._lines else self._position
            start = max(free_from, self._position) + seconds_to_samples(max(0.0, after_s), SPEECH_RATE_HZ)
            self._lines.append(_Line(start, line))
        return start / SPEECH_RATE_HZ

    def is_speaking(self) -> bool:
        """Tell whether something said has not been wholly heard yet; any thread."""
        with self._lock:
            return bool(self._lines)

    def hush(self) -> None:
        """Forget what was said but not heard yet; any thread."""
        with self._lock:
            self._lines.clear()

    def frames(self) -> Iterator[AudioFrame]:
        """Yield frames of 32 ms without gaps until `close`; in real-time pace blocks until each is due."""
        began_s = time.monotonic()
        first = self._position
        while not self._closed.is_set():
            if self._pace is Pace.REAL_TIME:
                due_s = began_s + (self._position - first + FRAME_SAMPLES) / SPEECH_RATE_HZ
                if self._closed.wait(max(0.0, due_s - time.monotonic())):
                    return
            frame = self._next_frame()
            self._clock.advance(FRAME_SAMPLES)
            yield frame

    def close(self) -> None:
        """End the sound; a running `frames` returns at once. May be called twice, from any thread."""
        self._closed.set()
        self._clock.stop()

    def _next_frame(self) -> AudioFrame:
        sound = (self._noise.standard_normal(FRAME_SAMPLES) * self._room_amplitude).astype(np.float32)
        with self._lock:
            start, end = self._position, self._position + FRAME_SAMPLES
            for line in self._lines:
                if line.start_sample >= end:
                    break
                from_sample, to_sample = max(start, line.start_sample), min(end, line.end_sample)
                sound[from_sample - start : to_sample - start] += line.samples[
                    from_sample - line.start_sample : to_sample - line.start_sample
                ]
            while self._lines and self._lines[0].end_sample <= end:
                self._lines.popleft()
            self._position = end
        np.clip(sound, -1.0, 1.0, out=sound)
        sound.flags.writeable = False
        return AudioFrame(sound, start / SPEECH_RATE_HZ)


class DyingMicrophone(ScriptedMicrophone):
    """A scripted microphone that is unplugged after some seconds of sound.

    Args:
        clock: see `ScriptedMicrophone`.
        dies_after_s: seconds of sound before `frames` raises.
        message: what the error says.
        pace: see `ScriptedMicrophone`.
    """

    def __init__(
        self,
        clock: FrameClock,
        dies_after_s: float,
        message: str = "The microphone went away. Plug it in again, or choose another.",
        pace: Pace = Pace.AS_FAST_AS_CONSUMED,
    ) -> None:
        super().__init__(clock, pace)
        self._dies_after_s = dies_after_s
        self._message = message

    def frames(self) -> Iterator[AudioFrame]:
        """Yield frames until the microphone dies.

        Raises:
            DeviceError: after `dies_after_s` seconds of sound.
        """
        for frame in super().frames():
            if frame.start_s >= self._dies_after_s:
                raise DeviceError(self._message)
            yield frame


def _at_speech_rate(samples: Samples, sample_rate_hz: int) -> Samples:
    if sample_rate_hz == SPEECH_RATE_HZ or len(samples) == 0:
        return samples
    from audio.resample import resample

    return resample(samples, sample_rate_hz, SPEECH_RATE_HZ)
