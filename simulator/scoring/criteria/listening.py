"""Listening: who talks how much, who interrupts whom, how soon an answer comes."""

from __future__ import annotations

from statistics import median

from simulator.scoring.criteria.ledger import CallView, Ledger
from simulator.scoring.record import Side, TurnRecord
from simulator.scoring.scorecard import Criterion, Score


def score(view: CallView) -> Score:
    """Return the score with its evidence; not rated for typed calls, whose times are reckoned."""
    ledger = Ledger(view, Criterion.LISTENING)
    trainee = [turn for turn in view.call.turns if turn.side is Side.TRAINEE and turn.text.strip(" .…")]
    caller = [turn for turn in view.call.turns if turn.side is Side.CALLER]
    spoken_s = sum(_length_s(turn) for turn in trainee)
    heard_s = sum(_length_s(turn) for turn in caller)
    if view.too_short or not view.call.timed or spoken_s <= 0 or heard_s <= 0:
        return ledger.unrated()
    limits = view.rubric.thresholds
    share = spoken_s / (spoken_s + heard_s)
    percent = {"percent": str(round(100 * share))}
    if share > limits.talk_share_high:
        ledger.note("talked_too_much", words=percent)
    elif share < limits.talk_share_low:
        ledger.note("hardly_spoke", words=percent)
    else:
        ledger.note("balanced_talk", words=percent)
    interruptions = [turn for turn in trainee if turn.interrupts]
    for turn in interruptions:
        ledger.note("interruption", turn, turn.text)
    if not interruptions:
        ledger.note("never_interrupted")
    delays = _delays_s(view)
    if delays:
        usual = median(delays)
        seconds = {"seconds": f"{usual:.1f}"}
        if usual <= limits.response_delay_s:
            ledger.note("prompt_answers", words=seconds)
        elif usual >= limits.slow_response_s:
            ledger.note("slow_answers", words=seconds)
    for turn in trainee:
        if _length_s(turn) > limits.monologue_s:
            ledger.note("monologue", turn, turn.text, words={"seconds": str(round(_length_s(turn)))})
    for turn in caller:
        if turn.reason == "fact_repeated":
            ledger.note("asked_twice", turn, turn.text)
    return ledger.score()


def _length_s(turn: TurnRecord) -> float:
    return max(0.0, turn.end_s - turn.start_s)


def _delays_s(view: CallView) -> list[float]:
    """Return the silences before the trainee's answers."""
    delays = []
    for before, turn in zip(view.call.turns, view.call.turns[1:], strict=False):
        if before.side is Side.CALLER and turn.side is Side.TRAINEE and turn.text.strip(" .…") and not turn.interrupts:
            delays.append(max(0.0, turn.start_s - before.end_s))
    return delays
