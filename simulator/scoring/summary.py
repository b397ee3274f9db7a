"""Holds a summary against the facts the caller told: covered, missed, invented, and checked or not.

A fact is covered when a statement of the turn matches it in meaning and words without contradicting it. Invented is a
value nobody named, a turned 'not', or, where a summary is announced or checked, a statement near to nothing said.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import yaml

from simulator.language import Language
from simulator.scoring.acts import content_stems
from simulator.scoring.assessment import Question, QuestionWording, SummaryReading
from simulator.scoring.contradictions import insists, is_opposite, is_turned
from simulator.scoring.grammar import DATA, Grammar
from simulator.scoring.grammar import grammar as grammar_of
from simulator.scoring.meanings import is_another, root
from simulator.scoring.novelty import Encode, Vocabulary, novelty, vocabulary
from simulator.scoring.reflection import Piece, similarity
from simulator.scoring.text import Words
from simulator.scoring.values import SOFT, STRICT, values, with_digits, without_said

_AS_GOOD: Final = 0.08
"""Statements this near to the best match are looked at too before a fact counts as given back wrongly."""
_SURELY: Final = 0.6
"""A statement that matches a fact this well is about that fact, whatever else it resembles."""
_LONGEST_FEELING: Final = 8
"""Words of a statement that only names a feeling, at most."""
_TOO_SHORT_TO_TELL: Final = 3
"""A statement of so few words ('as agreed') is made up only by a value or a contradiction."""
_SHORTEST_DENIABLE: Final = 3
"""A statement of so few words ('and hot water') may share the 'no' of the one before it."""
INVENTED_AT: Final = 0.5
"""From this probability on a statement counts as made up."""


@dataclass(frozen=True, slots=True)
class SummaryWeights:
    """Thresholds for fidelity, from `data/weights.yaml`."""

    covered_at: float
    """A fact is covered when meaning and words together reach this."""
    meaning_share: float
    """How much of a match comes from meaning; the rest from shared words."""


@cache
def summary_weights() -> SummaryWeights:
    """Return the thresholds, read once."""
    with (DATA / "weights.yaml").open(encoding="utf-8") as stream:
        return SummaryWeights(**yaml.safe_load(stream)["summary"])


@cache
def invention_weights() -> Mapping[str, float]:
    """Return the weights of the logistic function for a statement that was made up, read once."""
    with (DATA / "weights.yaml").open(encoding="utf-8") as stream:
        return {name: float(value) for name, value in yaml.safe_load(stream)["invention"].items()}


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
    encode: Encode,
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
        encode: vectors of single words; returns None where there is no encoder.
    """
    told = _Told.of(pieces, windows, facts, heard, grammar)
    checked = any(
        question.wording is QuestionWording.TAG or _ends_in_check(question, grammar) for question in questions
    )
    opening = _opening(turn, grammar)
    given_back = len(told.covered) + len(told.wrong)
    if not told.telling or not _is_summary(
        turn, told, grammar, announced=opening is not None, checked=checked, planned=planned
    ):
        return SummaryReading()
    behind = (
        [piece for piece in told.telling if _behind(piece, opening)] if given_back == 0 or opening else told.telling
    )
    evidence = [
        (piece, invention_features(piece, told, grammar, encode, announced=opening is not None or checked))
        for piece in behind
    ]
    invented = [
        piece
        for piece, features in evidence
        if not _names_feeling(piece, grammar)
        and (len(piece.words) > _TOO_SHORT_TO_TELL or features["contradicts"] or features["unnamed"])
        and invention_probability(features) >= INVENTED_AT
    ]
    wrongly = sorted({(p.words.tokens[0].start, p.words.tokens[-1].end) for p in invented})
    return SummaryReading(
        is_summary=True,
        covered=tuple(told.covered),
        missed=tuple(fact_id for fact_id, _ in facts if fact_id not in told.covered),
        invented=tuple(turn.text[start:end] for start, end in wrongly),
        checked=checked,
        span=turn.span(0, len(turn) - 1) if len(turn) else None,
    )


def _names_feeling(piece: Piece, grammar: Grammar) -> bool:
    """Tell whether a statement does nothing but name what the caller seems to feel, which nobody has to have said."""
    short = len(piece.words) <= _LONGEST_FEELING
    return short and grammar.says("empathy", piece.words)


def _is_summary(turn: Words, told: _Told, grammar: Grammar, *, announced: bool, checked: bool, planned: bool) -> bool:
    """Tell whether the turn sums up: it says so, gives back two things, or one and concludes or asks if it is so.

    A summary that is announced and wholly wrong is still one.
    """
    if announced:
        return True
    given_back = len(told.covered) + len(told.wrong)
    if planned or (not checked and _is_general(turn, told, grammar)):
        return False
    concludes = bool(turn.forms) and grammar.has("concluding", turn.forms[0]) and len(told.telling) >= 2
    return given_back >= 2 or ((checked or concludes) and given_back >= 1)


def _ends_in_check(question: Question, grammar: Grammar) -> bool:
    """Tell whether a statement that only asks for a yes ends in the word that asks ('..., toch', '..., didn't you')."""
    forms = Words.of(question.text, dutch=True).forms
    if question.wording is not QuestionWording.STATEMENT or len(forms) < 2:
        return False
    return grammar.has("closing_words", forms[-1]) or forms[-2].endswith("n't")


def _is_general(turn: Words, told: _Told, grammar: Grammar) -> bool:
    """Tell whether the turn says how things usually are instead of how they are with this caller."""
    personal = any(grammar.has("caller_words", form) for form in turn.forms)
    general = grammar.says("general", turn)
    return not personal and (general or len(told.telling) < 2)


def invention_features(
    piece: Piece, told: _Told, grammar: Grammar, encode: Encode, *, announced: bool
) -> dict[str, float]:
    """Return what speaks for a statement of a summary saying what the caller did not.

    Args:
        piece: the statement.
        told: the turn held against the facts.
        grammar: of the language.
        encode: vectors of single words.
        announced: True when the summary is announced or checked, so that every statement belongs to it.
    """
    words = piece.words
    said = told.said
    if said.vocabulary is None:
        said.vocabulary = vocabulary([part.words for part in said.pieces], grammar, encode)
    nearest = max((match(piece, part, grammar) for part in said.pieces), default=0.0)
    own = _stems(words, grammar)
    about_oneself = any(grammar.has("first_person", form) for form in words.forms)
    feeling = grammar.says("empathy", words)
    return {
        "unnamed": float(said.unnamed_values(piece)),
        "contradicts": float(told.contradicts(piece)),
        "by_oneself": float(
            any(grammar.has("oneself", form) for form in words.forms)
            and not any(grammar.has("oneself", form) for form in said.forms)
        ),
        "novelty": novelty(words, said.vocabulary, grammar, encode),
        "share_new": len(own - said.stems) / max(2, len(own)),
        "far": max(0.0, 1.0 - nearest),
        "about_fact": float(told.is_about_fact(piece)),
        "announced": float(announced),
        "about_oneself": float(about_oneself or feeling),
        "long": min(2.0, len(words) / 10),
    }


def invention_probability(features: Mapping[str, float]) -> float:
    """Return the probability, in [0, 1], that a statement with these features was made up."""
    model = invention_weights()
    total = model["bias"] + sum(model[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-total))


@dataclass
class _Told:
    """A turn held against the facts: which are given back, which wrongly."""

    telling: list[Piece]
    covered: list[str]
    wrong: list[Piece]
    against: frozenset[int]
    """Statements that say something else than the fact they are nearest to."""
    said: _Said
    scores: dict[int, float]
    """By statement, how well it matches the fact it is nearest to."""
    covered_at: float

    @classmethod
    def of(
        cls,
        pieces: Sequence[Piece],
        windows: Sequence[Piece],
        facts: Sequence[tuple[str, Sequence[Piece]]],
        heard: Sequence[Piece],
        grammar: Grammar,
    ) -> _Told:
        limits = summary_weights()
        telling = [piece for piece in pieces if content_stems(piece.words, grammar)]
        said = _Said(facts, heard, grammar)
        covered, wrong = [], []
        best = {index: [_best(piece, fact, grammar) for _, fact in facts] for index, piece in enumerate(telling)}
        right = {
            index
            for index, piece in enumerate(telling)
            for (_, fact), score in zip(facts, best[index], strict=True)
            if score >= _SURELY and not _contradicts(piece, fact, said, grammar)
        }
        for fact_id, fact in facts:
            state, index = _given_back(fact, telling, windows, said, grammar, limits.covered_at)
            if state == "covered":
                covered.append(fact_id)
            elif state == "wrong" and index not in right:
                wrong.append(telling[index])
        scores = {index: max(found, default=0.0) for index, found in best.items()}
        against = frozenset(
            index
            for index, piece in enumerate(telling)
            if index not in right
            and scores[index] >= limits.covered_at
            and all(
                _contradicts(piece, fact, said, grammar)
                for (_, fact), score in zip(facts, best[index], strict=True)
                if score >= max(limits.covered_at, scores[index] - _AS_GOOD)
            )
        )
        return cls(telling, covered, wrong, against, said, scores, limits.covered_at)

    def is_about_fact(self, piece: Piece) -> bool:
        """Tell whether a statement matches a fact well enough to be about it."""
        return self.scores[self._place(piece)] >= self.covered_at

    def contradicts(self, piece: Piece) -> bool:
        """Tell whether a statement says something else than the fact it is about."""
        return self._place(piece) in self.against or any(piece is wrong for wrong in self.wrong)

    def _place(self, piece: Piece) -> int:
        return next(place for place, other in enumerate(self.telling) if other is piece)


class _Said:
    """Everything the caller said, as words and as values."""

    def __init__(self, facts: Sequence[tuple[str, Sequence[Piece]]], heard: Sequence[Piece], grammar: Grammar) -> None:
        self._grammar = grammar
        self.pieces = [part for _, fact in facts for part in fact] + list(heard)
        self.stems = _all_stems(self.pieces, grammar)
        self.forms = frozenset(form for part in self.pieces for form in part.words.forms)
        self.vocabulary: Vocabulary | None = None
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
    wrong = all(
        _contradicts(piece, fact, said, grammar) or _leaves_out_a_value(piece, fact, telling, said, grammar)
        for piece in near
    )
    return ("wrong" if wrong else "covered"), nearest


def _leaves_out_a_value(
    window: Piece, fact: Sequence[Piece], telling: Sequence[Piece], said: _Said, grammar: Grammar
) -> bool:
    """Tell whether a stretch cuts from its statement a value nobody named, where its fact has another one."""
    first, last = window.words.tokens[0], window.words.tokens[-1]
    for whole in telling:
        if whole.words.tokens[-1].end <= first.start or last.end <= whole.words.tokens[0].start:
            continue
        own = values(whole.words.forms, grammar)
        kept = values(window.words.forms, grammar)
        for kind in STRICT:
            told = frozenset().union(*(values(part.words.forms, grammar)[kind] for part in fact))
            if told and not told & (own[kind] | kept[kind]) and said.unnamed(kind, own[kind]):
                return True
    return False


def match(piece: Piece, fact: Piece, grammar: Grammar) -> float:
    """Return how well a statement gives back a clause of a fact, in [0, 1], by meaning and by shared words."""
    own, told = _stems(piece.words, grammar), _stems(fact.words, grammar)
    shared = min(1.0, len(own & told) / max(1, min(len(told), 4))) if told else 0.0
    if piece.vector is None or fact.vector is None:
        return shared
    share = summary_weights().meaning_share
    return share * similarity(piece, fact) + (1 - share) * shared


def _stems(words: Words, grammar: Grammar) -> frozenset[str]:
    """Return what the content words are compared by, numbers as digits."""
    return _roots(words.forms, grammar.language)


@lru_cache(maxsize=16384)
def _roots(forms: tuple[str, ...], language: Language) -> frozenset[str]:
    stop_words = grammar_of(language).sets["stop_words"]
    return frozenset(
        root(form, language)
        for form in with_digits(forms)
        if (len(form) > 2 or form.isdigit()) and form not in stop_words
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
    whole = [form for part in fact for form in part.words.forms]
    if is_another(piece.words.forms, whole, said.forms, grammar.language):
        return True
    part = max(fact, key=lambda part: match(piece, part, grammar))
    return (
        is_turned(piece.words, [part.words for part in fact], grammar)
        or (len(piece.words) > _SHORTEST_DENIABLE and is_turned(part.words, [piece.words], grammar))
        or insists(piece.words, part.words, grammar)
        or is_opposite(piece.words, part.words, grammar)
    )


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
