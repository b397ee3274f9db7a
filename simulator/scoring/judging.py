"""Turns judged as trainers judged words like theirs, where a school chose so: their label replaces the scorer's.

An exemplar speaks for a question or a turn with the same words, else for one that says the same in other words (see
`likeness`). Of several with the same words the one after the same line of the caller counts, else the last in the file;
of several that are near, the nearest, and of equally near ones the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulator.language import Language
from simulator.scoring.assessment import (
    Question,
    QuestionFlag,
    Span,
    TrainersWord,
    TurnAssessment,
    TurnContext,
)
from simulator.scoring.encoder import SentenceEncoder
from simulator.scoring.exemplars import Exemplar, Exemplars
from simulator.scoring.labels import NONE, WHOLE_TURN, Label, LabelKind, joined_flags, value_of, with_label
from simulator.scoring.likeness import DECIMALS, NEAR, may_be_alike, nothing_turned, same_words
from simulator.scoring.record import CallRecord
from simulator.scoring.scorecard import Criterion, Evidence, Score
from simulator.scoring.text import Words

_CLEAR: Final = 1.0
"""Confidence where a trainer judged these very words."""
_NEARLY_CLEAR: Final = 0.8
"""Confidence where a trainer judged words near to these: of our labelled lines with a cosine of 0.8 and more, 12 of 14
pairs stand in one quadrant (`benchmarks/exemplars.py` prints it)."""
_AT_ONCE: Final = 128
"""Exemplars that are encoded together."""
_STOPS: Final = ".?!"


@dataclass(frozen=True, slots=True)
class _Judged:
    """An exemplar with the words it is found by."""

    exemplar: Exemplar
    words: Words
    """Of the turn; of the question; for a term, of the sentence it stands in."""
    caller: Words


class TrainersJudgement:
    """The exemplars of a file, ready to be asked.

    Args:
        exemplars: as they were read.
        encoder: finds what is said in other words; None knows the same words only.
    """

    def __init__(self, exemplars: Exemplars, encoder: SentenceEncoder | None = None) -> None:
        self.exemplars = exemplars
        self._encoder = encoder
        self._rows: dict[tuple[Language, LabelKind], list[_Judged]] = {}
        self._vectors: dict[tuple[Language, LabelKind], NDArray[np.float32]] = {}
        for each in exemplars.items:
            self._rows.setdefault((each.language, each.label.kind), []).append(_prepared(each))

    @property
    def digest(self) -> str:
        """What the exemplars are known by in a scorecard."""
        return self.exemplars.digest

    def warm_up(self) -> None:
        """Encode all exemplars now instead of in the first turns; some milliseconds each."""
        if self._encoder is not None:
            for key in self._rows:
                self._encoded(key, self._encoder)

    def judge(self, read: TurnAssessment, words: Words, context: TurnContext) -> TurnAssessment:
        """Return an assessment with the trainers' labels in it where one of them speaks for the turn or a part of it.

        Args:
            read: what the scorer sees in the turn by itself.
            words: the turn.
            context: what was said before it.
        """
        judged, said = read, []
        for label, exemplar, is_same in self._found(read, words, context):
            if value_of(judged, label.kind, label.subject) != label.value or label.kind is LabelKind.OCTANT:
                judged = with_label(judged, label)
            if label.kind is LabelKind.OCTANT and not is_same:
                judged = replace(judged, leary=replace(judged.leary, confidence=_NEARLY_CLEAR))
            said.append(TrainersWord(label.kind.value, label.subject, exemplar.line))
        return replace(judged, by_trainer=tuple(dict.fromkeys(said)), exemplars=self.digest)

    def _found(
        self, read: TurnAssessment, words: Words, context: TurnContext
    ) -> Iterator[tuple[Label, Exemplar, bool]]:
        """Yield each label with the exemplar it is from, and whether that was about these very words."""
        for question, ways in self._asked(read, words, context.language):
            for kind in (LabelKind.QUESTION_FORM, LabelKind.QUESTION_FLAGS):
                found = next((each for way in ways if (each := self._speaks(kind, way, context)) is not None), None)
                if found is not None:
                    value = _value(found, words, read, question)
                    yield Label(kind, value, question), found.exemplar, any(same_words(found.words, w) for w in ways)
        for term, sentence in self._termed(read, words, context):
            found = self._speaks(LabelKind.JARGON, sentence, context, term)
            if found is not None:
                yield replace(found.exemplar.label, subject=term), found.exemplar, same_words(found.words, sentence)
        for kind in (each for each in LabelKind if each in WHOLE_TURN):
            found = self._speaks(kind, words, context)
            if found is not None:
                yield found.exemplar.label, found.exemplar, same_words(found.words, words)

    def _speaks(self, kind: LabelKind, words: Words, context: TurnContext, term: str = "") -> _Judged | None:
        """Return the exemplar that speaks for some words; None where none does."""
        key = (context.language, kind)
        rows = self._rows.get(key, [])
        fitting = [place for place, row in enumerate(rows) if not term or _is_term(row, term)]
        dutch = context.language is Language.DUTCH
        before = Words.of(context.caller_line or "", dutch=dutch)
        same = [rows[place] for place in fitting if same_words(rows[place].words, words)]
        if same:
            return max(enumerate(same), key=lambda each: (same_words(each[1].caller, before), each[0]))[1]
        if self._encoder is None or not len(words):
            return None
        # Vectors cost most of the time, and most sentences are ruled out without.
        fitting = [place for place in fitting if may_be_alike(rows[place].words, words, context.language)]
        if not fitting:
            return None
        vector = self._encoder.encode([words.line])[0]
        nearness = np.round((self._encoded(key, self._encoder) @ vector).astype(np.float64), DECIMALS)
        near = [place for place in fitting if nearness[place] >= NEAR]
        for place in sorted(near, key=lambda place: (-nearness[place], -place)):
            if nothing_turned(rows[place].words, words, context.language):
                return rows[place]
        return None

    def _encoded(self, key: tuple[Language, LabelKind], encoder: SentenceEncoder) -> NDArray[np.float32]:
        """Return the vectors of all exemplars of a kind, shape (n, dimensions)."""
        if key not in self._vectors:
            lines = [row.words.line for row in self._rows[key]]
            parts = [encoder.encode(lines[start : start + _AT_ONCE]) for start in range(0, len(lines), _AT_ONCE)]
            self._vectors[key] = np.concatenate(parts)
        return self._vectors[key]

    def _asked(self, read: TurnAssessment, words: Words, language: Language) -> Iterator[tuple[str, tuple[Words, ...]]]:
        """Yield the turn's questions, and what a trainer called a question where the scorer sees none.

        Each comes with the words it may be found by: a trainer may have taken a question longer or shorter.
        """
        kinds = (LabelKind.QUESTION_FORM, LabelKind.QUESTION_FLAGS)
        named: dict[Span, _Judged] = {}
        for row in (row for kind in kinds for row in self._rows.get((language, kind), [])):
            place = _place_of(row.words, words)
            if place is not None:
                named.setdefault(words.span(place, place + len(row.words) - 1), row)
        for question in {each.text: each for each in read.questions}.values():
            own = Words.of(question.text, dutch=language is Language.DUTCH)
            yield question.text, (own, *(row.words for span, row in named.items() if _holds(span, question.span)))
        for span, row in named.items():
            label = row.exemplar.label
            is_new = not any(_holds(span, each.span) for each in read.questions)
            if is_new and label.kind is LabelKind.QUESTION_FORM and label.value != NONE:
                yield words.text[span.start : span.end], (row.words,)

    def _termed(self, read: TurnAssessment, words: Words, context: TurnContext) -> Iterator[tuple[str, Words]]:
        """Yield the turn's terms with their sentences, and what a trainer called a term where the scorer sees none.

        What this caller knows, or said first, is nobody's jargon in this call.
        """
        dutch = context.language is Language.DUTCH
        seen = [Words.of(use.term, dutch=dutch).forms for use in read.jargon]
        for use in read.jargon:
            yield use.term, _sentence_at(words, use.span.start, dutch=dutch)
        heard = (*context.known_terms, *context.earlier_caller_lines, context.caller_line or "")
        told = [Words.of(line, dutch=dutch) for line in heard]
        for row in self._rows.get((context.language, LabelKind.JARGON), []):
            term = Words.of(row.exemplar.label.subject, dutch=dutch)
            place = None if row.exemplar.label.value == NONE else _place_of(term, words)
            if place is None or term.forms in seen or any(_place_of(term, line) is not None for line in told):
                continue
            seen.append(term.forms)
            span = words.span(place, place + len(term) - 1)
            yield words.text[span.start : span.end], _sentence_at(words, span.start, dutch=dutch)


def exemplars_in(call: CallRecord) -> str:
    """Return the digest of the exemplars a call's turns were judged with; empty without, several joined by '+'."""
    used = {turn.assessment.exemplars for turn in call.turns if turn.assessment is not None}
    return "+".join(sorted(used - {""}))


_SAYS: Final[dict[Language, str]] = {
    Language.DUTCH: "zo beoordeelde een trainer een zin als deze",
    Language.ENGLISH: "as a trainer judged a sentence like this",
}
_STANDS_ON: Final[dict[Criterion, tuple[frozenset[LabelKind], frozenset[str]]]] = {
    Criterion.QUESTIONING: (
        frozenset({LabelKind.QUESTION_FORM, LabelKind.QUESTION_FLAGS}),
        frozenset(
            {"open_question", "closed_question", "leading_question", "assumption", "reproach", "stacked_questions"}
        ),
    ),
    Criterion.SUMMARISING: (
        frozenset({LabelKind.REFLECTION, LabelKind.SUMMARY}),
        frozenset({"reflection", "summary", "checked"}),
    ),
    Criterion.JARGON: (frozenset({LabelKind.JARGON}), frozenset({"explained", "unexplained"})),
    Criterion.LEARY: (
        frozenset({LabelKind.OCTANT}),
        frozenset({"fought_back", "against", "stayed_together", "together", "gave_way"}),
    ),
}
"""Of each criterion the labels a trainer can correct, and the rules whose evidence stands on them."""


def with_trainers_named(score: Score, call: CallRecord) -> Score:
    """Return a score whose evidence says where it stands on what a trainer said of a sentence like that."""
    kinds, rules = _STANDS_ON.get(score.criterion, (frozenset(), frozenset()))
    words = {
        turn.number: [each for each in turn.assessment.by_trainer if LabelKind(each.kind) in kinds]
        for turn in call.turns
        if turn.assessment is not None and turn.assessment.by_trainer
    }
    if not any(words.values()):
        return score
    says = _SAYS[call.language]
    return replace(
        score,
        evidence=tuple(
            replace(each, reason=_ended(each.reason, says)) if each.rule in rules and _stands(each, words) else each
            for each in score.evidence
        ),
    )


def _stands(evidence: Evidence, words: dict[int, list[TrainersWord]]) -> bool:
    """Tell whether evidence stands on a trainer's word: one about its turn, or about what it quotes."""
    return any(
        not each.subject or (bool(evidence.quote) and _overlap(each.subject, evidence.quote.rstrip("…")))
        for each in words.get(evidence.turn or 0, [])
    )


def _overlap(one: str, other: str) -> bool:
    return one in other or other in one


def _ended(reason: str, says: str) -> str:
    sentence = reason.rstrip()
    stop = sentence[-1:] if sentence[-1:] in _STOPS else ""
    return f"{sentence[: len(sentence) - len(stop)]} ({says}){stop or '.'}"


def _prepared(exemplar: Exemplar) -> _Judged:
    dutch = exemplar.language is Language.DUTCH
    text, label = exemplar.text, exemplar.label
    words = Words.of(text, dutch=dutch)
    if label.kind is LabelKind.JARGON:
        place = _place_of(Words.of(label.subject, dutch=dutch), words)
        about = words if place is None else _sentence_at(words, words.tokens[place].start, dutch=dutch)
    elif label.kind in WHOLE_TURN:
        about = words
    else:
        about = Words.of(label.subject, dutch=dutch)
    return _Judged(exemplar, about, Words.of(exemplar.caller, dutch=dutch))


def _holds(one: Span, other: Span) -> bool:
    """Tell whether one stretch of a turn lies within the other, whichever is longer."""
    return (one.start <= other.start and other.end <= one.end) or (other.start <= one.start and one.end <= other.end)


def _value(found: _Judged, words: Words, read: TurnAssessment, question: str) -> str:
    """Return the trainer's value for a question; whether it is one of several is the turn's, not the question's."""
    value = found.exemplar.label.value
    dutch = found.exemplar.language is Language.DUTCH
    if found.exemplar.label.kind is not LabelKind.QUESTION_FLAGS or same_words(
        Words.of(found.exemplar.text, dutch=dutch), words
    ):
        return value
    own: Sequence[Question] = [each for each in read.questions if each.text == question]
    flags = {QuestionFlag(name) for name in value.split("+") if name != NONE} - {QuestionFlag.STACKED}
    if any(QuestionFlag.STACKED in each.flags for each in own):
        flags.add(QuestionFlag.STACKED)
    return joined_flags(tuple(flags))


def _is_term(row: _Judged, term: str) -> bool:
    dutch = row.exemplar.language is Language.DUTCH
    return same_words(Words.of(row.exemplar.label.subject, dutch=dutch), Words.of(term, dutch=dutch))


def _place_of(part: Words, words: Words) -> int | None:
    """Return the token at which some words stand in others; None where they do not."""
    length = len(part)
    places = (at for at in range(len(words) - length + 1) if words.forms[at : at + length] == part.forms)
    return next(places, None) if length else None


def _sentence_at(words: Words, offset: int, *, dutch: bool) -> Words:
    """Return the sentence of a turn that holds an offset, by its punctuation; the whole turn without."""
    text = words.text
    start = max((text.rfind(mark, 0, offset) for mark in _STOPS), default=-1) + 1
    ends = [end for mark in _STOPS if (end := text.find(mark, offset)) >= 0]
    return Words.of(text[start : min(ends, default=len(text)) + 1], dutch=dutch)
