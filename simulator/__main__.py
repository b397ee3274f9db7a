"""The command `callsim`: hands over to the command line."""

from __future__ import annotations

import signal
import sys

INTERRUPTED = 130
"""The exit status of a program that was stopped with Ctrl-C."""


def main() -> None:
    """Run the command line and leave with its exit status."""
    try:
        from simulator.cli.main import run

        status = run()
    except KeyboardInterrupt:
        # Ctrl-C while the program itself is still being loaded.
        status = INTERRUPTED
    # All that counts is kept by now: another Ctrl-C while Python puts its things away would only show a traceback.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(status)


if __name__ == "__main__":
    main()
