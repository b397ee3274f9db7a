"""Options that several commands share, and the folders they stand for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import click

from simulator import directories
from simulator.cli.refusal import RefusalError
from simulator.language import Language

Command = TypeVar("Command", bound=Callable[..., Any])


def models_option(command: Command) -> Command:
    """Add `--models DIR`: where model files live."""
    return _folder_option("models", "Folder with the models", directories.MODELS_VARIABLE)(command)


def sessions_option(command: Command) -> Command:
    """Add `--sessions DIR`: where sessions are kept."""
    return _folder_option("sessions", "Folder with the sessions", directories.SESSIONS_VARIABLE)(command)


def personas_option(command: Command) -> Command:
    """Add `--personas DIR`: a folder with callers of your own."""
    return _folder_option("personas", "Folder with callers of your own", directories.PERSONAS_VARIABLE)(command)


def _folder_option(name: str, what: str, variable: str) -> Callable[[Command], Command]:
    return click.option(
        f"--{name}",
        f"{name}_dir",
        metavar="DIR",
        type=click.Path(path_type=Path, file_okay=False),
        help=f"{what} (also: {variable}).",
    )


def language_option(command: Command) -> Command:
    """Add `--language nl|en`, which must be given."""
    return click.option(
        "--language",
        type=click.Choice([language.value for language in Language]),
        required=True,
        help="The language that is spoken.",
    )(command)


def json_option(command: Command) -> Command:
    """Add `--json`: JSON only, on stdout."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON only, on stdout; notes go to stderr.")(
        command
    )


def models_at(models_dir: Path | None) -> Path:
    """Return the folder of models: the option's, else the environment's or the platform's.

    Raises:
        RefusalError: a file is in its place.
    """
    return _no_file(models_dir or directories.models_directory(), "models", directories.MODELS_VARIABLE)


def sessions_at(sessions_dir: Path | None) -> Path:
    """Return the folder of sessions: the option's, else the environment's or the platform's.

    Raises:
        RefusalError: a file is in its place.
    """
    return _no_file(sessions_dir or directories.sessions_directory(), "sessions", directories.SESSIONS_VARIABLE)


def personas_at(personas_dir: Path | None) -> tuple[Path, ...]:
    """Return the folders of callers: those that come with the program, then the trainer's own.

    The trainer's own need not be there before the first caller is written.
    """
    return (directories.shipped_personas_directory(), personas_dir or directories.own_personas_directory())


def _no_file(folder: Path, what: str, variable: str) -> Path:
    # What leads to the folder counts as well; whatever cannot even be looked at is said by who opens it.
    with suppress(OSError):
        for place in (folder, *folder.parents):
            if place.is_file():
                raise RefusalError(
                    f"{place} is a file, so no {what} can be in {folder}. Choose a folder with --{what} or {variable}."
                )
    return folder
