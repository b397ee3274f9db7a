"""From one sample rate to another, with soxr; pure but for the stream's memory."""

from __future__ import annotations

import numpy as np
import soxr
from numpy.typing import NDArray

from audio.frames import Samples


def resample(samples: NDArray[np.float32], from_hz: float, to_hz: float) -> Samples:
    """Return a whole sound at another rate.

    Args:
        samples: float32, shape (n,), in [-1, 1]; kept in that range.
        from_hz: its rate.
        to_hz: the rate wanted; any positive number, so that a ratio can shift pitch.

    Raises:
        ValueError: a rate is not positive.
    """
    if from_hz <= 0 or to_hz <= 0:
        raise ValueError(f"Sample rates must be positive; got {from_hz} and {to_hz}.")
    if from_hz == to_hz or len(samples) == 0:
        return samples.astype(np.float32, copy=True)
    converted = soxr.resample(samples.astype(np.float32, copy=False), from_hz, to_hz, quality="HQ")
    # The steep filter overshoots by a few percent on loud edges.
    clipped: Samples = np.clip(converted, -1.0, 1.0).astype(np.float32, copy=False)
    return clipped


class StreamResampler:
    """Resamples a sound that arrives in pieces, without a click where they meet; one thread at a time.

    Args:
        from_hz: rate of what comes in.
        to_hz: rate of what goes out.
    """

    def __init__(self, from_hz: int, to_hz: int) -> None:
        self._stream = soxr.ResampleStream(from_hz, to_hz, 1, dtype="float32", quality="HQ")

    def process(self, samples: NDArray[np.float32], *, last: bool = False) -> Samples:
        """Return what is ready; some milliseconds stay inside until `last`."""
        converted = self._stream.resample_chunk(np.ascontiguousarray(samples, dtype=np.float32), last=last)
        clipped: Samples = np.clip(converted, -1.0, 1.0).astype(np.float32, copy=False)
        return clipped

    def clear(self) -> None:
        """Forget the pieces before."""
        self._stream.clear()
