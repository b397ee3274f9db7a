from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from audio import levels

SOUNDS = arrays(np.float32, st.integers(0, 3000), elements=st.floats(-1.0, 1.0, width=32))


def sine(amplitude: float, seconds: float = 0.5, rate_hz: int = 16_000) -> np.ndarray:
    return (amplitude * np.sin(2 * np.pi * 200 * np.arange(round(seconds * rate_hz)) / rate_hz)).astype(np.float32)


def test_a_full_sine_is_at_minus_three() -> None:
    assert levels.rms_dbfs(sine(1.0)) == pytest.approx(-3.01, abs=0.01)
    assert levels.peak_dbfs(sine(1.0)) == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("level", [levels.rms_dbfs, levels.peak_dbfs])
def test_silence_has_a_level(level) -> None:
    assert level(np.zeros(0, np.float32)) == level(np.zeros(100, np.float32)) == levels.SILENCE_DBFS


def test_pauses_do_not_lower_the_speech_level() -> None:
    speech = sine(0.1)
    with_pause = np.concatenate([speech, np.zeros(len(speech) * 3, np.float32), speech])
    assert levels.speech_level_dbfs(with_pause, 16_000) == pytest.approx(
        levels.speech_level_dbfs(speech, 16_000), abs=0.2
    )
    assert levels.rms_dbfs(with_pause) < levels.rms_dbfs(speech) - 3.0


@pytest.mark.parametrize(("dbfs", "shown"), [(-80.0, 0.0), (-60.0, 0.0), (-30.0, 0.5), (0.0, 1.0)])
def test_the_meter_is_linear_in_decibels(dbfs: float, shown: float) -> None:
    samples = np.full(100, 10.0 ** (dbfs / 20.0), np.float32)
    assert levels.meter(samples) == pytest.approx(shown, abs=0.001)


@given(SOUNDS)
def test_the_meter_stays_on_its_scale(samples: np.ndarray) -> None:
    assert 0.0 <= levels.meter(samples) <= 1.0


@given(SOUNDS, st.floats(-40.0, 40.0))
def test_gain_never_exceeds_what_can_be_played(samples: np.ndarray, gain_db: float) -> None:
    louder = levels.gain(samples, gain_db)
    assert louder.dtype == np.float32
    assert np.all(np.abs(louder) <= levels.LOUDEST + 1e-6)
    assert np.all(np.sign(louder) * np.sign(samples) >= 0)


def test_gain_below_the_knee_is_exact() -> None:
    assert levels.gain(sine(0.1), 6.0) == pytest.approx(sine(0.1) * 10 ** (6 / 20), abs=1e-6)


@pytest.mark.parametrize("amplitude", [0.003, 0.05, 0.3, 1.0])
def test_every_voice_comes_to_the_same_level(amplitude: float) -> None:
    normal = levels.normalise_speech(sine(amplitude), 16_000)
    assert levels.speech_level_dbfs(normal, 16_000) == pytest.approx(levels.SPEECH_LEVEL_DBFS, abs=0.1)


def test_silence_is_not_blown_up() -> None:
    assert not levels.normalise_speech(np.zeros(1000, np.float32), 16_000).any()
