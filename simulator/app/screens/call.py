"""The call: who, how long, whose turn, how loud, what was said. Nothing else, unless the coach is asked in."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Input, Static

from simulator.app.call_view import CallView, Floor, following
from simulator.app.desk import Command, EndTurn, HangUp, Hold, Mute, Say
from simulator.app.keys import key
from simulator.app.messages import CallEventArrived
from simulator.app.plain import one_line, plain
from simulator.app.screens.base import CallSimScreen
from simulator.app.screens.confirm import ConfirmScreen
from simulator.app.widgets.coach import CoachPanel
from simulator.app.widgets.level_meter import LevelMeter
from simulator.app.widgets.turn_text import TurnText, clock
from simulator.personas.model import Persona
from simulator.scoring.record import Side
from simulator.sessions.session import CallMode

FLOOR_SIGNS: Final = {
    Floor.CONNECTING: "…",
    Floor.CALLER: "◀",
    Floor.TRAINEE: "▶",
    Floor.TRAINEE_SPEAKS: "▶",
    Floor.THINKING: "…",
    Floor.HELD: "‖",
    Floor.OVER: "■",
}


class CallScreen(CallSimScreen[None]):
    """The screen during a call."""

    FOLLOWS_CALL: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f2,m", "mute", "mute"),
        key("f3,w", "hold", "hold"),
        key("f4,r", "coach", "coach"),
        key("f6,space", "end_turn", "end-turn"),
        key("f8,h", "hang_up", "hang-up"),
        key("pageup", "scroll_transcript(-1)", "older", show=False),
        key("pagedown", "scroll_transcript(1)", "newer", show=False),
        key("escape", "hang_up", "hang-up", show=False),
    ]
    AUTO_FOCUS = "#say"

    def __init__(self, persona: Persona, mode: CallMode, branch_turn: int | None = None) -> None:
        super().__init__()
        self.persona = persona
        self.mode = mode
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
        yield Static("", id="call-trouble", markup=False)
        with Horizontal(id="call-middle"):
            yield VerticalScroll(id="transcript", can_focus=self.mode is CallMode.SPOKEN)
            yield CoachPanel(self.callsim.wording, self.persona.name, id="coach")
        with Vertical(id="call-line"):
            yield Input(placeholder=self.say("call-say"), id="say", compact=True)
        yield Footer(show_command_palette=False)

    def _who(self) -> Content:
        name = (one_line(self.persona.name, 40), "bold")
        if self._branch_turn is None:
            return Content.assemble(name)
        again = self.say("call-branch", turn=self._branch_turn)
        return Content.assemble(name, ("  " + again, "$quiet"))

    def on_mount(self) -> None:
        """Show what this kind of call has."""
        typed = self.mode is CallMode.TYPED
        self.query_one("#say", Input).cursor_blink = False
        self.query_one("#call-line").display = typed
        self.query_one("#meter").display = not typed
        self.query_one("#coach").display = False
        self.query_one("#call-trouble").display = False
        if not typed:
            self.query_one("#transcript").focus()
        self.set_interval(1.0, self.show_timer)
        self._show_state()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Hide what a typed call does not have."""
        if self.mode is CallMode.TYPED and action in ("mute", "end_turn", "hold"):
            return False
        return not (self.mode is CallMode.SPOKEN and action == "scroll_transcript")

    @on(CallEventArrived)
    async def _take(self, message: CallEventArrived) -> None:
        message.stop()
        before = self.view
        self.view = following(self.view, message.event, self.callsim.clock())
        if not self.query("#transcript"):
            return
        transcript = self.query_one("#transcript", VerticalScroll)
        for turn in self.view.turns[self._shown_turns :]:
            mine = turn.side is Side.TRAINEE
            name = self.say("you") if mine else self.persona.name
            await transcript.mount(TurnText(turn, name, self.callsim.services.doubtful_below, self.say("turn-unheard")))
        if len(self.view.turns) != self._shown_turns:
            self._shown_turns = len(self.view.turns)
            transcript.scroll_end(animate=False)
        if self.view.course != before.course:
            self.query_one(CoachPanel).follow(self.view.course)
        self._show_state()

    def _show_state(self) -> None:
        floor = self.view.floor
        said = self.say(f"floor-{floor.value}", name=self.persona.name)
        strong = "bold $trainee" if floor in (Floor.TRAINEE, Floor.TRAINEE_SPEAKS) else "bold $caller"
        self.query_one("#call-floor", Static).update(Content.assemble((f"{FLOOR_SIGNS[floor]} ", strong), said))
        trouble = self.query_one("#call-trouble", Static)
        trouble.display = bool(self.view.trouble)
        if self.view.trouble:
            sign = (self.say("sign-warning") + " ", "bold $warning")
            trouble.update(Content.assemble(sign, plain(self.view.trouble)))
        self.query_one(LevelMeter).muted = self.view.muted
        self.show_timer()

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

    def action_end_turn(self) -> None:
        """Say that you are done speaking."""
        self._ask(EndTurn())

    def action_coach(self) -> None:
        """Open or close the coach."""
        coach = self.query_one("#coach")
        coach.display = not coach.display

    def action_scroll_transcript(self, pages: int) -> None:
        """Leaf through what was said."""
        transcript = self.query_one("#transcript", VerticalScroll)
        if pages < 0:
            transcript.scroll_page_up(animate=False)
        else:
            transcript.scroll_page_down(animate=False)

    def action_hang_up(self) -> None:
        """Put the phone down, after one question."""

        def decided(sure: bool | None) -> None:
            if sure:
                self._ask(HangUp())

        self.app.push_screen(
            ConfirmScreen(self.say("hang-up-question"), self.say("hang-up-yes"), self.say("hang-up-no")), decided
        )
