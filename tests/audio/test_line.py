from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.frames import Prosody, SpeechChunk, read_only
from audio.line import LineKind, LineVoice, compand, through_line
from audio.ports import Voice
from tests.audio.listening import band_db, buzz

RATES = (8_000, 16_000, 22_050, 24_000, 48_000)
NARROW = (LineKind.LANDLINE, LineKind.MOBILE, LineKind.BAD)


def noise(rate_hz: int, seconds: float = 1.0, level: float = 0.1) -> np.ndarray:
    return (np.random.default_rng(5).standard_normal(round(rate_hz * seconds)) * level).astype(np.float32)


@pytest.mark.parametrize("rate_hz", RATES[1:])
@pytest.mark.parametrize("line", NARROW)
def test_what_is_outside_the_band_is_down_by_25_db(line: LineKind, rate_hz: int) -> None:
    sound = noise(rate_hz)
    heard = through_line(sound, rate_hz, line, np.random.default_rng(1))
    for low, high in ((0.0, 300.0), (3_400.0, rate_hz / 2)):
        assert band_db(heard, rate_hz, low, high) < band_db(sound, rate_hz, low, high) - 25.0
    assert band_db(heard, rate_hz, 500.0, 2_900.0) > band_db(sound, rate_hz, 500.0, 2_900.0) - 4.0


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(LineKind), st.sampled_from(RATES), st.integers(0, 30_000), st.integers(0, 2**32), st.floats(0, 1)
)
def test_length_range_and_repeatability(line: LineKind, rate_hz: int, count: int, seed: int, level: float) -> None:
    sound = np.clip(noise(rate_hz, 4.0, level)[:count], -1.0, 1.0)
    heard = through_line(sound, rate_hz, line, np.random.default_rng(seed))
    again = through_line(sound, rate_hz, line, np.random.default_rng(seed))
    assert len(heard) == len(sound)
    assert heard.dtype == np.float32
    assert np.all(np.abs(heard) <= 1.0)
    assert np.array_equal(heard, again)


def test_the_callers_array_is_left_alone() -> None:
    sound = read_only(noise(16_000))
    for line in LineKind:
        through_line(sound, 16_000, line, np.random.default_rng(1))


def test_clear_changes_nothing_and_names_are_checked() -> None:
    sound = noise(16_000)
    assert np.array_equal(through_line(sound, 16_000, "clear", np.random.default_rng(1)), sound)
    with pytest.raises(ValueError, match="cable"):
        through_line(sound, 16_000, "cable", np.random.default_rng(1))


def test_companding_has_g711s_noise() -> None:
    """G.711 carries a full-range sine at about 38 dB signal to noise, and keeps some 30 dB down to -40 dBm0 or so."""
    for level, least_db in ((0.9, 35.0), (0.1, 35.0), (0.01, 25.0)):
        sine = (level * np.sin(np.arange(8_000) * 0.7)).astype(np.float32)
        error = compand(sine) - sine
        assert 10 * np.log10(np.mean(sine**2) / np.mean(error**2)) > least_db


@given(st.floats(-1.0, 1.0, width=32))
def test_companding_keeps_sign_and_range(value: float) -> None:
    carried = float(compand(np.array([value], np.float32))[0])
    assert abs(carried) <= 1.0
    assert carried * value >= 0.0
    assert abs(carried - value) <= 0.03 * abs(value) + 0.001


def test_companding_knows_no_more_than_256_values() -> None:
    assert len(np.unique(compand(np.linspace(-1, 1, 100_000, dtype=np.float32)))) <= 256


def test_a_bad_line_has_gaps_and_hiss_and_a_landline_has_not() -> None:
    sound = buzz(150.0, 8.0, 16_000)
    quiet_ms = {}
    for line in (LineKind.LANDLINE, LineKind.BAD):
        heard = through_line(sound, 16_000, line, np.random.default_rng(2))
        power = np.mean(heard[: len(heard) // 160 * 160].reshape(-1, 160) ** 2, axis=1)
        quiet_ms[line] = 10 * int(np.sum(power < 0.03 * np.median(power)))
    assert quiet_ms[LineKind.LANDLINE] < 50
    assert 80 <= quiet_ms[LineKind.BAD] <= 1_200
    silence = np.zeros(16_000, np.float32)
    assert np.abs(through_line(silence, 16_000, LineKind.BAD, np.random.default_rng(2))).max() > 0.005
    assert np.abs(through_line(silence, 16_000, LineKind.LANDLINE, np.random.default_rng(2))).max() < 0.002


class Humming:
    """A voice that hums for a second whatever it is given."""

    name = "espeak:nl"

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        yield SpeechChunk(read_only(buzz(120.0, 3.0, 22_050)), 22_050, text)


def said(voice: Voice, text: str) -> np.ndarray:
    return np.concatenate([chunk.samples for chunk in voice.synthesize(text)])


def test_a_line_sounds_the_same_whatever_was_said_before() -> None:
    first, second = LineVoice(Humming(), "bad", seed=3), LineVoice(Humming(), "bad", seed=3)
    said(first, "Hallo?")
    assert np.array_equal(said(first, "Ik bel over mijn rekening."), said(second, "Ik bel over mijn rekening."))
    assert not np.array_equal(said(first, "Hallo?"), said(second, "Ik bel over mijn rekening."))
    assert not np.array_equal(said(first, "Hallo?"), said(LineVoice(Humming(), "bad", seed=4), "Hallo?"))
    assert isinstance(first, Voice)
    assert first.name == "espeak:nl"
