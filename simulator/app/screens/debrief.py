"""After the call: one sentence, the scores with what earned and cost them, the rose, the words, what to try next."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Footer, OptionList, Static, TabbedContent, TabPane
from textual.widgets.option_list import Option

from simulator.app.keys import key
from simulator.app.plain import plain
from simulator.app.progress import time_before
from simulator.app.screens.base import CallSimScreen
from simulator.app.services import FinishedCall
from simulator.app.widgets.caller_cards import spaced
from simulator.app.widgets.rose import LearysRose, describe_course
from simulator.app.widgets.rose_picture import RoseCourse
from simulator.app.widgets.scores import score_line
from simulator.app.widgets.top_line import TopLine
from simulator.app.widgets.turn_text import TurnText, clock
from simulator.app.wording import ending_in_words
from simulator.scoring.record import Side
from simulator.scoring.scorecard import Evidence, Score

BAR_CELLS: Final = 24
TABS: Final = ("scores", "rose", "words")


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
        key("p", "play", "play"),
        key("a", "again", "again"),
        key("escape", "leave", "back"),
    ]
    AUTO_FOCUS = "#score-list"

    def __init__(self, finished: FinishedCall) -> None:
        super().__init__()
        self.finished = finished
        card = finished.scorecard
        self._scores: tuple[Score, ...] = () if card is None else card.scores
        self._evidence: tuple[Evidence, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        finished = self.finished
        yield TopLine(self.say("debrief-title", name=finished.caller_name), self._how_it_ended())
        yield Static(self._headline(), id="headline", markup=False)
        with TabbedContent(id="debrief"):
            with TabPane(Content(self.say("debrief-tab-scores")), id="scores"):
                with Horizontal(id="score-page"):
                    yield ScoreList(id="score-list", markup=False)
                    with Vertical(id="evidence-side"):
                        yield Static("", id="score-sum", markup=False)
                        yield EvidenceList(id="evidence", markup=False)
                yield Static(self._next_step(), id="next-step", markup=False)
            with TabPane(Content(self.say("debrief-tab-rose")), id="rose"), Horizontal(id="rose-page"):
                yield LearysRose(self.callsim.wording, finished.caller_name, id="debrief-rose")
                with VerticalScroll(id="rose-steps"):
                    yield Static(self._rose_words(), id="rose-words", markup=False)
            with TabPane(Content(self.say("debrief-tab-words")), id="words"), VerticalScroll(id="debrief-transcript"):
                for turn in finished.record.turns:
                    name = self.say("you") if turn.side is Side.TRAINEE else finished.caller_name
                    yield TurnText(turn, name, self.callsim.services.doubtful_below)
                yield Static(self.say("debrief-doubt-legend"), id="doubt-legend", markup=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Fill what has values."""
        scores = self.query_one("#score-list", OptionList)
        wording = self.callsim.wording
        earlier = time_before(self.finished, self.callsim.past_calls)
        before = {} if earlier is None else earlier.scores
        scores.add_options(
            [
                Option(score_line(score, wording, BAR_CELLS, before.get(score.criterion)), id=score.criterion.value)
                for score in self._scores
            ]
        )
        if self._scores:
            scores.highlighted = 0
        self.query_one(LearysRose).course = course_of(self.finished)
        doubted = any(
            word.probability < self.callsim.services.doubtful_below
            for turn in self.finished.record.turns
            for word in turn.words
        )
        self.query_one("#doubt-legend").display = doubted

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Offer to listen only where the trainee spoke: a typed call has no sound."""
        return action != "play" or any(turn.words for turn in self.finished.record.turns)

    def _how_it_ended(self) -> str:
        return ending_in_words(self.finished.record.ending, self.callsim.wording)

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
        if evidence.quote:
            parts += ["\n", (f"“{plain(evidence.quote)}”", "italic")]
        if where:
            parts += ["  ", (where, "$quiet")]
        if evidence.better:
            parts += ["\n", (self.say("evidence-better") + " ", "bold $accent"), plain(evidence.better)]
        return Content.assemble(*parts)

    @on(OptionList.OptionSelected, "#evidence")
    def _evidence_selected(self, event: OptionList.OptionSelected) -> None:
        turn = self._evidence[event.option_index].turn
        if turn is not None:
            self.action_tab("words")
            self.call_after_refresh(self._go_to_turn, turn)

    def _go_to_turn(self, number: int) -> None:
        for shown in self.query(TurnText):
            shown.set_class(shown.turn.number == number, "pointed-at")
            if shown.turn.number == number:
                self.query_one("#debrief-transcript", VerticalScroll).scroll_to_widget(shown, animate=False)

    def action_tab(self, tab: str) -> None:
        """Show another page of the debrief."""
        self.query_one("#debrief", TabbedContent).active = tab
        target = {"scores": "#score-list", "rose": "#rose-steps", "words": "#debrief-transcript"}[tab]
        self.query_one(target).focus()

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
        pointed = [shown.turn.number for shown in self.query(TurnText) if shown.has_class("pointed-at")]
        if pointed:
            return pointed[0]
        turns = self.finished.record.turns
        return turns[0].number if turns else None

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
