"""What happened in a call: facts in the past tense, in the order they happened.

The same events feed the journal, the screen and the command line. Times are seconds on the call's clock,
which stands at 0 when the phone is picked up.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from simulator.dialogue.state import CallerState, Ending, HeardTurn
from simulator.scoring.record import TurnRecord


@dataclass(frozen=True, slots=True)
class CallAnswered:
    """The phone was picked up; the clock starts."""

    at_s: float


@dataclass(frozen=True, slots=True)
class TraineeSpeechStarted:
    """The trainee began to speak."""

    at_s: float


@dataclass(frozen=True, slots=True)
class TraineeSpeechDismissed:
    """What sounded like speech held no words worth believing (a cough, a door); the call goes on as it was."""

    at_s: float


@dataclass(frozen=True, slots=True)
class TraineeTurnEnded:
    """The trainee stopped speaking; hearing and answering begin."""

    at_s: float
    """When the last speech was heard."""
    silence_s: float = 0.0
    """How long it had been silent when the turn was taken as over (0 when typed)."""
    sounds_complete: float | None = None
    """The probability that it sounded complete; None when that was not judged."""


@dataclass(frozen=True, slots=True)
class TraineeTurnHeard:
    """A trainee turn was transcribed and assessed."""

    turn: TurnRecord
    heard: HeardTurn
    transcription_s: float = 0.0
    """How long transcribing took (0 when typed)."""
    assessment_s: float = 0.0


@dataclass(frozen=True, slots=True)
class SilenceNoticed:
    """Nobody said anything for as long as this caller bears."""

    at_s: float
    silent_s: float


@dataclass(frozen=True, slots=True)
class CallerReplied:
    """The caller chose what to say; the voice is about to say it."""

    turn: TurnRecord
    state: CallerState
    synthesis_s: float = 0.0
    """How long the first sentence took to synthesise (0 when typed)."""
    choosing_s: float = 0.0
    """How long choosing the line took."""


@dataclass(frozen=True, slots=True)
class CallerSpeechStarted:
    """The caller's voice sounds."""

    at_s: float
    turn_number: int
    response_delay_s: float
    """From the trainee's last sound to the caller's first; 0 for the opening."""


@dataclass(frozen=True, slots=True)
class CallerSpeechEnded:
    """The caller's line was spoken to its end."""

    at_s: float
    turn_number: int


@dataclass(frozen=True, slots=True)
class CallerInterrupted:
    """The caller fell silent before the line's end: the trainee talked through it, hung up or pressed hold."""

    at_s: float
    turn_number: int
    words_spoken: str
    """The part of the line that had sounded, to the word."""
    facts_untold: tuple[str, ...] = ()
    """Ids of the facts of the line that were cut off before they were understandable: they are still to be told."""


@dataclass(frozen=True, slots=True)
class HoldStarted:
    """The caller was put on hold."""

    at_s: float
    announced: bool


@dataclass(frozen=True, slots=True)
class HoldEnded:
    """The caller was taken off hold."""

    at_s: float


@dataclass(frozen=True, slots=True)
class MicrophoneMuted:
    """The trainee's microphone was switched off or on again."""

    at_s: float
    muted: bool


@dataclass(frozen=True, slots=True)
class MicrophoneLevelMeasured:
    """How loud the microphone is; a flood for the meter, never journaled."""

    at_s: float
    level_dbfs: float


@dataclass(frozen=True, slots=True)
class FramesDropped:
    """Microphone sound was lost because the computer could not keep up."""

    at_s: float
    samples: int


class PauseReason(StrEnum):
    """Why a call stands still."""

    TRAINEE = "trainee"
    """The trainee asked for it (in practice only)."""
    DEVICE = "device"
    """A microphone or speaker went away; it is looked for until it is back."""


@dataclass(frozen=True, slots=True)
class CallPaused:
    """The call stands still: nobody hears the other, the clock of the call goes on, no silence is counted."""

    at_s: float
    reason: PauseReason
    message: str = ""
    """What happened and what to do, as a sentence; empty when the trainee asked for it."""


@dataclass(frozen=True, slots=True)
class CallResumed:
    """The call goes on where it stood."""

    at_s: float
    message: str = ""
    """What it goes on with, as a sentence, for example which device; empty when there is nothing to say."""


@dataclass(frozen=True, slots=True)
class TransferStarted:
    """The trainee put the caller through to the second line; the caller says a last line and the call ends."""

    at_s: float
    announced: bool


@dataclass(frozen=True, slots=True)
class LineRepeated:
    """The caller's last line is spoken again because the trainee asked for it (in practice only)."""

    at_s: float
    turn_number: int


@dataclass(frozen=True, slots=True)
class NoteTaken:
    """The trainee wrote something down for themselves; never heard by the caller, never scored."""

    at_s: float
    text: str


@dataclass(frozen=True, slots=True)
class VoiceLowered:
    """The caller's voice was made softer because the trainee may be speaking, or raised again."""

    at_s: float
    lowered: bool


@dataclass(frozen=True, slots=True)
class TroubleArose:
    """Something failed; the sentence says what, which, and what to do next."""

    at_s: float
    message: str
    fatal: bool
    """True when the call cannot go on."""


@dataclass(frozen=True, slots=True)
class CallEnded:
    """The call is over."""

    at_s: float
    ending: Ending | None
    """None when trouble cut the call short."""


CallEvent = (
    CallAnswered
    | TraineeSpeechStarted
    | TraineeSpeechDismissed
    | TraineeTurnEnded
    | TraineeTurnHeard
    | SilenceNoticed
    | CallerReplied
    | CallerSpeechStarted
    | CallerSpeechEnded
    | CallerInterrupted
    | HoldStarted
    | HoldEnded
    | MicrophoneMuted
    | MicrophoneLevelMeasured
    | FramesDropped
    | CallPaused
    | CallResumed
    | TransferStarted
    | LineRepeated
    | NoteTaken
    | VoiceLowered
    | TroubleArose
    | CallEnded
)
