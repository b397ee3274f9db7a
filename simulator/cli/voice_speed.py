"""How fast each voice speaks on this computer: measured whenever it speaks, and remembered.

Whether a voice is slow depends on the computer more than on the engine, and must be known before its model is loaded.
So nothing is assumed of any engine: of a voice that has not spoken here yet, nothing is said.
"""

from __future__ import annotations

import json
import logging
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from audio.frames import Prosody, SpeechChunk

if TYPE_CHECKING:
    from audio.ports import Voice

_log = logging.getLogger(__name__)

SLOW_FROM: Final = 0.5
"""A voice is slow when it takes at least this share of the time its speech lasts.

A caller's first sentence lasts two seconds or so. Whoever waits for half of that hears nothing for a second, which is
longer than people on the telephone leave between two turns; and in a call the voice shares the processor.
"""

REMEMBERED_S: Final = 60.0
"""Of so much speech the time is averaged; what was measured before weighs half as much with every further minute."""

TELLING: Final = 0.1
"""A change by less than this share is not written down: a disk has better to do during a call."""

FILE_NAME: Final = "voice-speed.json"


@dataclass(frozen=True, slots=True)
class VoiceSpeed:
    """What speaking took, and what came of it."""

    work_s: float
    """How long the voice was at work, by the clock."""
    speech_s: float
    """How long what it said lasts."""
    letters: float
    """How many characters it said."""

    @property
    def share(self) -> float:
        """The time it takes as a share of the time its speech lasts; above 1 it is slower than it speaks."""
        return self.work_s / self.speech_s

    @property
    def is_slow(self) -> bool:
        """Whether a caller with this voice keeps people waiting, unless its lines are spoken ahead."""
        return self.share >= SLOW_FROM

    def time_for_s(self, letters: int) -> float:
        """Return how long it will take to say so many characters."""
        return self.work_s / self.letters * letters

    def and_then(self, more: VoiceSpeed) -> VoiceSpeed:
        """Return this with something more measured; the older half fades as `REMEMBERED_S` says."""
        fading = 0.5 ** (more.speech_s / REMEMBERED_S)
        return VoiceSpeed(
            self.work_s * fading + more.work_s,
            self.speech_s * fading + more.speech_s,
            self.letters * fading + more.letters,
        )

    def tells_more_than(self, before: VoiceSpeed | None) -> bool:
        """Tell whether this differs enough from what was written down before."""
        return before is None or abs(self.share / before.share - 1.0) >= TELLING or self.is_slow is not before.is_slow


class SpeedMemory:
    """Speeds of voices on the disk; what cannot be read is not known, what cannot be written is forgotten.

    Args:
        folder: where the file lies; made when first needed.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME

    def of(self, voice: str) -> VoiceSpeed | None:
        """Return how fast a voice speaks here; None where it never spoke."""
        return self._all().get(voice)

    def note(self, voice: str, speed: VoiceSpeed) -> None:
        """Remember how fast a voice speaks."""
        from simulator.sessions.files import write_atomically

        speeds = {name: asdict(each) for name, each in {**self._all(), voice: speed}.items()}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, json.dumps(speeds, indent=1).encode("utf-8"))
        except OSError as trouble:
            _log.info("The speed of %s is not remembered: %s", voice, trouble)

    def _all(self) -> dict[str, VoiceSpeed]:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        found = {name: _speed(each) for name, each in kept.items()} if isinstance(kept, dict) else {}
        return {name: speed for name, speed in found.items() if speed is not None}


@dataclass(frozen=True, slots=True)
class NamedVoice:
    """The name of a voice without its model; an `audio.ports.Voice` that has nothing to say."""

    name: str

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:  # noqa: ARG002
        """Yield nothing."""
        return iter(())


class MeasuredVoice:
    """A voice whose speed is measured and remembered while it speaks; an `audio.ports.Voice`.

    Args:
        voice: who speaks.
        memory: where its speed is remembered.
        clock: seconds that never go back.
    """

    def __init__(self, voice: Voice, memory: SpeedMemory, clock: Callable[[], float] = time.perf_counter) -> None:
        self._voice = voice
        self._memory = memory
        self._clock = clock
        self._speeds: dict[str, VoiceSpeed | None] = {}
        self._written: dict[str, VoiceSpeed | None] = {}

    @property
    def name(self) -> str:
        """The name of the voice that speaks."""
        return self._voice.name

    def stop(self) -> None:
        """Let the sentence being spoken fail soon, where the voice can; any thread."""
        stop = getattr(self._voice, "stop", None)
        if stop is not None:
            stop()

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        """Yield the chunks of a line; see `audio.ports.Voice`. What was stopped or failed is not measured."""
        pieces = self._voice.synthesize(text, prosody)
        while True:
            began_s = self._clock()
            piece = next(pieces, None)
            took_s = self._clock() - began_s
            if piece is None:
                return
            yield piece
            # Written once the piece is on its way: nobody waits for this.
            self._measured(VoiceSpeed(took_s, piece.duration_s, float(len(piece.text))))

    def _measured(self, now: VoiceSpeed) -> None:
        if not _makes_sense(now):
            return
        voice = self.name
        if voice not in self._speeds:
            self._speeds[voice] = self._written[voice] = self._memory.of(voice)
        before = self._speeds[voice]
        speed = self._speeds[voice] = now if before is None else before.and_then(now)
        if speed.tells_more_than(self._written[voice]):
            self._memory.note(voice, speed)
            self._written[voice] = speed


def _makes_sense(speed: VoiceSpeed) -> bool:
    return all(math.isfinite(each) and each > 0.0 for each in (speed.work_s, speed.speech_s, speed.letters))


def _speed(kept: Any) -> VoiceSpeed | None:  # noqa: ANN401
    """Return a speed as it was written down; None for anything else."""
    try:
        speed = VoiceSpeed(float(kept["work_s"]), float(kept["speech_s"]), float(kept["letters"]))
    except (KeyError, TypeError, ValueError):
        return None
    return speed if _makes_sense(speed) else None
