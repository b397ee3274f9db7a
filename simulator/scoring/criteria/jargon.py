"""Jargon: speaking this caller's language, explaining a term when it is needed, repairing when the caller is lost."""

from __future__ import annotations

from simulator.scoring.acts import content_stems, stem
from simulator.scoring.criteria.ledger import AGAINST, CallView, Ledger
from simulator.scoring.criteria.sentences import words_for
from simulator.scoring.grammar import grammar
from simulator.scoring.plain_words import bare_term, plain_words
from simulator.scoring.record import TurnRecord
from simulator.scoring.scorecard import Criterion, Score
from simulator.scoring.text import Words

_TELLING_WORDS = 5
"""Shorter turns ('ja, een momentje') show nothing about somebody's language."""
_EXAMPLE_CHARACTERS = 120
"""A turn of this length is example enough."""
_OWN_WORDS = 2
"""A turn takes up the caller's words when it holds so many content words of what the caller just said."""


def score(view: CallView) -> Score:
    """Return the score with its evidence; not rated when the trainee said too little to show a choice of words."""
    ledger = Ledger(view, Criterion.JARGON)
    dutch = view.language.value == "nl"
    telling = [turn for turn in view.spoken if len(Words.of(turn.text, dutch=dutch)) >= _TELLING_WORDS]
    if len(telling) < view.rubric.thresholds.least_turns:
        return ledger.unrated()
    seen: set[str] = set()
    plain: list[TurnRecord] = []
    for position, turn in enumerate(view.spoken):
        assert turn.assessment is not None
        bare_terms = 0
        for use in turn.assessment.jargon:
            key = stem(use.term.lower())
            if use.explained:
                ledger.note("explained", turn, use.term, words={"term": use.term})
                seen.add(key)
            elif key not in seen:
                seen.add(key)
                bare_terms += 1
                _note_unexplained(ledger, view, turn, use.term)
                _note_repair(ledger, view, position, use.term)
        answer = view.caller_after(turn)
        if answer is not None and answer.reason == "hurt_jargon" and bare_terms:
            ledger.note("confused_caller", answer, answer.text, words=_explanation(view, position))
        if turn in telling and not bare_terms and turn.assessment.leary.stance.together > AGAINST:
            plain.append(turn)
            _note_callers_words(ledger, view, turn)
    _note_plain(ledger, plain)
    if not ledger.evidence:
        # Turns against the caller are no example to quote, but they held no technical words: a score without evidence
        # is not believed.
        ledger.note("plain_turn", words={"count": str(len(telling))})
    return ledger.score()


def _note_plain(ledger: Ledger, plain: list[TurnRecord]) -> None:
    """Note all turns in plain words as one: the same praise under every turn is not read."""
    if not plain:
        return
    rule = ledger.rule("plain_turn")
    counted = len(plain)
    if rule.at_most is not None and rule.points:
        counted = min(counted, max(1, int(rule.at_most / abs(rule.points))))
    example = max(plain, key=lambda turn: (min(len(turn.text), _EXAMPLE_CHARACTERS), -turn.number))
    ledger.note("plain_turn", example, example.text, times=counted, words={"count": str(counted)})
    ledger.evidence.sort(key=lambda item: item.rule != "plain_turn")


def _note_repair(ledger: Ledger, view: CallView, position: int, term: str) -> None:
    """Note an explanation of the term within the rubric's number of turns."""
    wanted = stem(term.lower())
    for later in view.spoken[position + 1 : position + 1 + view.rubric.thresholds.repair_turns]:
        assert later.assessment is not None
        explained = [stem(t.lower()) for t in later.assessment.explained_terms]
        explained += [stem(use.term.lower()) for use in later.assessment.jargon if use.explained]
        if wanted in explained:
            ledger.note("repaired", later, later.assessment.text, words={"term": term})
            return


def _explanation(view: CallView, position: int) -> dict[str, str]:
    """Return what the trainee could have explained next; nothing where that was done, or where worse was said."""
    following = view.spoken[position + 1 : position + 2]
    for later in following:
        assert later.assessment is not None
        if later.assessment.explained_terms or view.fights(later):
            return {}
    return words_for(view, following[0]) if following else {}


def _note_unexplained(ledger: Ledger, view: CallView, turn: TurnRecord, term: str) -> None:
    """Note a term that is not explained, with the plain words for it where the lexicon has them."""
    rule = ledger.rule("unexplained")
    plain = plain_words(view.language).get(bare_term(term))
    if plain is not None:
        rule = rule.model_copy(update={"better": view.rubric.plain_words})
    ledger.add("unexplained", rule, turn, term, words={"term": term, "plain": plain or ""})


def _note_callers_words(ledger: Ledger, view: CallView, turn: TurnRecord) -> None:
    before = view.caller_before(turn)
    if before is None:
        return
    rules = grammar(view.language)
    dutch = view.language.value == "nl"
    shared = content_stems(Words.of(before.text, dutch=dutch), rules) & content_stems(
        Words.of(turn.text, dutch=dutch), rules
    )
    if len(shared) >= _OWN_WORDS:
        ledger.note("callers_words", turn, turn.text)
