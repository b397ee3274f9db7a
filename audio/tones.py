"""The sounds a telephone makes by itself, synthesised; pure.

Frequencies and cadences are the Dutch network's (ITU-T E.180 Supplement 2, ETSI TR 101 041-2): 425 Hz for everything
the network says. What a ringing telephone sounds like is the maker's choice; ours is an electronic bell with the
network's ringing cadence.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audio.frames import SpeechChunk, read_only
from audio.levels import amplitude

TONE_HZ: Final = 425.0
"""The tone of European networks (ITU-T E.180)."""

TONE_LEVEL_DBFS: Final = -20.0
"""Peak of the network's tones: not louder than speech."""

RING_LEVEL_DBFS: Final = -14.0
"""Peak of the ringing telephone: heard when the headset lies on the desk, no fright when it does not."""

BELL_HZ: Final = (1_000.0, 1_250.0)
"""The two tones of an electronic bell, a major third apart."""

BELL_CHANGES_HZ: Final = 20.0
"""How often the bell changes from one tone to the other and back in a second: the pace of a mechanical clapper (ringing
current in Europe is 25 Hz)."""

EDGE_S: Final = 0.008
"""Rise and fall of every tone, so that it does not click."""


class Tone(StrEnum):
    """A sound of the telephone."""

    RINGING = "ringing"
    """The trainee's own telephone rings: 1 s on, 4 s off."""
    RING_BACK = "ring-back"
    """It rings at the other end: 425 Hz, 1 s on, 4 s off."""
    BUSY = "busy"
    """The other end hung up or is engaged: 425 Hz, 0.5 s on, 0.5 s off."""
    CONGESTION = "congestion"
    """No line is free: 425 Hz, 0.25 s on, 0.25 s off."""


CADENCE_S: Final = {
    Tone.RINGING: (1.0, 4.0),
    Tone.RING_BACK: (1.0, 4.0),
    Tone.BUSY: (0.5, 0.5),
    Tone.CONGESTION: (0.25, 0.25),
}
"""Seconds on and seconds off of one period."""


def tone(kind: Tone | str, sample_rate_hz: int = 16_000, periods: int = 1) -> SpeechChunk:
    """Return a tone as a chunk that a speaker plays; `text` is empty.

    Args:
        kind: which tone.
        sample_rate_hz: rate of the samples.
        periods: how many times it sounds, each followed by its silence.

    Raises:
        ValueError: there is no such tone, or `periods` is not positive.
    """
    kind = Tone(kind)
    if periods < 1:
        raise ValueError(f"A tone sounds at least once; got periods={periods}.")
    on_s, off_s = CADENCE_S[kind]
    count = round(on_s * sample_rate_hz)
    sound = _bell(count, sample_rate_hz) if kind is Tone.RINGING else _sine(TONE_HZ, count, sample_rate_hz)
    level = RING_LEVEL_DBFS if kind is Tone.RINGING else TONE_LEVEL_DBFS
    period = np.concatenate([sound * _edges(count, sample_rate_hz), np.zeros(round(off_s * sample_rate_hz))])
    return SpeechChunk(read_only(np.tile(period, periods) * amplitude(level)), sample_rate_hz)


def _sine(frequency_hz: float, count: int, sample_rate_hz: int) -> NDArray[np.float64]:
    wave: NDArray[np.float64] = np.sin(2.0 * np.pi * frequency_hz * np.arange(count) / sample_rate_hz)
    return wave


def _bell(count: int, sample_rate_hz: int) -> NDArray[np.float64]:
    """Return two tones in quick turns; the phase runs on, so that the change does not click."""
    time_s = np.arange(count) / sample_rate_hz
    high = np.floor(time_s * 2.0 * BELL_CHANGES_HZ).astype(int) % 2
    frequency_hz = np.where(high == 0, BELL_HZ[0], BELL_HZ[1])
    wave: NDArray[np.float64] = np.sin(2.0 * np.pi * np.cumsum(frequency_hz) / sample_rate_hz)
    return wave


def _edges(count: int, sample_rate_hz: int) -> NDArray[np.float64]:
    edge = min(round(EDGE_S * sample_rate_hz), count // 2)
    shape = np.ones(count)
    rise = np.sin(np.linspace(0.0, np.pi / 2.0, edge)) ** 2
    shape[:edge] = rise
    shape[count - edge :] = rise[::-1]
    return shape
