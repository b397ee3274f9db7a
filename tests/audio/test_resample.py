from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.pitch import mean_pitch_hz
from audio.resample import StreamResampler, resample
from tests.audio.listening import buzz

RATES = st.sampled_from([8_000, 16_000, 22_050, 24_000, 44_100, 48_000])


@settings(max_examples=40, deadline=None)
@given(RATES, RATES, st.integers(0, 20_000))
def test_the_duration_stays(from_hz: int, to_hz: int, count: int) -> None:
    result = resample(np.zeros(count, np.float32), from_hz, to_hz)
    assert abs(len(result) - count * to_hz / from_hz) <= 1.0
    assert result.dtype == np.float32


def test_the_pitch_stays_and_loud_edges_stay_in_range() -> None:
    sound = buzz(150.0, 0.6, 22_050)
    assert mean_pitch_hz(resample(sound, 22_050, 16_000), 16_000) == pytest.approx(150.0, rel=0.02)
    square = np.sign(np.sin(np.arange(8_000) / 10.0)).astype(np.float32)
    assert np.abs(resample(square, 8_000, 16_000)).max() <= 1.0


@pytest.mark.parametrize("rates", [(0, 16_000), (16_000, -1)])
def test_a_rate_must_be_positive(rates: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        resample(np.zeros(10, np.float32), *rates)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 2_000), min_size=1, max_size=12))
def test_pieces_come_to_the_same_as_the_whole(lengths: list[int]) -> None:
    whole = buzz(150.0, sum(lengths) / 48_000, 48_000)[: sum(lengths)]
    stream = StreamResampler(48_000, 16_000)
    ends = np.cumsum(lengths)
    pieces = [
        stream.process(whole[end - n : end], last=bool(end == ends[-1])) for n, end in zip(lengths, ends, strict=True)
    ]
    together = np.concatenate(pieces)
    expected = resample(whole, 48_000, 16_000)
    assert abs(len(together) - len(expected)) <= 1
    common = min(len(together), len(expected))
    assert np.allclose(together[:common], expected[:common], atol=1e-3)
