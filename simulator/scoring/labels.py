"""What a turn was labelled as, one label at a time: what a trainer corrects and what two trainers are compared on.

A label is a small word about one thing in one turn. The tool's labels are read off its assessment; a person's label
put into an assessment gives the assessment as that person sees it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from simulator.leary import NEUTRAL, Octant
from simulator.scoring.assessment import (
    Act,
    ActKind,
    JargonUse,
    LearyReading,
    Question,
    QuestionFlag,
    QuestionForm,
    Span,
    SummaryReading,
    TurnAssessment,
)

NONE: Final = "none"
"""The value of what is not there: no question, no jargon, no summary, no flags."""

NEUTRAL_STANCE: Final = "neutral"
"""The value of a stance without direction."""

REFLECTION_FROM: Final = 0.5
"""A turn is labelled a reflection from this probability on: more likely than not."""


class LabelKind(StrEnum):
    """What a label is about."""

    QUESTION_FORM = "question_form"
    """Of one question; its text is the subject."""
    QUESTION_FLAGS = "question_flags"
    """What is wrong with one question; its text is the subject."""
    JARGON = "jargon"
    """Of one term; the term is the subject."""
    REFLECTION = "reflection"
    """Of the whole turn: does it give back what the caller said or feels?"""
    SUMMARY = "summary"
    """Of the whole turn: does it give back all that was said, and is that checked?"""
    OCTANT = "octant"
    """Of the whole turn: where it stands on the rose."""


WHOLE_TURN: Final = frozenset({LabelKind.REFLECTION, LabelKind.SUMMARY, LabelKind.OCTANT})
"""Labels a turn has once, without a subject."""

VALUES: Final[dict[LabelKind, tuple[str, ...]]] = {
    LabelKind.QUESTION_FORM: (*(form.value for form in QuestionForm), NONE),
    LabelKind.QUESTION_FLAGS: (*(flag.value for flag in QuestionFlag), NONE),
    LabelKind.JARGON: ("unexplained", "explained", NONE),
    LabelKind.REFLECTION: ("yes", "no"),
    LabelKind.SUMMARY: ("checked", "unchecked", NONE),
    LabelKind.OCTANT: (*(octant.value for octant in Octant), NEUTRAL_STANCE),
}
"""What each kind of label can say. Flags may be joined with '+', as in 'leading+stacked'."""


@dataclass(frozen=True, slots=True)
class Label:
    """One label of one turn."""

    kind: LabelKind
    value: str
    """One of `VALUES`."""
    subject: str = ""
    """The question or the term it is about; empty for labels of the whole turn."""


def fault_of(label: Label) -> str:
    """Return what is wrong with a label as a sentence, or nothing.

    Args:
        label: from a person or a file.
    """
    if label.kind in WHOLE_TURN and label.subject:
        return f"A {label.kind.value} label is about the whole turn; '{label.subject}' cannot be its subject."
    if label.kind not in WHOLE_TURN and not label.subject.strip():
        return f"A {label.kind.value} label needs the words it is about."
    said = label.value.split("+") if label.kind is LabelKind.QUESTION_FLAGS else [label.value]
    for value in said:
        if value not in VALUES[label.kind]:
            return f"'{value}' is no {label.kind.value}; choose from {', '.join(VALUES[label.kind])}."
    if len(said) > 1 and NONE in said:
        return f"'{label.value}' says both that there are flags and that there are none."
    return ""


def joined_flags(flags: tuple[QuestionFlag, ...]) -> str:
    """Return flags as the value of a label, always in the same order."""
    return "+".join(flag.value for flag in QuestionFlag if flag in flags) or NONE


def labels_of(assessment: TurnAssessment) -> tuple[Label, ...]:
    """Return all labels of a turn as the assessment has them: questions and terms in order, then the whole turn's."""
    labels: list[Label] = []
    for question in assessment.questions:
        labels.append(Label(LabelKind.QUESTION_FORM, question.form.value, question.text))
        labels.append(Label(LabelKind.QUESTION_FLAGS, joined_flags(question.flags), question.text))
    labels += [
        Label(LabelKind.JARGON, "explained" if use.explained else "unexplained", use.term) for use in assessment.jargon
    ]
    summary = assessment.summary
    labels.append(Label(LabelKind.REFLECTION, "yes" if assessment.reflection >= REFLECTION_FROM else "no"))
    labels.append(
        Label(LabelKind.SUMMARY, NONE if not summary.is_summary else "checked" if summary.checked else "unchecked")
    )
    labels.append(Label(LabelKind.OCTANT, octant_of(assessment.leary)))
    return tuple(labels)


def octant_of(reading: LearyReading) -> str:
    """Return where a reading stands, as the value of a label."""
    return NEUTRAL_STANCE if reading.octant is None else reading.octant.value


def value_of(assessment: TurnAssessment, kind: LabelKind, subject: str = "") -> str:
    """Return what an assessment says of one thing; of a question or a term it does not have, that it is none."""
    for label in labels_of(assessment):
        if label.kind is kind and label.subject.casefold() == subject.casefold():
            return label.value
    return NONE


def with_label(assessment: TurnAssessment, label: Label) -> TurnAssessment:
    """Return the assessment as it is when a person's label stands in it.

    Args:
        assessment: the tool's.
        label: a whole and valid one (see `fault_of`).
    """
    match label.kind:
        case LabelKind.QUESTION_FORM:
            return replace(assessment, questions=_with_form(assessment, label))
        case LabelKind.QUESTION_FLAGS:
            flags = tuple(QuestionFlag(name) for name in label.value.split("+") if name != NONE)
            questions = tuple(
                replace(each, flags=flags) if _same(each.text, label.subject) else each for each in assessment.questions
            )
            return replace(assessment, questions=questions)
        case LabelKind.JARGON:
            return replace(assessment, jargon=_with_term(assessment, label))
        case LabelKind.REFLECTION:
            return _with_reflection(assessment, label.value == "yes")
        case LabelKind.SUMMARY:
            return _with_summary(assessment, label.value)
        case LabelKind.OCTANT:
            return replace(assessment, leary=_with_octant(assessment.leary, label.value))


def _with_form(assessment: TurnAssessment, label: Label) -> tuple[Question, ...]:
    others = tuple(each for each in assessment.questions if not _same(each.text, label.subject))
    if label.value == NONE:
        return others
    form = QuestionForm(label.value)
    if len(others) < len(assessment.questions):
        return tuple(
            replace(each, form=form) if _same(each.text, label.subject) else each for each in assessment.questions
        )
    asked = Question(label.subject, _place(assessment, label.subject), form)
    return tuple(sorted((*others, asked), key=lambda each: each.span.start))


def _with_term(assessment: TurnAssessment, label: Label) -> tuple[JargonUse, ...]:
    others = tuple(each for each in assessment.jargon if not _same(each.term, label.subject))
    if label.value == NONE:
        return others
    explained = label.value == "explained"
    if len(others) < len(assessment.jargon):
        return tuple(
            replace(each, explained=explained) if _same(each.term, label.subject) else each
            for each in assessment.jargon
        )
    used = JargonUse(label.subject, _place(assessment, label.subject), explained)
    return tuple(sorted((*others, used), key=lambda each: each.span.start))


def _with_reflection(assessment: TurnAssessment, reflects: bool) -> TurnAssessment:
    acts = assessment.acts
    if not reflects:
        acts = _without(acts, ActKind.REFLECTION)
    elif not assessment.shows(ActKind.REFLECTION):
        acts = (*acts, Act(ActKind.REFLECTION, assessment.text, Span(0, len(assessment.text))))
    return replace(assessment, reflection=1.0 if reflects else 0.0, acts=acts)


def _with_summary(assessment: TurnAssessment, value: str) -> TurnAssessment:
    if value == NONE:
        return replace(assessment, summary=SummaryReading())
    checked = value == "checked"
    return replace(
        assessment,
        summary=replace(assessment.summary, is_summary=True, checked=checked),
        acts=assessment.acts if checked else _without(assessment.acts, ActKind.CHECK),
    )


def _without(acts: tuple[Act, ...], kind: ActKind) -> tuple[Act, ...]:
    return tuple(act for act in acts if act.kind is not kind)


def _with_octant(reading: LearyReading, value: str) -> LearyReading:
    if value == NEUTRAL_STANCE:
        return replace(reading, stance=NEUTRAL, octant=None, alternative=None, confidence=1.0)
    octant = Octant(value)
    return replace(reading, stance=octant.stance, octant=octant, alternative=None, confidence=1.0)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _place(assessment: TurnAssessment, words: str) -> Span:
    """Return where words stand in the turn; its end where they do not, so that they come last."""
    start = assessment.text.casefold().find(words.casefold())
    return Span(start, start + len(words)) if start >= 0 else Span(len(assessment.text), len(assessment.text))
