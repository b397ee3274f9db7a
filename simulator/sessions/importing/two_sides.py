"""The two sides of a stereo recording, read in pieces: who spoke when, however long the call was.

Only the speech of the moment is in memory. Each channel has a detector and an endpointing of its own, the same as in a
call; what only leaks from one channel into the other is not taken for speech.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from audio.endpointing import EndpointSettings, EndpointState, UtteranceEnded, advance, end_now
from audio.frames import FRAME_SAMPLES, SPEECH_RATE_HZ, AudioFrame, Utterance, read_only
from audio.resample import StreamResampler
from simulator.scoring.record import Side

if TYPE_CHECKING:
    from audio.ports import SpeechDetector

BLOCK_S: Final = 10.0
"""How much is read at a time."""

TURNS_ENDPOINTING: Final = EndpointSettings(end_silence_ms=900.0, max_utterance_s=28.0)
"""In a recording nobody waits for an answer, so a pause may last; 28 s is what the recogniser hears in one piece."""

LEAK_DB: Final = 18.0
"""A channel this much softer than the other while it 'speaks' only carries the other's leak: a headset's microphone
hears its own earpiece 20 to 40 dB down."""

SAME_SHARE: Final = 0.001
"""Two channels that differ by less than this share of their energy are one voice recorded twice."""


class Channel(StrEnum):
    """A channel of a stereo recording."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def number(self) -> int:
        """Its place in the file, from 0."""
        return 0 if self is Channel.LEFT else 1


class ImportRefusedError(Exception):
    """No session can be made of a recording; `str()` says why and what would do."""


class ImportCancelledError(Exception):
    """Somebody stopped the import; nothing is kept."""


@dataclass(frozen=True, slots=True, eq=False)
class SideSpoke:
    """One stretch of speech of one side."""

    side: Side
    utterance: Utterance
    """Its times are seconds from the beginning of the recording."""


Progress = Callable[[float, float], None]
"""Is told how many seconds of how many are done; may raise `ImportCancelledError`."""


def channel_of(side: Side, caller_channel: Channel) -> int:
    """Return on which channel, from 0, a side is heard."""
    on_caller = caller_channel.number
    return on_caller if side is Side.CALLER else 1 - on_caller


@contextmanager
def opened_recording(path: Path) -> Iterator[Any]:
    """Open a stereo recording for reading.

    Raises:
        ImportRefusedError: absent, unreadable, empty, or not stereo.
    """
    import soundfile

    if not path.is_file():
        raise ImportRefusedError(f"There is no sound file {path}.")
    try:
        file = soundfile.SoundFile(path)
    except (soundfile.LibsndfileError, OSError) as error:
        reason = getattr(error, "error_string", None) or getattr(error, "strerror", None) or str(error)
        raise ImportRefusedError(
            f"{path} cannot be read as sound ({str(reason).rstrip('.')}). Use WAV, FLAC, Ogg or MP3."
        ) from error
    with file:
        if file.channels == 1:
            raise ImportRefusedError(
                f"{path} is mono: both voices are on one channel and cannot be told apart. Record the call in stereo, "
                "with the caller on one channel and the trainee on the other."
            )
        if file.channels != 2:
            raise ImportRefusedError(f"{path} has {file.channels} channels; a call has two, one for each side.")
        if file.frames == 0:
            raise ImportRefusedError(f"{path} holds no sound: it has 0 samples.")
        try:
            yield file
        except soundfile.LibsndfileError as error:
            raise ImportRefusedError(f"{path} is damaged ({str(error).rstrip('.')}).") from error


def sides_spoken(
    path: Path,
    caller_channel: Channel,
    detectors: Mapping[Side, SpeechDetector],
    *,
    endpointing: EndpointSettings = TURNS_ENDPOINTING,
    progress: Progress = lambda done_s, of_s: None,  # noqa: ARG005
) -> Iterator[SideSpoke]:
    """Yield what either side said, soon after it is over; of each side in order.

    Args:
        path: a stereo recording, in any format libsndfile reads, at any rate.
        caller_channel: on which the caller is heard.
        detectors: one for each side; they remember, so they must be two.
        endpointing: how stretches are cut.
        progress: is told after every piece read.

    Raises:
        ImportRefusedError: the recording is no stereo call.
    """
    with opened_recording(path) as file:
        rate_hz = int(file.samplerate)
        length_s = file.frames / rate_hz
        listeners = {
            side: _Listener(side, channel_of(side, caller_channel), rate_hz, detectors[side], endpointing)
            for side in Side
        }
        differs = _Difference()
        for block in _blocks(file, rate_hz):
            differs.add(block)
            last = file.tell() >= file.frames
            for listener in listeners.values():
                listener.hear(block, last=last)
            ended = [(side, utterance) for side in Side for utterance in listeners[side].taken()]
            for side, utterance in sorted(ended, key=lambda each: each[1].speech_start_s):
                other = Side.CALLER if side is Side.TRAINEE else Side.TRAINEE
                if not _leaks(utterance, listeners[side].levels, listeners[other].levels):
                    yield SideSpoke(side, utterance)
            progress(min(length_s, file.tell() / rate_hz), length_s)
        if differs.share < SAME_SHARE:
            raise ImportRefusedError(
                f"Both channels of {path} hold the same sound, so the voices cannot be told apart. Record the call "
                "with the caller on one channel and the trainee on the other."
            )


def _blocks(file: Any, rate_hz: int) -> Iterator[NDArray[np.float32]]:  # noqa: ANN401
    for block in file.blocks(blocksize=round(BLOCK_S * rate_hz), dtype="float32", always_2d=True):
        yield np.clip(np.nan_to_num(block), -1.0, 1.0)


class _Listener:
    """Hears one channel as a call would."""

    def __init__(
        self, side: Side, channel: int, rate_hz: int, detector: SpeechDetector, endpointing: EndpointSettings
    ) -> None:
        self.side = side
        self.levels = array("f")
        """Mean square of every frame so far: four bytes for 32 ms."""
        self._channel = channel
        self._resampler = None if rate_hz == SPEECH_RATE_HZ else StreamResampler(rate_hz, SPEECH_RATE_HZ)
        self._detector = detector
        self._detector.reset()
        self._state = EndpointState(endpointing)
        self._rest = np.zeros(0, np.float32)
        self._ended: list[Utterance] = []

    def hear(self, block: NDArray[np.float32], *, last: bool) -> None:
        """Take a piece of the recording."""
        own = np.ascontiguousarray(block[:, self._channel])
        if self._resampler is not None:
            own = self._resampler.process(own, last=last)
        sound = np.concatenate([self._rest, own])
        if last:
            sound = np.pad(sound, (0, -len(sound) % FRAME_SAMPLES))
        whole = len(sound) // FRAME_SAMPLES * FRAME_SAMPLES
        for start in range(0, whole, FRAME_SAMPLES):
            samples = read_only(sound[start : start + FRAME_SAMPLES])
            frame = AudioFrame(samples, len(self.levels) * FRAME_SAMPLES / SPEECH_RATE_HZ)
            self.levels.append(float(np.mean(np.square(samples))))
            self._state, events = advance(self._state, self._detector.probability(frame), frame)
            self._ended += [event.utterance for event in events if isinstance(event, UtteranceEnded)]
        self._rest = sound[whole:]
        if last:
            self._state, events = end_now(self._state)
            self._ended += [event.utterance for event in events if isinstance(event, UtteranceEnded)]

    def taken(self) -> list[Utterance]:
        """Return what ended since it was last asked."""
        ended, self._ended = self._ended, []
        return ended


class _Difference:
    """How much of the sound is not the same on both channels."""

    def __init__(self) -> None:
        self._apart = self._together = 0.0

    def add(self, block: NDArray[np.float32]) -> None:
        self._apart += float(np.sum(np.square(block[:, 0] - block[:, 1], dtype=np.float64)))
        self._together += float(np.sum(np.square(block, dtype=np.float64)))

    @property
    def share(self) -> float:
        return self._apart / self._together if self._together else 1.0


def _leaks(utterance: Utterance, own: array[float], other: array[float]) -> bool:
    frame_s = FRAME_SAMPLES / SPEECH_RATE_HZ
    first = int(utterance.speech_start_s / frame_s)
    last = max(first + 1, int(np.ceil(utterance.speech_end_s / frame_s)))
    mine, theirs = np.asarray(own[first:last]), np.asarray(other[first:last])
    if not len(mine) or not len(theirs):
        return False
    return bool(float(mine.mean()) * 10 ** (LEAK_DB / 10) < float(theirs.mean()))
