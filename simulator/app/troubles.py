"""The commonest troubles in the person's language, told by the kind of error; the error's own words are the detail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from audio.errors import (
    DeviceError,
    DeviceGoneError,
    DeviceRefusedError,
    DeviceTakenError,
    ModelError,
    ModelMissingError,
    NoDeviceError,
    NoSoundSystemError,
    SpeechServerError,
)

if TYPE_CHECKING:
    from simulator.app.wording import Wording

_SENTENCE: Final = re.compile(r".+?(?:[.!?](?=\s|$)|$)", re.DOTALL)
_OPTION_TOO: Final = re.compile(r",? or (?:pass|use) --\w+", re.IGNORECASE)


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
    detail = without_options(sentence)
    match cause:
        case NoSoundSystemError():
            return Trouble(wording.say("trouble-no-sound-system"))
        case NoDeviceError(kind="microphone"):
            return Trouble(wording.say("trouble-no-microphone"))
        case NoDeviceError():
            return Trouble(wording.say("trouble-no-speaker"))
        case DeviceGoneError(device=device) if device:
            return Trouble(wording.say("trouble-device-gone", device=device))
        case DeviceTakenError(device=device) if device:
            return Trouble(wording.say("trouble-device-taken", device=device))
        case DeviceRefusedError(device=device) if device:
            return Trouble(wording.say("trouble-device-refused", device=device), detail)
        case DeviceError():
            return Trouble(wording.say("trouble-device"), detail)
        case SpeechServerError():
            return Trouble(wording.say("trouble-speech-server"), detail)
        case ModelMissingError():
            return Trouble(wording.say("trouble-model-missing"), detail)
        case ModelError():
            return Trouble(wording.say("trouble-model"), detail)
        case _:
            return Trouble(sentence)


def without_options(text: str) -> str:
    """Return an error's words without the sentences that name options of the command line: on a screen there are keys.

    A sentence with an option that is one of several things to do loses only that part.
    """
    kept = []
    for sentence in _SENTENCE.findall(text):
        told = _OPTION_TOO.sub("", sentence)
        if " --" not in told:
            kept.append(told.strip())
    return " ".join(kept)
