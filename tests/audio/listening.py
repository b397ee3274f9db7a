"""Measuring what a voice does: pitch, pace, and energy by band."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from audio.frames import SpeechChunk

LOWEST_HZ, HIGHEST_HZ = 60.0, 420.0


def mean_pitch_hz(samples: NDArray[np.float32], sample_rate_hz: int) -> float:
    """The median over voiced windows of the autocorrelation's strongest lag between 60 and 420 Hz.

    Windows of 40 ms; voiced where the autocorrelation at that lag is at least 0.5 of the energy and the window within
    25 dB of the loudest. Octave faults are kept small by taking the shortest lag within 10 % of the best.
    """
    window, hop = round(0.04 * sample_rate_hz), round(0.01 * sample_rate_hz)
    shortest, longest = round(sample_rate_hz / HIGHEST_HZ), round(sample_rate_hz / LOWEST_HZ)
    starts = range(0, len(samples) - window, hop)
    loudest = max((float(np.mean(samples[s : s + window] ** 2)) for s in starts), default=0.0)
    pitches = []
    for start in starts:
        piece = samples[start : start + window].astype(np.float64)
        if float(np.mean(piece**2)) < loudest * 10 ** (-2.5):
            continue
        piece = piece - piece.mean()
        spectrum = np.fft.rfft(piece, 2 * window)
        likeness = np.fft.irfft(np.abs(spectrum) ** 2)[:window]
        # The overlap shrinks with the lag; this undoes it.
        likeness = likeness / likeness[0] * window / np.arange(window, 0, -1)
        region = likeness[shortest:longest]
        if region.max() < 0.5:
            continue
        peaks = np.flatnonzero(region >= 0.9 * region.max())
        lag = int(peaks[0])
        while lag + 1 < len(region) and region[lag + 1] > region[lag]:
            lag += 1
        pitches.append(sample_rate_hz / (lag + shortest))
    return float(np.median(pitches)) if pitches else 0.0


def joined(chunks: Iterable[SpeechChunk]) -> tuple[NDArray[np.float32], int]:
    """All chunks one after another, and their rate."""
    kept = list(chunks)
    return np.concatenate([chunk.samples for chunk in kept]), kept[0].sample_rate_hz


def band_db(samples: NDArray[np.float32], sample_rate_hz: int, low_hz: float, high_hz: float) -> float:
    """The energy between two frequencies, in decibels."""
    power = np.abs(np.fft.rfft(samples.astype(np.float64))) ** 2
    frequency_hz = np.fft.rfftfreq(len(samples), 1.0 / sample_rate_hz)
    return float(10.0 * np.log10(power[(frequency_hz >= low_hz) & (frequency_hz < high_hz)].sum() + 1e-20))


def buzz(pitch_hz: float, seconds: float, sample_rate_hz: int) -> NDArray[np.float32]:
    """A voice-like sound of a known pitch: eight falling harmonics, swelling four times a second as syllables do."""
    time_s = np.arange(round(seconds * sample_rate_hz)) / sample_rate_hz
    wave = sum(np.sin(2 * np.pi * pitch_hz * n * time_s) / n for n in range(1, 9))
    return (0.15 * wave * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * time_s))).astype(np.float32)
