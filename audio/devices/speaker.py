"""A sound card's speaker, at its own rate; its stream stays open, so that a line begins without delay."""

from __future__ import annotations

import threading
from collections import deque
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from audio.devices.listing import SoundDevice, find_speaker
from audio.devices.portaudio import close_stream, is_running, load, open_as_allowed
from audio.errors import DeviceError, DeviceGoneError
from audio.frames import Samples, SpeechChunk
from audio.ports import Clock
from audio.resample import resample

LATENCY_S: Final = 0.045
"""Asked of PortAudio: short enough to fall silent within 50 ms, long enough not to stutter."""

FADE_S: Final = 0.005
"""How quickly an aborted sound fades: at once to the ear, but without a click."""

DEAD_LIMIT_S: Final = 2.0
"""A speaker that asks for no samples for this long has gone."""

POLL_S: Final = 0.05


class GainRamp:
    """An amplitude factor that moves evenly to where it was last sent: no step, so no click; pure but for its memory.

    Args:
        rate_hz: of the samples it is laid over.
    """

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._now = 1.0
        self._wanted = 1.0
        self._left = 0
        """Samples until it is where it is wanted."""

    def move(self, gain: float, ramp_s: float) -> None:
        """Send it somewhere, from where it is now.

        Args:
            gain: amplitude factor in [0, 1]; what lies outside is brought to the nearer end.
            ramp_s: how long it takes; at least one sample.
        """
        self._wanted = min(1.0, max(0.0, gain))
        self._left = max(1, round(ramp_s * self._rate_hz)) if self._wanted != self._now else 0

    def take(self, count: int) -> NDArray[np.float32] | None:
        """Return the factors of the next samples, float32, shape (count,); None where all of them are 1."""
        if self._left == 0:
            return None if self._now == 1.0 else np.full(count, self._now, dtype=np.float32)
        moving = min(count, self._left)
        steps = np.minimum(np.arange(1, count + 1, dtype=np.float64), self._left) / self._left
        factors = self._now + (self._wanted - self._now) * steps
        self._left -= moving
        self._now = float(factors[-1]) if self._left else self._wanted
        return factors.astype(np.float32)


class SoundcardSpeaker:
    """A speaker of this computer; opens it at once.

    Args:
        clock: the call's clock.
        device: which one; the system's own choice when None.

    Raises:
        NoSoundSystemError: PortAudio is not installed.
        DeviceError: there is no speaker, it cannot be opened, or is taken by another program.
    """

    def __init__(self, clock: Clock, device: SoundDevice | None = None) -> None:
        self._clock = clock
        self._device = device or find_speaker()
        self._lock = threading.Lock()
        self._queue: deque[Samples] = deque()
        self._position = 0
        self._queued = 0
        self._last_call_s = clock.now_s()
        self._next_sample_s = self._last_call_s
        self._silent_from_s = 0.0
        self._underflows = 0
        self._closed = threading.Event()
        self._gain = GainRamp(self._device.rate_hz)
        self._stream, self._rate_hz = self._open()

    @property
    def device(self) -> SoundDevice:
        """The device that is played on."""
        return self._device

    @property
    def name(self) -> str:
        """The device's name."""
        return self._device.name

    @property
    def rate_hz(self) -> int:
        """The rate at which it was opened."""
        return self._rate_hz

    @property
    def underflows(self) -> int:
        """How often the computer was too slow for the speaker, and it stuttered."""
        return self._underflows

    def play(self, chunk: SpeechChunk) -> float:
        """Queue a chunk behind what is queued; return when its first sample will sound, on the clock.

        Raises:
            DeviceError: the speaker went away, or was closed.
        """
        fault = self.fault()
        if fault is not None:
            raise fault
        samples = resample(chunk.samples, chunk.sample_rate_hz, self._rate_hz)
        with self._lock:
            start_s = max(self._next_sample_s, self._clock.now_s()) + self._queued / self._rate_hz
            self._queue.append(samples)
            self._queued += len(samples)
            self._silent_from_s = start_s + len(samples) / self._rate_hz
        return start_s

    def fault(self) -> DeviceError | None:
        """Return what is wrong with it, None while it takes sound; any thread."""
        name = self._device.name
        if self._closed.is_set():
            return DeviceError(f"The speaker '{name}' was closed. Start the call again.", "speaker", name)
        if self._gone():
            return DeviceGoneError(
                f"The speaker '{name}' takes no sound any more; it was unplugged or switched off. Plug it in again, "
                "or choose another.",
                "speaker",
                name,
            )
        return None

    def busy(self) -> bool:
        """Tell whether something is sounding or waiting to sound; a speaker that went away is not busy."""
        with self._lock:
            sounding = self._queued > 0 or self._clock.now_s() < self._silent_from_s
        return sounding and not self._closed.is_set() and not self._gone()

    def drain(self) -> None:
        """Block until all that is queued has sounded, was aborted, or the speaker went away."""
        while self.busy():
            with self._lock:
                left_s = self._silent_from_s - self._clock.now_s()
            self._closed.wait(min(POLL_S, max(0.001, left_s)))

    def abort(self) -> float:
        """Fall silent at once and forget the queue; return when the sound stops, on the clock."""
        with self._lock:
            now_s = self._clock.now_s()
            if self._queued == 0:
                return min(now_s, self._silent_from_s) if self._silent_from_s else now_s
            fade = max(1, round(FADE_S * self._rate_hz))
            rest = self._queue[0][self._position : self._position + fade]
            self._queue.clear()
            self._position = 0
            faded: Samples = (rest * np.linspace(1.0, 0.0, len(rest), dtype=np.float32)).astype(np.float32)
            self._queue.append(faded)
            self._queued = len(faded)
            self._silent_from_s = max(now_s, self._next_sample_s) + len(faded) / self._rate_hz
            return self._silent_from_s

    def set_gain(self, gain: float, ramp_s: float) -> None:
        """Make what sounds from the next block on softer or louder, evenly and without a click; any thread.

        Args:
            gain: amplitude factor in [0, 1]; holds for all that is played until the next call.
            ramp_s: how long the change takes.
        """
        with self._lock:
            self._gain.move(gain, ramp_s)

    def close(self) -> None:
        """Fall silent and let the device go. May be called twice."""
        if self._closed.is_set():
            return
        self._closed.set()
        close_stream(self._stream)

    def _gone(self) -> bool:
        return not is_running(self._stream) or self._clock.now_s() - self._last_call_s > DEAD_LIMIT_S

    def _open(self) -> tuple[Any, int]:
        opened = open_as_allowed(
            self._make,
            (self._device.rate_hz, 48_000, 44_100, 16_000),
            (min(2, self._device.outputs), 1),
            "speaker",
            self._device.name,
        )
        self._last_call_s = self._clock.now_s()
        return opened

    def _make(self, rate_hz: int, channels: int) -> Any:  # noqa: ANN401
        self._rate_hz = rate_hz
        self._gain = GainRamp(rate_hz)
        return load().OutputStream(
            samplerate=rate_hz,
            channels=channels,
            dtype="float32",
            device=self._device.number,
            latency=LATENCY_S,
            callback=self._fill,
        )

    def _fill(self, block: NDArray[np.float32], count: int, moments: Any, status: Any) -> None:  # noqa: ANN401
        """Copy what is queued into the block; nothing else: this runs on PortAudio's own thread."""
        ahead_s = float(moments.outputBufferDacTime - moments.currentTime)
        if not 0.0 <= ahead_s <= 1.0:
            ahead_s = LATENCY_S
        filled = 0
        with self._lock:
            now_s = self._clock.now_s()
            self._last_call_s = now_s
            self._next_sample_s = now_s + ahead_s + count / self._rate_hz
            while filled < count and self._queue:
                piece = self._queue[0][self._position : self._position + count - filled]
                block[filled : filled + len(piece)] = piece[:, np.newaxis]
                filled += len(piece)
                self._position += len(piece)
                self._queued -= len(piece)
                if self._position >= len(self._queue[0]):
                    self._queue.popleft()
                    self._position = 0
            factors = self._gain.take(count)
            if status.output_underflow:
                self._underflows += 1
        block[filled:] = 0.0
        if factors is not None:
            block *= factors[:, np.newaxis]
