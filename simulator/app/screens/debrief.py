"""After the call: one sentence, the scores with what earned and cost them, the rose, the words, what to try next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static, TabbedContent, TabPane
from textual.widgets.option_list import Option

from simulator.app.keys import key
from simulator.app.messages import BranchRequested
from simulator.app.plain import plain
from simulator.app.progress import time_before
from simulator.app.reviewing import review_content
from simulator.app.screens.base import CallSimScreen
from simulator.app.screens.confirm import ChoiceScreen, ConfirmScreen
from simulator.app.services import FinishedCall
from simulator.app.widgets.bottom_line import BottomLine
from simulator.app.widgets.caller_cards import spaced
from simulator.app.widgets.page import Page
from simulator.app.widgets.rose import LearysRose, describe_course
from simulator.app.widgets.rose_picture import RoseCourse
from simulator.app.widgets.scores import score_line
from simulator.app.widgets.side_by_side import SideBySide
from simulator.app.widgets.top_line import TopLine
from simulator.app.widgets.transcript import Transcript
from simulator.app.widgets.turn_text import clock
from simulator.app.wording import ending_in_words
from simulator.scoring.record import Side
from simulator.scoring.scorecard import Criterion, Evidence, Score
from simulator.sessions.session import Attempt, CallMode

if TYPE_CHECKING:
    from textual.widget import Widget

BAR_CELLS: Final = 24


class ScoreList(OptionList):
    """The scores; Enter goes to what earned and cost the highlighted one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "select", "evidence"),
        key("right", "select", "evidence", show=False),
    ]


class EvidenceList(OptionList):
    """What earned and cost; Enter goes to the turn."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "select", "to-turn"),
        key("left", "app.focus_previous", "to-scores", show=False),
    ]


class DebriefScreen(CallSimScreen[None]):
    """The debrief of one call, new or old."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("1", "tab('scores')", "tab-scores", show=False),
        key("2", "tab('rose')", "tab-rose", show=False),
        key("3", "tab('words')", "tab-words", show=False),
        key("4", "tab('both')", "tab-both", show=False),
        key("p", "play", "play"),
        key("r", "branch", "branch"),
        key("a", "again", "again"),
        key("i", "hand_in", "hand-in"),
        key("escape", "leave", "back"),
    ]
    AUTO_FOCUS = "#score-list"

    def __init__(self, finished: FinishedCall) -> None:
        super().__init__()
        self.finished = finished
        card = finished.scorecard
        self._scores: tuple[Score, ...] = () if card is None else card.scores
        self._evidence: tuple[Evidence, ...] = ()
        self._before: Mapping[Criterion, int | None] = {}
        self._compared_id = finished.parent_id
        """The session this one is held against: where it branched off, or the last one with the same caller."""

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        finished = self.finished
        yield TopLine(self.say("debrief-title", name=finished.caller_name), self._how_it_ended())
        yield Static(self._headline(), id="headline", markup=False)
        if finished.review is not None:
            yield Static(review_content(finished.review, self.callsim.wording), id="debrief-review", markup=False)
        with TabbedContent(id="debrief"):
            with TabPane(Content(self.say("debrief-tab-scores")), id="scores"):
                with Horizontal(id="score-page"):
                    yield ScoreList(id="score-list", markup=False)
                    with Vertical(id="evidence-side"):
                        yield Static("", id="score-sum", markup=False)
                        yield EvidenceList(id="evidence", markup=False)
                yield Static(self._next_step(), id="next-step", markup=False)
            yield Page(Content(self.say("debrief-tab-rose")), self._rose_page, id="rose")
            yield Page(Content(self.say("debrief-tab-words")), self._words_page, id="words")
        yield BottomLine()

    def _rose_page(self) -> Widget:
        rose = LearysRose(self.callsim.wording, self.finished.caller_name, id="debrief-rose")
        rose.course = course_of(self.finished)
        steps = VerticalScroll(Static(self._rose_words(), id="rose-words", markup=False), id="rose-steps")
        return Horizontal(rose, steps, id="rose-page")

    def _words_page(self) -> Widget:
        doubtful_below = self.callsim.services.past_calls.doubtful_below
        return Transcript(self.finished, self.callsim.wording, doubtful_below, id="debrief-transcript")

    def on_mount(self) -> None:
        """Fill what has values."""
        scores = self.query_one("#score-list", OptionList)
        wording = self.callsim.wording
        earlier = time_before(self.finished, self.callsim.past_calls)
        self._before = {} if earlier is None else earlier.scores
        if self._compared_id is None and earlier is not None:
            self._compared_id = earlier.id
        scores.add_options(
            [
                Option(
                    score_line(score, wording, BAR_CELLS, self._before.get(score.criterion)), id=score.criterion.value
                )
                for score in self._scores
            ]
        )
        if self._scores:
            # What earned and cost comes once the scores are seen: at once it is a tenth of a second of work.
            self.call_after_refresh(self._point_at_first)
        if self._compared_id is not None:
            self.callsim.compare(self._compared_id)
        if self.finished.review is not None and self.finished.review.has_news:
            self.callsim.mark_review_read(self.finished.session_id)

    def _point_at_first(self) -> None:
        for scores in self.query("#score-list").results(OptionList):
            if scores.highlighted is None:
                scores.highlighted = 0

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what there is: sound where the trainee spoke, both paths where there was a call before."""
        if action == "tab" and parameters == ("both",):
            return self._compared_id is not None
        if action == "hand_in":
            return self.callsim.services.past_calls.can_hand_in and not self.finished.handed_in
        if action == "branch":
            practised = self.finished.attempt is Attempt.PRACTICE
            return practised and any(turn.side is Side.TRAINEE for turn in self.finished.record.turns)
        return action != "play" or bool(self.finished.heard_turns)

    def show_before(self, before: FinishedCall) -> None:
        """Add a page with both calls side by side."""
        if before.session_id != self._compared_id or self.query("#both"):
            return
        first = self.say("both-before" if before.session_id == self.finished.parent_id else "both-last-time")

        def build() -> Widget:
            calls = (before, course_of(before)), (self.finished, course_of(self.finished))
            return SideBySide(self.callsim.wording, first, *calls, id="both-page")

        page = Page(Content(self.say("debrief-tab-both")), build, id="both")
        self.query_one("#debrief", TabbedContent).add_pane(page)

    def _how_it_ended(self) -> str:
        ending = ending_in_words(self.finished.record.ending, self.callsim.wording)
        return ending if self.finished.attempt is Attempt.PRACTICE else f"{self.say('attempt-test')} · {ending}"

    def _headline(self) -> Content:
        card = self.finished.scorecard
        said = self.say("debrief-no-score") if card is None else plain(card.headline) or self.say("debrief-scored")
        said = said[:1].upper() + said[1:]
        note = self.finished.note
        if not note:
            return Content.assemble((said, "bold"))
        return Content.assemble((said, "bold"), "\n", (self.say("sign-warning") + " ", "bold $warning"), plain(note))

    def _next_step(self) -> Content:
        card = self.finished.scorecard
        if card is None or not card.next_step:
            return Content("")
        return Content.assemble((self.say("debrief-next") + " ", "bold $accent"), plain(card.next_step))

    def _rose_words(self) -> Content:
        wording = self.callsim.wording
        legend = self.say("rose-legend-caller", name=self.finished.caller_name) + "\n" + self.say("rose-legend-you")
        whole = describe_course(course_of(self.finished), wording, self.finished.caller_name)
        parts: list[Content | str | tuple[str, str]] = [(legend, "$quiet"), "\n\n", whole]
        card = self.finished.scorecard
        for step in () if card is None else card.rose:
            parts += ["\n\n", (self.say("turn-number", number=step.turn), "bold $trainee"), "\n", plain(step.sentence)]
        return Content.assemble(*parts)

    @on(OptionList.OptionHighlighted, "#score-list")
    def _score_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._show_evidence(self._scores[event.option_index])

    @on(OptionList.OptionSelected, "#score-list")
    def _score_selected(self) -> None:
        if self._evidence:
            evidence = self.query_one("#evidence", OptionList)
            evidence.highlighted = evidence.highlighted or 0
            evidence.focus()

    def _show_evidence(self, score: Score) -> None:
        self._evidence = score.evidence
        shown = self.query_one("#evidence", OptionList)
        shown.clear_options()
        shown.add_options(spaced([Option(self._evidence_content(evidence)) for evidence in score.evidence]))
        if score.value is None:
            total = self.say("score-why-unrated")
        else:
            total = self.say("score-sum", base=round(score.base), total=score.value)
        before = self._before.get(score.criterion)
        if before is not None:
            total += " " + self.say("score-before", before=before)
        self.query_one("#score-sum", Static).update(Content.assemble((total, "$quiet")))

    def _evidence_content(self, evidence: Evidence) -> Content:
        won = evidence.points >= 0
        points = f"{evidence.points:+.0f}".replace("-", "−")
        where = ""
        if evidence.turn is not None and evidence.at_s is not None:
            where = self.say("evidence-where", turn=evidence.turn, at=clock(evidence.at_s))
        parts: list[Content | str | tuple[str, str]] = [
            (f"{points}  ", "bold $success" if won else "bold $warning"),
            plain(evidence.reason),
        ]
        if where:
            parts += ["  ", (where, "$quiet")]
        yours, better = self.say("evidence-yours"), self.say("evidence-better")
        width = max(len(yours), len(better)) + 1
        if evidence.quote:
            parts += ["\n", (f"{yours:<{width}}", "bold $trainee"), (f"“{plain(evidence.quote)}”", "italic")]
        if evidence.better:
            parts += ["\n", (f"{better:<{width}}", "bold $accent"), plain(evidence.better)]
        return Content.assemble(*parts)

    @on(OptionList.OptionSelected, "#evidence")
    async def _evidence_selected(self, event: OptionList.OptionSelected) -> None:
        turn = self._evidence[event.option_index].turn
        if turn is None:
            return
        await self.action_tab("words")
        self.query_one(Transcript).point_at(turn)
        self._play(turn)

    @on(OptionList.OptionSelected, "#debrief-transcript")
    def _turn_selected(self) -> None:
        pointed = self.query_one(Transcript).pointed
        if pointed is not None:
            self._play(pointed.number)

    def _play(self, number: int) -> None:
        if number in self.finished.heard_turns:
            self.callsim.play_turn(self.finished.session_id, number)

    async def action_tab(self, tab: str) -> None:
        """Show another page of the debrief."""
        if not self.query(f"#{tab}"):
            return
        self.query_one("#debrief", TabbedContent).active = tab
        for page in self.query(f"#{tab}").results(Page):
            await page.lay_out()
        target = {"scores": "#score-list", "rose": "#rose-steps", "words": "#debrief-transcript"}.get(tab, "Tabs")
        self.query_one(target).focus()

    @on(TabbedContent.TabActivated)
    async def _tab_opened(self, event: TabbedContent.TabActivated) -> None:
        if isinstance(event.pane, Page):
            await event.pane.lay_out()

    def action_play(self) -> None:
        """Play the turn that is pointed at: by the evidence, or the first one in view of the transcript."""
        number = self._pointed_turn()
        if number is not None:
            self.callsim.play_turn(self.finished.session_id, number)

    def _pointed_turn(self) -> int | None:
        if self.query_one("#debrief", TabbedContent).active == "scores":
            highlighted = self.query_one("#evidence", OptionList).highlighted
            if highlighted is not None and self._evidence:
                return self._evidence[highlighted].turn
        pointed = self._turn_in_transcript()
        if pointed is not None:
            return pointed
        turns = self.finished.record.turns
        return turns[0].number if turns else None

    async def action_branch(self) -> None:
        """Hold the call again up to the own turn that is pointed at, and go on from there.

        Where none is pointed at, the transcript opens at the first one, to choose from.
        """
        mine = [turn.number for turn in self.finished.record.turns if turn.side is Side.TRAINEE]
        number = self._chosen_turn()
        if number in mine:
            self._branch_from(number)
            return
        await self.action_tab("words")
        if mine:
            self.query_one(Transcript).point_at(mine[0])
        self.notify(self.say("branch-choose"), markup=False)

    def _branch_from(self, number: int) -> None:
        """Go on from a turn: typed where the call was typed, as the trainee likes where it was spoken."""
        if self.finished.mode is CallMode.TYPED:
            self.post_message(BranchRequested(self.finished, number, CallMode.TYPED))
            return

        def decided(spoken: bool | None) -> None:
            if spoken is not None:
                mode = CallMode.SPOKEN if spoken else CallMode.TYPED
                self.post_message(BranchRequested(self.finished, number, mode))

        question = self.say("branch-how", turn=number)
        self.app.push_screen(ChoiceScreen(question, self.say("briefing-speak"), self.say("briefing-type")), decided)

    def _chosen_turn(self) -> int | None:
        if self.query_one("#debrief", TabbedContent).active == "scores":
            highlighted = self.query_one("#evidence", OptionList).highlighted
            if highlighted is None or not self._evidence:
                return None
            return self._evidence[highlighted].turn
        return self._turn_in_transcript()

    def _turn_in_transcript(self) -> int | None:
        """Return the turn that the transcript points at; None also while that page was never opened."""
        for transcript in self.query(Transcript):
            return None if transcript.pointed is None else transcript.pointed.number
        return None

    def action_hand_in(self) -> None:
        """Give the call to the trainer, after asking: it cannot be taken back."""

        def decided(sure: bool | None) -> None:
            if sure:
                self.callsim.hand_in(self.finished.session_id, self._handed_in)

        question = ConfirmScreen(self.say("hand-in-question"), self.say("hand-in-yes"), self.say("hand-in-no"))
        self.app.push_screen(question, decided)

    def _handed_in(self) -> None:
        self.finished = replace(self.finished, handed_in=True)
        self.refresh_bindings()
        self.notify(self.say("hand-in-done"), markup=False)

    def action_again(self) -> None:
        """Ring the same caller again."""
        self.callsim.open_again(self.finished.persona_id)

    def action_leave(self) -> None:
        """Go back."""
        self.app.pop_screen()


def course_of(finished: FinishedCall) -> RoseCourse:
    """Return both paths of a call: by its scorecard, or by its turns where there is none."""
    turns = finished.record.turns
    caller = tuple(turn.position for turn in turns if turn.position is not None)
    readings = [turn.assessment.leary for turn in turns if turn.assessment is not None]
    shown = tuple(reading.stance for reading in readings)
    return RoseCourse(caller, shown, 1.0 - readings[-1].confidence if readings else 0.0)
