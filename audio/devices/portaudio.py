"""The one place that loads PortAudio, and that turns its error numbers into sentences."""

from __future__ import annotations

from types import ModuleType
from typing import Final

from audio.errors import DeviceError, NoSoundSystemError

INVALID_CHANNEL_COUNT: Final = -9998
INVALID_SAMPLE_RATE: Final = -9997
INVALID_DEVICE: Final = -9996
DEVICE_UNAVAILABLE: Final = -9985
"""PortAudio's own error codes (portaudio.h, PaErrorCode)."""


def load() -> ModuleType:
    """Return the sounddevice module.

    Raises:
        NoSoundSystemError: PortAudio is not installed.
    """
    try:
        import sounddevice
    except OSError as fault:
        raise NoSoundSystemError(
            "There is no sound: PortAudio is not installed. On Debian and Ubuntu run 'sudo apt-get install -y "
            "libportaudio2'. Until then everything that needs no sound works; pass --typed to call by keyboard."
        ) from fault
    module: ModuleType = sounddevice
    return module


def error_code(fault: BaseException) -> int:
    """Return PortAudio's number for an error, 0 when it has none."""
    code = fault.args[1] if len(fault.args) > 1 else 0
    return code if isinstance(code, int) else 0


def explain(fault: BaseException, kind: str, name: str) -> DeviceError:
    """Return an error that says what happened to a device, and what to do next.

    Args:
        fault: what sounddevice raised.
        kind: 'microphone' or 'speaker'.
        name: of the device.
    """
    reason = str(fault.args[0]) if fault.args else type(fault).__name__
    match error_code(fault):
        case code if code == DEVICE_UNAVAILABLE:
            said = f"The {kind} '{name}' is taken by another program. Close that program, or choose another {kind}."
        case code if code == INVALID_DEVICE:
            said = f"The {kind} '{name}' is no longer there. Plug it in again, or choose another {kind}."
        case code if code in (INVALID_SAMPLE_RATE, INVALID_CHANNEL_COUNT):
            said = f"The {kind} '{name}' refuses every sample rate that was tried. Choose another {kind}."
        case _:
            said = f"The {kind} '{name}' cannot be opened ({reason}). Check its plug, or choose another {kind}."
    return DeviceError(said)
