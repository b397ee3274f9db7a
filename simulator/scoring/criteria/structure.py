"""Structure: greeting with name, exploring before solving, a summary, an agreement, a closing."""

from __future__ import annotations

from simulator.scoring.assessment import ActKind
from simulator.scoring.criteria.ledger import CallView, Ledger
from simulator.scoring.criteria.sentences import words_for
from simulator.scoring.record import TurnRecord
from simulator.scoring.scorecard import Criterion, Score

_ANSWERS_TO_AN_OFFER = ("accepted", "offer", "offer_too_early")
"""Why the caller says what shows that the turn before was an offer."""
_OPENING_TURNS = 2
"""A greeting comes in one of the first so many turns."""


def score(view: CallView) -> Score:
    """Return the score with its evidence; not rated when the trainee hardly spoke."""
    ledger = Ledger(view, Criterion.STRUCTURE)
    if view.too_short:
        return ledger.unrated()
    opening, ending = view.spoken[:_OPENING_TURNS], view.spoken[-2:]
    for kind, missing in ((ActKind.GREETING, "no_greeting"), (ActKind.NAME, "no_name")):
        if not _note_first(ledger, opening, kind):
            ledger.note(missing, words=words_for(view, None))
    _note_first(ledger, opening, ActKind.OFFER_OF_HELP)
    _note_order(ledger, view)
    _note_first(ledger, view.spoken, ActKind.AGREEMENT)
    _note_first(ledger, ending, ActKind.CLOSING)
    for turn in view.call.turns:
        if turn.reason == "offer_too_early":
            ledger.note("offer_too_early", turn, turn.text, words=words_for(view, turn))
    for _ in range(view.call.unannounced_holds):
        ledger.note("hold_unannounced")
    if view.call.ending == "solved":
        ledger.note("solved")
    elif view.call.ending in ("hung_up", "escalated"):
        ledger.note("hung_up_on")
    return ledger.score()


def _note_first(ledger: Ledger, turns: tuple[TurnRecord, ...], kind: ActKind) -> bool:
    for turn in turns:
        assert turn.assessment is not None
        for act in turn.assessment.acts:
            if act.kind is kind:
                ledger.note(kind.value, turn, act.text)
                return True
    return False


def _note_order(ledger: Ledger, view: CallView) -> None:
    """Note whether questions and a summary came before the first solution."""
    solutions = (ActKind.OFFER, ActKind.PROMISE, ActKind.HANDOVER)
    asked: TurnRecord | None = None
    summed: TurnRecord | None = None
    for index, turn in enumerate(view.spoken):
        assert turn.assessment is not None
        answer = view.caller_after(turn)
        taken = answer is not None and answer.number == turn.number + 1 and answer.reason in _ANSWERS_TO_AN_OFFER
        offers = index >= _OPENING_TURNS and (taken or any(act.kind in solutions for act in turn.assessment.acts))
        covered = len(turn.assessment.summary.covered)
        if turn.assessment.summary.is_summary and covered:
            before = 0 if summed is None or summed.assessment is None else len(summed.assessment.summary.covered)
            summed = turn if covered > before else summed
        if offers and asked is not None and len(view.told_before(turn)) >= 2:
            assert asked.assessment is not None
            ledger.note("explored_first", asked, asked.assessment.questions[0].text)
            if summed is not None and summed.number <= turn.number:
                ledger.note("summary_before_solution", summed, summed.text)
            return
        if turn.assessment.questions and index > 0:
            asked = asked or turn
    if summed is not None:
        ledger.note("summary_before_solution", summed, summed.text)
