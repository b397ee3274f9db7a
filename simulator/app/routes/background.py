"""Work on threads, and how its outcome and its failures come back to the screen."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from textual import on
from textual.app import App
from textual.message import Message

from simulator.app.collecting import QuietCollector
from simulator.app.plain import plain
from simulator.app.screens.base import CallSimScreen
from simulator.app.wording import Wording

if TYPE_CHECKING:
    from simulator.app.services import AppServices, AppSettings, CallerShelf, PastCall
    from simulator.personas.model import Persona

AnswerT = TypeVar("AnswerT")


class _Deferred(Message):
    """Something a thread wants done on the screen's thread."""

    def __init__(self, act: Callable[[], None]) -> None:
        super().__init__()
        self.act = act


class BackgroundApp(App[None]):
    """What all routes stand on: the doors into the house, the settings, and threads.

    Args:
        services: the doors into the rest of the house.
        clock: seconds that never go back, for the call's timer.
    """

    def __init__(self, services: AppServices, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.services = services
        self.clock = clock
        self.settings: AppSettings = services.preferences.settings()
        self.wording = Wording(self.settings.language)
        self.shelf: CallerShelf | None = None
        self.past_calls: tuple[PastCall, ...] = ()
        self.damaged_calls: tuple[PastCall, ...] = ()
        self.past_calls_read = False
        self.waiting_to_go = 0
        """How many handed-in calls are still to be sent."""
        self._playing: threading.Event | None = None
        self.is_alone = False
        """True when this program does nothing but run this app: then the garbage collector is the app's to steer."""
        self.collector = QuietCollector()

    def behind(
        self,
        work: Callable[[], AnswerT],
        then: Callable[[AnswerT], None],
        group: str,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do something that blocks on a thread, and its outcome on the screen's.

        Args:
            work: what blocks; on a thread of its own.
            then: what is done with its answer.
            group: the worker's name, for those who look.
            failed: what is done with a failure; it is said at the edge of the screen where None.
        """

        def run() -> None:
            try:
                answer = work()
            except Exception as trouble:  # every failure of the house ends as a sentence on the screen
                failure = trouble
                self.from_thread(lambda: (failed or self.say_failure)(failure))
            else:
                self.from_thread(lambda: then(answer))

        self.run_worker(run, thread=True, group=group, exclusive=False, exit_on_error=False)

    def from_thread(self, act: Callable[[], None]) -> None:
        """Do something on the screen's thread; nothing when the screen is gone."""
        if self.is_running:
            self.post_message(_Deferred(act))

    @on(_Deferred)
    def _do_deferred(self, message: _Deferred) -> None:
        message.act()

    def say_failure(self, failure: Exception) -> None:
        """Say what went wrong at the edge of the screen."""
        from simulator.app.troubles import trouble_in_words

        trouble = trouble_in_words(str(failure) or type(failure).__name__, failure, self.wording)
        self.say_trouble(f"{trouble.sentence} {trouble.detail}".strip())

    def say_trouble(self, sentence: str) -> None:
        """Say a sentence of trouble at the edge of the screen."""
        self.notify(plain(sentence), severity="warning", timeout=12, markup=False)

    def settle(self) -> None:
        """Take what was loaded by now, and stays, out of the garbage collector's sight; any thread."""
        self.collector.settle()

    def own_screens(self) -> list[CallSimScreen[object]]:
        """Return the screens that lie on each other, without the library's own."""
        return [screen for screen in self.screen_stack if isinstance(screen, CallSimScreen)]

    def in_front(self) -> CallSimScreen[object] | None:
        """Return the screen in front, where it is one of ours."""
        screen = self.screen
        return screen if isinstance(screen, CallSimScreen) else None

    def above_home(self, screen: CallSimScreen[None]) -> None:
        """Show a screen with nothing but the list of callers beneath it."""
        from simulator.app.screens.home import HomeScreen

        while len(self.screen_stack) > 2 and not isinstance(self.screen, HomeScreen):
            self.pop_screen()
        self.push_screen(screen)

    def known(self, persona_id: str) -> Persona | None:
        """Return a caller by id; one that is gone is said."""
        known = () if self.shelf is None else self.shelf.personas
        persona = next((known_one for known_one in known if known_one.id == persona_id), None)
        if persona is None:
            self.say_trouble(self.wording.say("again-gone", persona=persona_id))
        return persona
