"""The first start: who practises, then the sound check, then a first easy call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.app.progress import suggested
from simulator.app.routes.telephone import TelephoneRoutes

if TYPE_CHECKING:
    from simulator.app.services import AppServices


class WelcomeRoutes(TelephoneRoutes):
    """From the first screen to the first call."""

    def __init__(self, services: AppServices, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (whatever stands below)
        super().__init__(services, *args, **kwargs)
        self._first_call_due = False

    def open_welcome(self) -> None:
        """Ask who practises."""
        from simulator.app.screens.welcome import WelcomeScreen

        if not isinstance(self.screen, WelcomeScreen):
            self.push_screen(WelcomeScreen(first=self.settings.trainee is None))

    def begin_practice(self, *, first: bool) -> None:
        """Go on after somebody said who practises: at the first start to the sound check and an easy caller."""
        self._first_call_due = first
        self.read_past_calls()

    def lists_read(self) -> None:
        """Show the first call as soon as the callers are there."""
        if not self._first_call_due or self.shelf is None:
            return
        self._first_call_due = False
        easy = suggested(self.shelf.personas, (), self.settings.language)
        if easy is not None:
            from simulator.app.screens.briefing import BriefingScreen

            self.above_home(BriefingScreen(easy.persona))
            self.open_sound_check()
