"""The caller's line on its way out: into the speaker, onto the recording, and cut off when the caller falls silent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from audio.errors import AudioError
from audio.frames import SpeechChunk
from audio.ports import Speaker
from simulator.call.ports import CallRecorder
from simulator.call.spoken_line import SpokenLine

NO_TURN: Final = 0
"""The turn number under which a repeated line is recorded: it has no file of its own, it only sounds in the call."""

SPEAKER_GRACE_S: Final = 1.0
"""How much longer than its samples a line may take to sound before it is taken as over: a device's own buffer."""


@dataclass(frozen=True, slots=True)
class Silenced:
    """A line that was stopped."""

    line: SpokenLine
    at_s: float
    words_spoken: str
    all_sounded: bool
    """True when only the silence after the last word was cut off."""


class CallerVoice:
    """Lets one line at a time sound; every method is to be called with the call's lock held.

    Args:
        speaker: where it sounds.
        recorder: keeps what sounds.
        now_s: the call's clock.
        origin_s: what the speaker's clock showed when the call began.
        complain: is given a sentence when the speaker failed; the line then passes unheard, in its own time.
    """

    def __init__(
        self,
        speaker: Speaker,
        recorder: CallRecorder,
        now_s: Callable[[], float],
        origin_s: Callable[[], float],
        complain: Callable[[str], None],
    ) -> None:
        self._speaker = speaker
        self._recorder = recorder
        self._now_s = now_s
        self._origin_s = origin_s
        self._complain = complain
        self._line: SpokenLine | None = None

    @property
    def line(self) -> SpokenLine | None:
        """The line that sounds or is about to; None when the caller is silent."""
        return self._line

    def begin(self, line: SpokenLine) -> None:
        """Take a line up; it sounds as its pieces come."""
        self._line = line

    def sound(self, line: SpokenLine, piece: SpeechChunk) -> float | None:
        """Let a piece sound behind those before; return when it does, or None when the line was stopped or waits."""
        if line.stopped:
            return None
        if line.stands_still:
            line.keep(piece)
            return None
        try:
            start_s = self._speaker.play(piece) - self._origin_s()
        except AudioError as error:
            start_s = max(self._now_s(), line.end_s)
            self._complain(str(error))
        line.add(piece, start_s)
        self._recorder.caller_chunk(piece, start_s, NO_TURN if line.repeats else line.turn_number)
        return start_s

    def stand_still(self) -> None:
        """Stop the line for the time being; what had not wholly sounded is kept for `SpokenLine.go_on`."""
        if self._line is not None:
            self._line.stand_still(self._cut())

    def set_gain(self, gain: float, ramp_s: float) -> None:
        """Make the voice softer, or as loud as it was (1)."""
        try:
            self._speaker.set_gain(gain, ramp_s)
        except AudioError as error:
            self._complain(str(error))

    def finished(self, now_s: float) -> SpokenLine | None:
        """Return the line when it has just sounded to its end, else None."""
        line = self._line
        if line is None or not line.complete or line.stands_still or now_s < line.end_s:
            return None
        if now_s < line.end_s + SPEAKER_GRACE_S and self._speaker.busy():
            return None
        self._line = None
        return line

    def silence(self) -> Silenced | None:
        """Stop the line at once; return how far it came, or None when there was none."""
        line, self._line = self._line, None
        if line is None:
            return None
        line.stopped = True
        cut_s = self._cut()
        return Silenced(line, cut_s, line.words_until(cut_s), line.all_sounded(cut_s))

    def _cut(self) -> float:
        try:
            cut_s = self._speaker.abort() - self._origin_s()
        except AudioError as error:
            cut_s = self._now_s()
            self._complain(str(error))
        self._recorder.caller_cut(cut_s)
        return cut_s
