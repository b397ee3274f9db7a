"""Summarising: giving back what the caller said, completely and correctly, and checking it."""

from __future__ import annotations

from simulator.language import Language
from simulator.scoring.acts import content_stems
from simulator.scoring.assessment import ActKind
from simulator.scoring.criteria.ledger import AGAINST, CallView, Ledger
from simulator.scoring.criteria.sentences import joined, words_for
from simulator.scoring.grammar import grammar
from simulator.scoring.record import TurnRecord
from simulator.scoring.scorecard import Criterion, Score
from simulator.scoring.text import Words

_SAME_FACT = 2
"""Content words a wrong piece shares with the fact it stands for."""

_ENOUGH_TOLD = 2
"""From so many facts on there is something to sum up."""


def score(view: CallView) -> Score:
    """Return the score with its evidence; not rated when the caller told nothing to give back."""
    ledger = Ledger(view, Criterion.SUMMARISING)
    if view.too_short:
        return ledger.unrated()
    given_back = False
    best: TurnRecord | None = None
    summaries: list[TurnRecord] = []
    for turn in view.spoken:
        assert turn.assessment is not None
        reading = turn.assessment.summary
        if reading.is_summary and (reading.covered or reading.invented):
            given_back = True
            summaries.append(turn)
            for piece in reading.invented:
                ledger.note("invented", turn, piece, words={**words_for(view, turn), "invented": piece})
            if best is None or _reach(turn) >= _reach(best):
                best = turn
        elif (
            turn.assessment.reflection >= view.rubric.thresholds.reflection
            and turn.assessment.leary.stance.together > AGAINST
        ):
            given_back = True
            ledger.note("reflection", turn, turn.assessment.text)
    for turn in summaries:
        assert turn.assessment is not None
        if turn is not best and turn.assessment.summary.covered and not turn.assessment.summary.invented:
            ledger.note("reflection", turn, turn.assessment.text)
    if best is not None:
        _note_summary(ledger, view, best)
    elif len(view.told) >= _ENOUGH_TOLD:
        ledger.note("no_summary", words=words_for(view, None))
    if not given_back:
        if not view.told and all(view.caller_before(turn) is None for turn in view.spoken):
            return ledger.unrated()
        ledger.note("nothing_given_back", words=words_for(view, None))
    return ledger.score()


def _reach(turn: TurnRecord) -> tuple[int, int]:
    assert turn.assessment is not None
    return (len(turn.assessment.summary.covered), -len(turn.assessment.summary.invented))


def _said_wrongly(view: CallView, fact_id: str, invented: tuple[str, ...]) -> bool:
    """Tell whether a missed fact is one of those that were given back wrong: that costs once."""
    rules, dutch = grammar(view.language), view.language is Language.DUTCH
    fact = content_stems(Words.of(view.gist(fact_id), dutch=dutch), rules)
    return any(len(fact & content_stems(Words.of(piece, dutch=dutch), rules)) >= _SAME_FACT for piece in invented)


def _note_summary(ledger: Ledger, view: CallView, turn: TurnRecord) -> None:
    assert turn.assessment is not None
    reading = turn.assessment.summary
    words = words_for(view, turn)
    told = view.told_before(turn)
    needed = {fact.id for fact in view.persona.needed_facts} if view.persona else set(told)
    if reading.covered:
        ledger.note("summary", turn, turn.assessment.text)
        share = len(reading.covered) / max(1, len(told))
        ledger.note(
            "covered",
            turn,
            turn.assessment.text,
            times=round(min(1.0, share), 2),
            words={"count": str(len(reading.covered))},
        )
    missed = [fact for fact in reading.missed if fact in needed and not _said_wrongly(view, fact, reading.invented)]
    if missed:
        gists = joined([view.gist(fact) for fact in missed], view.language)
        ledger.note("missed", turn, turn.assessment.text, times=len(missed), words={**words, "missed": gists})
    if reading.checked or any(a.kind is ActKind.CHECK for a in turn.assessment.acts):
        check = next((a.text for a in turn.assessment.acts if a.kind is ActKind.CHECK), turn.assessment.text)
        ledger.note("checked", turn, check)
