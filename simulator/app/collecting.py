"""When the garbage collector may hold the screen up: while nobody presses a key, and never in a call.

A full collection over models, personas and widgets takes 50 to 200 ms, in which no key is answered and no sound is
fetched. Left to itself it comes about every fourth screen; measured on two cores.
"""

from __future__ import annotations

import gc
from typing import Final

STILL_S: Final = 4.0
"""So long nobody pressed a key: the next one is not expected at once."""

NEVER: Final = 1_000_000_000
"""A threshold that is not reached: generations of young objects in a life of this program."""


class QuietCollector:
    """Takes full collections into one's own hands; those of young objects, of a few ms, go on by themselves."""

    def __init__(self) -> None:
        self._before: tuple[int, int, int] | None = None
        self._due = False
        self._pressed_s = 0.0

    def begin(self) -> None:
        """Let no full collection come by itself."""
        if self._before is None:
            self._before = gc.get_threshold()
            gc.set_threshold(self._before[0], self._before[1], NEVER)

    def end(self) -> None:
        """Leave the collector as it was found."""
        if self._before is not None:
            gc.set_threshold(*self._before)
            self._before = None

    def pressed(self, now_s: float) -> None:
        """Take note of a key: something was made and thrown away, so there is something to collect."""
        self._pressed_s = now_s
        self._due = True

    def may_collect(self, now_s: float, *, in_call: bool) -> bool:
        """Tell whether this is a moment that nobody notices, and there is something to collect."""
        return self._before is not None and self._due and not in_call and now_s - self._pressed_s >= STILL_S

    def collect(self) -> None:
        """Collect all; what is there then is not looked through again before something happens."""
        self._due = False
        gc.collect()

    def settle(self) -> None:
        """Take what was loaded by now, and stays, out of the collector's sight."""
        if self._before is not None:
            gc.freeze()
