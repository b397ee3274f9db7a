"""What the course of a call is given: what the trainee asks for, and who runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulator.call.worker import TurnWorker


@dataclass(slots=True)
class Wishes:
    """What the trainee asked for, from any thread; granted with the next frame."""

    hold: bool | None = None
    end_turn: bool = False
    transfer: bool = False
    repeat: bool = False
    muted: bool = False
    half_duplex: bool = False
    """True where the microphone hears the speaker: it is not listened to while the caller speaks."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the course needs of whoever runs it."""

    now_s: Callable[[], float]
    """The call's clock, which stands at 0 when the phone is picked up."""
    origin_s: Callable[[], float]
    """What the devices' clock showed then."""
    worker: TurnWorker
    """Does what takes time."""
    judge: TurnWorker
    """Judges how a turn sounds, beside the recogniser."""
    over: Callable[[], None]
    """Is told when the call is over."""
