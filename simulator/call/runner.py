"""A spoken call as it runs: its threads, and what can be asked of it.

The `listen` thread reads the microphone and is the call's heartbeat: every 32 ms the course of the call takes a frame
in. The `turn` thread does what takes time, the `judge` thread listens whether a turn is over. Inline there is only the
`listen` thread, and time (which a fast rehearsal counts in frames) stands still while the caller thinks.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from typing import Final

from audio.errors import AudioError
from audio.ports import Clock
from simulator.call import events
from simulator.call.account import record_of
from simulator.call.begun import BegunCall
from simulator.call.conversation import Minds
from simulator.call.course import Course
from simulator.call.equipment import CallSettings, Ears, Mouth
from simulator.call.machine import Phase
from simulator.call.ports import CallObserver, CallRecorder
from simulator.call.surroundings import Surroundings
from simulator.call.worker import TurnWorker
from simulator.dialogue.state import Ending
from simulator.personas.model import Persona
from simulator.scoring.record import CallRecord

__all__ = ["CallRunner", "CallSettings", "Ears", "Mouth"]

_log = logging.getLogger(__name__)

JOIN_S: Final = 5.0
"""How long `close` waits for a thread: longer than any transcription at hand."""

JOIN_INLINE_S: Final = 60.0
"""The same where one thread does everything: a whole answer, synthesis included, may be in the works."""


class CallRunner:
    """One call, from picking up to its end.

    Args:
        persona: who rings.
        ears: microphone, speech detector, recogniser, when a turn is over.
        mouth: voice and speaker.
        clock: shared with microphone and speaker; the call counts from `start`.
        minds: assess and understand what the trainee says.
        seed: of the caller's choices.
        observers: are told every event, one at a time, in order.
        recorder: keeps the sound of both sides; None keeps nothing.
        settings: how the call is held.
        inline: True does all work on the `listen` thread.
        begun: the call up to now, where it goes on with one that was begun in another way.
    """

    def __init__(
        self,
        persona: Persona,
        ears: Ears,
        mouth: Mouth,
        clock: Clock,
        minds: Minds,
        seed: int = 0,
        observers: Sequence[CallObserver] = (),
        recorder: CallRecorder | None = None,
        settings: CallSettings = CallSettings(),
        inline: bool = False,
        begun: BegunCall | None = None,
    ) -> None:
        self._persona = persona
        self._ears = ears
        self._mouth = mouth
        self._clock = clock
        self._over = threading.Event()
        self._join_s = JOIN_INLINE_S if inline else JOIN_S
        self._begun = begun
        self._origin_s = 0.0
        self._worker = TurnWorker(inline, self._collapse)
        self._judge = TurnWorker(inline, self._collapse, name="judge")
        self._listener = threading.Thread(target=self._listen, name="listen", daemon=True)
        around = Surroundings(self.now_s, lambda: self._origin_s, self._worker, self._judge, self._over.set)
        self._course = Course(persona, ears, mouth, minds, seed, observers, recorder, settings, around, inline, begun)

    @property
    def phase(self) -> Phase:
        """Who has the floor."""
        return self._course.phase

    def now_s(self) -> float:
        """Return the seconds since the phone was picked up; any thread."""
        return self._clock.now_s() - self._origin_s

    def start(self) -> None:
        """Pick up the phone: the clock stands at 0, the threads begin, the caller opens.

        A call that was begun already goes on where it stood.
        """
        self._origin_s = self._clock.now_s() - (0.0 if self._begun is None else self._begun.at_s)
        self._worker.start()
        self._judge.start()
        self._listener.start()

    def hang_up(self) -> None:
        """Put down the phone, as the trainee; any thread. A caller who was ending the call keeps that ending."""
        self._course.hang_up()

    def mute(self, muted: bool) -> None:
        """Switch the trainee's microphone off or on; the caller then hears silence. Any thread."""
        with self._course.announcer.lock:
            if self._course.phase is not Phase.ENDED and muted is not self._course.wishes.muted:
                self._course.wishes.muted = muted
                self._course.announce(events.MicrophoneMuted(self.now_s(), muted))

    def hold(self, held: bool) -> None:
        """Put the caller on hold, or take off hold; takes effect with the next frame. Any thread.

        What the trainee is saying is heard first, so that an announced hold counts as announced. While on hold
        neither side hears the other, and nothing is recorded.
        """
        self._course.wishes.hold = held

    def pause(self) -> None:
        """Let the call stand still, as the trainee in practice; any thread.

        Neither side hears the other, no silence is counted and no turn ends; the clock and the recording go on. A line
        that sounds goes on afterwards with the sentence that was cut.
        """
        self._course.standstill.pause()

    def resume(self, message: str = "") -> None:
        """Let the call go on, as the trainee; any thread. A device that is away is still waited for."""
        self._course.standstill.resume(message)

    def device_lost(self, message: str) -> None:
        """Let the call stand still because a device went away; any thread.

        Args:
            message: which, and what to do, as a sentence.
        """
        self._course.standstill.device_lost(message)

    def device_back(self, message: str) -> None:
        """Let the call go on because a device is back, if no other is away and nobody paused it; any thread."""
        self._course.standstill.device_back(message)

    def hear_half_duplex(self, half_duplex: bool) -> None:
        """Say whether the microphone hears the speaker from now on, because a device is another one; any thread."""
        self._course.wishes.half_duplex = half_duplex

    def trouble(self, message: str) -> None:
        """Tell of something that failed and does not stop the call, each sentence once; any thread."""
        self._course.trouble(message, fatal=False)

    def transfer(self) -> None:
        """Put the caller through to the second line: a last line of the caller, and the call is over. Any thread.

        What the trainee is saying is heard first, so that a transfer that was announced counts as announced.
        """
        self._course.wishes.transfer = True

    def say_again(self) -> None:
        """Let the caller's last line sound once more; nothing while anybody speaks or thinks. Any thread."""
        self._course.wishes.repeat = True

    def note(self, text: str) -> None:
        """Keep something the trainee wrote down; any thread."""
        with self._course.announcer.lock:
            if self._course.phase not in {Phase.RINGING, Phase.ENDED}:
                self._course.announce(events.NoteTaken(self.now_s(), text))

    def end_turn(self) -> None:
        """Say that the trainee's turn is over, without waiting for silence; any thread."""
        self._course.wishes.end_turn = True

    def wait(self, timeout_s: float | None = None) -> Ending | None:
        """Block until the call is over; return how it ended, or None when time ran out or trouble cut it short."""
        self._over.wait(timeout_s)
        return self._course.ending

    @property
    def is_over(self) -> bool:
        """True once `CallEnded` was told to all."""
        return self._over.is_set()

    def record(self) -> CallRecord:
        """Return what was said so far, as it is scored; any thread."""
        return record_of(self._course.announcer.announced(), self._persona.id, self._persona.language)

    def close(self) -> None:
        """End the call if it is not over, stop the threads, let the devices go. May be called twice; any thread."""
        if self._listener.ident is not None:
            self.hang_up()
        self._ears.microphone.close()
        stopped = self._worker.close(self._join_s) and self._judge.close(self._join_s)
        if self._listener.is_alive() and self._listener is not threading.current_thread():
            self._listener.join(self._join_s)
            stopped = stopped and not self._listener.is_alive()
        if not stopped:
            _log.error("A thread of the call did not stop within %s s", self._join_s)
        self._mouth.speaker.close()

    def _listen(self) -> None:
        try:
            if self._begun is None:
                self._course.announce(events.CallAnswered(0.0))
            self._worker.work_off()
            for frame in self._ears.microphone.frames():
                if self._course.phase is Phase.ENDED:
                    break
                self._course.hear(frame)
                self._judge.work_off()
                self._worker.work_off()
            if self._course.phase is not Phase.ENDED:
                self._course.trouble(
                    "The microphone gave no more sound, so the call stopped. Check its plug.", fatal=True
                )
        except AudioError as error:
            self._course.trouble(str(error), fatal=True)
        except Exception as error:
            self._collapse(error)

    def _collapse(self, error: Exception) -> None:
        _log.error("The call stopped on a fault in the program", exc_info=error)
        self._course.trouble(
            f"The call stopped on a fault in the program ({type(error).__name__}: {error}). "
            "What was said until now is kept; start a new call to go on.",
            fatal=True,
        )
