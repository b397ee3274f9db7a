"""The terminal belongs to the screens: what sound libraries write to it goes nowhere.

PortAudio's host libraries (ALSA, JACK) write remarks straight to the process's standard error, over the screen.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Final

STANDARD_ERROR: Final = 2
"""The file descriptor that C libraries complain to."""


@contextlib.contextmanager
def libraries_kept_quiet() -> Iterator[None]:
    """Keep C libraries off the terminal while the block runs; the screens still reach it.

    Textual draws through `sys.__stderr__`, which is given a copy of the terminal's descriptor before the
    original is pointed to nowhere. Does nothing where standard error is no terminal.
    """
    original = sys.__stderr__
    if original is None or not original.isatty():
        yield
        return
    terminal = os.dup(STANDARD_ERROR)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with open(terminal, "w", encoding=original.encoding, errors="replace", closefd=False) as drawing:
        os.dup2(nowhere, STANDARD_ERROR)
        sys.__stderr__ = drawing  # type: ignore[misc]
        try:
            yield
        finally:
            drawing.flush()
            sys.__stderr__ = original  # type: ignore[misc]
            os.dup2(terminal, STANDARD_ERROR)
            os.close(nowhere)
            os.close(terminal)
