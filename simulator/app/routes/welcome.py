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
        """Go on after somebody said who practises: at the first start to the sound check, then to an easy caller.

        The sound check needs no callers: it is there while they are still read.
        """
        self._first_call_due = first
        if first:
            self.open_sound_check()
        self.read_past_calls()

    def leave_sound_check(self) -> None:
        """Go back to where the sound was to be checked, or on to the first call."""
        if not self._show_first_call():
            self.pop_screen()

    def lists_read(self) -> None:
        """Show the first call to somebody who checked the sound sooner than the callers were read."""
        from simulator.app.screens.home import HomeScreen

        if isinstance(self.screen, HomeScreen):
            self._show_first_call()

    def _show_first_call(self) -> bool:
        """Brief for an easy caller where that is due and callers are there; return whether it was so."""
        if not self._first_call_due or self.shelf is None or not self.past_calls_read:
            return False
        self._first_call_due = False
        easy = suggested(self.shelf.personas, (), self.settings.language)
        if easy is None:
            return False
        from simulator.app.screens.briefing import BriefingScreen

        self.above_home(BriefingScreen(easy.persona))
        return True
