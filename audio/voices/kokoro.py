"""Kokoro voices: several women's and men's voices from one model; slower than Piper, so its lines are spoken ahead."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audio.errors import ModelError, SynthesisError
from audio.frames import Prosody, Samples, SpeechChunk
from audio.sentences import sentences
from audio.voices.espeak_engine import EspeakEngine, espeak_engine
from audio.voices.kokoro_phonemes import kokoro_phonemes, tokens_of
from audio.voices.onnx import VoiceSession
from audio.voices.shaping import engine_rate, finish

RATE_HZ: Final = 24_000
"""Sample rate of everything Kokoro says."""

MODEL_FILE: Final = "kokoro-v1.0.int8.onnx"
VOCABULARY_FILE: Final = "vocab.json"

PAD: Final = 0
"""Token at both ends."""


class KokoroVoice:
    """A voice of the Kokoro engine; loads when made (a second or two), and shares the model with its other voices.

    Args:
        folder: the model's folder (`kokoro-82m-int8`).
        voice: the voice, for example 'jf_alpha'.
        language: 'nl' or 'en'; any voice speaks either.
        styles: the file of voices; a NumPy archive with an array of shape (510, 1, 256) for each.
        engine: eSpeak NG, for the phonemes; this process's own unless given.

    Raises:
        ModelError: a file cannot be loaded, or the voice is not in it.
    """

    def __init__(
        self, folder: Path, voice: str, language: str, styles: Path, engine: EspeakEngine | None = None
    ) -> None:
        self._voice = voice
        self._language = language
        self._engine = engine or espeak_engine()
        try:
            self._session = _session(folder / MODEL_FILE)
            self._vocabulary: dict[str, int] = json.loads((folder / VOCABULARY_FILE).read_text("utf-8"))["vocab"]
            with np.load(styles) as archive:
                self._styles: NDArray[np.float32] = (
                    archive[voice].astype(np.float32) if voice in archive else np.zeros((0, 1, 256), dtype=np.float32)
                )
        except Exception as error:
            raise ModelError(
                f"The Kokoro model in {folder} cannot be loaded ({error}). Run `callsim models verify`."
            ) from error
        if len(self._styles) == 0:
            raise ModelError(f"There is no voice '{voice}' in {styles}. See `callsim models list`.")

    @property
    def name(self) -> str:
        """The voice's name in the catalogue."""
        return f"kokoro:{self._voice}"

    def stop(self) -> None:
        """Let the sentence being spoken fail soon; any thread."""
        self._session.stop()

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        """Yield a chunk a sentence; see `audio.ports.Voice`."""
        spoken = sentences(text)
        for number, sentence in enumerate(spoken, start=1):
            tokens = tokens_of(kokoro_phonemes(sentence, self._language, self._engine.phonemes), self._vocabulary)
            if not tokens:
                continue
            try:
                samples = self._speak(tokens, engine_rate(prosody))
            except Exception as error:
                raise SynthesisError(f"The voice {self.name} failed on '{sentence}' ({error}).") from error
            yield finish(samples, RATE_HZ, sentence, prosody, last=number == len(spoken))

    def _speak(self, tokens: list[int], rate: float) -> Samples:
        # The style depends on how much is said: row n of the voice is for n tokens.
        style = self._styles[min(len(tokens), len(self._styles) - 1)]
        (sound,) = self._session.run(
            None,
            {
                self._session.get_inputs()[0].name: np.array([[PAD, *tokens, PAD]], dtype=np.int64),
                "style": style,
                "speed": np.array([rate], dtype=np.float32),
            },
        )[:1]
        return np.asarray(sound, dtype=np.float32).reshape(-1)


@lru_cache(maxsize=1)
def _session(path: Path) -> VoiceSession:
    return VoiceSession(path)
