from __future__ import annotations

from dataclasses import astuple, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from audio.frames import SPEECH_RATE_HZ, Samples, read_only
from audio.prosody import MOST, NAMES, Cues, as_row, cues_of, learnt_weights, log_odds, prosody_over

SILENCE = np.zeros(SPEECH_RATE_HZ // 4, np.float32)


def voice(
    pitch_hz: NDArray[np.float64] | float, level: NDArray[np.float64] | float = 0.2, seconds: float = 1.0
) -> NDArray[np.float32]:
    """A voice-like sound whose pitch and loudness go from value to value, evenly."""
    count = round(seconds * SPEECH_RATE_HZ)

    def course(values: NDArray[np.float64] | float) -> NDArray[np.float64]:
        points = np.atleast_1d(values)
        return np.interp(np.linspace(0.0, len(points) - 1.0, count), np.arange(len(points)), points)

    phase = 2.0 * np.pi * np.cumsum(course(pitch_hz)) / SPEECH_RATE_HZ
    wave = sum(np.sin(n * phase) / n for n in range(1, 6))
    return (course(level) * wave).astype(np.float32)


def turn(*pieces: NDArray[np.float32], noise: float = 1e-4, seed: int = 0) -> Samples:
    """Pieces one after another in a quiet room, with a little silence around them."""
    whole = np.concatenate([SILENCE, *pieces, SILENCE])
    return read_only(whole + np.random.default_rng(seed).normal(0.0, noise, len(whole)))


def syllables(pitch_hz: float, count: int = 8, each_s: float = 0.2, level: float = 0.2) -> NDArray[np.float32]:
    """Syllables of one pitch, swelling and falling."""
    return np.concatenate([voice(pitch_hz, np.array([0.1, 1.0, 0.1]) * level, each_s) for _ in range(count)])


def cues(*pieces: NDArray[np.float32]) -> Cues:
    found = cues_of(turn(*pieces))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "samples",
    [np.zeros(0), np.zeros(100), np.zeros(SPEECH_RATE_HZ), voice(150.0, seconds=0.1)],
    ids=["nothing", "a click", "silence", "a tenth of a second"],
)
def test_too_little_speech_says_nothing(samples: NDArray[np.float32]) -> None:
    assert cues_of(read_only(samples)) is None
    assert prosody_over(read_only(samples)) is None


def test_a_steady_noise_is_no_speech() -> None:
    assert prosody_over(read_only(np.random.default_rng(1).normal(0.0, 0.05, 2 * SPEECH_RATE_HZ))) is None


@settings(deadline=None, max_examples=25)
@given(st.floats(80.0, 250.0), st.floats(0.02, 0.4))
def test_a_constant_tone_is_level_whatever_its_pitch_and_loudness(pitch_hz: float, level: float) -> None:
    found = cues(voice(pitch_hz, level, 1.5))
    assert found.final_pitch_st == pytest.approx(0.0, abs=0.2)
    assert found.above_lowest_st == pytest.approx(0.0, abs=0.3)
    assert found.pitch_slope_st_s == pytest.approx(0.0, abs=2.0)
    assert found.level_slope_db_s == pytest.approx(0.0, abs=6.0)
    assert found.flat_voice_s > 0.6


@settings(deadline=None, max_examples=25)
@given(st.floats(100.0, 200.0), st.floats(4.0, 8.0))
def test_a_voice_that_falls_ends_low_and_one_that_rises_high(middle_hz: float, semitones: float) -> None:
    start = syllables(middle_hz)
    ratio = 2.0 ** (semitones / 12.0)
    down, up = (
        cues(start, voice(np.array([middle_hz, to_hz]), 0.2, 0.3)) for to_hz in (middle_hz / ratio, middle_hz * ratio)
    )
    assert down.final_pitch_st < -1.0 < 1.0 < up.final_pitch_st
    assert down.pitch_slope_st_s < -5.0 < 5.0 < up.pitch_slope_st_s
    assert down.above_lowest_st < up.above_lowest_st
    assert down.flat_voice_s == up.flat_voice_s == 0.0


@settings(deadline=None, max_examples=15)
@given(st.floats(0.05, 1.0), st.sampled_from([90.0, 140.0, 210.0]))
def test_cues_are_the_speakers_own_so_loudness_of_the_headset_does_not_matter(gain: float, pitch_hz: float) -> None:
    whole = turn(syllables(pitch_hz), voice(np.array([pitch_hz, 0.8 * pitch_hz]), np.array([0.2, 0.05]), 0.4))
    one, other = cues_of(whole), cues_of(read_only(np.asarray(whole) * gain))
    assert one is not None
    assert other is not None
    assert astuple(one) == pytest.approx(astuple(other), abs=0.05)


def test_a_voice_that_fades_is_softer_at_its_end() -> None:
    fades = cues(syllables(150.0, 4), voice(150.0, np.array([0.2, 0.02]), 1.0))
    holds = cues(syllables(150.0, 4), voice(150.0, 0.2, 1.0))
    assert fades.final_level_db < holds.final_level_db - 5.0
    assert fades.level_slope_db_s < -8.0 < holds.level_slope_db_s


def test_a_last_syllable_that_is_drawn_out_is_long_beside_the_others() -> None:
    plain = cues(syllables(150.0, 8))
    drawn = cues(syllables(150.0, 7), voice(150.0, np.array([0.02, 0.2, 0.15, 0.1, 0.05, 0.02]), 0.5))
    assert drawn.last_nucleus_ratio > plain.last_nucleus_ratio
    assert drawn.last_nucleus_s > plain.last_nucleus_s


def test_a_held_vowel_is_flat_and_a_sentence_is_not() -> None:
    wanders = voice(np.array([120.0, 160.0, 130.0, 170.0, 120.0]), 0.2, 1.2)
    assert 0.2 < cues(wanders, voice(130.0, 0.2, 0.5)).flat_voice_s < 0.6
    assert cues(wanders).flat_voice_s == 0.0


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32 - 1), st.floats(0.0, 7.0), st.floats(0.0, 1.0))
def test_whatever_is_heard_the_answer_is_a_number_within_bounds(seed: int, seconds: float, loud: float) -> None:
    rng = np.random.default_rng(seed)
    count = round(seconds * SPEECH_RATE_HZ)
    bursts = np.repeat(rng.uniform(0.0, loud, count // 1_600 + 1), 1_600)[:count]
    found = prosody_over(read_only(np.clip(rng.normal(0.0, 1.0, count) * bursts, -1.0, 1.0)))
    assert found is None or -MOST <= found <= MOST


@given(st.lists(st.floats(-1e6, 1e6), min_size=len(NAMES), max_size=len(NAMES)))
def test_no_stray_cue_says_more_than_the_furthest_that_was_learnt_from(values: list[float]) -> None:
    weights = learnt_weights()
    inside = [min(weights.most[name], max(weights.least[name], v)) for name, v in zip(NAMES, values, strict=True)]
    assert log_odds(Cues(*values), weights) == pytest.approx(log_odds(Cues(*inside), weights))


def test_the_weights_say_what_listeners_say() -> None:
    weights = learnt_weights()
    assert set(weights.of) == set(NAMES)
    falls = cues(syllables(150.0), voice(np.array([150.0, 100.0]), np.array([0.2, 0.03]), 0.4))
    hangs = cues(syllables(150.0), voice(np.array([150.0, 165.0]), 0.2, 0.4))
    assert log_odds(falls, weights) > log_odds(hangs, weights)
    assert as_row(replace(falls, flat_voice_s=0.0)) != as_row(replace(falls, flat_voice_s=1.0))
