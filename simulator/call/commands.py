"""What is to be done next in a call: commands in the imperative, given by the machine, carried out by the runner."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.dialogue.state import HeardTurn


@dataclass(frozen=True, slots=True)
class SpeakOpening:
    """Let the caller say the first line."""


@dataclass(frozen=True, slots=True)
class HearTurn:
    """Transcribe and assess what the trainee said."""


@dataclass(frozen=True, slots=True)
class TakeTurnBack:
    """Stop thinking about the turn: the trainee goes on talking, or pressed hold."""


@dataclass(frozen=True, slots=True)
class AnswerTurn:
    """Let the caller choose an answer to a turn."""

    heard: HeardTurn


@dataclass(frozen=True, slots=True)
class AnswerSilence:
    """Let the caller react to nobody saying anything."""

    silent_s: float


@dataclass(frozen=True, slots=True)
class AnswerTransfer:
    """Let the caller say a last line to being put through."""

    announced: bool


@dataclass(frozen=True, slots=True)
class SpeakReply:
    """Let the prepared line sound."""


@dataclass(frozen=True, slots=True)
class StopVoice:
    """Let the caller fall silent at once."""


@dataclass(frozen=True, slots=True)
class HushVoice:
    """Let the caller's line stand still: it will go on."""


@dataclass(frozen=True, slots=True)
class GoOnSpeaking:
    """Let the line that stood still go on, with the sentence that was cut from its beginning."""


@dataclass(frozen=True, slots=True)
class RepeatLine:
    """Let the caller's last line sound once more."""


@dataclass(frozen=True, slots=True)
class KeepTurnOpen:
    """Put by what the trainee said so far: the turn goes on when the call does."""


@dataclass(frozen=True, slots=True)
class WatchSilence:
    """Begin to count the silence from now."""


@dataclass(frozen=True, slots=True)
class EndCall:
    """The caller's last line has sounded: end the call as the caller decided."""


@dataclass(frozen=True, slots=True)
class AbandonCall:
    """Trouble makes it impossible to go on: end the call where it is."""


@dataclass(frozen=True, slots=True)
class LetGo:
    """The call is over: let microphone and voice go."""


CallCommand = (
    SpeakOpening
    | HearTurn
    | TakeTurnBack
    | AnswerTurn
    | AnswerSilence
    | AnswerTransfer
    | SpeakReply
    | StopVoice
    | HushVoice
    | GoOnSpeaking
    | RepeatLine
    | KeepTurnOpen
    | WatchSilence
    | EndCall
    | AbandonCall
    | LetGo
)
