"""The callers as files: checked as they are saved, rehearsed with one key."""

from __future__ import annotations

import threading

from simulator.app.screens.trainers_room import TrainersRoomScreen
from simulator.app.screens.workshop import WorkshopScreen
from tests.simulator.app.pretend import FILES, PretendServices
from tests.simulator.app.stage import Stage, stage


async def at_workshop(at: Stage) -> None:
    await at.press("t")
    await at.on(TrainersRoomScreen)
    await at.press("w")
    await at.on(WorkshopScreen)
    await at.until(lambda: "joost" in at.text())


async def test_a_save_is_seen_and_the_file_that_was_pointed_at_stays_so() -> None:
    services = PretendServices()
    async with stage(services, (120, 40)) as at:
        await at_workshop(at)
        await at.until(lambda: "stance.start: '[red]boos'" in at.words())
        assert "3 bestanden, 1 met fouten" in at.text()
        await at.press("enter")
        assert len(at.app._notifications) == 1
        await at.press("down", "down")
        await at.until(lambda: "Karin de Wit: Al drie dagen geen internet" in at.words())
        services.checks.put((*FILES[1:], FILES[0]))
        services.checks.put(FILES[1:])
        await at.until(lambda: "2 bestanden, geen fouten" in at.text())
        assert "Karin de Wit: Al drie dagen geen internet" in at.words()
        await at.press("escape")
        await at.on(TrainersRoomScreen)
        await at.until(services.watched.is_set)


async def test_a_rehearsal_with_one_key() -> None:
    async with stage(PretendServices(), (120, 40)) as at:
        await at_workshop(at)
        await at.press("down", "down", "enter")
        await at.until(lambda: "vaktaal" in at.text() and "Esc breekt" not in at.words())
        assert "6 beurten, 3 van 4 feiten" in at.words()
        assert "the silent rehearsal is solved" in at.words()


async def test_a_rehearsal_is_stopped_by_escape() -> None:
    services = PretendServices(walk_on=threading.Event())
    async with stage(services, (120, 40)) as at:
        await at_workshop(at)
        await at.press("down", "down", "r")
        await at.until(lambda: "Esc breekt" in at.words() and "goed" in at.text())
        await at.press("escape")
        assert isinstance(at.app.screen, WorkshopScreen)
        assert "Esc breekt" not in at.words()
        assert services.walk_on is not None
        services.walk_on.set()
        await at.press("escape")
        await at.on(TrainersRoomScreen)
