"""Piper voices: fast neural speech, one ONNX file a voice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from audio.errors import ModelError, SynthesisError
from audio.frames import Prosody, SpeechChunk
from audio.sentences import sentences
from audio.voices.onnx import VoiceSession
from audio.voices.shaping import engine_rate, finish

SCALES: Final = (0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95, 1.00, 1.05, 1.10, 1.20, 1.30, 1.40, 1.60)
LENGTHS: Final = (
    *(0.656, 0.700, 0.755, 0.810, 0.881, 0.920, 0.960, 0.981, 1.000, 1.011, 1.023, 1.075, 1.166, 1.251, 1.427),
)
"""How long the joe voice spoke at each `length_scale`, relative to 1, over five sentences without noise.

Piper rounds every phoneme up to whole frames of 12 ms. Around 1 a change of scale moves few of them over an edge, so
that lengths change far less than the scale does.
"""


class PiperVoice:
    """A voice of the Piper engine; loads when made (some seconds).

    Args:
        folder: the model's folder, holding `<voice>.onnx` and `<voice>.onnx.json`.
        voice: the voice, for example 'en_US-joe-medium'.

    Raises:
        ModelError: the files cannot be loaded.
    """

    def __init__(self, folder: Path, voice: str) -> None:
        from piper import PiperConfig
        from piper import PiperVoice as Engine

        self._name = f"piper:{voice}"
        model = folder / f"{voice}.onnx"
        try:
            config = PiperConfig.from_dict(json.loads(model.with_suffix(".onnx.json").read_text("utf-8")))
            self._session = VoiceSession(model)
            self._engine = Engine(session=self._session, config=config)
        except Exception as error:
            raise ModelError(
                f"The voice {voice} in {folder} cannot be loaded ({error}). Run `callsim models verify`."
            ) from error

    @property
    def name(self) -> str:
        """The voice's name in the catalogue."""
        return self._name

    def stop(self) -> None:
        """Let the sentence being spoken fail soon; any thread."""
        self._session.stop()

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        """Yield a chunk a sentence; see `audio.ports.Voice`.

        Piper draws noise for the sound and the rhythm of each call, from a generator that cannot be wound back. It is
        switched off: the same line then gives the same samples.
        """
        from piper import SynthesisConfig

        config = SynthesisConfig(length_scale=length_scale(engine_rate(prosody)), noise_scale=0.0, noise_w_scale=0.0)
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


def length_scale(rate: float) -> float:
    """Return the `length_scale` at which Piper really speaks at a rate relative to its own."""
    length = 1.0 / rate
    if length < LENGTHS[0]:
        return SCALES[0] * length / LENGTHS[0]
    if length > LENGTHS[-1]:
        return SCALES[-1] * length / LENGTHS[-1]
    return float(np.interp(length, LENGTHS, SCALES))
