from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.pitch import mean_pitch_hz
from tests.audio.listening import buzz


@settings(deadline=None, max_examples=40)
@given(st.floats(70.0, 380.0), st.sampled_from([8_000, 16_000, 22_050, 24_000]))
def test_a_known_pitch_is_found(pitch_hz: float, rate_hz: int) -> None:
    assert mean_pitch_hz(buzz(pitch_hz, 0.6, rate_hz), rate_hz) == pytest.approx(pitch_hz, rel=0.03)


def test_noise_and_silence_have_none() -> None:
    noise = np.random.default_rng(1).standard_normal(16_000).astype(np.float32) * 0.1
    assert mean_pitch_hz(noise, 16_000) == 0.0
    assert mean_pitch_hz(np.zeros(16_000, np.float32), 16_000) == 0.0
    assert mean_pitch_hz(np.zeros(10, np.float32), 16_000) == 0.0
