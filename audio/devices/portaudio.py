"""The one place that loads PortAudio, and that turns its error numbers into sentences."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from types import ModuleType
from typing import Any, Final
from weakref import WeakSet

from audio.errors import DeviceError, DeviceGoneError, DeviceRefusedError, DeviceTakenError, NoSoundSystemError

INVALID_CHANNEL_COUNT: Final = -9998
INVALID_SAMPLE_RATE: Final = -9997
INVALID_DEVICE: Final = -9996
DEVICE_UNAVAILABLE: Final = -9985
"""PortAudio's own error codes (portaudio.h, PaErrorCode)."""

one_at_a_time: Final = threading.RLock()
"""PortAudio may be called by one thread at a time; never held in a stream's callback."""

_open_streams: Final[WeakSet[Any]] = WeakSet()


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


def open_stream(make: Callable[[], Any]) -> Any:  # noqa: ANN401
    """Make and start a stream, and count it as open until `close_stream`."""
    with one_at_a_time:
        stream = make()
        _open_streams.add(stream)
        try:
            stream.start()
        except BaseException:
            close_stream(stream)
            raise
        return stream


def open_as_allowed(
    make: Callable[[int, int], Any], rates_hz: Sequence[int], channels: Sequence[int], kind: str, name: str
) -> tuple[Any, int]:
    """Open a stream at the first sample rate and number of channels that its device takes.

    Args:
        make: makes a stream of a rate and a number of channels.
        rates_hz: those to try, the best first; repeats are tried once.
        channels: the numbers to try at each rate, the best first.
        kind: 'microphone' or 'speaker'.
        name: of the device.

    Returns:
        The stream, and its rate.

    Raises:
        DeviceError: the device takes none of them, or cannot be opened for another reason.
    """
    sounddevice = load()
    attempts = [(rate_hz, count) for rate_hz in dict.fromkeys(rates_hz) for count in dict.fromkeys(channels)]
    for number, (rate_hz, count) in enumerate(attempts, start=1):
        try:
            return open_stream(partial(make, rate_hz, count)), rate_hz
        except sounddevice.PortAudioError as fault:
            retry = error_code(fault) in (INVALID_SAMPLE_RATE, INVALID_CHANNEL_COUNT)
            if not retry or number == len(attempts):
                raise explain(fault, kind, name) from fault
    raise AssertionError("there is always an attempt")


def close_stream(stream: Any) -> None:  # noqa: ANN401
    """Let a stream go, whatever became of its device. Stopping waits for the running callback and nothing else."""
    with one_at_a_time:
        stream.abort(ignore_errors=True)
        stream.close(ignore_errors=True)
        _open_streams.discard(stream)


def is_running(stream: Any) -> bool:  # noqa: ANN401
    """Tell whether a stream still moves sound; one whose device went away does not, at once on most systems."""
    try:
        return bool(stream.active)
    except Exception:  # sounddevice raises its own error for a stream that PortAudio no longer knows
        return False


def any_stream_open() -> bool:
    """Tell whether a stream is open: starting PortAudio anew would pull it from under its user."""
    with one_at_a_time:
        return len(_open_streams) > 0


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
            return DeviceTakenError(said, kind, name)
        case code if code == INVALID_DEVICE:
            said = f"The {kind} '{name}' is no longer there. Plug it in again, or choose another {kind}."
            return DeviceGoneError(said, kind, name)
        case code if code in (INVALID_SAMPLE_RATE, INVALID_CHANNEL_COUNT):
            said = f"The {kind} '{name}' refuses every sample rate that was tried. Choose another {kind}."
            return DeviceRefusedError(said, kind, name)
        case _:
            said = f"The {kind} '{name}' cannot be opened ({reason}). Check its plug, or choose another {kind}."
            return DeviceError(said, kind, name)
