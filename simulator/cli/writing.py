"""`callsim personas new` and `schema`: what a trainer needs to write a caller."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from simulator.cli.options import personas_at, personas_option
from simulator.cli.output import note, say
from simulator.cli.refusal import RefusalError, Status
from simulator.language import Language
from simulator.leary import Octant


@click.command("new")
@click.option(
    "--id", "persona_id", prompt="id (lower case and hyphens, e.g. anna-lost-parcel)", help="The file's name."
)
@click.option(
    "--language",
    type=click.Choice([language.value for language in Language]),
    prompt="language",
    help="The language the caller speaks.",
)
@click.option("--name", prompt="name of the caller", help="First and last name.")
@click.option("--title", prompt="what it is about, in a few words", help="As the list of callers shows it.")
@click.option(
    "--octant",
    type=click.Choice([octant.value for octant in Octant]),
    prompt="how the caller begins",
    help="The octant of Leary's Rose the caller begins in.",
)
@click.option("--problem", prompt="the problem, in one sentence as the caller says it", help="Spelled as spoken.")
@click.option("--solution", prompt="the solution, in one sentence as the trainee offers it", help="Spelled as spoken.")
@click.option("--organisation", default="", help="How the trainee answers the phone.")
@personas_option
def new(
    persona_id: str,
    language: str,
    name: str,
    title: str,
    octant: str,
    problem: str,
    solution: str,
    organisation: str,
    personas_dir: Path | None,
) -> int:
    """Ask a few questions and write a caller that works, to be made your own."""
    from simulator.personas.reader import PERSONA_SUFFIX, PersonaError
    from simulator.personas.template import NewCaller, new_persona

    folder = personas_at(personas_dir)[-1]
    path = folder / f"{persona_id}{PERSONA_SUFFIX}"
    if path.exists():
        raise RefusalError(f"{path} is there already. Choose another id.")
    answers = NewCaller(persona_id, Language(language), name, title, Octant(octant), problem, solution, organisation)
    try:
        text = new_persona(answers)
    except PersonaError as fault:
        raise RefusalError("\n".join(f"{problem.key}: {problem.message}" for problem in fault.problems)) from fault
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    _place_schema(folder)
    say(str(path))
    note(f"Now make it your own, then run: callsim personas check {path}")
    return Status.FINE


@click.command()
def schema() -> int:
    """Print the JSON Schema of a persona file, for editors that complete and check while you type."""
    from simulator.personas.schema import schema_text

    sys.stdout.write(schema_text())
    return Status.FINE


def _place_schema(folder: Path) -> None:
    """Put the schema beside the callers, where their first line says it is."""
    from simulator.personas.schema import SCHEMA_FILE, schema_text

    (folder / SCHEMA_FILE).write_text(schema_text(), encoding="utf-8")
