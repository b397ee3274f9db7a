"""`callsim bench`: the benchmarks that come with the source, printed as tables or JSON."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Final

import click

from simulator import directories
from simulator.cli.options import json_option, models_at, models_option
from simulator.cli.output import print_json, say
from simulator.cli.refusal import RefusalError, Status

SHARED_DATA_VARIABLE: Final = "CALLSIM_SHARED_DATA"


@click.group()
def bench() -> None:
    """Measure this computer and this version: benchmarks, printed as tables."""


@bench.command()
@click.option(
    "--split",
    type=click.Choice(["dev", "heldout", "fresh", "all"]),
    default="heldout",
    show_default=True,
    help="Which lines of the labelled sets.",
)
@click.option(
    "--shared",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help=f"Folder with text/swda_dev.csv and text/esconv_dev.csv (also: {SHARED_DATA_VARIABLE}).",
)
@json_option
def scores(split: str, shared: Path | None, as_json: bool) -> int:
    """Measure the scorer against people's labels."""
    module = _benchmark("scores")
    given = shared or (Path(os.environ[SHARED_DATA_VARIABLE]) if os.environ.get(SHARED_DATA_VARIABLE) else None)
    figures = module.run(split, given, directories.cache_directory() / "vectors")
    if as_json:
        print_json(figures)
    else:
        for line in module.lines_of(figures):
            say(line)
    return Status.FINE


@bench.command()
@click.option("--times", type=click.IntRange(1, 50), default=5, show_default=True, help="How often the app is started.")
@json_option
def startup(times: int, as_json: bool) -> int:
    """Measure how long the app takes to its first screen and to its list of callers."""
    module = _benchmark("startup")
    found = module.run(times)
    if as_json:
        print_json(found)
    else:
        say(module.table(found))
    return Status.FINE


@bench.command()
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(["gap", "pauses", "barge-in", "noise", "drift", "recognition"]),
    help="Only this section; may be given more than once.",
)
@click.option(
    "--language", type=click.Choice(["en", "nl"]), default="en", show_default=True, help="Of the gap section."
)
@click.option("--turns", type=click.IntRange(1, 200), default=20, show_default=True, help="Of the gap section.")
@click.option(
    "--prepared", is_flag=True, help="Of the gap section: 'personas prepare' first, outside the measured time."
)
@click.option("--minutes", type=click.FloatRange(0.5, 240), default=30.0, show_default=True, help="Of the long call.")
@click.option("--trials", type=click.IntRange(1, 10_000), default=100, show_default=True, help="Of the noise section.")
@click.option(
    "--shared",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help=f"Folder with speech/index.csv (also: {SHARED_DATA_VARIABLE}).",
)
@models_option
@json_option
def voice(
    only: tuple[str, ...],
    language: str,
    turns: int,
    prepared: bool,
    minutes: float,
    trials: int,
    shared: Path | None,
    models_dir: Path | None,
    as_json: bool,
) -> int:
    """Measure the voice loop: gaps, cut-offs, interruptions, noise, a long call, recognition."""
    module = _benchmark("voice_loop")
    given = shared or (Path(os.environ[SHARED_DATA_VARIABLE]) if os.environ.get(SHARED_DATA_VARIABLE) else None)
    plan = module.Plan(
        models_at(models_dir),
        given,
        only=only or module.SECTIONS,
        language=language,
        turns=turns,
        ahead=prepared,
        minutes=minutes,
        trials=trials,
    )
    figures = {}
    for name, found, told in module.run(plan):
        figures[name] = found
        if not as_json:
            say("\n".join(told))
    if as_json:
        print_json(figures)
    return Status.FINE


def _benchmark(name: str) -> ModuleType:
    """Import a benchmark of the source tree.

    Raises:
        RefusalError: this callsim was installed without its source.
    """
    root = Path(__file__).resolve().parent.parent.parent
    if not (root / "benchmarks" / f"{name}.py").is_file():
        raise RefusalError("The benchmarks come with the source of callsim; this one was installed without it.")
    sys.path.insert(0, str(root))
    return importlib.import_module(f"benchmarks.{name}")
