from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.frames import Prosody, SpeechChunk, read_only
from audio.levels import SPEECH_LEVEL_DBFS, speech_level_dbfs
from audio.pitch import mean_pitch_hz
from audio.ports import Voice
from audio.voices import ShapedVoice, StretchedVoice, combine
from audio.voices.shaping import PAUSE_S, engine_rate, finish, trim
from audio.voices.stretching import stretch, with_prosody
from tests.audio.listening import buzz, joined

RATE_HZ = 22_050


class Buzzer:
    """An engine that obeys: a buzz of 150 Hz for two seconds at a rate of 1, twice as short at 2."""

    name = "espeak:nl"

    def __init__(self) -> None:
        self.asked: list[Prosody] = []

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        self.asked.append(prosody)
        yield finish(buzz(150.0, 2.0 / engine_rate(prosody), RATE_HZ), RATE_HZ, text, prosody, last=True)


@settings(deadline=None, max_examples=30)
@given(st.floats(0.7, 1.4), st.floats(-6.0, 6.0))
def test_pitch_and_rate_are_what_was_asked(rate: float, semitones: float) -> None:
    samples, rate_hz = joined(Buzzer().synthesize("x", Prosody(rate, semitones)))
    assert mean_pitch_hz(samples, rate_hz) == pytest.approx(150.0 * 2 ** (semitones / 12), rel=0.03)
    assert len(samples) / rate_hz == pytest.approx(2.0 / rate, rel=0.05)


@settings(deadline=None, max_examples=30)
@given(st.floats(0.8, 1.25), st.floats(-3.0, 3.0), st.floats(90.0, 260.0))
def test_so_they_are_when_put_on_afterwards(rate: float, semitones: float, pitch_hz: float) -> None:
    chunk = SpeechChunk(read_only(buzz(pitch_hz, 2.0, RATE_HZ)), RATE_HZ, "x")
    shaped = with_prosody(chunk, Prosody(rate, semitones))
    assert mean_pitch_hz(shaped.samples, RATE_HZ) == pytest.approx(pitch_hz * 2 ** (semitones / 12), rel=0.04)
    assert shaped.duration_s == pytest.approx(2.0 / rate, rel=0.02)


def test_stretching_keeps_silence_and_order() -> None:
    sound = np.concatenate([buzz(120.0, 1.0, 16_000), np.zeros(16_000, np.float32), buzz(240.0, 1.0, 16_000)])
    slower = stretch(sound, 16_000, 0.8)
    third = len(slower) // 3
    assert mean_pitch_hz(slower[:third], 16_000) == pytest.approx(120.0, rel=0.03)
    assert mean_pitch_hz(slower[2 * third :], 16_000) == pytest.approx(240.0, rel=0.03)
    assert np.abs(slower[third + 1_600 : 2 * third - 1_600]).max() < 0.01


@given(st.integers(0, 3_000), st.floats(0.5, 2.0))
def test_stretching_takes_any_length(count: int, rate: float) -> None:
    result = stretch(np.full(count, 0.1, np.float32), 16_000, rate)
    assert np.all(np.isfinite(result))
    assert np.abs(result).max(initial=0.0) <= 0.11


def test_a_rate_must_be_positive() -> None:
    with pytest.raises(ValueError, match="must be positive"):
        stretch(buzz(120.0, 1.0, 16_000), 16_000, 0.0)


@pytest.mark.parametrize("volume_db", [-6.0, 0.0, 3.0])
def test_level_is_common_and_volume_on_top(volume_db: float) -> None:
    for loudness in (0.05, 1.0):
        chunk = finish(buzz(150, 1.0, RATE_HZ) * loudness, RATE_HZ, "x", Prosody(volume_db=volume_db), last=True)
        level = speech_level_dbfs(chunk.samples, RATE_HZ)
        assert level == pytest.approx(SPEECH_LEVEL_DBFS + volume_db, abs=0.7)
        assert not chunk.samples.flags.writeable


def test_silence_at_the_edges_goes_and_a_pause_comes_between_sentences() -> None:
    quiet = np.zeros(RATE_HZ, np.float32)
    sound = np.concatenate([quiet, buzz(150.0, 1.0, RATE_HZ), quiet])
    last = finish(sound, RATE_HZ, "x", Prosody(), last=True)
    middle = finish(sound, RATE_HZ, "x", Prosody(rate=2.0), last=False)
    assert 1.0 <= last.duration_s <= 1.1
    assert middle.duration_s == pytest.approx(last.duration_s + PAUSE_S / 2, abs=0.02)
    assert len(trim(quiet, RATE_HZ)) == 0


def test_a_person_is_always_different_and_a_line_adds_to_that() -> None:
    engine = Buzzer()
    person = ShapedVoice(engine, Prosody(1.1, -2.0, 1.0))
    list(person.synthesize("x", Prosody(1.1, 0.5, -3.0)))
    (asked,) = engine.asked
    assert (asked.rate, asked.pitch_semitones, asked.volume_db) == pytest.approx((1.21, -1.5, -2.0))
    assert combine(Prosody(), asked) == asked
    assert isinstance(person, Voice)


def test_a_stretched_voice_asks_its_voice_for_the_plain_line() -> None:
    engine = Buzzer()
    moody = StretchedVoice(engine)
    samples, rate_hz = joined(moody.synthesize("x", Prosody(1.1, 0.7, 3.0)))
    assert engine.asked == [Prosody()]
    assert mean_pitch_hz(samples, rate_hz) == pytest.approx(150.0 * 2 ** (0.7 / 12), rel=0.02)
    assert isinstance(moody, Voice)
