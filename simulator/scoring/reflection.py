"""Does a turn give back what the caller said or feels?

It is recognised by how it opens, by words and meaning shared with the caller's lines, and by a feeling named.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import yaml
from numpy.typing import NDArray

from simulator.scoring.acts import content_stems
from simulator.scoring.assessment import Act, ActKind, Question, QuestionWording
from simulator.scoring.grammar import DATA, Grammar
from simulator.scoring.text import Words

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ReflectionWeights:
    """Weights of the logistic function for 'gives back', from `data/weights.yaml`."""

    bias: float
    summary_opening: float
    reflection_opening: float
    overlap: float
    similarity: float
    feeling_named: float
    question: float
    first_person_plan: float
    order: float
    second_person: float
    advice: float
    general: float
    checked: float


@cache
def weights() -> ReflectionWeights:
    """Return the numbers, read once."""
    with (DATA / "weights.yaml").open(encoding="utf-8") as stream:
        raw = yaml.safe_load(stream)
    return ReflectionWeights(**raw["reflection"])


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause of either side with its vector."""

    words: Words
    vector: Vectors | None


def similarity(one: Piece, other: Piece) -> float:
    """Return how alike two clauses are in meaning, in [0, 1]; by words alone where there are no vectors."""
    if one.vector is None or other.vector is None:
        return 0.0
    return max(0.0, float(np.dot(one.vector, other.vector)))


def reflection_features(
    turn: Words,
    pieces: Sequence[Piece],
    heard: Sequence[Piece],
    grammar: Grammar,
    questions: Sequence[Question],
    acts: Sequence[Act],
) -> dict[str, float]:
    """Return what speaks for and against the turn giving something back.

    Args:
        turn: the whole turn.
        pieces: its clauses.
        heard: the clauses of what the caller said before, latest last.
        grammar: of the language.
        questions: found in the turn.
        acts: found in the turn.
    """
    own = content_stems(turn, grammar)
    said = frozenset().union(*(content_stems(piece.words, grammar) for piece in heard)) if heard else frozenset()
    overlap = len(own & said) / max(3, len(own)) if own else 0.0
    alike = max((similarity(p, h) for p in pieces for h in heard), default=0.0)
    real_questions = [q for q in questions if q.wording is not QuestionWording.TAG]
    asked = sum(len(Words.of(q.text)) for q in real_questions) / max(1, len(turn))
    kinds = {act.kind for act in acts}
    return {
        "summary_opening": float(grammar.says("summary_opening", turn)),
        "reflection_opening": float(grammar.says("reflection_opening", turn)),
        "overlap": min(1.0, 1.5 * overlap),
        "similarity": alike,
        "feeling_named": float(ActKind.EMPATHY in kinds),
        "question": min(1.0, asked),
        "first_person_plan": float(
            bool(kinds & {ActKind.OFFER, ActKind.PROMISE, ActKind.OFFER_OF_HELP, ActKind.REFUSAL})
        ),
        "order": float(ActKind.ORDER in kinds),
        "second_person": float(grammar.says("second_person_opening", turn) and not real_questions),
        "advice": float(grammar.says("advice", turn)),
        "general": float(grammar.says("general", turn)),
        "checked": float(len(real_questions) < len(questions)),
    }


def reflection_probability(features: dict[str, float]) -> float:
    """Return the probability, in [0, 1], that a turn with these features gives back what the caller said."""
    model = weights()
    total = model.bias + sum(getattr(model, name) * value for name, value in features.items())
    return round(1 / (1 + math.exp(-total)), 2)
