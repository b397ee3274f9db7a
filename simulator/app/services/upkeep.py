"""What lies on this computer: the speech models, and calls that are old enough to go."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from simulator.language import Language


@dataclass(frozen=True, slots=True)
class ModelLine:
    """A speech model, installed or not."""

    id: str
    title: str
    megabytes: int | None
    """On the disk; None where that is unknown before it is fetched."""
    is_installed: bool
    install: str
    """The command that installs it."""


ENOUGH_S: Final = 1.5
"""A caller who begins to answer within this is one to talk with; our own choice: recognising and speaking a sentence,
with the second that the end of a turn takes to show, make a silence like that of a person who thinks."""


@dataclass(frozen=True, slots=True)
class SpeechSpeed:
    """How quick this computer is with a sentence of some five seconds."""

    recogniser: str
    """The model that was measured."""
    voice: str
    recognised_s: float
    """From the sound to its words."""
    spoken_s: float
    """From the words to their sound."""

    @property
    def is_enough(self) -> bool:
        """Whether that is quick enough to talk with a caller."""
        return self.recognised_s + self.spoken_s <= ENOUGH_S


@dataclass(frozen=True, slots=True)
class Folders:
    """Where things lie on this computer, each as a path."""

    sessions: str
    """The calls."""
    callers: str
    """The trainer's own callers."""
    models: str
    settings: str
    """The file with these settings."""
    sessions_by: str = ""
    """What goes before the folder that was chosen, a variable or an option; empty where nothing does."""
    callers_by: str = ""

    def overridden_by(self, name: str) -> str:
        """Return what goes before the folder of this name that was chosen; empty where nothing does."""
        return {"sessions": self.sessions_by, "callers": self.callers_by}.get(name, "")


class Place(StrEnum):
    """What a person may keep elsewhere."""

    SESSIONS = "sessions"
    """A folder."""
    CALLERS = "callers"
    """A folder."""
    EXEMPLARS = "exemplars"
    """A file."""


class PlaceFault(StrEnum):
    """Why something cannot be kept, or taken from, where a person wants it."""

    ABSENT = "absent"
    NO_FOLDER = "no-folder"
    """A file is there."""
    CLOSED = "closed"
    """It may not be looked into."""
    NOT_WRITABLE = "not-writable"
    NO_EXEMPLARS = "no-exemplars"
    """It is a file of something else, or damaged."""


@dataclass(frozen=True, slots=True)
class CheckedPlace:
    """A place that a person wants, looked at."""

    path: str
    """In full; empty for the place that computers of this kind have."""
    found: int = 0
    """How many calls, callers or corrections are there already."""
    fault: PlaceFault | None = None
    detail: str = ""
    """What is wrong, as the disk or the file's reader says it."""


@dataclass(frozen=True, slots=True)
class TidiedUp:
    """What became of old calls."""

    deleted: int
    """How many are gone, with all that was made of them."""
    kept: tuple[str, ...] = ()
    """Why others are still there, a sentence each."""


class UpkeepServices(Protocol):
    """The door to the disk's upkeep."""

    def models(self) -> tuple[ModelLine, ...]:
        """Return the models there are, installed ones first; blocks on the disk."""
        ...

    def folders(self) -> Folders:
        """Return where things lie; looks at no disk."""
        ...

    def check_place(self, place: Place, text: str) -> CheckedPlace:
        """Look whether something can be kept where a person wants it; changes nothing, blocks on the disk.

        Args:
            place: what is to be kept there.
            text: as it was typed; empty for the place that computers of this kind have.
        """
        ...

    def measure_speed(self, language: Language) -> SpeechSpeed:
        """Speak a sentence and recognise it, without a sound; blocks for seconds, as models are loaded.

        Raises:
            audio.errors.AudioError: a model is not there, or cannot be used.
        """
        ...

    def delete_old(self, days: int | None) -> TidiedUp:
        """Delete calls that began more than so many days ago, None keeps all; blocks on the disk."""
        ...
