"""Is the headset right? A tone, a recording played back, an echo looked for, a sentence read aloud, step by step."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import ActiveBinding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.app.keys import key
from simulator.app.plain import plain
from simulator.app.screens.base import CallSimScreen
from simulator.app.services import SoundReport
from simulator.app.troubles import trouble_in_words
from simulator.app.widgets.bottom_line import BottomLine
from simulator.app.widgets.level_meter import LevelMeter
from simulator.app.widgets.top_line import TopLine

if TYPE_CHECKING:
    from audio.sound_check import EchoReport, ReadingReport, RecordingReport, SoundFinding


class SoundStep(StrEnum):
    """The steps of the sound check, in their order."""

    TONE = "tone"
    RECORDING = "recording"
    ECHO = "echo"
    READING = "reading"


NEED_THE_MICROPHONE: Final = frozenset({SoundStep.RECORDING, SoundStep.READING})
"""Here the trainee speaks, and waits until the microphone listens."""


class SoundCheckScreen(CallSimScreen[None]):
    """A look at microphone and headphones before a call."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "next", "next-step"),
        key("t", "step('tone')", "tone"),
        key("o", "step('recording')", "recording"),
        key("e", "step('echo')", "echo"),
        key("z,v", "step('reading')", "reading"),
        key("d", "again", "check-again", show=False),
        key("escape", "leave", "back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._outcomes: dict[SoundStep, Content] = {}
        self._doing: SoundStep | None = None
        self._waiting = False
        self._stop: threading.Event | None = None
        self._usable = False
        self._useless = False
        """Whether it is known that there is no sound; until that is known it is neither."""

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield TopLine(self.say("sound-title"))
        with VerticalScroll(id="sound-check", can_focus=False):
            yield Static(self.say("briefing-checking-sound"), id="sound-words", markup=False)
            yield LevelMeter(self.callsim.wording, id="sound-meter")
            yield Static("", id="sound-steps", markup=False)
            yield Static(self.say("sound-how"), id="sound-how", markup=False)
        yield BottomLine(compact=True)

    def on_mount(self) -> None:
        """Begin to check and to listen."""
        self._show_steps()
        self.callsim.check_sound()
        self.callsim.begin_listening()

    def on_unmount(self) -> None:
        """Let the headset go."""
        self.callsim.end_listening()

    def show_sound(self, report: SoundReport) -> None:
        """Say which devices are used, or what is wrong."""
        shown = self.query_one("#sound-words", Static)
        self._usable, self._useless = report.trouble is None, report.trouble is not None
        self._show_steps()
        if report.trouble:
            trouble = trouble_in_words(report.trouble, report.cause, self.callsim.wording)
            detail = ("\n" + plain(trouble.detail), "$quiet") if trouble.detail else ""
            sign = (self.say("sign-warning") + " ", "bold $warning")
            shown.update(Content.assemble(sign, plain(trouble.sentence), detail))
        else:
            said = self.say("sound-devices", microphone=report.microphone, speaker=report.speaker)
            shown.update(Content.assemble((self.say("sign-fine") + " ", "$success"), said))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Grey out what needs a headset until it is known; without one there are no steps, and Enter goes on."""
        if action == "step" and self._useless:
            return False
        return None if action in ("next", "step") and not (self._usable or self._useless) else True

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now; without a headset the bottom line offers to look again and to go on."""
        bindings = super().active_bindings
        if self._useless:
            onward, again = bindings["enter"], bindings["d"]
            label, tip = self.say("key-go-on"), self.say("tip-go-on")
            binding = replace(onward.binding, description=label, tooltip=tip)
            bindings["enter"] = onward._replace(binding=binding, tooltip=tip)
            bindings["d"] = again._replace(binding=replace(again.binding, show=True))
        return bindings

    def show_level(self, level_dbfs: float) -> None:
        """Show how loud the microphone is."""
        self.query_one(LevelMeter).level_dbfs = level_dbfs

    @property
    def outcomes(self) -> Mapping[SoundStep, Content]:
        """What was found, by step."""
        return self._outcomes

    def _show_steps(self) -> None:
        lines = []
        upcoming = self._upcoming()
        for number, step in enumerate(SoundStep, start=1):
            now = self._doing is step
            sign = "▶" if now or (self._doing is None and upcoming is step and not self._useless) else " "
            title = Content.assemble((f"{sign} ", "bold $accent"), (f"{number} ", "$quiet"), self._title(step, now))
            outcome = self._outcomes.get(step)
            lines.append(title if outcome is None else Content.assemble(title, "\n    ", outcome))
        self.query_one("#sound-steps", Static).update(Content("\n").join(lines))
        done = self._doing is None and upcoming is None
        how = self.say("sound-done" if done else "sound-how")
        self.query_one("#sound-how", Static).update(self.say("sound-without") if self._useless else how)

    def _title(self, step: SoundStep, now: bool) -> Content:
        title = (self.say(f"sound-step-{step.value}"), "bold")
        if not now:
            return Content.assemble(title)
        if self._waiting:
            return Content.assemble(title, "\n    ", (self.say("sound-wait"), "$quiet"))
        parts: list[str | tuple[str, str]] = [title, "\n    ", (self.say(f"sound-now-{step.value}"), "$accent")]
        if step is SoundStep.READING:
            sentence = self.callsim.services.sound.sentence(self.callsim.settings.language)
            parts += ["\n    ", (f"“{sentence}”", "bold")]
        return Content.assemble(*parts)

    def _upcoming(self) -> SoundStep | None:
        return next((step for step in SoundStep if step not in self._outcomes), None)

    def action_next(self) -> None:
        """Do the step that was not done yet; back when all were done, or none can be."""
        if self._doing is None:
            upcoming = None if self._useless else self._upcoming()
            if upcoming is None:
                self.action_leave()
            else:
                self.action_step(upcoming.value)

    def action_step(self, name: str) -> None:
        """Do one step; another one that is being done is stopped."""
        step = SoundStep(name)
        self._doing, self._waiting = step, step in NEED_THE_MICROPHONE
        self._outcomes.pop(step, None)
        self._show_steps()
        sound, language = self.callsim.services.sound, self.callsim.settings.language
        level = self.callsim.tell_level

        def ready() -> None:
            self.callsim.from_thread(self._show_ready)

        def work(stop: threading.Event) -> object:
            match step:
                case SoundStep.TONE:
                    sound.play_tone(stop)
                    return None
                case SoundStep.RECORDING:
                    return sound.record_voice(ready, level, stop)
                case SoundStep.ECHO:
                    return sound.find_echo(stop)
                case SoundStep.READING:
                    return sound.hear_sentence(language, ready, level, stop)

        self._stop = self.callsim.with_headset(work, lambda report: self._done(step, report), self._failed)

    def _show_ready(self) -> None:
        """Say that the trainee may speak."""
        self._waiting = False
        self._show_steps()

    def _done(self, step: SoundStep, report: Any) -> None:  # noqa: ANN401 (each step has a report of its own)
        self._doing = None
        match step:
            case SoundStep.TONE:
                outcome = self._outcome(self.say("sound-tone-done"), ())
            case SoundStep.RECORDING:
                outcome = self._of_recording(report)
            case SoundStep.ECHO:
                outcome = self._of_echo(report)
            case SoundStep.READING:
                outcome = self._of_reading(report)
        self._outcomes[step] = outcome
        self._show_steps()
        if self.is_mounted:
            self.callsim.begin_listening()

    def _failed(self, failure: Exception) -> None:
        step, self._doing = self._doing, None
        trouble = trouble_in_words(str(failure), failure, self.callsim.wording)
        if step is not None:
            sign = (self.say("sign-warning") + " ", "bold $warning")
            detail = (" " + plain(trouble.detail), "$quiet") if trouble.detail else ""
            self._outcomes[step] = Content.assemble(sign, plain(trouble.sentence), detail)
        self._show_steps()

    def _of_recording(self, report: RecordingReport) -> Content:
        measured = self.say("sound-recording-done", speech=round(report.speech_dbfs), noise=round(report.noise_dbfs))
        return self._outcome(measured, report.findings)

    def _of_echo(self, report: EchoReport) -> Content:
        if not report.heard or report.attenuation_db is None:
            return self._outcome(self.say("sound-echo-none"), report.findings)
        return self._outcome(self.say("sound-echo-found", loss=round(report.attenuation_db)), report.findings)

    def _of_reading(self, report: ReadingReport) -> Content:
        heard = report.heard or self.say("turn-unheard")
        return self._outcome(self.say("sound-reading-done", heard=heard), report.findings)

    def _outcome(self, measured: str, findings: Sequence[SoundFinding]) -> Content:
        if not findings:
            return Content.assemble((self.say("sign-fine") + " ", "bold $success"), (measured, "$quiet"))
        advice = " ".join(self.say(f"finding-{finding.value}") for finding in findings)
        return Content.assemble((self.say("sign-warning") + " ", "bold $warning"), advice, (" " + measured, "$quiet"))

    def action_again(self) -> None:
        """Check again from the beginning."""
        self._doing = None
        self._outcomes.clear()
        self._show_steps()
        self.callsim.check_sound()
        self.callsim.begin_listening()

    def action_leave(self) -> None:
        """Stop the step that is being done, or go back."""
        if self._doing is not None and self._stop is not None:
            self._stop.set()
            self._doing = None
            self._show_steps()
            self.callsim.begin_listening()
            return
        self.callsim.leave_sound_check()
