"""How loud a sound is, and making sounds equally loud; pure.

Levels are in dBFS: decibels relative to full scale, where a sine of full amplitude has a peak of 0 and an RMS of -3.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from audio.frames import Samples

SILENCE_DBFS: Final = -120.0
"""What digital silence is said to be; below the noise of any 16-bit sound (-98)."""

SPEECH_LEVEL_DBFS: Final = -20.0
"""RMS of the spoken parts that every voice is brought to.

Active speech of this level has peaks of about -3 dBFS: loud and clear in a headset, with room for a caller who raises
their voice by a few decibels. ITU-T P.56 measures active speech; -26 dBov is telephony's usual level, which is too
faint on headsets whose volume is set for music.
"""

METER_FLOOR_DBFS: Final = -60.0
"""What a level meter shows as empty: about the noise of a quiet room through a headset microphone."""

LOUDEST: Final = 0.98
"""Amplitude that the limiter never exceeds."""

KNEE: Final = 0.7
"""Amplitude from which the limiter begins to bend; below it samples pass unchanged."""

WINDOW_S: Final = 0.02
"""Window in which speech is told from pauses for its level."""

ACTIVE_BELOW_PEAK_DB: Final = 30.0
"""Windows this far below the loudest one count as pauses; ITU-T P.56 uses about 16 dB under active speech."""


def decibels(amplitude: float) -> float:
    """Return an amplitude ratio in decibels, `SILENCE_DBFS` at the lowest."""
    return max(SILENCE_DBFS, float(20.0 * np.log10(max(amplitude, 1e-12))))


def amplitude(level_db: float) -> float:
    """Return the amplitude ratio of a level in decibels."""
    return float(10.0 ** (level_db / 20.0))


def rms_dbfs(samples: NDArray[np.float32]) -> float:
    """Return the root mean square level; `SILENCE_DBFS` for no samples."""
    if len(samples) == 0:
        return SILENCE_DBFS
    return decibels(float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))))


def peak_dbfs(samples: NDArray[np.float32]) -> float:
    """Return the level of the largest sample; `SILENCE_DBFS` for no samples."""
    return decibels(float(np.max(np.abs(samples)))) if len(samples) else SILENCE_DBFS


def speech_level_dbfs(samples: NDArray[np.float32], sample_rate_hz: int) -> float:
    """Return the RMS level of the spoken parts, pauses left out.

    Args:
        samples: float32, shape (n,), in [-1, 1].
        sample_rate_hz: their rate.
    """
    window = max(1, round(WINDOW_S * sample_rate_hz))
    whole = len(samples) // window
    if whole == 0:
        return rms_dbfs(samples)
    power = np.mean(np.square(samples[: whole * window].reshape(whole, window), dtype=np.float64), axis=1)
    active = power[power >= power.max() * 10.0 ** (-ACTIVE_BELOW_PEAK_DB / 10.0)]
    return decibels(float(np.sqrt(active.mean())))


def meter(samples: NDArray[np.float32]) -> float:
    """Return a level for a meter: 0 at `METER_FLOOR_DBFS` and below, 1 at full scale, linear in decibels between."""
    return float(np.clip(1.0 - rms_dbfs(samples) / METER_FLOOR_DBFS, 0.0, 1.0))


def gain(samples: NDArray[np.float32], gain_db: float) -> Samples:
    """Return the samples louder or softer by some decibels, limited to what can be played.

    Samples that come to more than `KNEE` are bent softly towards `LOUDEST` instead of being cut off.
    """
    louder = samples.astype(np.float64) * amplitude(gain_db)
    over = np.abs(louder) > KNEE
    room = LOUDEST - KNEE
    louder[over] = np.sign(louder[over]) * (KNEE + room * np.tanh((np.abs(louder[over]) - KNEE) / room))
    return louder.astype(np.float32)


def normalise_speech(
    samples: NDArray[np.float32], sample_rate_hz: int, level_dbfs: float = SPEECH_LEVEL_DBFS
) -> Samples:
    """Return speech at a common level, so that no voice is louder than another; silence stays silence."""
    now = speech_level_dbfs(samples, sample_rate_hz)
    if now <= SILENCE_DBFS:
        return samples.astype(np.float32, copy=True)
    return gain(samples, level_dbfs - now)
