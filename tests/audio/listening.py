"""Sounds to measure, and energy by band."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from audio.frames import SpeechChunk


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
