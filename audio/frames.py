"""The values that pass through the doors of the audio package.

Everything is frozen. What carries samples compares by identity and holds a read-only array, because
some libraries write into the arrays they are given.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

SPEECH_RATE_HZ: Final = 16_000
"""The rate at which speech is detected and transcribed (Silero and Whisper both expect it)."""

FRAME_SAMPLES: Final = 512
"""Samples in one microphone frame at `SPEECH_RATE_HZ`: 32 ms, the window Silero was trained on."""

Samples = NDArray[np.float32]


def read_only(samples: NDArray[Any]) -> Samples:
    """Return the samples as a contiguous float32 array that nobody can write to.

    Integer samples are scaled by their type's full range; floating ones are taken as they are.

    Args:
        samples: shape (n,), mono.

    Raises:
        ValueError: the array is not one-dimensional.
    """
    if samples.ndim != 1:
        raise ValueError(f"Samples must be mono, shape (n,); got shape {samples.shape}.")
    if np.issubdtype(samples.dtype, np.integer):
        full_range = float(np.iinfo(samples.dtype).max) + 1.0
        scaled: Samples = (samples / full_range).astype(np.float32)
    else:
        scaled = samples.astype(np.float32, copy=True)
    frozen = np.ascontiguousarray(scaled)
    frozen.flags.writeable = False
    return frozen


def seconds_to_samples(duration_s: float, sample_rate_hz: int) -> int:
    """Return the nearest whole number of samples in a duration."""
    return round(duration_s * sample_rate_hz)


def samples_to_seconds(count: int, sample_rate_hz: int) -> float:
    """Return how long a number of samples sounds."""
    return count / sample_rate_hz


@dataclass(frozen=True, slots=True, eq=False)
class AudioFrame:
    """A short piece of microphone sound, as it arrived."""

    samples: Samples
    """float32, shape (FRAME_SAMPLES,), each in [-1, 1], mono, at `SPEECH_RATE_HZ`; read-only."""
    start_s: float
    """When the first sample was heard, in seconds on the call's clock."""
    dropped_samples: int = 0
    """How many samples were lost just before this frame (the queue was full), at `SPEECH_RATE_HZ`."""

    @property
    def end_s(self) -> float:
        """When the last sample was heard, in seconds on the call's clock."""
        return self.start_s + samples_to_seconds(len(self.samples), SPEECH_RATE_HZ)


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """One stretch of the trainee's speech between two silences, with its pre-roll."""

    samples: Samples
    """float32, shape (n,), mono, at `SPEECH_RATE_HZ`; read-only. Begins with the pre-roll."""
    start_s: float
    """When the first sample (pre-roll included) was heard, on the call's clock."""
    speech_start_s: float
    """When speech began, on the call's clock."""
    speech_end_s: float
    """When speech ended (the silence that proved it comes after), on the call's clock."""
    speech_probability: float = 1.0
    """How sure the detector was of speech, on average from its beginning to its end."""

    @property
    def duration_s(self) -> float:
        """How long the samples sound."""
        return samples_to_seconds(len(self.samples), SPEECH_RATE_HZ)


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word."""

    text: str
    """As the recogniser spelled it, without surrounding white space, with its punctuation."""
    start_s: float
    """Seconds from the first sample of the utterance (or file) it was heard in."""
    end_s: float
    """Seconds from the first sample of the utterance (or file) it was heard in."""
    probability: float
    """The recogniser's own probability, in [0, 1]."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What the recogniser heard; `text` is empty when it heard no speech worth believing."""

    text: str
    words: tuple[Word, ...] = ()
    language: str = ""
    """'nl' or 'en'; what the recogniser was told to expect."""
    audio_s: float = 0.0
    """How long the sound was."""
    elapsed_s: float = 0.0
    """How long recognising took; of no influence on anything but reports."""
    used_wider_window: bool = False
    """True when the short window gave a suspicious text and a wider one was used."""
    closes: float | None = None
    """How probable it is, by words and sound, that the sentence ends behind the last word; None where the recogniser
    does not say."""


@dataclass(frozen=True, slots=True)
class Prosody:
    """How a line is to be spoken, relative to the voice's own way."""

    rate: float = 1.0
    """Speed; 1.2 is 20 % faster."""
    pitch_semitones: float = 0.0
    """Pitch shift; duration stays as `rate` says."""
    volume_db: float = 0.0
    """Gain relative to the voice's own level."""


@dataclass(frozen=True, slots=True, eq=False)
class SpeechChunk:
    """A synthesised piece of the caller's speech, usually a sentence."""

    samples: Samples
    """float32, shape (n,), mono, each in [-1, 1], at `sample_rate_hz`; read-only."""
    sample_rate_hz: int
    text: str = field(default="")
    """The words that sound in this chunk."""

    @property
    def duration_s(self) -> float:
        """How long the chunk sounds."""
        return samples_to_seconds(len(self.samples), self.sample_rate_hz)
