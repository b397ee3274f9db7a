"""What was learnt about stances: the octant of a line from its meaning, its wording and what the caller said before.

A multinomial logistic regression over the eight octants and 'neutral', fitted on the project's own lines by
`python benchmarks/stance.py --write` and shipped as numbers (`data/stance_model.npz`). Reading needs numpy only and
gives the same numbers whatever version of Python or number of threads reads.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import yaml
from numpy.typing import NDArray

from simulator.language import Language
from simulator.leary import CENTRES_DEG, Octant, Quadrant, Stance
from simulator.scoring.grammar import DATA
from simulator.scoring.stance_cues import cue_vector, small_word_vector
from simulator.scoring.text import Words
from simulator.scoring.wording import Wording

MODEL_FILE: Final = DATA / "stance_model.npz"
NEUTRAL_CLASS: Final = "neutral"
CLASSES: Final = (*(octant.value for octant in Octant), NEUTRAL_CLASS)
"""The classes of the regression, in the order of its columns."""

_CENTRES: Final = np.array(
    [
        *([math.cos(math.radians(CENTRES_DEG[o])), math.sin(math.radians(CENTRES_DEG[o]))] for o in Octant),
        [0.0, 0.0],
    ]
)


@dataclass(frozen=True)
class StanceWeights:
    """Numbers of the reader, from `data/stance_weights.yaml`."""

    cue_scale: float
    """How much a cue weighs beside a coordinate of the sentence vector."""
    wording_scale: float
    """How much the wording (words and pairs of words) weighs."""
    small_word_scale: float
    """How much the counts of small words weigh."""
    caller_scale: float
    """How much the meaning of the caller's line before weighs."""
    inverse_penalty: float
    """C of the logistic regression: larger trusts the lines more."""
    clause_share: float
    """How much of the reading comes from the clauses, the rest from the turn as a whole."""
    length: float
    """Length of the stance of a line that is surely one octant's."""


@cache
def stance_weights() -> StanceWeights:
    """Return the reader's numbers, read once."""
    with (DATA / "stance_weights.yaml").open(encoding="utf-8") as stream:
        return StanceWeights(**yaml.safe_load(stream))


def stance_features(
    words: Words,
    language: Language,
    vector: NDArray[np.float32],
    caller_vector: NDArray[np.float32] | None,
    wording: Wording,
    weights: StanceWeights,
) -> NDArray[np.float64]:
    """Return a line as the regression sees it.

    Args:
        words: the line, or one of its clauses.
        language: of the line.
        vector: its meaning, shape (512,).
        caller_vector: the meaning of the caller's line before, shape (512,); None where nothing was said.
        wording: the vocabulary the regression was fitted with.
        weights: how much each part weighs.
    """
    before = np.zeros(len(vector)) if caller_vector is None else weights.caller_scale * caller_vector.astype(np.float64)
    return np.concatenate(
        [
            vector.astype(np.float64),
            before,
            weights.cue_scale * cue_vector(words, language),
            weights.small_word_scale * small_word_vector(words, language),
            weights.wording_scale * wording.vector(words),
        ]
    )


@dataclass(frozen=True)
class StanceModel:
    """The fitted regression."""

    wording: Wording
    coefficients: NDArray[np.float64]
    """Shape (features, classes)."""
    intercepts: NDArray[np.float64]
    """Shape (classes,)."""
    calibration: Mapping[Language, tuple[float, float]]
    """By language, slope and offset that make of a quadrant's log odds the chance that it is right."""
    source: str = ""
    """Digest of the lines it was fitted on."""

    def probabilities(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the chance of each class.

        Args:
            features: shape (features,).

        Returns:
            Shape (classes,), sum 1.
        """
        scores = features @ self.coefficients + self.intercepts
        grown = np.exp(scores - scores.max())
        result: NDArray[np.float64] = grown / grown.sum()
        return result

    def confidence(self, probabilities: NDArray[np.float64], quadrant: Quadrant, language: Language) -> float:
        """Return the chance, in [0, 1], that a careful human puts the line in this quadrant.

        Platt scaling of the log odds of the quadrant, fitted on cross-validated readings.
        """
        slope, offset = self.calibration[language]
        return 1.0 / (1.0 + math.exp(-(slope * quadrant_log_odds(probabilities, quadrant) + offset)))

    def save(self, path: Path) -> None:
        """Write the model; coefficients as four decimals, which is more than the readings show."""
        grams = sorted(self.wording.places, key=self.wording.places.__getitem__)
        np.savez_compressed(
            path,
            grams=np.array("\n".join(grams)),
            gram_weights=self.wording.weights.round(4),
            coefficients=self.coefficients.astype(np.float32).round(4),
            intercepts=self.intercepts.round(4),
            calibration=np.array([self.calibration[language] for language in Language]).round(3),
            source=np.array(self.source),
        )

    @classmethod
    def load(cls, path: Path) -> StanceModel:
        """Read a model that `save` wrote.

        Raises:
            OSError: it cannot be read.
            ValueError: it is no such file.
        """
        with np.load(path, allow_pickle=False) as kept:
            grams = str(kept["grams"]).split("\n")
            return cls(
                Wording({gram: place for place, gram in enumerate(grams)}, kept["gram_weights"].astype(np.float64)),
                kept["coefficients"].astype(np.float64),
                kept["intercepts"].astype(np.float64),
                {
                    language: (float(slope), float(offset))
                    for language, (slope, offset) in zip(Language, kept["calibration"], strict=True)
                },
                str(kept["source"]),
            )


@cache
def stance_model() -> StanceModel:
    """Return the shipped model, read once; a tenth of a second."""
    return StanceModel.load(MODEL_FILE)


def stance_of(probabilities: NDArray[np.float64], length: float) -> Stance:
    """Return the point on the rose: the classes' centres, weighed by their chances.

    Args:
        probabilities: shape (classes,).
        length: of the stance of a line that is surely one octant's.
    """
    point = length * (probabilities @ _CENTRES)
    return Stance(float(point[0]), float(point[1]))


def mixed(
    whole: NDArray[np.float64], clauses: Sequence[NDArray[np.float64]], lengths: Sequence[int], share: float
) -> NDArray[np.float64]:
    """Return the chances of a turn from those of the whole and of its clauses.

    Long and outspoken clauses count more: one hard sentence in a friendly turn is what the caller hears.

    Args:
        whole: of the turn, shape (classes,).
        clauses: of each clause.
        lengths: words of each clause.
        share: how much the clauses count together, in [0, 1].
    """
    if len(clauses) < 2:
        return whole
    stack = np.stack(clauses)
    pull = np.sqrt(np.asarray(lengths, dtype=np.float64)) * (0.3 + np.hypot(*(stack @ _CENTRES).T))
    result: NDArray[np.float64] = (1 - share) * whole + share * (stack * pull[:, None]).sum(axis=0) / pull.sum()
    return result


def quadrant_log_odds(probabilities: NDArray[np.float64], quadrant: Quadrant) -> float:
    """Return the log odds of a quadrant against the other three; a neutral line's chance goes to all alike."""
    inside = sum(
        float(p)
        for name, p in zip(CLASSES, probabilities, strict=True)
        if name != NEUTRAL_CLASS and Octant(name).stance.quadrant is quadrant
    )
    inside += float(probabilities[CLASSES.index(NEUTRAL_CLASS)]) / len(Quadrant)
    inside = min(max(inside, 1e-6), 1 - 1e-6)
    return math.log(inside / (1 - inside))
