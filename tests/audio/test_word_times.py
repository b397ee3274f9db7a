from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.frames import SPEECH_RATE_HZ, Samples, read_only
from audio.word_times import reckoned_times


def sound(*parts: tuple[float, float]) -> Samples:
    """Return parts of a length in seconds and an amplitude, one after the other."""
    rng = np.random.default_rng(1)
    made = [amplitude * rng.uniform(-1, 1, round(length_s * SPEECH_RATE_HZ)) for length_s, amplitude in parts]
    return read_only(np.concatenate(made))


def test_words_share_the_voice_by_their_letters() -> None:
    times = reckoned_times([2, 8, 5], sound((1.7, 0.3)))
    assert [end - start for start, end in times] == pytest.approx([0.25, 0.85, 0.55], abs=0.06)


def test_a_pause_holds_no_word() -> None:
    (first, second) = reckoned_times([4, 4], sound((0.3, 0.001), (0.5, 0.3), (1.0, 0.001), (0.5, 0.3), (0.4, 0.001)))
    assert first == pytest.approx((0.3, 0.8), abs=0.06)
    assert second == pytest.approx((1.8, 2.3), abs=0.06)


def test_a_mark_takes_no_time() -> None:
    first, mark, last = reckoned_times([4, 0, 4], sound((1.0, 0.3)))
    assert mark[0] == mark[1] == first[1]
    assert last[0] == pytest.approx(mark[1], abs=1e-6)


@pytest.mark.parametrize("letters", [[], [0], [0, 0]])
def test_nothing_but_marks_has_no_place(letters: list[int]) -> None:
    assert reckoned_times(letters, sound((1.0, 0.3))) == [(0.0, 0.0)] * len(letters)


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 30), max_size=20),
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from([0.0, 0.001, 0.05, 1.0])), max_size=5),
)
def test_words_keep_their_order_inside_the_sound(letters: list[int], parts: list[tuple[float, float]]) -> None:
    samples = sound(*parts) if parts else sound((0.0, 0.0))
    times = reckoned_times(letters, samples)
    assert len(times) == len(letters)
    places = [place for each in times for place in each]
    assert all(before <= after for before, after in pairwise(places))
    assert all(0.0 <= place <= len(samples) / SPEECH_RATE_HZ for place in places)
