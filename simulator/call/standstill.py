"""Why a call stands still: the trainee asked for it, or a device went away; it goes on when no reason is left."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from simulator.call.events import PauseReason


@dataclass(frozen=True, slots=True)
class Standing:
    """Why the call is to stand still now."""

    reason: PauseReason
    message: str = ""


class Standstill:
    """Who wants the call to stand still; every method may be called from any thread.

    A headset is two devices: when both went away, both must be back. What somebody wants takes effect when the call
    looks (`now`), so that it is always between two frames.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = False
        self._lost: list[str] = []
        self._message = ""

    def pause(self) -> None:
        """Want it to stand still, as the trainee."""
        with self._lock:
            self._asked = True

    def resume(self, message: str = "") -> None:
        """Want it to go on, as the trainee; a device that is away is still waited for.

        Args:
            message: what it goes on with, as a sentence.
        """
        with self._lock:
            self._asked = False
            self._message = message

    def device_lost(self, message: str) -> None:
        """Take note that a device went away.

        Args:
            message: which, and what to do, as a sentence.
        """
        with self._lock:
            self._lost.append(message)

    def device_back(self, message: str) -> None:
        """Take note that a device that went away is back; one that was never away changes nothing.

        Args:
            message: which, as a sentence.
        """
        with self._lock:
            if self._lost:
                self._lost.pop(0)
                self._message = message

    def now(self) -> Standing | None:
        """Return why the call is to stand still, or None when it is to go on; a lost device before a wish."""
        with self._lock:
            if self._lost:
                return Standing(PauseReason.DEVICE, self._lost[-1])
            return Standing(PauseReason.TRAINEE) if self._asked else None

    def goes_on_with(self) -> str:
        """Return the sentence with which the call goes on; empty when there is nothing to say."""
        with self._lock:
            message, self._message = self._message, ""
            return message
