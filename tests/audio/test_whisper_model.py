from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from audio.whisper_model import (
    CLOSING_MARKS,
    SURELY_CLOSED,
    ScoredDecoder,
    closing_probability,
    shortest_window_s,
    without_marks,
)

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


@pytest.mark.parametrize(
    ("name", "window_s"),
    [("whisper-tiny.en", 10.0), ("whisper-tiny", 10.0), ("whisper-base", 8.0), ("my-own", 8.0)],
)
def test_the_smallest_model_needs_a_longer_window(name: str, window_s: float) -> None:
    assert shortest_window_s(name) == window_s


@dataclass
class Result:
    sequences_ids: list[list[int]]
    logits: list[list[NDArray[np.float32]]]


class Decoder:
    """Stands for CTranslate2's, which gives no scores where it was asked for a wider beam."""

    is_multilingual = True

    def __init__(self, written: list[int], scores: list[NDArray[np.float32]]) -> None:
        self.written, self.scores = written, scores

    def generate(self, features: object, prompts: object, *, beam_size: int, return_logits_vocab: bool) -> list[Result]:
        assert return_logits_vocab == (beam_size == 1)
        return [Result([self.written], [self.scores] if return_logits_vocab else [])]


SCORES = [
    np.log(np.array(row, np.float32)) for row in ([0.7, 0.1, 0.1, 0.1], [0.2, 0.4, 0.2, 0.2], [0.1, 0.1, 0.1, 0.7])
]


def test_what_could_have_followed_is_read_off_the_scores_of_what_was_written() -> None:
    decoder = ScoredDecoder(Decoder([0, 1], SCORES))
    decoder.generate("sound", "prompt", beam_size=1)
    assert decoder.is_multilingual
    assert decoder.probability_after([], 0, words_end=3) == pytest.approx(0.7 / 0.9)
    assert decoder.probability_after([0], 2, words_end=4) == pytest.approx(0.2)
    assert decoder.probability_after([0, 1], 1, words_end=3) == pytest.approx(1 / 3)


def test_all_that_was_written_has_its_probability() -> None:
    decoder = ScoredDecoder(Decoder([0, 1], SCORES))
    decoder.generate("sound", "prompt", beam_size=1)
    assert decoder.probabilities_of([0, 1], words_end=4) == pytest.approx([0.7, 0.4])
    assert decoder.probabilities_of([0], words_end=4) == pytest.approx([0.7])
    assert decoder.probabilities_of([0, 2], words_end=4) == pytest.approx([0.7, 0.2])
    assert decoder.probabilities_of([2, 1], words_end=4) is None


def test_nothing_is_said_of_what_was_not_written() -> None:
    decoder = ScoredDecoder(Decoder([0, 1], SCORES))
    assert decoder.probability_after([], 0, words_end=3) is None
    decoder.generate("sound", "prompt", beam_size=1)
    assert decoder.probability_after([1], 0, words_end=3) is None
    assert decoder.probability_after([0, 1, 2], 0, words_end=3) is None
    decoder.generate("sound", "prompt", beam_size=5)
    assert decoder.probability_after([], 0, words_end=3) is None
