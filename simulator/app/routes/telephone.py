"""The telephone: it rings, is answered or not, and the call ends in its debrief or in words about what went wrong."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any, Final

from textual import on

from simulator.app.directions import trainee_rings
from simulator.app.messages import (
    BranchRequested,
    CallDeclined,
    CallerReady,
    CallEventArrived,
    CallFinished,
    CallRequested,
    CallTroubled,
    PhonePickedUp,
)
from simulator.app.routes.lists import ListRoutes
from simulator.app.routes.sound import SoundRoutes

if TYPE_CHECKING:
    from simulator.app.desk import CallDesk, Command
    from simulator.app.services import AppServices, SpokenAhead
    from simulator.personas.model import Persona

_log = logging.getLogger(__name__)

QUIT_PATIENCE_S: Final = 8.0
"""How long quitting waits for a call to be saved: longer than the last transcription."""


class TelephoneRoutes(ListRoutes, SoundRoutes):
    """From the briefing to the debrief."""

    def __init__(self, services: AppServices, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (whatever stands below)
        super().__init__(services, *args, **kwargs)
        self._desk: CallDesk | None = None
        self._ringing: threading.Event | None = None
        self._ahead: threading.Event | None = None
        self._quitting = False

    @property
    def in_call(self) -> bool:
        """True from the first ring until the call is over."""
        return self._desk is not None

    def speak_ahead(self, persona: Persona) -> None:
        """Have a caller's lines spoken while the trainee reads; the screens are told how far it is."""
        if self.in_call:
            return
        self.stop_speaking_ahead()
        stop = threading.Event()
        self._ahead = stop

        def tell(ahead: SpokenAhead) -> None:
            if not stop.is_set():
                for screen in self.own_screens():
                    screen.show_spoken_ahead(ahead)

        def told(ahead: SpokenAhead) -> None:
            self.from_thread(lambda: tell(ahead))

        def failed(failure: Exception) -> None:
            # Where the voice cannot be loaded, that is said when it rings.
            _log.info("Nothing is spoken ahead: %s", failure)

        speak = self.services.calls.speak_ahead
        self.behind(lambda: speak(persona, told, stop), lambda _: None, "ahead", failed)

    def stop_speaking_ahead(self) -> None:
        """Speak nothing ahead any more before a call; what was spoken is kept."""
        if self._ahead is not None:
            self._ahead.set()
            self._ahead = None

    @on(CallRequested)
    def _ring(self, message: CallRequested) -> None:
        from simulator.app.desk import CallDesk
        from simulator.app.screens.ringing import RingingScreen

        if self._desk is not None:
            return
        self.end_listening()
        self.stop_playing()
        self.stop_speaking_ahead()
        desk = CallDesk(self.services.calls, message.plan, self.post_message)
        self._desk = desk
        self.above_home(RingingScreen(message.plan.persona))
        stop = threading.Event()
        self._ringing = stop

        def ring() -> None:
            try:
                self.services.calls.ring(stop, outbound=trainee_rings(message.plan.persona))
            finally:
                desk.ring_over.set()

        self.behind(ring, lambda _: None, "ring")
        self._run_desk(desk)

    def _run_desk(self, desk: CallDesk) -> None:
        def gone() -> bool:
            return self._quitting or not self.is_running

        self.run_worker(lambda: desk.run(gone), thread=True, group="call", exit_on_error=False)

    @on(BranchRequested)
    def _branch_off(self, message: BranchRequested) -> None:
        from simulator.app.desk import Branch, CallDesk, PickUp
        from simulator.app.screens.call import CallScreen
        from simulator.app.services import CallPlan
        from simulator.sessions.session import Attempt

        persona = self.known(message.finished.persona_id)
        if self._desk is not None or persona is None:
            return
        self.stop_playing()
        plan = CallPlan(persona, message.mode, Attempt.PRACTICE)
        branch = Branch(message.finished.session_id, message.turn)
        desk = CallDesk(self.services.calls, plan, self.post_message, branch)
        desk.ring_over.set()
        desk.ask(PickUp())
        self._desk = desk
        self.above_home(CallScreen(plan, message.turn))
        self._run_desk(desk)

    def stop_ringing(self) -> None:
        """Let the telephone fall silent."""
        if self._ringing is not None:
            self._ringing.set()
            self._ringing = None

    @on(CallerReady)
    def _caller_ready(self) -> None:
        self.settle()
        if (screen := self.in_front()) is not None:
            screen.show_ready()

    @on(PhonePickedUp)
    def _picked_up(self) -> None:
        from simulator.app.desk import PickUp
        from simulator.app.screens.call import CallScreen
        from simulator.app.screens.ringing import RingingScreen

        desk = self._desk
        if desk is not None and isinstance(self.screen, RingingScreen):
            self.stop_ringing()
            self.above_home(CallScreen(desk.plan))
            desk.ask(PickUp())

    @on(CallDeclined)
    def _declined(self) -> None:
        from simulator.app.desk import HangUp
        from simulator.app.screens.ringing import RingingScreen

        self.stop_ringing()
        self.ask(HangUp())
        self._desk = None
        if isinstance(self.screen, RingingScreen):
            self.pop_screen()

    def ask(self, command: Command) -> None:
        """Hand a command to the call, if there is one."""
        if self._desk is not None:
            self._desk.ask(command)

    @on(CallEventArrived)
    def _event_arrived(self, message: CallEventArrived) -> None:
        for screen in self.own_screens():
            if screen.FOLLOWS_CALL:
                screen.post_message(CallEventArrived(message.event))

    @on(CallFinished)
    def _finished(self, message: CallFinished) -> None:
        from simulator.app.screens.debrief import DebriefScreen

        self.stop_ringing()
        self._desk = None
        if self._quitting:
            self.exit()
            return
        self.above_home(DebriefScreen(message.finished))
        self.read_past_calls()

    @on(CallTroubled)
    def _troubled(self, message: CallTroubled) -> None:
        from simulator.app.screens.trouble import TroubleScreen
        from simulator.app.troubles import trouble_in_words

        self.stop_ringing()
        if self._desk is None:
            return
        self._desk = None
        if self._quitting:
            self.exit()
            return
        trouble = trouble_in_words(message.sentence, message.cause, self.wording)
        self.above_home(TroubleScreen(trouble, message.plan))

    def let_go(self) -> None:
        """Let everything fall silent that sounds or listens outside a call."""
        self.stop_ringing()
        self.stop_speaking_ahead()
        self.end_listening()
        self.stop_playing()

    async def action_quit(self) -> None:
        """Leave; a call that runs is hung up and saved first."""
        from simulator.app.desk import HangUp

        self.let_go()
        desk = self._desk
        if desk is None or self._quitting:
            self.exit()
            return
        self._quitting = True
        self.notify(self.wording.say("quit-saving"), markup=False)
        desk.ask(HangUp())
        self.set_timer(QUIT_PATIENCE_S, self.exit)
        self.behind(lambda: desk.wait(QUIT_PATIENCE_S), lambda _: self.exit(), "quit")

    def on_unmount(self) -> None:
        """Let everything go that still sounds or listens."""
        self.let_go()
        if self._desk is not None:
            from simulator.app.desk import HangUp

            self._desk.ask(HangUp())
