"""Voices without words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import numpy as np

from audio.errors import SynthesisError
from audio.frames import Prosody, Samples, SpeechChunk, read_only

TONE_RATE_HZ: Final = 16_000
TONE_SECONDS_A_CHARACTER: Final = 0.06
"""About 16 characters a second: an unhurried speaker."""


class ToneVoice:
    """A voice without words: a humming tone as long as the text would take, one chunk a sentence.

    Args:
        name: what it calls itself.
        seconds_a_character: how slowly it speaks; smaller is quicker.
        pitch_hz: of the hum.
    """

    def __init__(
        self, name: str = "tone", seconds_a_character: float = TONE_SECONDS_A_CHARACTER, pitch_hz: float = 160.0
    ) -> None:
        self._name = name
        self._seconds_a_character = seconds_a_character
        self._pitch_hz = pitch_hz

    @property
    def name(self) -> str:
        """The name it was given."""
        return self._name

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        """Yield a hum a sentence; nothing for a text without letters."""
        for sentence in re.split(r"(?<=[.!?])\s+", text.strip()):
            if not any(character.isalnum() for character in sentence):
                continue
            yield SpeechChunk(self._hum(len(sentence), prosody), TONE_RATE_HZ, sentence)

    def _hum(self, characters: int, prosody: Prosody) -> Samples:
        count = max(1, round(characters * self._seconds_a_character / prosody.rate * TONE_RATE_HZ))
        pitch_hz = self._pitch_hz * 2.0 ** (prosody.pitch_semitones / 12.0)
        times = np.arange(count) / TONE_RATE_HZ
        edge = min(count // 2, TONE_RATE_HZ // 100) or 1
        envelope = np.minimum(1.0, np.minimum(np.arange(count) + 1, np.arange(count, 0, -1)) / edge)
        wave = np.sin(2 * np.pi * pitch_hz * times) + 0.5 * np.sin(4 * np.pi * pitch_hz * times)
        return read_only(np.clip(0.15 * 10.0 ** (prosody.volume_db / 20.0) * wave * envelope, -1.0, 1.0))


class FailingVoice:
    """A voice that fails on every text.

    Args:
        message: what the error says.
    """

    def __init__(self, message: str = "The voice failed on this line.") -> None:
        self._message = message

    @property
    def name(self) -> str:
        """Always 'failing'."""
        return "failing"

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:  # noqa: ARG002
        """Raise.

        Raises:
            SynthesisError: always.
        """
        raise SynthesisError(self._message)
