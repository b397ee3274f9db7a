"""Voice activity by Silero v6, which comes inside the faster-whisper package.

faster-whisper's own helper starts from an empty memory at each call, which frame by frame puts a quarter of the frames
on the wrong side. Here the memory is carried from frame to frame, and the result is that of the whole file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from audio.errors import ModelError, ModelMissingError
from audio.frames import FRAME_SAMPLES, AudioFrame, Samples

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

CONTEXT_SAMPLES: Final = 64
"""How much of the frame before Silero wants to see in front of a frame."""

MEMORY_SHAPE: Final = (1, 1, 128)
"""Shape of each of the two halves of Silero's memory (`h` and `c` of its recurrent cell)."""

MODEL_FILE: Final = "silero_vad_v6.onnx"


class SileroDetector:
    """Tells speech from other sound with Silero v6; about 0.2 ms a frame, on one thread.

    Args:
        model_file: the ONNX file; the one inside faster-whisper when left out.

    Raises:
        ModelMissingError: there is no such file.
        ModelError: the file cannot be loaded.
    """

    def __init__(self, model_file: Path | None = None) -> None:
        self._session = _load(model_file or _packaged_model())
        self.reset()

    def reset(self) -> None:
        """Forget the frames before, as at the start of a call."""
        self._hidden: NDArray[np.float32] = np.zeros(MEMORY_SHAPE, np.float32)
        self._cell: NDArray[np.float32] = np.zeros(MEMORY_SHAPE, np.float32)
        self._context: NDArray[np.float32] = np.zeros(CONTEXT_SAMPLES, np.float32)

    def probability(self, frame: AudioFrame) -> float:
        """Return the probability, in [0, 1], that the frame holds speech; frames must come in order."""
        return float(self.probabilities(frame.samples)[0])

    def probabilities(self, samples: Samples) -> NDArray[np.float32]:
        """Return a probability for each whole frame of a longer sound, following what came before.

        Args:
            samples: float32, shape (n,), at `audio.frames.SPEECH_RATE_HZ`; what is left after the last whole frame
                is not looked at.

        Returns:
            Shape (n // FRAME_SAMPLES,).
        """
        frames = samples[: len(samples) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
        if len(frames) == 0:
            return np.zeros(0, np.float32)
        before = np.concatenate([self._context[np.newaxis], frames[:-1, -CONTEXT_SAMPLES:]])
        windows = np.concatenate([before, frames], axis=1, dtype=np.float32)
        found, self._hidden, self._cell = self._session.run(
            None, {"input": windows, "h": self._hidden, "c": self._cell}
        )
        self._context = np.array(frames[-1, -CONTEXT_SAMPLES:], np.float32)
        result: NDArray[np.float32] = found.reshape(-1)
        return result


def _packaged_model() -> Path:
    from importlib.resources import files

    return Path(str(files("faster_whisper") / "assets" / MODEL_FILE))


def _load(model_file: Path) -> InferenceSession:
    import onnxruntime

    if not model_file.is_file():
        raise ModelMissingError(
            f"The speech detector is missing: there is no {model_file}. Install callsim again, so that "
            "faster-whisper brings it."
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(str(model_file), providers=["CPUExecutionProvider"], sess_options=options)
    except Exception as fault:  # onnxruntime raises a class of its own for each kind of damage
        raise ModelError(
            f"The speech detector {model_file} cannot be loaded; the file is damaged. Install callsim again."
        ) from fault
