"""How the caller's lines come out: when they are due, piece by piece, standing still, going on, once more.

Every method but `speak`'s waiting for pieces is to be called, or calls, with the call's lock held.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import RLock

from audio.frames import SpeechChunk
from simulator.call.caller_voice import CallerVoice, Silenced
from simulator.call.spoken_line import SpokenLine
from simulator.call.thinking import PreparedAnswer
from simulator.call.worker import TurnWorker


class Delivery:
    """Brings one line at a time from the voice to the speaker.

    Args:
        voice: lets pieces sound.
        worker: does the waiting for pieces that are still being made.
        lock: the call's.
        now_s: the call's clock.
        begun: is told when a line's first sound is heard.
        last: the line that was said last, of a call that was begun in another way.
    """

    def __init__(
        self,
        voice: CallerVoice,
        worker: TurnWorker,
        lock: RLock,
        now_s: Callable[[], float],
        begun: Callable[[SpokenLine, float], None],
        last: SpokenLine | None = None,
    ) -> None:
        self._voice = voice
        self._worker = worker
        self._lock = lock
        self._now_s = now_s
        self._begun = begun
        self._prepared: PreparedAnswer | None = None
        self._waiting: tuple[float, Callable[[], None]] | None = None
        self._last = last

    @property
    def line(self) -> SpokenLine | None:
        """The line that sounds or is about to; None when the caller is silent."""
        return self._voice.line

    @property
    def last(self) -> SpokenLine | None:
        """The last line taken up; None before the first."""
        return self._last

    @property
    def sounds(self) -> bool:
        """True while a line can be heard, not only prepared."""
        line = self._voice.line
        return line is not None and line.announced and not line.stands_still

    @property
    def can_be_stopped(self) -> bool:
        """True while there is a line, and none that talks through a monologue."""
        line = self._voice.line
        return line is not None and not line.breaks_in

    def take_up(self, line: SpokenLine, prepared: PreparedAnswer) -> None:
        """Take a line up; it sounds when `speak` says so."""
        self._voice.begin(line)
        self._last = line
        self._prepared = prepared

    def speak(self) -> None:
        """Let the line sound once it is due."""
        line = self._voice.line
        if line is None:
            return
        line.under_way = True
        job = partial(self._speak, line)
        if line.due_s <= self._now_s():
            self._worker.submit(job)
        else:
            self._waiting = (line.due_s, job)

    def notice_due(self, now_s: float) -> None:
        """Begin what is due."""
        if self._waiting is not None and now_s >= self._waiting[0]:
            _, job = self._waiting
            self._waiting = None
            self._worker.submit(job)

    def finished(self, now_s: float) -> SpokenLine | None:
        """Return the line when it has just sounded to its end, else None."""
        return self._voice.finished(now_s)

    def stand_still(self) -> None:
        """Let the line stand still."""
        self._voice.stand_still()

    def go_on(self) -> None:
        """Let the line that stood still go on, with the piece that was cut from its beginning."""
        line = self._voice.line
        if line is None:
            return
        for piece in line.go_on():
            self._sound(line, piece)
        if not line.under_way:
            self.speak()
        elif line.complete and not line.announced:
            self._say_begun(line, self._now_s())

    def repeat(self) -> None:
        """Let the last line sound once more, as far as it was made."""
        last = self._last
        if last is None:
            return
        again = SpokenLine(last.turn_number, last.text, self._now_s(), repeats=True, under_way=True, complete=True)
        self._voice.begin(again)
        for piece in last.chunks:
            self._sound(again, piece)
        if not again.announced:
            self._say_begun(again, again.due_s)

    def silence(self) -> Silenced | None:
        """Stop the line at once; return how far it came, or None when there was none."""
        self._waiting = None
        return self._voice.silence()

    def forget(self) -> None:
        """Let nothing more begin: the call is over."""
        self._waiting = None

    def _speak(self, line: SpokenLine) -> None:
        prepared = self._prepared
        for piece in prepared.pieces if prepared is not None else ():
            with self._lock:
                if line.stopped:
                    return
                self._sound(line, piece)
        with self._lock:
            line.complete = True
            if not (line.announced or line.stopped or line.stands_still):
                self._say_begun(line, self._now_s())

    def _sound(self, line: SpokenLine, piece: SpeechChunk) -> None:
        start_s = self._voice.sound(line, piece)
        if start_s is not None and not line.announced:
            self._say_begun(line, start_s)

    def _say_begun(self, line: SpokenLine, start_s: float) -> None:
        line.announced = True
        self._begun(line, start_s)
