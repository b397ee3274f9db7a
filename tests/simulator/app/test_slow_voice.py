"""A voice that is slow on this computer: said on the briefing, spoken ahead while one reads, stopped by a key."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Button, ProgressBar

from simulator.app.screens.briefing import BriefingScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.ringing import RingingScreen
from simulator.app.services import AppSettings, CallerShelf, SoundReport, SpokenAhead
from simulator.app.widgets.spoken_ahead import SWITCH, SpokenAheadBar, minutes_left
from simulator.language import Language
from tests.simulator.app.pretend import PretendServices
from tests.simulator.app.stage import Stage, stage, to_briefing

SLOW = SpokenAhead(12, 140, True, 250.0)
DONE = SpokenAhead(140, 140, False, 0.0)


def house(*ahead: SpokenAhead, language: Language = Language.DUTCH) -> PretendServices:
    return PretendServices(kept=AppSettings(trainee="", language=language), ahead=ahead)


def bar(at: Stage) -> SpokenAheadBar:
    return at.app.screen.query_one(SpokenAheadBar)


@given(st.floats(min_value=0.0, max_value=36_000.0))
def test_the_minutes_that_are_said_are_those_it_takes(left_s: float) -> None:
    said = minutes_left(left_s)
    assert (said == 0) == (left_s <= 30.0)
    assert said == 0 or math.isclose(said * 60.0, left_s, abs_tol=30.0)


@pytest.mark.parametrize("language", list(Language), ids=str)
async def test_a_slow_voice_is_said_with_how_long_it_takes(language: Language) -> None:
    async with stage(house(SLOW, language=language)) as at:
        await to_briefing(at)
        await at.until(lambda: bar(at).offers)
        assert at.app.wording.say("ahead-slow", minutes=4) in at.words()
        assert {Language.DUTCH: "nog ongeveer 4 minuten", Language.ENGLISH: "about 4 minutes more"}[
            language
        ] in at.words()
        shown = at.app.screen.query_one(ProgressBar)
        assert (shown.progress, shown.total) == (12, 140)


async def test_a_quick_voice_is_not_spoken_of_and_neither_is_the_key() -> None:
    async with stage(house(SpokenAhead(0, 140), SpokenAhead(20, 140, False, 3.0))) as at:
        await to_briefing(at)
        await at.until(lambda: bool(at.services.begun_ahead))
        assert not bar(at).display
        assert "v" not in at.app.screen.active_bindings
        await at.press("v")
        assert not at.services.stopped_ahead


async def test_stopping_keeps_what_is_done_and_the_same_key_goes_on() -> None:
    async with stage(house(SLOW)) as at:
        await to_briefing(at)
        await at.until(lambda: bar(at).offers)
        await at.press("v")
        await at.until(lambda: len(at.services.stopped_ahead) == 1)
        assert "wat er al is, blijft bewaard" in at.words()
        await at.press("f1", "escape")
        await at.on(BriefingScreen)
        assert len(at.services.begun_ahead) == 1
        await at.press("v")
        await at.until(lambda: len(at.services.begun_ahead) == 2)
        assert "nog ongeveer 4 minuten" in at.words()


async def test_once_all_is_spoken_that_is_said_and_nothing_is_offered() -> None:
    async with stage(house(SLOW, DONE)) as at:
        await to_briefing(at)
        await at.until(lambda: "Alles van deze beller is ingesproken" in at.words())
        assert not bar(at).offers
        assert "v" not in at.app.screen.active_bindings
        assert "%" not in at.text()


async def test_it_waits_while_another_screen_is_in_front_and_ends_with_the_briefing() -> None:
    async with stage(house(SLOW)) as at:
        await to_briefing(at)
        await at.until(lambda: bar(at).offers)
        await at.press("d")
        await at.until(lambda: len(at.services.stopped_ahead) == 1)
        await at.press("escape")
        await at.until(lambda: len(at.services.begun_ahead) == 2)
        await at.press("escape")
        await at.on(HomeScreen)
        await at.until(lambda: len(at.services.stopped_ahead) == 2)


async def test_a_call_right_away_rings_at_once() -> None:
    async with stage(house(SLOW)) as at:
        await to_briefing(at)
        await at.until(lambda: bar(at).offers)
        await at.press("s")
        await at.on(RingingScreen)
        await at.until(lambda: len(at.services.stopped_ahead) == 1)
        assert len(at.services.begun_ahead) == 1


async def test_nothing_is_spoken_ahead_where_nobody_can_hear_it() -> None:
    services = house(SLOW)
    services.sound = SoundReport("There is no microphone.")
    async with stage(services) as at:
        await to_briefing(at)
        assert services.begun_ahead == []
        assert not bar(at).display


async def test_the_button_does_what_the_key_does() -> None:
    async with stage(house(SLOW)) as at:
        await to_briefing(at)
        await at.until(lambda: bar(at).offers)
        for label, begun, stopped in (("Verder (v)", 1, 1), ("Stilzetten (v)", 2, 1)):
            at.app.screen.query_one(f"#{SWITCH}", Button).press()
            await at.until(
                lambda begun=begun, stopped=stopped: (
                    (len(at.services.begun_ahead), len(at.services.stopped_ahead)) == (begun, stopped)
                )
            )
            assert label in at.words()
        assert isinstance(at.app.screen, BriefingScreen)


@pytest.mark.parametrize("language", list(Language), ids=str)
async def test_the_briefing_can_still_be_read_on_a_small_screen(language: Language) -> None:
    async with stage(house(SLOW, language=language)) as at:
        await to_briefing(at)
        await at.until(lambda: bar(at).offers)
        await at.pilot.pause()
        briefing = at.app.screen.query_one("#briefing-text")
        assert briefing.region.height <= at.app.screen.query_one("#briefing").region.bottom - briefing.region.y


async def test_a_briefing_that_does_not_fit_is_read_by_keys() -> None:
    services = house(SLOW)
    long = {"briefing": "Je mag een monteur sturen. " * 60}
    services.shelf = CallerShelf(tuple(each.model_copy(update=long) for each in services.shelf.personas))
    async with stage(services) as at:
        await to_briefing(at)
        briefing = at.app.screen.query_one("#briefing")
        await at.press("pagedown")
        await at.until(lambda: briefing.scroll_y > 0)
        await at.press("pageup")
        await at.until(lambda: briefing.scroll_y == 0)
