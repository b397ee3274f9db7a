"""The port through which sentences become vectors, so that the encoder can be exchanged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class SentenceEncoder(Protocol):
    """Maps sentences of either language into one space where near means alike."""

    @property
    def name(self) -> str:
        """Name and version, kept with what was computed from it."""
        ...

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a sentence: float32, shape (len(sentences), dimensions).

        Blocks: about 20 ms a sentence in a batch. One thread at a time.
        """
        ...
