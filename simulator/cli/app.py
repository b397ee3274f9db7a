"""Opening the app."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from simulator.cli.options import models_at, sessions_at
from simulator.cli.output import note
from simulator.cli.refusal import Status


def open_app(models_dir: Path | None, sessions_dir: Path | None, personas_dir: Path | None) -> int:
    """Open the app on this terminal; return the exit status when it is left."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        note("There is no terminal here, so the app cannot open. Try 'callsim demo', or 'callsim --help'.")
        return Status.WRONG_COMMAND
    # A file where a folder must be is said here: inside the app it would be found in the middle of something.
    models_at(models_dir)
    sessions_at(sessions_dir)
    if hasattr(signal, "SIGHUP"):
        # Started under nohup the signal would be ignored, and an app whose terminal is gone would never end.
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    from simulator.app.app import CallSimApp
    from simulator.cli.app_services import open_doors
    from simulator.cli.doors.house import House

    app = CallSimApp(open_doors(House(models_dir, sessions_dir, personas_dir)))
    app.run()
    return Status.PROBLEMS if app.return_code else Status.FINE
