"""Sound without a sound card: a clock, a microphone, a speaker and a voice that follow a script.

They ship with the product because the demonstration call and the typed call run on them; the tests use the very
same ones. Each does by arithmetic what its counterpart at a desk does with air, and none pretends to understand
speech: `LevelDetector` only measures loudness, `ScriptedTranscriber` only reads out what it was given.
"""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

import numpy as np

from audio.errors import DeviceError, SynthesisError, TranscriptionError
from audio.frames import (
    FRAME_SAMPLES,
    SPEECH_RATE_HZ,
    AudioFrame,
    Prosody,
    Samples,
    SpeechChunk,
    Transcript,
    Utterance,
    Word,
    read_only,
    seconds_to_samples,
)
from audio.ports import Clock

ROOM_NOISE_DBFS: Final = -72.0
"""Level of the scripted room's noise: a quiet office through a headset; no real room is digitally silent."""


class FrameClock:
    """A clock that counts the samples heard by a scripted microphone, so that a fast call keeps a true time."""

    def __init__(self) -> None:
        self._samples = 0
        self._stopped = False
        self._moved = threading.Condition()

    def now_s(self) -> float:
        """Return how many seconds of sound have been heard; any thread."""
        with self._moved:
            return self._samples / SPEECH_RATE_HZ

    def advance(self, samples: int) -> None:
        """Move on by a number of samples at `SPEECH_RATE_HZ`; called by the microphone."""
        with self._moved:
            self._samples += samples
            self._moved.notify_all()

    def stop(self) -> None:
        """Say that no more sound will be heard, so that nobody waits for it."""
        with self._moved:
            self._stopped = True
            self._moved.notify_all()

    def wake(self) -> None:
        """Make those who wait look again: what they wait for may have changed without the clock."""
        with self._moved:
            self._moved.notify_all()

    def wait_while(self, condition: Callable[[], bool]) -> bool:
        """Block while a condition holds; return False when the clock stopped before it ceased to.

        Never call this on the thread that reads the microphone: that thread is what moves the clock.
        """
        with self._moved:
            self._moved.wait_for(lambda: self._stopped or not condition())
            return not condition()


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


class LevelDetector:
    """Takes whatever is loud for speech: enough for scripted sound in a scripted room, and for nothing else.

    Args:
        threshold_dbfs: frames whose mean level is above it count as speech.
    """

    def __init__(self, threshold_dbfs: float = -50.0) -> None:
        self._threshold = 10.0 ** (threshold_dbfs / 20.0)

    def probability(self, frame: AudioFrame) -> float:
        """Return 0.99 for a loud frame, 0.01 for a quiet one."""
        loudness = float(np.sqrt(np.mean(np.square(frame.samples, dtype=np.float64))))
        return 0.99 if loudness > self._threshold else 0.01

    def reset(self) -> None:
        """Do nothing: there is no memory."""


class ScriptedDetector:
    """Reads out probabilities that were written down beforehand; 0 when there are no more.

    Args:
        probabilities: one a frame, each in [0, 1].
    """

    def __init__(self, probabilities: Iterable[float]) -> None:
        self._script = tuple(probabilities)
        self._next = 0

    def probability(self, frame: AudioFrame) -> float:  # noqa: ARG002
        """Return the next probability of the script, whatever the frame holds."""
        index = self._next
        self._next += 1
        return self._script[index] if index < len(self._script) else 0.0

    def reset(self) -> None:
        """Begin the script again."""
        self._next = 0


class ScriptedTranscriber:
    """Reads out texts that were written down beforehand, one an utterance; empty when there are no more.

    Args:
        texts: what is 'heard', in order.
        language: what the transcripts claim as their language.
        probability: of every word.
    """

    def __init__(self, texts: Iterable[str] = (), language: str = "", probability: float = 1.0) -> None:
        self._texts: deque[str] = deque(texts)
        self._language = language
        self._probability = probability
        self._heard: list[Utterance] = []
        self._lock = threading.Lock()

    @property
    def heard(self) -> tuple[Utterance, ...]:
        """The utterances given so far, in order."""
        with self._lock:
            return tuple(self._heard)

    def expect(self, text: str) -> None:
        """Add a text behind the others; any thread."""
        with self._lock:
            self._texts.append(text)

    def transcribe(self, utterance: Utterance) -> Transcript:
        """Return the next text, its words spread evenly over the speech."""
        with self._lock:
            self._heard.append(utterance)
            text = self._texts.popleft() if self._texts else ""
        return spread_words(text, utterance, self._language, self._probability)


class FailingTranscriber:
    """A recogniser that fails on every sound.

    Args:
        message: what the error says.
    """

    def __init__(self, message: str = "The recogniser failed on this sound. Say it again.") -> None:
        self._message = message

    def transcribe(self, utterance: Utterance) -> Transcript:  # noqa: ARG002
        """Raise.

        Raises:
            TranscriptionError: always.
        """
        raise TranscriptionError(self._message)


def spread_words(text: str, utterance: Utterance, language: str = "", probability: float = 1.0) -> Transcript:
    """Return a transcript whose words are spread evenly, by their letters, over an utterance's speech."""
    tokens = text.split()
    begin_s = max(0.0, utterance.speech_start_s - utterance.start_s)
    length_s = max(0.0, utterance.speech_end_s - utterance.speech_start_s)
    letters = sum(len(token) for token in tokens)
    words: list[Word] = []
    passed = 0
    for token in tokens:
        start_s = begin_s + length_s * passed / letters
        passed += len(token)
        words.append(Word(token, start_s, begin_s + length_s * passed / letters, probability))
    return Transcript(" ".join(tokens), tuple(words), language, utterance.duration_s)


TONE_RATE_HZ: Final = 16_000
TONE_SECONDS_A_CHARACTER: Final = 0.06
"""About 16 characters a second: an unhurried speaker."""


class ToneVoice:
    """A voice without words: a humming tone as long as the text would take, one chunk a sentence.

    Args:
        name: what it calls itself.
        seconds_a_character: how slowly it speaks; smaller is quicker.
        pitch_hz: of the hum.
    """

    def __init__(
        self, name: str = "tone", seconds_a_character: float = TONE_SECONDS_A_CHARACTER, pitch_hz: float = 160.0
    ) -> None:
        self._name = name
        self._seconds_a_character = seconds_a_character
        self._pitch_hz = pitch_hz

    @property
    def name(self) -> str:
        """The name it was given."""
        return self._name

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        """Yield a hum a sentence; nothing for a text without letters."""
        for sentence in re.split(r"(?<=[.!?])\s+", text.strip()):
            if not any(character.isalnum() for character in sentence):
                continue
            yield SpeechChunk(self._hum(len(sentence), prosody), TONE_RATE_HZ, sentence)

    def _hum(self, characters: int, prosody: Prosody) -> Samples:
        count = max(1, round(characters * self._seconds_a_character / prosody.rate * TONE_RATE_HZ))
        pitch_hz = self._pitch_hz * 2.0 ** (prosody.pitch_semitones / 12.0)
        times = np.arange(count) / TONE_RATE_HZ
        edge = min(count // 2, TONE_RATE_HZ // 100) or 1
        envelope = np.minimum(1.0, np.minimum(np.arange(count) + 1, np.arange(count, 0, -1)) / edge)
        wave = np.sin(2 * np.pi * pitch_hz * times) + 0.5 * np.sin(4 * np.pi * pitch_hz * times)
        return read_only(np.clip(0.15 * 10.0 ** (prosody.volume_db / 20.0) * wave * envelope, -1.0, 1.0))


class FailingVoice:
    """A voice that fails on every text.

    Args:
        message: what the error says.
    """

    def __init__(self, message: str = "The voice failed on this line.") -> None:
        self._message = message

    @property
    def name(self) -> str:
        """Always 'failing'."""
        return "failing"

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:  # noqa: ARG002
        """Raise.

        Raises:
            SynthesisError: always.
        """
        raise SynthesisError(self._message)


def _at_speech_rate(samples: Samples, sample_rate_hz: int) -> Samples:
    if sample_rate_hz == SPEECH_RATE_HZ or len(samples) == 0:
        return samples
    from audio.resample import resample

    return resample(samples, sample_rate_hz, SPEECH_RATE_HZ)
