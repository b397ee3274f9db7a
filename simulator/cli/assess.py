"""`callsim assess`: score single lines, JSON lines in and JSON lines out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import click
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from simulator.cli.exemplars import exemplars_asked, exemplars_option
from simulator.cli.options import json_option, language_option
from simulator.cli.output import note, print_json_line
from simulator.cli.refusal import Status
from simulator.language import Language
from simulator.scoring.assessment import ToldFact, TraineeTurn, TurnAssessment, TurnContext

if TYPE_CHECKING:
    from simulator.scoring.assessor import Assessor


class FactLine(BaseModel):
    """A fact the caller has told."""

    model_config = ConfigDict(extra="ignore")

    id: str
    text: str


class AssessLine(BaseModel):
    """One line to be assessed."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str
    text: Annotated[str, Field(max_length=20_000)]
    caller: str | None = None
    known_terms: tuple[str, ...] = ()
    facts: tuple[FactLine, ...] = ()

    @field_validator("known_terms", "facts", mode="before")
    @classmethod
    def _nothing_is_none(cls, value: object) -> object:
        """Take null for what is left out, as for `caller`."""
        return () if value is None else value


@click.command()
@language_option
@exemplars_option
@json_option
def assess(language: str, exemplars: str | None, as_json: bool) -> int:  # noqa: ARG001
    """Assess trainee lines: reads JSON lines on stdin, writes one JSON line for each.

    A line in: {"id", "text", "caller"?: the caller's last line, "known_terms"?: [...], "facts"?: [{"id", "text"}]}.
    A line that cannot be read is answered with {"id", "error"}, and the exit status is 1. Judged with exemplars, an
    answer also holds "by_trainer": the labels that are a trainer's.
    """
    from simulator.cli.composition import make_assessor

    assessor = make_assessor(exemplars=exemplars_asked(exemplars))
    status = Status.FINE
    # Bytes that are no UTF-8 become visible replacement characters: one bad line does not cost the others.
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        line = raw.decode("utf-8", errors="replace").strip()
        if not line:
            continue
        try:
            wanted = AssessLine.model_validate_json(line)
        except ValidationError as fault:
            sentence = f"Line {number} cannot be assessed: {first_fault(fault)}"
            note(sentence)
            print_json_line({"id": None, "error": sentence})
            status = Status.PROBLEMS
            continue
        print_json_line(assess_line(assessor, Language(language), wanted))
    return status


def assess_line(assessor: Assessor, language: Language, wanted: AssessLine) -> dict[str, Any]:
    """Assess one line and return it in the shape that is promised."""
    context = TurnContext(
        language=language,
        caller_line=wanted.caller,
        known_terms=wanted.known_terms,
        facts=tuple(ToldFact(fact.id, fact.text) for fact in wanted.facts),
    )
    return as_promised(wanted.id, assessor.assess(TraineeTurn(wanted.text), context))


def as_promised(line_id: str, assessment: TurnAssessment) -> dict[str, Any]:
    """Return an assessment in the shape of the command line's promise."""
    summary, leary = assessment.summary, assessment.leary
    return {
        "id": line_id,
        "questions": [
            {"text": question.text, "form": question.form.value, "flags": [flag.value for flag in question.flags]}
            for question in assessment.questions
        ],
        "reflection": round(assessment.reflection, 4),
        "summary": {
            "is_summary": summary.is_summary,
            "covered": list(summary.covered),
            "missed": list(summary.missed),
            "invented": list(summary.invented),
            "checked": summary.checked,
        },
        "jargon": [{"term": use.term, "explained": use.explained} for use in assessment.jargon],
        "leary": {
            "above": round(leary.stance.above, 4),
            "together": round(leary.stance.together, 4),
            "quadrant": leary.quadrant.value,
            "octant": (leary.octant or leary.stance.octant).value,
            "alternative": leary.alternative.value if leary.alternative else None,
            "confidence": round(leary.confidence, 4),
        },
        **({"by_trainer": _by_trainer(assessment)} if assessment.exemplars else {}),
    }


def _by_trainer(assessment: TurnAssessment) -> list[dict[str, Any]]:
    return [{"kind": each.kind, "subject": each.subject, "line": each.line} for each in assessment.by_trainer]


def first_fault(fault: ValidationError) -> str:
    """Say in a sentence what is wrong with a JSON line."""
    detail = fault.errors()[0]
    where = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "json_invalid":
        return "it is not one JSON object on one line."
    if detail["type"] == "missing":
        return f"'{where}' is missing."
    return f"'{where}': {detail['msg'][0].lower()}{detail['msg'][1:]}." if where else "it is not a JSON object."
