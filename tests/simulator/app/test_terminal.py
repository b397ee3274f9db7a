"""C libraries cannot write over the screens, the screens can."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

PROGRAM = """
import os, sys
from simulator.app.terminal import libraries_kept_quiet
os.write(2, b"before ")
with libraries_kept_quiet():
    os.write(2, b"ALSA lib underrun ")
    print("drawn", file=sys.__stderr__, flush=True)
os.write(2, b"after")
"""


def test_only_the_screens_reach_the_terminal() -> None:
    master, terminal = pty.openpty()
    subprocess.run([sys.executable, "-c", PROGRAM], stderr=terminal, check=True)
    os.close(terminal)
    shown = os.read(master, 4096).decode()
    os.close(master)
    assert shown.split() == ["before", "drawn", "after"]


def test_without_a_terminal_nothing_changes() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stderr.split() == ["before", "ALSA", "lib", "underrun", "drawn", "after"]
