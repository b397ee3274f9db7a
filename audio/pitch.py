"""How high a voice speaks; pure. For showing that callers sound like different people."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

LOWEST_HZ: Final = 60.0
HIGHEST_HZ: Final = 420.0
"""Between these lies the pitch of adults, shouting excepted."""

WINDOW_S: Final = 0.04
"""Holds two periods of the lowest voice."""

HOP_S: Final = 0.01

PAUSE_BELOW_PEAK_DB: Final = 25.0
"""Windows this far under the loudest one are left out."""

VOICED: Final = 0.5
"""Windows whose autocorrelation stays below this share of their energy are left out: noise, not voice."""

NEARLY_BEST: Final = 0.97
"""The shortest lag that is nearly the best is taken: twice the period correlates as well as the period.

With 0.9, voices over a telephone line, which have lost their fundamental, were taken for two or three times as high.
"""


def mean_pitch_hz(samples: NDArray[np.float32], sample_rate_hz: int) -> float:
    """Return the median pitch of the voiced windows, by autocorrelation; 0 where nothing is voiced.

    Args:
        samples: float32, shape (n,).
        sample_rate_hz: their rate.
    """
    window, hop = round(WINDOW_S * sample_rate_hz), round(HOP_S * sample_rate_hz)
    starts = range(0, len(samples) - window, hop)
    loudest = max((float(np.mean(samples[s : s + window] ** 2)) for s in starts), default=0.0)
    quiet = loudest * 10.0 ** (-PAUSE_BELOW_PEAK_DB / 10.0)
    pitches = []
    for start in starts:
        piece = samples[start : start + window].astype(np.float64)
        if loudest > 0.0 and float(np.mean(piece**2)) >= quiet:
            pitches.append(_pitch_hz(piece - piece.mean(), sample_rate_hz))
    voiced = [pitch for pitch in pitches if pitch > 0.0]
    return float(np.median(voiced)) if voiced else 0.0


def _pitch_hz(piece: NDArray[np.float64], sample_rate_hz: int) -> float:
    count = len(piece)
    likeness = np.fft.irfft(np.abs(np.fft.rfft(piece, 2 * count)) ** 2)[:count]
    if likeness[0] <= 0.0:
        return 0.0
    # The overlap shrinks with the lag; this undoes it.
    likeness = likeness / likeness[0] * count / np.arange(count, 0, -1)
    shortest = round(sample_rate_hz / HIGHEST_HZ)
    region = likeness[shortest : round(sample_rate_hz / LOWEST_HZ)]
    if region.max() < VOICED:
        return 0.0
    lag = int(np.flatnonzero(region >= NEARLY_BEST * region.max())[0])
    while lag + 1 < len(region) and region[lag + 1] > region[lag]:
        lag += 1
    return sample_rate_hz / (lag + shortest)
