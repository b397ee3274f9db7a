"""Reads where a turn stands on Leary's Rose: from exemplars, cue words and grammar.

A ridge regression from sentence vector and cues to the two axes is learnt from the exemplars of both languages when the
reader is made; nothing is random. Without an encoder the cues speak alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import yaml
from numpy.typing import NDArray

from simulator.language import Language
from simulator.leary import CENTRES_DEG, Octant, Stance
from simulator.scoring.assessment import LearyCue, LearyReading
from simulator.scoring.encoder import SentenceEncoder
from simulator.scoring.grammar import DATA, read_data
from simulator.scoring.text import Words, compile_phrase
from simulator.scoring.use_encoder import encode_kept
from simulator.scoring.wording import Wording

_DECIMALS: Final = 2
"""Readings are rounded, so that the last bits of a matrix product, which differ between machines, do not show."""


@dataclass(frozen=True)
class Cue:
    """Phrases that pull the reading one way."""

    name: str
    pull: Stance
    patterns: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class StanceWeights:
    """Numbers of the reader, from `data/weights.yaml`."""

    ridge: float
    """Penalty on the weights."""
    cue_scale: float
    """How much a cue weighs beside a coordinate of the sentence vector."""
    wording_scale: float
    """How much the wording (words and pairs of words) weighs beside the meaning (the sentence vector)."""
    gain: float
    """What the regression's output is multiplied by: ridge shrinks toward the middle."""
    clause_share: float
    """How much of the reading comes from the clauses, the rest from the turn as a whole."""
    together_slope: float
    above_slope: float
    """Slopes of the chance, per axis, that the sign is right, as a logistic function of its size."""


@cache
def stance_weights() -> StanceWeights:
    """Return the reader's numbers, read once."""
    with (DATA / "weights.yaml").open(encoding="utf-8") as stream:
        return StanceWeights(**yaml.safe_load(stream)["stance"])


@cache
def cues(language: Language) -> tuple[Cue, ...]:
    """Return the cues of a language, sorted by name: the same names in both languages."""
    raw = read_data(language, "stance.yaml")
    return tuple(
        Cue(
            name,
            Stance(float(raw[name]["together"]), float(raw[name]["above"])),
            tuple(compile_phrase(phrase) for phrase in raw[name]["phrases"]),
        )
        for name in sorted(raw)
    )


def find_cues(words: Words, language: Language) -> tuple[LearyCue, ...]:
    """Return the cues in a turn, each kind once, with the words that show it."""
    found = []
    for cue in cues(language):
        ranges = [r for pattern in cue.patterns for r in words.find(pattern)]
        if ranges:
            first, last = min(ranges)
            found.append(LearyCue(words.quote(first, last), words.span(first, last), cue.pull, cue.name))
    return tuple(sorted(found, key=lambda c: (c.span.start if c.span else 0, c.name)))


def _cue_vector(words: Words, language: Language) -> NDArray[np.float64]:
    return np.array(
        [min(2, sum(1 for p in cue.patterns for _ in words.find(p))) / 2 for cue in cues(language)],
        dtype=np.float64,
    )


class StanceReader:
    """Places turns on the rose."""

    def __init__(self, encoder: SentenceEncoder | None, cache_dir: Path | None = None) -> None:
        self._weights = stance_weights()
        self._coefficients: NDArray[np.float64] | None = None
        self._wording: Wording | None = None
        self._encoder = encoder
        self._cache_dir = cache_dir

    def read(
        self,
        words: Words,
        language: Language,
        vector: NDArray[np.float32] | None,
        clause_words: Sequence[Words],
        clause_vectors: NDArray[np.float32] | None,
    ) -> LearyReading:
        """Return where a turn stands.

        Args:
            words: the whole turn.
            language: of the turn.
            vector: of the whole turn, shape (512,); None reads by cues alone.
            clause_words: the turn's clauses.
            clause_vectors: of the clauses, shape (n, 512).
        """
        found = find_cues(words, language)
        if not len(words):
            return LearyReading(cues=found)
        if vector is None:
            stance = _by_cues(found)
        else:
            stance = self._by_exemplars(words, language, vector, clause_words, clause_vectors)
        stance = Stance(round(stance.together, _DECIMALS), round(stance.above, _DECIMALS))
        return LearyReading(
            stance=stance,
            octant=None if stance.is_neutral else stance.octant,
            alternative=None if stance.is_neutral else stance.alternative,
            confidence=self._confidence(stance),
            cues=found,
        )

    def _confidence(self, stance: Stance) -> float:
        """Return the chance that both signs are right."""
        together = 1 / (1 + math.exp(-self._weights.together_slope * abs(stance.together)))
        above = 1 / (1 + math.exp(-self._weights.above_slope * abs(stance.above)))
        return round(together * above, _DECIMALS)

    def _by_exemplars(
        self,
        words: Words,
        language: Language,
        vector: NDArray[np.float32],
        clause_words: Sequence[Words],
        clause_vectors: NDArray[np.float32] | None,
    ) -> Stance:
        weights = self._weights
        whole = self._predict(vector, words, language)
        share = weights.clause_share
        if clause_vectors is None or len(clause_words) < 2:
            point = whole
        else:
            points = np.stack(
                [self._predict(v, w, language) for v, w in zip(clause_vectors, clause_words, strict=True)]
            )
            lengths = np.array([math.sqrt(len(w)) for w in clause_words])
            pull = lengths * (0.3 + np.hypot(points[:, 0], points[:, 1]))
            point = (1 - share) * whole + share * (points * pull[:, None]).sum(axis=0) / pull.sum()
        return Stance(float(point[0]), float(point[1]))

    def _predict(self, vector: NDArray[np.float32], words: Words, language: Language) -> NDArray[np.float64]:
        features = self._features(vector, words, language)
        point: NDArray[np.float64] = self._weights.gain * (features @ self._learnt())
        return point

    def _features(self, vector: NDArray[np.float32], words: Words, language: Language) -> NDArray[np.float64]:
        weights, wording = self._weights, self._wording_of_exemplars()
        return np.concatenate(
            [
                vector.astype(np.float64),
                weights.cue_scale * _cue_vector(words, language),
                weights.wording_scale * wording.vector(words),
                [1.0],
            ]
        )

    def _wording_of_exemplars(self) -> Wording:
        if self._wording is None:
            rows = [
                Words.of(line, dutch=language is Language.DUTCH)
                for language in Language
                for line in exemplars(language)[0]
            ]
            self._wording = Wording.of(rows)
        return self._wording

    def _learnt(self) -> NDArray[np.float64]:
        """Return the regression's coefficients, shape (features, 2); learnt at the first call."""
        if self._coefficients is None:
            if self._encoder is None:
                raise ValueError("A stance can only be learnt from exemplars with an encoder.")
            rows, goals = [], []
            for language in Language:
                lines, points = exemplars(language)
                split = [Words.of(line, dutch=language is Language.DUTCH) for line in lines]
                vectors = encode_kept(self._encoder, [w.line for w in split], self._cache_dir)
                rows += [self._features(v, w, language) for v, w in zip(vectors, split, strict=True)]
                goals += points
            self._coefficients = ridge_regression(
                np.stack(rows), np.array(goals, dtype=np.float64), self._weights.ridge
            )
        return self._coefficients


def ridge_regression(matrix: NDArray[np.float64], goals: NDArray[np.float64], penalty: float) -> NDArray[np.float64]:
    """Return ridge coefficients through the dual, which is small where lines are fewer than features.

    Args:
        matrix: one line a row, shape (lines, features).
        goals: shape (lines, 2).
        penalty: on the squared coefficients.
    """
    gram = matrix @ matrix.T
    dual = np.linalg.solve(gram + penalty * np.eye(len(matrix)), goals)
    coefficients: NDArray[np.float64] = matrix.T @ dual
    return coefficients


def exemplars(language: Language) -> tuple[list[str], list[tuple[float, float]]]:
    """Return the exemplars of a language with the points they stand for (together, above)."""
    lines: list[str] = []
    points: list[tuple[float, float]] = []
    for name, group in read_data(language, "exemplars.yaml").items():
        if name == "neutral":
            point = (0.0, 0.0)
        else:
            stance = Stance.at(CENTRES_DEG[Octant(name)], 0.9)
            point = (stance.together, stance.above)
        lines += [str(line) for line in group]
        points += [point] * len(group)
    return lines, points


def _by_cues(found: Sequence[LearyCue]) -> Stance:
    return Stance(
        max(-1.0, min(1.0, sum(cue.pull.together for cue in found))),
        max(-1.0, min(1.0, sum(cue.pull.above for cue in found))),
    )
