"""Does the trainee interrupt, or only murmur along? Judged while the caller speaks.

A pure machine over speech probabilities. Somebody who wants the floor keeps speaking; a cough, a breath, typing and
'mhm' are over in about half a second. So a little speech only lowers the caller's voice, as a person falters when
somebody starts to speak, and going on is what stops it. When it was nothing, the voice comes back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from audio.frames import SPEECH_RATE_HZ, samples_to_seconds

BACKCHANNELS: Final = {
    "nl": "ja jaja jawel hm hmm mhm mm mmm aha oke oké ok nee juist precies goh oh ach zo tja uhu ah klopt",
    "en": "yes yeah yep yup hm hmm mhm mm mmm mmhmm aha okay ok right sure uh huh uhhuh oh ah no really exactly",
}
"""Words with which a listener shows that he listens, and which claim no turn."""

MOST_BACKCHANNEL_WORDS: Final = 3
"""'Ja, ja, precies' is still listening; more words than this are a turn."""


class BargeInPhase(Enum):
    """What the trainee does while the caller speaks."""

    LISTENING = auto()
    """Nothing that sounds like speech."""
    STIRRING = auto()
    """Something like speech has begun; the caller's voice is lowered."""
    TAKING_OVER = auto()
    """It is an interruption; the caller has stopped."""


class BargeInAct(Enum):
    """What is to be done to the caller's voice."""

    LOWER = auto()
    RESTORE = auto()
    STOP = auto()


@dataclass(frozen=True, slots=True)
class BargeInSettings:
    """What counts as an interruption."""

    threshold: float = 0.6
    """A frame this probable counts as speech; higher than for turns, because the caller's own voice may leak in."""
    lower_after_ms: float = 64.0
    """So much speech lowers the caller's voice."""
    stop_after_ms: float = 544.0
    """So much speech stops it. Measured on synthesised lines: single murmurs ('ja', 'okay', 'precies') hold 190 to
    510 ms of speech, interruptions ('wacht even', 'hold on') 860 ms and more."""
    forget_after_ms: float = 256.0
    """A silence this long means that it was nothing."""

    def yielding(self) -> BargeInSettings:
        """Return settings of a caller who falls silent at the first sound."""
        return replace(self, stop_after_ms=self.lower_after_ms)

    def stubborn(self, factor: float = 3.0) -> BargeInSettings:
        """Return settings of a caller who talks on until the trainee has talked `factor` times as long."""
        return replace(self, stop_after_ms=self.stop_after_ms * factor)


@dataclass(frozen=True, slots=True)
class BargeInState:
    """What the machine remembers between two frames; make a new one whenever the caller begins to speak."""

    settings: BargeInSettings = BargeInSettings()
    phase: BargeInPhase = BargeInPhase.LISTENING
    speech_samples: int = 0
    silence_samples: int = 0


def advance(state: BargeInState, probability: float, samples: int) -> tuple[BargeInState, BargeInAct | None]:
    """Take one frame into account.

    Args:
        state: what the trainee was doing.
        probability: that the frame holds speech, in [0, 1].
        samples: how many the frame holds, at `SPEECH_RATE_HZ`.

    Returns:
        What the trainee does now, and what is to be done to the caller's voice.
    """
    settings = state.settings
    if state.phase is BargeInPhase.TAKING_OVER:
        return state, None
    if probability >= settings.threshold:
        heard = replace(state, speech_samples=state.speech_samples + samples, silence_samples=0)
        speech_ms = samples_to_seconds(heard.speech_samples, SPEECH_RATE_HZ) * 1000.0
        if speech_ms >= settings.stop_after_ms:
            return replace(heard, phase=BargeInPhase.TAKING_OVER), BargeInAct.STOP
        if heard.phase is BargeInPhase.LISTENING and speech_ms >= settings.lower_after_ms:
            return replace(heard, phase=BargeInPhase.STIRRING), BargeInAct.LOWER
        return heard, None
    quiet = replace(state, silence_samples=state.silence_samples + samples)
    if samples_to_seconds(quiet.silence_samples, SPEECH_RATE_HZ) * 1000.0 < settings.forget_after_ms:
        return quiet, None
    act = BargeInAct.RESTORE if state.phase is BargeInPhase.STIRRING else None
    return BargeInState(settings), act


def is_backchannel(text: str, language: str) -> bool:
    """Tell whether words only show that the trainee listens ('mhm', 'ja ja', 'right'); empty text does not.

    Args:
        text: what was recognised.
        language: 'nl' or 'en'.
    """
    words = re.findall(r"\w+", text.casefold())
    known = frozenset(BACKCHANNELS.get(language, "").split())
    return 0 < len(words) <= MOST_BACKCHANNEL_WORDS and known.issuperset(words)
