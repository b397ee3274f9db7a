"""Microphone and headphones: which there are, and whether a spoken call can be made with them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


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


class SoundServices(Protocol):
    """The door to the headset outside a call."""

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
