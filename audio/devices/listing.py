"""Which microphones and speakers there are, and which one somebody means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from audio.devices.portaudio import any_stream_open, load, one_at_a_time
from audio.errors import DeviceError, NoDeviceError

SHORTEST_NAME_LIMIT: Final = 31
"""Windows' oldest sound system cuts names off here, so that one device appears under two names."""

HOSTS_BEST_FIRST: Final = ("Windows WASAPI", "Windows DirectSound", "MME", "Windows WDM-KS")
"""Windows lists each device once per sound system; the first has the shortest delay."""


class Direction(Enum):
    """Which way sound goes through a device."""

    IN = "microphone"
    OUT = "speaker"


@dataclass(frozen=True, slots=True)
class SoundDevice:
    """A microphone, a speaker, or both, as PortAudio knows it."""

    number: int
    """PortAudio's own; may change when devices are plugged in or out."""
    name: str
    host: str
    """The sound system it belongs to: 'ALSA', 'Windows WASAPI', 'Core Audio', ..."""
    inputs: int
    """Channels that can be recorded; 0 when it is no microphone."""
    outputs: int
    """Channels that can be played; 0 when it is no speaker."""
    rate_hz: int
    """The rate it prefers."""
    default_input: bool = False
    default_output: bool = False

    def channels(self, direction: Direction) -> int:
        """Return how many channels it has in a direction."""
        return self.inputs if direction is Direction.IN else self.outputs

    def is_default(self, direction: Direction) -> bool:
        """Tell whether the system uses it when nobody chose."""
        return self.default_input if direction is Direction.IN else self.default_output


def list_devices() -> tuple[SoundDevice, ...]:
    """Return all devices that PortAudio found when it was loaded.

    Raises:
        NoSoundSystemError: PortAudio is not installed.
        DeviceError: PortAudio cannot list the devices.
    """
    sounddevice = load()
    try:
        with one_at_a_time:
            found = sounddevice.query_devices()
            hosts = sounddevice.query_hostapis()
            default_input, default_output = (int(number) for number in sounddevice.default.device)
    except sounddevice.PortAudioError as fault:
        raise DeviceError(f"The sound devices cannot be listed ({fault.args[0]}). Pass --typed.") from fault
    if default_input < 0:
        default_input = _host_default(hosts, "default_input_device")
    if default_output < 0:
        default_output = _host_default(hosts, "default_output_device")
    return tuple(
        SoundDevice(
            number=number,
            name=" ".join(str(info["name"]).split()),
            host=str(hosts[info["hostapi"]]["name"]),
            inputs=int(info["max_input_channels"]),
            outputs=int(info["max_output_channels"]),
            rate_hz=round(info["default_samplerate"]) or 48_000,
            default_input=number == default_input,
            default_output=number == default_output,
        )
        for number, info in enumerate(found)
    )


def rescan_devices() -> tuple[SoundDevice, ...]:
    """Look again for devices, after one was plugged in or out; only while none is open.

    PortAudio reads the list once, when it starts; starting it anew is the only way to read it again, and closes every
    stream under its user's hands. Refused while one is open.

    Raises:
        NoSoundSystemError: PortAudio is not installed.
        DeviceError: a device is in use, or PortAudio cannot be started again.
    """
    sounddevice = load()
    with one_at_a_time:
        if any_stream_open():
            raise DeviceError("New sound devices can only be looked for while none is in use. End the call first.")
        try:
            sounddevice._terminate()
            sounddevice._initialize()
        except sounddevice.PortAudioError as fault:
            raise DeviceError(f"The sound system does not start again ({fault.args[0]}). Pass --typed.") from fault
    return list_devices()


def choose_device(devices: Sequence[SoundDevice], wanted: str | int | None, direction: Direction) -> SoundDevice:
    """Return the device that is meant.

    Args:
        devices: what there is.
        wanted: its number, its name or a part of it in any case; the system's own choice when None or empty.
        direction: microphone or speaker.

    Raises:
        NoDeviceError: there is no device in this direction at all.
        DeviceError: nothing matches, or several do; the sentence names what there is.
    """
    kind = direction.value
    usable = [device for device in devices if device.channels(direction) > 0]
    if not usable:
        raise NoDeviceError(f"No {kind} was found. Plug in a headset and start again, or pass --typed.", kind)
    if wanted is None or wanted == "":
        return next((device for device in usable if device.is_default(direction)), usable[0])
    text = str(wanted).strip()
    if text.lstrip("[").rstrip("]").isdigit():
        number = int(text.strip("[]"))
        matches = [device for device in usable if device.number == number]
    else:
        lowered = text.casefold()
        matches = [device for device in usable if device.name.casefold() == lowered] or [
            device for device in usable if lowered in device.name.casefold()
        ]
    if len({device.name.casefold()[:SHORTEST_NAME_LIMIT] for device in matches}) > 1:
        raise DeviceError(
            f"Several {kind}s match '{text}': {_named(matches)}. Pass --{kind} {matches[0].number}, for example."
        )
    if not matches:
        first = next((device for device in usable if device.is_default(direction)), usable[0])
        raise DeviceError(
            f"No {kind} matches '{text}'. Found: {_named(usable)}. Pass --{kind} {first.number}, or --typed."
        )
    return next((device for device in matches if device.is_default(direction)), min(matches, key=_host_rank))


def find_microphone(wanted: str | int | None = None) -> SoundDevice:
    """Return the microphone that is meant; see `choose_device`.

    Raises:
        NoSoundSystemError: PortAudio is not installed.
        DeviceError: there is none, or nothing matches.
    """
    return choose_device(list_devices(), wanted, Direction.IN)


def find_speaker(wanted: str | int | None = None) -> SoundDevice:
    """Return the speaker that is meant; see `choose_device`.

    Raises:
        NoSoundSystemError: PortAudio is not installed.
        DeviceError: there is none, or nothing matches.
    """
    return choose_device(list_devices(), wanted, Direction.OUT)


def _host_rank(device: SoundDevice) -> int:
    return HOSTS_BEST_FIRST.index(device.host) if device.host in HOSTS_BEST_FIRST else 0


def _named(devices: Sequence[SoundDevice]) -> str:
    return ", ".join(f"[{device.number}] {device.name}" for device in devices)


def _host_default(hosts: Sequence[dict[str, object]], key: str) -> int:
    for host in hosts:
        number = host.get(key, -1)
        if isinstance(number, int) and number >= 0:
            return number
    return -1
