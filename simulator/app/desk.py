"""The thread that holds the phone: what the trainee does goes in, in order; what happens comes out as messages.

No verb of a call runs on the screen's thread, so a slow turn never freezes a key.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from textual.message import Message

from simulator.app.messages import CallerReady, CallEventArrived, CallFinished, CallTroubled, MicrophoneLevelArrived
from simulator.app.services import CallPlan, CallServices, FinishedCall, RunningCall
from simulator.call.events import CallEnded, CallEvent, MicrophoneLevelMeasured, TroubleArose

LOOK_UP_S: Final = 0.25
"""How often the waiting thread looks whether it was cancelled."""

RING_OFF_S: Final = 1.0
"""How long picking up waits for the ring tone to let the speaker go; some sound cards sound for one at a time."""


@dataclass(frozen=True, slots=True)
class PickUp:
    """Answer the phone."""


@dataclass(frozen=True, slots=True)
class Say:
    """Say a typed turn."""

    text: str


@dataclass(frozen=True, slots=True)
class EndTurn:
    """End the spoken turn."""


@dataclass(frozen=True, slots=True)
class Mute:
    """Switch the microphone."""

    muted: bool


@dataclass(frozen=True, slots=True)
class Hold:
    """Put on hold or take off."""

    held: bool


@dataclass(frozen=True, slots=True)
class Pause:
    """Let the call stand still, or go on."""

    paused: bool


@dataclass(frozen=True, slots=True)
class SayAgain:
    """Have the caller's last line once more."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Put the caller through to the second line."""


@dataclass(frozen=True, slots=True)
class Note:
    """Write something down."""

    text: str


@dataclass(frozen=True, slots=True)
class HangUp:
    """Put the phone down, or let it ring."""


@dataclass(frozen=True, slots=True)
class Finish:
    """Score and save: the call said it is over."""


Command = PickUp | Say | EndTurn | Mute | Hold | Pause | SayAgain | Transfer | Note | HangUp | Finish


@dataclass(frozen=True, slots=True)
class Branch:
    """Where a call branches off from a saved one."""

    session_id: str
    turn: int
    """The number of the trainee's turn that is said anew."""


@dataclass(slots=True)
class CallDesk:
    """One call from the first ring to the saved session. `run` is the thread; `ask` may be called from any."""

    services: CallServices
    plan: CallPlan
    post: Callable[[Message], object]
    """Takes messages from any thread."""
    branch: Branch | None = None
    """The saved call this one goes on from; None for a new one."""
    ring_over: threading.Event = field(default_factory=threading.Event)
    """Set once the ring tone has let the speaker go."""
    _commands: queue.SimpleQueue[Command] = field(default_factory=queue.SimpleQueue)
    _over: threading.Event = field(default_factory=threading.Event)
    _fatal: str = ""
    """Why the call could not go on."""

    def ask(self, command: Command) -> None:
        """Hand over a command; returns at once."""
        self._commands.put(command)

    def wait(self, timeout_s: float) -> bool:
        """Wait for the end of `run`; return whether it came."""
        return self._over.wait(timeout_s)

    def notice(self, event: CallEvent) -> None:
        """Pass an event of the call on to the screen; called on the call's threads."""
        match event:
            case MicrophoneLevelMeasured(level_dbfs=level_dbfs):
                self.post(MicrophoneLevelArrived(level_dbfs))
            case CallEnded():
                self.post(CallEventArrived(event))
                self.ask(Finish())
            case TroubleArose(fatal=True, message=message):
                self._fatal = message
                self.post(CallEventArrived(event))
                self.ask(Finish())
            case _:
                self.post(CallEventArrived(event))

    def run(self, cancelled: Callable[[], bool]) -> None:
        """Hold the phone until the call is saved or declined; blocks; `cancelled` is asked now and then.

        A cancelled call is hung up and saved all the same.
        """
        try:
            self._run(cancelled)
        except Exception as trouble:  # whatever fails in the house must reach the screen as a sentence
            self.post(CallTroubled(str(trouble) or type(trouble).__name__, self.plan, trouble))
        finally:
            self._over.set()

    def _run(self, cancelled: Callable[[], bool]) -> None:
        self.services.warm_up(self.plan.persona, self.plan.mode)
        self.post(CallerReady())
        call: RunningCall | None = None
        while True:
            match self._next(cancelled):
                case PickUp():
                    self.ring_over.wait(RING_OFF_S)
                    call = call or self._started()
                case HangUp() if call is None:
                    return
                case Finish() if call is not None:
                    self.post(CallFinished(self._finished(call)))
                    return
                case command if call is not None:
                    self._pass_on(call, command)
                    if isinstance(command, HangUp):
                        self.post(CallFinished(self._finished(call)))
                        return
                case _:
                    continue

    def _started(self) -> RunningCall:
        if self.branch is None:
            return self.services.start_call(self.plan, self)
        return self.services.start_branch(self.branch.session_id, self.branch.turn, self.plan.mode, self)

    def _finished(self, call: RunningCall) -> FinishedCall:
        finished = call.finish()
        return replace(finished, note=f"{self._fatal} {finished.note}".strip()) if self._fatal else finished

    def _next(self, cancelled: Callable[[], bool]) -> Command:
        while True:
            try:
                return self._commands.get(timeout=LOOK_UP_S)
            except queue.Empty:
                if cancelled():
                    return HangUp()

    @staticmethod
    def _pass_on(call: RunningCall, command: Command) -> None:
        match command:
            case Say(text=text):
                call.say(text)
            case EndTurn():
                call.end_turn()
            case Mute(muted=muted):
                call.mute(muted)
            case Hold(held=held):
                call.hold(held)
            case Pause(paused=paused):
                call.pause(paused)
            case SayAgain():
                call.say_again()
            case Transfer():
                call.transfer()
            case Note(text=text):
                call.note(text)
            case HangUp():
                call.hang_up()
            case PickUp() | Finish():
                return
