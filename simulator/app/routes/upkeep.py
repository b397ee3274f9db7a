"""What happens of itself at the start, and what the settings know of the disk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from simulator.app.routes.lists import ListRoutes
from simulator.app.services import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.app.services import CheckedPlace, Folders, ModelLine, SpeechSpeed, TidiedUp


class UpkeepRoutes(ListRoutes):
    """From the disk to the screen in front."""

    def delete_old(self) -> None:
        """Delete the calls that are older than the settings allow; how many is said."""
        days = self.settings.kept_days

        def tell(tidied: TidiedUp) -> None:
            if tidied.deleted:
                said = self.wording.say("kept-deleted", count=tidied.deleted, days=days or 0)
                self.notify(said, timeout=12, markup=False)
                self.read_past_calls()
            for sentence in tidied.kept:
                self.say_trouble(sentence)

        self.behind(lambda: self.services.upkeep.delete_old(days), tell, "old-calls")

    def measure_speed(self, then: Callable[[SpeechSpeed], None], failed: Callable[[Exception], None]) -> None:
        """Measure how quick this computer recognises and speaks, in the language of the interface."""
        language = self.settings.language
        self.behind(lambda: self.services.upkeep.measure_speed(language), then, "speed", failed)

    def choose_place(self, place: Place, text: str, then: Callable[[CheckedPlace], None]) -> None:
        """Keep something elsewhere from now on, once that was looked at; nothing changes where it cannot be.

        Args:
            place: what.
            text: where, as it was typed; empty for the place that computers of this kind have.
            then: told what was found there, after the choice holds.
        """

        def checked(found: CheckedPlace) -> None:
            if found.fault is not None:
                then(found)
                return
            match place:
                case Place.SESSIONS:
                    self.settings = replace(self.settings, sessions=found.path)
                case Place.CALLERS:
                    self.settings = replace(self.settings, callers=found.path)
                case Place.EXEMPLARS:
                    self.settings = replace(self.settings, exemplars=found.path, uses_exemplars=bool(found.path))
            settings = self.settings

            def kept(_: None) -> None:
                self.read_shelf()
                self.find_models()
                then(found)

            self.behind(lambda: self.services.preferences.keep_settings(settings), kept, "settings")

        self.behind(lambda: self.services.upkeep.check_place(place, text), checked, "place")

    def find_models(self) -> None:
        """Look which models there are, and where things lie; the screen in front is told."""

        def tell(models: tuple[ModelLine, ...]) -> None:
            if (screen := self.in_front()) is not None:
                screen.show_models(models)

        def tell_folders(folders: Folders) -> None:
            if (screen := self.in_front()) is not None:
                screen.show_folders(folders)

        self.behind(self.services.upkeep.models, tell, "models")
        self.behind(self.services.upkeep.folders, tell_folders, "folders")
