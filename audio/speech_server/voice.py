"""A voice on another computer."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from audio.errors import SpeechServerError
from audio.frames import Prosody, Samples, SpeechChunk
from audio.sentences import sentences
from audio.speech_server.address import ServerAddress
from audio.speech_server.connection import ANSWER_S, Connection, connected
from audio.voices.shaping import finish
from audio.voices.stretching import with_prosody

if TYPE_CHECKING:
    from wyoming.info import TtsVoice

NAMED: Final = 6
"""So many voices are named where none fits."""


class WyomingVoice:
    """A voice of a Wyoming server: the one named, its only one of the language, or else its own choice.

    The protocol knows neither rate nor pitch, so a person's own are put on afterwards.

    Args:
        address: of the server, with the voice's name there.
        language: 'nl' or 'en'.
        answer_s: how long the server may take without a sign of life.

    Raises:
        SpeechServerError: it cannot be reached, does not speak, or not this language, or has no such voice.
    """

    def __init__(self, address: ServerAddress, language: str, answer_s: float = ANSWER_S) -> None:
        self._address = address
        self._language = language
        self._answer_s = answer_s
        self._voice = self._chosen()

    @property
    def name(self) -> str:
        """The server and its voice: two servers' voices of one name may differ."""
        speaker = f"#{self._address.speaker}" if self._address.speaker else ""
        return f"{self._address}/{self._voice or self._language}{speaker}"

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        """Yield a chunk a sentence as they come; all are asked for at once, so that the server works ahead.

        Raises:
            SpeechServerError: the server went away, or reports an error.
        """
        from wyoming.tts import Synthesize, SynthesizeVoice

        spoken = sentences(text)
        if not spoken:
            return
        voice = SynthesizeVoice(self._voice, None if self._voice else self._language, self._address.speaker)
        with connected(self._address, self._answer_s) as connection:
            connection.send(Synthesize(sentence, voice=voice).event() for sentence in spoken)
            for number, sentence in enumerate(spoken, start=1):
                samples, rate_hz = self._sound(connection)
                chunk = finish(samples, rate_hz, sentence, Prosody(), last=number == len(spoken))
                yield with_prosody(chunk, prosody)

    def _sound(self, connection: Connection) -> tuple[Samples, int]:
        """Collect the sound of one sentence."""
        from wyoming.audio import AudioChunk, AudioStop

        pieces: list[Samples] = []
        rate_hz = 0
        while True:
            event = connection.receive()
            if AudioChunk.is_type(event.type):
                chunk = AudioChunk.from_event(event)
                if chunk.width not in (2, 4) or chunk.rate <= 0 or chunk.channels <= 0:
                    raise SpeechServerError(f"The speech server at {self._address} sends sound of an unknown format.")
                rate_hz = chunk.rate
                values = np.frombuffer(chunk.audio, dtype="<i2" if chunk.width == 2 else "<i4")
                values = values[: len(values) // chunk.channels * chunk.channels].reshape(-1, chunk.channels)
                pieces.append((values.mean(axis=1) / float(2 ** (8 * chunk.width - 1))).astype(np.float32))
            elif AudioStop.is_type(event.type):
                if not pieces:
                    raise SpeechServerError(f"The speech server at {self._address} sent no sound for a sentence.")
                return np.concatenate(pieces), rate_hz

    def _chosen(self) -> str | None:
        """Return the voice's name on the server; None leaves the choice to the server, which is told the language.

        Servers list voices that they would have to fetch first, so none of several is taken unasked.
        """
        with connected(self._address) as connection:
            info = connection.describe()
        voices = [voice for program in info.tts for voice in program.voices]
        if not voices:
            other = " It recognises speech: pass it as --transcriber." if info.asr else ""
            raise SpeechServerError(f"The speech server at {self._address} has no voices.{other}")
        fitting = [voice for voice in voices if self._language in _languages(voice)]
        wanted = self._address.voice
        if wanted is not None:
            if any(voice.name == wanted for voice in fitting):
                return wanted
            near = difflib.get_close_matches(wanted, [voice.name for voice in fitting], n=1)
            names = near or [voice.name for voice in fitting if voice.installed][:NAMED]
            cure = f"Did you mean '{near[0]}'?" if near else f"It has: {', '.join(names) or 'none of it'}."
            raise SpeechServerError(
                f"The speech server at {self._address} has no voice '{wanted}' that speaks '{self._language}'. {cure}"
            )
        ready = [voice for voice in fitting if voice.installed]
        if not ready:
            raise SpeechServerError(
                f"The speech server at {self._address} has no installed voice that speaks '{self._language}'."
            )
        return str(ready[0].name) if len(ready) == 1 else None


def _languages(voice: TtsVoice) -> set[str]:
    return {language.replace("_", "-").split("-")[0].lower() for language in voice.languages}
