"""Corrected labels as lines to learn from, with the columns of the labelled tables the scorer is measured on.

The scorer may judge by them: see `simulator.scoring.exemplars`, which reads these lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from simulator.leary import Octant
from simulator.personas.reader import PersonaError, parse_persona
from simulator.scoring.assessment import TurnAssessment
from simulator.scoring.exemplars import TABLE_OF
from simulator.scoring.labels import NEUTRAL_STANCE, joined_flags
from simulator.scoring.record import Side, TurnRecord
from simulator.sessions.review import LabelCorrection, Review, effective_record, standing_labels
from simulator.sessions.session import Session


def exemplars_of(session: Session, review: Review) -> Iterator[dict[str, Any]]:
    """Yield a line for every turn and table in which a trainer corrected a label: the turn as the trainer has it.

    `labels` holds what was corrected, the other columns the whole turn. The names of trainer and trainee are left out:
    an exemplar is about words.
    """
    corrected = {turn.number: turn for turn in effective_record(session.record, review).turns}
    by_table: dict[tuple[int, str], list[LabelCorrection]] = {}
    for each in standing_labels(review):
        by_table.setdefault((each.turn, TABLE_OF[each.kind]), []).append(each)
    for (number, table), corrections in by_table.items():
        turn = corrected.get(number)
        if turn is None or turn.assessment is None:
            continue
        yield {
            "table": table,
            "language": session.facts.language.value,
            "text": turn.assessment.text,
            "caller": _caller_before(session, turn),
            **_labels(session, table, turn.assessment),
            "labels": [
                {"kind": each.kind.value, "value": each.after, **({"subject": each.subject} if each.subject else {})}
                for each in corrections
            ],
            "reason": " / ".join(each.reason for each in corrections),
        }


def as_json_lines(lines: Iterator[dict[str, Any]]) -> str:
    """Return exemplars as JSON, one a line."""
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _labels(session: Session, table: str, assessment: TurnAssessment) -> dict[str, Any]:
    match table:
        case "questions":
            asked = [
                each.form.value + ("" if not each.flags else f"+{joined_flags(each.flags)}")
                for each in assessment.questions
            ]
            return {"questions": " ".join(asked)}
        case "jargon":
            terms = [f"{use.term}={'explained' if use.explained else 'unexplained'}" for use in assessment.jargon]
            return {"known_terms": " ".join(_known_terms(session)), "terms": "; ".join(terms)}
        case "rose":
            stance = assessment.leary.octant
            octant = NEUTRAL_STANCE if stance is None else stance.value
            return {"octant": octant, "together": _sign(stance, 0), "above": _sign(stance, 1)}
        case _:
            summary = assessment.summary
            kind = "summary" if summary.is_summary else "reflection" if assessment.reflection >= 0.5 else "none"
            return {
                "kind": kind,
                "covered": " ".join(summary.covered),
                "missed": " ".join(summary.missed),
                "invented": "; ".join(summary.invented),
                "checked": int(summary.checked),
            }


def _sign(octant: Octant | None, axis: int) -> int:
    if octant is None:
        return 0
    stance = octant.stance
    return 1 if (stance.together, stance.above)[axis] > 0 else -1


def _caller_before(session: Session, turn: TurnRecord) -> str:
    lines = [each.text for each in session.record.turns if each.number < turn.number and each.side is Side.CALLER]
    return lines[-1] if lines else ""


def _known_terms(session: Session) -> tuple[str, ...]:
    try:
        return parse_persona(session.facts.persona_text).known_terms
    except PersonaError:
        return ()
