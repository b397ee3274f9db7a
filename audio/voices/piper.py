"""Piper voices: fast neural speech, one ONNX file a voice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from audio.errors import ModelError, SynthesisError
from audio.frames import Prosody, SpeechChunk
from audio.voices.sentences import sentences
from audio.voices.shaping import engine_rate, finish


class PiperVoice:
    """A voice of the Piper engine; loads when made (some seconds).

    Args:
        folder: the model's folder, holding `<voice>.onnx` and `<voice>.onnx.json`.
        voice: the voice, for example 'en_US-joe-medium'.

    Raises:
        ModelError: the files cannot be loaded.
    """

    def __init__(self, folder: Path, voice: str) -> None:
        from piper import PiperVoice as Engine

        self._name = f"piper:{voice}"
        model = folder / f"{voice}.onnx"
        try:
            self._engine = Engine.load(model)
        except Exception as error:
            raise ModelError(
                f"The voice {voice} in {folder} cannot be loaded ({error}). Run `callsim models verify`."
            ) from error

    @property
    def name(self) -> str:
        """The voice's name in the catalogue."""
        return self._name

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        """Yield a chunk a sentence; see `audio.ports.Voice`.

        Piper draws noise for the sound and the rhythm of each call, from a generator that cannot be wound back. It is
        switched off: the same line then gives the same samples.
        """
        from piper import SynthesisConfig

        config = SynthesisConfig(length_scale=1.0 / engine_rate(prosody), noise_scale=0.0, noise_w_scale=0.0)
        spoken = sentences(text)
        for number, sentence in enumerate(spoken, start=1):
            try:
                pieces = [piece.audio_float_array for piece in self._engine.synthesize(sentence, config)]
            except Exception as error:
                raise SynthesisError(f"The voice {self._name} failed on '{sentence}' ({error}).") from error
            if pieces:
                samples = np.concatenate(pieces).astype(np.float32)
                rate_hz = int(self._engine.config.sample_rate)
                yield finish(samples, rate_hz, sentence, prosody, last=number == len(spoken))
