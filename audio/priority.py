"""Threads that compute for long leave the processor to those that are waited for: the sound, and the screen.

On Linux each thread has a niceness of its own and hands it to the threads it starts, so what starts its threads while
it is made can be made nice as a whole. Other systems only know it of whole processes; there nothing is changed.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

Made = TypeVar("Made")

NICENESS: Final = 5
"""Beside an ordinary thread, one as nice as this gets a quarter of a core; beside an idle one, all of it."""

NICEST: Final = 19


def lower_priority(niceness: int = NICENESS) -> None:
    """Make the thread that calls this nicer, for good; a system that refuses leaves it as it was."""
    if sys.platform != "linux":
        return
    thread = threading.get_native_id()
    try:
        os.setpriority(os.PRIO_PROCESS, thread, min(NICEST, os.getpriority(os.PRIO_PROCESS, thread) + niceness))
    except OSError:
        return


def made_nicely(make: Callable[[], Made], niceness: int = NICENESS) -> Made:
    """Return what `make` makes, made on a nicer thread whose niceness the threads it starts inherit.

    Args:
        make: blocks until it is made; whatever it raises is raised here.
        niceness: by how much the threads are nicer than the one that calls.
    """
    with ThreadPoolExecutor(1, "made nicely", lower_priority, (niceness,)) as thread:
        return thread.submit(make).result()
