from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from audio.frames import SpeechChunk, read_only
from simulator.call.spoken_line import SpokenLine, speaking_time_s

RATE_HZ = 1000


def line(*pieces: tuple[str, float], start_s: float = 10.0) -> SpokenLine:
    spoken = SpokenLine(1, " ".join(text for text, _ in pieces), start_s)
    for text, length_s in pieces:
        samples = read_only(np.zeros(round(length_s * RATE_HZ), dtype=np.float32))
        spoken.add(SpeechChunk(samples, RATE_HZ, text), start_s)
        start_s += length_s
    spoken.complete = True
    return spoken


def test_words_are_spread_by_their_letters() -> None:
    spoken = line(("a bbb", 4.0))
    assert spoken.words_until(10.9) == ""
    assert spoken.words_until(11.0) == "a"
    assert spoken.words_until(13.9) == "a"
    assert spoken.words_until(14.0) == "a bbb"


def test_a_line_ends_with_its_last_piece() -> None:
    assert line(("One.", 1.0), ("Two.", 2.0)).end_s == 13.0
    assert SpokenLine(1, "Nothing yet.", 4.0).end_s == 4.0


def test_a_line_that_is_not_complete_has_not_wholly_sounded() -> None:
    spoken = line(("One.", 1.0))
    assert spoken.all_sounded(11.0)
    spoken.complete = False
    assert not spoken.all_sounded(11.0)


_pieces = st.lists(st.tuples(st.text(max_size=30), st.floats(0.1, 5.0)), min_size=1, max_size=4)


@given(_pieces, st.floats(9.0, 32.0), st.floats(0.0, 5.0))
def test_what_was_heard_only_grows_and_begins_the_line(
    pieces: list[tuple[str, float]], at_s: float, later_s: float
) -> None:
    spoken = line(*pieces)
    earlier, later = spoken.words_until(at_s).split(), spoken.words_until(at_s + later_s).split()
    assert later[: len(earlier)] == earlier
    assert spoken.text.split()[: len(later)] == later
    assert spoken.words_until(spoken.end_s + 0.01).split() == spoken.text.split()


def test_150_words_a_minute() -> None:
    assert speaking_time_s("word " * 150) == 60.0
