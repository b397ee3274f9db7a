"""Record one whole typed call in a real terminal: tmux holds the app, every changed frame becomes a text file.

    python scripts/record_call.py FOLDER [--columns 80] [--rows 24]

Needs tmux. Settings and sessions go to a temporary folder; models are where they always are. Prints how long each key
took to show: from sending it to the first frame that differs, looked at every 20 ms.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
LOOK_S: Final = 0.02
PATIENCE_S: Final = 120.0
TIMER: Final = re.compile(r"\d+:\d\d")
"""The call's clock moves by itself; a frame that differs in nothing else answers no key."""

LINES: Final = (
    "Goedemorgen, gemeente Waterveen, u spreekt met Sanne. Waarmee kan ik u helpen?",
    "Leuk dat u gaat verhuizen. Vertelt u eens, waar gaat u wonen?",
    "Per wanneer gaat u verhuizen, en wie gaan er mee?",
    "Dus u gaat verhuizen en wilt dat nu doorgeven. Klopt dat?",
)


@dataclass
class Recorder:
    """A terminal with the app in it, and the frames it showed."""

    folder: Path
    columns: int
    rows: int
    socket: str
    frames: list[str] = field(default_factory=list)
    answered_s: list[float] = field(default_factory=list)

    def tmux(self, *arguments: str) -> str:
        """Run tmux on a server of our own."""
        return subprocess.run(
            ["tmux", "-L", self.socket, *arguments], check=True, capture_output=True, text=True
        ).stdout

    def start(self, surroundings: dict[str, str]) -> None:
        """Open the app."""
        settings = [item for name, value in surroundings.items() for item in ("-e", f"{name}={value}")]
        size = ["-x", str(self.columns), "-y", str(self.rows)]
        command = f"cd {ROOT} && exec {sys.executable} -m simulator"
        self.tmux("-f", "/dev/null", "new-session", "-d", *size, *settings, command)

    def look(self) -> str:
        """Return what the terminal shows; a new frame is kept."""
        shown = self.tmux("capture-pane", "-p")
        if not self.frames or shown != self.frames[-1]:
            self.frames.append(shown)
            (self.folder / f"{len(self.frames):04d}.txt").write_text(shown, encoding="utf-8")
        return shown

    def until(self, ready: Callable[[str], bool]) -> str:
        """Look until the terminal shows something.

        Raises:
            TimeoutError: it does not.
        """
        ends_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends_s:
            shown = self.look()
            if ready(shown):
                return shown
            # A look is what is measured here: a frame counts once tmux would show it. tmux tells what a program wrote
            # (pipe-pane), not when its screen has changed, and waits (wait-for) for other commands only.
            time.sleep(LOOK_S)
        raise TimeoutError(f"The terminal shows after {PATIENCE_S:.0f} s:\n{self.frames[-1]}")

    def press(self, *keys: str) -> None:
        """Send keys that change what stands there, each measured to the first frame that differs."""
        for key in keys:
            before = TIMER.sub("", self.look())
            began_s = time.monotonic()
            self.tmux("send-keys", key)
            self.until(lambda shown, before=before: TIMER.sub("", shown) != before)  # type: ignore[misc]
            self.answered_s.append(time.monotonic() - began_s)

    def type(self, text: str) -> None:
        """Send a line of text and Enter."""
        self.tmux("send-keys", "-l", text)
        self.until(lambda shown: text.split()[-1] in shown)
        self.tmux("send-keys", "Enter")


def hold_call(terminal: Recorder) -> None:
    """Walk from the first start to the end of the debrief."""
    terminal.until(lambda shown: "Welkom" in shown and "Hulp" in shown)
    terminal.tmux("send-keys", "-l", "Sanne")
    terminal.until(lambda shown: "Sanne" in shown)
    terminal.tmux("send-keys", "Tab", "Tab")
    terminal.press("Enter")
    terminal.until(lambda shown: "Geluid testen" in shown)
    terminal.press("Escape")
    terminal.until(lambda shown: "Voor je opneemt" in shown)
    terminal.press("t")
    terminal.until(lambda shown: "De lijn is klaar" in shown)
    terminal.press("Enter")
    terminal.until(lambda shown: "Jij bent aan het woord" in shown)
    terminal.press("F4")
    for line in LINES:
        terminal.type(line)
        # The line is empty again once it was said.
        terminal.until(lambda shown: "Typ wat je zegt" in shown or "Nabespreking" in shown)
        terminal.until(lambda shown: "Jij bent aan het woord" in shown or "Nabespreking" in shown)
    if "Nabespreking" not in terminal.look():
        terminal.press("F5")
        terminal.until(lambda shown: "Enter bewaart" in shown)
        terminal.tmux("send-keys", "-l", "Formulier mailen.")
        terminal.until(lambda shown: "Formulier mailen." in shown)
        terminal.press("Enter")
        terminal.until(lambda shown: "Genoteerd." in shown)
        terminal.press("F8")
        terminal.until(lambda shown: "Ophangen?" in shown)
        terminal.press("Enter")
    terminal.until(lambda shown: "Nabespreking" in shown)
    terminal.press("2", "3", "1", "Escape")
    terminal.until(lambda shown: "Wie belt er?" in shown)


def main() -> None:
    """Record the call and say how quick it was."""
    parser = argparse.ArgumentParser(description="Record one whole typed call in a real terminal.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--columns", type=int, default=80)
    parser.add_argument("--rows", type=int, default=24)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="callsim-") as home:
        surroundings = {"XDG_CONFIG_HOME": f"{home}/config", "CALLSIM_SESSIONS": f"{home}/sessions"}
        if models := os.environ.get("CALLSIM_MODELS"):
            surroundings["CALLSIM_MODELS"] = models
        terminal = Recorder(given.folder, given.columns, given.rows, f"callsim-{os.getpid()}")
        terminal.start(surroundings)
        try:
            hold_call(terminal)
        finally:
            terminal.tmux("kill-server")
    answers_ms = sorted(1000 * each for each in terminal.answered_s)
    worst, middle = answers_ms[-1], statistics.median(answers_ms)
    sys.stdout.write(f"{len(terminal.frames)} frames in {given.folder}\n")
    sys.stdout.write(f"{len(answers_ms)} keys answered: median {middle:.0f} ms, slowest {worst:.0f} ms\n")


if __name__ == "__main__":
    main()
