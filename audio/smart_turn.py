"""Is a turn complete, by how it sounds? Smart Turn v3.2 (pipecat-ai, BSD-2), a small Whisper encoder with a classifier.

It hears what the words alone do not tell: a voice that falls has finished, one that hangs goes on. It listens to the
last 8 seconds of a turn, silence at its end included, as log-mel features; they are computed with faster-whisper's own
extractor, which is numpy. Normalised, and padded in front, as pipecat does it for this model.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from audio.errors import ModelError, ModelMissingError
from audio.frames import SPEECH_RATE_HZ, Samples, read_only

if TYPE_CHECKING:
    from numpy.typing import NDArray

MODEL_ID: Final = "smart-turn-v3.2"
"""Its name in the model catalogue."""

HEARS_S: Final = 8
"""How much of the end of a turn it hears."""

LEAST_VARIANCE: Final = 1e-7
"""Added before dividing, as pipecat does, so that digital silence divides by no zero."""


class SmartTurn:
    """Judges whether a turn is complete; about 20 ms on one thread of an idle computer. One thread at a time.

    Args:
        model_file: the ONNX file.

    Raises:
        ModelMissingError: there is no such file.
        ModelError: the file cannot be loaded.
    """

    def __init__(self, model_file: Path) -> None:
        from faster_whisper.feature_extractor import FeatureExtractor

        self._session = _load(model_file)
        self._extractor: Any = FeatureExtractor(chunk_length=HEARS_S)

    def warm_up(self) -> None:
        """Judge a second of faint noise, because the first call of anything is slow."""
        self.probability(read_only(np.random.default_rng(0).normal(0.0, 0.01, SPEECH_RATE_HZ)))

    def probability(self, samples: Samples) -> float:
        """Return the probability, in [0, 1], that a turn which sounds like this is complete; blocks (tens of ms)."""
        (found,) = self._session.run(None, {"input_features": features(samples, self._extractor)})
        return float(found.reshape(-1)[0])


def features(samples: Samples, extractor: Any) -> NDArray[np.float32]:  # noqa: ANN401
    """Return what the model hears of a turn: log-mel features of its last 8 seconds.

    Args:
        samples: float32, shape (n,), mono, at `SPEECH_RATE_HZ`; shorter ones are padded with silence in front.
        extractor: faster-whisper's, made for `HEARS_S` seconds.

    Returns:
        Shape (1, 80, 800).
    """
    wanted = HEARS_S * SPEECH_RATE_HZ
    heard = np.zeros(wanted, np.float32)
    last = samples[-wanted:]
    if len(last):
        heard[-len(last) :] = last
    level = (heard - heard.mean()) / np.sqrt(heard.var() + LEAST_VARIANCE)
    mel: NDArray[np.float32] = extractor(level.astype(np.float32), padding=0)[:, : HEARS_S * 100]
    return mel[np.newaxis].astype(np.float32)


def _load(model_file: Path) -> Any:  # noqa: ANN401
    import onnxruntime

    if not model_file.is_file():
        raise ModelMissingError(
            f"The model that hears whether a turn is over is missing: there is no {model_file}. "
            f"Run 'callsim models install {MODEL_ID}'."
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(str(model_file), providers=["CPUExecutionProvider"], sess_options=options)
    except Exception as fault:  # onnxruntime raises a class of its own for each kind of damage
        raise ModelError(
            f"The model {model_file} cannot be loaded; the file is damaged. Run 'callsim models verify', then install "
            f"{MODEL_ID} again."
        ) from fault
