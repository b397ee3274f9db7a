"""The real house behind the screens: every door of `simulator.app.services`, filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.app.services import AppServices
from simulator.cli.doors.callers import ShelvedCallers
from simulator.cli.doors.calls import Telephone
from simulator.cli.doors.past_calls import KeptCalls
from simulator.cli.doors.preferences import KeptPreferences
from simulator.cli.doors.sound import HeadsetDoor
from simulator.cli.doors.training import KeptTraining
from simulator.cli.doors.upkeep import DiskUpkeep
from simulator.cli.doors.workshop import CallersWorkshop

if TYPE_CHECKING:
    from simulator.cli.doors.house import House


def open_doors(house: House) -> AppServices:
    """Return the doors into a house; nothing is read or loaded yet."""
    past_calls = KeptCalls(house)
    return AppServices(
        preferences=KeptPreferences(house),
        callers=ShelvedCallers(house),
        calls=Telephone(house),
        past_calls=past_calls,
        sound=HeadsetDoor(house),
        training=KeptTraining(house, past_calls),
        upkeep=DiskUpkeep(house),
        workshop=CallersWorkshop(house),
    )
