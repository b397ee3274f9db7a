"""What the screens need from the rest of the house, as Protocols and values.

The command line fills these in; the screens never choose an adapter, compute a score or touch a file.
Every verb says whether it blocks; blocking ones are called on worker threads only.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulator.app.services.callers import CallerServices, CallerShelf
from simulator.app.services.calls import CallPlan, CallServices, RunningCall, SpokenAhead
from simulator.app.services.past_calls import FinishedCall, PastCall, PastCallServices, WrittenNote
from simulator.app.services.preferences import AppSettings, Preferences, ThemeChoice
from simulator.app.services.sound import SoundDevices, SoundReport, SoundServices
from simulator.app.services.training import ReviewedCall, TrainerServices
from simulator.app.services.upkeep import (
    CheckedPlace,
    Folders,
    ModelLine,
    Place,
    PlaceFault,
    SpeechSpeed,
    TidiedUp,
    UpkeepServices,
)
from simulator.app.services.workshop import CheckedFile, WalkOutcome, WorkshopServices

__all__ = [
    "AppServices",
    "AppSettings",
    "CallPlan",
    "CallServices",
    "CallerServices",
    "CallerShelf",
    "CheckedFile",
    "CheckedPlace",
    "FinishedCall",
    "Folders",
    "ModelLine",
    "PastCall",
    "PastCallServices",
    "Place",
    "PlaceFault",
    "Preferences",
    "ReviewedCall",
    "RunningCall",
    "SoundDevices",
    "SoundReport",
    "SoundServices",
    "SpeechSpeed",
    "SpokenAhead",
    "ThemeChoice",
    "TidiedUp",
    "TrainerServices",
    "UpkeepServices",
    "WalkOutcome",
    "WorkshopServices",
    "WrittenNote",
]


@dataclass(frozen=True, slots=True)
class AppServices:
    """The doors from the screens into the house, one for each subject."""

    preferences: Preferences
    callers: CallerServices
    calls: CallServices
    past_calls: PastCallServices
    sound: SoundServices
    training: TrainerServices
    upkeep: UpkeepServices
    workshop: WorkshopServices
