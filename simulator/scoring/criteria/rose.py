"""Leary's Rose: suppress the natural answer to an attack, show helping behaviour, bring the caller along."""

from __future__ import annotations

from simulator.leary import NEUTRAL, Octant, Stance
from simulator.scoring.assessment import ActKind, TurnAssessment
from simulator.scoring.criteria.ledger import AGAINST, CallView, Ledger, sentence_of, shortened
from simulator.scoring.criteria.sentences import with_needed_question, words_for
from simulator.scoring.record import TurnRecord
from simulator.scoring.scorecard import Criterion, RoseStep, Score

_TOGETHER = 0.15
"""A stance further together than this works along."""
_SHOWING_WORDS = 2
"""A single word ('Ja?', 'Helpdesk') is no step on the rose."""
_SAID_CHARACTERS = 60
"""Longer words are cut in the sentence that tells a step."""
_WAY_BELOW = -0.35
"""A stance further below than this leaves the caller to steer."""
_SHOWING_SENTENCE = 4
"""A shorter sentence ('I understand.') shows a stance only together with the rest of its turn."""
_TELLING_WORDS = 3
"""A shorter turn ('Ja?') shows no stance worth points."""
_BLAMING = (ActKind.REPROACH, ActKind.ASSUMPTION)
"""What blames the caller is no help, however it is worded."""
_MOVED = 0.08
"""A caller's step along the together axis smaller than this is not seen."""


def score(view: CallView) -> Score:
    """Return the score with its evidence; not rated when the trainee hardly spoke."""
    ledger = Ledger(view, Criterion.LEARY)
    if view.too_short:
        return ledger.unrated()
    for turn in view.spoken:
        assert turn.assessment is not None
        _note_turn(ledger, view, turn, turn.assessment)
    first, last = _ends(view)
    if first is not None and last is not None:
        moved = last.together - first.together
        if moved > _MOVED:
            ledger.note("caller_closer", times=round(min(1.0, moved), 2))
        elif moved < -_MOVED:
            ledger.note("caller_further", times=round(min(1.0, -moved), 2))
    return ledger.score()


def _note_turn(ledger: Ledger, view: CallView, turn: TurnRecord, assessment: TurnAssessment) -> None:
    reading = assessment.leary
    before = view.caller_before(turn)
    attacked = before is not None and before.position is not None and before.position.together < AGAINST
    words = with_needed_question(words_for(view, turn, turn.text), view, turn)
    telling = len(assessment.text.split()) >= _TELLING_WORDS
    sure = reading.confidence >= view.rubric.thresholds.stance_confidence
    quote = _shown_by(assessment)
    order = next((a for a in assessment.acts if a.kind is ActKind.ORDER), None)
    blames = any(act.kind in _BLAMING for act in assessment.acts)
    fights = view.fights(turn) or (blames and reading.stance.together < _TOGETHER)
    if fights:
        if blames and not view.fights(turn):
            quote = next(sentence_of(assessment, act.span) for act in assessment.acts if act.kind in _BLAMING)
        ledger.note("fought_back" if attacked else "against", turn, quote, words=words)
    elif telling and sure and reading.stance.together >= _TOGETHER and order is None and not blames:
        ledger.note("stayed_together" if attacked else "together", turn, quote)
        if reading.stance.above <= _WAY_BELOW and not assessment.questions:
            ledger.note("gave_way", turn, quote, words=words)
    empathy = next((a for a in assessment.acts if a.kind is ActKind.EMPATHY), None)
    if empathy is not None and reading.stance.together > AGAINST:
        felt = sentence_of(assessment, empathy.span)
        ledger.note("empathy", turn, felt if len(felt.split()) >= _SHOWING_SENTENCE else assessment.text)
    if order is not None and not fights and reading.stance.together < 0.3:
        rule = ledger.rule("order")
        if (
            attacked
            and empathy is None
            and not any(item.rule == "fought_back" and item.better for item in ledger.evidence)
        ):
            # To somebody who is angry no order is a request; what is felt comes first.
            rule = rule.model_copy(update={"better": ledger.rule("fought_back").better})
        ledger.add("order", rule, turn, sentence_of(assessment, order.span), words=words)


def _shown_by(assessment: TurnAssessment) -> str:
    """Return the words of the strongest cue, else the turn."""
    if assessment.leary.cues:
        strongest = max(assessment.leary.cues, key=lambda cue: (cue.pull.length, cue.name))
        if strongest.pull.together * assessment.leary.stance.together > 0:
            sentence = sentence_of(assessment, strongest.span)
            if len(sentence.split()) >= _SHOWING_SENTENCE:
                return sentence
    return assessment.text


def _ends(view: CallView) -> tuple[Stance | None, Stance | None]:
    """Return where the caller stood first and last."""
    positions = [turn.position for turn in view.call.turns if turn.position is not None]
    return (positions[0], positions[-1]) if len(positions) > 1 else (None, None)


def course(view: CallView) -> tuple[RoseStep, ...]:
    """Return the course on the rose, a step a trainee turn: what was shown, what it invites, what the caller did."""
    steps = []
    for turn in view.spoken:
        assert turn.assessment is not None
        after = view.caller_after(turn)
        before = view.caller_before(turn)
        if after is None or after.position is None:
            continue
        telling = len(turn.assessment.text.split()) >= _SHOWING_WORDS
        shown = turn.assessment.leary.stance if telling else NEUTRAL
        invites = None if shown.is_neutral else shown.invites.octant
        start = before.position if before is not None else None
        steps.append(
            RoseStep(turn.number, shown, invites, after.position, _sentence(view, turn, invites, start, after.position))
        )
    return tuple(steps)


def _sentence(view: CallView, turn: TurnRecord, invites: Octant | None, before: Stance | None, after: Stance) -> str:
    assert turn.assessment is not None
    words = view.rubric.rose
    language = view.language
    change = after.together - before.together if before is not None else 0.0
    movement = words.closer if change > _MOVED else words.further if change < -_MOVED else words.unmoved
    caller = words.octants[after.octant.value].of(language)
    still = before is not None and change > _MOVED and after.together < AGAINST
    fixed = {
        "said": shortened(_shown_by(turn.assessment), _SAID_CHARACTERS).rstrip(".,"),
        "movement": movement.of(language),
        "now": (words.still if still else words.now).of(language),
        "caller": caller,
    }
    if invites is None:
        return words.neutral_step.of(language).format(**fixed, shown="", invites="")
    return words.step.of(language).format(
        **fixed,
        shown=words.octants[turn.assessment.leary.stance.octant.value].of(language),
        invites=words.octants[invites.value].of(language),
    )
