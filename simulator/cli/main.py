"""The command line's front door: finds the command, runs it, and turns what went wrong into a sentence."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

import click

from simulator.cli.commands_on_demand import CommandsOnDemand
from simulator.cli.options import models_option, personas_option, sessions_option
from simulator.cli.output import note
from simulator.cli.refusal import RefusalError, Status
from simulator.cli.store import STORE_VARIABLE, begin_sending, store_option
from simulator.cli.streams import mend_streams

COMMANDS: Final = {
    "demo": "simulator.cli.call:demo",
    "call": "simulator.cli.call:call",
    "assess": "simulator.cli.assess:assess",
    "transcribe": "simulator.cli.transcribe:transcribe",
    "personas": "simulator.cli.personas:personas",
    "rubrics": "simulator.cli.rubrics:rubrics",
    "sessions": "simulator.cli.sessions:sessions",
    "store": "simulator.cli.store:store",
    "models": "simulator.cli.models:models",
    "doctor": "simulator.cli.doctor:doctor",
    "bench": "simulator.cli.bench:bench",
}
"""Each command and where it is; loaded only when it is used, so that the app starts at once."""

WHERE_CALLS_ARE_HELD: Final = (None, "call", "demo")
"""Commands at whose start sessions that wait for the training centre's store are sent; None is the app."""

FAULT_NAME: Final = "last-fault.txt"
"""Where the details of a fault of the program are written, in the folder of what can be made again."""


@click.group(
    cls=CommandsOnDemand,
    places=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(version("callsim"), prog_name="callsim")
@models_option
@sessions_option
@personas_option
@store_option
@click.pass_context
def callsim(
    context: click.Context,
    models_dir: Path | None,
    sessions_dir: Path | None,
    personas_dir: Path | None,
    store_url: str | None,
) -> None:
    """Practise phone calls with a headset; without a command, opens the app."""
    if store_url is not None:
        os.environ[STORE_VARIABLE] = store_url
    _take_chosen_folders()
    if context.invoked_subcommand in WHERE_CALLS_ARE_HELD:
        begin_sending(sessions_dir)
    if context.invoked_subcommand is None:
        from simulator.cli.app import open_app

        context.exit(open_app(models_dir, sessions_dir, personas_dir))
    _hand_down(models_dir, sessions_dir, personas_dir)


def _take_chosen_folders() -> None:
    """Let the folders that were chosen in the app hold for every command, where nothing says otherwise."""
    from simulator import directories
    from simulator.cli.app_settings import choose_folders, read_settings

    choose_folders(read_settings(directories.settings_path()))


def _hand_down(models_dir: Path | None, sessions_dir: Path | None, personas_dir: Path | None) -> None:
    """Let folders that were given before the command hold for the command as well."""
    from simulator import directories

    for variable, folder in (
        (directories.MODELS_VARIABLE, models_dir),
        (directories.SESSIONS_VARIABLE, sessions_dir),
        (directories.PERSONAS_VARIABLE, personas_dir),
    ):
        if folder is not None:
            os.environ[variable] = str(folder)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit status; every failure becomes a sentence on stderr.

    Args:
        arguments: without the program's name; those of the process where None.
    """
    mend_streams()
    try:
        result = callsim.main(
            args=None if arguments is None else list(arguments), prog_name="callsim", standalone_mode=False
        )
    except click.ClickException as refused:
        refused.show(sys.stderr)
        return Status.WRONG_COMMAND
    except RefusalError as refused:
        note(str(refused))
        return refused.status
    except (click.Abort, KeyboardInterrupt):
        note("Stopped.")
        return Status.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone (`callsim ... | head`); point stdout elsewhere so that closing it is silent.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Status.FINE
    except OSError as failure:
        note(disk_sentence(failure))
        return Status.PROBLEMS
    except Exception as failure:
        note(str(failure) if _speaks_in_sentences(failure) else fault_sentence(failure))
        return Status.PROBLEMS
    return int(result or Status.FINE)


def disk_sentence(failure: OSError) -> str:
    """Say in a sentence what a file or folder did not allow, and what to do next."""
    where = f" ({failure.filename})" if failure.filename else ""
    match failure.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return f"The disk is full{where}. Make room, or choose another folder with --sessions or --models."
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return f"Writing is not allowed there{where}. Choose another folder with --sessions or --models."
        case errno.ENOENT:
            return f"That file or folder does not exist{where}."
        case _:
            return f"The computer refused: {failure.strerror or failure}{where}."


def fault_sentence(failure: Exception) -> str:
    """Say that the program itself is at fault, and where the details are; the traceback goes to a file."""
    from simulator import directories

    place = traceback.extract_tb(failure.__traceback__)[-1:]
    where = "".join(f", {Path(frame.filename).name} line {frame.lineno}" for frame in place)
    said = f"callsim itself has a fault ({type(failure).__name__}: {failure}{where}). What was recorded is kept."
    details = directories.cache_directory() / FAULT_NAME
    try:
        details.parent.mkdir(parents=True, exist_ok=True)
        details.write_text("".join(traceback.format_exception(failure)), encoding="utf-8", errors="replace")
    except OSError:
        return f"{said} Please report that line."
    return f"{said} Please report it with the file {details}."


def _speaks_in_sentences(failure: Exception) -> bool:
    """Tell whether an error is one of the program's own, whose text is written for the person at the desk."""
    return type(failure).__module__.split(".")[0] in ("audio", "simulator")
