"""The app: which screen follows which, and the threads behind them."""

from __future__ import annotations

import importlib
import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

from textual import on
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.command import CommandPalette
from textual.message import Message
from textual.screen import Screen

from simulator.app.keys import key
from simulator.app.messages import (
    BranchRequested,
    CallDeclined,
    CallerChosen,
    CallerReady,
    CallEventArrived,
    CallFinished,
    CallRequested,
    CallTroubled,
    MicrophoneLevelArrived,
    PhonePickedUp,
    SessionChosen,
)
from simulator.app.plain import plain
from simulator.app.screens.base import CallSimScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.services import (
    AppServices,
    AppSettings,
    CallerShelf,
    FinishedCall,
    PastCall,
    SoundDevices,
    SoundReport,
)
from simulator.app.terminal import libraries_kept_quiet
from simulator.app.themes import THEMES
from simulator.app.wording import Wording
from simulator.language import Language

if TYPE_CHECKING:
    from simulator.app.desk import CallDesk, Command
    from simulator.personas.model import Persona

QUIT_PATIENCE_S: Final = 8.0
"""How long quitting waits for a call to be saved: longer than the last transcription."""

AnswerT = TypeVar("AnswerT")


def _load_screens() -> None:
    """Load the screens that come later, so that the first key that asks for one is answered at once."""
    for name in ("briefing", "ringing", "call", "debrief", "trouble", "past_calls", "settings", "sound_check", "help"):
        importlib.import_module(f"simulator.app.screens.{name}")


class _Deferred(Message):
    """Something a thread wants done on the screen's thread."""

    def __init__(self, act: Callable[[], None]) -> None:
        super().__init__()
        self.act = act


class CallSimApp(App[None]):
    """The call simulator on a terminal.

    Args:
        services: the doors into the rest of the house.
        clock: seconds that never go back, for the call's timer.
    """

    CSS_PATH = "callsim.tcss"
    TITLE = "callsim"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("f1", "help", "help"),
        key("ctrl+q", "quit", "quit", show=False, priority=True),
        key("ctrl+p", "command_palette", "palette", show=False, priority=True),
    ]

    def __init__(self, services: AppServices, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.services = services
        self.clock = clock
        self.settings: AppSettings = services.settings()
        self.wording = Wording(self.settings.language)
        self.shelf: CallerShelf | None = None
        self.past_calls: tuple[PastCall, ...] = ()
        self.damaged_calls: tuple[PastCall, ...] = ()
        self.past_calls_read = False
        self._desk: CallDesk | None = None
        self._ringing: threading.Event | None = None
        self._listening: threading.Event | None = None
        self._playing: threading.Event | None = None
        self._quitting = False

    def run(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (whatever Textual's own takes and returns)
        """Run on this terminal until the person leaves; sound libraries are kept from writing over it."""
        with libraries_kept_quiet():
            return super().run(*args, **kwargs)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the library's own themes the colours that only ours name."""
        return {"trainee": "#E6B673", "caller": "#7FB4CA", "quiet": "#8A94A3", "faint": "#4A5563"}

    def on_mount(self) -> None:
        """Open the list of callers."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self.settings.theme.value
        self.push_screen(HomeScreen())
        # The first screen is painted before the callers are read: reading them loads what takes long.
        self.call_after_refresh(self.read_shelf)

    # -- work on threads ------------------------------------------------------------------------------------------

    def _behind(self, work: Callable[[], AnswerT], then: Callable[[AnswerT], None], group: str) -> None:
        """Do something that blocks on a thread, and its outcome on the screen's; a failure is said."""

        def run() -> None:
            try:
                answer = work()
            except Exception as trouble:  # every failure of the house ends as a sentence on the screen
                failed = trouble
                self._from_thread(lambda: self._say_failure(failed))
            else:
                self._from_thread(lambda: then(answer))

        self.run_worker(run, thread=True, group=group, exclusive=False, exit_on_error=False)

    def _from_thread(self, act: Callable[[], None]) -> None:
        """Do something on the screen's thread; nothing when the screen is gone."""
        if self.is_running:
            self.post_message(_Deferred(act))

    def _say_failure(self, failure: Exception) -> None:
        from simulator.app.troubles import trouble_in_words

        trouble = trouble_in_words(str(failure) or type(failure).__name__, failure, self.wording)
        self._say_trouble(f"{trouble.sentence} {trouble.detail}".strip())

    def _say_trouble(self, sentence: str) -> None:
        self.notify(plain(sentence), severity="warning", timeout=12, markup=False)

    def read_shelf(self) -> None:
        """Read callers and past calls."""

        def read(found: CallerShelf) -> None:
            self.shelf = found
            self._refresh_lists()
            self._read_past_calls()
            self._behind(_load_screens, lambda _: None, "screens")

        self._behind(self.services.callers, read, "shelf")

    def _read_past_calls(self) -> None:
        def read(found: tuple[PastCall, ...]) -> None:
            self.past_calls = tuple(call for call in found if not call.problem)
            self.damaged_calls = tuple(call for call in found if call.problem)
            self.past_calls_read = True
            self._refresh_lists()

        self._behind(self.services.past_calls, read, "past-calls")

    def _refresh_lists(self) -> None:
        for screen in self._own_screens():
            if screen.is_mounted:
                screen.show()

    def _own_screens(self) -> list[CallSimScreen[object]]:
        """Return the screens that lie on each other, without the library's own."""
        return [screen for screen in self.screen_stack if isinstance(screen, CallSimScreen)]

    def _in_front(self) -> CallSimScreen[object] | None:
        """Return the screen in front, where it is one of ours."""
        screen = self.screen
        return screen if isinstance(screen, CallSimScreen) else None

    def check_sound(self) -> None:
        """Ask how the sound is; the screen in front is told."""

        def tell(report: SoundReport) -> None:
            if (screen := self._in_front()) is not None:
                screen.show_sound(report)

        self._behind(self.services.sound_check, tell, "sound-check")

    def find_devices(self) -> None:
        """Ask for the devices; the settings are told."""

        def tell(devices: SoundDevices) -> None:
            if (screen := self._in_front()) is not None:
                screen.show_devices(devices)

        self._behind(self.services.sound_devices, tell, "devices")

    def play_tone(self) -> None:
        """Sound a tone."""
        self._behind(self.services.play_tone, lambda _: None, "tone")

    def begin_listening(self) -> None:
        """Measure the microphone for the sound check."""
        self.end_listening()
        stop = threading.Event()
        self._listening = stop

        def level(level_dbfs: float) -> None:
            self.post_message(MicrophoneLevelArrived(level_dbfs))

        self._behind(lambda: self.services.listen(level, stop), lambda _: None, "listen")

    def end_listening(self) -> None:
        """Let the microphone go."""
        if self._listening is not None:
            self._listening.set()
            self._listening = None

    def play_turn(self, session_id: str, turn: int) -> None:
        """Play a recorded turn; another one stops the first."""
        if self._playing is not None:
            self._playing.set()
        stop = threading.Event()
        self._playing = stop
        self._behind(lambda: self.services.play_turn(session_id, turn, stop), lambda _: None, "play")

    @on(_Deferred)
    def _do_deferred(self, message: _Deferred) -> None:
        message.act()

    # -- settings -------------------------------------------------------------------------------------------------

    def choose(self, settings: AppSettings) -> None:
        """Use other settings, and keep them."""
        before, self.settings = self.settings, settings
        self.theme = settings.theme.value
        self._behind(lambda: self.services.keep_settings(settings), lambda _: None, "settings")
        if settings.language is not before.language:
            self.wording = Wording(settings.language)
            for screen in self._own_screens():
                if screen.SPEAKS_ANEW:
                    self.call_later(self._reword, screen)

    async def _reword(self, screen: CallSimScreen[object]) -> None:
        await screen.recompose()
        screen.refresh_bindings()
        screen.spoken_anew()

    # -- from screen to screen ------------------------------------------------------------------------------------

    def open_past_calls(self) -> None:
        """Show the calls made."""
        from simulator.app.screens.past_calls import PastCallsScreen

        self.push_screen(PastCallsScreen())

    def open_settings(self) -> None:
        """Show the settings."""
        from simulator.app.screens.settings import SettingsScreen

        if not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen())

    def open_sound_check(self) -> None:
        """Show the sound check."""
        from simulator.app.screens.sound_check import SoundCheckScreen

        if not isinstance(self.screen, SoundCheckScreen):
            self.push_screen(SoundCheckScreen())

    def open_again(self, persona_id: str) -> None:
        """Brief the trainee for the same caller again."""
        from simulator.app.screens.briefing import BriefingScreen

        persona = self._known(persona_id)
        if persona is not None:
            self._above_home(BriefingScreen(persona))

    def _known(self, persona_id: str) -> Persona | None:
        """Return a caller by id; one that is gone is said."""
        known = () if self.shelf is None else self.shelf.personas
        persona = next((known_one for known_one in known if known_one.id == persona_id), None)
        if persona is None:
            self._say_trouble(self.wording.say("again-gone", persona=persona_id))
        return persona

    def _above_home(self, screen: CallSimScreen[None]) -> None:
        """Show a screen with nothing but the list of callers beneath it."""
        while len(self.screen_stack) > 2 and not isinstance(self.screen, HomeScreen):
            self.pop_screen()
        self.push_screen(screen)

    @on(CallerChosen)
    def _brief(self, message: CallerChosen) -> None:
        from simulator.app.screens.briefing import BriefingScreen

        self._above_home(BriefingScreen(message.persona))

    @on(SessionChosen)
    def _look_back(self, message: SessionChosen) -> None:
        def show(finished: FinishedCall) -> None:
            from simulator.app.screens.debrief import DebriefScreen

            self.push_screen(DebriefScreen(finished))

        self._behind(lambda: self.services.finished_call(message.session_id), show, "open-session")

    @on(CallRequested)
    def _ring(self, message: CallRequested) -> None:
        from simulator.app.desk import CallDesk
        from simulator.app.screens.ringing import RingingScreen

        if self._desk is not None:
            return
        self.end_listening()
        desk = CallDesk(self.services, message.persona, message.mode, self.post_message)
        self._desk = desk
        self._above_home(RingingScreen(message.persona))
        stop = threading.Event()
        self._ringing = stop

        def ring() -> None:
            try:
                self.services.ring(stop)
            finally:
                desk.ring_over.set()

        self._behind(ring, lambda _: None, "ring")

        self._run_desk(desk)

    def _run_desk(self, desk: CallDesk) -> None:
        def gone() -> bool:
            return self._quitting or not self.is_running

        self.run_worker(lambda: desk.run(gone), thread=True, group="call", exit_on_error=False)

    @on(BranchRequested)
    def _branch_off(self, message: BranchRequested) -> None:
        from simulator.app.desk import Branch, CallDesk, PickUp
        from simulator.app.screens.call import CallScreen
        from simulator.sessions.session import CallMode

        persona = self._known(message.finished.persona_id)
        if self._desk is not None or persona is None:
            return
        branch = Branch(message.finished.session_id, message.turn)
        desk = CallDesk(self.services, persona, CallMode.TYPED, self.post_message, branch)
        desk.ring_over.set()
        desk.ask(PickUp())
        self._desk = desk
        self._above_home(CallScreen(persona, CallMode.TYPED, message.turn))
        self._run_desk(desk)

    def compare(self, finished: FinishedCall) -> None:
        """Fetch the call this one branched off from; the debrief in front is given it."""
        parent = finished.parent_id
        if parent is None:
            return

        def show(before: FinishedCall) -> None:
            for screen in self._own_screens():
                screen.show_parent(before)

        self._behind(lambda: self.services.finished_call(parent), show, "parent")

    def _stop_ringing(self) -> None:
        if self._ringing is not None:
            self._ringing.set()
            self._ringing = None

    @on(CallerReady)
    def _caller_ready(self) -> None:
        if (screen := self._in_front()) is not None:
            screen.show_ready()

    @on(PhonePickedUp)
    def _picked_up(self) -> None:
        from simulator.app.desk import PickUp
        from simulator.app.screens.call import CallScreen
        from simulator.app.screens.ringing import RingingScreen

        desk = self._desk
        if desk is not None and isinstance(self.screen, RingingScreen):
            self._stop_ringing()
            self._above_home(CallScreen(desk.persona, desk.mode))
            desk.ask(PickUp())

    @on(CallDeclined)
    def _declined(self) -> None:
        from simulator.app.desk import HangUp
        from simulator.app.screens.ringing import RingingScreen

        self._stop_ringing()
        self.ask(HangUp())
        self._desk = None
        if isinstance(self.screen, RingingScreen):
            self.pop_screen()

    def ask(self, command: Command) -> None:
        """Hand a command to the call, if there is one."""
        if self._desk is not None:
            self._desk.ask(command)

    @on(CallEventArrived)
    def _event_arrived(self, message: CallEventArrived) -> None:
        for screen in self._own_screens():
            if screen.FOLLOWS_CALL:
                screen.post_message(CallEventArrived(message.event))

    @on(MicrophoneLevelArrived)
    def _level_arrived(self, message: MicrophoneLevelArrived) -> None:
        if (screen := self._in_front()) is not None:
            screen.show_level(message.level_dbfs)

    @on(CallFinished)
    def _finished(self, message: CallFinished) -> None:
        from simulator.app.screens.debrief import DebriefScreen

        self._stop_ringing()
        self._desk = None
        if self._quitting:
            self.exit()
            return
        self._above_home(DebriefScreen(message.finished))
        self._read_past_calls()

    @on(CallTroubled)
    def _troubled(self, message: CallTroubled) -> None:
        from simulator.app.screens.trouble import TroubleScreen
        from simulator.app.troubles import trouble_in_words

        self._stop_ringing()
        if self._desk is None:
            return
        self._desk = None
        if self._quitting:
            self.exit()
            return
        trouble = trouble_in_words(message.sentence, message.cause, self.wording)
        self._above_home(TroubleScreen(trouble, message.persona, message.mode))

    # -- help, commands, quitting ---------------------------------------------------------------------------------

    def action_help(self) -> None:
        """Show what this screen can do."""
        from simulator.app.screens.help import HelpScreen, help_lines

        screen = self.screen
        if not isinstance(screen, CallSimScreen):
            return
        active = screen.active_bindings
        labels = {name: self.get_key_display(binding.binding) for name, binding in active.items()}
        lines = help_lines(active, labels)
        self.push_screen(HelpScreen(self.wording.say("help-title"), lines, self.wording.say("help-foot")))

    def action_command_palette(self) -> None:
        """Search among the commands."""
        if not isinstance(self.screen, CommandPalette):
            placeholder = self.wording.say("palette-placeholder")
            self.push_screen(CommandPalette(placeholder=placeholder, id="--command-palette"))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """Offer what can be done from anywhere, in the person's language."""
        say = self.wording.say
        in_call = self._desk is not None
        if not in_call:
            yield SystemCommand(say("key-past-calls"), say("tip-past-calls"), self.open_past_calls)
            yield SystemCommand(say("key-settings"), say("tip-settings"), self.open_settings)
            yield SystemCommand(say("key-sound-check"), say("tip-sound-check"), self.open_sound_check)
            yield SystemCommand(say("key-reload"), say("tip-reload"), self.read_shelf)
        yield SystemCommand(say("key-help"), say("tip-help"), self.action_help)
        yield SystemCommand(say("key-quit"), say("tip-quit"), self.action_quit)

    async def action_quit(self) -> None:
        """Leave; a call that runs is hung up and saved first."""
        from simulator.app.desk import HangUp

        self._stop_ringing()
        self.end_listening()
        if self._playing is not None:
            self._playing.set()
        desk = self._desk
        if desk is None or self._quitting:
            self.exit()
            return
        self._quitting = True
        self.notify(self.wording.say("quit-saving"), markup=False)
        desk.ask(HangUp())
        self.set_timer(QUIT_PATIENCE_S, self.exit)
        self._behind(lambda: desk.wait(QUIT_PATIENCE_S), lambda _: self.exit(), "quit")

    def on_unmount(self) -> None:
        """Let everything go that still sounds or listens."""
        self._stop_ringing()
        self.end_listening()
        if self._playing is not None:
            self._playing.set()
        if self._desk is not None:
            from simulator.app.desk import HangUp

            self._desk.ask(HangUp())

    @property
    def interface_language(self) -> Language:
        """The language the screens speak."""
        return self.settings.language
