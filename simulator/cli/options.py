"""Options that several commands share, and the folders they stand for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from simulator import directories
from simulator.language import Language

Command = TypeVar("Command", bound=Callable[..., Any])


def models_option(command: Command) -> Command:
    """Add `--models DIR`: where model files live."""
    return click.option(
        "--models",
        "models_dir",
        metavar="DIR",
        type=click.Path(path_type=Path, file_okay=False),
        help=f"Folder with the models (also: {directories.MODELS_VARIABLE}).",
    )(command)


def sessions_option(command: Command) -> Command:
    """Add `--sessions DIR`: where sessions are kept."""
    return click.option(
        "--sessions",
        "sessions_dir",
        metavar="DIR",
        type=click.Path(path_type=Path, file_okay=False),
        help=f"Folder with the sessions (also: {directories.SESSIONS_VARIABLE}).",
    )(command)


def personas_option(command: Command) -> Command:
    """Add `--personas DIR`: a folder with callers of your own."""
    return click.option(
        "--personas",
        "personas_dir",
        metavar="DIR",
        type=click.Path(path_type=Path, file_okay=False),
        help=f"Folder with callers of your own (also: {directories.PERSONAS_VARIABLE}).",
    )(command)


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
    """Return the folder of models: the option's, else the environment's or the platform's."""
    return models_dir or directories.models_directory()


def sessions_at(sessions_dir: Path | None) -> Path:
    """Return the folder of sessions: the option's, else the environment's or the platform's."""
    return sessions_dir or directories.sessions_directory()


def personas_at(personas_dir: Path | None) -> tuple[Path, ...]:
    """Return the folders of callers: those that come with the program, then the trainer's own."""
    return (directories.shipped_personas_directory(), personas_dir or directories.own_personas_directory())
