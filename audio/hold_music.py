"""Music for whoever waits: our own, composed by rule and synthesised; pure.

Plucked notes over four chords, one bar each, in a slow triple time. Nothing of it is anybody's melody: the notes are
drawn from the chord of the bar, by step where they can, from a fixed seed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audio.frames import SpeechChunk, read_only
from audio.levels import amplitude, rms_dbfs

MUSIC_LEVEL_DBFS: Final = -34.0
"""RMS: well under a voice, so that one notices the wait and nothing else."""

BEAT_S: Final = 0.5
BEATS_A_BAR: Final = 3
BARS: Final = 16
"""24 s in all; the last note rings on into the first, so that it repeats without a seam."""

CHORDS: Final = ((0, 4, 7), (9, 12, 16), (5, 9, 12), (7, 11, 14))
"""Semitones over the keynote: first, sixth, fourth and fifth degree, each as a triad."""

KEYNOTE_HZ: Final = 261.63
"""C4: inside the band of a telephone together with its overtones."""

RING_S: Final = 1.6
"""How long a plucked note rings until it is 60 dB down."""

SEED: Final = 7


def hold_music(sample_rate_hz: int = 16_000) -> SpeechChunk:
    """Return one round of the music; played again and again it has no seam."""
    return SpeechChunk(_round(sample_rate_hz), sample_rate_hz)


@lru_cache(maxsize=2)
def _round(sample_rate_hz: int) -> NDArray[np.float32]:
    count = round(BARS * BEATS_A_BAR * BEAT_S * sample_rate_hz)
    sound = np.zeros(count)
    rng = np.random.default_rng(SEED)
    melody = 12
    for bar in range(BARS):
        chord = CHORDS[bar % len(CHORDS)]
        start_s = bar * BEATS_A_BAR * BEAT_S
        _pluck(sound, chord[0] - 12, start_s, 0.8, sample_rate_hz)
        for beat in range(1, BEATS_A_BAR):
            for note in chord[1:]:
                _pluck(sound, note, start_s + beat * BEAT_S, 0.3, sample_rate_hz)
        for beat in range(BEATS_A_BAR):
            if rng.random() < 0.25:
                continue
            reachable = [note + octave for note in chord for octave in (0, 12) if 5 <= note + octave <= 21]
            melody = min(reachable, key=lambda note: (abs(note - melody - int(rng.integers(-3, 4))), note))
            _pluck(sound, melody, start_s + beat * BEAT_S, 0.6, sample_rate_hz)
    level = amplitude(MUSIC_LEVEL_DBFS - rms_dbfs(sound.astype(np.float32)))
    return read_only(sound * level)


def _pluck(sound: NDArray[np.float64], semitones: int, at_s: float, loudness: float, sample_rate_hz: int) -> None:
    """Add a note that dies away; what rings beyond the end is heard at the beginning."""
    frequency_hz = KEYNOTE_HZ * 2.0 ** (semitones / 12.0)
    time_s = np.arange(round(RING_S * sample_rate_hz)) / sample_rate_hz
    note = np.zeros(len(time_s))
    for overtone in range(1, 5):
        if overtone * frequency_hz < 0.45 * sample_rate_hz:
            # Higher overtones of a string are weaker and die sooner.
            decay = np.exp(-6.9 * overtone**0.7 * time_s / RING_S)
            note += np.sin(2.0 * np.pi * overtone * frequency_hz * time_s) * decay / overtone**1.5
    note *= np.minimum(1.0, time_s / 0.004) * loudness
    places = (round(at_s * sample_rate_hz) + np.arange(len(note))) % len(sound)
    sound[places] += note
