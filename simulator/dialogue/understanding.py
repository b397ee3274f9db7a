"""What a trainee turn asks for and offers, by meaning: the caller's ear, without a tree of fixed questions.

Each question or request in the turn is compared with the questions a persona's facts and background name, and each
sentence with its solution and its boundary, by sentence embeddings and by shared content words. One batched call of the
encoder a turn; everything of the persona is encoded once, when the ear is made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulator.dialogue.choosing import answerable
from simulator.dialogue.prompts import prompts
from simulator.dialogue.state import CallerState, Circumstances, HeardTurn
from simulator.dialogue.words import overlap, weighted_stems
from simulator.language import Language
from simulator.personas.model import Persona
from simulator.scoring.assessment import TurnAssessment
from simulator.scoring.encoder import SentenceEncoder

WORD_SHARE: Final = 0.4
"""How much of a likeness is shared words; the rest is the cosine of the sentence embeddings."""

FACT_FROM: Final = 0.42
"""The least likeness at which a question asks for a fact."""

BACKGROUND_FROM: Final = 0.45
"""The least likeness at which a question touches an item of background."""

GENERAL_FROM: Final = 0.55
"""The least likeness at which a question asks for the story, or for what is still missing."""

OFFER_FROM: Final = 0.50
"""The least likeness at which a sentence offers the persona's solution."""

LIMIT_FROM: Final = 0.55
"""The least likeness at which a sentence gives away, or refuses, what the boundary forbids."""

LONG_CLAUSE_WORDS: Final = 16
"""A sentence longer than this is also looked at in pieces: recognisers drop full stops."""

PIECE_WORDS: Final = 12
"""How long such a piece is; each begins half a piece after the one before."""


class Target(StrEnum):
    """What a sentence can be about."""

    FACT = "fact"
    BACKGROUND = "background"
    EVERYTHING = "everything"
    ANYTHING_ELSE = "anything_else"
    OFFER = "offer"
    GIVES_IN = "gives_in"
    REFUSES = "refuses"


ASKED: Final = (Target.FACT, Target.BACKGROUND, Target.EVERYTHING, Target.ANYTHING_ELSE)
"""What questions and requests are compared with."""

LEAST_LIKENESS: Final[dict[Target, float]] = {
    Target.FACT: FACT_FROM,
    Target.BACKGROUND: BACKGROUND_FROM,
    Target.EVERYTHING: GENERAL_FROM,
    Target.ANYTHING_ELSE: GENERAL_FROM,
    Target.OFFER: OFFER_FROM,
    Target.GIVES_IN: LIMIT_FROM,
    Target.REFUSES: LIMIT_FROM,
}


@dataclass(frozen=True, slots=True)
class Exemplar:
    """A sentence the persona's file gives, and what it stands for."""

    target: Target
    key: str
    """A fact's id, a background item's index, else empty."""
    text: str
    stems: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Match:
    """The best that a sentence could mean, of the targets looked at."""

    target: Target
    key: str
    likeness: float
    """In [-1, 1]; see `LEAST_LIKENESS`."""

    @property
    def is_sure(self) -> bool:
        """True when it is like enough to be taken so."""
        return self.likeness >= LEAST_LIKENESS[self.target]


class Understanding:
    """One caller's ear: made once a call, deaf to everything the persona's file does not mention."""

    def __init__(self, persona: Persona, encoder: SentenceEncoder) -> None:
        self._persona = persona
        self._encoder = encoder
        self._exemplars = tuple(_exemplars(persona))
        self._vectors: NDArray[np.float32] = encoder.encode([exemplar.text for exemplar in self._exemplars])

    def understand(
        self, assessment: TurnAssessment, state: CallerState, circumstances: Circumstances = Circumstances()
    ) -> HeardTurn:
        """Return the turn as this caller takes it.

        Blocks for one batch of the encoder (about 20 ms a sentence).

        Args:
            assessment: what was seen in the turn.
            state: the caller before the turn; what was told decides what "anything else?" asks for.
            circumstances: what happened around the words.
        """
        asking = _asking(assessment, self._persona.language)
        stating = _stating(assessment.text)
        texts = list(dict.fromkeys((*asking, *stating)))
        if not texts:
            return HeardTurn(assessment=assessment, circumstances=circumstances)
        rows = dict(zip(texts, self._likeness(texts), strict=True))
        meant = [self._best(rows[text], ASKED) for text in asking]
        asked, background = self._asked([match for match in meant if match is not None and match.is_sure], state)
        offers = [self._best(rows[text], (Target.OFFER,)) for text in stating]
        gave_in, refused = self._limit(rows, stating)
        return HeardTurn(
            assessment=assessment,
            asked=asked,
            background=background if not asked else None,
            offered=any(match is not None and match.is_sure for match in offers),
            gave_in=gave_in,
            refused=refused,
            circumstances=circumstances,
        )

    def best_match(self, sentence: str, targets: Sequence[Target] = ASKED) -> Match | None:
        """Return what a single sentence most likely means among the targets, sure or not; for checks and tables."""
        return self._best(self._likeness([sentence])[0], targets)

    def _likeness(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Return the likeness of each sentence to each exemplar: float32, shape (sentences, exemplars)."""
        cosines = self._encoder.encode(sentences) @ self._vectors.T
        language = self._persona.language
        shared = np.zeros(cosines.shape, dtype=np.float32)
        for row, sentence in enumerate(sentences):
            stems = weighted_stems(sentence, language)
            for column, exemplar in enumerate(self._exemplars):
                shared[row, column] = overlap(stems, exemplar.stems)
        return np.asarray((1.0 - WORD_SHARE) * cosines + WORD_SHARE * shared, dtype=np.float32)

    def _best(self, row: NDArray[np.float32], targets: Sequence[Target]) -> Match | None:
        best: Match | None = None
        for value, exemplar in zip(row.tolist(), self._exemplars, strict=True):
            if exemplar.target in targets and (best is None or value > best.likeness):
                best = Match(exemplar.target, exemplar.key, value)
        return best

    def _asked(self, matches: Sequence[Match], state: CallerState) -> tuple[tuple[str, ...], int | None]:
        asked: list[str] = []
        background: int | None = None
        for match in matches:
            match match.target:
                case Target.FACT:
                    asked.append(match.key)
                case Target.BACKGROUND:
                    background = int(match.key)
                case Target.EVERYTHING | Target.ANYTHING_ELSE:
                    untold = self._volunteered(state, hidden_too=match.target is Target.ANYTHING_ELSE)
                    asked.extend(untold)
        return tuple(asked), background

    def _volunteered(self, state: CallerState, *, hidden_too: bool) -> tuple[str, ...]:
        """Return the fact a caller comes up with when asked for the story, needed ones first; at most one."""
        untold = [fact for fact in self._persona.facts if fact.id not in state.told and answerable(state, fact)]
        if hidden_too:
            untold.sort(key=lambda fact: (not fact.hidden, not fact.needed))
        else:
            untold = sorted((fact for fact in untold if not fact.hidden), key=lambda fact: not fact.needed)
        return tuple(fact.id for fact in untold[:1])

    def _limit(self, rows: Mapping[str, NDArray[np.float32]], stating: Sequence[str]) -> tuple[bool, bool]:
        """Return whether the turn gives away and whether it refuses; of two alike the liker one counts."""
        given = refused = None
        for text in stating:
            for target in (Target.GIVES_IN, Target.REFUSES):
                match = self._best(rows[text], (target,))
                if match is None or not match.is_sure:
                    continue
                if target is Target.GIVES_IN and (given is None or match.likeness > given.likeness):
                    given = match
                if target is Target.REFUSES and (refused is None or match.likeness > refused.likeness):
                    refused = match
        if given is not None and refused is not None:
            return given.likeness > refused.likeness, refused.likeness >= given.likeness
        return given is not None, refused is not None


def _exemplars(persona: Persona) -> list[Exemplar]:
    """Return everything the persona's file and the language's phrases say a trainee may mean."""
    general = prompts(persona.language)
    said: list[tuple[Target, str, Sequence[str]]] = [(Target.FACT, fact.id, fact.ask) for fact in persona.facts]
    said += [(Target.BACKGROUND, str(index), item.ask) for index, item in enumerate(persona.background)]
    said += [
        (Target.EVERYTHING, "", general.everything),
        (Target.ANYTHING_ELSE, "", general.anything_else),
        (Target.OFFER, "", persona.solution.offers),
    ]
    if persona.boundary is not None:
        said += [
            (Target.GIVES_IN, "", persona.boundary.gives_in),
            (Target.REFUSES, "", persona.boundary.refuses),
        ]
    return [
        Exemplar(target, key, text, weighted_stems(text, persona.language))
        for target, key, texts in said
        for text in texts
    ]


_SENTENCE_END: Final = re.compile(r"(?<=[.!?;:…])\s+")


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text; a text without punctuation is one."""
    return tuple(part.strip() for part in _SENTENCE_END.split(text.strip()) if part.strip())


def _stating(text: str) -> tuple[str, ...]:
    """Return the sentences of a turn and the pieces of long ones."""
    whole = sentences(text)
    pieces: list[str] = list(whole)
    for sentence in whole:
        words = sentence.split()
        if len(words) > LONG_CLAUSE_WORDS:
            step = PIECE_WORDS // 2
            pieces.extend(" ".join(words[start : start + PIECE_WORDS]) for start in range(0, len(words) - step, step))
    return tuple(dict.fromkeys(pieces))


def _asking(assessment: TurnAssessment, language: Language) -> tuple[str, ...]:
    """Return what in the turn asks: its questions in order, and sentences that begin as a request."""
    questions = [question.text for question in assessment.questions]
    requests = prompts(language).requests
    found: list[str] = []
    for sentence in sentences(assessment.text):
        if any(sentence in question or question in sentence for question in questions):
            continue
        plain = sentence.lower().replace("’", "'")
        if any(plain.startswith(f"{request} ") or plain.rstrip(".!") == request for request in requests):
            found.append(sentence)
    return tuple(dict.fromkeys((*found, *questions)))
