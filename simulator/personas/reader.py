"""Persona files become personas, or problems by file and line."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from simulator.personas.documents import Document, Kind, parse_yaml, read_bytes
from simulator.personas.model import Persona
from simulator.personas.problems import Problem, ProblemsError, Severity, in_reading_order, listed, nearest, shown
from simulator.personas.references import broken_references
from simulator.personas.smells import smells
from simulator.personas.surroundings import ALONE, Surroundings
from simulator.personas.validation import examine
from simulator.personas.vocabulary import PERSONA_VOCABULARY

PERSONA_SUFFIX: Final = ".persona.yaml"


class PersonaError(ProblemsError):
    """A persona file that cannot be used; `problems` says why."""


class UnknownPersonaError(Exception):
    """No persona has the id asked for; the message names what there is."""


@dataclass(frozen=True, slots=True)
class LoadedPersona:
    """A persona with the file it came from."""

    persona: Persona
    path: Path
    sha256: str
    """Of the file's bytes, as 64 hex digits: which version of the persona this is."""


@dataclass(frozen=True, slots=True)
class Library:
    """All personas of some directories, and what was wrong with the files that gave none."""

    personas: tuple[LoadedPersona, ...]
    """By language, difficulty and id."""
    problems: tuple[Problem, ...]
    """Errors only, in reading order; a file with one is not among the personas."""

    def find(self, persona_id: str) -> LoadedPersona:
        """Return the persona with this id.

        Raises:
            UnknownPersonaError: there is none; the message names those there are.
        """
        for loaded in self.personas:
            if loaded.persona.id == persona_id:
                return loaded
        raise UnknownPersonaError(self._unknown(persona_id))

    def _unknown(self, persona_id: str) -> str:
        broken = [problem for problem in self.problems if Path(problem.path).name == f"{persona_id}{PERSONA_SUFFIX}"]
        if broken:
            return f"The caller {shown(persona_id)} cannot be used: {broken[0]}"
        ids = [loaded.persona.id for loaded in self.personas]
        if not ids:
            return f"There is no caller {shown(persona_id)}: no callers were found at all."
        meant = nearest(persona_id, ids)
        hint = f" Did you mean '{meant}'?" if meant else ""
        return f"There is no caller {shown(persona_id)}.{hint} There are: {listed(ids, 40)}."


def load_persona(path: Path | str) -> LoadedPersona:
    """Read a persona file.

    Args:
        path: the file; problems name it as given here.

    Raises:
        PersonaError: it cannot be read or has errors; smells are no hindrance.
    """
    try:
        document, persona, problems = _examined(path)
    except ProblemsError as error:
        raise PersonaError(error.problems) from None
    if persona is None or problems:
        raise PersonaError(problems)
    return LoadedPersona(persona, Path(path), document.sha256)


def read_persona(path: Path | str) -> Persona:
    """Read a persona file and return the persona alone; raises as `load_persona`."""
    return load_persona(path).persona


def check_persona(path: Path | str, surroundings: Surroundings = ALONE) -> list[Problem]:
    """Return everything wrong with a persona file, in reading order; empty when it is fine. Never raises.

    Args:
        path: the file; problems name it as given here.
        surroundings: what to check it against besides itself.

    Returns:
        Errors, or else smells: these are looked for once there are no errors.
    """
    try:
        document, persona, problems = _examined(path)
    except ProblemsError as error:
        return list(error.problems)
    problems += _unknown_rubric(document, surroundings)
    if persona is None or problems:
        return in_reading_order(problems)
    found = [
        replace(document.problem(finding.path, finding.message), severity=Severity.SMELL)
        for finding in smells(persona, surroundings)
    ]
    return in_reading_order([*found, *_cut_off(document), *_file_name(document, persona)])


def check_personas(paths: Iterable[Path | str], surroundings: Surroundings = ALONE) -> list[Problem]:
    """Return everything wrong with some persona files, file by file, ids given twice included. Never raises."""
    problems: list[Problem] = []
    first: dict[str, LoadedPersona] = {}
    for path in paths:
        problems += check_persona(path, surroundings)
        try:
            loaded = load_persona(path)
        except PersonaError:
            continue
        known = first.setdefault(loaded.persona.id, loaded)
        if os.path.realpath(known.path) != os.path.realpath(loaded.path):
            problems.append(_taken(loaded, known))
    return list(dict.fromkeys(problems))


def _unknown_rubric(document: Document, surroundings: Surroundings) -> Iterator[Problem]:
    rubric = document.value(("rubric",))
    if surroundings.rubrics is None or not isinstance(rubric, str) or rubric in surroundings.rubrics:
        return
    meant = nearest(rubric, surroundings.rubrics)
    hint = f" Did you mean '{meant}'?" if meant else ""
    there = listed(sorted(surroundings.rubrics)) or "none"
    yield document.problem(("rubric",), f"There is no rubric {shown(rubric)}.{hint} The rubrics are: {there}.")


def _cut_off(document: Document) -> Iterator[Problem]:
    """Find texts without quotes that YAML ends at a ' #', taking the rest for a comment."""
    for path, place in document.places.items():
        if place.kind is not Kind.TEXT or place.quoted or " " not in place.raw:
            continue
        rest = document.line(place.line)[place.column - 1 :]
        if rest.startswith(place.raw) and rest[len(place.raw) :].lstrip().startswith("#"):
            message = (
                "YAML takes what follows '#' on this line for a comment. If it is part of the text, put all in quotes."
            )
            yield replace(document.problem(path, message), severity=Severity.SMELL)


def _file_name(document: Document, persona: Persona) -> Iterator[Problem]:
    name = Path(document.path).name
    if name.endswith(PERSONA_SUFFIX) and name != persona.id + PERSONA_SUFFIX:
        message = f"The file is called {shown(name)} and the id is another. Call the file {persona.id}{PERSONA_SUFFIX}."
        yield replace(document.problem(("id",), message), severity=Severity.SMELL)


def parse_persona(text: str, path: str = "persona") -> Persona:
    """Read a persona from a text; `path` is what problems call it. Raises as `load_persona`."""
    try:
        document = parse_yaml(text.encode("utf-8", "surrogatepass"), path)
        persona, problems = _persona_of(document)
    except ProblemsError as error:
        raise PersonaError(error.problems) from None
    if persona is None or problems:
        raise PersonaError(problems)
    return persona


def load_library(directories: Iterable[Path | str]) -> Library:
    """Read all `*.persona.yaml` files of some directories, not of those below them.

    A broken file costs only itself. A directory that is not there counts as empty. When two files give the same id,
    the first (in the order of directories, then names) is kept and the other is a problem.
    """
    kept: dict[str, LoadedPersona] = {}
    problems: list[Problem] = []
    folders = list(directories)
    problems += _closed_folders(folders)
    for path in persona_files(folders):
        try:
            loaded = load_persona(path)
        except PersonaError as error:
            problems += error.problems
            continue
        first = kept.setdefault(loaded.persona.id, loaded)
        if first is not loaded:
            problems.append(_taken(loaded, first))
    personas = sorted(
        kept.values(),
        key=lambda loaded: (loaded.persona.language, loaded.persona.difficulty, loaded.persona.id),
    )
    return Library(tuple(personas), tuple(in_reading_order(problems)))


def _closed_folders(directories: Iterable[Path | str]) -> Iterator[Problem]:
    """Find directories that are there and cannot be looked into."""
    for directory in directories:
        try:
            next(Path(directory).iterdir(), None)
        except FileNotFoundError:
            continue
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else "unknown reason"
            yield Problem(str(directory), 1, 1, "", f"This folder cannot be looked into: {reason}. Name another.")


def persona_files(directories: Iterable[Path | str]) -> list[Path]:
    """Return the persona files of some directories, each file once, in order of directory and name."""
    found: dict[str, Path] = {}
    for directory in directories:
        folder = Path(directory)
        try:
            names = sorted(path.name for path in folder.iterdir() if path.name.endswith(PERSONA_SUFFIX))
        except OSError:
            continue
        for name in names:
            found.setdefault(os.path.realpath(folder / name), folder / name)
    return list(found.values())


def _taken(loaded: LoadedPersona, first: LoadedPersona) -> Problem:
    path = str(loaded.path)
    line, column = 1, 1
    try:
        place = parse_yaml(read_bytes(loaded.path), path).place(("id",))
        line, column = place.line, place.column
    except ProblemsError:
        line, column = 1, 1
    return Problem(
        path,
        line,
        column,
        "id",
        f"{shown(loaded.persona.id)} is already the id of {first.path}. Give one of them another id.",
    )


def _examined(path: Path | str) -> tuple[Document, Persona | None, list[Problem]]:
    document = parse_yaml(read_bytes(path), str(path))
    return document, *_persona_of(document)


def _persona_of(document: Document) -> tuple[Persona | None, list[Problem]]:
    persona, problems = examine(document, Persona, PERSONA_VOCABULARY)
    said = {(problem.line, problem.key) for problem in problems}
    more = [problem for problem in broken_references(document) if (problem.line, problem.key) not in said]
    return persona, in_reading_order([*problems, *more])
