"""Which of a caller's lines are spoken already, how long the others take, and speaking them in the background.

Nothing here loads a voice to know what is missing: the kept lines are looked up by the voice's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator import directories
from simulator.call.likely_lines import likely_sentences
from simulator.cli.voice_speed import SpeedMemory, VoiceSpeed

if TYPE_CHECKING:
    from audio.voices import CallerVoice
    from simulator.personas.model import Persona

MINUTE_S: Final = 60.0

MATTERS_FROM_S: Final = 10.0
"""What is spoken sooner than this is done before the briefing is read: nobody is told, or asked."""


@dataclass(frozen=True, slots=True)
class MissingLines:
    """What of a caller is not spoken yet."""

    sentences: tuple[str, ...]
    """In the order in which they are best spoken."""
    all: int
    """How many sentences there are, spoken or not."""
    speed: VoiceSpeed | None
    """Of the voice on this computer; None where it never spoke here."""

    @property
    def letters(self) -> int:
        """How many characters are still to be said."""
        return sum(len(each) for each in self.sentences)

    @property
    def left_s(self) -> float | None:
        """How long saying them takes; None where that is not known."""
        return None if self.speed is None else self.speed.time_for_s(self.letters)

    @property
    def keeps_waiting(self) -> bool:
        """Whether a call as things are has waits that speaking ahead would take away, and so many that it matters."""
        left_s = self.left_s
        return left_s is not None and left_s >= MATTERS_FROM_S and self.speed is not None and self.speed.is_slow


class KeptLines:
    """What a caller's voice has kept on this computer.

    Args:
        persona: the caller.
        voice: the caller's, loaded or only named; see `simulator.cli.composition.name_caller_voice`.
    """

    def __init__(self, persona: Persona, voice: CallerVoice) -> None:
        self._name = voice.kept.name
        self._paths: dict[str, Path] = {each: voice.kept.path(each) for each in likely_sentences(persona, None)}
        self._there: set[str] = set()
        self._memory = SpeedMemory(directories.cache_directory())

    def missing(self) -> MissingLines:
        """Look what is missing now; takes some ms, as whether a recording is whole is only seen when it is played."""
        self._there |= {each for each, path in self._paths.items() if each not in self._there and path.exists()}
        left = tuple(each for each in self._paths if each not in self._there)
        return MissingLines(left, len(self._paths), self._memory.of(self._name))


def slow_voice_sentence(persona: Persona, voice: CallerVoice) -> str:
    """Say, where it is so, that this voice keeps people waiting, and what to do about it; else nothing."""
    missing = KeptLines(persona, voice).missing()
    if not missing.keeps_waiting or missing.left_s is None:
        return ""
    minutes = max(1, round(missing.left_s / MINUTE_S))
    return (
        f"This voice is slow on this computer, so the caller may keep you waiting. 'callsim personas prepare "
        f"{persona.id}' speaks all lines ahead, once, in about {minutes} minute{'' if minutes == 1 else 's'}."
    )
