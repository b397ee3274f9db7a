"""What is heard behind a caller: an office, a street, a kitchen, synthesised; pure.

Like the telephone line it is for the ear: enough to know where somebody stands, never enough to drown a word. As on a
mobile telephone, which sends nothing while nobody speaks, the room is heard with the voice and falls away after it.
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
from audio.levels import amplitude, rms_dbfs
from audio.ports import Voice

ROOM_LEVEL_DBFS: Final = -40.0
"""RMS of the room: 20 dB under the voice, where every word is still understood without effort."""

FADE_S: Final = 0.05
"""Rise and fall of the room around each sentence, so that it does not click."""


class Room(StrEnum):
    """Where a caller is."""

    QUIET = "quiet"
    """Nothing is heard but the voice."""
    OFFICE = "office"
    """Ventilation, a murmur of people, keys."""
    STREET = "street"
    """A low rumble and cars that pass."""
    KITCHEN = "kitchen"
    """A cooker hood and crockery."""


def room_sound(
    room: Room | str, count: int, sample_rate_hz: int, rng: np.random.Generator, level_dbfs: float = ROOM_LEVEL_DBFS
) -> Samples:
    """Return a stretch of a room.

    Args:
        room: which; a string with a `Room`'s value does as well.
        count: samples wanted.
        sample_rate_hz: their rate.
        rng: the same state gives the same sound.
        level_dbfs: RMS of the whole.

    Returns:
        float32, shape (count,), each in [-1, 1].

    Raises:
        ValueError: there is no such room.
    """
    room = Room(room)
    if count == 0 or room is Room.QUIET:
        return np.zeros(count, dtype=np.float32)
    time_s = np.arange(count) / sample_rate_hz
    match room:
        case Room.OFFICE:
            murmur = _band(rng, count, sample_rate_hz, (200.0, 1_200.0))
            syllables = 0.6 + 0.4 * np.sin(2.0 * np.pi * 3.7 * time_s + rng.uniform(0.0, 2.0 * np.pi))
            sound = 0.6 * _band(rng, count, sample_rate_hz, (80.0, 500.0)) + murmur * syllables
            sound += _struck(rng, count, sample_rate_hz, every_s=0.35, pitch_hz=(1_200.0, 2_600.0), ring_s=0.02)
        case Room.STREET:
            passing = 0.35 + 0.65 * np.sin(np.pi * (time_s / 6.0 + rng.uniform())) ** 4
            sound = _band(rng, count, sample_rate_hz, (60.0, 350.0)) + 0.8 * passing * _band(
                rng, count, sample_rate_hz, (300.0, 1_500.0)
            )
        case Room.KITCHEN:
            hum = np.sin(2.0 * np.pi * 100.0 * time_s) + 0.5 * np.sin(2.0 * np.pi * 200.0 * time_s)
            sound = _band(rng, count, sample_rate_hz, (150.0, 2_500.0)) + 0.3 * hum
            sound += 3.0 * _struck(rng, count, sample_rate_hz, every_s=1.2, pitch_hz=(1_800.0, 3_200.0), ring_s=0.12)
    level = amplitude(level_dbfs - rms_dbfs(sound.astype(np.float32)))
    heard: Samples = np.clip(sound * level, -1.0, 1.0).astype(np.float32)
    return heard


def _band(
    rng: np.random.Generator, count: int, sample_rate_hz: int, band_hz: tuple[float, float]
) -> NDArray[np.float64]:
    """Return noise of a band, with an RMS of 1."""
    from scipy.signal import sosfilt

    noise = sosfilt(_filter(sample_rate_hz, band_hz), rng.standard_normal(count + sample_rate_hz // 4))
    kept: NDArray[np.float64] = noise[-count:]
    return kept / max(float(np.sqrt(np.mean(np.square(kept)))), 1e-9)


@lru_cache(maxsize=16)
def _filter(sample_rate_hz: int, band_hz: tuple[float, float]) -> NDArray[np.float64]:
    from scipy.signal import butter

    high_hz = min(band_hz[1], 0.45 * sample_rate_hz)
    sections: NDArray[np.float64] = butter(2, (band_hz[0], high_hz), btype="bandpass", output="sos", fs=sample_rate_hz)
    return sections


def _struck(
    rng: np.random.Generator,
    count: int,
    sample_rate_hz: int,
    every_s: float,
    pitch_hz: tuple[float, float],
    ring_s: float,
) -> NDArray[np.float64]:
    """Return things struck at odd moments: keys, cups, plates."""
    sound = np.zeros(count)
    ring = np.arange(round(4.0 * ring_s * sample_rate_hz)) / sample_rate_hz
    at = round(rng.exponential(every_s) * sample_rate_hz)
    while at < count:
        pitch = rng.uniform(*pitch_hz)
        tone = np.sin(2.0 * np.pi * pitch * ring) + 0.6 * np.sin(2.0 * np.pi * 1.52 * pitch * ring)
        strike = (rng.uniform(0.3, 1.0) * tone * np.exp(-ring / ring_s) * np.minimum(1.0, ring / 0.001))[: count - at]
        sound[at : at + len(strike)] += strike
        at += max(1, round(rng.exponential(every_s) * sample_rate_hz))
    return sound


class RoomVoice:
    """A voice in a room.

    Args:
        voice: who speaks.
        room: where.
        seed: with the words spoken, decides what is heard of the room: the same line always sounds the same.
    """

    def __init__(self, voice: Voice, room: Room | str, seed: int = 0) -> None:
        self._voice = voice
        self._room = Room(room)
        self._seed = seed

    @property
    def name(self) -> str:
        """The name of the voice that speaks."""
        return self._voice.name

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        """Yield each of the voice's chunks with the room behind it; see `audio.ports.Voice`."""
        for chunk in self._voice.synthesize(text, prosody):
            yield chunk if self._room is Room.QUIET else self._in_room(chunk)

    def _in_room(self, chunk: SpeechChunk) -> SpeechChunk:
        count = len(chunk.samples)
        rng = np.random.default_rng([self._seed & 0xFFFFFFFF, zlib.crc32(chunk.text.encode())])
        heard = room_sound(self._room, count, chunk.sample_rate_hz, rng)
        fade = min(round(FADE_S * chunk.sample_rate_hz), count // 2)
        if fade:
            rise = np.linspace(0.0, 1.0, fade, dtype=np.float32)
            heard[:fade] *= rise
            heard[count - fade :] *= rise[::-1]
        return SpeechChunk(read_only(np.clip(chunk.samples + heard, -1.0, 1.0)), chunk.sample_rate_hz, chunk.text)
