"""What a review says, in words of the interface: the lines of a turn, the scores as they count, the decision. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from simulator.app.plain import one_line, plain
from simulator.scoring.labels import NEUTRAL_STANCE, Label, LabelKind, labels_of
from simulator.scoring.scorecard import Scorecard
from simulator.sessions.review.effective import standing_labels

if TYPE_CHECKING:
    from simulator.app.wording import Wording
    from simulator.scoring.record import TurnRecord
    from simulator.sessions.review import Comment, Review

LABEL_CELLS = 70
"""Longer questions and terms are cut in a label: the turn above it has them whole."""


def kind_in_words(kind: LabelKind, wording: Wording) -> str:
    """Return what a label is about."""
    return wording.say(f"label-{kind.value.replace('_', '-')}")


def value_in_words(kind: LabelKind, value: str, wording: Wording) -> str:
    """Return what a label says."""
    if kind is LabelKind.OCTANT:
        return wording.say("stance-neutral" if value == NEUTRAL_STANCE else f"octant-{value}")
    start = f"label-{kind.value.replace('_', '-')}"
    return " + ".join(wording.say(f"{start}-{part}") for part in value.split("+"))


def label_line(label: Label, wording: Wording) -> str:
    """Return a label as one line: what about, which words, what it says."""
    about = kind_in_words(label.kind, wording)
    subject = f" “{one_line(label.subject, LABEL_CELLS)}”" if label.subject else ""
    return f"{about}{subject}: {value_in_words(label.kind, label.value, wording)}"


def labels_as_counted(turn: TurnRecord, review: Review) -> tuple[Label, ...]:
    """Return a turn's labels with the trainer's in place of the tool's; a turn of the caller has none."""
    if turn.assessment is None:
        return ()
    last = {
        (each.kind, each.subject.casefold()): each.label for each in standing_labels(review) if each.turn == turn.number
    }
    own = labels_of(turn.assessment)
    seen = {(label.kind, label.subject.casefold()) for label in own}
    counted = [last.get((label.kind, label.subject.casefold()), label) for label in own]
    return (*counted, *(label for key, label in last.items() if key not in seen))


def comment_content(comment: Comment, wording: Wording) -> Content:
    """Return what a trainer said, with who said it."""
    who = wording.say("review-comment-by", author=comment.author)
    return Content.assemble(("✎ " + who + " ", "bold $accent"), plain(comment.text))


def corrections_of(turn: int, review: Review, wording: Wording) -> list[Content]:
    """Return the corrected labels of a turn, each with who, from what to what, and why."""
    lines = []
    for each in standing_labels(review):
        if each.turn != turn:
            continue
        said = wording.say(
            "review-label-corrected",
            author=each.author,
            about=kind_in_words(each.kind, wording),
            before=value_in_words(each.kind, each.before, wording),
            after=value_in_words(each.kind, each.after, wording),
            reason=each.reason,
        )
        lines.append(Content.assemble(("✎ ", "bold $accent"), said))
    return lines


def decision_in_words(review: Review, wording: Wording) -> str:
    """Return who reviewed the call and what they decided; empty where nobody wrote anything."""
    if review.is_empty:
        return ""
    if review.decision is not None:
        verdict = wording.say(f"verdict-{review.decision.verdict.value}")
        return wording.say("review-decided", author=review.decision.author, verdict=verdict)
    authors = [each.author for each in review.comments]
    authors += [each.author for each in review.label_corrections]
    authors += [each.author for each in review.score_corrections]
    if review.next_task is not None:
        authors.append(review.next_task.author)
    return wording.say("review-undecided", author=", ".join(dict.fromkeys(authors)))


def review_content(review: Review, wording: Wording) -> Content:
    """Return what was said of the whole call: decision, comments on no turn, corrected scores, next task."""
    lines: list[Content] = []
    decided = decision_in_words(review, wording)
    if decided:
        lines.append(Content.assemble(("✎ ", "bold $accent"), (decided, "bold")))
    for correction in review.score_corrections:
        said = wording.say(
            "review-score-corrected",
            author=correction.author,
            criterion=wording.say(f"criterion-{correction.criterion.value}"),
            before=_points(correction.before),
            after=_points(correction.after),
            reason=correction.reason,
        )
        lines.append(Content.assemble(("✎ ", "bold $accent"), said))
    lines += [comment_content(each, wording) for each in review.comments if each.turn is None]
    if review.next_task is not None:
        said = wording.say("review-next", task=review.next_task.text)
        lines.append(Content.assemble(("→ ", "bold $accent"), said))
    return Content("\n").join(lines)


def scores_line(given: Scorecard | None, counted: Scorecard | None, wording: Wording) -> Content:
    """Return all scores in one line, a corrected one with both values.

    Args:
        given: the tool's.
        counted: with the trainer's word in them.
        wording: the interface's words.
    """
    if given is None or counted is None:
        return Content(wording.say("debrief-no-score"))
    parts: list[Content] = []
    for score in given.scores:
        after = next((each.value for each in counted.scores if each.criterion is score.criterion), score.value)
        name = wording.say(f"criterion-{score.criterion.value}")
        value = _points(after) if after == score.value else f"{_points(score.value)} → {_points(after)}"
        parts.append(Content.assemble(name, " ", (value, "bold $primary")))
    return Content(" · ").join(parts)


def _points(value: int | None) -> str:
    return "–" if value is None else str(value)
