"""Which exemplars calls are judged by: what an option says, else what was chosen and kept in the settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from simulator import directories
from simulator.cli.options import Command
from simulator.cli.output import note
from simulator.cli.refusal import RefusalError, Status

if TYPE_CHECKING:
    from simulator.app.services import AppSettings
    from simulator.scoring.exemplars import Exemplars

NONE: Final = "none"
"""Instead of a file: judge without exemplars."""


def exemplars_option(command: Command) -> Command:
    """Add `--exemplars FILE|none`: judge as trainers judged sentences like these."""
    return click.option(
        "--exemplars",
        metavar="FILE|none",
        help="Judge as trainers judged sentences like these: a file of 'sessions calibrate exemplars'. "
        "As was set with 'sessions calibrate use' when left out.",
    )(command)


def exemplars_asked(wanted: str | None) -> Exemplars | None:
    """Return the exemplars to judge by; None for none.

    What is set and cannot be read is said, and costs nothing but itself.

    Args:
        wanted: a file, 'none', or None for what is set.

    Raises:
        RefusalError: a file was asked for and cannot be used.
    """
    if wanted is not None:
        return None if wanted == NONE else exemplars_at(Path(wanted))
    from simulator.cli.app_settings import read_settings

    exemplars, trouble = exemplars_set(read_settings(directories.settings_path()))
    if trouble:
        note(trouble)
    return exemplars


def exemplars_at(path: Path) -> Exemplars:
    """Return the exemplars of a file, and say where they contradict one another.

    Raises:
        RefusalError: it cannot be used.
    """
    from simulator.scoring.exemplars import ExemplarsFaultError, read_exemplars

    try:
        exemplars = read_exemplars(path)
    except ExemplarsFaultError as fault:
        raise RefusalError(str(fault), Status.WRONG_COMMAND) from fault
    for contradiction in exemplars.contradictions:
        note(contradiction)
    return exemplars


def exemplars_set(settings: AppSettings) -> tuple[Exemplars | None, str]:
    """Return the exemplars that are set, None for none, and what is wrong with them as sentences, or nothing."""
    from simulator.scoring.exemplars import ExemplarsFaultError, read_exemplars

    if not settings.uses_exemplars or not settings.exemplars:
        return None, ""
    try:
        return read_exemplars(Path(settings.exemplars)), ""
    except ExemplarsFaultError as fault:
        return None, (
            f"{fault}\nCalls are scored without the trainers' corrections; 'callsim sessions calibrate use' changes "
            "that."
        )
