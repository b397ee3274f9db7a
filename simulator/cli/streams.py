"""The three streams a command has: always there, and never choking on a character.

A closed stream is None in Python; a terminal or a pipe may carry another encoding than UTF-8 (Windows gives a pipe
its own code page); and bytes typed or piped in may be no text at all. None of that may cost a call.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TextIO, cast


def mend_streams() -> None:
    """Put an empty stream where one was closed, and let characters that do not fit be replaced by a visible mark."""
    if sys.stdin is None:
        sys.stdin = _nowhere("r")
    if sys.stdout is None:
        sys.stdout = _nowhere("w")
    if sys.stderr is None:
        sys.stderr = _nowhere("w")
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def carries_all_characters() -> bool:
    """Tell whether stdout can carry every character as it is."""
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf")


def whole_text(text: str) -> str:
    """Return text from the command line that can be kept: bytes that were no UTF-8 become a visible mark."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _nowhere(mode: str) -> TextIO:
    return cast(TextIO, Path(os.devnull).open(mode, encoding="utf-8"))
