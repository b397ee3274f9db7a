"""Assesses one trainee turn: everything that can be seen in its words and the words before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from simulator.language import Language
from simulator.scoring.acts import content_stems, find_acts
from simulator.scoring.assessment import (
    Act,
    ActKind,
    Question,
    QuestionWording,
    SummaryReading,
    TraineeTurn,
    TurnAssessment,
    TurnContext,
)
from simulator.scoring.clauses import clauses, neighbours_of, statements, windows_of
from simulator.scoring.encoder import SentenceEncoder
from simulator.scoring.grammar import Grammar, grammar
from simulator.scoring.jargon import SURELY_HEARD, find_explained, find_jargon
from simulator.scoring.judging import TrainersJudgement
from simulator.scoring.novelty import content_words
from simulator.scoring.questions import find_questions
from simulator.scoring.record import LEAST_WORD_PROBABILITY
from simulator.scoring.reflection import Piece, Vectors, reflection_features, reflection_probability
from simulator.scoring.stance import StanceReader
from simulator.scoring.summary import read_summary
from simulator.scoring.text import Words, trusted_text

REFLECTION_AT: Final = 0.5
"""From this probability on a turn counts as giving back."""

_NOTHING_GIVEN_BACK: Final = 0.2
"""At most this is the probability of giving back where nothing of the caller's is in the turn."""
_SERVICE: Final = (
    ActKind.GREETING, ActKind.NAME, ActKind.OFFER_OF_HELP, ActKind.AGREEMENT, ActKind.CLOSING, ActKind.PROMISE,
    ActKind.HOLD_ANNOUNCED, ActKind.HANDOVER, ActKind.CALL_BACK,
)  # fmt: skip
_OPENING: Final = (ActKind.GREETING, ActKind.NAME)

_LONGEST_PLAN: Final = 14
"""A statement longer than this that begins with 'ik' may go on to what the caller said: recognisers drop the stops."""

_CALLER_LINES: Final = 12
"""Older lines of the caller beside which a turn is held; more cost time and add little."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """A turn and what was said before it, cut into what is compared."""

    text: str
    rules: Grammar
    words: Words
    last_line: Words
    questions: tuple[Question, ...] = ()
    acts: tuple[Act, ...] = ()
    own: tuple[Words, ...] = ()
    """Clauses of the turn."""
    stated: tuple[Words, ...] = ()
    """What the turn states, without plans and questions."""
    planned: bool = False
    """True when the turn also says what the trainee will do."""
    windows: tuple[Words, ...] = ()
    heard: tuple[Words, ...] = ()
    """Clauses of what the caller said."""
    facts: tuple[tuple[str, tuple[Words, ...]], ...] = ()

    def lines(self) -> list[Words]:
        """Return everything of which a vector is asked."""
        told = [part for _, parts in self.facts for part in parts]
        return [self.words, self.last_line, *self.own, *self.stated, *self.windows, *self.heard, *told]

    def compared(self) -> list[Words]:
        """Return what may be held against the facts word by word; nothing where no fact was told."""
        if not self.facts or not self.stated:
            return []
        return [*self.stated, *self.heard, *(part for _, parts in self.facts for part in parts)]


class Assessor:
    """Reads trainee turns in both languages; the same words in the same context give the same assessment.

    Args:
        encoder: sentence vectors; None reads by words alone, which is weaker on meaning and on the rose.
        cache_dir: no longer used: what was learnt from exemplars is shipped as numbers.
        least_word_probability: words the recogniser trusts less are left out; where the rubric of the call is
            known, its `thresholds.word_probability`.
        exemplars: trainers' labels that replace the scorer's own; None judges alone. May be exchanged between calls.
    """

    def __init__(
        self,
        encoder: SentenceEncoder | None = None,
        *,
        cache_dir: Path | None = None,  # noqa: ARG002  (callers still hand it over)
        least_word_probability: float = LEAST_WORD_PROBABILITY,
        exemplars: TrainersJudgement | None = None,
    ) -> None:
        self._encoder = encoder
        self._least_word_probability = least_word_probability
        self._stances = StanceReader()
        self.exemplars = exemplars
        self._prepared: dict[tuple[TraineeTurn, TurnContext], _Parts] = {}

    def warm_up(self) -> None:
        """Load the encoder, the lexicons and the stance model now instead of in the first turn; about two seconds."""
        for language in Language:
            line = (
                "Wat vervelend, vertelt u eens." if language is Language.DUTCH else "How annoying, please tell me more."
            )
            self.assess(TraineeTurn(line), TurnContext(language))

    def prepare(self, turns: Iterable[tuple[TraineeTurn, TurnContext]]) -> None:
        """Take up many turns at once, so that assessing each of them afterwards is quick.

        Sentences in one batch cost a tenth of what they cost one by one; what is assessed is the same.

        Args:
            turns: with their contexts, as `assess` will be given them.
        """
        if self._encoder is None:
            return
        cut = {case: self._parts(*case) for case in turns if case not in self._prepared}
        self._prepared |= cut
        lines = [row.line for parts in cut.values() for row in parts.lines() if len(row)]
        words = [form for parts in cut.values() for row in parts.compared() for form in content_words(row, parts.rules)]
        new = list(dict.fromkeys((*lines, *words)))
        if new:
            self._encoder.encode(new)

    def assess(self, turn: TraineeTurn, context: TurnContext) -> TurnAssessment:
        """Return all that can be seen in a trainee turn.

        Args:
            turn: what the trainee said; words the recogniser doubted are left out.
            context: what was said before. Its language decides by which rules the turn is read.
        """
        parts = self._prepared.pop((turn, context), None) or self._parts(turn, context)
        text, rules, words, last_line = parts.text, parts.rules, parts.words, parts.last_line
        if not len(words):
            return TurnAssessment(text=text)
        dutch = context.language is Language.DUTCH
        questions, acts, own, stated = parts.questions, parts.acts, parts.own, parts.stated
        vectors = self._vectors(parts.lines())
        pieces = [Piece(w, vectors.get(w.line)) for w in own]
        caller_pieces = [Piece(w, vectors.get(w.line)) for w in parts.heard]
        fact_pieces = [(fact_id, [Piece(w, vectors.get(w.line)) for w in told]) for fact_id, told in parts.facts]

        features = reflection_features(words, pieces, caller_pieces, rules, questions, acts)
        reflection = reflection_probability(features)
        if not _gives_back(stated, acts, last_line, rules):
            reflection = min(reflection, _NOTHING_GIVEN_BACK)
        told = [Piece(w, vectors.get(w.line)) for w in stated]
        near = [Piece(w, vectors.get(w.line)) for w in parts.windows]
        summary = read_summary(
            words,
            told,
            near,
            fact_pieces,
            caller_pieces,
            rules,
            questions,
            planned=parts.planned,
            encode=self._word_vectors,
        )
        jargon = find_jargon(
            words,
            rules,
            context.known_terms,
            [*context.earlier_caller_lines, *([context.caller_line] if context.caller_line else [])],
            doubtful=frozenset(
                form
                for word in turn.words
                if word.probability < SURELY_HEARD
                for form in Words.of(word.text, dutch=dutch).forms
            ),
        )
        read = TurnAssessment(
            text=text,
            questions=questions,
            reflection=reflection,
            summary=summary,
            jargon=jargon,
            acts=_with_reflection(acts, words, reflection, summary),
            leary=self._stances.read(
                words,
                context.language,
                vectors.get(words.line),
                own,
                None if self._encoder is None else _stacked([vectors[w.line] for w in own]),
                vectors.get(last_line.line),
            ),
            explained_terms=find_explained(words, rules, context.open_terms, jargon),
        )
        return read if self.exemplars is None else self.exemplars.judge(read, words, context)

    def _word_vectors(self, forms: Sequence[str]) -> Vectors | None:
        """Return vectors of single words; None without an encoder."""
        return None if self._encoder is None or not forms else self._encoder.encode(list(forms))

    def _parts(self, turn: TraineeTurn, context: TurnContext) -> _Parts:
        """Return a turn and what was said before it, cut into what is compared."""
        text = trusted_text(turn.text, turn.words, self._least_word_probability)
        rules = grammar(context.language)
        dutch = context.language is Language.DUTCH
        words = Words.of(text, dutch=dutch)
        last_line = Words.of(context.caller_line or "", dutch=dutch)
        if not len(words):
            return _Parts(text, rules, words, last_line)
        questions = find_questions(words, rules)
        lines = [
            *context.earlier_caller_lines[-_CALLER_LINES:],
            *([context.caller_line] if context.caller_line else []),
        ]
        facts = tuple((fact.id, _clauses_of(fact.text, context.language)) for fact in context.facts)
        said = [words.piece(first, last) for first, last in statements(words, rules, _asked(words, questions))]
        stated = _told_back(said, rules)
        windows = [*(window for piece in stated for window in windows_of(piece)), *neighbours_of(words, stated)]
        return _Parts(
            text,
            rules,
            words,
            last_line,
            questions=questions,
            acts=find_acts(words, rules, questions, content_stems(last_line, rules)),
            own=tuple(words.piece(first, last) for first, last in clauses(words, rules)),
            stated=tuple(stated),
            planned=len(stated) < len(said),
            windows=tuple(windows) if facts else (),
            heard=tuple(part for line in lines for part in _clauses_of(line, context.language)),
            facts=facts,
        )

    def _vectors(self, rows: Sequence[Words]) -> dict[str, Vectors]:
        """Return vectors by line: every clause of the turn and its context in one batch."""
        if self._encoder is None:
            return {}
        lines = list(dict.fromkeys(row.line for row in rows if len(row)))
        return dict(zip(lines, self._encoder.encode(lines), strict=True))


def _gives_back(stated: Sequence[Words], acts: Sequence[Act], last_line: Words, rules: Grammar) -> bool:
    """Tell whether a turn holds anything that can give something back: a feeling named, or a statement of no service.

    Greeting, offering help, promising, agreeing and closing give nothing back, whatever words they take up.
    """
    if any(act.kind is ActKind.EMPATHY for act in acts):
        return True
    service = [act.span for act in acts if act.kind in _SERVICE]
    if not service and not any(act.kind in (ActKind.OFFER, ActKind.REFUSAL) for act in acts):
        return True
    left = [
        piece
        for piece in stated
        if not any(piece.tokens[0].start < span.end and span.start < piece.tokens[-1].end for span in service)
    ]
    if any(act.kind in _OPENING for act in acts):
        return any(content_stems(piece, rules) & content_stems(last_line, rules) for piece in left)
    return bool(left)


def _asked(words: Words, questions: Sequence[Question]) -> frozenset[int]:
    """Return the places of the words that ask, checks left out."""
    spans = [q.span for q in questions if q.wording not in (QuestionWording.TAG, QuestionWording.STATEMENT)]
    return frozenset(
        index for index, token in enumerate(words.tokens) if any(span.start <= token.start < span.end for span in spans)
    )


def _told_back(pieces: Sequence[Words], rules: Grammar) -> list[Words]:
    """Return the statements that can give something back: not what the trainee will do, nor what follows on that."""
    told: list[Words] = []
    planning = False
    for piece in pieces:
        opens_plan = any(True for phrase in rules.phrases["opens_plan"] for _ in phrase.pattern.finditer(piece.line))
        planning = planning or opens_plan
        if not planning and not _plans(piece, rules):
            told.append(piece)
    return told


def _plans(piece: Words, rules: Grammar) -> bool:
    """Tell whether a statement is about what the trainee will do or give, which gives nothing back.

    What the organisation did to the caller ('we still took thirty pounds') is part of the caller's story.
    """
    about_oneself = any(rules.has("first_person", form) for form in piece.forms[:3])
    if rules.says("done_by_us", piece):
        return False
    return (about_oneself and len(piece) <= _LONGEST_PLAN) or piece.line.startswith(
        ("u krijgt", "en u krijgt", "you'll", "and you'll", "you will")
    )


def _stacked(vectors: Sequence[Vectors]) -> Vectors:
    import numpy as np

    return np.stack(vectors)


@lru_cache(maxsize=4096)
def _clauses_of(text: str, language: Language) -> tuple[Words, ...]:
    words = Words.of(text, dutch=language is Language.DUTCH)
    return tuple(words.piece(first, last) for first, last in clauses(words, grammar(language)))


def _with_reflection(
    acts: tuple[Act, ...], words: Words, reflection: float, summary: SummaryReading
) -> tuple[Act, ...]:
    if reflection < REFLECTION_AT and not summary.is_summary:
        return acts
    span = words.span(0, len(words) - 1)
    whole = Act(ActKind.REFLECTION, words.text[span.start : span.end], span)
    return tuple(sorted((*acts, whole), key=lambda act: (act.span.start, act.kind.value)))
