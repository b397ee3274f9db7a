"""Measures how soon the app is there: opened in a terminal of its own, to the first painted screen and to the callers.

    python benchmarks/startup.py [--times N] [--json]

Before the first start the system is asked to forget the files of Python, of the libraries and of the program, so that
they are read from the disk: "cold", where the system does as asked (Linux). The others find them in memory, and their
median is what "warm" means. Processor time shows what a busy computer hides. Warm the first screen is to be there
within 1.5 s, cold within 3 s.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import json
import os
import pty
import select
import signal
import statistics
import struct
import sys
import sysconfig
import tempfile
import termios
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

COLUMNS, ROWS = 100, 30
PATIENCE_S: Final = 60.0
LEAVING_S: Final = 10.0
READ_BYTES: Final = 1 << 16
WARM_S: Final = 1.5
COLD_S: Final = 3.0
"""How soon the first screen is to be there, on two processors."""
QUIT: Final = b"\x11"
"""Ctrl+Q."""

CALLERS_SIGN: Final = "●".encode()
"""The marks of difficulty stand on the callers' cards only."""


@dataclass(frozen=True)
class Start:
    """One start of the app."""

    first_screen_s: float
    """From the command to the first painted screen."""
    callers_s: float
    """From the command to the callers on it."""
    cpu_s: float | None
    """Processor time of the app up to the first painted screen; None where the system does not tell."""


def start_once(sessions: Path) -> Start:
    """Open the app in a terminal of its own, wait for the callers, and leave it.

    Raises:
        TimeoutError: the callers did not come.
    """
    signs = [title.encode() for title in _titles()]
    began_s = time.monotonic()
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(ROOT)
        # Not the very first start, which asks who practises.
        settings = sessions / "config" / "callsim" / "settings.yaml"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text("trainee: ''\n", encoding="utf-8")
        places = {"XDG_CONFIG_HOME": str(sessions / "config")}
        surroundings = {**os.environ, **places, "TERM": "xterm-256color", "CALLSIM_SESSIONS": str(sessions)}
        os.execve(sys.executable, [sys.executable, "-m", "simulator"], surroundings)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    painted = b""
    first_s: float | None = None
    cpu_s: float | None = None
    try:
        while True:
            left_s = began_s + PATIENCE_S - time.monotonic()
            if left_s <= 0 or not select.select([terminal], [], [], left_s)[0]:
                raise TimeoutError(f"The app showed no callers within {PATIENCE_S:.0f} s.")
            painted += os.read(terminal, READ_BYTES)
            now_s = time.monotonic() - began_s
            if first_s is None and any(sign in painted for sign in signs):
                first_s, cpu_s = now_s, _cpu_s(process)
            if first_s is not None and CALLERS_SIGN in painted:
                return Start(first_s, now_s, cpu_s)
    finally:
        _leave(process, terminal)


def forget_files() -> bool:
    """Ask the system to forget the files a start reads; return whether it can be asked.

    What another program uses at the moment stays in memory: a start beside other Pythons is less cold.
    """
    if not hasattr(os, "posix_fadvise"):
        return False
    places = {Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib", "platlib")} | {ROOT / "simulator"}
    for place in places | {ROOT / "audio", ROOT / "personas"}:
        for folder, _, names in os.walk(place):
            for name in names:
                with contextlib.suppress(OSError), Path(folder, name).open("rb") as file:
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return True


def _titles() -> tuple[str, ...]:
    from simulator.app.wording import Wording
    from simulator.language import Language

    return tuple(Wording(language).say("home-title") for language in Language)


def _cpu_s(process: int) -> float | None:
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _leave(process: int, terminal: int) -> None:
    """Leave the app as a person does; end it where it does not go."""
    os.write(terminal, QUIT)
    until_s = time.monotonic() + LEAVING_S
    while time.monotonic() < until_s:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                if not os.read(terminal, READ_BYTES):
                    break
            except OSError:  # Linux says so when the other side of a terminal has gone
                break
    else:
        os.kill(process, signal.SIGKILL)
    os.close(terminal)
    os.waitpid(process, 0)


def run(times: int = 5) -> dict[str, Any]:
    """Open the app once and then `times` times more; return every start and the warm medians, in seconds."""
    with tempfile.TemporaryDirectory() as sessions:
        is_cold = forget_files()
        starts = [start_once(Path(sessions)) for _ in range(times + 1)]
    warm = starts[1:]
    cpus = [start.cpu_s for start in warm if start.cpu_s is not None]
    return {
        "first": asdict(starts[0]),
        "first_is_cold": is_cold,
        "warm": [asdict(start) for start in warm],
        "median": {
            "first_screen_s": round(statistics.median(start.first_screen_s for start in warm), 3),
            "callers_s": round(statistics.median(start.callers_s for start in warm), 3),
            "cpu_s": round(statistics.median(cpus), 3) if cpus else None,
        },
        "load": round(os.getloadavg()[0], 2),
        "processors": os.cpu_count(),
    }


def table(found: dict[str, Any]) -> str:
    """Return what `run` found as lines of text."""
    lines = [f"{'start':<8}{'first screen':>14}{'callers':>10}{'processor':>12}"]
    rows = [
        ("cold" if found["first_is_cold"] else "first", found["first"]),
        *(("warm", start) for start in found["warm"]),
        ("median", found["median"]),
    ]
    for name, start in rows:
        cpu = "–" if start["cpu_s"] is None else f"{start['cpu_s']:.2f} s"
        lines.append(f"{name:<8}{start['first_screen_s']:>12.2f} s{start['callers_s']:>8.2f} s{cpu:>12}")
    warm_s, first_s = found["median"]["first_screen_s"], found["first"]["first_screen_s"]
    lines.append(
        f"first screen: warm {warm_s:.2f} s of {WARM_S} s {'kept' if warm_s <= WARM_S else 'exceeded'}, "
        f"first {first_s:.2f} s of {COLD_S} s {'kept' if first_s <= COLD_S else 'exceeded'}"
    )
    lines.append(f"{found['processors']} processors; {found['load']} programs wanted one (mean of the last minute)")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5, help="warm starts (default: 5)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    found = run(max(1, options.times))
    print(json.dumps(found, indent=2) if options.json else table(found))


if __name__ == "__main__":
    main()
