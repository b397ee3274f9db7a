"""A trainer's review of one call: what was said with what the scores rest on, and the trainer's word beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.app.keys import key
from simulator.app.plain import one_line, plain
from simulator.app.reviewing import (
    comment_content,
    corrections_of,
    kind_in_words,
    label_line,
    labels_as_counted,
    review_content,
    scores_line,
    value_in_words,
)
from simulator.app.screens.base import CallSimScreen
from simulator.app.screens.confirm import ConfirmScreen
from simulator.app.screens.note import NoteScreen
from simulator.app.screens.pick import PickScreen
from simulator.app.widgets.bottom_line import BottomLine
from simulator.app.widgets.caller_cards import spaced
from simulator.app.widgets.top_line import TopLine
from simulator.app.widgets.turn_text import clock, spoken_content
from simulator.app.wording import ending_in_words
from simulator.scoring.labels import VALUES, Label, value_of
from simulator.scoring.record import Side
from simulator.sessions.review.values import (
    Comment,
    Decision,
    LabelCorrection,
    NextTask,
    Review,
    ReviewFaultError,
    ScoreCorrection,
    Verdict,
)

if TYPE_CHECKING:
    from datetime import datetime

    from simulator.app.services import ReviewedCall
    from simulator.scoring.record import TurnRecord
    from simulator.scoring.scorecard import Evidence, Score

Change = Callable[[Review, str, "datetime"], Review]
"""Adds something to a review, by an author, at a moment."""

VERDICTS: Final = (Verdict.PASS, Verdict.FAIL, None)


class TurnList(OptionList):
    """The turns of the call; the arrows point, Enter corrects."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "select", "correct-label")]


class ReviewScreen(CallSimScreen[None]):
    """One call, turn by turn, to comment on, correct and decide about."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("p", "play", "play"),
        key("c", "comment", "comment"),
        key("g", "comment_call", "comment-call", show=False),
        key("l", "correct_label", "correct-label", show=False),
        key("s", "correct_score", "correct-score"),
        key("v", "decide", "decide"),
        key("n", "next_task", "next-task"),
        key("escape", "leave", "back"),
    ]
    AUTO_FOCUS = "#turns"

    def __init__(self, reviewed: ReviewedCall) -> None:
        super().__init__()
        self.reviewed = reviewed

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        call = self.reviewed.call
        who = self.reviewed.trainee or self.say("room-private")
        title = self.say("review-title", trainee=one_line(who, 30), caller=call.caller_name)
        yield TopLine(title, ending_in_words(call.record.ending, self.callsim.wording))
        yield Static("", id="review-scores", markup=False)
        yield Static("", id="review-words", markup=False)
        yield TurnList(id="turns", markup=False)
        yield BottomLine(compact=True)

    def on_mount(self) -> None:
        """Show the call and its review."""
        self._fill()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer only what there is: sound where it was kept, scores where there are any."""
        if action == "correct_score":
            return self.reviewed.call.scorecard is not None
        return action != "play" or bool(self.reviewed.call.heard_turns)

    def show_review(self, reviewed: ReviewedCall) -> None:
        """Show the review as it is kept now."""
        self.reviewed = reviewed
        if self.is_mounted:
            self._fill()

    def _fill(self) -> None:
        wording, reviewed = self.callsim.wording, self.reviewed
        self.query_one("#review-scores", Static).update(scores_line(reviewed.call.scorecard, reviewed.counted, wording))
        words = review_content(reviewed.review, wording)
        shown = self.query_one("#review-words", Static)
        if words.plain:
            shown.update(Content.assemble(words, "\n", (self._whether_read(), "$quiet")))
        else:
            shown.update(Content.assemble((self.say("review-none"), "$quiet")))
        turns = self.query_one(TurnList)
        before = turns.highlighted
        turns.clear_options()
        turns.add_options(spaced([Option(self._turn_content(turn)) for turn in reviewed.call.record.turns]))
        if reviewed.call.record.turns:
            turns.highlighted = min(before or 0, len(reviewed.call.record.turns) - 1)

    def _whether_read(self) -> str:
        """Return whether the trainee has seen the review, all of it, and when."""
        review = self.reviewed.review
        if review.seen_at is None:
            return self.say("review-unread")
        return self.say("review-read-before" if review.has_news else "review-read", when=review.seen_at)

    def _turn_content(self, turn: TurnRecord) -> Content:
        wording, review = self.callsim.wording, self.reviewed.review
        mine = turn.side is Side.TRAINEE
        name = (self.reviewed.trainee or self.say("review-trainee")) if mine else self.reviewed.call.caller_name
        said = spoken_content(turn, self.callsim.services.past_calls.doubtful_below)
        if not said.plain.strip():
            said = Content.assemble((self.say("turn-unheard"), "$quiet italic"))
        head = Content.assemble(
            (f"{turn.number:>3} ", "$quiet"),
            (plain(name, keep_lines=False), "bold $trainee" if mine else "bold $caller"),
            ("  " + clock(turn.start_s), "$quiet"),
        )
        lines = [head, said]
        labels = labels_as_counted(turn, review)
        if labels:
            lines.append(Content.assemble(("; ".join(label_line(label, wording) for label in labels), "$quiet")))
        card = self.reviewed.counted
        for score in () if card is None else card.scores:
            name = self.say(f"criterion-{score.criterion.value}")
            lines += [_evidence_line(name, each) for each in score.evidence if each.turn == turn.number]
        lines += corrections_of(turn.number, review, wording)
        lines += [comment_content(each, wording) for each in review.comments if each.turn == turn.number]
        return Content("\n").join(lines)

    @property
    def pointed(self) -> TurnRecord | None:
        """The turn that is pointed at."""
        place = self.query_one(TurnList).highlighted
        turns = self.reviewed.call.record.turns
        return turns[place] if place is not None and place < len(turns) else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Correct a label of the turn."""
        event.stop()
        self.action_correct_label()

    def action_play(self) -> None:
        """Play the turn that is pointed at."""
        turn = self.pointed
        if turn is not None:
            self.callsim.play_reviewed_turn(self.reviewed.call.session_id, turn.number)

    def action_comment(self) -> None:
        """Say something about the turn that is pointed at."""
        turn = self.pointed
        if turn is not None:
            title = self.say("review-comment-title", turn=turn.number)
            self._ask(title, lambda text: self._say(text, turn.number))

    def action_comment_call(self) -> None:
        """Say something about the whole call."""
        self._ask(self.say("review-comment-call-title"), lambda text: self._say(text, None))

    def _say(self, text: str, turn: int | None) -> None:
        self._change(lambda review, author, at: review.with_comment(Comment(author, at, text, turn)))

    def action_correct_label(self) -> None:
        """Say that something in the turn is otherwise than the tool has it: first what, then how, then why."""
        turn = self.pointed
        if turn is None or turn.assessment is None:
            self.notify(self.say("review-no-labels"), markup=False)
            return
        labels = labels_as_counted(turn, self.reviewed.review)
        lines = [label_line(label, self.callsim.wording) for label in labels]

        def chosen(place: int | None) -> None:
            if place is not None:
                self._correct(turn, labels[place])

        self.app.push_screen(PickScreen(self.say("review-which-label", turn=turn.number), lines), chosen)

    def _correct(self, turn: TurnRecord, label: Label) -> None:
        wording = self.callsim.wording
        values = VALUES[label.kind]
        assessment = turn.assessment

        def reasoned(after: str, reason: str) -> None:
            if assessment is None:
                return
            before = value_of(assessment, label.kind, label.subject)
            self._change(
                lambda review, author, at: review.with_label(
                    LabelCorrection(author, at, turn.number, label.kind, before, after, reason, label.subject)
                )
            )

        def chosen(place: int | None) -> None:
            if place is not None and values[place] != label.value:
                self._ask(self.say("review-why"), lambda reason: reasoned(values[place], reason))

        now = values.index(label.value) if label.value in values else 0
        choices = [value_in_words(label.kind, value, wording) for value in values]
        self.app.push_screen(PickScreen(kind_in_words(label.kind, wording), choices, now), chosen)

    def action_correct_score(self) -> None:
        """Give a score another value: which, how much, and why."""
        card = self.reviewed.counted
        if card is None:
            return
        scores = card.scores
        lines = [
            f"{self.say(f'criterion-{score.criterion.value}')}: "
            f"{self.say('score-unrated') if score.value is None else score.value}"
            for score in scores
        ]

        def chosen(place: int | None) -> None:
            if place is not None:
                name = self.say(f"criterion-{scores[place].criterion.value}")
                self._ask(self.say("review-score-title", criterion=name), lambda text: self._score(scores[place], text))

        self.app.push_screen(PickScreen(self.say("review-which-score"), lines), chosen)

    def _score(self, score: Score, text: str) -> None:
        if not (text.isascii() and text.isdigit() and int(text) <= 100):
            self.notify(self.say("review-score-fault", given=one_line(text, 20)), severity="warning", markup=False)
            return
        given = self.reviewed.call.scorecard
        tool = next((each.value for each in given.scores if each.criterion is score.criterion), None) if given else None

        def reasoned(reason: str) -> None:
            self._change(
                lambda review, author, at: review.with_score(
                    ScoreCorrection(author, at, score.criterion, tool, int(text), reason)
                )
            )

        self._ask(self.say("review-why"), reasoned)

    def action_decide(self) -> None:
        """Say whether the call is a pass."""

        def chosen(place: int | None) -> None:
            if place is None:
                return
            verdict = VERDICTS[place]

            def decide(review: Review, author: str, at: datetime) -> Review:
                return review.with_decision(None if verdict is None else Decision(author, at, verdict))

            self._change(decide)

        choices = [self.say("verdict-open") if each is None else self.say(f"verdict-{each.value}") for each in VERDICTS]
        self.app.push_screen(PickScreen(self.say("review-verdict-title"), choices), chosen)

    def action_next_task(self) -> None:
        """Say what the trainee is to do next."""

        def written(text: str) -> None:
            self._change(lambda review, author, at: review.with_next_task(NextTask(author, at, text)))

        self._ask(self.say("review-task-title"), written)

    def _ask(self, title: str, then: Callable[[str], None]) -> None:
        def written(text: str | None) -> None:
            if text:
                then(text)

        self.app.push_screen(NoteScreen(title, self.say("review-how")), written)

    def _change(self, change: Change) -> None:
        """Add to the review and keep it; who has not said their name is asked for it first."""
        author = self.callsim.settings.trainer
        if not author:

            def named(name: str) -> None:
                self.callsim.name_trainer(name)
                self._change(change)

            self._ask(self.say("review-your-name"), named)
            return
        try:
            review = change(self.reviewed.review, author, self.callsim.now())
        except ReviewFaultError as fault:
            self.callsim.say_failure(fault)
            return
        self.callsim.keep_review(self.reviewed, review, self.show_review, lambda: self._changed_meanwhile(change))

    def _changed_meanwhile(self, change: Change) -> None:
        """Somebody else wrote in between: show theirs, and ask whether this one's word is still to be added."""

        def decided(add: bool | None) -> None:
            if add:
                self._change(change)

        question = self.say("review-changed")
        self.app.push_screen(ConfirmScreen(question, self.say("review-add"), self.say("review-add-not")), decided)

    def action_leave(self) -> None:
        """Go back."""
        self.callsim.stop_playing()
        self.app.pop_screen()


def _evidence_line(criterion: str, evidence: Evidence) -> Content:
    points = f"{evidence.points:+.0f} ".replace("-", "−")
    sign = (points, "bold $success" if evidence.points >= 0 else "bold $warning")
    return Content.assemble(sign, (f"{criterion}: ", "bold"), plain(evidence.reason))
