"""A recogniser on another computer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from audio.errors import SpeechServerError
from audio.frames import SPEECH_RATE_HZ, Samples, Transcript, Utterance, Word
from audio.speech_server.address import ServerAddress
from audio.speech_server.connection import ANSWER_S, connected
from audio.transcription import SHORTEST_SOUND_S, Attempt, TranscriptionSettings, believed

if TYPE_CHECKING:
    from wyoming.event import Event

CHUNK_SAMPLES: Final = SPEECH_RATE_HZ // 10
"""Sound is sent in tenths of a second, as a satellite would."""

UNTOLD: Final = -0.1
"""Stands for the log probability a server does not tell: its words are believed unless they repeat or crowd."""


class WyomingTranscriber:
    """Writes down utterances with a Wyoming server; its words have neither times nor probabilities.

    Args:
        address: of the server.
        language: 'nl' or 'en'.
        answer_s: how long the server may take over an utterance.

    Raises:
        SpeechServerError: it cannot be reached, recognises nothing, or does not know the language.
    """

    def __init__(self, address: ServerAddress, language: str, answer_s: float = ANSWER_S) -> None:
        self._address = address
        self._language = language
        self._answer_s = answer_s
        self._model = self._checked()

    @property
    def language(self) -> str:
        """What the recogniser is told to expect."""
        return self._language

    @property
    def name(self) -> str:
        """Server and model, as sessions keep it."""
        return f"{self._address} ({self._model})"

    def warm_up(self) -> None:
        """Let the server recognise a second of silence, so that its model is loaded.

        Raises:
            SpeechServerError: it went away.
        """
        self._heard(np.zeros(SPEECH_RATE_HZ, dtype=np.float32))

    def transcribe(self, utterance: Utterance) -> Transcript:
        """Return the words of an utterance; blocks. `text` is empty when the server heard nothing worth believing.

        Raises:
            SpeechServerError: the server went away, or reports an error.
        """
        began_s = time.perf_counter()
        text = "" if utterance.duration_s < SHORTEST_SOUND_S else self._heard(utterance.samples)
        words = tuple(Word(word, 0.0, utterance.duration_s, 1.0) for word in text.split())
        if not believed(Attempt(words, text, UNTOLD, 0.0), utterance.duration_s, TranscriptionSettings()):
            text = ""
        return Transcript(text, (), self._language, utterance.duration_s, time.perf_counter() - began_s)

    def _heard(self, samples: Samples) -> str:
        from wyoming.asr import Transcript as Told

        with connected(self._address, self._answer_s) as connection:
            connection.send(self._asked(samples))
            while True:
                event = connection.receive()
                if Told.is_type(event.type):
                    return " ".join(str((event.data or {}).get("text", "")).split())

    def _asked(self, samples: Samples) -> Iterator[Event]:
        from wyoming.asr import Transcribe
        from wyoming.audio import AudioChunk, AudioStart, AudioStop

        shape = {"rate": SPEECH_RATE_HZ, "width": 2, "channels": 1}
        pcm = np.round(np.clip(samples, -1.0, 1.0) * 32767.0).astype("<i2")
        yield Transcribe(language=self._language).event()
        yield AudioStart(**shape).event()
        for start in range(0, len(pcm), CHUNK_SAMPLES):
            yield AudioChunk(audio=pcm[start : start + CHUNK_SAMPLES].tobytes(), **shape).event()
        yield AudioStop().event()

    def _checked(self) -> str:
        with connected(self._address) as connection:
            info = connection.describe()
        models = [model for program in info.asr for model in program.models if model.installed]
        if not models:
            other = " It speaks: pass it as --voice." if info.tts else ""
            raise SpeechServerError(f"The speech server at {self._address} recognises no speech.{other}")
        knowing = [model for model in models if not model.languages or self._language in _short(model.languages)]
        if not knowing:
            raise SpeechServerError(
                f"The recogniser at {self._address} does not know the language '{self._language}'. It knows: "
                f"{', '.join(sorted(_short(models[0].languages)))}."
            )
        return str(knowing[0].name)


def _short(languages: list[str]) -> set[str]:
    """Return the languages as two letters: servers say 'nl', 'nl-NL' or 'nl_NL'."""
    return {language.replace("_", "-").split("-")[0].lower() for language in languages}
