"""A trainer's review of a call: comments, corrections with their reasons, pass or fail, the next task.

A review is a value: adding to it gives another one. Nothing the tool said is changed by it; both are kept, and what
counts is the trainer's word (see `effective`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from simulator.scoring.labels import Label, LabelKind, fault_of
from simulator.scoring.scorecard import Criterion

REVIEW_VERSION: Final = 1
"""Grows when an older program could misread a review."""


class Verdict(StrEnum):
    """What the trainer decided of the call as a whole."""

    PASS = "pass"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Comment:
    """What a trainer says about the call, a turn or a second."""

    author: str
    written_at: datetime
    """With its time zone."""
    text: str
    turn: int | None = None
    """The turn's number; None where it is about the whole call or a second only."""
    at_s: float | None = None
    """On the call's clock; None where it is about a whole turn or the whole call."""


@dataclass(frozen=True, slots=True)
class LabelCorrection:
    """A trainer sees something in a turn otherwise than the tool."""

    author: str
    written_at: datetime
    """With its time zone."""
    turn: int
    """The trainee turn's number."""
    kind: LabelKind
    before: str
    """The tool's value."""
    after: str
    """The trainer's value; one of `labels.VALUES`."""
    reason: str
    subject: str = ""
    """The question or the term; empty for labels of the whole turn."""

    @property
    def label(self) -> Label:
        """The label as the trainer has it."""
        return Label(self.kind, self.after, self.subject)


@dataclass(frozen=True, slots=True)
class ScoreCorrection:
    """A trainer gives a criterion another score than the tool."""

    author: str
    written_at: datetime
    """With its time zone."""
    criterion: Criterion
    before: int | None
    """The tool's; None is not rated."""
    after: int | None
    """0 to 100, or None for not rated."""
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Pass or fail, by whom and when."""

    author: str
    written_at: datetime
    """With its time zone."""
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class NextTask:
    """What the trainee is to do next."""

    author: str
    written_at: datetime
    """With its time zone."""
    text: str


class ReviewFaultError(ValueError):
    """A review cannot be taken as it is; `str()` says which part, why, and what would do."""


@dataclass(frozen=True, slots=True)
class Review:
    """All that trainers said of one call, oldest first."""

    comments: tuple[Comment, ...] = ()
    label_corrections: tuple[LabelCorrection, ...] = ()
    score_corrections: tuple[ScoreCorrection, ...] = ()
    decision: Decision | None = None
    next_task: NextTask | None = None
    seen_by: str = ""
    """The trainee who read it; empty while nobody has."""
    seen_at: datetime | None = None
    """With its time zone; when it was read last."""
    format: int = REVIEW_VERSION

    @property
    def is_empty(self) -> bool:
        """True when nothing was said yet."""
        return self == Review(seen_by=self.seen_by, seen_at=self.seen_at)

    @property
    def written_at(self) -> datetime | None:
        """When something was said last; None when nothing was."""
        moments = [each.written_at for each in self.comments]
        moments += [each.written_at for each in self.label_corrections]
        moments += [each.written_at for each in self.score_corrections]
        moments += [each.written_at for each in (self.decision, self.next_task) if each is not None]
        return max(moments, default=None)

    @property
    def has_news(self) -> bool:
        """True when something was said since the trainee read it."""
        said_at = self.written_at
        return said_at is not None and (self.seen_at is None or self.seen_at < said_at)

    def with_comment(self, comment: Comment) -> Review:
        """Return the review with one comment more.

        Raises:
            ReviewFaultError: it says nothing, or nobody said it.
        """
        return checked(replace(self, comments=(*self.comments, comment)))

    def with_label(self, correction: LabelCorrection) -> Review:
        """Return the review with one label corrected; an earlier correction of the same label is kept and outvoted.

        Raises:
            ReviewFaultError: there is no such value, or no reason.
        """
        return checked(replace(self, label_corrections=(*self.label_corrections, correction)))

    def with_score(self, correction: ScoreCorrection) -> Review:
        """Return the review with one score corrected; an earlier correction of the same score is kept and outvoted.

        Raises:
            ReviewFaultError: it is off the scale, or has no reason.
        """
        return checked(replace(self, score_corrections=(*self.score_corrections, correction)))

    def with_decision(self, decision: Decision | None) -> Review:
        """Return the review with pass or fail; None takes it back."""
        return checked(replace(self, decision=decision))

    def with_next_task(self, task: NextTask | None) -> Review:
        """Return the review with what to do next; None takes it back."""
        return checked(replace(self, next_task=task))

    def seen(self, by: str, at: datetime) -> Review:
        """Return the review as read by the trainee."""
        return checked(replace(self, seen_by=by, seen_at=at))


def checked(review: Review) -> Review:
    """Return the review as it is when all of it makes sense.

    Raises:
        ReviewFaultError: a part has no author, no words, no reason, no time zone, or an impossible value.
    """
    for comment in review.comments:
        _signed(comment.author, comment.written_at, "comment")
        if not comment.text.strip():
            raise ReviewFaultError("A comment needs words.")
        if comment.at_s is not None and not 0.0 <= comment.at_s < float("inf"):
            raise ReviewFaultError(f"A comment cannot stand at second {comment.at_s}; the call begins at 0.")
    for label in review.label_corrections:
        _signed(label.author, label.written_at, "correction")
        fault = fault_of(label.label)
        if fault:
            raise ReviewFaultError(f"Turn {label.turn}: {fault}")
        _reasoned(label.reason, f"the {label.kind.value} of turn {label.turn}")
    for score in review.score_corrections:
        _signed(score.author, score.written_at, "correction")
        if score.after is not None and not 0 <= score.after <= 100:
            raise ReviewFaultError(f"A score goes from 0 to 100; {score.after} for {score.criterion.value} does not.")
        _reasoned(score.reason, f"the score for {score.criterion.value}")
    if review.decision is not None:
        _signed(review.decision.author, review.decision.written_at, "decision")
    if review.next_task is not None:
        _signed(review.next_task.author, review.next_task.written_at, "next task")
        if not review.next_task.text.strip():
            raise ReviewFaultError("A next task needs words.")
    if review.seen_at is not None and review.seen_at.tzinfo is None:
        raise ReviewFaultError("The moment a review was read needs its time zone.")
    return review


def _signed(author: str, written_at: datetime, what: str) -> None:
    if not author.strip():
        raise ReviewFaultError(f"A {what} needs the name of who made it.")
    if written_at.tzinfo is None:
        raise ReviewFaultError(f"The moment of a {what} needs its time zone.")


def _reasoned(reason: str, what: str) -> None:
    if not reason.strip():
        raise ReviewFaultError(f"Say why {what} is corrected: the trainee sees the reason.")
