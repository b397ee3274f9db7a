"""The keys on the bottom line, and the same things in the palette."""

from __future__ import annotations

from textual.command import CommandPalette

from simulator.app.screens.call import CallScreen
from simulator.app.screens.help import HelpScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.note import NoteScreen
from simulator.app.widgets.bottom_line import BottomLine, KeyLabel, fitting_labels
from tests.simulator.app.stage import stage, to_call

LABELS = tuple(
    KeyLabel(key, key, label, "", True) for key, label in (("a", "Nog eens"), ("s", "Zoeken"), ("f1", "Hulp"))
)


def test_what_does_not_fit_is_left_out_and_the_help_stays() -> None:
    assert fitting_labels(LABELS, 80, 0) == LABELS
    assert fitting_labels(LABELS, sum(each.cells for each in LABELS) - 2, 0) == LABELS[1:]
    assert fitting_labels(LABELS, 3, 0) == (LABELS[2],)
    assert fitting_labels((), 3, 0) == ()


async def test_a_click_does_what_the_key_does_and_the_mouse_is_told_what_that_is() -> None:
    async with stage() as at:
        line = at.app.screen.query_one(BottomLine)
        place = at.text().split("\n")[-1].index("Hulp")
        assert await at.pilot.hover(BottomLine, offset=(place, 0))
        await at.until(lambda: "Laat zien wat je op dit scherm kunt doen." in str(line.tooltip))
        assert await at.pilot.click(BottomLine, offset=(place, 0))
        await at.on(HelpScreen)
        await at.press("escape")
        await at.on(HomeScreen)
        assert await at.pilot.click(BottomLine, offset=(79, 0))
        assert isinstance(at.app.screen, HomeScreen)


async def test_the_palette_knows_what_the_screen_can_do() -> None:
    async with stage() as at:
        call = await to_call(at)
        await at.press("ctrl+p")
        await at.on(CommandPalette)
        await at.press(*"notitie")
        await at.until(lambda: "de beller merkt er niets van" in at.words())
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, NoteScreen | CallScreen))
        if isinstance(at.app.screen, CallScreen):
            await at.press("enter")
        await at.on(NoteScreen)
        assert call in at.app.screen_stack
