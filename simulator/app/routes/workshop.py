"""The callers' files: watching them as long as their screen is open, and rehearsing one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from simulator.app.routes.background import BackgroundApp

if TYPE_CHECKING:
    from simulator.app.services import CheckedFile, WalkOutcome


class WorkshopRoutes(BackgroundApp):
    """From the callers' files to their screen."""

    def open_workshop(self) -> None:
        """Show the callers' files."""
        from simulator.app.screens.workshop import WorkshopScreen

        if not isinstance(self.screen, WorkshopScreen):
            self.push_screen(WorkshopScreen())

    def watch_callers(self, show: Callable[[tuple[CheckedFile, ...]], None]) -> threading.Event:
        """Check the callers' files now and after each save; return the event that stops it."""
        stop = threading.Event()

        def changed(files: tuple[CheckedFile, ...]) -> None:
            self.from_thread(lambda: None if stop.is_set() else show(files))

        self.behind(lambda: self.services.workshop.watch(changed, stop), lambda _: None, "watch")
        return stop

    def rehearse(
        self, persona_id: str, show: Callable[[WalkOutcome], None], done: Callable[[], None]
    ) -> threading.Event:
        """Walk a caller's rehearsals; return the event that stops it.

        Args:
            persona_id: whose.
            show: is given what each came to, unless it was stopped.
            done: is called at the end, unless it was stopped.
        """
        stop = threading.Event()

        def walked(outcome: WalkOutcome) -> None:
            self.from_thread(lambda: None if stop.is_set() else show(outcome))

        def ended() -> None:
            if not stop.is_set():
                done()

        def failed(failure: Exception) -> None:
            ended()
            self.say_failure(failure)

        work = self.services.workshop.rehearse
        self.behind(lambda: work(persona_id, walked, stop), lambda _: ended(), "rehearse", failed)
        return stop
