"""Speaking faster, slower, higher or lower after the fact, so that one kept recording serves every mood; pure.

A line of a caller is synthesised once, calmly, and kept. What the caller's mood adds is small (10 % faster, a semitone)
and is put on afterwards: time-stretching by waveform-similarity overlap-add (WSOLA; Verhelst and Roelands, ICASSP
1993), pitch by resampling what was stretched.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audio.frames import Prosody, Samples, SpeechChunk, read_only
from audio.levels import gain
from audio.ports import Voice
from audio.voices.shaping import engine_rate, shift_pitch

WINDOW_S: Final = 0.03
"""Length of the overlapping pieces: two to six periods of a voice."""

SEARCH_S: Final = 0.008
"""How far a piece may be moved to fit its neighbour: one period of a low man's voice (120 Hz)."""


def stretch(samples: NDArray[np.float32], sample_rate_hz: int, rate: float) -> Samples:
    """Return speech `rate` times as fast at the same pitch.

    Args:
        samples: float32, shape (n,).
        sample_rate_hz: their rate.
        rate: 1.1 is 10 % faster; the result has about n / rate samples.

    Raises:
        ValueError: the rate is not positive.
    """
    if rate <= 0:
        raise ValueError(f"A rate must be positive; got {rate}.")
    hop = max(1, round(WINDOW_S * sample_rate_hz / 2))
    window = 2 * hop
    search = round(SEARCH_S * sample_rate_hz)
    wanted = round(len(samples) / rate)
    if abs(rate - 1.0) < 1e-3 or len(samples) < 2 * window:
        return samples.astype(np.float32, copy=True)
    padded = np.concatenate([np.zeros(search + hop), samples, np.zeros(2 * window + 2 * search)]).astype(np.float32)
    shape = np.hanning(window + 1)[:-1].astype(np.float32)
    pieces = wanted // hop + 2
    result = np.zeros((pieces + 1) * hop, dtype=np.float32)
    natural = search
    for number in range(pieces):
        ideal = min(round(number * hop * rate) + search, len(padded) - window - search)
        offset = (
            0
            if number == 0
            else _best_fit(padded[ideal - search : ideal + search + window], padded[natural : natural + window])
        )
        start = ideal - search + offset if number else ideal
        result[number * hop : number * hop + window] += shape * padded[start : start + window]
        natural = min(start + hop, len(padded) - window)
    return result[hop : hop + wanted]


def _best_fit(region: NDArray[np.float32], natural: NDArray[np.float32]) -> int:
    """Return where in the region the piece lies that most resembles the natural continuation."""
    likeness = np.correlate(region, natural, mode="valid")
    energy = np.convolve(np.square(region), np.ones(len(natural), dtype=np.float32), mode="valid")
    return int(np.argmax(likeness / np.sqrt(energy + 1e-6)))


class StretchedVoice:
    """A voice whose every line is spoken the same calm way inside and gets the prosody asked for outside.

    Around a `CachedVoice` it makes one kept recording serve every mood.

    Args:
        voice: who speaks; always asked for its plain way.
    """

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    @property
    def name(self) -> str:
        """The name of the voice that speaks."""
        return self._voice.name

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        """Yield the voice's chunks with the prosody put on; see `audio.ports.Voice`."""
        for chunk in self._voice.synthesize(text):
            yield with_prosody(chunk, prosody)


def with_prosody(chunk: SpeechChunk, prosody: Prosody) -> SpeechChunk:
    """Return a chunk as it sounds with another rate, pitch and volume."""
    if prosody == Prosody():
        return chunk
    stretched = stretch(chunk.samples, chunk.sample_rate_hz, engine_rate(prosody))
    shifted = shift_pitch(stretched, chunk.sample_rate_hz, prosody)
    return SpeechChunk(read_only(gain(shifted, prosody.volume_db)), chunk.sample_rate_hz, chunk.text)
