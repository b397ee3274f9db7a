"""A call told to others: as one JSON object, and as a debrief in words for the terminal.

Both are pure: the same call gives the same text, apart from the session's id and folder. Texts of people and
personas are data: `debrief` gives them without control characters, and whoever prints it must not read markup in it.
"""

from __future__ import annotations

from typing import Any, Final

from simulator.leary import Stance
from simulator.plain_text import one_line
from simulator.scoring.record import CallRecord, Side, TurnRecord
from simulator.scoring.scorecard import Evidence, Score, Scorecard
from simulator.sessions.wording import CRITERIA, WORDS, clock, ending_in_words

DECIMALS: Final = 3
"""Of seconds and positions: a millisecond, and finer than any reading of a stance."""


def call_report(
    record: CallRecord, scorecard: Scorecard | None, *, session_id: str | None, folder: str | None
) -> dict[str, Any]:
    """Return the object that `call --json`, `demo --json` and `sessions show --json` print.

    Args:
        record: the call.
        scorecard: its scores; None gives null for everything scored.
        session_id: None where nothing was kept.
        folder: of the session.
    """
    return {
        "session": {"id": session_id, "folder": folder},
        "persona": record.persona_id,
        "language": record.language.value,
        "ending": record.ending,
        "cut_short": record.ending is None,
        "turns": [_turn(turn) for turn in record.turns],
        "path": _path(record, scorecard),
        "scores": None if scorecard is None else [_score(score) for score in scorecard.scores],
        "headline": "" if scorecard is None else scorecard.headline,
        "next_step": "" if scorecard is None else scorecard.next_step,
        "rubric": None if scorecard is None else {"id": scorecard.rubric, "version": scorecard.rubric_version},
        "scorer_version": None if scorecard is None else scorecard.scorer_version,
        "exemplars": None if scorecard is None else scorecard.exemplars,
        "holds": {"total": record.holds, "unannounced": record.unannounced_holds},
    }


def _turn(turn: TurnRecord) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "number": turn.number,
        "speaker": turn.side.value,
        "text": turn.text,
        "start": _rounded(turn.start_s),
        "end": _rounded(turn.end_s),
        "interrupts": turn.interrupts,
    }
    if turn.side is Side.TRAINEE:
        shown["words"] = [
            {
                "word": word.text,
                "start": _rounded(word.start_s),
                "end": _rounded(word.end_s),
                "probability": _rounded(word.probability),
            }
            for word in turn.words
        ]
        shown["position"] = None if turn.assessment is None else _stance(turn.assessment.leary.stance)
    else:
        shown["position"] = None if turn.position is None else _stance(turn.position)
        shown["reason"] = turn.reason
        shown["facts_told"] = list(turn.facts_told)
    return shown


def _path(record: CallRecord, scorecard: Scorecard | None) -> list[dict[str, Any]]:
    said = {step.turn: step for step in scorecard.rose} if scorecard is not None else {}
    path: list[dict[str, Any]] = []
    for turn in record.turns:
        if turn.side is Side.CALLER and turn.position is not None:
            path.append({"turn": turn.number, "speaker": turn.side.value, **_stance(turn.position)})
        elif turn.assessment is not None:
            step: dict[str, Any] = {
                "turn": turn.number,
                "speaker": turn.side.value,
                **_stance(turn.assessment.leary.stance),
            }
            if turn.number in said:
                invites = said[turn.number].invites
                step["invites"] = None if invites is None else invites.value
                step["sentence"] = said[turn.number].sentence
            path.append(step)
    return path


def _stance(stance: Stance) -> dict[str, Any]:
    return {
        "together": _rounded(stance.together),
        "above": _rounded(stance.above),
        "octant": None if stance.is_neutral else stance.octant.value,
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "criterion": score.criterion.value,
        "value": score.value,
        "base": _rounded(score.base),
        "evidence": [_evidence(each) for each in score.evidence],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "rule": evidence.rule,
        "points": _rounded(evidence.points),
        "turn": evidence.turn,
        "at": None if evidence.at_s is None else _rounded(evidence.at_s),
        "quote": evidence.quote,
        "reason": evidence.reason,
        "better": evidence.better,
    }


def _rounded(value: float) -> float:
    return round(value, DECIMALS) + 0.0


def debrief(record: CallRecord, scorecard: Scorecard | None) -> str:
    """Return the call and its scores in words, in the call's language, as plain text without control characters."""
    words = WORDS[record.language]
    lines = [
        f"{clock(turn.start_s)}  {words[turn.side.value]}: {one_line(turn.text)}" for turn in record.turns if turn.text
    ]
    lines += ["", f"{words['ended']}: {ending_in_words(record.ending, record.language)}."]
    if scorecard is None:
        return "\n".join([*lines, words["unscored"]]) + "\n"
    if scorecard.headline:
        lines += ["", one_line(scorecard.headline)]
    for score in scorecard.scores:
        value = words["not_rated"] if score.value is None else str(score.value)
        lines += ["", f"{CRITERIA[record.language][score.criterion]}: {value}"]
        if score.value is not None:
            lines.append(f"  {_points(score.base, signed=False)}  {words['base']}")
        lines += [line for each in score.evidence for line in _told(each, words["better"])]
    steps = [one_line(step.sentence) for step in scorecard.rose if step.sentence]
    lines += ["", *steps] if steps else []
    lines += ["", f"{words['next']}: {one_line(scorecard.next_step)}"] if scorecard.next_step else []
    return "\n".join(lines) + "\n"


def _points(points: float, *, signed: bool = True) -> str:
    """Return points so that they add up as they stand: halves are not rounded away."""
    return f"{points:+g}".rjust(5) if signed else f"{points:g}".rjust(5)


def _told(evidence: Evidence, better: str) -> list[str]:
    when = "" if evidence.at_s is None else f"{clock(evidence.at_s)} "
    quote = f" \u201c{one_line(evidence.quote)}\u201d" if evidence.quote else ""
    lines = [f"  {_points(evidence.points)}  {when}{one_line(evidence.reason)}{quote}"]
    if evidence.better:
        lines.append(f"         {better}: {one_line(evidence.better)}")
    return lines
