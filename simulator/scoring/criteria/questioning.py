"""Questioning: open questions to explore, closed ones to check, following up; no leading, stacked or blaming ones."""

from __future__ import annotations

from simulator.scoring.assessment import ActKind, Question, QuestionFlag, QuestionForm, QuestionWording
from simulator.scoring.criteria.ledger import CallView, Ledger
from simulator.scoring.criteria.sentences import words_for
from simulator.scoring.record import TurnRecord
from simulator.scoring.scorecard import Criterion, Score

_MANY_CLOSED = 3
"""From so many closed questions on without an open one, the talk is an interrogation."""


def score(view: CallView) -> Score:
    """Return the score with its evidence; not rated when the trainee hardly spoke.

    Who had few turns had few chances to ask: having asked nothing costs in proportion.
    """
    ledger = Ledger(view, Criterion.QUESTIONING)
    if view.too_short:
        return ledger.unrated()
    opened = closed = asked = 0
    for turn in view.spoken:
        assert turn.assessment is not None
        asking = [q for q in turn.assessment.questions if q.wording is not QuestionWording.TAG]
        service = any(act.kind is ActKind.OFFER_OF_HELP for act in turn.assessment.acts)
        asking = [q for q in asking if not (service and _is_service(q, turn))]
        _note_faults(ledger, view, turn, asking)
        clean = [] if view.fights(turn) else [q for q in asking if not q.flags]
        asked += len(asking)
        for question in clean:
            if question.form is QuestionForm.OPEN:
                opened += 1
                ledger.note("open_question", turn, question.text)
            else:
                closed += 1
                ledger.note("closed_question", turn, question.text)
        for question in asking:
            if question.form is QuestionForm.CLOSED and question not in clean:
                closed += 1
        follow_up = next((a for a in turn.assessment.acts if a.kind is ActKind.FOLLOW_UP), None)
        if follow_up is not None and clean:
            ledger.note("follow_up", turn, follow_up.text)
        _note_need(ledger, view, turn)
    turns, enough = len(view.spoken), view.rubric.thresholds.turns_to_ask
    if asked == 0 and not ledger.evidence and 2 * turns < enough:
        return ledger.unrated()
    if asked == 0:
        share = min(1.0, turns / enough)
        ledger.note("no_questions", times=share, words={**words_for(view, None), "count": str(turns)})
    elif closed >= _MANY_CLOSED and opened == 0:
        ledger.note("only_closed", words={**words_for(view, None), "count": str(closed)})
    return ledger.score()


def _is_service(question: Question, turn: TurnRecord) -> bool:
    """Tell whether a question is the offer of help itself ('waarmee kan ik u helpen'), which explores nothing."""
    assert turn.assessment is not None
    return any(
        act.kind is ActKind.OFFER_OF_HELP and act.span.start < question.span.end and question.span.start < act.span.end
        for act in turn.assessment.acts
    )


def _note_faults(ledger: Ledger, view: CallView, turn: TurnRecord, asking: list[Question]) -> None:
    words = words_for(view, turn)
    stacked = [q for q in asking if QuestionFlag.STACKED in q.flags]
    if len(stacked) > 1:
        quote = " … ".join(q.text for q in stacked)
        ledger.note("stacked_questions", turn, quote, words={**words, "count": str(len(stacked))})
    blamed = False
    for question in asking:
        if QuestionFlag.REPROACH in question.flags:
            ledger.note("reproach", turn, question.text, words=words_for(view, turn, question.text))
            blamed = True
        elif QuestionFlag.ASSUMPTION in question.flags:
            ledger.note("assumption", turn, question.text, words=words_for(view, turn, question.text))
            blamed = True
        elif QuestionFlag.LEADING in question.flags:
            ledger.note("leading_question", turn, question.text, words=words_for(view, turn, question.text))
    if not blamed and turn.assessment is not None:
        assumption = next((a for a in turn.assessment.acts if a.kind is ActKind.ASSUMPTION), None)
        if assumption is not None:
            ledger.note("assumption", turn, assumption.text, words=words_for(view, turn, assumption.text))


def _note_need(ledger: Ledger, view: CallView, turn: TurnRecord) -> None:
    """Note the question behind the question: a hidden fact that came out in answer to this turn."""
    answer = view.caller_after(turn)
    if view.persona is None or answer is None or answer.number != turn.number + 1:
        return
    hidden = {fact.id for fact in view.persona.facts if fact.hidden}
    for fact_id in answer.facts_told:
        if fact_id in hidden:
            ledger.note("need_found", turn, turn.text, words={"fact": view.gist(fact_id)})
