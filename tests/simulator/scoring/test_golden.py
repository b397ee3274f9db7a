"""The same words give the same numbers: against a committed file, whatever the threads, the batch or the machine."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.language import Language
from simulator.scoring.assessor import Assessor
from simulator.scoring.use_encoder import UseEncoder

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "benchmarks"))

import golden


class _OneByOne:
    """The encoder without batches: each sentence alone."""

    def __init__(self, encoder: UseEncoder) -> None:
        self._encoder = encoder

    @property
    def name(self) -> str:
        return self._encoder.name

    def encode(self, sentences: list[str]) -> NDArray[np.float32]:
        return np.concatenate([self._encoder.encode([sentence]) for sentence in sentences])


@pytest.fixture(scope="module")
def kept() -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(golden.GOLDEN.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("threads", [1, 2])
def test_assessments_are_those_of_the_golden_file(kept: dict[str, list[dict[str, object]]], threads: int) -> None:
    read = golden.assessments(Assessor(UseEncoder(threads=threads)))
    for language in Language:
        assert len(read[language.value]) >= 40
        for now, then in zip(read[language.value], kept[language.value], strict=True):
            assert now == then


def test_a_sentence_alone_is_read_as_in_a_batch(kept: dict[str, list[dict[str, object]]]) -> None:
    assert golden.assessments(Assessor(_OneByOne(UseEncoder(threads=1)))) == kept
