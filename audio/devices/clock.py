"""The clock of a call at a desk, and how samples of a sound card are placed on it."""

from __future__ import annotations

import time
from collections import deque
from typing import Final

CORRECTION_SHARE: Final = 0.02
"""How much of the difference between sample count and clock is made up at each block: smooths over a second or two."""

WINDOW_BLOCKS: Final = 32
"""About a second. A busy computer hands over a block late, never early: the earliest of a second tells the truth."""

JUMP_S: Final = 0.1
"""When a whole second of blocks comes this much later than the count says, sound was lost, or the computer slept."""


class MonotonicClock:
    """Real time since it was made; never goes back."""

    def __init__(self) -> None:
        self._began_s = time.monotonic()

    def now_s(self) -> float:
        """Return the seconds since the clock was made; any thread."""
        return time.monotonic() - self._began_s


class SampleTimeline:
    """Places a stream's samples on a clock that does not run at exactly the same speed.

    The count of samples is even but drifts (a sound card is off by up to 0.01 %: a fifth of a second in half an
    hour); the moment at which a block arrives does not drift, but is late whenever the computer is busy. The count
    is followed, and drawn toward the earliest arrivals.

    Args:
        sample_rate_hz: of the stream.
    """

    def __init__(self, sample_rate_hz: int) -> None:
        self._sample_rate_hz = sample_rate_hz
        self._samples = 0
        self._origin_s: float | None = None
        self._measured_origins_s: deque[float] = deque(maxlen=WINDOW_BLOCKS)

    def place(self, count: int, measured_start_s: float, skipped: int = 0) -> tuple[float, float]:
        """Place a block of samples.

        Args:
            count: of samples in the block.
            measured_start_s: when its first sample was heard, as measured.
            skipped: how many samples before it are known to be missing.

        Returns:
            When its first sample was heard, smoothed, and how many more seconds of sound are missing before it
            (noticed about a second after they were lost).
        """
        self._samples += skipped
        passed_s = self._samples / self._sample_rate_hz
        self._samples += count
        self._measured_origins_s.append(measured_start_s - passed_s)
        earliest_s = min(self._measured_origins_s)
        missing_s = 0.0
        if self._origin_s is None:
            self._origin_s = earliest_s
        elif len(self._measured_origins_s) == WINDOW_BLOCKS and earliest_s - self._origin_s > JUMP_S:
            missing_s = earliest_s - self._origin_s
            self._origin_s = earliest_s
        else:
            self._origin_s += CORRECTION_SHARE * (earliest_s - self._origin_s)
        return self._origin_s + passed_s, missing_s
