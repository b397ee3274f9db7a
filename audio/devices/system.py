"""The microphone and the speaker somebody chose, opened through PortAudio as often as it takes."""

from __future__ import annotations

from collections.abc import Sequence

from audio.devices.listing import Direction, SoundDevice, choose_device, list_devices, rescan_devices
from audio.devices.microphone import SoundcardMicrophone
from audio.devices.speaker import SoundcardSpeaker
from audio.errors import DeviceError, DeviceGoneError
from audio.ports import Clock


class PortAudioSystem:
    """Opens the chosen devices, found again by their names: PortAudio's numbers change when a plug is pulled.

    Args:
        clock: the call's clock.
        microphone: name, part of a name, or number; the system's own choice when None.
        speaker: the same.

    Raises:
        NoSoundSystemError: PortAudio is not installed.
        DeviceError: there is no such device; the sentence names what there is.
    """

    def __init__(self, clock: Clock, microphone: str | int | None = None, speaker: str | int | None = None) -> None:
        self._clock = clock
        devices = list_devices()
        self._meant = {
            Direction.IN: choose_device(devices, microphone, Direction.IN),
            Direction.OUT: choose_device(devices, speaker, Direction.OUT),
        }
        self._by_name = {Direction.IN: bool(microphone), Direction.OUT: bool(speaker)}

    @property
    def microphone(self) -> SoundDevice:
        """The microphone that is meant."""
        return self._meant[Direction.IN]

    @property
    def speaker(self) -> SoundDevice:
        """The speaker that is meant."""
        return self._meant[Direction.OUT]

    def open_microphone(self, *, any_other: bool) -> SoundcardMicrophone:
        """Open the microphone.

        Args:
            any_other: True takes the system's own choice where the one that is meant fails.

        Raises:
            DeviceError: it cannot be opened.
        """

        def opened(device: SoundDevice) -> SoundcardMicrophone:
            microphone = SoundcardMicrophone(self._clock, device)
            microphone.open()
            return microphone

        fault: DeviceError | None = None
        for device in self._candidates(Direction.IN, any_other=any_other):
            try:
                return opened(device)
            except DeviceError as refused:
                fault = fault or refused
        raise fault or self._gone(Direction.IN)

    def open_speaker(self, *, any_other: bool) -> SoundcardSpeaker:
        """Open the speaker; see `open_microphone`.

        Raises:
            DeviceError: it cannot be opened.
        """
        fault: DeviceError | None = None
        for device in self._candidates(Direction.OUT, any_other=any_other):
            try:
                return SoundcardSpeaker(self._clock, device)
            except DeviceError as refused:
                fault = fault or refused
        raise fault or self._gone(Direction.OUT)

    def look_again(self) -> None:
        """Read the list of devices anew.

        Raises:
            DeviceError: a device is in use somewhere in this program.
        """
        rescan_devices()

    def _candidates(self, direction: Direction, *, any_other: bool) -> Sequence[SoundDevice]:
        """Return what to try, in order.

        Raises:
            DeviceError: there is no device in this direction at all.
        """
        devices = list_devices()
        meant = self._meant[direction]
        usable = [device for device in devices if device.channels(direction) > 0]
        same = [device for device in usable if (device.name, device.host) == (meant.name, meant.host)]
        same = same or [device for device in usable if device.name == meant.name]
        default = choose_device(devices, None, direction)
        if any_other or not self._by_name[direction]:
            # Nobody named a device: the system's choice of now counts, which may be another than it was.
            return list(dict.fromkeys((*same, default) if self._by_name[direction] else (default, *same)))
        return same

    def _gone(self, direction: Direction) -> DeviceGoneError:
        kind, name = direction.value, self._meant[direction].name
        return DeviceGoneError(
            f"The {kind} '{name}' is no longer there. Plug it in again, or choose another {kind}.", kind, name
        )
