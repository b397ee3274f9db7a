"""Refreshes or rebuilds an index until it is killed: `python -m tests.simulator.sessions.index.refreshing DIR`."""

from __future__ import annotations

import sys
from pathlib import Path

from simulator.sessions.index import SessionIndex


def refresh_for_ever(directory: Path) -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        with SessionIndex(directory) as index:
            index.rebuild()


if __name__ == "__main__":
    refresh_for_ever(Path(sys.argv[1]))
