"""The list of callers: searching it, and what is wrong with it."""

from __future__ import annotations

from textual.widgets import Input, Select

from simulator.app.screens.home import HomeScreen
from simulator.app.screens.past_calls import PastCallsScreen
from simulator.app.services import CallerShelf
from simulator.app.widgets.caller_cards import CallerList
from simulator.language import Language
from tests.simulator.app.pretend import PretendServices
from tests.simulator.app.pretend_calls import PERSONAS
from tests.simulator.app.stage import stage


async def test_search_and_filters() -> None:
    async with stage() as at:
        listed = at.app.screen.query_one(CallerList)
        await at.press("slash", *"karin")
        assert listed.option_count == 1
        await at.press("enter")
        assert at.app.focused is listed
        await at.press("slash", *"xyz")
        assert "Geen enkele beller past hierbij" in at.text()
        at.app.screen.query_one("#search", Input).value = ""
        at.app.screen.query_one("#language", Select).value = Language.ENGLISH
        await at.until(lambda: listed.option_count == 1)


async def test_faults_in_callers_are_said() -> None:
    shelf = CallerShelf(PERSONAS, ("ruth.persona.yaml:14: stance.start: '[b]x' is not an octant.",))
    async with stage(PretendServices(shelf=shelf)) as at:
        assert "ruth.persona.yaml:14: stance.start: '[b]x' is not an octant." in at.words()


async def test_nobody_on_the_shelf() -> None:
    async with stage(PretendServices(shelf=CallerShelf(()), made=())) as at:
        assert "Er zijn geen bellers" in at.text()
        await at.press("enter")
        assert isinstance(at.app.screen, HomeScreen)
        await at.press("s")
        await at.on(PastCallsScreen)
        assert "nog geen gesprek gevoerd" in at.text()


async def test_calls_that_wait_to_be_sent_are_said() -> None:
    async with stage(PretendServices(waiting=2)) as at:
        await at.until(lambda: "2 ingeleverde gesprekken zijn nog niet verstuurd" in at.words())
        at.services.waiting = 0
        await at.press("f5")
        await at.until(lambda: "verstuurd" not in at.words())
