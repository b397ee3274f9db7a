"""From turns to a call: all scores of a call, the course on the rose, a sentence to begin with, a next step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from simulator.language import Language
from simulator.personas.model import Persona
from simulator.scoring.criteria import jargon, listening, questioning, rose, structure, summarising
from simulator.scoring.criteria.ledger import CallView, Ledger
from simulator.scoring.criteria.sentences import open_questions_for, said_by_caller, words_for
from simulator.scoring.judging import exemplars_in, with_trainers_named
from simulator.scoring.record import CallRecord
from simulator.scoring.rubric import OwnRule, Rubric, Rule, Text
from simulator.scoring.scorecard import MAIN_CRITERIA, Criterion, Evidence, Score, Scorecard
from simulator.scoring.text import Words, compile_phrase

SCORER_VERSION: Final = "5"
"""Counted up whenever the same call could get other numbers."""

_CONSEQUENCES: Final = frozenset({"caller_further", "confused_caller", "hung_up_on"})
"""What the caller did, which follows from what the trainee did."""

_STRONG: Final = 70
_WEAK: Final = 45
"""A mean of the main scores at or above the first is strong, below the second weak."""
_ABOUT_AS_WEAK: Final = 10
"""Scores this near to each other are about as weak."""

_SCORERS: Final[dict[Criterion, Callable[[CallView], Score]]] = {
    Criterion.QUESTIONING: questioning.score,
    Criterion.SUMMARISING: summarising.score,
    Criterion.JARGON: jargon.score,
    Criterion.LEARY: rose.score,
    Criterion.STRUCTURE: structure.score,
    Criterion.LISTENING: listening.score,
}


def score_call(call: CallRecord, persona: Persona | None, rubric: Rubric) -> Scorecard:
    """Return all scores of a call with their evidence; the same call gives the same card.

    Args:
        call: the turns of both sides; trainee turns carry their assessments; cut short, it is scored as far as it went.
        persona: who rang; fits the better sentences to this caller. None for calls without a persona.
        rubric: what is worth how much.
    """
    view = CallView(call, persona, rubric)
    scores = tuple(
        with_trainers_named(_with_own_rules(_SCORERS[c](view), view), call) for c in Criterion if c in rubric.criteria
    )
    return Scorecard(
        rubric=rubric.id,
        rubric_version=rubric.version,
        scorer_version=SCORER_VERSION,
        scores=scores,
        rose=rose.course(view),
        headline=_headline(scores, view),
        next_step=_next_step(scores, view),
        exemplars=exemplars_in(call),
    )


def _with_own_rules(score: Score, view: CallView) -> Score:
    """Add the evidence of the organisation's own rules to a score."""
    own = [rule for rule in view.rubric.own_rules if rule.criterion is score.criterion and rule.says.of(view.language)]
    if score.value is None or not own:
        return score
    ledger = Ledger(view, score.criterion, list(score.evidence))
    for rule in own:
        _note_own(ledger, view, rule)
    return ledger.score()


def _note_own(ledger: Ledger, view: CallView, rule: OwnRule) -> None:
    patterns = [compile_phrase(phrase.lower()) for phrase in rule.says.of(view.language)]
    said = False
    for turn in view.spoken:
        assert turn.assessment is not None
        words = Words.of(turn.assessment.text, dutch=view.language is Language.DUTCH)
        found = [r for pattern in patterns for r in words.find(pattern)]
        if found:
            said = True
            weighed = Rule(points=rule.points, at_most=rule.at_most, reason=rule.reason, better=rule.better)
            ledger.add(rule.id, weighed, turn, words.quote(*min(found)), words=words_for(view, turn))
    if not said and rule.points_if_never:
        reason = rule.reason_if_never or rule.reason
        weighed = Rule(points=rule.points_if_never, reason=reason, better=rule.better)
        ledger.add(rule.id, weighed, None, "", words=words_for(view, None))


def _rated(scores: Sequence[Score]) -> list[tuple[int, Criterion]]:
    return [(s.value, s.criterion) for s in scores if s.value is not None and s.criterion in MAIN_CRITERIA]


def _weakest(rated: Sequence[tuple[int, Criterion]], view: CallView) -> Criterion:
    """Return the weakest main criterion; the stance where the caller gave up and it is about as weak as the weakest."""
    order = list(Criterion)
    value, weakest = min(rated, key=lambda item: (item[0], order.index(item[1])))
    stance = next((of for of, criterion in rated if criterion is Criterion.LEARY), None)
    if stance is not None and stance - value <= _ABOUT_AS_WEAK and view.call.ending in ("hung_up", "escalated"):
        return Criterion.LEARY
    return weakest


def _headline(scores: Sequence[Score], view: CallView) -> str:
    words = view.rubric.headlines
    rated = _rated(scores)
    ending: Text | None = words.endings.get(view.call.ending or "cut_short")
    ending_words = ending.of(view.language) if ending else ""
    if not rated:
        return words.unrated.of(view.language).format(best="", weakest="", ending=ending_words).strip()
    order = list(Criterion)
    best = max(rated, key=lambda item: (item[0], -order.index(item[1])))[1]
    weakest = _weakest(rated, view)
    mean = sum(value for value, _ in rated) / len(rated)
    chosen = words.strong if mean >= _STRONG else words.weak if mean < _WEAK else words.mixed
    sentence = (
        chosen.of(view.language)
        .format(
            best=words.criteria[best].of(view.language),
            weakest=words.criteria[weakest].of(view.language),
            ending=ending_words,
        )
        .strip()
    )
    return sentence[:1].upper() + sentence[1:]


def _next_step(scores: Sequence[Score], view: CallView) -> str:
    """Return what to try next: what cost most in this call, else what was missing first, else what to keep."""
    rated = _rated(scores)
    if not rated:
        return ""
    weakest = next(s for s in scores if s.criterion is _weakest(rated, view))
    in_weakest = weakest.value is not None and weakest.value < _STRONG
    dearest = (_dearest([weakest]) if in_weakest else None) or _dearest(scores)
    if dearest is not None:
        return _better_next_time(*dearest, view)
    words, language = view.rubric.next_steps, view.language
    earned = {item.rule for score in scores for item in score.evidence if item.points > 0}
    for criterion in (Criterion.SUMMARISING, Criterion.STRUCTURE):
        missing = "summary" if criterion is Criterion.SUMMARISING else "explored_first"
        if criterion in view.rubric.criteria and missing not in earned:
            return view.rubric.criteria[criterion].advice.of(language)
    if "empathy" not in earned:
        return words.name_feeling.of(language)
    left: tuple[str, ...] = ()
    if view.persona is not None:
        # What a solved call did not need is no advice.
        solved = view.call.ending == "solved"
        left = open_questions_for(view.persona, view.told, said=said_by_caller(view), only_needed=solved)
    ask = next((question for question in left if question not in view.advised), None)
    if ask is not None:
        return words.ask.of(language).format(ask=ask)
    leary = next((s for s in scores if s.criterion is Criterion.LEARY), None)
    praised = [e for e in leary.evidence if e.points > 0 and e.quote] if leary is not None else []
    if not praised:
        return ""
    earned_in = {item.turn: sum(other.points for other in praised if other.turn == item.turn) for item in praised}
    best = max(praised, key=lambda item: (earned_in[item.turn], item.points, -(item.turn or 0)))
    return words.keep.of(language).format(quote=best.quote)


def _dearest(scores: Sequence[Score]) -> tuple[Score, Evidence] | None:
    """Return the mistake whose rule cost most in the call, main scores before others; None where none did."""
    for among in (MAIN_CRITERIA, tuple(Criterion)):
        costs = [
            (sum(e.points for e in score.evidence if e.rule == item.rule), list(Criterion).index(score.criterion), item)
            for score in scores
            if score.criterion in among and score.value is not None
            for item in score.evidence
            if item.points < 0 and item.rule not in _CONSEQUENCES
        ]
        if costs:
            dearest = min(costs, key=lambda cost: (cost[0], cost[1], cost[2].better is None, cost[2].turn or 0))
            return next(s for s in scores if dearest[2] in s.evidence), dearest[2]
    return None


def _better_next_time(score: Score, item: Evidence, view: CallView) -> str:
    language = view.language
    advice = view.rubric.criteria[score.criterion].advice.of(language)
    if score.criterion is Criterion.QUESTIONING and item.quote and item.better:
        return view.rubric.next_steps.said.of(language).format(quote=item.quote, better=item.better)
    return f"{advice} {item.better}" if item.better else advice
