"""Does a voice sound as if its turn is over? Melody, loudness and tempo of its last words, beside its own; pure.

What listeners go by when words fail, in any language: at the end of a turn the voice falls to the speaker's lowest,
grows softer, and draws out the last syllable; in a pause for thought it hangs level or high, stays loud, or holds a
flat vowel ('eh', which recognisers do not write). Sources: Duncan 1972, 'Some signals and rules for taking speaking
turns in conversations'; Caspers 2003, 'Local speech melody as a limiting factor in the turn-taking system in Dutch';
Gravano and Hirschberg 2011, 'Turn-taking cues in task-oriented dialogue'.

Everything is measured against the same speaker's turn so far, in semitones and decibels, so that neither a low voice
nor a quiet headset looks like an end. How long was spoken so far is left out: in the turns learnt from and measured on
a pause comes before its end by the way they are made, which would prove nothing. What each cue weighs was learnt from
turns that voices of this computer spoke, or taken from the literature where these do not speak as people do: see
`benchmarks/fit_turn_end.py`.
"""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audio.frames import SPEECH_RATE_HZ, Samples
from audio.pitch import pitch_hz, windows

HEARS_S: Final = 4.0
"""How much of the end of a turn stands for the speaker's own way."""

HOP_S: Final = 0.02
RATE_HZ: Final = SPEECH_RATE_HZ // 2
"""Pitch and loudness are found at half the rate, in half the time."""

AUDIBLE_BELOW_DB: Final = 30.0
"""What is this much softer than the loudest tenth is no speech."""

ABOVE_NOISE_DB: Final = 6.0
"""Nor is what rises no more than this above the faintest fiftieth: the silence behind a turn is at least that."""

LEAST_SPEECH_S: Final = 0.2
"""Less speech than this has no melody of its own to be compared with."""

FINAL_S: Final = 0.3
"""The last syllable or two: where Gravano and Hirschberg found pitch and loudness to differ (0.2 and 0.3 s)."""

FALL_S: Final = 1.0
"""Over which loudness falls towards an end (they measured 0.5 and 1 s)."""

OCTAVE_ERROR_ST: Final = 9.0
"""Pitches this far from the speaker's middle are mistakes of the measuring, not melody."""

FLATTEST_ST: Final = 0.7
"""A vowel held for thought strays no more than this from its own middle (standard deviation)."""

LONGEST_HELD_S: Final = 1.0
"""Nobody holds a vowel for longer; what is, is no voice."""

MOST: Final = 4.0
"""Log-odds beyond this are no surer: the weights were learnt from synthesised speech."""

SILENCE_DB: Final = -90.0


@dataclass(frozen=True, slots=True)
class Cues:
    """How the end of a turn differs from the rest of it; 0 where nothing could be measured."""

    final_pitch_st: float
    """How high the last voiced syllable lies above the speaker's middle, semitones."""
    above_lowest_st: float
    """How high it lies above the speaker's lowest tenth, semitones."""
    pitch_slope_st_s: float
    """How fast pitch rises in it, semitones a second, within 40."""
    final_level_db: float
    """How loud the last `FINAL_S` are beside the speaker's speech, decibels."""
    level_slope_db_s: float
    """How fast loudness rises over the last `FALL_S`, decibels a second."""
    last_nucleus_s: float
    """From the middle of the last syllable to the end of speech: final lengthening."""
    last_nucleus_ratio: float
    """The same, beside the speaker's usual distance between syllables; log 2."""
    flat_voice_s: float
    """How long a flat voice was held at the end, where longer than 0.2 s."""
    unvoiced_share: float
    """Of the last `FINAL_S`: breath, creak, consonants."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression over `Cues`."""

    bias: float
    of: dict[str, float]
    """By the cue's name."""
    least: dict[str, float]
    most: dict[str, float]
    """Between which each cue lay when they were learnt; what lies outside counts as the bound."""


def prosody_over(samples: Samples) -> float | None:
    """Return the log-odds that a turn is over by how it was spoken, within `MOST`; None for too little speech.

    Args:
        samples: the turn so far, float32, shape (n,), at `SPEECH_RATE_HZ`, with a little of the silence after it.
    """
    cues = cues_of(samples)
    return None if cues is None else log_odds(cues, learnt_weights())


def log_odds(cues: Cues, weights: Weights) -> float:
    """Return the log-odds of an end, by these weights; within `MOST`."""
    total = weights.bias
    for name, weight in weights.of.items():
        total += weight * min(weights.most[name], max(weights.least[name], getattr(cues, name)))
    return min(MOST, max(-MOST, total))


@lru_cache(maxsize=1)
def learnt_weights() -> Weights:
    """Return the weights that ship with callsim."""
    data = json.loads((Path(__file__).parent / "weights.json").read_text(encoding="utf-8"))
    return Weights(data["bias"], data["weights"], data["least"], data["most"])


def cues_of(samples: Samples) -> Cues | None:
    """Return the cues of a turn; None where less than `LEAST_SPEECH_S` of it is speech.

    Args:
        samples: as in `prosody_over`; its last `HEARS_S` count. About 3 ms.
    """
    heard = _half_rate(samples[-round(HEARS_S * SPEECH_RATE_HZ) :])
    pieces = windows(heard, RATE_HZ, HOP_S)
    if len(pieces) == 0:
        return None
    level_db = 10.0 * np.log10(np.maximum(np.square(pieces, dtype=np.float64).mean(axis=1), 10.0 ** (SILENCE_DB / 10)))
    loud = max(np.percentile(level_db, 90) - AUDIBLE_BELOW_DB, np.percentile(level_db, 2) + ABOVE_NOISE_DB)
    spoken = np.flatnonzero(level_db >= loud)
    if len(spoken) * HOP_S < LEAST_SPEECH_S:
        return None
    first, last = int(spoken[0]), int(spoken[-1]) + 1
    level_db, is_speech = level_db[first:last], level_db[first:last] >= loud
    pitch = np.zeros(last - first)
    pitch[is_speech] = pitch_hz(pieces[first:last][is_speech], RATE_HZ)
    unvoiced = 1.0 - float((pitch[-round(FINAL_S / HOP_S) :] > 0.0).mean())
    return Cues(*_melody(pitch), *_loudness(level_db, is_speech), *_tempo(level_db, pitch), _flat_s(pitch), unvoiced)


def as_row(cues: Cues) -> tuple[float, ...]:
    """Return the cues in the order of `NAMES`."""
    return astuple(cues)


NAMES: Final = tuple(each.name for each in fields(Cues))


def _half_rate(samples: Samples) -> NDArray[np.float32]:
    """Return the means of neighbours: that is filter enough where no pitch above 420 Hz is looked for."""
    pairs = len(samples) // 2
    halved: NDArray[np.float32] = samples[: 2 * pairs].reshape(pairs, 2).mean(axis=1)
    return halved


def _melody(pitch: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return how high the last syllable lies above the middle and above the lowest, and how fast it rises."""
    at = np.flatnonzero(pitch > 0.0)
    if len(at) < 5:
        return 0.0, 0.0, 0.0
    semitones = 12.0 * np.log2(pitch[at] / np.median(pitch[at]))
    near = np.abs(semitones) < OCTAVE_ERROR_ST
    at, semitones = at[near], semitones[near]
    if len(at) < 5:
        return 0.0, 0.0, 0.0
    final = at >= at[-1] - FINAL_S / HOP_S
    height = float(np.median(semitones[final][-8:]))
    lowest = float(np.percentile(semitones, 10))
    slope = _slope(at[final] * HOP_S, semitones[final]) if final.sum() >= 4 else 0.0
    return height, height - lowest, float(np.clip(slope, -40.0, 40.0))


def _loudness(level_db: NDArray[np.float64], is_speech: NDArray[np.bool_]) -> tuple[float, float]:
    """Return how loud the last syllables are beside all speech, and how fast loudness rises towards the end."""
    usual = 10.0 * np.log10(np.mean(10.0 ** (level_db[is_speech] / 10.0)))
    final = float(level_db[-round(FINAL_S / HOP_S) :].mean() - usual)
    falling = np.flatnonzero(is_speech[-round(FALL_S / HOP_S) :])
    stretch = level_db[-round(FALL_S / HOP_S) :][falling]
    return final, _slope(falling * HOP_S, stretch) if len(falling) >= 10 else 0.0


def _tempo(level_db: NDArray[np.float64], pitch: NDArray[np.float64]) -> tuple[float, float]:
    """Return how long ago the last syllable was loudest, and that beside the usual distance between syllables."""
    padded = np.pad(level_db, 2, mode="edge")
    smooth = np.convolve(padded, np.full(5, 0.2), mode="valid")
    middle = smooth[1:-1]
    peaks = np.flatnonzero((middle >= smooth[:-2]) & (middle > smooth[2:])) + 1
    peaks = peaks[(pitch[peaks] > 0.0) & (smooth[peaks] > smooth.max() - 20.0)] if len(peaks) else peaks
    if len(peaks) == 0:
        return 0.0, 0.0
    since_s = (len(level_db) - int(peaks[-1])) * HOP_S
    usual_s = float(np.median(np.diff(peaks))) * HOP_S if len(peaks) >= 3 else 0.2
    return since_s, float(np.log2(since_s / max(usual_s, HOP_S)))


def _flat_s(pitch: NDArray[np.float64]) -> float:
    """Return by how much the flat voice at the end, if there is one, is longer than 0.2 s."""
    voiced = np.flatnonzero(pitch > 0.0)
    if len(voiced) == 0 or len(pitch) - voiced[-1] > round(0.16 / HOP_S):
        return 0.0
    gaps = np.flatnonzero(np.diff(voiced) > 2)
    run = voiced[int(gaps[-1]) + 1 if len(gaps) else 0 :]
    length = 0
    for begin in range(len(run) - 10, max(-1, len(run) - round(LONGEST_HELD_S / HOP_S)), -1):
        semitones = 12.0 * np.log2(pitch[run[begin:]] / np.median(pitch[run[begin:]]))
        if float(semitones.std()) > FLATTEST_ST:
            break
        length = len(semitones)
    return max(0.0, length * HOP_S - 0.2)


def _slope(at_s: NDArray[np.floating], values: NDArray[np.floating]) -> float:
    centred = at_s - at_s.mean()
    spread = float((centred**2).sum())
    return float((centred * (values - values.mean())).sum()) / spread if spread > 0.0 else 0.0
