"""`callsim personas`: the callers there are, one in full, and what is wrong with a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.options import json_option, personas_at, personas_option
from simulator.cli.output import note, print_json, print_table, say
from simulator.cli.problem_list import print_problems
from simulator.cli.refusal import RefusalError, Status
from simulator.cli.rehearsing import prepare, rehearse
from simulator.cli.writing import new, schema

if TYPE_CHECKING:
    from simulator.personas.model import Persona
    from simulator.personas.problems import Problem
    from simulator.personas.reader import Library, LoadedPersona


@click.group()
def personas() -> None:
    """List, show, check, write and rehearse the callers."""


personas.add_command(new)
personas.add_command(rehearse)
personas.add_command(prepare)
personas.add_command(schema)


@personas.command("list")
@click.option("--language", type=click.Choice(["nl", "en"]), help="Only callers who speak this language.")
@personas_option
@json_option
def list_personas(language: str | None, personas_dir: Path | None, as_json: bool) -> int:
    """List the callers."""
    library = open_library(personas_dir)
    chosen = [loaded.persona for loaded in library.personas if language in (None, loaded.persona.language.value)]
    if as_json:
        print_json(
            [
                {
                    "id": persona.id,
                    "language": persona.language.value,
                    "name": persona.name,
                    "title": persona.title,
                    "difficulty": persona.difficulty,
                    "start": persona.stance.start.value,
                    "direction": persona.direction.value,
                }
                for persona in chosen
            ]
        )
    else:
        print_table(
            ("id", "", "name", "title", "difficulty", "starts as"),
            [
                (
                    persona.id,
                    persona.language.value,
                    persona.name,
                    persona.title,
                    "★" * persona.difficulty + "☆" * (5 - persona.difficulty),
                    persona.stance.start.value,
                )
                for persona in chosen
            ],
        )
    return _told(library.problems)


@personas.command()
@click.argument("persona_id", metavar="PERSONA")
@personas_option
@json_option
def show(persona_id: str, personas_dir: Path | None, as_json: bool) -> int:
    """Show one caller in full: what the trainee reads, the facts, the rehearsals."""
    persona = find_persona(open_library(personas_dir), persona_id).persona
    if as_json:
        print_json(persona.model_dump(mode="json"))
        return Status.FINE
    _describe(persona)
    return Status.FINE


@personas.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--calls", is_flag=True, help="Also walk the rehearsals and see what they come to; takes longer.")
@personas_option
@json_option
def check(paths: tuple[Path, ...], calls: bool, personas_dir: Path | None, as_json: bool) -> int:
    """Check persona files: every problem at once, with file, line, key and cure; without files, all callers."""
    from simulator.cli.checking import with_ears
    from simulator.cli.composition import make_surroundings
    from simulator.personas.reader import check_personas, persona_files

    wanted = list(paths) or persona_files(personas_at(_that_is_there(personas_dir)))
    files = [file for path in wanted for file in (persona_files([path]) if path.is_dir() else [path])]
    if not files:
        raise RefusalError("There are no persona files there. Name a *.persona.yaml file or a folder that holds some.")
    return print_problems(
        check_personas(files, with_ears(make_surroundings(), calls=calls)), len(files), as_json=as_json
    )


def open_library(personas_dir: Path | None) -> Library:
    """Read all callers: those that come with the program and the trainer's own.

    Raises:
        RefusalError: the folder named is not there.
    """
    from simulator.personas.reader import load_library

    return load_library(personas_at(_that_is_there(personas_dir)))


def _that_is_there(personas_dir: Path | None) -> Path | None:
    """Return a folder that was named; the one nobody named need not be there before the first caller is written."""
    if personas_dir is not None and not personas_dir.is_dir():
        raise RefusalError(
            f"There is no folder {personas_dir} to read callers from. Name one that exists with --personas.",
            Status.WRONG_COMMAND,
        )
    return personas_dir


def find_persona(library: Library, persona_id: str) -> LoadedPersona:
    """Return a caller by id.

    Raises:
        RefusalError: there is none; names what there is.
    """
    from simulator.personas.reader import UnknownPersonaError

    try:
        return library.find(persona_id)
    except UnknownPersonaError as unknown:
        raise RefusalError(str(unknown), Status.WRONG_COMMAND) from unknown


def _told(problems: tuple[Problem, ...]) -> Status:
    """Name the files that gave no caller; their absence must not go unnoticed."""
    for problem in problems:
        note(str(problem))
    return Status.PROBLEMS if problems else Status.FINE


def _describe(persona: Persona) -> None:
    say(f"{persona.name}: {persona.title}")
    say(f"{persona.id}, {persona.language.value}, difficulty {persona.difficulty} of 5, {persona.direction.value}")
    say(f"starts as {persona.stance.start.value}, patience {persona.patience}")
    say()
    say(persona.briefing)
    say()
    say("Facts (* needed, h hidden)")
    for fact in persona.facts:
        say(f"  {'*' if fact.needed else ' '}{'h' if fact.hidden else ' '} {fact.id}: {fact.say}")
    say()
    say("Solved by: " + " / ".join(persona.solution.offers))
    say("Knows: " + (", ".join(persona.known_terms) or "no technical terms"))
