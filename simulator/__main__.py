"""The command `callsim`: hands over to the command line."""

from __future__ import annotations

import os
import signal
import sys

INTERRUPTED = 130
"""The exit status of a program that was stopped with Ctrl-C."""

BLAS_THREADS = "OPENBLAS_NUM_THREADS"


def main() -> None:
    """Run the command line and leave with its exit status."""
    # numpy's BLAS keeps a thread of its own spinning for 0.1 s behind each product of matrices. Ours are small, and the
    # recogniser needs every core just then: on two of them it takes 0.25 s for a turn, and 0.35 s beside that thread.
    # It is only read when numpy is loaded.
    os.environ.setdefault(BLAS_THREADS, "1")
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
