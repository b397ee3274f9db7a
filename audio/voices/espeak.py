"""eSpeak NG voices: plain but always there, in Dutch and English, women's and men's."""

from __future__ import annotations

from collections.abc import Iterator

from audio.frames import Prosody, SpeechChunk
from audio.sentences import sentences
from audio.voices.espeak_engine import EspeakEngine, espeak_engine, pace
from audio.voices.shaping import engine_rate, finish


class EspeakVoice:
    """A voice of eSpeak NG.

    The tremble of its pitch runs on from one call to the next and cannot be wound back, so that the same line comes out
    a little different each time; kept by `audio.spoken_cache.CachedVoice`, it does not.

    Args:
        voice: language and variant, for example 'nl+f2'.
        engine: the engine; this process's own unless given.

    Raises:
        audio.errors.SynthesisError: eSpeak NG is not there.
    """

    def __init__(self, voice: str, engine: EspeakEngine | None = None) -> None:
        self._voice = voice
        self._engine = engine or espeak_engine()

    @property
    def name(self) -> str:
        """The voice's name."""
        return f"espeak:{self._voice}"

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        """Yield a chunk a sentence; see `audio.ports.Voice`."""
        spoken = sentences(text)
        for number, sentence in enumerate(spoken, start=1):
            samples, rate_hz = self._engine.speak(self._voice, sentence, pace(engine_rate(prosody)))
            yield finish(samples, rate_hz, sentence, prosody, last=number == len(spoken))
