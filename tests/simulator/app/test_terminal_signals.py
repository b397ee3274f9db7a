"""The real app in a terminal of its own: suspended and gone on, resized to nothing, and its terminal killed."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals.")

PATIENCE_S = 90.0
QUIET_S = 1.0
"""Nothing painted for this long: the screen stands."""


class Terminal:
    """A terminal with the app in it."""

    def __init__(self, process: int, descriptor: int) -> None:
        self.process = process
        self.descriptor = descriptor

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def press(self, keys: bytes) -> None:
        os.write(self.descriptor, keys)

    def read_until(self, sign: str) -> None:
        """Read what is painted until it holds the sign."""
        ends_s, painted = time.monotonic() + PATIENCE_S, b""
        while sign.encode() not in painted:
            left_s = ends_s - time.monotonic()
            assert left_s > 0, f"'{sign}' was not painted."
            if select.select([self.descriptor], [], [], left_s)[0]:
                painted += os.read(self.descriptor, 1 << 16)

    def settle(self) -> None:
        """Read away what is painted until nothing is."""
        while select.select([self.descriptor], [], [], QUIET_S)[0]:
            os.read(self.descriptor, 1 << 16)

    def state(self) -> str:
        """Return the process's state as the system tells it: 'T' is stopped."""
        stat = Path(f"/proc/{self.process}/stat").read_text(encoding="utf-8")
        return stat.rpartition(")")[2].split()[0]


@contextmanager
def opened(folder: Path) -> Iterator[Terminal]:
    """Open the app in a terminal of 80 x 24; ends it if it is still there."""
    process, descriptor = pty.fork()
    if process == 0:
        places = {"XDG_CONFIG_HOME": str(folder / "config"), "CALLSIM_SESSIONS": str(folder / "sessions")}
        surroundings = {**os.environ, **places, "TERM": "xterm-256color"}
        os.execve(sys.executable, [sys.executable, "-m", "simulator"], surroundings)
    terminal = Terminal(process, descriptor)
    terminal.resize(80, 24)
    try:
        yield terminal
    finally:
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        with contextlib.suppress(OSError):
            os.close(descriptor)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="Only Linux tells a process's state so.")
def test_suspended_resized_and_the_terminal_killed_in_a_call(tmp_path: Path) -> None:
    with opened(tmp_path) as terminal:
        terminal.read_until("Welkom")
        terminal.press(b"\x1b")
        terminal.read_until("nog geen gesprekken")
        os.kill(terminal.process, signal.SIGTSTP)
        wait_for_state(terminal, "T")
        os.kill(terminal.process, signal.SIGCONT)
        terminal.read_until("Wie belt er?")
        terminal.settle()
        terminal.resize(20, 5)
        terminal.read_until("Wie")
        terminal.settle()
        # Another size than before: the app may see two changes as one, and then has nothing to paint anew.
        terminal.resize(100, 30)
        terminal.read_until("Wie belt er?")
        terminal.press(b"\r")
        terminal.read_until("Voor je opneemt")
        terminal.press(b"t")
        terminal.read_until("De lijn is klaar.")
        terminal.press(b"\r")
        terminal.read_until("Jij bent aan het woord")
        terminal.press(b"Goedemorgen.\r")
        journal = wait_for_journal(tmp_path / "sessions", "trainee")
        os.kill(terminal.process, signal.SIGHUP)
        os.close(terminal.descriptor)
        wait_for_end(terminal)
    events = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    assert "Goedemorgen." in json.dumps(events, ensure_ascii=False)


def wait_for_end(terminal: Terminal) -> None:
    ends_s = time.monotonic() + PATIENCE_S
    while os.waitpid(terminal.process, os.WNOHANG) == (0, 0):
        assert time.monotonic() < ends_s, "The app goes on without its terminal."
        select.select([], [], [], 0.05)


def wait_for_state(terminal: Terminal, state: str) -> None:
    ends_s = time.monotonic() + PATIENCE_S
    while terminal.state() != state:
        assert time.monotonic() < ends_s
        select.select([terminal.descriptor], [], [], 0.05)


def wait_for_journal(sessions: Path, word: str) -> Path:
    """Return the journal once it holds a word."""
    ends_s = time.monotonic() + PATIENCE_S
    while True:
        for journal in sessions.glob("*/events.jsonl"):
            if word in journal.read_text(encoding="utf-8") and "Goedemorgen" in journal.read_text(encoding="utf-8"):
                return journal
        assert time.monotonic() < ends_s
        select.select([], [], [], 0.1)
