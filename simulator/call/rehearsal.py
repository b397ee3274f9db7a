"""A trainee who is not there: speaks rehearsal lines into a scripted microphone, each after the caller's last word."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from audio.frames import SpeechChunk
from audio.ports import Voice
from audio.scripted import ScriptedMicrophone
from simulator.call import events
from simulator.call.events import CallEvent
from simulator.call.runner import CallRunner
from simulator.dialogue.rehearsing import says_nothing

WAITS_S: Final = 0.4
"""How long the trainee waits after the caller's last word: an ordinary gap on the phone."""

HELD_BACK_S: Final = 10.0
"""How long at most speaking ahead stands back while the caller thinks of an answer."""

LINES_AHEAD: Final = 2
"""How many lines are being made while the call goes on."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A line and, unless it is a silence, the sound of it that is being made."""

    text: str
    pieces: Future[tuple[SpeechChunk, ...]] | None


class RehearsalTrainee:
    """An observer of the call that says the next line whenever the caller has spoken.

    What it says is heard through the microphone like anything else: detected, transcribed, assessed. Its lines are
    spoken ahead on a thread of its own, so that the call does not wait for them. When the lines are out and the
    caller has answered the last one, it hangs up.

    Args:
        microphone: what it speaks into.
        voice: what it speaks with; used on its own thread, so it must not be the caller's.
        lines: what it says, in order; `...` stays silent until the caller speaks again.
    """

    def __init__(self, microphone: ScriptedMicrophone, voice: Voice, lines: Iterable[str]) -> None:
        self._microphone = microphone
        self._voice = voice
        self._waiting = deque(lines)
        self._prepared: deque[_Prepared] = deque()
        self._said: list[str] = []
        self._runner: CallRunner | None = None
        self._studio = ThreadPoolExecutor(1, thread_name_prefix="rehearsal")
        self._caller_is_leaving = False
        self._may_speak_ahead = threading.Event()
        self._may_speak_ahead.set()

    @property
    def said(self) -> tuple[str, ...]:
        """The lines spoken so far, as written."""
        return tuple(self._said)

    def attend(self, runner: CallRunner) -> None:
        """Take part in a call; to be called before `runner.start`."""
        self._runner = runner
        self._speak_ahead()

    def notice(self, event: CallEvent) -> None:
        """Say the next line when the caller has spoken; hang up when there is none.

        Raises:
            audio.errors.SynthesisError: the voice failed on a line; it is left out.
        """
        match event:
            case events.CallerReplied(state=state):
                self._caller_is_leaving = state.ending is not None
            case events.CallerSpeechEnded() | events.TraineeSpeechDismissed():
                self._take_turn()
            case events.TraineeTurnEnded():
                self._may_speak_ahead.clear()
            case events.CallerSpeechStarted():
                self._may_speak_ahead.set()
            case events.CallEnded():
                self._may_speak_ahead.set()
                self._studio.shutdown(wait=False, cancel_futures=True)
            case _:
                pass

    def _take_turn(self) -> None:
        self._may_speak_ahead.set()
        if self._caller_is_leaving or self._microphone.is_speaking():
            return
        if not self._prepared:
            if self._runner is not None:
                self._runner.hang_up()
            return
        line = self._prepared.popleft()
        self._speak_ahead()
        if line.pieces is None:
            return
        pieces = line.pieces.result()
        self._said.append(line.text)
        wait_s = WAITS_S
        for piece in pieces:
            self._microphone.say(piece.samples, piece.sample_rate_hz, after_s=wait_s)
            wait_s = 0.0

    def _speak_ahead(self) -> None:
        while self._waiting and len(self._prepared) < LINES_AHEAD:
            text = self._waiting.popleft()
            silent = says_nothing(text)
            self._prepared.append(_Prepared(text, None if silent else self._studio.submit(self._spoken, text)))

    def _spoken(self, text: str) -> tuple[SpeechChunk, ...]:
        pieces = []
        for piece in self._voice.synthesize(text):
            pieces.append(piece)
            # The caller is about to answer: nothing that is wanted later may take the computer from that.
            self._may_speak_ahead.wait(HELD_BACK_S)
        return tuple(pieces)
