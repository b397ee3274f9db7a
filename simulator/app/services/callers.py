"""Who there is to practise with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from simulator.personas.model import Persona


@dataclass(frozen=True, slots=True)
class CallerShelf:
    """The callers there are, and what is wrong with those that could not be read."""

    personas: tuple[Persona, ...]
    problems: tuple[str, ...] = ()
    """A sentence with file and line for each fault."""


class CallerServices(Protocol):
    """The door to the callers' files."""

    def callers(self) -> CallerShelf:
        """Read all personas; blocks on the disk."""
        ...
