"""What a telephone line does to a voice; pure.

A call that sounds like a studio recording does not sound like a call. The band is telephony's, 300 to 3400 Hz (ITU-T
G.712, and G.711 for the coding); the effects are for the ear, not a model of a network.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audio.frames import Prosody, Samples, SpeechChunk, read_only
from audio.levels import amplitude
from audio.ports import Voice
from audio.resample import resample

LINE_RATE_HZ: Final = 8_000
"""Sample rate of G.711 and of narrow-band AMR."""

LANDLINE_BAND_HZ: Final = (300.0, 3_400.0)
"""The band of the fixed telephone network (ITU-T G.712)."""

MOBILE_BAND_HZ: Final = (350.0, 3_000.0)
"""Narrower: what is left after narrow-band coding and a small loudspeaker."""

EDGES_HZ: Final = (45.0, 120.0)
"""How far inside the lower and upper band edge the filter begins to fall, so that it is down beyond the edge."""

STOP_BAND_DB: Final = 50.0
"""How far the filter is down outside the band."""

PASS_RIPPLE_DB: Final = 0.5

A_LAW: Final = 87.6
"""Compression of G.711's European law."""

MOBILE_WOBBLE_DB: Final = 1.5
"""How far a mobile voice swells and sinks as the reception does."""

MOBILE_WOBBLE_HZ: Final = 0.7

BAD_NOISE_DBFS: Final = -42.0
"""Hiss on a bad line: clearly heard, some 20 dB under the speech."""

BAD_DROPOUT_EVERY_S: Final = 1.6
"""Mean time between drop-outs on a bad line."""

BAD_DROPOUT_S: Final = (0.04, 0.12)
"""Shortest and longest drop-out: up to six lost packets of 20 ms; words stay guessable."""

FADE_S: Final = 0.004
"""Edges of a drop-out are this long, so that it is heard as a gap and not as a click."""


class LineKind(StrEnum):
    """The telephone line between caller and trainee."""

    CLEAR = "clear"
    LANDLINE = "landline"
    MOBILE = "mobile"
    BAD = "bad"


def through_line(
    samples: NDArray[np.float32], sample_rate_hz: int, kind: LineKind | str, rng: np.random.Generator
) -> Samples:
    """Return the sound as it arrives over the line, at the same rate and of the same length.

    Args:
        samples: float32, shape (n,), in [-1, 1].
        sample_rate_hz: their rate.
        kind: the line; a string with a `LineKind`'s value does as well.
        rng: where drop-outs and noise fall; the same state gives the same sound.

    Raises:
        ValueError: there is no such line.
    """
    kind = LineKind(kind)
    if len(samples) == 0:
        return samples.astype(np.float32)
    match kind:
        case LineKind.CLEAR:
            return samples.astype(np.float32, copy=True)
        case LineKind.LANDLINE:
            return _band(
                _a_law(_band(samples, sample_rate_hz, LANDLINE_BAND_HZ), sample_rate_hz),
                sample_rate_hz,
                LANDLINE_BAND_HZ,
            )
        case LineKind.MOBILE:
            wobbling = _band(samples, sample_rate_hz, MOBILE_BAND_HZ) * _wobble(len(samples), sample_rate_hz, rng)
            return _band(_a_law(wobbling, sample_rate_hz), sample_rate_hz, MOBILE_BAND_HZ)
        case LineKind.BAD:
            gaps = _dropouts(len(samples), sample_rate_hz, rng)
            hiss = rng.standard_normal(len(samples), dtype=np.float32) * np.float32(amplitude(BAD_NOISE_DBFS))
            noisy = samples * gaps + hiss
            return _band(
                _a_law(_band(noisy, sample_rate_hz, LANDLINE_BAND_HZ), sample_rate_hz), sample_rate_hz, LANDLINE_BAND_HZ
            )


def compand(samples: NDArray[np.float32]) -> Samples:
    """Return samples as eight-bit A-law (ITU-T G.711) carries them: fine steps near silence, coarse ones when loud.

    The continuous law with A = 87.6 stands in for G.711's thirteen straight segments; their steps differ by less than
    the ear can tell. The inner branch is what keeps quiet sounds linear.
    """
    scale = 1.0 + np.log(A_LAW)
    size = np.abs(samples.astype(np.float64))
    inner = size < 1.0 / A_LAW
    law = np.where(inner, A_LAW * size, 1.0 + np.log(np.maximum(A_LAW * size, 1.0))) / scale
    # 128 steps beside the sign bit; what is decoded lies in the middle of its step, as in G.711.
    stepped = (np.minimum(np.floor(law * 128.0), 127.0) + 0.5) / 128.0
    back = np.where(stepped < 1.0 / scale, stepped * scale / A_LAW, np.exp(stepped * scale - 1.0) / A_LAW)
    carried: Samples = (np.sign(samples) * back).astype(np.float32)
    return carried


def _a_law(samples: NDArray[np.float32], sample_rate_hz: int) -> Samples:
    """Take the sound to the line's rate, through the coder, and back."""
    coded = compand(resample(np.clip(samples, -1.0, 1.0), sample_rate_hz, LINE_RATE_HZ))
    return _of_length(resample(coded, LINE_RATE_HZ, sample_rate_hz), len(samples))


def _band(samples: NDArray[np.float32], sample_rate_hz: int, band_hz: tuple[float, float]) -> Samples:
    """Keep a band. The second pass after coding removes what the coder's steps put outside it."""
    from scipy.signal import sosfilt

    filtered = sosfilt(_filter(sample_rate_hz, band_hz), samples)
    kept: Samples = np.clip(filtered, -1.0, 1.0).astype(np.float32)
    return kept


@lru_cache(maxsize=16)
def _filter(sample_rate_hz: int, band_hz: tuple[float, float]) -> NDArray[np.float64]:
    from scipy.signal import ellip

    low = band_hz[0] + EDGES_HZ[0]
    # A sound sampled below 7 kHz ends before the band does.
    high = min(band_hz[1] - EDGES_HZ[1], 0.49 * sample_rate_hz)
    sections: NDArray[np.float64] = ellip(
        6, PASS_RIPPLE_DB, STOP_BAND_DB, (low, high), btype="bandpass", output="sos", fs=sample_rate_hz
    )
    return sections


def _wobble(count: int, sample_rate_hz: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return the gain of a slowly changing reception."""
    time_s = np.arange(count) / sample_rate_hz
    phase = rng.uniform(0.0, 2.0 * np.pi, 2)
    swell = np.sin(2.0 * np.pi * MOBILE_WOBBLE_HZ * time_s + phase[0])
    ripple = np.sin(2.0 * np.pi * MOBILE_WOBBLE_HZ * 2.7 * time_s + phase[1])
    gain_db = MOBILE_WOBBLE_DB * (0.7 * swell + 0.3 * ripple) - MOBILE_WOBBLE_DB
    gains: NDArray[np.float32] = (10.0 ** (gain_db / 20.0)).astype(np.float32)
    return gains


def _dropouts(count: int, sample_rate_hz: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return a gain of 1 with short gaps of 0."""
    gains = np.ones(count, dtype=np.float32)
    fade = max(1, round(FADE_S * sample_rate_hz))
    at = 0
    while True:
        at += round(rng.exponential(BAD_DROPOUT_EVERY_S) * sample_rate_hz) + fade
        length = round(rng.uniform(*BAD_DROPOUT_S) * sample_rate_hz)
        if at + length >= count:
            break
        gains[at : at + length] = 0.0
        at += length
    window = np.full(fade, 1.0 / fade, dtype=np.float32)
    smoothed: NDArray[np.float32] = np.convolve(gains, window, mode="same") if count else gains
    return smoothed[:count]


def _of_length(samples: NDArray[np.float32], count: int) -> Samples:
    if len(samples) >= count:
        return samples[:count]
    return np.concatenate([samples, np.zeros(count - len(samples), dtype=np.float32)])


class LineVoice:
    """A voice heard over a telephone line.

    Args:
        voice: who speaks.
        line: the line.
        seed: with the words spoken, decides where drop-outs fall: the same line of the same caller always sounds the
            same, whatever was said before.
    """

    def __init__(self, voice: Voice, line: LineKind | str, seed: int = 0) -> None:
        self._voice = voice
        self._line = LineKind(line)
        self._seed = seed
        if self._line is not LineKind.CLEAR:
            # Loading SciPy takes a second or more on a busy computer: now, not while the trainee waits for an answer.
            _filter(LINE_RATE_HZ, LANDLINE_BAND_HZ)

    @property
    def name(self) -> str:
        """The name of the voice that speaks."""
        return self._voice.name

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        """Yield each of the voice's chunks as it arrives over the line; see `audio.ports.Voice`."""
        for chunk in self._voice.synthesize(text, prosody):
            rng = np.random.default_rng([self._seed & 0xFFFFFFFF, zlib.crc32(chunk.text.encode())])
            heard = through_line(chunk.samples, chunk.sample_rate_hz, self._line, rng)
            yield SpeechChunk(read_only(heard), chunk.sample_rate_hz, chunk.text)
