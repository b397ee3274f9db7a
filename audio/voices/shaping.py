"""From an engine's raw sound to a chunk: trimmed, shifted, at the common level, with the pause after it; pure.

Pitch is shifted by resampling, with the engine asked to speak as much slower or faster as the resampling changes the
length. Besides the pitch that moves the formants, as a smaller or larger person's are: one voice becomes several.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audio.frames import Prosody, Samples, SpeechChunk, read_only
from audio.levels import gain, normalise_speech
from audio.ports import Voice
from audio.resample import resample
from audio.spoken_cache import PAUSE_S

EDGE_S: Final = 0.04
"""Silence kept before the first and after the last sound, so that soft consonants are not cut."""

SILENT_BELOW_PEAK_DB: Final = 46.0
"""Edges this far under the loudest sample are silence."""

SLOWEST: Final = 0.5
FASTEST: Final = 2.0
"""Rates outside these are brought back to them: beyond, no engine is understood."""


def pitch_factor(prosody: Prosody) -> float:
    """Return how much higher the pitch is, as a ratio: two for twelve semitones."""
    return float(2.0 ** (prosody.pitch_semitones / 12.0))


def engine_rate(prosody: Prosody) -> float:
    """Return how much faster than its own way the engine must speak, so that after the shift the rate is as asked."""
    return float(np.clip(prosody.rate, SLOWEST, FASTEST)) / pitch_factor(prosody)


def shift_pitch(samples: NDArray[np.float32], sample_rate_hz: int, prosody: Prosody) -> Samples:
    """Return the sound higher or lower, and shorter or longer by the same ratio."""
    return resample(samples, sample_rate_hz * pitch_factor(prosody), sample_rate_hz)


def trim(samples: NDArray[np.float32], sample_rate_hz: int) -> Samples:
    """Return the sound without the silence at its edges, `EDGE_S` excepted."""
    size = np.abs(samples)
    if len(size) == 0 or size.max() == 0.0:
        return samples[:0].astype(np.float32)
    loud = np.flatnonzero(size > size.max() * 10.0 ** (-SILENT_BELOW_PEAK_DB / 20.0))
    edge = round(EDGE_S * sample_rate_hz)
    return samples[max(0, int(loud[0]) - edge) : int(loud[-1]) + edge].astype(np.float32)


def finish(
    samples: NDArray[np.float32], sample_rate_hz: int, text: str, prosody: Prosody, *, last: bool
) -> SpeechChunk:
    """Return the chunk of one sentence.

    Args:
        samples: the engine's sound, spoken at `engine_rate(prosody)`.
        sample_rate_hz: its rate.
        text: the sentence.
        prosody: how it is to sound.
        last: whether it ends its line; otherwise a pause follows.
    """
    shaped = shift_pitch(trim(samples, sample_rate_hz), sample_rate_hz, prosody)
    level = gain(normalise_speech(shaped, sample_rate_hz), prosody.volume_db)
    if not last:
        pause = np.zeros(round(PAUSE_S / prosody.rate * sample_rate_hz), dtype=np.float32)
        level = np.concatenate([level, pause])
    return SpeechChunk(read_only(level), sample_rate_hz, text)


def combine(one: Prosody, other: Prosody) -> Prosody:
    """Return one way of speaking on top of another."""
    return Prosody(
        rate=one.rate * other.rate,
        pitch_semitones=one.pitch_semitones + other.pitch_semitones,
        volume_db=one.volume_db + other.volume_db,
    )


class ShapedVoice:
    """A person made of a voice: what is always different about how this one speaks, beside what a line asks.

    Args:
        voice: who speaks.
        prosody: the person's own way.
    """

    def __init__(self, voice: Voice, prosody: Prosody) -> None:
        self._voice = voice
        self.prosody = prosody

    @property
    def name(self) -> str:
        """The name of the voice that speaks."""
        return self._voice.name

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        """Yield the voice's chunks, spoken this person's way; see `audio.ports.Voice`."""
        yield from self._voice.synthesize(text, combine(self.prosody, prosody))
