"""What a call is held with: ears, a mouth, and settings; made once by whoever chooses the adapters."""

from __future__ import annotations

from dataclasses import dataclass, field

from audio.endpointing import EndpointSettings
from audio.ports import Microphone, Speaker, SpeechDetector, Transcriber, TurnCompletion, Voice
from audio.turn_end import TurnEndSettings


@dataclass(frozen=True, slots=True)
class Ears:
    """What the trainee is heard with."""

    microphone: Microphone
    detector: SpeechDetector
    transcriber: Transcriber
    endpointing: EndpointSettings = field(default_factory=EndpointSettings)
    completion: TurnCompletion | None = None
    """Judges whether a turn sounds complete; without it silence and words decide."""
    turn_end: TurnEndSettings = field(default_factory=TurnEndSettings)


@dataclass(frozen=True, slots=True)
class Mouth:
    """What the caller speaks with."""

    voice: Voice
    speaker: Speaker


@dataclass(frozen=True, slots=True)
class CallSettings:
    """How this call is held, apart from the persona."""

    half_duplex: bool = False
    """True where the microphone hears the speaker: it is not listened to while the caller speaks."""
    barge_in_after_s: float = 0.7
    """Speech this long stops the caller; 'mhm', 'ja' and a cough are shorter."""
    manual_turns: bool = False
    """True when only `end_turn` ends the trainee's turn."""
    echo_tail_s: float = 0.25
    """Half duplex: how long after the caller's last sound the microphone stays unheard."""
    level_interval_s: float = 0.1
    """How often the microphone's level is announced."""
