"""`callsim models`: which models there are, fetching them, checking every byte."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.options import json_option, models_at, models_option
from simulator.cli.output import note, print_json, print_table, say
from simulator.cli.refusal import RefusalError, Status

if TYPE_CHECKING:
    from audio.models import ModelStatus, ModelStore


@click.group()
def models() -> None:
    """List, install and verify the speech models."""


@models.command("list")
@models_option
@json_option
def list_models(models_dir: Path | None, as_json: bool) -> int:
    """List the models, what they cost in MB, and which are installed."""
    from audio.catalogue import DEFAULT_MODELS, catalogue

    store = _store(models_dir)
    installed = store.installed()
    rows: list[dict[str, Any]] = [
        {
            "id": model.id,
            "title": model.title,
            "kind": model.kind.value,
            "languages": list(model.languages),
            "megabytes": None if model.bytes is None else round(model.bytes / 1e6, 1),
            "licence": model.licence,
            "voices": [voice.name for voice in model.voices],
            "default": model.id in DEFAULT_MODELS,
            "installed": model.id in installed,
        }
        for model in catalogue()
    ]
    if as_json:
        print_json(rows)
        return Status.FINE
    print_table(
        ("model", "what", "language", "MB", "licence", ""),
        [
            (
                row["id"],
                row["title"],
                ", ".join(row["languages"]),
                "?" if row["megabytes"] is None else f"{row['megabytes']:.0f}",
                row["licence"],
                " ".join(filter(None, ("installed" * row["installed"], "(default)" * row["default"]))),
            )
            for row in rows
        ],
    )
    say(f"Models live in {store.directory}.")
    return Status.FINE


@models.command()
@click.argument("names", nargs=-1, metavar="[MODEL]...")
@click.option("--default", "defaults", is_flag=True, help="Install what a first call needs.")
@models_option
def install(names: tuple[str, ...], defaults: bool, models_dir: Path | None) -> int:
    """Fetch models and check every byte; without names, the default ones."""
    from audio.catalogue import DEFAULT_MODELS
    from audio.errors import ModelError

    store = _store(models_dir)
    wanted = tuple(dict.fromkeys((*(DEFAULT_MODELS if defaults or not names else ()), *names)))
    for name in wanted:
        _known(store, name)
    for name in wanted:
        try:
            store.folder(name)
            if not defaults:
                say(f"{name} is already installed in {store.directory / name}.")
            continue
        except ModelError:
            folder = _install_with_progress(store, name)
        say(f"{name} is installed in {folder}.")
    return Status.FINE


@models.command()
@click.argument("names", nargs=-1, metavar="[MODEL]...")
@models_option
@json_option
def verify(names: tuple[str, ...], models_dir: Path | None, as_json: bool) -> int:
    """Check every byte of installed models; without names, of all that are installed or damaged."""
    from audio.catalogue import catalogue
    from audio.models import ModelState

    store = _store(models_dir)
    for name in names:
        _known(store, name)
    statuses = [store.status(name) for name in (names or [model.id for model in catalogue()])]
    if not names:
        statuses = [status for status in statuses if status.state is not ModelState.MISSING]
    if as_json:
        print_json(
            [{"id": status.model.id, "state": status.state.value, "faults": list(status.faults)} for status in statuses]
        )
    else:
        for status in statuses:
            say(_status_sentence(status))
        if not statuses:
            say(f"No models are installed in {store.directory}. Run 'callsim models install'.")
    whole = bool(statuses) and all(status.state is ModelState.PRESENT for status in statuses)
    return Status.FINE if whole else Status.PROBLEMS


def _store(models_dir: Path | None) -> ModelStore:
    from audio.models import ModelStore

    return ModelStore(models_at(models_dir))


def _known(store: ModelStore, name: str) -> None:
    from audio.errors import ModelError

    try:
        store.find(name)
    except ModelError as unknown:
        raise RefusalError(str(unknown), Status.WRONG_COMMAND) from unknown


def _status_sentence(status: ModelStatus) -> str:
    from audio.models import ModelState

    match status.state:
        case ModelState.PRESENT:
            return f"{status.model.id}: whole, every byte as its maker published."
        case ModelState.MISSING:
            return f"{status.model.id}: not installed. Run 'callsim models install {status.model.id}'."
        case ModelState.DAMAGED:
            faults = "; ".join(status.faults)
            return f"{status.model.id}: damaged: {faults}. Run 'callsim models install {status.model.id}'."


def _install_with_progress(store: ModelStore, name: str) -> Path:
    """Install a model with a progress bar on stderr (plain lines where stderr is no terminal)."""
    import sys

    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    from audio.models import DownloadProgress

    console = Console(stderr=True)
    if not sys.stderr.isatty():
        roads: set[str] = set()

        def tell(progress: DownloadProgress) -> None:
            if progress.road not in roads:
                roads.add(progress.road)
                note(f"Fetching {progress.model}: {progress.road} ...")

        return store.install(name, tell)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        tasks: dict[tuple[str, str], Any] = {}

        def draw(progress: DownloadProgress) -> None:
            key = (progress.road, progress.file)
            if key not in tasks:
                tasks[key] = bar.add_task(f"{progress.model}: {progress.file}", total=progress.total_bytes)
            bar.update(tasks[key], completed=progress.done_bytes, total=progress.total_bytes)

        return store.install(name, draw)
