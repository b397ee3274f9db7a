"""Draw the README's pictures: the real app with a real caller, held without a terminal, the same each time.

    python scripts/readme_pictures.py [FOLDER]

The calls are typed ones with the lines below; the callers, their answers and the scores are what the program makes
of them. Sessions go to a temporary folder.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Final

from textual.pilot import Pilot

from simulator.app.app import CallSimApp
from simulator.app.call_view import Floor
from simulator.app.screens.call import CallScreen
from simulator.app.screens.debrief import DebriefScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.services import AppServices, AppSettings, CallPlan, PastCall, SoundReport, ThemeChoice
from simulator.call.events import CallEvent
from simulator.cli.app_services import open_doors
from simulator.cli.doors import calls
from simulator.cli.doors.calls import Telephone
from simulator.cli.doors.house import House
from simulator.cli.doors.past_calls import KeptCalls
from simulator.cli.doors.preferences import KeptPreferences
from simulator.cli.doors.sound import HeadsetDoor
from simulator.language import Language
from simulator.sessions.session import Attempt, CallMode

SIZE: Final = (100, 30)
SUMMER_TIME: Final = timezone(timedelta(hours=1))
FIRST_CALL: Final = datetime(2026, 5, 18, 9, 10, tzinfo=SUMMER_TIME)
BETWEEN_CALLS: Final = timedelta(days=1, hours=1, minutes=25)
PATIENCE_S: Final = 120.0

FONT_FROM_ELSEWHERE: Final = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
"""The library names a font on the web; the pictures take what the reader has and fetch nothing."""

CALLER: Final = "ruth-double-charge"
LINES: Final = (
    "Good afternoon, Bright Mobile, you are speaking with Tom. What has happened?",
    "I am sorry, that should not have happened, and I will help you. On what day was the money taken?",
    "Monday, thank you. Can you see a proration on your invoice, and have you called us before?",
    "I see. What was different last month?",
    "So the old one should have stopped. You sound worried as well. What makes it so urgent for you this week?",
    "Thank you for telling me. Let me check: on Monday forty-two pounds was taken twice, last month you changed to a "
    "new contract and the old one should have stopped, and your rent goes out tomorrow. Is that right?",
    "I will refund the second payment to you today, so it is there before your rent goes out, and I will close the "
    "old contract. Are you happy with that?",
    "Then that is agreed. Thank you for calling, and I hope the rest of your week is better. Goodbye.",
)
SHOWN_CALL_TURNS: Final = 4
"""The picture of a call is taken after so many lines of the trainee."""

EARLIER: Final = (
    ("amy-missing-bin", "good"),
    ("maggie-new-tablet", "good"),
    (CALLER, "bad"),
)
"""Calls made before, with their rehearsal lines, so that the list of callers has something to tell."""


class PicturePreferences(KeptPreferences):
    """English in dark colours, for somebody who stays private."""

    def settings(self) -> AppSettings:
        """Return what the pictures show."""
        return AppSettings(language=Language.ENGLISH, theme=ThemeChoice.DARK, trainee="")


class PictureHeadset(HeadsetDoor):
    """A headset that is always there."""

    def sound_check(self) -> SoundReport:
        """Say that there is a headset."""
        return SoundReport(None, "USB headset", "USB headset")


class PictureTelephone(Telephone):
    """The real telephone, ringing without a sound."""

    def ring(self, stop: threading.Event) -> None:
        """Ring without a sound."""
        stop.wait()


class PictureCalls(KeptCalls):
    """The calls made, on days that are always the same."""

    def past_calls(self) -> tuple[PastCall, ...]:
        """Return the calls made, on days of the picture's own."""
        made = sorted(super().past_calls(), key=lambda call: call.started_at)
        dated = [replace(call, started_at=FIRST_CALL + place * BETWEEN_CALLS) for place, call in enumerate(made)]
        return tuple(reversed(dated))


def picture_doors(sessions: Path) -> AppServices:
    """Return the doors into the real house, with what a picture must have the same each time."""
    house = House(sessions_dir=sessions)
    return replace(
        open_doors(house),
        preferences=PicturePreferences(house),
        calls=PictureTelephone(house),
        past_calls=PictureCalls(house),
        sound=PictureHeadset(house),
    )


class _Nobody:
    """Looks at nothing."""

    def notice(self, event: CallEvent) -> None:
        """Let it pass."""


@dataclass(slots=True)
class Studio:
    """The app on a stage of 100 x 30, and the folder its pictures go to."""

    app: CallSimApp
    pilot: Pilot[None]
    folder: Path

    async def until(self, ready: Callable[[], bool]) -> None:
        """Wait until the app is as far as asked.

        Raises:
            TimeoutError: it does not get there.
        """
        async with asyncio.timeout(PATIENCE_S):
            while not ready():
                await self.pilot.pause(0.02)
        await self.pilot.pause()
        await self.pilot.pause()

    def take(self, name: str) -> None:
        """Write what the screen shows."""
        picture = FONT_FROM_ELSEWHERE.sub("", self.app.export_screenshot(title="callsim"))
        kept = picture.replace("<svg ", '<svg xml:space="preserve" ', 1)
        (self.folder / f"{name}.svg").write_text(kept, encoding="utf-8")

    async def say(self, text: str) -> bool:
        """Type a line; return whether the call goes on."""
        screen = self.app.screen
        if not isinstance(screen, CallScreen):
            return False
        said = len(screen.view.turns)
        screen.query_one("#say").value = text  # type: ignore[attr-defined]
        await self.pilot.press("enter")

        def answered() -> bool:
            answer_came = len(screen.view.turns) >= said + 2 and screen.view.floor in (Floor.TRAINEE, Floor.OVER)
            return answer_came or self.app.screen is not screen

        await self.until(answered)
        return self.app.screen is screen and screen.view.floor is Floor.TRAINEE


def make_earlier_calls(services: AppServices) -> None:
    """Hold the earlier calls, without the screens."""
    personas = {persona.id: persona for persona in services.callers.callers().personas}
    for persona_id, walk in EARLIER:
        persona = personas[persona_id]
        call = services.calls.start_call(CallPlan(persona, CallMode.TYPED, Attempt.PRACTICE), _Nobody())
        for line in getattr(persona.rehearsal, walk):
            call.say(line)
        call.finish()


async def draw(services: AppServices, folder: Path) -> None:
    """Walk through the app and take the pictures."""
    now_s = 0.0
    app = CallSimApp(services, clock=lambda: now_s)
    app.animation_level = "none"
    async with app.run_test(size=SIZE) as pilot:
        studio = Studio(app, pilot, folder)
        await studio.until(lambda: isinstance(app.screen, HomeScreen) and app.past_calls_read)
        studio.take("home")
        assert app.shelf is not None
        app.open_again(CALLER)
        await pilot.pause()
        await pilot.press("t")
        await studio.until(lambda: "…" not in str(app.screen.query_one("#ringing-note").render()))
        await pilot.press("enter")
        await studio.until(lambda: isinstance(app.screen, CallScreen) and app.screen.view.floor is Floor.TRAINEE)
        await pilot.press("f4")
        for number, line in enumerate(LINES, start=1):
            goes_on = await studio.say(line)
            screen = app.screen
            if number == SHOWN_CALL_TURNS and isinstance(screen, CallScreen):
                now_s = screen.view.turns[-1].end_s
                screen.show_timer()
                await pilot.pause()
                studio.take("call")
            if not goes_on:
                break
        if isinstance(app.screen, CallScreen):
            await pilot.press("f8", "enter")
        await studio.until(lambda: isinstance(app.screen, DebriefScreen))
        studio.take("debrief")
        await pilot.press("2")
        await studio.until(lambda: True)
        studio.take("rose")


def main() -> None:
    """Draw all pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    calls.SEEDS = 1  # type: ignore[misc]  # one seed to draw from: the same pictures each time
    with tempfile.TemporaryDirectory() as sessions:
        services = picture_doors(Path(sessions))
        make_earlier_calls(services)
        asyncio.run(draw(services, folder))


if __name__ == "__main__":
    main()
