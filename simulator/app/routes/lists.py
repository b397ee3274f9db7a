"""Callers and calls made: reading them, and looking back on one."""

from __future__ import annotations

import importlib
import logging
import threading
from typing import TYPE_CHECKING, Final

from textual import on

from simulator.app.messages import CallerChosen, SessionChosen
from simulator.app.routes.background import BackgroundApp
from simulator.app.wording import Wording
from simulator.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.app.services import CallerShelf, FinishedCall, PastCall

_log = logging.getLogger(__name__)

LATER_SCREENS: Final = (
    "briefing",
    "ringing",
    "call",
    "debrief",
    "trouble",
    "past_calls",
    "settings",
    "sound_check",
    "help",
    "note",
    "palette",
    "welcome",
    "pick",
    "review",
    "trainers_room",
    "workshop",
)


LOADED_AFTER_S: Final = 6.0


def _load_screens() -> None:
    """Load what comes later, so that the first key that asks for it is answered at once."""
    for language in Language:
        Wording(language)
    for name in LATER_SCREENS:
        importlib.import_module(f"simulator.app.screens.{name}")


class ListRoutes(BackgroundApp):
    """From the lists to one caller, or to one call."""

    def read_shelf(self) -> None:
        """Read callers and past calls."""

        def read(found: CallerShelf) -> None:
            self.shelf = found
            self._refresh_lists()
            self.read_past_calls()
            self.behind(_load_screens, lambda _: self.settle(), "screens")
            # By then what the first call needs is loaded behind the lists.
            self.set_timer(LOADED_AFTER_S, self.settle)

        self.behind(self.services.callers.callers, read, "shelf")

    def lists_read(self) -> None:
        """Do what waits for callers and calls to be read."""

    def read_past_calls(self) -> None:
        """Read the calls this person made."""

        def read(found: tuple[PastCall, ...]) -> None:
            mine = self.settings.trainee or ""
            self.past_calls = tuple(call for call in found if not call.problem and call.trainee == mine)
            self.damaged_calls = tuple(call for call in found if call.problem)
            self.past_calls_read = True
            self._refresh_lists()
            self.lists_read()

        self.behind(self.services.past_calls.past_calls, read, "past-calls")
        self.look_what_waits()

    def look_what_waits(self) -> None:
        """Ask how many handed-in calls are still to be sent; the screens are told."""

        def tell(waiting: int) -> None:
            if waiting != self.waiting_to_go:
                self.waiting_to_go = waiting
                self._refresh_lists()

        self.behind(self.services.past_calls.waiting_to_go, tell, "waiting")

    def mark_review_read(self, session_id: str) -> None:
        """Note that the trainee sees what trainers said; a failure to is nobody's concern but the log's."""

        def failed(failure: Exception) -> None:
            _log.warning("%s", failure)

        mark = self.services.past_calls.mark_review_read
        self.behind(lambda: mark(session_id), lambda _: None, "review-read", failed)

    def _refresh_lists(self) -> None:
        for screen in self.own_screens():
            if screen.is_mounted:
                screen.show()

    def open_past_calls(self) -> None:
        """Show the calls made."""
        from simulator.app.screens.past_calls import PastCallsScreen

        if not isinstance(self.screen, PastCallsScreen):
            self.push_screen(PastCallsScreen())

    def open_again(self, persona_id: str) -> None:
        """Brief the trainee for the same caller again."""
        from simulator.app.screens.briefing import BriefingScreen

        persona = self.known(persona_id)
        if persona is not None:
            self.above_home(BriefingScreen(persona))

    @on(CallerChosen)
    def _brief(self, message: CallerChosen) -> None:
        from simulator.app.screens.briefing import BriefingScreen

        self.above_home(BriefingScreen(message.persona))

    @on(SessionChosen)
    def _look_back(self, message: SessionChosen) -> None:
        def show(finished: FinishedCall) -> None:
            from simulator.app.screens.debrief import DebriefScreen

            self.push_screen(DebriefScreen(finished))

        def failed(failure: Exception) -> None:
            self.say_failure(failure)
            self._refresh_lists()

        opening = self.services.past_calls.finished_call
        self.behind(lambda: opening(message.session_id), show, "open-session", failed)

    def compare(self, session_id: str) -> None:
        """Fetch the call that another one is held against; the debrief in front is given it."""

        def show(before: FinishedCall) -> None:
            for screen in self.own_screens():
                screen.show_before(before)

        self.behind(lambda: self.services.past_calls.finished_call(session_id), show, "before")

    def hand_in(self, session_id: str, then: Callable[[], None]) -> None:
        """Give a call to the trainer, and do something once that is done."""

        def handed_in(_: None) -> None:
            then()
            self.look_what_waits()

        self.behind(lambda: self.services.past_calls.hand_in(session_id), handed_in, "hand-in")

    def play_turn(self, session_id: str, turn: int) -> None:
        """Play a recorded turn; another one stops the first."""
        self.stop_playing()
        self._play(self.services.past_calls.play_turn, session_id, turn)

    def play_reviewed_turn(self, session_id: str, turn: int) -> None:
        """Play a recorded turn of a session in the trainer's room."""
        self.stop_playing()
        self._play(self.services.training.play_turn, session_id, turn)

    def _play(self, play: Callable[[str, int, threading.Event], None], session_id: str, turn: int) -> None:
        stop = threading.Event()
        self._playing = stop
        self.behind(lambda: play(session_id, turn, stop), lambda _: None, "play")

    def stop_playing(self) -> None:
        """Let a recorded turn that sounds fall silent."""
        if self._playing is not None:
            self._playing.set()
            self._playing = None
