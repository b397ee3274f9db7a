"""Runs the app without a terminal and waits for what it shows by listening to its messages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from simulator.app.app import CallSimApp
from simulator.app.call_view import Floor
from simulator.app.screens.briefing import BriefingScreen
from simulator.app.screens.call import CallScreen
from simulator.app.screens.ringing import RingingScreen
from simulator.app.services import AppServices
from tests.simulator.app.pretend import PretendServices

PATIENCE_S = 20.0
"""How long a thing may take before the test gives up; generous, as the machine may be busy."""

LOOK_AGAIN_S = 0.05
"""What a thread did without a message is seen after at most this long."""


class Doors(Protocol):
    """A house: the pretend one, or a real one."""

    def doors(self) -> AppServices:
        """Return all doors into it."""
        ...


@dataclass
class Stage:
    """A running app, its services, and a way to wait."""

    app: CallSimApp
    services: Any
    """The house; a `PretendServices` unless the test brought another."""
    pilot: Pilot[None]
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so, looking again after every message of the app."""
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                self.heard.clear()
                await self.pilot.pause()
                if not condition():
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self.heard.wait(), LOOK_AGAIN_S)

    async def on(self, screen: type[Screen[object]]) -> None:
        """Wait until a screen of this kind is in front, with its widgets."""
        await self.until(lambda: isinstance(self.app.screen, screen) and self.app.screen.is_mounted)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    def text(self) -> str:
        """Return what the screen shows, as plain text."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in strips)

    def words(self) -> str:
        """Return what the screen shows as one line, whatever the wrapping."""
        return " ".join(self.text().split())


@asynccontextmanager
async def stage(services: Doors | None = None, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Stage]:
    """Open the app on a stage of this many columns and rows."""
    house = services or PretendServices()
    app = CallSimApp(house.doors(), clock=lambda: 0.0)
    app.animation_level = "none"
    heard: list[Stage] = []

    def hook(_: Message) -> None:
        for each in heard:
            each.heard.set()

    async with app.run_test(size=size, message_hook=hook) as pilot:
        running = Stage(app, house, pilot)
        heard.append(running)
        await running.until(lambda: app.shelf is not None and app.past_calls_read)
        await pilot.pause()
        yield running


async def to_briefing(at: Stage) -> None:
    """Go from the list of callers to the briefing of the first one, and wait until its sound was looked at."""
    await at.press("home", "enter")
    await at.on(BriefingScreen)
    looking = at.app.wording.say("briefing-checking-sound")
    await at.until(lambda: str(at.app.screen.query_one("#sound", Static).render()) != looking)


async def to_ringing(at: Stage, *keys: str) -> None:
    """Let the first caller ring.

    Args:
        at: where.
        keys: pressed on the briefing; the last one lets the phone ring, typed where none is given.
    """
    await to_briefing(at)
    await at.press(*(keys or ("t",)))
    await at.on(RingingScreen)


async def to_call(at: Stage, *keys: str) -> CallScreen:
    """Go into a call with the first caller; see `to_ringing`."""
    await to_ringing(at, *keys)
    await at.press("enter")
    await at.on(CallScreen)
    screen = at.app.screen
    assert isinstance(screen, CallScreen)
    await at.until(lambda: screen.view.floor is Floor.TRAINEE)
    return screen
