"""The headset: microphones and speakers through PortAudio, and the clock of a call at a desk.

Importing this package does not load PortAudio; listing devices or opening one does.
"""

from audio.devices.clock import MonotonicClock
from audio.devices.lasting import DevicesBack, LastingHeadset
from audio.devices.listing import (
    Direction,
    SoundDevice,
    choose_device,
    find_microphone,
    find_speaker,
    list_devices,
    rescan_devices,
)
from audio.devices.microphone import SoundcardMicrophone
from audio.devices.speaker import SoundcardSpeaker
from audio.devices.system import PortAudioSystem

__all__ = [
    "DevicesBack",
    "Direction",
    "LastingHeadset",
    "MonotonicClock",
    "PortAudioSystem",
    "SoundDevice",
    "SoundcardMicrophone",
    "SoundcardSpeaker",
    "choose_device",
    "find_microphone",
    "find_speaker",
    "list_devices",
    "rescan_devices",
]
