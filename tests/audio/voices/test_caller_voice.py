"""A caller put together around an engine that hums, so that every layer is heard without a model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from audio.frames import Prosody, SpeechChunk
from audio.levels import speech_level_dbfs
from audio.line import LineKind
from audio.pitch import mean_pitch_hz
from audio.ports import Voice
from audio.sentences import sentences
from audio.voices import caller_voice
from audio.voices.shaping import engine_rate, finish
from tests.audio.listening import band_db, buzz, joined

RATE_HZ = 22_050
LINE = "Al drie dagen! En niemand belt terug."


class Humming:
    """Hums a second a sentence at 150 Hz."""

    name = "espeak:nl+m3"

    def __init__(self) -> None:
        self.said: list[str] = []

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        self.said.append(text)
        spoken = sentences(text)
        for number, sentence in enumerate(spoken, start=1):
            hum = buzz(150.0, 1.0 / engine_rate(prosody), RATE_HZ)
            yield finish(hum, RATE_HZ, sentence, prosody, last=number == len(spoken))


@pytest.mark.parametrize("line", LineKind)
def test_person_mood_and_line_are_all_heard(tmp_path: Path, line: LineKind) -> None:
    person = Prosody(rate=1.1, pitch_semitones=-2.0)
    caller = caller_voice(Humming(), "nl", tmp_path, person, line, seed=7)
    calm, rate_hz = joined(caller.synthesize(LINE))
    angry, _ = joined(caller.synthesize(LINE, Prosody(1.1, 0.7, 3.0)))
    assert [chunk.text for chunk in caller.synthesize(LINE)] == ["Al drie dagen!", "En niemand belt terug."]
    assert mean_pitch_hz(calm, rate_hz) == pytest.approx(150 * 2 ** (-2 / 12), rel=0.04)
    assert mean_pitch_hz(angry, rate_hz) == pytest.approx(150 * 2 ** (-1.3 / 12), rel=0.04)
    assert len(calm) / len(angry) == pytest.approx(1.1, rel=0.02)
    louder_db = speech_level_dbfs(angry, rate_hz) - speech_level_dbfs(calm, rate_hz)
    assert louder_db == pytest.approx(3.0, abs=1.0)
    if line is not LineKind.CLEAR:
        assert band_db(calm, rate_hz, 4_000, 11_000) < band_db(calm, rate_hz, 500, 3_000) - 39.0
    assert isinstance(caller, Voice)


def test_one_recording_serves_every_mood_and_every_later_call(tmp_path: Path) -> None:
    first, later = Humming(), Humming()
    caller = caller_voice(first, "nl", tmp_path, Prosody(rate=1.1), "bad", seed=7)
    assert caller.prepare([LINE, "Hallo?", LINE]).spoken == 2
    for mood in (Prosody(), Prosody(1.05, 0.3, 1.5), Prosody(1.1, 0.7, 3.0), Prosody(0.94, -0.3, -2.0)):
        list(caller.synthesize(LINE, mood))
    again = caller_voice(later, "nl", tmp_path, Prosody(rate=1.1), "bad", seed=7)
    assert np.array_equal(joined(again.synthesize(LINE))[0], joined(caller.synthesize(LINE))[0])
    assert again.prepare([LINE, "Hallo?"]).kept == 2
    assert first.said == [*sentences(LINE), "Hallo?"]
    assert later.said == []


def test_two_persons_of_one_voice_are_kept_apart(tmp_path: Path) -> None:
    engine = Humming()
    for person in (Prosody(), Prosody(pitch_semitones=2.0), Prosody(rate=0.9)):
        list(caller_voice(engine, "nl", tmp_path, person).synthesize(LINE))
    assert engine.said == [*sentences(LINE)] * 3
    list(caller_voice(engine, "en", tmp_path).synthesize(LINE))
    assert len(engine.said) == 8


def test_the_first_sentence_does_not_wait_for_the_second(tmp_path: Path) -> None:
    class Slow(Humming):
        def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
            chunks = super().synthesize(text, prosody)
            yield next(chunks)
            raise AssertionError("the second sentence was asked for")

    pieces = caller_voice(Slow(), "nl", tmp_path).synthesize(LINE)
    assert next(pieces).text == "Al drie dagen!"
