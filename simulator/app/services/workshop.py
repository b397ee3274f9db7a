"""The callers as files: what is wrong with each as it is saved, and what a rehearsal comes to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from simulator.scoring.scorecard import Criterion


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A caller's file with what is wrong with it."""

    path: str
    """The whole path: what tells two files of one name apart."""
    name: str
    """The file's name."""
    persona_id: str = ""
    """Empty where the file gives no caller."""
    title: str = ""
    """Who rings and about what; empty where the file gives no caller."""
    errors: tuple[str, ...] = ()
    """Why the caller cannot be used, each with file and line."""
    smells: tuple[str, ...] = ()
    """What is probably not as its writer means, each with file and line."""


@dataclass(frozen=True, slots=True)
class WalkOutcome:
    """What one rehearsal came to."""

    walk: str
    """'good', 'bad', 'silent' or 'jargon'."""
    turns: int
    """Of the trainee."""
    ending: str | None
    """An Ending value."""
    facts: int
    """How many facts were reached."""
    facts_in_all: int
    scores: Mapping[Criterion, int | None]
    fault: str = ""
    """What the walk's name promises and the walk does not do; empty when it does."""


class WorkshopServices(Protocol):
    """The door to the callers' files."""

    def watch(self, changed: Callable[[tuple[CheckedFile, ...]], None], stop: threading.Event) -> None:
        """Check all callers' files, now and after each save, until `stop` is set; blocks.

        Args:
            changed: is given all files after each check, on the thread that called this.
            stop: ends it within a second.
        """
        ...

    def rehearse(self, persona_id: str, walked: Callable[[WalkOutcome], None], stop: threading.Event) -> None:
        """Type a caller's rehearsals, one after another, until all are done or `stop` is set; blocks for seconds.

        Args:
            persona_id: whose; the file is read anew.
            walked: is given what each came to, on the thread that called this.
            stop: ends it after the rehearsal that is being walked.

        Raises:
            LookupError: there is no such caller; `str()` is a sentence.
        """
        ...
