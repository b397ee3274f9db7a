"""Measures how soon each key of each screen is answered while a recogniser transcribes on threads of the same program.

    python benchmarks/keys.py [--models DIR] [--all] [--json]

The real screens are walked through over real files, with a call of 120 turns on the telephone and another one on the
disk. Each key is pressed; for each are told

- step: the longest time the thread of the interface was at one thing, by the processor and by the clock. As long as
  that lasts no other key is answered.
- answer: from the key to the first change that was written to the terminal, by the clock; "–" where a key changes
  nothing that is seen.

By the clock a busy computer shows too. The same keys without a recogniser are the baseline of the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
from textual import events  # noqa: E402
from textual.drivers.headless_driver import HeadlessDriver  # noqa: E402
from textual.widgets import OptionList  # noqa: E402

from audio.frames import SPEECH_RATE_HZ, Utterance, read_only  # noqa: E402
from benchmarks.key_house import fill, open_house, tell_turns, wait_for_loading  # noqa: E402
from simulator import directories  # noqa: E402
from simulator.app.app import CallSimApp  # noqa: E402
from simulator.app.call_view import Floor  # noqa: E402
from simulator.app.services import SpokenAhead  # noqa: E402
from simulator.cli.doors.precedence import giving_way  # noqa: E402
from tests.simulator.app.pretend import PretendServices  # noqa: E402

SIZE: Final = (80, 24)
LIMIT_MS: Final = 100.0
SPEECH_S: Final = 6.0
CALL_TURNS: Final = 118
STILL_S: Final = 0.2
"""So long nothing was painted and nothing worked: what a key set going is over."""
WORK_S: Final = 0.01
"""A step shorter than this is the loop's own breathing."""
PATIENCE_S: Final = 30.0
SHOWN: Final = 12
"""How many keys are listed, the slowest."""

ESCAPES: Final = re.compile(r"\x1b(\[[0-9;?<>=]*[A-Za-z$]|\][^\x07\x1b]*(\x07|\x1b\\))")
CLOCK: Final = re.compile(r"\s*\d+:\d\d\s*")

Press = tuple[str, str]
"""A key, and the screen it leads to; empty where one stays."""

HOME: Final[tuple[Press, ...]] = (
    ("f1", "HelpScreen"), ("escape", "HomeScreen"), ("ctrl+p", "Palette"), ("escape", "HomeScreen"),
    ("down", ""), ("up", ""), ("pagedown", ""), ("home", ""), ("slash", ""), ("k", ""), ("a", ""), ("backspace", ""),
    ("backspace", ""), ("escape", ""), ("ctrl+f", ""), ("down", ""), ("tab", ""), ("shift+tab", ""), ("f5", ""),
    ("w", "WelcomeScreen"), ("tab", ""), ("down", ""), ("tab", ""), ("f1", "HelpScreen"), ("escape", "WelcomeScreen"),
    ("escape", "HomeScreen"), ("n", "BriefingScreen"), ("escape", "HomeScreen"),
)  # fmt: skip
SETTINGS: Final[tuple[Press, ...]] = (
    ("o", "SettingsScreen"), ("m", ""), ("tab", ""), ("enter", ""), ("down", ""), ("escape", ""), ("pagedown", ""),
    ("f", "PickScreen"), ("enter", "NoteScreen"), ("escape", "SettingsScreen"),
    ("f1", "HelpScreen"), ("escape", "SettingsScreen"), ("d", "SoundCheckScreen"), ("enter", ""), ("t", ""), ("o", ""),
    ("e", ""), ("z", ""), ("d", ""), ("f1", "HelpScreen"), ("escape", "SoundCheckScreen"), ("escape", "SettingsScreen"),
    ("escape", "HomeScreen"),
)  # fmt: skip
LOOKING_BACK: Final[tuple[Press, ...]] = (
    ("s", "PastCallsScreen"), ("down", ""), ("up", ""), ("pagedown", ""), ("home", ""), ("f1", "HelpScreen"),
    ("escape", "PastCallsScreen"), ("c", ""), ("escape", ""), ("escape", "HomeScreen"), ("s", "PastCallsScreen"),
    ("enter", "DebriefScreen"), ("i", "ConfirmScreen"), ("escape", "DebriefScreen"), ("down", ""),
    ("down", ""), ("enter", ""), ("down", ""), ("enter", ""), ("1", ""), ("right", ""), ("left", ""), ("2", ""),
    ("down", ""), ("3", ""), ("down", ""), ("p", ""),
    ("pagedown", ""), ("up", ""), ("4", ""), ("1", ""), ("3", ""), ("r", "ChoiceScreen"), ("escape", "DebriefScreen"),
    ("f1", "HelpScreen"), ("escape", "DebriefScreen"), ("a", "BriefingScreen"), ("escape", "HomeScreen"),
)  # fmt: skip
TRAINING: Final[tuple[Press, ...]] = (
    ("t", "TrainersRoomScreen"), ("slash", ""), ("k", ""), ("backspace", ""), ("down", ""), ("down", ""), ("up", ""),
    ("f5", ""), ("o", "NoteScreen"), ("escape", "TrainersRoomScreen"),
    ("f1", "HelpScreen"), ("escape", "TrainersRoomScreen"), ("enter", "ReviewScreen"), ("down", ""),
    ("pagedown", ""), ("home", ""), ("down", ""), ("p", ""), ("c", "NoteScreen"), ("x", ""), ("escape", "ReviewScreen"),
    ("g", "NoteScreen"), ("escape", "ReviewScreen"), ("l", "PickScreen"), ("down", ""), ("escape", "ReviewScreen"),
    ("s", "PickScreen"), ("escape", "ReviewScreen"), ("v", "PickScreen"), ("escape", "ReviewScreen"),
    ("n", "NoteScreen"), ("escape", "ReviewScreen"), ("f1", "HelpScreen"), ("escape", "ReviewScreen"),
    ("escape", "TrainersRoomScreen"), ("w", "WorkshopScreen"), ("down", ""), ("up", ""), ("f1", "HelpScreen"),
    ("escape", "WorkshopScreen"), ("r", ""), ("escape", "TrainersRoomScreen"), ("escape", "HomeScreen"),
)  # fmt: skip
BRIEFING: Final[tuple[Press, ...]] = (
    ("enter", "BriefingScreen"), ("x", ""), ("x", ""), ("n", ""), ("j", ""), ("escape", ""), ("tab", ""),
    ("v", ""), ("v", ""), ("pagedown", ""), ("pageup", ""),
    ("f1", "HelpScreen"), ("escape", "BriefingScreen"), ("d", "SoundCheckScreen"), ("escape", "BriefingScreen"),
    ("t", "RingingScreen"), ("escape", "HomeScreen"), ("enter", "BriefingScreen"), ("s", "RingingScreen"),
    ("enter", "CallScreen"),
)  # fmt: skip
SPOKEN: Final[tuple[Press, ...]] = (
    ("m", ""), ("m", ""), ("f2", ""), ("f2", ""), ("w", ""), ("w", ""), ("f4", ""), ("f4", ""), ("r", ""),
    ("n", "NoteScreen"), ("x", ""), ("enter", "CallScreen"), ("f5", "NoteScreen"), ("escape", "CallScreen"), ("g", ""),
    ("p", ""), ("p", ""), ("space", ""), ("pageup", ""), ("pagedown", ""), ("d", "ConfirmScreen"),
    ("escape", "CallScreen"), ("h", "ConfirmScreen"), ("right", ""), ("escape", "CallScreen"), ("f1", "HelpScreen"),
    ("escape", "CallScreen"), ("ctrl+p", "Palette"), ("escape", "CallScreen"), ("escape", "ConfirmScreen"),
    ("escape", "CallScreen"),
    ("f8", "ConfirmScreen"), ("enter", "DebriefScreen"), ("2", ""), ("3", ""), ("1", ""), ("escape", "HomeScreen"),
)  # fmt: skip
TYPED: Final[tuple[Press, ...]] = (
    ("enter", "BriefingScreen"), ("t", "RingingScreen"), ("enter", "CallScreen"), ("j", ""), ("a", ""), ("enter", ""),
    ("f4", ""), ("pageup", ""), ("pagedown", ""), ("f4", ""), ("f5", "NoteScreen"), ("escape", "CallScreen"),
    ("f7", "ConfirmScreen"), ("escape", "CallScreen"), ("f8", "ConfirmScreen"), ("enter", "DebriefScreen"),
    ("escape", "HomeScreen"),
)  # fmt: skip
TROUBLE: Final[tuple[Press, ...]] = (
    ("enter", "BriefingScreen"), ("s", "TroubleScreen"), ("a", "TroubleScreen"), ("t", "TroubleScreen"),
    ("f1", "HelpScreen"), ("escape", "TroubleScreen"), ("escape", "HomeScreen"),
)  # fmt: skip


class Paper(HeadlessDriver):
    """A terminal that takes everything and shows nothing: the screens are drawn in full, unlike in tests."""

    written_s: float = 0.0
    """When something visible was last written, on the monotonic clock."""
    first_s: float | None = None
    """When something visible was first written since it was last set to None."""

    @property
    def is_headless(self) -> bool:
        """Say no: the screens draw for it."""
        return False

    def write(self, data: str) -> None:
        """Remember when something visible came; the call's clock answers no key."""
        visible = ESCAPES.sub("", data)
        if visible and not CLOCK.fullmatch(visible):
            self.written_s = time.perf_counter()
            if self.first_s is None:
                self.first_s = self.written_s


@dataclass
class Longest:
    """The longest time the interface's thread was at one thing, since this was last cleared; nothing is collected."""

    processor_ms: float = 0.0
    clock_ms: float = 0.0
    worked_s: float = 0.0
    """When it was last at something that takes a while, on the monotonic clock."""

    def clear(self) -> None:
        """Begin anew."""
        self.processor_ms = self.clock_ms = 0.0

    def note(self, processor_s: float, clock_s: float, now_s: float) -> None:
        """Take a step in."""
        self.processor_ms = max(self.processor_ms, 1000 * processor_s)
        self.clock_ms = max(self.clock_ms, 1000 * clock_s)
        if clock_s > WORK_S:
            self.worked_s = now_s


@dataclass(frozen=True)
class Pressed:
    """One key, and how soon it was answered."""

    screen: str
    key: str
    step_processor_ms: float
    step_clock_ms: float
    answer_ms: float | None
    """To the first change of the terminal; None where nothing changed."""

    @property
    def is_late(self) -> bool:
        """Whether it held the screen up, or was answered, beyond the limit."""
        return max(self.step_processor_ms, self.step_clock_ms, self.answer_ms or 0.0) > LIMIT_MS


@dataclass
class Bench:
    """A running app whose keys are pressed."""

    app: CallSimApp
    pretend: PretendServices
    longest: Longest
    pressed: list[Pressed] = field(default_factory=list)

    @property
    def paper(self) -> Paper:
        """The terminal."""
        driver = self.app._driver
        assert isinstance(driver, Paper)
        return driver

    @property
    def front(self) -> str:
        """The name of the screen in front."""
        return type(self.app.screen).__name__

    async def until(self, ready: Callable[[], bool], what: str) -> None:
        """Wait until something is so and all is still.

        Raises:
            TimeoutError: it did not come.
        """
        ends_s = time.perf_counter() + PATIENCE_S
        while True:
            await asyncio.sleep(0.02)
            now_s = time.perf_counter()
            if ready() and now_s - max(self.paper.written_s, self.longest.worked_s) > STILL_S:
                return
            if now_s > ends_s:
                raise TimeoutError(f"{what} did not come on {self.front}.")

    async def press(self, key: str, leads_to: str) -> None:
        """Press a key and note how soon it was answered."""
        screen = self.front
        self.longest.clear()
        self.paper.first_s = None
        began_s = time.perf_counter()
        character = {"slash": "/", "space": " "}.get(key, key if len(key) == 1 else None)
        self.paper.process_message(events.Key(key, character))
        await self.until(lambda: not leads_to or self.front == leads_to, f"{leads_to} after {key}")
        first_s = self.paper.first_s
        self.pressed.append(
            Pressed(
                screen,
                key,
                round(self.longest.processor_ms, 1),
                round(self.longest.clock_ms, 1),
                None if first_s is None else round(1000 * (first_s - began_s), 1),
            )
        )

    async def walk(self, keys: tuple[Press, ...]) -> None:
        """Press keys, one after another."""
        for key, leads_to in keys:
            await self.press(key, leads_to)

    async def fill_call(self) -> None:
        """Let the call that goes on have many turns."""
        from simulator.app.screens.call import CallScreen

        screen = self.app.screen
        assert isinstance(screen, CallScreen)
        await self.until(lambda: screen.view.floor is Floor.TRAINEE, "the trainee's turn")
        tell_turns(self.pretend.calls[-1].observer, CALL_TURNS, first=2)
        await self.until(lambda: len(screen.view.turns) >= CALL_TURNS, "the long call")


@contextmanager
def timed_steps() -> Iterator[Longest]:
    """Time every step of the event loop, which is the interface's thread."""
    longest = Longest()
    step = asyncio.events.Handle._run

    def timed(handle: asyncio.events.Handle) -> None:
        began_s, worked_s = time.perf_counter(), time.thread_time()
        step(handle)
        done_s = time.perf_counter()
        longest.note(time.thread_time() - worked_s, done_s - began_s, done_s)

    asyncio.events.Handle._run = timed  # type: ignore[method-assign]
    try:
        yield longest
    finally:
        asyncio.events.Handle._run = step  # type: ignore[method-assign]


async def press_all(sessions: Path) -> list[Pressed]:
    """Open every screen and press every key."""
    pretend = PretendServices(ahead=(SpokenAhead(20, 150, True, 240.0),))
    app = CallSimApp(open_house(sessions, pretend), clock=lambda: 0.0)
    app.driver_class = Paper
    app.is_alone = True
    with timed_steps() as longest:
        running = asyncio.create_task(app.run_async(size=SIZE))
        while not isinstance(app._driver, Paper):
            await asyncio.sleep(0.02)
        bench = Bench(app, pretend, longest)
        await bench.until(lambda: app.shelf is not None and app.past_calls_read, "the list of callers")
        await asyncio.to_thread(wait_for_loading)
        app.settle()
        for walk in (HOME, SETTINGS, LOOKING_BACK, TRAINING, BRIEFING):
            await bench.walk(walk)
            if walk is HOME:
                app.screen.query_one(OptionList).highlighted = 0
        await bench.fill_call()
        await bench.walk(SPOKEN)
        await bench.walk(TYPED[:3])
        await bench.fill_call()
        await bench.walk(TYPED[3:])
        pretend.warm_up_fault = OSError("The model whisper-base is damaged. Install it again.")
        await bench.walk(TROUBLE)
        app.exit()
        await running
    return bench.pressed


def transcribing(models: Path, stop: threading.Event) -> threading.Thread:
    """Return a thread that transcribes without a pause until `stop` is set; loaded as the app loads it."""
    from audio.transcription import WhisperTranscriber

    def load() -> WhisperTranscriber:
        recogniser = WhisperTranscriber(models / "whisper-base", "nl")
        recogniser.warm_up()
        return recogniser

    recogniser = giving_way(load)
    times = np.arange(int(SPEECH_S * SPEECH_RATE_HZ)) / SPEECH_RATE_HZ
    hum = (0.1 * np.sin(2 * np.pi * 140 * times) * (1 + np.sin(2 * np.pi * 3 * times))).astype(np.float32)
    utterance = Utterance(read_only(hum), 0.0, 0.0, SPEECH_S)

    def run() -> None:
        while not stop.is_set():
            recogniser.transcribe(utterance)

    return threading.Thread(target=run, name="transcribing", daemon=True)


def unpressed(pressed: list[Pressed]) -> list[str]:
    """Return the keys that a screen declares and nobody pressed there, as 'Screen: key'; of several, one is enough."""
    from textual.binding import Binding

    from simulator.app.screens.base import CallSimScreen

    done = {(each.screen, each.key) for each in pressed}
    missed = []
    waiting: list[type] = [CallSimScreen]
    while waiting:
        screen = waiting.pop()
        waiting += screen.__subclasses__()
        declared = [each.key for each in screen.__dict__.get("BINDINGS", []) if isinstance(each, Binding)]
        missed += [
            f"{screen.__name__}: {keys}"
            for keys in declared
            if not any((screen.__name__, name) in done for name in keys.split(","))
        ]
    return sorted(missed)


def run(models: Path) -> dict[str, list[Pressed]]:
    """Press all keys without a recogniser and beside one."""
    with tempfile.TemporaryDirectory() as folder:
        sessions = Path(folder)
        fill(sessions)
        alone = asyncio.run(press_all(sessions))
        stop = threading.Event()
        thread = transcribing(models, stop)
        thread.start()
        beside = asyncio.run(press_all(sessions))
        stop.set()
        thread.join()
    return {"alone": alone, "while transcribing": beside}


def lines_of(found: dict[str, list[Pressed]], *, whole: bool) -> list[str]:
    """Return the figures as lines of text, the slowest keys first."""
    lines = []
    for name, pressed in found.items():
        late = [each for each in pressed if each.is_late]
        worked = [each for each in pressed if each.step_processor_ms > LIMIT_MS]
        answers = sorted(each.answer_ms for each in pressed if each.answer_ms is not None)
        lines += [
            f"{name}: {len(pressed)} keys; by the processor {len(pressed) - len(worked)} within {LIMIT_MS:.0f} ms, "
            f"by the clock {len(pressed) - len(late)}",
            f"  answered in {answers[len(answers) // 2]:.0f} ms (median), {answers[-1]:.0f} ms at most",
            f"  {'':<34}{'step, processor':>16}{'step, clock':>14}{'answer':>10}",
        ]
        slowest = sorted(
            pressed, key=lambda each: max(each.step_processor_ms, each.step_clock_ms, each.answer_ms or 0), reverse=True
        )
        for each in slowest if whole else slowest[:SHOWN]:
            answer = "–" if each.answer_ms is None else f"{each.answer_ms:.0f} ms"
            lines.append(
                f"  {each.screen + ' ' + each.key:<34}{each.step_processor_ms:>13.0f} ms{each.step_clock_ms:>11.0f} ms"
                f"{answer:>10}"
            )
    missed = unpressed(found["alone"])
    if missed:
        lines.append(f"not pressed: {', '.join(missed)}")
    lines.append(f"{os.cpu_count()} processors; {os.getloadavg()[0]:.1f} programs wanted one (mean of the last minute)")
    return lines


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, default=directories.models_directory())
    parser.add_argument("--all", action="store_true", help="list every key, not the slowest only")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args()
    found = run(given.models)
    if given.json:
        figures: dict[str, Any] = {name: [asdict(each) for each in pressed] for name, pressed in found.items()}
        print(json.dumps(figures | {"not pressed": unpressed(found["alone"])}))
        return
    for line in lines_of(found, whole=given.all):
        print(line)


if __name__ == "__main__":
    main()
