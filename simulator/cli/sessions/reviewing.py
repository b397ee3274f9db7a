"""`callsim sessions review`: what a trainer says of a call, shown and added to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.options import json_option, sessions_at, sessions_option
from simulator.cli.output import print_json, say
from simulator.cli.refusal import RefusalError, Status
from simulator.cli.sessions.opening import open_session, reviewed
from simulator.cli.streams import whole_text

if TYPE_CHECKING:
    from simulator.sessions.exporting.material import Material
    from simulator.sessions.review import Review
    from simulator.sessions.session import Session

KINDS = ("octant", "reflection", "summary", "question_form", "question_flags", "jargon")
CRITERIA = ("questioning", "summarising", "jargon", "leary", "structure", "listening")


@dataclass(frozen=True, slots=True)
class Said:
    """What was typed behind the command."""

    author: str
    comment: str | None
    turn: int | None
    at_s: float | None
    label: tuple[int, str, str] | None
    about: str
    score: tuple[str, str] | None
    reason: str
    verdict: str | None
    next_task: str | None

    @property
    def changes(self) -> bool:
        """True when something is to be added."""
        return any(each is not None for each in (self.comment, self.label, self.score, self.verdict, self.next_task))


@click.command()
@click.argument("session_id", metavar="ID")
@click.option("--author", metavar="NAME", default="", help="Who reviews.")
@click.option("--comment", metavar="TEXT", help="Say something; with --turn or --at of a turn or a second.")
@click.option("--turn", type=click.IntRange(min=1), metavar="N", help="The turn a comment is about.")
@click.option("--at", "at_s", type=click.FloatRange(min=0), metavar="SECONDS", help="The second a comment is about.")
@click.option(
    "--label",
    type=(click.IntRange(min=1), click.Choice(KINDS), str),
    metavar="TURN KIND VALUE",
    help="Correct a label of a turn, as in --label 4 octant helping.",
)
@click.option("--about", metavar="WORDS", default="", help="The question or the term a corrected label is about.")
@click.option(
    "--score",
    type=(click.Choice(CRITERIA), str),
    metavar="CRITERION VALUE",
    help="Give another score: 0 to 100, or 'none' for not rated.",
)
@click.option("--reason", metavar="TEXT", default="", help="Why a label or a score is corrected; the trainee sees it.")
@click.option("--verdict", type=click.Choice(["pass", "fail"]), help="Pass or fail.")
@click.option("--next-task", metavar="TEXT", help="What the trainee is to do next.")
@sessions_option
@json_option
def review(session_id: str, sessions_dir: Path | None, as_json: bool, **given: object) -> int:
    """Show the review of a session, or add to it; what the tool said stays beside it."""
    from simulator.sessions.review import ReviewChangedError, ReviewFaultError, read_review, write_review
    from simulator.sessions.store import SessionStore

    said = Said(**given)  # type: ignore[arg-type]
    session = open_session(SessionStore(sessions_at(sessions_dir)), session_id)
    if said.changes:
        kept = read_review(session.folder)
        try:
            write_review(session.folder, added(kept.review, session, said, datetime.now().astimezone()), kept.edition)
        except (ReviewFaultError, ReviewChangedError) as fault:
            raise RefusalError(str(fault), Status.WRONG_COMMAND) from fault
    material = reviewed(session)
    if as_json:
        from simulator.sessions.exporting.data import as_data

        data = as_data(material)
        print_json({"id": session.id, "review": data["review"], "scores_that_count": data["scores_that_count"]})
    else:
        tell(material)
    return Status.FINE


def added(review: Review, session: Session, said: Said, now: datetime) -> Review:
    """Return the review with what was said now.

    Raises:
        ReviewFaultError: a part of it makes no sense; nothing is added.
        RefusalError: there is no such turn.
    """
    from simulator.scoring.scorecard import Criterion
    from simulator.sessions.review import (
        Comment,
        Decision,
        LabelCorrection,
        LabelKind,
        NextTask,
        ScoreCorrection,
        Verdict,
        value_of,
    )

    author, reason = whole_text(said.author), whole_text(said.reason)
    turns = {turn.number: turn for turn in session.record.turns}
    for number in (said.turn, said.label[0] if said.label else None):
        if number is not None and number not in turns:
            raise RefusalError(f"There is no turn {number}; the call has {len(turns)}.", Status.WRONG_COMMAND)
    if said.comment is not None:
        review = review.with_comment(Comment(author, now, whole_text(said.comment), said.turn, said.at_s))
    if said.label is not None:
        number, kind, value = said.label
        assessment = turns[number].assessment
        if assessment is None:
            raise RefusalError(f"Turn {number} is the caller's; labels are of the trainee.", Status.WRONG_COMMAND)
        subject = whole_text(said.about)
        before = value_of(assessment, LabelKind(kind), subject)
        review = review.with_label(
            LabelCorrection(author, now, number, LabelKind(kind), before, value, reason, subject)
        )
    if said.score is not None:
        criterion, text = Criterion(said.score[0]), said.score[1]
        given = {} if session.scorecard is None else {s.criterion: s.value for s in session.scorecard.scores}
        review = review.with_score(ScoreCorrection(author, now, criterion, given.get(criterion), _score(text), reason))
    if said.verdict is not None:
        review = review.with_decision(Decision(author, now, Verdict(said.verdict)))
    if said.next_task is not None:
        review = review.with_next_task(NextTask(author, now, whole_text(said.next_task)))
    return review


def tell(material: Material) -> None:
    """Print a review in words, in the language of the call."""
    from simulator.sessions.wording import CRITERIA as NAMES
    from simulator.sessions.wording import clock

    review, words = material.review, material.words
    say(material.session.id)
    if review.is_empty:
        say("Nobody has reviewed this call yet. Add to it with --comment, --label, --score, --verdict or --next-task.")
    if review.decision is not None:
        say(f"{words['verdict']}: {words[review.decision.verdict]} ({review.decision.author})")
    if review.next_task is not None:
        say(f"{words['next_task']}: {review.next_task.text} ({review.next_task.author})")
    for comment in review.comments:
        where = f" {words['turn'].lower()} {comment.turn}" if comment.turn is not None else ""
        when = "" if comment.at_s is None else f" {clock(comment.at_s)}"
        say(f"{comment.author}{where}{when}: {comment.text}")
    for label in review.label_corrections:
        about = f" {json.dumps(label.subject, ensure_ascii=False)}" if label.subject else ""
        say(
            f"{label.author} {words['turn'].lower()} {label.turn}, {words[label.kind.value]}{about}: "
            f"{material.label_in_words(label.before)} -> {material.label_in_words(label.after)}. {label.reason}"
        )
    for score in review.score_corrections:
        before, after = (words["not_rated"] if each is None else str(each) for each in (score.before, score.after))
        say(f"{score.author} {NAMES[material.tongue][score.criterion]}: {before} -> {after}. {score.reason}")
    for counted in () if material.scorecard is None else material.scorecard.scores:
        value = words["not_rated"] if counted.value is None else str(counted.value)
        tools = material.corrected.get(counted.criterion, counted.value)
        was = (
            ""
            if tools == counted.value
            else f" ({words['tool_score']}: {words['not_rated'] if tools is None else tools})"
        )
        say(f"  {NAMES[material.tongue][counted.criterion]}: {value}{was}")


def _score(text: str) -> int | None:
    if text.strip().casefold() == "none":
        return None
    try:
        return int(text)
    except ValueError as error:
        raise RefusalError(f"'{text}' is no score: give 0 to 100, or 'none'.", Status.WRONG_COMMAND) from error
