"""What lies on this computer: the speech models, and calls that are old enough to go."""

from __future__ import annotations

from dataclasses import dataclass
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

    def measure_speed(self, language: Language) -> SpeechSpeed:
        """Speak a sentence and recognise it, without a sound; blocks for seconds, as models are loaded.

        Raises:
            audio.errors.AudioError: a model is not there, or cannot be used.
        """
        ...

    def delete_old(self, days: int | None) -> TidiedUp:
        """Delete calls that began more than so many days ago, None keeps all; blocks on the disk."""
        ...
