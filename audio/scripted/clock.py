"""A clock that counts sound instead of time."""

from __future__ import annotations

import threading
from collections.abc import Callable

from audio.frames import SPEECH_RATE_HZ


class FrameClock:
    """A clock that counts the samples heard by a scripted microphone, so that a fast call keeps a true time."""

    def __init__(self) -> None:
        self._samples = 0
        self._stopped = False
        self._moved = threading.Condition()

    def now_s(self) -> float:
        """Return how many seconds of sound have been heard; any thread."""
        with self._moved:
            return self._samples / SPEECH_RATE_HZ

    def advance(self, samples: int) -> None:
        """Move on by a number of samples at `SPEECH_RATE_HZ`; called by the microphone."""
        with self._moved:
            self._samples += samples
            self._moved.notify_all()

    def stop(self) -> None:
        """Say that no more sound will be heard, so that nobody waits for it."""
        with self._moved:
            self._stopped = True
            self._moved.notify_all()

    def wake(self) -> None:
        """Make those who wait look again: what they wait for may have changed without the clock."""
        with self._moved:
            self._moved.notify_all()

    def wait_while(self, condition: Callable[[], bool]) -> bool:
        """Block while a condition holds; return False when the clock stopped before it ceased to.

        Never call this on the thread that reads the microphone: that thread is what moves the clock.
        """
        with self._moved:
            self._moved.wait_for(lambda: self._stopped or not condition())
            return not condition()
