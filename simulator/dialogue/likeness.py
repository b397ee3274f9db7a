"""How much a sentence is about each of a caller's topics: the evidence, and the weights it is added up with.

A topic is something the caller can talk about (a fact, a bit of background, the offer), known by example sentences
and by what the caller would say. Evidence is of three kinds: nearness of sentence embeddings, shared content words,
and shared concepts (`concepts.yaml`). Words and concepts that many topics of this caller share count for little:
whoever talks about a modem all day learns nothing from the word.

The kinds are added up with weights of a conditional logit (D. McFadden, "Conditional logit analysis of qualitative
choice behavior", 1974) over all topics and "none of them"; `benchmarks/matching.py --fit` fits them on
`tests/data/matching`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulator.dialogue.concepts import Subject, concepts_in
from simulator.dialogue.words import letter_groups, weighted_stems
from simulator.language import Language

Vectors = NDArray[np.float32]
"""Unit vectors of sentences: float32, shape (sentences, dimensions)."""


class Evidence(StrEnum):
    """A kind of evidence that a sentence is about a topic; the order is that of the columns."""

    NEAREST = "nearest"
    """Cosine to the nearest example."""
    NEAR = "near"
    """Mean cosine to the three nearest examples."""
    WORDS = "words"
    """Share of the sentence's content words that stand in any example."""
    CONCEPT_ODDS = "concept_odds"
    """How much more often this topic's examples touch the sentence's concepts than all examples do, as a log."""
    CONCEPTS = "concepts"
    """Best overlap of concepts with one example."""
    SAID_WORDS = "said_words"
    """Share of the sentence's content words that stand in what the caller would say."""
    SAID = "said"
    """Cosine to what the caller would say."""
    LETTERS = "letters"
    """Share of the sentence's content words, in letter groups, that stand in any example: 'volgnummer' knows
    'pakketnummer', 'lampjes' knows 'lampje'."""
    APART = "apart"
    """What a ridge regression of the topics on all examples says: it looks at what tells this caller's topics apart,
    where nearness looks at what they share."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each kind of evidence counts, and what speaks for no topic at all."""

    evidence: tuple[float, ...]
    """One a kind, in the order of `Evidence`."""
    none: float
    """The utility of "none of the topics"."""
    strange: float
    """What is added to it when no content word of the sentence is known; in proportion."""


ASKING_WEIGHTS: Final[dict[Language, Weights]] = {
    Language.DUTCH: Weights(evidence=(4.8, 3.0, 0.6, 1.3, 1.4, 0.7, 0.4, 3.4, 3.0), none=4.7, strange=0.3),
    Language.ENGLISH: Weights(evidence=(5.9, 5.1, 1.0, 0.4, 2.7, 0.4, 0.0, 1.7, 2.0), none=7.3, strange=0.0),
}
"""For questions, per language (the encoder knows English better); fitted on `tests/data/matching` and on the callers'
own examples, each left out in turn."""

OFFERING_WEIGHTS: Final = Weights(evidence=(4.1, 7.1, 0.0, 0.6, 3.4, 0.0, 0.0, 1.8, 0.0), none=7.07, strange=0.0)
"""For offers and limits; fitted on `tests/data/matching` and on the personas' own offers and rehearsal lines."""

NEW_WORD_SPECIFICITY: Final = 0.7
"""How specific a word counts that none of the caller's topics knows; 1 is a word of one topic only."""

RIDGE: Final = 3.0
"""Penalty of the regression behind `Evidence.APART`; 0.3, 1 and 3 were tried on the other callers."""

PRIOR: Final = 0.05
"""Added to every share of examples, so that a concept never seen is unlikely and not impossible."""

SMOOTHING: Final = 0.5
"""How many imaginary examples with the average concepts each topic has."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Something a sentence can be about."""

    key: str
    examples: tuple[str, ...]
    said: tuple[str, ...] = ()
    """What the caller would say about it; may be empty."""


class TopicBook:
    """A caller's topics with everything about them that can be worked out before the call.

    Args:
        topics: at least one; the order is that of the rows of `evidence`.
        language: of all sentences.
        vectors: one a sentence, in the order of `sentences(topics)`.
        subject: which concepts to look at.
    """

    def __init__(
        self, topics: Sequence[Topic], language: Language, vectors: Vectors, subject: Subject = Subject.ASKING
    ) -> None:
        self.topics = tuple(topics)
        self._language = language
        self._subject = subject
        self._words = [[weighted_stems(text, language) for text in topic.examples] for topic in topics]
        self._concepts = [[concepts_in(text, language, subject) for text in topic.examples] for topic in topics]
        self._said_words = [set().union(*(weighted_stems(text, language) for text in topic.said)) for topic in topics]
        self._known_words = [set().union(*words) for words in self._words]
        ends = np.cumsum([len(part) for topic in topics for part in (topic.examples, topic.said)])
        parts = np.split(vectors, ends[:-1]) if len(ends) else []
        self._examples, self._said = parts[0::2], parts[1::2]
        self._centre, self._apart = _told_apart(self._examples)
        self._known_letters = [
            set().union(*(letter_groups(text, language) for text in topic.examples)) for topic in topics
        ]
        self._word_specificity = _specificity(self._known_words)
        self._letter_specificity = _specificity(self._known_letters)
        self._concept_specificity = _specificity([set().union(*concepts) for concepts in self._concepts])
        self._concept_counts = [Counter(name for found in concepts for name in found) for concepts in self._concepts]
        self._concept_total: Counter[str] = sum(self._concept_counts, Counter())
        self._example_total = sum(len(topic.examples) for topic in topics)

    @staticmethod
    def sentences(topics: Sequence[Topic]) -> tuple[str, ...]:
        """Return the sentences whose vectors the book needs, in its order."""
        return tuple(text for topic in topics for part in (topic.examples, topic.said) for text in part)

    def evidence(self, sentence: str, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the evidence for each topic: float64, shape (topics, kinds of `Evidence`).

        Args:
            sentence: what was said.
            vector: its unit vector, shape (dimensions,).
        """
        words = {
            stem: weight * self._word_specificity.get(stem, NEW_WORD_SPECIFICITY)
            for stem, weight in weighted_stems(sentence, self._language).items()
        }
        letters = {
            group: weight * self._letter_specificity.get(group, NEW_WORD_SPECIFICITY)
            for group, weight in letter_groups(sentence, self._language).items()
        }
        concepts = concepts_in(sentence, self._language, self._subject)
        known = np.array([self._of_topic(row, words, letters, concepts, vector) for row in range(len(self.topics))])
        return np.column_stack([known, _unit(vector - self._centre) @ self._apart])

    def utilities(self, sentence: str, vector: NDArray[np.float32], weights: Weights) -> NDArray[np.float64]:
        """Return how much speaks for each topic and, last, for none of them: float64, shape (topics + 1,).

        Args:
            sentence: what was said.
            vector: its unit vector, shape (dimensions,).
            weights: what each kind of evidence counts.
        """
        for_topics = self.evidence(sentence, vector) @ np.array(weights.evidence)
        return np.append(for_topics, weights.none + weights.strange * self.strangeness(sentence))

    def strangeness(self, sentence: str) -> float:
        """Return the share, in [0, 1], of the sentence's content words that no topic knows."""
        words = weighted_stems(sentence, self._language)
        total = sum(words.values())
        if total == 0:
            return 0.0
        known = set().union(*self._known_words, *self._said_words)
        return sum(weight for stem, weight in words.items() if stem not in known) / total

    def _of_topic(
        self,
        row: int,
        words: dict[str, float],
        letters: dict[str, float],
        concepts: frozenset[str],
        vector: NDArray[np.float32],
    ) -> list[float]:
        near = np.sort(self._examples[row] @ vector)[::-1]
        said = self._said[row]
        return [
            float(near[0]) if len(near) else 0.0,
            float(near[:3].mean()) if len(near) else 0.0,
            _share(words, self._known_words[row]),
            self._concept_odds(row, concepts),
            self._concept_overlap(row, concepts),
            _share(words, self._said_words[row]),
            float((said @ vector).max()) if len(said) else 0.0,
            _share(letters, self._known_letters[row]),
        ]

    def _concept_odds(self, row: int, concepts: frozenset[str]) -> float:
        examples = len(self.topics[row].examples)
        odds = 0.0
        for name in sorted(concepts):
            overall = self._concept_total[name] / max(1, self._example_total)
            share = (self._concept_counts[row][name] + SMOOTHING * overall + PRIOR) / (examples + SMOOTHING + PRIOR)
            odds += math.log(share / (overall + PRIOR))
        return odds / 3.0

    def _concept_overlap(self, row: int, concepts: frozenset[str]) -> float:
        def weight(names: frozenset[str]) -> float:
            return sum(self._concept_specificity.get(name, 0.5) for name in sorted(names))

        mine = weight(concepts)
        if mine == 0:
            return 0.0
        return max((2 * weight(concepts & each) / (mine + weight(each)) for each in self._concepts[row]), default=0.0)


def _told_apart(examples: Sequence[Vectors]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the examples' mean and what maps a centred unit vector to one number a topic, about 1 where it belongs.

    Ridge regression in its dual form (C. Saunders et al., "Ridge regression in dual variables", 1998).
    """
    rows = np.concatenate(examples).astype(np.float64)
    centre = rows.mean(axis=0)
    centred = _unit(rows - centre)
    belongs = np.repeat(np.eye(len(examples)), [len(part) for part in examples], axis=0)
    return centre, centred.T @ np.linalg.solve(centred @ centred.T + RIDGE * np.eye(len(rows)), belongs)


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9), dtype=np.float64)


def _share(words: dict[str, float], known: set[str]) -> float:
    total = sum(words.values())
    return sum(weight for stem, weight in words.items() if stem in known) / total if total else 0.0


def _specificity(by_topic: Sequence[set[str]]) -> dict[str, float]:
    """Return per word how specific it is, in [0, 1]: 1 in one topic only, 0 in all (inverse document frequency)."""
    counts = Counter(name for names in by_topic for name in names)
    topics = len(by_topic)
    return {name: math.log((topics + 1) / count) / math.log(topics + 1) for name, count in counts.items()}


def chances(utilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the chance of each choice, float64 in [0, 1] summing to 1: the softmax of the utilities."""
    powers = np.exp(utilities - utilities.max())
    return np.asarray(powers / powers.sum(), dtype=np.float64)
