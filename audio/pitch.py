"""How high a voice speaks; pure. For telling callers apart, and for hearing how a turn ends (`audio.prosody`)."""

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
    pieces = windows(samples, sample_rate_hz, HOP_S)
    energy = np.square(pieces, dtype=np.float64).mean(axis=1)
    loudest = energy.max(initial=0.0)
    if loudest <= 0.0:
        return 0.0
    pitches = pitch_hz(pieces[energy >= loudest * 10.0 ** (-PAUSE_BELOW_PEAK_DB / 10.0)], sample_rate_hz)
    voiced = pitches[pitches > 0.0]
    return float(np.median(voiced)) if len(voiced) else 0.0


def windows(samples: NDArray[np.float32], sample_rate_hz: int, hop_s: float) -> NDArray[np.float32]:
    """Return overlapping windows of `WINDOW_S` as a view.

    Args:
        samples: float32, shape (n,).
        sample_rate_hz: their rate.
        hop_s: from the start of one to the start of the next.

    Returns:
        Shape (count, window); count is 0 where the sound is shorter than a window.
    """
    window, hop = round(WINDOW_S * sample_rate_hz), round(hop_s * sample_rate_hz)
    if len(samples) < window:
        return np.zeros((0, window), np.float32)
    return np.lib.stride_tricks.sliding_window_view(samples, window)[::hop]


def pitch_hz(pieces: NDArray[np.float32], sample_rate_hz: int) -> NDArray[np.floating]:
    """Return the pitch of each window by autocorrelation, 0 where it is not voiced.

    Args:
        pieces: shape (count, window), as `windows` returns them.
        sample_rate_hz: their rate.
    """
    count = pieces.shape[1]
    if len(pieces) == 0:
        return np.zeros(0)
    shortest, longest = round(sample_rate_hz / HIGHEST_HZ), round(sample_rate_hz / LOWEST_HZ)
    level = pieces - pieces.mean(axis=1, keepdims=True)
    # Padded for the lags that are looked at; further ones may wrap around. Powers of two are the fastest.
    length = 1 << (count + longest).bit_length()
    spectrum = np.fft.rfft(level, length)
    # Twice as many points as lags: between two whole lags a high voice would be taken for one an octave lower.
    likeness = np.fft.irfft(spectrum.real**2 + spectrum.imag**2, 2 * length)[:, : 2 * longest + 1]
    energy = likeness[:, :1]
    # The overlap shrinks with the lag; this undoes it.
    likeness = likeness / np.where(energy > 0.0, energy, 1.0) * (count / (count - np.arange(2 * longest + 1) / 2.0))
    first_point = 2 * shortest
    region = likeness[:, first_point : 2 * longest]
    best = region.max(axis=1)
    first = np.argmax(region >= NEARLY_BEST * best[:, np.newaxis], axis=1)
    rising = np.diff(region, axis=1, append=-np.inf) > 0.0
    # From the first lag that is nearly the best, up to where it no longer rises.
    rising &= np.arange(region.shape[1]) >= first[:, np.newaxis]
    rising |= np.arange(region.shape[1]) < first[:, np.newaxis]
    lag = np.argmin(rising, axis=1)
    voiced = (energy[:, 0] > 0.0) & (best >= VOICED)
    point = lag + first_point
    return np.where(voiced, 2.0 * sample_rate_hz / (point + _offset(likeness, point)), 0.0)


def _offset(likeness: NDArray[np.floating], lag: NDArray[np.int64]) -> NDArray[np.floating]:
    """Return how far the top lies from a point: that of the parabola through it and its neighbours."""
    rows = np.arange(len(lag))
    before, top, after = (likeness[rows, lag + step] for step in (-1, 0, 1))
    curve = before - 2.0 * top + after
    is_top = (curve < 0.0) & (top >= before) & (top >= after)
    return np.where(is_top, 0.5 * (before - after) / np.where(is_top, curve, 1.0), 0.0)
