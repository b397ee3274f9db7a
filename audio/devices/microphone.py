"""A sound card's microphone, at its own rate, as frames at the rate of speech."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from audio.devices.clock import SampleTimeline
from audio.devices.listing import SoundDevice, find_microphone
from audio.devices.portaudio import close_stream, is_running, load, open_as_allowed
from audio.errors import DeviceGoneError
from audio.frames import FRAME_SAMPLES, SPEECH_RATE_HZ, AudioFrame, read_only
from audio.ports import Clock
from audio.resample import StreamResampler

SILENT_LIMIT_S: Final = 2.0
"""A microphone that delivers no block for this long has gone."""

QUEUE_LIMIT_BLOCKS: Final = 1_000
"""About half a minute of blocks may wait to be heard; what comes after is dropped, and counted."""

LATENCY_S: Final = 0.04
"""Asked of PortAudio: every millisecond here is one that the caller answers later."""

POLL_S: Final = 0.1
"""How long reading waits before it looks whether the microphone was closed."""

_Block = tuple[NDArray[np.float32], float, int]


class SoundcardMicrophone:
    """A microphone of this computer.

    Args:
        clock: the call's clock.
        device: which one; the system's own choice when None.

    Raises:
        NoSoundSystemError: PortAudio is not installed.
        DeviceError: there is no microphone.
    """

    def __init__(self, clock: Clock, device: SoundDevice | None = None) -> None:
        self._clock = clock
        self._device = device or find_microphone()
        self._blocks: SimpleQueue[_Block] = SimpleQueue()
        self._dropped = 0
        self._closed = threading.Event()
        self._stream: Any = None
        self._rate_hz = 0

    @property
    def device(self) -> SoundDevice:
        """The device that is listened to."""
        return self._device

    @property
    def name(self) -> str:
        """The device's name."""
        return self._device.name

    def open(self) -> None:
        """Open the device now, so that what fails does so here; what is heard waits for `frames`.

        Raises:
            DeviceTakenError: another program has it.
            DeviceRefusedError: it takes no sample rate that was tried.
            DeviceGoneError: it is no longer there.
            DeviceError: it cannot be opened for another reason.
        """
        if self._stream is None and not self._closed.is_set():
            self._stream = self._open()

    def frames(self) -> Iterator[AudioFrame]:
        """Yield frames of 32 ms without gaps until `close`; blocks on the calling thread.

        Raises:
            DeviceError: the microphone cannot be opened, is taken by another program, or went away.
        """
        if self._closed.is_set():
            self._let_go()
            return
        self.open()
        try:
            yield from self._cut(self._rate_hz)
        finally:
            self._let_go()

    def close(self) -> None:
        """End the sound; a running `frames` returns within a tenth of a second. May be called twice."""
        self._closed.set()

    def discard(self) -> None:
        """Let go of a device that was opened and whose `frames` were never asked for."""
        self.close()
        self._let_go()

    def _let_go(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            close_stream(stream)

    def _cut(self, rate_hz: int) -> Iterator[AudioFrame]:
        resampler = None if rate_hz == SPEECH_RATE_HZ else StreamResampler(rate_hz, SPEECH_RATE_HZ)
        timeline = SampleTimeline(rate_hz)
        waiting = np.zeros(0, np.float32)
        taken = given = dropped = 0
        for samples, measured_s, lost in self._arriving():
            start_s, missing_s = timeline.place(len(samples), measured_s, skipped=lost)
            dropped += round((missing_s + lost / rate_hz) * SPEECH_RATE_HZ)
            heard = samples if resampler is None else resampler.process(samples)
            taken += len(samples)
            given += len(heard)
            # The resampler holds some milliseconds back: what it gives now was heard before this block.
            held_s = taken / rate_hz - given / SPEECH_RATE_HZ
            waiting_start_s = start_s + len(samples) / rate_hz - held_s - (len(waiting) + len(heard)) / SPEECH_RATE_HZ
            waiting = np.concatenate([waiting, heard])
            cut = 0
            while len(waiting) - cut >= FRAME_SAMPLES:
                frame_start_s = max(0.0, waiting_start_s + cut / SPEECH_RATE_HZ)
                yield AudioFrame(read_only(waiting[cut : cut + FRAME_SAMPLES]), frame_start_s, dropped)
                dropped = 0
                cut += FRAME_SAMPLES
            waiting = waiting[cut:]

    def _arriving(self) -> Iterator[_Block]:
        last_heard_s = self._clock.now_s()
        while not self._closed.is_set():
            try:
                yield self._blocks.get(timeout=POLL_S)
                last_heard_s = self._clock.now_s()
            except Empty:
                if self._closed.is_set():
                    return
                if not is_running(self._stream):
                    raise self._gone("gives no sound any more") from None
                if self._clock.now_s() - last_heard_s >= SILENT_LIMIT_S:
                    raise self._gone(f"has given no sound for {SILENT_LIMIT_S:.0f} s") from None

    def _gone(self, what: str) -> DeviceGoneError:
        name = self._device.name
        return DeviceGoneError(
            f"The microphone '{name}' {what}; it was unplugged or switched off. Plug it in again, or choose another.",
            "microphone",
            name,
        )

    def _open(self) -> Any:  # noqa: ANN401
        stream, _ = open_as_allowed(
            self._make,
            (SPEECH_RATE_HZ, self._device.rate_hz, 48_000, 44_100),
            (1, min(2, self._device.inputs)),
            "microphone",
            self._device.name,
        )
        return stream

    def _make(self, rate_hz: int, channels: int) -> Any:  # noqa: ANN401
        self._rate_hz = rate_hz
        return load().InputStream(
            samplerate=rate_hz,
            channels=channels,
            dtype="float32",
            device=self._device.number,
            latency=LATENCY_S,
            blocksize=round(rate_hz * FRAME_SAMPLES / SPEECH_RATE_HZ),
            callback=self._heard,
        )

    def _heard(self, block: NDArray[np.float32], count: int, moments: Any, status: Any) -> None:  # noqa: ANN401, ARG002
        """Copy, put, count drops; nothing else: this runs on PortAudio's own thread.

        The moment at which the block was handed over is taken for that of its last sample: the age that PortAudio
        reports jumps by a tenth of a second on some systems, which would look like lost sound.
        """
        if self._blocks.qsize() >= QUEUE_LIMIT_BLOCKS:
            self._dropped += count
            return
        self._blocks.put((block.mean(axis=1), self._clock.now_s() - count / self._rate_hz, self._dropped))
        self._dropped = 0
