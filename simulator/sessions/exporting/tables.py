"""Sessions as tables for a spreadsheet: one row a turn, or one row a session.

A spreadsheet takes a cell that begins with =, +, - or @ for a formula, and runs it. What people said is text: such a
cell gets an apostrophe in front, which a spreadsheet reads as 'this is text'.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

from simulator.plain_text import one_line
from simulator.scoring.assessment import TurnAssessment
from simulator.scoring.labels import joined_flags, octant_of
from simulator.scoring.scorecard import Criterion
from simulator.sessions.exporting.material import Material

FORMULA_SIGNS: Final = frozenset("=+-@\t\r\n|%")
"""What makes a spreadsheet calculate, or load from elsewhere (DDE), when a cell begins with it."""


class Rows(StrEnum):
    """What a row of the table is."""

    TURNS = "turns"
    SESSIONS = "sessions"


class Separator(StrEnum):
    """What stands between cells."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    """What a spreadsheet set to Dutch expects."""
    TAB = "tab"

    @property
    def sign(self) -> str:
        """The character itself."""
        return {"comma": ",", "semicolon": ";", "tab": "\t"}[self.value]


Cell = str | int | float | None

TURN_COLUMNS: Final = (
    "session",
    "persona",
    "trainee",
    "turn",
    "speaker",
    "start_s",
    "end_s",
    "text",
    "interrupts",
    "questions_open",
    "questions_closed",
    "question_flags",
    "jargon",
    "reflection",
    "summary",
    "octant",
    "together",
    "above",
    "points",
    "reasons",
    "comments",
    "corrections",
)
"""The columns of the table of turns."""

SESSION_COLUMNS: Final = (
    "session",
    "started_at",
    "persona",
    "title",
    "language",
    "trainee",
    "mode",
    "attempt",
    "ending",
    "length_s",
    "turns",
    *(criterion.value for criterion in Criterion),
    *(f"{criterion.value}_by_tool" for criterion in Criterion),
    "verdict",
    "next_task",
    "comments",
    "corrections",
    "rubric",
    "scorer",
    "persona_sha256",
)
"""The columns of the table of sessions; the scores are those that count, behind them the tool's."""


def disarmed(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if not isinstance(cell, str):
        return cell
    text = one_line(cell)
    # A full-width sign is taken for the ordinary one by some programs.
    first = unicodedata.normalize("NFKC", text[:1])
    return f"'{text}" if first and first[0] in FORMULA_SIGNS else text


def as_csv(materials: Iterable[Material], rows: Rows, separator: Separator = Separator.COMMA) -> str:
    """Return sessions as CSV with a line of headings, by RFC 4180.

    Args:
        materials: the sessions.
        rows: what a row is.
        separator: what stands between cells.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator.sign, lineterminator="\r\n")
    writer.writerow(TURN_COLUMNS if rows is Rows.TURNS else SESSION_COLUMNS)
    for material in materials:
        for row in turn_rows(material) if rows is Rows.TURNS else [session_row(material)]:
            writer.writerow([disarmed(cell) for cell in row])
    return written.getvalue()


def turn_rows(material: Material) -> list[Sequence[Cell]]:
    """Return one row a turn, in the order of `TURN_COLUMNS`."""
    facts = material.session.facts
    rows: list[Sequence[Cell]] = []
    for turn in material.record.turns:
        stance = turn.position if turn.assessment is None else turn.assessment.leary.stance
        evidence = material.evidence_of(turn.number)
        rows.append(
            (
                material.session.id,
                facts.persona_id,
                facts.trainee,
                turn.number,
                turn.side.value,
                round(turn.start_s, 3),
                round(turn.end_s, 3),
                turn.text,
                int(turn.interrupts),
                *_seen(turn.assessment),
                _octant(material, turn.number),
                None if stance is None else round(stance.together, 3),
                None if stance is None else round(stance.above, 3),
                round(sum(each.points for _, each in evidence), 3) if turn.assessment is not None else None,
                "; ".join(each.reason for _, each in evidence),
                "; ".join(f"{each.author}: {each.text}" for each in material.comments_on(turn.number)),
                "; ".join(
                    f"{each.author}: {each.kind.value}{f' ({each.subject})' if each.subject else ''} {each.before} > "
                    f"{each.after}, {each.reason}"
                    for each in material.corrections_of(turn.number)
                ),
            )
        )
    return rows


def session_row(material: Material) -> Sequence[Cell]:
    """Return a session as one row, in the order of `SESSION_COLUMNS`."""
    session, review, card = material.session, material.review, material.session.scorecard
    facts = session.facts
    counting = {} if material.scorecard is None else {s.criterion: s.value for s in material.scorecard.scores}
    by_tool = {} if card is None else {score.criterion: score.value for score in card.scores}
    corrections = len(review.label_corrections) + len(review.score_corrections)
    return (
        session.id,
        facts.started_at.isoformat(),
        facts.persona_id,
        material.title,
        material.record.language.value,
        facts.trainee,
        facts.mode.value,
        facts.attempt.value,
        material.record.ending or "cut_short",
        round(material.length_s, 3),
        len(material.record.turns),
        *(counting.get(criterion) for criterion in Criterion),
        *(by_tool.get(criterion) for criterion in Criterion),
        review.decision.verdict.value if review.decision else "",
        review.next_task.text if review.next_task else "",
        len(review.comments),
        corrections,
        f"{card.rubric} {card.rubric_version}" if card else "",
        card.scorer_version if card else "",
        facts.persona_sha256,
    )


def _seen(assessment: TurnAssessment | None) -> tuple[Cell, ...]:
    if assessment is None:
        return (None, None, "", "", None, "")
    forms = [question.form.value for question in assessment.questions]
    flags = [joined_flags(question.flags) for question in assessment.questions if question.flags]
    terms = [f"{use.term} ({'explained' if use.explained else 'unexplained'})" for use in assessment.jargon]
    summary = assessment.summary
    told = "" if not summary.is_summary else "checked" if summary.checked else "unchecked"
    return (
        forms.count("open"),
        forms.count("closed"),
        "; ".join(flags),
        "; ".join(terms),
        round(assessment.reflection, 3),
        told,
    )


def _octant(material: Material, number: int) -> str:
    (turn,) = (turn for turn in material.record.turns if turn.number == number)
    if turn.assessment is not None:
        return octant_of(turn.assessment.leary)
    if turn.position is None:
        return ""
    return "neutral" if turn.position.is_neutral else turn.position.octant.value
