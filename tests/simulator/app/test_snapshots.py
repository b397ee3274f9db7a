"""Pictures of the main screens, in both languages, sizes and themes: a change must be looked at and wanted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from simulator.app.app import CallSimApp
from simulator.app.call_view import Floor
from simulator.app.screens.call import CallScreen
from simulator.app.screens.debrief import DebriefScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.services import AppSettings, ThemeChoice
from simulator.language import Language
from tests.simulator.app.pretend import PretendServices, finished_call

Scene = Callable[[Pilot[None]], Awaitable[None]]


async def settled(pilot: Pilot[None], ready: Callable[[CallSimApp], bool]) -> CallSimApp:
    """Wait until the app is as far as asked."""
    app = pilot.app
    assert isinstance(app, CallSimApp)
    for _ in range(400):
        if ready(app):
            break
        await pilot.pause(0.02)
    assert ready(app)
    await pilot.pause()
    await pilot.pause()
    return app


def at_home(app: CallSimApp) -> bool:
    screen = app.screen
    return isinstance(screen, HomeScreen) and app.shelf is not None and app.past_calls_read


async def home(pilot: Pilot[None]) -> None:
    await settled(pilot, at_home)


async def briefing(pilot: Pilot[None]) -> None:
    await home(pilot)
    await pilot.press("home", "down", "enter")
    await settled(pilot, lambda app: "✓" in str(app.screen.query_one("#sound").render()))


async def ringing(pilot: Pilot[None]) -> None:
    await briefing(pilot)
    await pilot.press("t")
    await settled(pilot, lambda app: "…" not in str(app.screen.query_one("#ringing-note").render()))


async def call(pilot: Pilot[None]) -> None:
    await ringing(pilot)
    await pilot.press("enter", "f4")
    for turns in (1, 3, 5):

        def heard(app: CallSimApp, turns: int = turns) -> bool:
            screen = app.screen
            if not isinstance(screen, CallScreen):
                return False
            return len(screen.view.turns) == turns and screen.view.floor is Floor.TRAINEE

        await settled(pilot, heard)
        if turns < 5:
            await pilot.press(*"Wat is er gebeurd?", "enter")


def look_back(*keys: str) -> Scene:
    """Return the scene of a debrief's page."""

    async def scene(pilot: Pilot[None]) -> None:
        app = await settled(pilot, at_home)
        await app.push_screen(DebriefScreen(finished_call()))
        await pilot.press(*keys)
        await settled(pilot, lambda app: isinstance(app.screen, DebriefScreen))

    return scene


def pressing(*keys: str) -> Scene:
    """Return the scene after some keys at home."""

    async def scene(pilot: Pilot[None]) -> None:
        await home(pilot)
        await pilot.press(*keys)
        await pilot.pause(0.1)

    return scene


SCENES: dict[str, Scene] = {
    "home": home,
    "briefing": briefing,
    "ringing": ringing,
    "call": call,
    "debrief": look_back(),
    "rose": look_back("2"),
    "words": look_back("3"),
    "past-calls": pressing("s"),
    "settings": pressing("o"),
    "help": pressing("f1"),
}


def app_in(language: Language, theme: ThemeChoice = ThemeChoice.DARK) -> CallSimApp:
    services = PretendServices(kept=AppSettings(language=language, theme=theme, trainee=""))
    app = CallSimApp(services.doors(), clock=lambda: 0.0)
    app.animation_level = "none"
    return app


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("scene", SCENES)
def test_screen(snap_compare: Callable[..., bool], scene: str, language: Language) -> None:
    assert snap_compare(app_in(language), terminal_size=(80, 24), run_before=SCENES[scene])


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("scene", ["home", "briefing", "call", "debrief", "rose", "past-calls"])
def test_wide_screen(snap_compare: Callable[..., bool], scene: str, language: Language) -> None:
    assert snap_compare(app_in(language), terminal_size=(120, 40), run_before=SCENES[scene])


@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.CONTRAST], ids=["light", "contrast"])
@pytest.mark.parametrize("scene", ["home", "call", "debrief", "rose"])
def test_theme(snap_compare: Callable[..., bool], scene: str, theme: ThemeChoice) -> None:
    assert snap_compare(app_in(Language.ENGLISH, theme), terminal_size=(80, 24), run_before=SCENES[scene])
