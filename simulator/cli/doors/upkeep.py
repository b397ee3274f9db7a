"""Models and old calls, on the disk."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from simulator.app.services import ModelLine, TidiedUp
from simulator.cli.options import models_at

if TYPE_CHECKING:
    from simulator.cli.doors.house import House

SHELF_WAIT_S: Final = 20.0
"""How long old calls wait for the first screen to have its callers."""


class DiskUpkeep:
    """Implements `simulator.app.services.UpkeepServices`."""

    def __init__(self, house: House) -> None:
        self._house = house

    def models(self) -> tuple[ModelLine, ...]:
        """Return the models there are, installed ones first."""
        from audio.models import ModelStore

        store = ModelStore(models_at(self._house.models_dir))
        there = store.installed()
        lines = [
            ModelLine(
                model.id,
                model.title,
                None if model.bytes is None else max(1, round(model.bytes / 1e6)),
                model.id in there,
                f"callsim models install {model.id}",
            )
            for model in store.models
        ]
        return tuple(sorted(lines, key=lambda line: not line.is_installed))

    def delete_old(self, days: int | None) -> TidiedUp:
        """Delete calls that began more than so many days ago, and what a deletion cut short left."""
        from simulator.sessions.deletion import apply_retention

        self._house.callers_read.wait(SHELF_WAIT_S)
        done = apply_retention(self._house.sessions(), days, datetime.now().astimezone())
        return TidiedUp(len(done.ids), done.kept)
