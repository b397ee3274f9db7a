"""Microphone and headphones: which there are, and whether a spoken call can be made with them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from simulator.language import Language

if TYPE_CHECKING:
    from audio.sound_check import EchoReport, ReadingReport, RecordingReport

Ready = Callable[[], None]
"""Is called when the microphone listens: now the trainee may speak."""

Level = Callable[[float], None]
"""Is given the level of the microphone in dBFS about ten times a second."""


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

    def listen(self, level_dbfs: Level, stop: threading.Event) -> None:
        """Measure the microphone about ten times a second until `stop` is set; blocks.

        Raises:
            audio.errors.AudioError: the microphone cannot be opened.
        """
        ...

    def play_tone(self, stop: threading.Event) -> None:
        """Sound a short tone through the speaker, until `stop` is set; blocks; raises AudioError when it cannot."""
        ...

    def record_voice(self, ready: Ready, level_dbfs: Level, stop: threading.Event) -> RecordingReport:
        """Record the trainee for some seconds, play it back, and tell how it was; blocks.

        Raises:
            audio.errors.AudioError: a device cannot be used.
        """
        ...

    def find_echo(self, stop: threading.Event) -> EchoReport:
        """Sound a sweep and look for it in the microphone; blocks for about 3 s.

        What was found is remembered for these two devices: with an echo a call does not listen while the caller speaks.

        Raises:
            audio.errors.AudioError: a device cannot be used.
        """
        ...

    def sentence(self, language: Language) -> str:
        """Return what is read aloud for `hear_sentence`; does not block."""
        ...

    def hear_sentence(
        self, language: Language, ready: Ready, level_dbfs: Level, stop: threading.Event
    ) -> ReadingReport:
        """Listen to the sentence read aloud and tell what was recognised; blocks, loads the recogniser first.

        Raises:
            audio.errors.AudioError: a device or the recogniser cannot be used.
        """
        ...
