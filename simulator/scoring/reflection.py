"""Does a turn give back what the caller said, and is it right?

A reflection is recognised by how it opens, by words and meaning shared with the caller's lines, and by a feeling
named; a summary is held against the facts the caller told: covered, missed, invented, and checked or not.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import yaml
from numpy.typing import NDArray

from simulator.scoring.acts import content_stems
from simulator.scoring.assessment import Act, ActKind, Question, QuestionWording, SummaryReading
from simulator.scoring.grammar import DATA, Grammar
from simulator.scoring.text import Words

Vectors = NDArray[np.float32]


_AS_GOOD: Final = 0.08
"""Stretches this near to the best match are looked at too before a fact counts as given back wrongly."""
_SAME_WORDS: Final = 0.7
"""Share of a fact's content words a statement holds before a turned 'not' contradicts it: 'geen' may be in 'eruit'."""
_LONGEST_INVENTED: Final = 12
"""A statement longer than this says several things; only its values can show that something was made up."""


@cache
def numbers_as_said() -> dict[str, str]:
    """Return the digits of numbers in words, both languages."""
    with (DATA / "numbers.yaml").open(encoding="utf-8") as stream:
        raw = yaml.safe_load(stream)
    return {word: str(number) for number, words in raw.items() for word in words.split()}


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


@dataclass(frozen=True, slots=True)
class SummaryWeights:
    """Thresholds for fidelity, from `data/weights.yaml`."""

    covered_at: float
    """A fact is covered when meaning and words together reach this."""
    meaning_share: float
    """How much of a match comes from meaning; the rest from shared words."""
    invented_below: float
    """A piece that matches nothing the caller said up to this is invented."""


@cache
def weights() -> tuple[ReflectionWeights, SummaryWeights]:
    """Return the numbers, read once."""
    with (DATA / "weights.yaml").open(encoding="utf-8") as stream:
        raw = yaml.safe_load(stream)
    return ReflectionWeights(**raw["reflection"]), SummaryWeights(**raw["summary"])


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
        "summary_opening": float(_opens(turn, grammar, "summary_opening")),
        "reflection_opening": float(_opens(turn, grammar, "reflection_opening")),
        "overlap": min(1.0, 1.5 * overlap),
        "similarity": alike,
        "feeling_named": float(ActKind.EMPATHY in kinds),
        "question": min(1.0, asked),
        "first_person_plan": float(
            bool(kinds & {ActKind.OFFER, ActKind.PROMISE, ActKind.OFFER_OF_HELP, ActKind.REFUSAL})
        ),
        "order": float(ActKind.ORDER in kinds),
        "second_person": float(_opens(turn, grammar, "second_person_opening") and not real_questions),
        "advice": float(_opens(turn, grammar, "advice")),
    }


def reflection_probability(features: dict[str, float]) -> float:
    """Return the probability, in [0, 1], that a turn with these features gives back what the caller said."""
    model, _ = weights()
    total = model.bias + sum(getattr(model, name) * value for name, value in features.items())
    return round(1 / (1 + math.exp(-total)), 2)


def _opens(turn: Words, grammar: Grammar, group: str) -> bool:
    return any(True for phrase in grammar.phrases[group] for _ in turn.find(phrase.pattern))


def read_summary(
    turn: Words,
    pieces: Sequence[Piece],
    windows: Sequence[Piece],
    facts: Sequence[tuple[str, Sequence[Piece]]],
    heard: Sequence[Piece],
    grammar: Grammar,
    questions: Sequence[Question],
    *,
    planned: bool = False,
) -> SummaryReading:
    """Hold a turn against the facts told.

    Args:
        turn: the whole turn.
        pieces: its statements.
        windows: stretches of its long statements.
        facts: ids and clauses of the facts told so far.
        heard: the clauses of everything the caller said.
        grammar: of the language.
        questions: found in the turn; a tag is a check.
        planned: True when the turn also says what the trainee will do; then only an announced summary counts.
    """
    _, limits = weights()
    telling = [p for p in pieces if not _is_frame(p.words, grammar)]
    covered, wrong = [], []
    for fact_id, fact in facts:
        matches = [
            (max(_match(piece, part, grammar) for part in fact), piece) for piece in (*windows, *telling) if fact
        ]
        best = max((score for score, _ in matches), default=0.0)
        if best >= limits.covered_at:
            near = [piece for score, piece in matches if score >= max(limits.covered_at, best - _AS_GOOD)]
            if all(_conflict(piece, fact, grammar) for piece in near):
                wrong.append(next(piece for score, piece in matches if score == best))
            else:
                covered.append(fact_id)
    checked = any(q.wording is QuestionWording.TAG for q in questions)
    given_back = len(covered) + len(wrong)
    opening = _opens(turn, grammar, "summary_opening")
    invented = [piece for piece in telling if _is_invented(piece, facts, heard, grammar, limits.invented_below)]
    is_summary = bool(telling) and (
        (opening and (given_back >= 1 or bool(invented)))
        or (not planned and (given_back >= 2 or (checked and given_back >= 1)))
    )
    if not is_summary:
        return SummaryReading()
    quoted = dict.fromkeys(piece.words.quote(0, len(piece.words) - 1) for piece in (*wrong, *invented))
    return SummaryReading(
        is_summary=True,
        covered=tuple(covered),
        missed=tuple(fact_id for fact_id, _ in facts if fact_id not in covered),
        invented=tuple(quoted),
        checked=checked,
        span=turn.span(0, len(turn) - 1) if len(turn) else None,
    )


def _is_frame(words: Words, grammar: Grammar) -> bool:
    """Tell whether a clause holds no content of its own ('als ik het goed begrijp', 'klopt dat')."""
    return len(content_stems(words, grammar)) == 0


def _match(piece: Piece, fact: Piece, grammar: Grammar) -> float:
    own, told = content_stems(piece.words, grammar), content_stems(fact.words, grammar)
    shared = len(own & told) / max(1, min(len(told), 4)) if told else 0.0
    if piece.vector is None or fact.vector is None:
        return min(1.0, shared)
    share = weights()[1].meaning_share
    return share * similarity(piece, fact) + (1 - share) * min(1.0, shared)


def _slots(words: Words, grammar: Grammar) -> dict[str, frozenset[str]]:
    """Return the checkable values of a clause by kind."""
    return {
        "number": frozenset(_numbers(words.forms)),
        "day": frozenset(
            form
            for before, form in zip(("", *words.forms), words.forms, strict=False)
            if grammar.has("days", form) or (form == "may" and before in ("in", "since", "last", "of", "until"))
        ),
        "colour": frozenset(form.rstrip("e") for form in words.forms if grammar.has("colours", form)),
        "person": frozenset(form for form in words.forms if grammar.has("people", form)),
    }


def _numbers(forms: tuple[str, ...]) -> set[str]:
    """Return the numbers of a clause as digits; 'six hundred' and 'zeshonderd' are one number."""
    said = numbers_as_said()
    found: set[str] = set()
    for form, following in zip(forms, (*forms[1:], ""), strict=True):
        hundreds = re.fullmatch(r"(\w+)honderd", form)
        if hundreds and hundreds[1] in said:
            found.add(said[hundreds[1]] + "00")
        elif form in said and following in ("hundred", "thousand", "duizend"):
            found.add(said[form] + ("00" if following == "hundred" else "000"))
        elif form in said and form not in ("hundred", "honderd"):
            found.add(said[form])
        elif re.fullmatch(r"\d[\d.,:]*", form):
            found.add(form)
    return found


def _conflict(piece: Piece, fact: Sequence[Piece], grammar: Grammar) -> bool:
    """Tell whether a clause contradicts its fact: another number, day, colour or person, or a turned 'not'."""
    own = _slots(piece.words, grammar)
    for kind in own:
        told = frozenset().union(*(_slots(part.words, grammar)[kind] for part in fact))
        if own[kind] and told and not own[kind] & told:
            return True
    told_words = frozenset().union(*(content_stems(part.words, grammar) for part in fact))
    own_words = content_stems(piece.words, grammar)
    if told_words and len(own_words & told_words) / len(told_words) >= _SAME_WORDS:
        told_not = any(grammar.has("negations", form) for part in fact for form in part.words.forms)
        own_not = any(grammar.has("negations", form) for form in piece.words.forms)
        return told_not != own_not
    return False


def _is_invented(
    piece: Piece, facts: Sequence[tuple[str, Sequence[Piece]]], heard: Sequence[Piece], grammar: Grammar, limit: float
) -> bool:
    """Tell whether a clause says what the caller never said: a value nobody named, or a statement near to nothing."""
    told = [part for _, fact in facts for part in fact] + list(heard)
    own = _slots(piece.words, grammar)
    for kind, values in own.items():
        named = frozenset().union(*(_slots(part.words, grammar)[kind] for part in told)) if told else frozenset()
        if values - named:
            return True
    first_person = any(form in ("ik", "wij", "we", "i", "i'll", "we'll") for form in piece.words.forms[:3])
    if first_person or len(piece.words) > _LONGEST_INVENTED or len(content_stems(piece.words, grammar)) < 2:
        return False
    best = max((_match(piece, part, grammar) for part in told), default=0.0)
    return best < limit
