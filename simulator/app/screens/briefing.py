"""Who you are, what you may do, notes of your own, practice or test, and whether you speak or type."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Button, Static

from simulator.app.directions import trainee_rings
from simulator.app.keys import key
from simulator.app.messages import CallRequested
from simulator.app.plain import plain
from simulator.app.screens.base import CallSimScreen
from simulator.app.services import CallPlan, SoundReport, SpokenAhead
from simulator.app.troubles import trouble_in_words
from simulator.app.widgets.bottom_line import BottomLine
from simulator.app.widgets.caller_cards import difficulty_marks
from simulator.app.widgets.spoken_ahead import SWITCH, SpokenAheadBar
from simulator.app.widgets.toggles import TickBox
from simulator.app.widgets.top_line import TopLine
from simulator.app.widgets.turn_text import clock
from simulator.app.widgets.writing import WritingPad
from simulator.sessions.session import Attempt, CallMode

if TYPE_CHECKING:
    from simulator.personas.model import Persona

LONGEST_NOTE: Final = 10_000
"""Characters of a note; what a person writes down before a call is far less."""


class NotePad(WritingPad):
    """Where one writes for oneself; Escape leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "screen.leave_notes", "done-writing")]


class BriefingScreen(CallSimScreen[None]):
    """What the trainee reads before the phone rings."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("s", "begin('spoken')", "speak"),
        key("t", "begin('typed')", "type"),
        key("x", "test", "test"),
        key("n", "notes", "notes"),
        key("d", "sound_check", "sound-check"),
        key("v", "speak_ahead", "speak-ahead"),
        key("pagedown", "read(1)", "read-on", show=False),
        key("pageup", "read(-1)", "read-back", show=False),
        key("escape", "leave", "back"),
    ]
    AUTO_FOCUS = "#spoken"

    def __init__(self, persona: Persona) -> None:
        super().__init__()
        self.persona = persona
        self._left_s = persona.preparation_s if trainee_rings(persona) else 0
        self._countdown: Timer | None = None
        self._sounds = False
        """Whether a spoken call can be made, as far as is known."""

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        persona = self.persona
        yield TopLine(self.say("briefing-title"), persona.organisation)
        with VerticalScroll(id="briefing", can_focus=False):
            yield Static(self._who(), id="briefing-who", markup=False)
            yield Static(plain(persona.briefing), id="briefing-text", markup=False)
        with Vertical(id="briefing-choice"):
            yield Static("", id="preparation", markup=False)
            yield NotePad(placeholder=self.say("briefing-notes"), id="notes", compact=True, highlight_cursor_line=False)
            yield TickBox(Content(self.say("briefing-test")), id="test", compact=True)
            yield Static(self.say("briefing-checking-sound"), id="sound", markup=False)
            yield SpokenAheadBar(self.callsim.wording)
            with Horizontal(id="briefing-buttons"):
                yield Button(Content(self.say("briefing-speak")), id="spoken", variant="primary", compact=True)
                yield Button(Content(self.say("briefing-type")), id="typed", compact=True)
        yield BottomLine()

    def _who(self) -> Content:
        persona = self.persona
        outbound = trainee_rings(persona)
        way = self.say("briefing-you-ring" if outbound else "briefing-rings-you", name=persona.name)
        return Content.assemble(
            (plain(persona.title, keep_lines=False), "bold"),
            "\n",
            (way, "$caller"),
            "\n",
            (difficulty_marks(persona.difficulty), "$accent"),
            ("  " + self.say(f"language-{persona.language.value}"), "$quiet"),
        )

    def on_mount(self) -> None:
        """Look after the sound, and count the preparation down."""
        self.callsim.check_sound()
        self.query_one(NotePad).cursor_blink = False
        if self._left_s:
            self._countdown = self.set_interval(1.0, self.second_passed)
        self._show_preparation()

    def on_screen_resume(self) -> None:
        """Go on with what waited while another screen was in front."""
        self._speak_ahead()

    def _speak_ahead(self) -> None:
        """Have the caller's lines spoken while the trainee reads, where they can be heard and nobody stopped it."""
        if self._sounds and self.is_current and not self.query_one(SpokenAheadBar).stands_still:
            self.callsim.speak_ahead(self.persona)

    def on_screen_suspend(self) -> None:
        """Leave the computer to what is in front now."""
        self.callsim.stop_speaking_ahead()

    def second_passed(self) -> None:
        """Count one second of the preparation."""
        self._left_s = max(0, self._left_s - 1)
        if self._left_s == 0 and self._countdown is not None:
            self._countdown.stop()
        self._show_preparation()

    def _show_preparation(self) -> None:
        shown = self.query_one("#preparation", Static)
        outbound = trainee_rings(self.persona)
        shown.display = outbound
        if outbound:
            done = self._left_s == 0
            left = clock(self._left_s)
            shown.update(self.say("briefing-prepared") if done else self.say("briefing-preparation", left=left))

    def show_sound(self, report: SoundReport) -> None:
        """Say whether a spoken call can be made, and have the caller's lines spoken if so."""
        sounded, self._sounds = self._sounds, not report.trouble
        if self._sounds and not sounded:
            self._speak_ahead()
        elif not self._sounds:
            self.callsim.stop_speaking_ahead()
        shown = self.query_one("#sound", Static)
        speak = self.query_one("#spoken", Button)
        if report.trouble:
            sign = (self.say("sign-warning") + " ", "bold $warning")
            trouble = trouble_in_words(report.trouble, report.cause, self.callsim.wording)
            detail = ("\n" + plain(trouble.detail), "$quiet") if trouble.detail else ""
            instead = (self.say("briefing-type-instead"), "bold")
            shown.update(Content.assemble(sign, plain(trouble.sentence), " ", instead, detail))
            # A button that has the focus gives it up when it is greyed out: whoever writes a note keeps writing.
            if speak.has_focus:
                self.query_one("#typed", Button).focus()
            speak.disabled = True
        else:
            said = self.say("briefing-sound-ready", microphone=report.microphone, speaker=report.speaker)
            shown.update(Content.assemble((self.say("sign-fine") + " ", "$success"), (said, "$quiet")))
            speak.disabled = False
        self.refresh_bindings()

    def show_spoken_ahead(self, ahead: SpokenAhead) -> None:
        """Say, where it is so, that the voice is slow, and how far its lines are spoken."""
        bar = self.query_one(SpokenAheadBar)
        offered = bar.offers
        bar.show(ahead)
        if bar.offers is not offered:
            self.set_class(bool(bar.display), "-slow-voice")
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out speaking where there is no sound, and leave out what is of no use."""
        if action == "speak_ahead" and self.is_mounted:
            return self.query_one(SpokenAheadBar).offers
        if action == "begin" and parameters == ("spoken",) and self.is_mounted:
            return None if self.query_one("#spoken", Button).disabled else True
        return True

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        if event.button.id == SWITCH:
            self.action_speak_ahead()
        else:
            self.action_begin(event.button.id or "typed")

    def action_begin(self, mode: str) -> None:
        """Let the phone ring."""
        attempt = Attempt.TEST if self.query_one("#test", TickBox).value else Attempt.PRACTICE
        note = self.query_one(NotePad).text[:LONGEST_NOTE].strip()
        self.post_message(CallRequested(CallPlan(self.persona, CallMode(mode), attempt, note)))

    def action_test(self) -> None:
        """Make it a test, or practice again."""
        self.query_one("#test", TickBox).toggle()

    def action_notes(self) -> None:
        """Write something down."""
        self.query_one(NotePad).focus()

    def action_read(self, way: int) -> None:
        """Read on in a briefing that is longer than the screen, or back."""
        briefing = self.query_one("#briefing", VerticalScroll)
        if way > 0:
            briefing.scroll_page_down(animate=False)
        else:
            briefing.scroll_page_up(animate=False)

    def action_leave_notes(self) -> None:
        """Be done with writing."""
        speak = self.query_one("#spoken", Button)
        (self.query_one("#typed", Button) if speak.disabled else speak).focus()

    def action_speak_ahead(self) -> None:
        """Stop speaking ahead, or go on with it."""
        bar = self.query_one(SpokenAheadBar)
        bar.stand_still(not bar.stands_still)
        if bar.stands_still:
            self.callsim.stop_speaking_ahead()
        else:
            self._speak_ahead()

    def action_sound_check(self) -> None:
        """Listen to the microphone and the speaker first."""
        self.callsim.open_sound_check()

    def action_leave(self) -> None:
        """Go back to the callers."""
        self.app.pop_screen()
