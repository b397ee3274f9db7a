"""The clock of a call at a desk, and how samples of a sound card are placed on it."""

from __future__ import annotations

import time
from typing import Final

CORRECTION_SHARE: Final = 0.02
"""How much of the difference between sample count and clock is made up at each block: smooths over a second or two."""

JUMP_S: Final = 0.15
"""A difference this large is no drift: sound was lost, or the computer slept."""


class MonotonicClock:
    """Real time since it was made; never goes back."""

    def __init__(self) -> None:
        self._began_s = time.monotonic()

    def now_s(self) -> float:
        """Return the seconds since the clock was made; any thread."""
        return time.monotonic() - self._began_s


class SampleTimeline:
    """Places a stream's samples on a clock that does not run at exactly the same speed.

    The count of samples is even but drifts (a sound card is off by up to 0.01 %: a fifth of a second in half an hour);
    the moment at which a block arrives does not drift but jitters. The count is followed, and drawn toward the clock.

    Args:
        sample_rate_hz: of the stream.
    """

    def __init__(self, sample_rate_hz: int) -> None:
        self._sample_rate_hz = sample_rate_hz
        self._next_s: float | None = None

    def place(self, count: int, measured_start_s: float) -> tuple[float, float]:
        """Place a block of samples.

        Args:
            count: of samples in the block.
            measured_start_s: when its first sample was heard, as measured.

        Returns:
            When its first sample was heard, smoothed, and how many seconds of sound are missing just before it.
        """
        if self._next_s is None:
            start_s, missing_s = measured_start_s, 0.0
        elif measured_start_s - self._next_s > JUMP_S:
            start_s, missing_s = measured_start_s, measured_start_s - self._next_s
        else:
            start_s = self._next_s + CORRECTION_SHARE * (measured_start_s - self._next_s)
            missing_s = 0.0
        self._next_s = start_s + count / self._sample_rate_hz
        return start_s, missing_s
