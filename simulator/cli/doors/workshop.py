"""The callers' files, watched and rehearsed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from simulator.app.services import CheckedFile, WalkOutcome

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.cli.doors.house import House
    from simulator.personas.surroundings import Surroundings

SETTLED_MS: Final = 200
"""How long a folder is quiet before its files are read: editors write a file in more than one step."""

LOOK_UP_MS: Final = 500
"""How often the watching thread looks whether it was stopped."""

SEED: Final = 1
"""Of the callers' choices: the same words give the same rehearsal."""


_Known = dict["Path", tuple[int, int, CheckedFile]]
"""Each file as it was last checked, with its time and size."""


class CallersWorkshop:
    """Implements `simulator.app.services.WorkshopServices`."""

    def __init__(self, house: House) -> None:
        self._house = house

    def watch(self, changed: Callable[[tuple[CheckedFile, ...]], None], stop: threading.Event) -> None:
        """Check all callers' files, now and after each save, until `stop` is set.

        At first `changed` is told after every file: all of them together take seconds.
        """
        from watchfiles import watch

        known: dict[Path, tuple[int, int, CheckedFile]] = {}
        for _ in self._check_each(known, stop):
            changed(_faults_first(known))
        if not known:
            changed(())
        folders = [folder for folder in self._house.persona_folders() if folder.is_dir()]
        saves = watch(
            *folders,
            watch_filter=lambda _, path: path.endswith(".yaml"),
            debounce=SETTLED_MS,
            rust_timeout=LOOK_UP_MS,
            stop_event=stop,
            yield_on_timeout=True,
            recursive=False,
            raise_interrupt=False,
        )
        for saved in saves:
            if stop.is_set():
                return
            if saved:
                for _ in self._check_each(known, stop):
                    pass
                changed(_faults_first(known))

    def _check_each(self, known: _Known, stop: threading.Event) -> Iterator[None]:
        """Check the files that are new or other than they were, until `stop` is set; come back after each file.

        Args:
            known: each file as it was last checked, by its time and size; a check takes a quarter of a second. What
                is gone from the disk is gone from here at the end.
            stop: breaks it off.
        """
        from simulator.cli.composition import make_surroundings
        from simulator.personas.reader import persona_files

        # Without the sentence encoder: what is shown while somebody types must be there at once.
        around = replace(make_surroundings(), encoder=None)
        there = set()
        for path in persona_files(self._house.persona_folders()):
            if stop.is_set():
                return
            try:
                state = path.stat()
            except FileNotFoundError:
                continue
            there.add(path)
            before = known.get(path)
            if before is None or before[:2] != (state.st_mtime_ns, state.st_size):
                known[path] = (state.st_mtime_ns, state.st_size, _checked_file(path, around))
                yield
        for path in known.keys() - there:
            del known[path]

    def rehearse(self, persona_id: str, walked: Callable[[WalkOutcome], None], stop: threading.Event) -> None:
        """Type a caller's rehearsals, one after another, until all are done or `stop` is set."""
        from simulator.cli.composition import make_minds
        from simulator.cli.rehearsing import WALKS, typed_walk
        from simulator.personas.reader import UnknownPersonaError, load_library
        from simulator.scoring.scorecard import Criterion

        try:
            loaded = load_library(self._house.persona_folders()).find(persona_id)
        except UnknownPersonaError as unknown:
            raise LookupError(str(unknown)) from unknown
        if stop.is_set():
            return
        minds = make_minds(loaded.persona)
        for walk in WALKS:
            lines: Sequence[str] = getattr(loaded.persona.rehearsal, walk)
            if stop.is_set() or not lines:
                continue
            made = typed_walk(loaded, walk, lines, minds, SEED, self._house.settings.language)
            scores = {Criterion(name): value for name, value in made.scores.items()}
            walked(WalkOutcome(walk, made.turns, made.ending, len(made.facts), made.facts_in_all, scores, made.fault))


def _faults_first(known: _Known) -> tuple[CheckedFile, ...]:
    """Return every file with what is wrong with it, those with faults first."""
    found = (known[path][2] for path in sorted(known))
    return tuple(sorted(found, key=lambda each: (not each.errors, not each.smells)))


def _checked_file(path: Path, around: Surroundings) -> CheckedFile:
    from simulator.personas.problems import ProblemsError, Severity
    from simulator.personas.reader import check_persona, load_persona

    try:
        persona = load_persona(path).persona
    except ProblemsError:
        persona_id = title = ""
    else:
        persona_id, title = persona.id, f"{persona.name}: {persona.title}"
    lines = [(problem.severity, _line(path, str(problem))) for problem in check_persona(path, around)]
    errors = tuple(line for severity, line in lines if severity is Severity.ERROR)
    smells = tuple(line for severity, line in lines if severity is not Severity.ERROR)
    return CheckedFile(str(path), path.name, persona_id, title, errors, smells)


def _line(path: Path, problem: str) -> str:
    """Return a problem with the file by its name alone: the screen says which folder."""
    return problem.removeprefix(f"{path.parent}/")
