"""The headset outside a call."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from simulator.app.services import SoundDevices, SoundReport

if TYPE_CHECKING:
    from simulator.cli.doors.house import House

LEVEL_EVERY_S: Final = 0.1
"""How often the level of the microphone is told."""


class HeadsetDoor:
    """Implements `simulator.app.services.SoundServices`."""

    def __init__(self, house: House) -> None:
        self._house = house

    def sound_devices(self) -> SoundDevices:
        """Return the devices there are; none without a sound system."""
        from audio.devices import Direction, list_devices
        from audio.errors import DeviceError

        try:
            devices = list_devices()
        except DeviceError:
            return SoundDevices()
        return SoundDevices(
            tuple(device.name for device in devices if device.channels(Direction.IN)),
            tuple(device.name for device in devices if device.channels(Direction.OUT)),
        )

    def sound_check(self) -> SoundReport:
        """Tell whether a spoken call can be made."""
        from audio.devices import find_microphone, find_speaker
        from audio.errors import AudioError

        settings = self._house.settings
        try:
            return SoundReport(
                microphone=find_microphone(settings.microphone).name, speaker=find_speaker(settings.speaker).name
            )
        except AudioError as trouble:
            return SoundReport(trouble=str(trouble), cause=trouble)

    def listen(self, level_dbfs: Callable[[float], None], stop: threading.Event) -> None:
        """Measure the microphone about ten times a second until `stop` is set."""
        from audio.devices import MonotonicClock, SoundcardMicrophone, find_microphone
        from audio.levels import rms_dbfs

        microphone = SoundcardMicrophone(MonotonicClock(), find_microphone(self._house.settings.microphone))
        due_s = 0.0
        try:
            for frame in microphone.frames():
                if stop.is_set():
                    return
                if frame.start_s >= due_s:
                    due_s = frame.start_s + LEVEL_EVERY_S
                    level_dbfs(rms_dbfs(frame.samples))
        finally:
            microphone.close()

    def play_tone(self) -> None:
        """Sound one period of the ring tone through the speaker."""
        from simulator.cli.spoken_call import open_headset

        settings = self._house.settings
        with open_headset(settings.microphone, settings.speaker) as headset:
            headset.ring.once()
