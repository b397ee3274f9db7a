"""Speaks the caller's likely lines before they are needed: before it rings, while it rings, in idle time.

An observer of the call with a thread of low priority. It stops at once, in the middle of a sentence where the voice
can, when the trainee speaks, and rests until the caller's answer sounds: in between the computer has better to do.
"""

from __future__ import annotations

import atexit
import logging
import math
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Protocol

from audio.errors import AudioError
from simulator.call import events
from simulator.call.likely_lines import likely_sentences
from simulator.dialogue.state import CallerState
from simulator.personas.model import Persona

_log = logging.getLogger(__name__)

NICENESS: Final = 10
"""Of the thread: the system then prefers whoever listens and answers."""

JOIN_S: Final = 5.0

RINGS_S: Final = 60.0
"""A call that is not answered within this time is not prepared any further."""


class AheadVoice(Protocol):
    """A voice that keeps what it has spoken."""

    def speak_ahead(self, line: str) -> bool:
        """Speak a line unless it is kept; False when it was stopped. Raises `audio.errors.AudioError`."""
        ...

    def stop_ahead(self) -> None:
        """Stop what is spoken ahead at this moment; does not wait, any thread."""
        ...


class SpeakingAhead:
    """Fills the cache of a caller's voice in idle time; a `simulator.call.ports.CallObserver`.

    Args:
        persona: who rings.
        voice: the caller's.
    """

    def __init__(self, persona: Persona, voice: AheadVoice) -> None:
        self._persona = persona
        self._voice = voice
        self._changed = threading.Condition()
        self._state: CallerState | None = None
        self._resting = False
        self._over = True
        self._call = 0
        """Counts the calls: a thread of an earlier one ends as soon as it can."""
        self._starts = 0
        self._told: Callable[[], None] | None = None
        self._gives_up_s = 0.0
        self._thread: threading.Thread | None = None

    def start(self, limit_s: float | None = None, told: Callable[[], None] | None = None) -> int:
        """Begin, as soon as it rings or sooner; for each call anew. Goes on with the same where it is at work already.

        Args:
            limit_s: how long it goes on unless the call is answered; `RINGS_S` where None.
            told: called after every sentence, on a thread of its own, until the next start.

        Returns:
            What `stop` takes.
        """
        with self._changed:
            self._gives_up_s = time.monotonic() + (RINGS_S if limit_s is None else limit_s)
            self._told = told
            self._starts += 1
            self._resting = False
            self._changed.notify_all()
            started = self._starts
            if not self._over:
                return started
            before = self._thread
            self._over = False
            self._state = None
            self._call += 1
            self._thread = threading.Thread(target=self._work, args=(self._call, before), name="ahead", daemon=True)
            self._thread.start()
            self._changed.notify_all()
        if before is None:
            # A thread inside an engine must not outlive the program's other parts.
            atexit.register(self.close)
        return started

    def stop(self, started: int) -> None:
        """Stop what was begun, unless it was begun anew since: then that is somebody else's. Does not wait."""
        with self._changed:
            if started != self._starts:
                return
            self._end()

    def rest(self) -> None:
        """Rest until it is started: something else needs the processor. Any thread, does not wait."""
        self._rest(True)

    def notice(self, event: events.CallEvent) -> None:
        """Follow the call; any thread, does not block."""
        match event:
            case events.CallAnswered():
                self.start()
                with self._changed:
                    self._gives_up_s = math.inf
            case events.CallerReplied(state=state):
                with self._changed:
                    self._state = state
                    self._changed.notify_all()
            case events.CallerSpeechStarted() | events.TraineeSpeechDismissed() | events.CallPaused():
                self._rest(False)
            case events.TraineeSpeechStarted():
                self._rest(True)
            case events.CallEnded():
                self._end()
            case _:
                pass

    def close(self) -> None:
        """Stop, and wait for the thread to end. May be called twice, and before `start`."""
        self._end()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(JOIN_S)

    def _rest(self, resting: bool) -> None:
        with self._changed:
            self._resting = resting
            self._changed.notify_all()
        if resting:
            self._voice.stop_ahead()

    def _end(self) -> None:
        with self._changed:
            self._over = True
            self._changed.notify_all()
        self._voice.stop_ahead()

    def _work(self, call: int, before: threading.Thread | None) -> None:
        if before is not None:
            before.join()
        with suppress(OSError, AttributeError):
            # On Linux a thread has a priority of its own; elsewhere this is not to be had.
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        done: set[str] = set()
        while (wanted := self._wanted(call, done)) is not None:
            try:
                if self._voice.speak_ahead(wanted):
                    done.add(wanted)
                    self._tell()
            except AudioError as error:
                # The line will fail again when it is due, and be reported then.
                done.add(wanted)
                _log.info("A line could not be spoken ahead: %s", error)

    def _tell(self) -> None:
        with self._changed:
            told = self._told
        if told is not None:
            told()

    def _wanted(self, call: int, done: set[str]) -> str | None:
        """Return the likeliest sentence still to be spoken, as soon as there is one and time; None at the end."""
        with self._changed:
            while True:
                self._changed.wait_for(lambda: self._over or self._call != call or not self._resting)
                if self._over or self._call != call:
                    return None
                if time.monotonic() > self._gives_up_s:
                    self._over = True
                    return None
                waiting = likely_sentences(self._persona, self._state)
                wanted = next((each for each in waiting if each not in done), None)
                if wanted is not None:
                    return wanted
                self._changed.wait()
