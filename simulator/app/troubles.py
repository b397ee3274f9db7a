"""The commonest troubles in the person's language, told by the kind of error; the error's own words are the detail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audio.errors import DeviceError, ModelError, ModelMissingError, NoSoundSystemError

if TYPE_CHECKING:
    from simulator.app.wording import Wording


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, as it is shown."""

    sentence: str
    detail: str = ""
    """The error's own words, in English; empty where they are the sentence."""


def trouble_in_words(sentence: str, cause: Exception | None, wording: Wording) -> Trouble:
    """Return what to say of an error.

    Args:
        sentence: the error's own words.
        cause: the error; None where it is not known.
        wording: the interface's words.
    """
    match cause:
        case NoSoundSystemError():
            said = wording.say("trouble-no-sound-system")
        case DeviceError():
            said = wording.say("trouble-device")
        case ModelMissingError():
            said = wording.say("trouble-model-missing")
        case ModelError():
            said = wording.say("trouble-model")
        case _:
            return Trouble(sentence)
    return Trouble(said, sentence)
