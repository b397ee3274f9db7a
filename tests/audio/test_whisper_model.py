from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.whisper_model import CLOSING_MARKS, SURELY_CLOSED, closing_probability, without_marks

PIECES = {1: " so", 2: " far", 3: ".", 4: "?", 5: "...", 6: ","}


def decode(tokens: list[int]) -> str:
    return "".join(PIECES[token] for token in tokens)


@pytest.mark.parametrize(
    ("tokens", "said", "mark"),
    [
        ([1, 2], [1, 2], ""),
        ([1, 2, 3], [1, 2], "."),
        ([1, 4, 2, 4], [1, 4, 2], "?"),
        ([1, 2, 6, 5], [1, 2], ","),
        ([3], [], "."),
        ([], [], ""),
    ],
)
def test_marks_behind_the_last_word_are_taken_off(tokens: list[int], said: list[int], mark: str) -> None:
    assert without_marks(tokens, decode) == (said, mark)


@given(st.floats(0, 1), st.floats(0, 1))
def test_either_mark_closes_and_no_more_is_asked_than_needed(stop: float, question: float) -> None:
    asked = []

    def probability(mark: str) -> float:
        asked.append(mark)
        return stop if mark == "." else question

    closes = closing_probability(probability, CLOSING_MARKS)
    if stop >= SURELY_CLOSED:
        assert (closes, asked) == (stop, ["."])
    else:
        assert closes == min(1.0, stop + question)
        assert asked == [".", "?"]
