"""What the screens need from the rest of the house, as Protocols and values.

The command line fills these in; the screens never choose an adapter, compute a score or touch a file.
Every verb says whether it blocks; blocking ones are called on worker threads only.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from simulator.language import Language

if TYPE_CHECKING:
    from simulator.call.ports import CallObserver
    from simulator.personas.model import Persona
    from simulator.scoring.record import CallRecord
    from simulator.scoring.scorecard import Criterion, Scorecard
    from simulator.sessions.session import CallMode


class ThemeChoice(StrEnum):
    """The colours of the screens; the values are the names of the registered themes."""

    DARK = "callsim-dark"
    LIGHT = "callsim-light"
    CONTRAST = "callsim-contrast"


@dataclass(frozen=True, slots=True)
class AppSettings:
    """What a person chose for the screens."""

    language: Language = Language.DUTCH
    """The language of the interface; callers speak their own."""
    theme: ThemeChoice = ThemeChoice.DARK
    microphone: str | None = None
    """The device's name; None is the system's choice."""
    speaker: str | None = None
    """The device's name; None is the system's choice."""


@dataclass(frozen=True, slots=True)
class SoundDevices:
    """The devices that can be chosen, by name."""

    microphones: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SoundReport:
    """Whether a spoken call can be made."""

    trouble: str | None = None
    """What is wrong and what to do next, as a sentence; None when all is well."""
    microphone: str = ""
    """The microphone that would be used."""
    speaker: str = ""
    cause: Exception | None = None
    """The error behind `trouble`, so that it can be said in the person's language; None where it is not known."""


@dataclass(frozen=True, slots=True)
class CallerShelf:
    """The callers there are, and what is wrong with those that could not be read."""

    personas: tuple[Persona, ...]
    problems: tuple[str, ...] = ()
    """A sentence with file and line for each fault."""


@dataclass(frozen=True, slots=True)
class PastCall:
    """One line of the list of calls made."""

    id: str
    persona_id: str
    caller_name: str
    title: str
    started_at: datetime
    """With its time zone."""
    scores: Mapping[Criterion, int | None]
    ending: str | None
    """An Ending value; None for a call cut short."""
    problem: str = ""
    """Why it cannot be opened, as a sentence; empty when it can. A damaged call has no scores and no caller."""


@dataclass(frozen=True, slots=True)
class FinishedCall:
    """A call to look back on, saved or about to be."""

    session_id: str
    persona_id: str
    caller_name: str
    title: str
    started_at: datetime
    record: CallRecord
    scorecard: Scorecard | None
    """None when the call could not be scored; `note` says why."""
    folder: str = ""
    """Where it is kept."""
    note: str = ""
    """What the person must know about the saving or scoring of it; empty when all is well."""
    parent_id: str | None = None
    """The session this one branched off from; None for a call of its own."""
    branch_turn: int | None = None
    """The number of the turn that was said anew; None for a call of its own."""


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

    def hang_up(self) -> None:
        """Put the phone down; `CallEnded` comes as an event. May be called on a call that is over."""
        ...

    def finish(self) -> FinishedCall:
        """Wait for the end of the call's threads, score it, save it, and return it."""
        ...


class AppServices(Protocol):
    """The doors from the screens into the house."""

    @property
    def doubtful_below(self) -> float:
        """Words the recogniser trusted less than this are shown grey; in [0, 1]."""
        ...

    def now(self) -> datetime:
        """Return the time of day, with its time zone; does not block."""
        ...

    def settings(self) -> AppSettings:
        """Return what was chosen before, or the defaults; read once at the start."""
        ...

    def keep_settings(self, settings: AppSettings) -> None:
        """Keep the choice for next time; blocks on the disk; a failure raises an OSError."""
        ...

    def callers(self) -> CallerShelf:
        """Read all personas; blocks on the disk."""
        ...

    def past_calls(self) -> tuple[PastCall, ...]:
        """Return the calls made, newest first; blocks on the disk."""
        ...

    def finished_call(self, session_id: str) -> FinishedCall:
        """Open a saved call; blocks on the disk; raises LookupError with a sentence when it is gone."""
        ...

    def sound_devices(self) -> SoundDevices:
        """Ask the sound system for its devices; blocks; no sound system means none."""
        ...

    def sound_check(self) -> SoundReport:
        """Tell whether a spoken call can be made; blocks; never raises."""
        ...

    def listen(self, level_dbfs: Callable[[float], None], stop: threading.Event) -> None:
        """Measure the microphone about ten times a second until `stop` is set; blocks.

        Raises:
            audio.errors.AudioError: the microphone cannot be opened.
        """
        ...

    def play_tone(self) -> None:
        """Sound a short tone through the speaker; blocks; raises AudioError when it cannot."""
        ...

    def ring(self, stop: threading.Event) -> None:
        """Sound the ring tone until `stop` is set; blocks; silent where there is no speaker."""
        ...

    def warm_up(self, persona: Persona, mode: CallMode) -> None:
        """Load what a call with this caller needs; blocks for seconds.

        Raises:
            Exception: it cannot be made; `str()` is a sentence with the next step.
        """
        ...

    def start_call(self, persona: Persona, mode: CallMode, observer: CallObserver) -> RunningCall:
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

    def play_turn(self, session_id: str, turn: int, stop: threading.Event) -> None:
        """Sound one recorded turn until its end or until `stop` is set; blocks.

        Raises:
            LookupError: there is no recording of it; `str()` is a sentence.
            audio.errors.AudioError: it cannot be sounded.
        """
        ...
