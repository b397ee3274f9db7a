from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from audio.errors import SynthesisError
from audio.frames import Prosody, SpeechChunk, read_only
from audio.voices.shared import SharedVoice, StoppedError

LIMIT_S = 10.0


class Slow:
    """A voice that speaks for as long as it is let, and fails when it is stopped in mid-sentence."""

    name = "slow"

    def __init__(self) -> None:
        self.speaking = threading.Event()
        self.go_on = threading.Event()
        self.stopped = threading.Event()
        self.at_once = 0
        self.most_at_once = 0

    def stop(self) -> None:
        self.stopped.set()
        self.go_on.set()

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        for word in text.split():
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            self.speaking.set()
            waits = word == "slow"
            gone_on = not waits or self.go_on.wait(LIMIT_S)
            self.at_once -= 1
            if word == "wrong" or not gone_on or (waits and self.stopped.is_set()):
                raise SynthesisError("It failed.")
            yield SpeechChunk(read_only(np.zeros(160)), 16_000, word)


def ahead_on_a_thread(shared: SharedVoice, text: str) -> tuple[threading.Thread, list[Exception]]:
    faults: list[Exception] = []

    def speak() -> None:
        try:
            list(shared.ahead.synthesize(text))
        except SynthesisError as fault:
            faults.append(fault)

    thread = threading.Thread(target=speak)
    thread.start()
    return thread, faults


def test_what_is_due_stops_what_is_spoken_ahead_in_mid_sentence() -> None:
    engine = Slow()
    shared = SharedVoice(engine)
    thread, faults = ahead_on_a_thread(shared, "slow")
    assert engine.speaking.wait(LIMIT_S)
    assert [chunk.text for chunk in shared.synthesize("now at once")] == ["now", "at", "once"]
    thread.join(LIMIT_S)
    assert engine.stopped.is_set()
    assert engine.most_at_once == 1
    assert [type(fault) for fault in faults] == [StoppedError]


def test_a_line_spoken_ahead_is_stopped_between_two_sentences_where_the_engine_cannot_stop() -> None:
    engine = Slow()
    shared = SharedVoice(engine)
    pieces = shared.ahead.synthesize("one two")
    assert next(pieces).text == "one"
    shared.stop_ahead()
    with pytest.raises(StoppedError):
        next(pieces)
    assert not engine.stopped.is_set(), "nothing was being spoken that could be stopped"
    assert [chunk.text for chunk in shared.ahead.synthesize("one two")] == ["one", "two"]


def test_a_line_that_fails_by_itself_is_no_line_that_was_stopped() -> None:
    with pytest.raises(SynthesisError) as fault:
        list(SharedVoice(Slow()).ahead.synthesize("wrong"))
    assert not isinstance(fault.value, StoppedError)
    assert SharedVoice(Slow()).name == SharedVoice(Slow()).ahead.name == "slow"
