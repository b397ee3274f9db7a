"""Who goes first when everything wants the processor at once: keys and sound, then the models.

Recognising takes every processor there is for a second. With equal rights, a key that needs 50 ms of work is answered
after 150; on two cores, with threads that give way, after 70 (`benchmarks/keys.py` presses the keys).
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

LoadedT = TypeVar("LoadedT")

GIVES_WAY: Final = 3
"""Steps of niceness: beside a thread of the interface a model's gets a third of a processor, and all of it again some
ten ms later. Our own choice: where two other programs kept two cores busy, a short turn was recognised in 0.7 s with
none, in 0.9 s with 2 and in 1.5 s with 5; beside one, hardly later with any."""


def giving_way(load: Callable[[], LoadedT]) -> LoadedT:
    """Load something whose own threads let the rest of this program go first; returns what `load` returns, or raises.

    A library's threads have the precedence of the thread that starts them, and only a thread that ends at once may
    give its own away: nobody but an administrator gets it back. So it is loaded on a thread of its own. On systems
    where precedence belongs to the whole program it is loaded as it is.
    """
    if sys.platform != "linux":
        return load()
    with ThreadPoolExecutor(1, thread_name_prefix="loading", initializer=_give_way) as loading:
        return loading.submit(load).result()


def _give_way() -> None:
    thread = threading.get_native_id()
    # Where it is not allowed everything works, with slower keys.
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + GIVES_WAY)
