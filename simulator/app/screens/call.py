"""The call: who, how long, whose turn, how loud, what was said. Nothing else, unless the coach is asked in."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from simulator.app.call_view import CallView, Floor, following
from simulator.app.desk import Command, EndTurn, HangUp, Hold, Mute, Note, Pause, Say, SayAgain, Transfer
from simulator.app.keys import key
from simulator.app.messages import CallEventArrived
from simulator.app.plain import one_line, plain
from simulator.app.screens.base import CallSimScreen
from simulator.app.screens.confirm import ConfirmScreen
from simulator.app.screens.note import NoteScreen
from simulator.app.services import CallPlan
from simulator.app.widgets.bottom_line import BottomLine
from simulator.app.widgets.coach import CoachPanel
from simulator.app.widgets.level_meter import LevelMeter
from simulator.app.widgets.transcript import LiveTranscript
from simulator.app.widgets.turn_text import clock
from simulator.app.widgets.writing import WritingLine
from simulator.call.events import CallResumed, NoteTaken, PauseReason
from simulator.sessions.session import Attempt, CallMode

FLOOR_SIGNS: Final = {
    Floor.CONNECTING: "…",
    Floor.CALLER: "◀",
    Floor.TRAINEE: "▶",
    Floor.TRAINEE_SPEAKS: "▶",
    Floor.THINKING: "…",
    Floor.HELD: "‖",
    Floor.PAUSED: "‖",
    Floor.OVER: "■",
}

SPOKEN_ONLY: Final = frozenset({"mute", "end_turn", "hold", "pause", "say_again"})
"""What a typed call does not have: nobody waits while somebody types, and the caller's lines stand there."""

PRACTICE_ONLY: Final = frozenset({"coach", "pause", "say_again"})
"""What helps, and is not to be had in a test."""


class CallScreen(CallSimScreen[None]):
    """The screen during a call."""

    FOLLOWS_CALL: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2,m", "mute", "mute"),
        key("f3,w", "hold", "hold"),
        key("f4,r", "coach", "coach"),
        key("f5,n", "note", "note"),
        key("f6,space", "end_turn", "end-turn", show=False),
        key("f7,d", "transfer", "transfer"),
        key("f8,h", "hang_up", "hang-up"),
        key("f9,g", "say_again", "say-again", show=False),
        key("f10,p", "pause", "pause", show=False),
        key("pageup", "scroll_transcript(-1)", "older", show=False),
        key("pagedown", "scroll_transcript(1)", "newer", show=False),
        key("escape", "hang_up", "hang-up", show=False),
    ]
    AUTO_FOCUS = "#say"

    def __init__(self, plan: CallPlan, branch_turn: int | None = None) -> None:
        super().__init__()
        self.plan = plan
        self.persona = plan.persona
        self.mode = plan.mode
        self._branch_turn = branch_turn
        self.view = CallView()
        self._shown_turns = 0

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        with Horizontal(id="call-head"):
            yield Static(self._who(), id="call-name", markup=False)
            yield Static("0:00", id="call-timer", markup=False)
        with Horizontal(id="call-state"):
            yield Static("", id="call-floor", markup=False)
            yield LevelMeter(self.callsim.wording, id="meter")
        yield Static("", id="call-still", markup=False)
        yield Static("", id="call-trouble", markup=False)
        with Horizontal(id="call-middle"):
            doubtful_below = self.callsim.services.past_calls.doubtful_below
            yield LiveTranscript(self.callsim.wording, self.persona.name, doubtful_below, id="transcript")
            yield CoachPanel(self.callsim.wording, self.persona.name, id="coach")
        with Vertical(id="call-line"):
            yield WritingLine(placeholder=self.say("call-say"), id="say", compact=True)
        yield BottomLine(compact=True)

    def _who(self) -> Content:
        parts: list[Content | str | tuple[str, str]] = [(one_line(self.persona.name, 40), "bold")]
        if self.plan.attempt is Attempt.TEST:
            parts.append(("  " + self.say("attempt-test"), "bold $accent"))
        if self._branch_turn is not None:
            parts.append(("  " + self.say("call-branch", turn=self._branch_turn), "$quiet"))
        return Content.assemble(*parts)

    def on_mount(self) -> None:
        """Show what this kind of call has."""
        typed = self.mode is CallMode.TYPED
        self.query_one("#say", Input).cursor_blink = False
        self.query_one("#call-line").display = typed
        self.query_one("#meter").display = not typed
        for hidden in ("#coach", "#call-trouble", "#call-still"):
            self.query_one(hidden).display = False
        transcript = self.query_one(LiveTranscript)
        transcript.can_focus = not typed
        if not typed:
            transcript.focus()
        self.set_interval(1.0, self.show_timer)
        self._show_state()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Hide what this call does not have, and what a test forbids."""
        if action in SPOKEN_ONLY and self.mode is CallMode.TYPED:
            return False
        if action in PRACTICE_ONLY and self.plan.attempt is Attempt.TEST:
            return False
        return not (self.mode is CallMode.SPOKEN and action == "scroll_transcript")

    @on(CallEventArrived)
    def _take(self, message: CallEventArrived) -> None:
        message.stop()
        before = self.view
        self.view = following(self.view, message.event, self.callsim.clock())
        if not self.query("#transcript"):
            return
        match message.event:
            case NoteTaken(at_s=at_s) if at_s > 0:
                self.notify(self.say("note-kept"), timeout=2, markup=False)
            case CallResumed() if before.standstill and before.standstill.reason is PauseReason.DEVICE:
                self.notify(self.say("still-over"), timeout=6, markup=False)
            case _:
                pass
        transcript = self.query_one(LiveTranscript)
        for turn in self.view.turns[self._shown_turns :]:
            transcript.add_turn(turn)
        self._shown_turns = len(self.view.turns)
        if self.view.course != before.course:
            self.query_one(CoachPanel).follow(self.view.course)
        self._show_state()

    def _show_state(self) -> None:
        floor = self.view.floor
        said = self.say(f"floor-{floor.value}", name=self.persona.name)
        strong = "bold $trainee" if floor in (Floor.TRAINEE, Floor.TRAINEE_SPEAKS) else "bold $caller"
        self.query_one("#call-floor", Static).update(Content.assemble((f"{FLOOR_SIGNS[floor]} ", strong), said))
        self._show_standstill()
        trouble = self.query_one("#call-trouble", Static)
        trouble.display = bool(self.view.trouble)
        if self.view.trouble:
            sign = (self.say("sign-warning") + " ", "bold $warning")
            trouble.update(Content.assemble(sign, plain(self.view.trouble)))
        self.query_one(LevelMeter).muted = self.view.muted
        self.show_timer()

    def _show_standstill(self) -> None:
        still = self.view.standstill
        shown = self.query_one("#call-still", Static)
        shown.display = still is not None
        if still is None:
            return
        trainee = still.reason is PauseReason.TRAINEE
        shown.update(self.say("still-trainee") if trainee else self.say("still-device"))

    def show_timer(self) -> None:
        """Show how long the call lasts."""
        since = self.view.answered_at
        lasted = 0.0 if since is None else self.callsim.clock() - since
        self.query_one("#call-timer", Static).update(clock(lasted))

    def show_level(self, level_dbfs: float) -> None:
        """Show how loud the microphone is."""
        for meter in self.query(LevelMeter):
            meter.level_dbfs = level_dbfs

    @on(Input.Submitted, "#say")
    def _said(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        if text and self.view.floor not in (Floor.CONNECTING, Floor.THINKING, Floor.OVER):
            event.input.clear()
            self.view = self.view.thinking()
            self._show_state()
            self._ask(Say(text))

    def _ask(self, command: Command) -> None:
        self.callsim.ask(command)

    def action_mute(self) -> None:
        """Switch the microphone off or on."""
        self._ask(Mute(not self.view.muted))

    def action_hold(self) -> None:
        """Put the caller on hold, or take them off."""
        self._ask(Hold(self.view.floor is not Floor.HELD))

    def action_pause(self) -> None:
        """Let the call stand still, or go on."""
        self._ask(Pause(self.view.standstill is None))

    def action_say_again(self) -> None:
        """Have the caller's last line once more."""
        self._ask(SayAgain())

    def action_end_turn(self) -> None:
        """Say that you are done speaking."""
        self._ask(EndTurn())

    def action_coach(self) -> None:
        """Open or close the coach."""
        coach = self.query_one("#coach")
        coach.display = not coach.display

    def action_note(self) -> None:
        """Write something down; the call goes on."""

        def written(text: str | None) -> None:
            if text:
                self._ask(Note(text))

        self.app.push_screen(NoteScreen(self.say("note-title"), self.say("note-how")), written)

    def action_scroll_transcript(self, pages: int) -> None:
        """Leaf through what was said."""
        self.query_one(LiveTranscript).action_leaf(pages)

    def action_transfer(self) -> None:
        """Put the caller through, after one question."""
        sure = ConfirmScreen(self.say("transfer-question"), self.say("transfer-yes"), self.say("keep-talking"))
        self._after_asking(sure, Transfer())

    def action_hang_up(self) -> None:
        """Put the phone down, after one question."""
        sure = ConfirmScreen(self.say("hang-up-question"), self.say("hang-up-yes"), self.say("keep-talking"))
        self._after_asking(sure, HangUp())

    def _after_asking(self, question: ConfirmScreen, command: Command) -> None:
        def decided(sure: bool | None) -> None:
            if sure:
                self._ask(command)

        self.app.push_screen(question, decided)
