"""What lies on this computer: the speech models, and calls that are old enough to go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


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

    def delete_old(self, days: int | None) -> TidiedUp:
        """Delete calls that began more than so many days ago, None keeps all; blocks on the disk."""
        ...
