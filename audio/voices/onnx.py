"""An ONNX session for a voice: it leaves the cores to the recogniser, and can be stopped in mid-sentence.

onnxruntime's own settings are made for throughput: as many threads as cores, which wait by spinning; that costs a
quarter of the processor time for nothing. In a call the cores belong to whoever is being listened to. Its arena keeps
the memory of the longest sentence ever spoken; without it the memory was found to move more, and not to be less.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

MOST_THREADS: Final = 4
"""More bring a voice of this size nothing."""


class VoiceSession:
    """Runs a voice's model; one run at a time, `stop` from any thread.

    Args:
        model: the ONNX file.

    Raises:
        Exception: whatever onnxruntime raises for a file that cannot be loaded.
    """

    def __init__(self, model: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = max(1, min(MOST_THREADS, os.cpu_count() or 1))
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._new_run = onnxruntime.RunOptions
        self._lock = threading.Lock()
        self._running: Any = None

    def run(self, outputs: Sequence[str] | None, inputs: Mapping[str, Any]) -> list[Any]:
        """Return the model's outputs; blocks.

        Raises:
            Exception: whatever onnxruntime raises, also when the run was stopped.
        """
        run = self._new_run()
        with self._lock:
            self._running = run
        try:
            found: list[Any] = self._session.run(outputs, dict(inputs), run)
        finally:
            with self._lock:
                self._running = None
        return found

    def stop(self) -> None:
        """Let the run at hand fail as soon as it can (within one operator of the model); nothing when there is none."""
        with self._lock:
            if self._running is not None:
                self._running.terminate = True

    def get_inputs(self) -> list[Any]:
        """Return the model's inputs, as onnxruntime describes them."""
        found: list[Any] = self._session.get_inputs()
        return found
