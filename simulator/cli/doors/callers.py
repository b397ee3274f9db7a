"""The callers, from their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.app.services import CallerShelf

if TYPE_CHECKING:
    from simulator.cli.doors.house import House


class ShelvedCallers:
    """Implements `simulator.app.services.CallerServices`."""

    def __init__(self, house: House) -> None:
        self._house = house

    def callers(self) -> CallerShelf:
        """Read all personas."""
        from simulator.personas.reader import load_library

        library = load_library(self._house.persona_folders())
        self._house.loaded = {loaded.persona.id: loaded for loaded in library.personas}
        self._house.callers_read.set()
        return CallerShelf(
            tuple(loaded.persona for loaded in library.personas), tuple(str(problem) for problem in library.problems)
        )
