"""Reads where a turn stands on Leary's Rose, with the words that show it.

With an encoder the fitted model reads meaning, wording and the caller's line before; without one the cues speak alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulator.language import Language
from simulator.leary import Stance
from simulator.scoring.assessment import LearyCue, LearyReading
from simulator.scoring.stance_cues import find_cues
from simulator.scoring.stance_model import (
    StanceModel,
    StanceWeights,
    mixed,
    stance_features,
    stance_model,
    stance_of,
    stance_weights,
)
from simulator.scoring.text import Words

_DECIMALS: Final = 2
"""Readings are rounded, so that the last bits of a matrix product, which differ between machines, do not show."""

_BY_CUES_ALONE: Final = 0.5
"""Confidence of a reading by cues without an encoder: the quadrant was right in about half of the labelled lines."""


class StanceReader:
    """Places turns on the rose.

    Args:
        model: what was learnt; None reads the shipped one at the first turn with a vector.
        weights: the reader's numbers; None takes the shipped ones.
    """

    def __init__(self, model: StanceModel | None = None, weights: StanceWeights | None = None) -> None:
        self._model = model
        self._weights = weights or stance_weights()

    def read(
        self,
        words: Words,
        language: Language,
        vector: NDArray[np.float32] | None,
        clause_words: Sequence[Words],
        clause_vectors: NDArray[np.float32] | None,
        caller_vector: NDArray[np.float32] | None = None,
    ) -> LearyReading:
        """Return where a turn stands.

        Args:
            words: the whole turn.
            language: of the turn.
            vector: of the whole turn, shape (512,); None reads by cues alone.
            clause_words: the turn's clauses.
            clause_vectors: of the clauses, shape (n, 512).
            caller_vector: of the caller's line before, shape (512,): the same words agree after a demand and
                inform after a question.
        """
        found = find_cues(words, language)
        if not len(words):
            return LearyReading(cues=found)
        if vector is None:
            stance = _rounded(_by_cues(found))
            confidence = 0.0 if stance.is_neutral else _BY_CUES_ALONE
        else:
            chances = self.chances(words, language, vector, clause_words, clause_vectors, caller_vector)
            stance = _rounded(stance_of(chances, self._weights.length))
            confidence = round(self._learnt().confidence(chances, stance.quadrant, language), _DECIMALS)
        return LearyReading(
            stance=stance,
            octant=None if stance.is_neutral else stance.octant,
            alternative=None if stance.is_neutral else stance.alternative,
            confidence=confidence,
            cues=found,
        )

    def chances(
        self,
        words: Words,
        language: Language,
        vector: NDArray[np.float32],
        clause_words: Sequence[Words],
        clause_vectors: NDArray[np.float32] | None,
        caller_vector: NDArray[np.float32] | None,
    ) -> NDArray[np.float64]:
        """Return the chance of each octant and of none, in the order of `stance_model.CLASSES`; arguments as `read`."""
        whole = self._chances_of(words, language, vector, caller_vector)
        if clause_vectors is None or len(clause_words) < 2:
            return whole
        parts = [
            self._chances_of(part, language, part_vector, caller_vector)
            for part, part_vector in zip(clause_words, clause_vectors, strict=True)
        ]
        return mixed(whole, parts, [len(part) for part in clause_words], self._weights.clause_share)

    def _chances_of(
        self, words: Words, language: Language, vector: NDArray[np.float32], caller_vector: NDArray[np.float32] | None
    ) -> NDArray[np.float64]:
        model = self._learnt()
        return model.probabilities(
            stance_features(words, language, vector, caller_vector, model.wording, self._weights)
        )

    def _learnt(self) -> StanceModel:
        if self._model is None:
            self._model = stance_model()
        return self._model


def _rounded(stance: Stance) -> Stance:
    return Stance(round(stance.together, _DECIMALS), round(stance.above, _DECIMALS))


def _by_cues(found: Sequence[LearyCue]) -> Stance:
    return Stance(
        max(-1.0, min(1.0, sum(cue.pull.together for cue in found))),
        max(-1.0, min(1.0, sum(cue.pull.above for cue in found))),
    )
