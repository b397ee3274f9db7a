"""Settings, on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator import directories

if TYPE_CHECKING:
    from simulator.app.services import AppSettings
    from simulator.cli.doors.house import House


class KeptPreferences:
    """Implements `simulator.app.services.Preferences`."""

    def __init__(self, house: House) -> None:
        self._house = house

    def settings(self) -> AppSettings:
        """Return what was chosen before, or the defaults."""
        from simulator.cli.app_settings import choose_folders, read_settings

        self._house.settings = read_settings(directories.settings_path())
        choose_folders(self._house.settings)
        return self._house.settings

    def keep_settings(self, settings: AppSettings) -> None:
        """Keep the choice for next time."""
        from simulator.cli.app_settings import choose_folders, write_settings

        self._house.settings = settings
        choose_folders(settings)
        write_settings(directories.settings_path(), settings)
