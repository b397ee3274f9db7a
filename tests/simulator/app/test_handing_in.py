"""Handing in: offered where there is a training centre, asked first, once."""

from __future__ import annotations

import pytest

from simulator.app.screens.confirm import ConfirmScreen
from simulator.app.screens.debrief import DebriefScreen
from simulator.app.screens.past_calls import PastCallsScreen
from tests.simulator.app.pretend import PretendServices
from tests.simulator.app.stage import Stage, stage


async def to_the_debrief(at: Stage) -> None:
    await at.press("s")
    await at.on(PastCallsScreen)
    await at.press("enter")
    await at.on(DebriefScreen)


@pytest.mark.parametrize("sure", [True, False])
async def test_a_call_is_handed_in_after_asking_and_only_once(sure: bool) -> None:
    house = PretendServices(can_hand_in=True)
    async with stage(house) as at:
        await to_the_debrief(at)
        await at.press("i")
        await at.on(ConfirmScreen)
        await at.press("enter" if sure else "escape")
        await at.on(DebriefScreen)
        if not sure:
            assert house.handed_in == []
            return
        debrief = at.app.screen
        assert isinstance(debrief, DebriefScreen)
        await at.until(lambda: debrief.finished.handed_in)
        assert house.handed_in == [debrief.finished.session_id]
        await at.press("i")
        assert at.app.screen is debrief


async def test_without_a_training_centre_nothing_is_offered() -> None:
    async with stage(PretendServices()) as at:
        await to_the_debrief(at)
        assert "i" not in at.app.screen.active_bindings
        await at.press("i")
        assert isinstance(at.app.screen, DebriefScreen)
