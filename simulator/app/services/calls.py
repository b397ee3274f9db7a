"""Holding a call: what was agreed before it, loading what it needs, and the call itself."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from simulator.app.services.past_calls import FinishedCall
    from simulator.call.ports import CallObserver
    from simulator.personas.model import Persona
    from simulator.sessions.session import Attempt, CallMode


@dataclass(frozen=True, slots=True)
class CallPlan:
    """What was agreed before the phone rings."""

    persona: Persona
    mode: CallMode
    attempt: Attempt
    note: str = ""
    """What the trainee wrote down for themselves while preparing; may be empty."""


@dataclass(frozen=True, slots=True)
class SpokenAhead:
    """How many of a caller's sentences the voice has spoken before they are needed."""

    spoken: int
    all: int
    keeps_waiting: bool = False
    """Whether the voice is so slow on this computer that the others would keep the trainee waiting in the call."""
    left_s: float | None = None
    """How long speaking the others takes; None where the voice never spoke on this computer."""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to be spoken."""
        return self.spoken >= self.all


class RunningCall(Protocol):
    """A call that was answered. The verbs may block for as long as a turn takes; one thread calls them."""

    def say(self, text: str) -> None:
        """Say a typed turn; the answer comes as events before or after this returns."""
        ...

    def end_turn(self) -> None:
        """Say that the spoken turn is over, without waiting for silence."""
        ...

    def mute(self, muted: bool) -> None:
        """Switch the microphone off or on again."""
        ...

    def hold(self, held: bool) -> None:
        """Put the caller on hold, or take them off."""
        ...

    def pause(self, paused: bool) -> None:
        """Let the call stand still, or go on; in practice only."""
        ...

    def say_again(self) -> None:
        """Let the caller say the last line once more; in practice only."""
        ...

    def transfer(self) -> None:
        """Put the caller through to the second line; the caller says a last line and `CallEnded` comes."""
        ...

    def note(self, text: str) -> None:
        """Write something down for oneself."""
        ...

    def hang_up(self) -> None:
        """Put the phone down; `CallEnded` comes as an event. May be called on a call that is over."""
        ...

    def finish(self) -> FinishedCall:
        """Wait for the end of the call's threads, score it, save it, and return it."""
        ...


class CallServices(Protocol):
    """The door to the telephone."""

    def ring(self, stop: threading.Event, *, outbound: bool = False) -> None:
        """Sound the telephone until `stop` is set; blocks; silent where there is no speaker.

        Args:
            stop: ends it.
            outbound: True where the trainee rings: what is heard is the telephone at the other end.
        """
        ...

    def warm_up(self, persona: Persona, mode: CallMode) -> None:
        """Load what a call with this caller needs; blocks for seconds.

        Raises:
            Exception: it cannot be made; `str()` is a sentence with the next step.
        """
        ...

    def speak_ahead(self, persona: Persona, told: Callable[[SpokenAhead], None], stop: threading.Event) -> None:
        """Have a caller's lines spoken before it rings, the likeliest first, until `stop` is set; blocks until then.

        What is spoken is kept, also where it is stopped in the middle. Ends at once where nothing is left.

        Args:
            persona: the caller.
            told: is given how far it is, first before any model is loaded, then about twice a second; any thread.
            stop: ends it; a call with this caller that is warmed up meanwhile takes over what was begun.

        Raises:
            Exception: the voice cannot be loaded; `str()` is a sentence.
        """
        ...

    def start_call(self, plan: CallPlan, observer: CallObserver) -> RunningCall:
        """Pick up the phone: the caller's opening comes as events; blocks for less than a second."""
        ...

    def start_branch(self, session_id: str, turn: int, mode: CallMode, observer: CallObserver) -> RunningCall:
        """Hold a saved call again up to a turn, and go on from there; blocks for as long as those turns take.

        The caller, the seed and the trainee's words before that turn are the saved call's, so the caller says the
        same; the events of the repeated turns come first, as in any call. It is kept as a session of its own whose
        parent is the saved one.

        Args:
            session_id: the saved call.
            turn: the number of the trainee's turn that is said anew; it and all after it are left out.
            mode: how the trainee goes on.
            observer: is told what happens.

        Raises:
            LookupError: the session or its caller is gone; `str()` is a sentence.
        """
        ...
