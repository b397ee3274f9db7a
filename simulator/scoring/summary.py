"""Holds a summary against the facts the caller told: covered, missed, invented, and checked or not.

A fact is covered when a statement of the turn matches it in meaning and words without contradicting it. Invented is a
value nobody named, a turned 'not', or, where a summary is announced or checked, a statement near to nothing said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import yaml

from simulator.scoring.acts import content_stems, stem
from simulator.scoring.assessment import Question, QuestionWording, SummaryReading
from simulator.scoring.grammar import DATA, Grammar
from simulator.scoring.reflection import Piece, similarity
from simulator.scoring.text import Words
from simulator.scoring.values import SOFT, STRICT, values, with_digits, without_said

_AS_GOOD: Final = 0.08
"""Statements this near to the best match are looked at too before a fact counts as given back wrongly."""
_SURELY: Final = 0.6
"""A statement that matches a fact this well is about that fact, whatever else it resembles."""
_LONGEST_INVENTED: Final = 14
"""A statement longer than this says several things; only its values can show that something was made up."""
_NEGATION_REACH: Final = 3
"""Words behind a 'not' that it can turn."""


@dataclass(frozen=True, slots=True)
class SummaryWeights:
    """Thresholds for fidelity, from `data/weights.yaml`."""

    covered_at: float
    """A fact is covered when meaning and words together reach this."""
    meaning_share: float
    """How much of a match comes from meaning; the rest from shared words."""
    invented_below: float
    """A statement that matches nothing the caller said up to this is invented."""


@cache
def summary_weights() -> SummaryWeights:
    """Return the thresholds, read once."""
    with (DATA / "weights.yaml").open(encoding="utf-8") as stream:
        return SummaryWeights(**yaml.safe_load(stream)["summary"])


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
        pieces: its statements, without plans and questions.
        windows: stretches of its long statements.
        facts: ids and clauses of the facts told so far.
        heard: the clauses of everything the caller said.
        grammar: of the language.
        questions: found in the turn; a tag is a check.
        planned: True when the turn also says what the trainee will do; then only an announced summary counts.
    """
    limits = summary_weights()
    telling = [piece for piece in pieces if content_stems(piece.words, grammar)]
    said = _Said(facts, heard, grammar)
    covered, wrong = [], []
    right = {
        index
        for index, piece in enumerate(telling)
        for _, fact in facts
        if _best(piece, fact, grammar) >= _SURELY and not _contradicts(piece, fact, said, grammar)
    }
    for fact_id, fact in facts:
        state, index = _given_back(fact, telling, windows, said, grammar, limits.covered_at)
        if state == "covered":
            covered.append(fact_id)
        elif state == "wrong" and index not in right:
            wrong.append(telling[index])
    checked = any(question.wording is QuestionWording.TAG for question in questions)
    given_back = len(covered) + len(wrong)
    opening = _opening(turn, grammar)
    announced = given_back >= 1 and (opening is not None or checked)
    invented = [
        piece
        for piece in telling
        if said.unnamed_values(piece)
        or (announced and _behind(piece, opening) and _is_near_nothing(piece, said, grammar, limits.invented_below))
    ]
    is_summary = bool(telling) and (
        (opening is not None and (given_back >= 1 or bool(invented)))
        or (not planned and (given_back >= 2 or (checked and given_back >= 1)))
    )
    if not is_summary:
        return SummaryReading()
    wrongly = sorted({(p.words.tokens[0].start, p.words.tokens[-1].end) for p in (*wrong, *invented)})
    return SummaryReading(
        is_summary=True,
        covered=tuple(covered),
        missed=tuple(fact_id for fact_id, _ in facts if fact_id not in covered),
        invented=tuple(turn.text[start:end] for start, end in wrongly),
        checked=checked,
        span=turn.span(0, len(turn) - 1) if len(turn) else None,
    )


class _Said:
    """Everything the caller said, as words and as values."""

    def __init__(self, facts: Sequence[tuple[str, Sequence[Piece]]], heard: Sequence[Piece], grammar: Grammar) -> None:
        self._grammar = grammar
        self.pieces = [part for _, fact in facts for part in fact] + list(heard)
        self.stems = _all_stems(self.pieces, grammar)
        self._values = {
            kind: frozenset().union(*(values(part.words.forms, grammar)[kind] for part in self.pieces))
            for kind in (*STRICT, *SOFT)
        }

    def unnamed_values(self, piece: Piece) -> bool:
        """Tell whether a statement holds a number, day, colour or person that the caller never named."""
        own = values(piece.words.forms, self._grammar)
        return any(self.unnamed(kind, own[kind]) for kind in STRICT)

    def unnamed(self, kind: str, own: frozenset[str]) -> frozenset[str]:
        """Return which values the caller never named."""
        return without_said(kind, own, self._values[kind])


def _best(piece: Piece, fact: Sequence[Piece], grammar: Grammar) -> float:
    return max((match(piece, part, grammar) for part in fact), default=0.0)


def _given_back(
    fact: Sequence[Piece],
    telling: Sequence[Piece],
    windows: Sequence[Piece],
    said: _Said,
    grammar: Grammar,
    covered_at: float,
) -> tuple[str, int]:
    """Return whether a fact is 'covered', 'wrong' or 'absent' in a turn, and which statement is nearest to it."""
    scores = [_best(piece, fact, grammar) for piece in (*telling, *windows)]
    best = max(scores, default=0.0)
    if best < covered_at or not telling:
        return "absent", 0
    nearest = max(range(len(telling)), key=lambda index: (scores[index], -index))
    near = [
        piece
        for score, piece in zip(scores, (*telling, *windows), strict=True)
        if score >= max(covered_at, best - _AS_GOOD)
    ]
    wrong = all(_contradicts(piece, fact, said, grammar) for piece in near)
    return ("wrong" if wrong else "covered"), nearest


def match(piece: Piece, fact: Piece, grammar: Grammar) -> float:
    """Return how well a statement gives back a clause of a fact, in [0, 1], by meaning and by shared words."""
    own, told = _stems(piece.words, grammar), _stems(fact.words, grammar)
    shared = min(1.0, len(own & told) / max(1, min(len(told), 4))) if told else 0.0
    if piece.vector is None or fact.vector is None:
        return shared
    share = summary_weights().meaning_share
    return share * similarity(piece, fact) + (1 - share) * shared


def _stems(words: Words, grammar: Grammar) -> frozenset[str]:
    """Return the stems of the content words, numbers as digits."""
    return frozenset(
        stem(form)
        for form in with_digits(words.forms)
        if (len(form) > 2 or form.isdigit()) and form not in grammar.sets["stop_words"]
    )


def _all_stems(pieces: Iterable[Piece], grammar: Grammar) -> frozenset[str]:
    return frozenset().union(*(_stems(piece.words, grammar) for piece in pieces))


def _contradicts(piece: Piece, fact: Sequence[Piece], said: _Said, grammar: Grammar) -> bool:
    """Tell whether a statement says something else than its fact: another number, day or person, or a turned 'not'."""
    own = values(piece.words.forms, grammar)
    for kind in (*STRICT, *SOFT):
        told = frozenset().union(*(values(part.words.forms, grammar)[kind] for part in fact))
        if not own[kind] or not told:
            continue
        others = without_said(kind, own[kind], told)
        if others == own[kind] or (kind in STRICT and said.unnamed(kind, others) and told - own[kind]):
            return True
    part = max(fact, key=lambda part: match(piece, part, grammar))
    return _turned(piece.words, [part.words], grammar) or _turned(part.words, [piece.words], grammar)


def _turned(one: Words, others: Sequence[Words], grammar: Grammar) -> bool:
    """Tell whether `one` denies what the others say without any denial."""
    if any(grammar.has(group, form) for other in others for form in other.forms for group in ("negations", "absences")):
        return False
    affirmed = frozenset().union(*(content_stems(other, grammar) for other in others))
    return bool(_denied(one, grammar) & affirmed)


def _denied(words: Words, grammar: Grammar) -> frozenset[str]:
    """Return the stems of the words a 'not' or 'no' turns: those right behind it, and a verb right before it."""
    forms = words.forms
    turned: set[str] = set()
    for index, form in enumerate(forms):
        if not grammar.has("negations", form):
            continue
        turned.update(forms[index + 1 : index + 1 + _NEGATION_REACH])
        before = forms[max(0, index - 2) : index]
        turned.update(word for word in before if grammar.has("question_verbs", word))
    return frozenset(stem(form) for form in turned if len(form) > 2 and form not in grammar.sets["stop_words"])


def _is_near_nothing(piece: Piece, said: _Said, grammar: Grammar, limit: float) -> bool:
    """Tell whether a statement about the caller's matter is near to nothing the caller said."""
    words = piece.words
    own = _stems(words, grammar)
    if len(own) < 2 or len(words) > _LONGEST_INVENTED or not said.pieces:
        return False
    if any(grammar.has("first_person", form) for form in words.forms):
        return False
    if any(True for phrase in grammar.phrases["empathy"] for _ in words.find(phrase.pattern)):
        return False
    if 2 * len(own & said.stems) >= len(own):
        return False
    return max(match(piece, part, grammar) for part in said.pieces) < limit


def _opening(turn: Words, grammar: Grammar) -> int | None:
    """Return where in the text the words begin that announce a summary; None when nothing announces one."""
    ends = [
        turn.tokens[first].start
        for phrase in grammar.phrases["summary_opening"]
        for first, _ in turn.find(phrase.pattern)
    ]
    return min(ends, default=None)


def _behind(piece: Piece, opening: int | None) -> bool:
    """Tell whether a statement comes behind the announcement, so that it is part of the summary and no preamble."""
    return opening is None or piece.words.tokens[0].start >= opening
