from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.scoring.use_encoder import UseEncoder, encode_kept


class Counting:
    """Counts what it is asked to encode."""

    name = "counting-1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        self.asked += sentences
        return np.array([[len(s), 1.0] for s in sentences], dtype=np.float32)


def test_vectors_are_unit_and_near_across_languages() -> None:
    vectors = UseEncoder().encode(["I have no internet", "Ik heb geen internet", "The cake was lovely"])
    assert vectors.shape == (3, 512) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.3


def test_sentences_are_remembered_in_order() -> None:
    encoder = UseEncoder()
    first = encoder.encode(["ja", "nee"])
    again = encoder.encode(["nee", "ja", "nee"])
    assert np.array_equal(again[[1, 0]], first)
    assert encoder.encode([]).shape == (0, 512)


def test_what_was_kept_is_not_encoded_again(tmp_path: Path) -> None:
    encoder = Counting()
    first = encode_kept(encoder, ["a", "bb"], tmp_path / "vectors")
    second = encode_kept(encoder, ["a", "bb"], tmp_path / "vectors")
    assert np.array_equal(first, second)
    assert encoder.asked == ["a", "bb"]
    encode_kept(encoder, ["a", "bbb"], tmp_path / "vectors")
    assert encoder.asked[2:] == ["a", "bbb"]


def test_a_broken_or_forbidden_cache_costs_time_only(tmp_path: Path) -> None:
    encoder = Counting()
    encode_kept(encoder, ["a"], tmp_path)
    for path in tmp_path.iterdir():
        path.write_bytes(b"nonsense")
    assert encode_kept(encoder, ["a"], tmp_path).shape == (1, 2)
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert encode_kept(encoder, ["a"], blocked).shape == (1, 2)
