"""A microphone and a speaker that outlive their devices: what is unplugged costs a pause, not the call.

While a device is away the microphone goes on with silence on the clock and the speaker drops what it is given, so that
whoever uses them notices nothing but the quiet. One thread watches both, says when one is lost, tries about every
second to open it or the system's other choice, and says when all is back.

PortAudio reads its list of devices once. A device that was plugged in again may only be found after PortAudio was
started anew, which would pull the other device's stream from under it: so the other one is let go first, for the few
tenths of a second that takes. The call stands still at that time anyway.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from audio.devices.listing import Direction
from audio.errors import DeviceError, DeviceRefusedError, DeviceTakenError
from audio.frames import FRAME_SAMPLES, SPEECH_RATE_HZ, AudioFrame, Samples, SpeechChunk, read_only
from audio.ports import Clock, Microphone, Speaker

_log = logging.getLogger(__name__)

RETRY_S: Final = 1.0
"""How often a lost device is tried again: soon enough to feel immediate, seldom enough to cost nothing."""

LOYAL_ATTEMPTS: Final = 5
"""So often the device that was meant is tried before another is taken: whoever pulled out a plug puts it back in, and
does not want the caller's voice from the computer's own loudspeaker meanwhile."""

WATCH_S: Final = 0.1
"""How often the speaker is looked at; a lost microphone is noticed by whoever reads it."""

RELEASE_LIMIT_S: Final = 1.0
"""How long is waited for the reader to let the microphone go before PortAudio is started anew."""

FRAME_S: Final = FRAME_SAMPLES / SPEECH_RATE_HZ

_SILENCE: Final[Samples] = read_only(np.zeros(FRAME_SAMPLES, dtype=np.float32))


class OpenMicrophone(Microphone, Protocol):
    """A microphone whose device is open already."""

    @property
    def name(self) -> str:
        """The device's name."""
        ...

    def discard(self) -> None:
        """Let the device go, though `frames` was never asked for."""
        ...


class OpenSpeaker(Speaker, Protocol):
    """A speaker whose device is open."""

    @property
    def name(self) -> str:
        """The device's name."""
        ...

    def fault(self) -> DeviceError | None:
        """Return what is wrong with it; None while it takes sound."""
        ...


class SoundSystem(Protocol):
    """What opens devices; all three raise `audio.errors.DeviceError`."""

    def open_microphone(self, *, any_other: bool) -> OpenMicrophone:
        """Open the microphone that is meant; with `any_other`, the system's own choice where that one fails."""
        ...

    def open_speaker(self, *, any_other: bool) -> OpenSpeaker:
        """Open the speaker that is meant; with `any_other`, the system's own choice where that one fails."""
        ...

    def look_again(self) -> None:
        """Read the list of devices anew; only while none is open."""
        ...


@dataclass(frozen=True, slots=True)
class DevicesBack:
    """Both devices work again."""

    microphone: str
    """The name of the microphone that is used from now on; empty when it was not opened yet."""
    speaker: str
    changed: bool
    """True when one of them is not the device it was before."""

    def __str__(self) -> str:
        """Return what to say, as a sentence."""
        used = [f"the microphone '{self.microphone}'"] if self.microphone else []
        used.append(f"the speaker '{self.speaker}'")
        return f"The sound is back{', by another device' if self.changed else ''}: {' and '.join(used)}."


class LastingHeadset:
    """A microphone and a speaker that outlive their devices; opens the speaker at once.

    The callbacks run on a thread of the headset's own, one at a time; `str()` of what they are given is a sentence.

    Args:
        clock: the call's clock.
        system: opens the devices.
        retry_s: how often a lost device is tried.

    Raises:
        DeviceError: the speaker cannot be opened to begin with.
    """

    def __init__(self, clock: Clock, system: SoundSystem, retry_s: float = RETRY_S) -> None:
        self._clock = clock
        self._system = system
        self._retry_s = retry_s
        self._changed = threading.Condition()
        self._lost: dict[Direction, DeviceError] = {}
        self._told: DeviceError | None = None
        self._attempts = 0
        self._retry_at_s = 0.0
        self._closed = threading.Event()
        self._on_lost: Callable[[DeviceError], None] | None = None
        self._on_back: Callable[[DevicesBack], None] | None = None
        self._names: dict[Direction, str] = {}
        self._used: OpenMicrophone | None = None
        self._read = False
        self._sounding: OpenSpeaker | None = system.open_speaker(any_other=False)
        self._names[Direction.OUT] = self._sounding.name
        self.microphone = _LastingMicrophone(self)
        self.speaker = _LastingSpeaker(self)
        self._watcher = threading.Thread(target=self._watch, name="devices", daemon=True)
        self._watcher.start()

    def tell(self, on_lost: Callable[[DeviceError], None], on_back: Callable[[DevicesBack], None]) -> None:
        """Say whom to tell from now on; what is lost already is told at once.

        Args:
            on_lost: a device failed; told again when another reason than 'gone' is found, such as 'taken'.
            on_back: all devices work again.
        """
        with self._changed:
            self._on_lost, self._on_back = on_lost, on_back
            self._told = None
            self._changed.notify_all()

    @property
    def lost(self) -> DeviceError | None:
        """What is wrong at the moment; None while both devices work. Any thread."""
        with self._changed:
            return next(iter(self._lost.values()), None)

    def close(self) -> None:
        """Let both devices go and stop trying. May be called twice, from any thread."""
        with self._changed:
            self._closed.set()
            used, sounding, read = self._used, self._sounding, self._read
            self._used = self._sounding = None
            self._changed.notify_all()
        if used is not None and read:
            used.close()
        elif used is not None:
            used.discard()
        if sounding is not None:
            sounding.close()
        if self._watcher is not threading.current_thread():
            self._watcher.join(2 * RELEASE_LIMIT_S)

    # For the microphone and the speaker.

    @property
    def clock(self) -> Clock:
        """The call's clock."""
        return self._clock

    @property
    def closed(self) -> threading.Event:
        """Set once nothing shall sound any more."""
        return self._closed

    def open_microphone(self) -> None:
        """Open the microphone for the first time."""
        with self._changed:
            if self._used is not None or self._closed.is_set() or Direction.IN in self._lost:
                return
        try:
            self._install(Direction.IN, self._system.open_microphone(any_other=False))
        except DeviceError as fault:
            self.lose(Direction.IN, fault)

    def take_microphone(self) -> OpenMicrophone | None:
        """Return the open microphone to be read until it ends; None while there is none."""
        with self._changed:
            self._read = self._used is not None
            return self._used

    def stop_microphone(self) -> None:
        """Let a running reader of the microphone come to its end."""
        with self._changed:
            used = self._used
        if used is not None:
            used.close()

    def microphone_ended(self, ended: OpenMicrophone) -> None:
        """Note that nobody reads a microphone any more and that its device is let go."""
        with self._changed:
            self._read = False
            if self._used is ended:
                self._used = None
            self._changed.notify_all()

    def take_speaker(self) -> OpenSpeaker | None:
        """Return the open speaker; None while there is none."""
        with self._changed:
            return self._sounding

    def lose(self, direction: Direction, fault: DeviceError) -> None:
        """Note that a device failed; it is told and tried again on the headset's own thread."""
        with self._changed:
            if not self._closed.is_set() and direction not in self._lost:
                self._lost[direction] = fault
                self._changed.notify_all()

    # The headset's own thread.

    def _watch(self) -> None:
        while not self._closed.is_set():
            with self._changed:
                self._changed.wait(WATCH_S)
                sounding = None if Direction.OUT in self._lost else self._sounding
            fault = None if sounding is None else sounding.fault()
            if fault is not None and not self._closed.is_set():
                self.lose(Direction.OUT, fault)
            self._tell_lost()
            if self.lost is not None and self._clock.now_s() >= self._retry_at_s and not self._closed.is_set():
                try:
                    self._try_again()
                except Exception:
                    # Whatever a sound system throws while it is taken apart: the next attempt finds it in order or not.
                    _log.exception("Looking for the sound devices failed")
                self._retry_at_s = self._clock.now_s() + self._retry_s

    def _tell_lost(self) -> None:
        with self._changed:
            fault = next(iter(self._lost.values()), None)
            on_lost = self._on_lost
            if fault is None or on_lost is None or self._closed.is_set():
                return
            telling = self._told is None or (
                type(fault) is not type(self._told) and isinstance(fault, DeviceTakenError | DeviceRefusedError)
            )
            if telling:
                self._told = fault
        if telling:
            on_lost(fault)

    def _try_again(self) -> None:
        self._attempts += 1
        for direction in tuple(self._lost):
            self._reopen(direction)
        # Every other time the list is read anew; the first attempt is for a device that only hiccuped.
        if self.lost is not None and self._attempts % 2 == 0:
            self._look_again()
        with self._changed:
            if self._lost or self._closed.is_set():
                return
            self._attempts = 0
            told, self._told = self._told, None
            on_back = self._on_back
            used = {Direction.IN: self._used, Direction.OUT: self._sounding}
            names = {direction: each.name for direction, each in used.items() if each is not None}
            changed = any(self._names.get(direction, name) != name for direction, name in names.items())
            self._names.update(names)
        if told is not None and on_back is not None:
            on_back(DevicesBack(names.get(Direction.IN, ""), names.get(Direction.OUT, ""), changed))

    def _reopen(self, direction: Direction) -> None:
        self._release(direction)
        any_other = self._attempts > LOYAL_ATTEMPTS
        try:
            if direction is Direction.IN:
                self._install(direction, self._system.open_microphone(any_other=any_other))
            else:
                self._install(direction, self._system.open_speaker(any_other=any_other))
        except DeviceError as fault:
            with self._changed:
                self._lost[direction] = fault

    def _look_again(self) -> None:
        """Let go of what still works, read the list of devices anew, and open everything."""
        in_use = [direction for direction, each in self._in_use().items() if each is not None]
        released = [self._release(direction) for direction in in_use]
        if all(released):
            with suppress(DeviceError):  # somebody else of this program has a device open; the next attempt may do
                self._system.look_again()
        for direction in dict.fromkeys((*in_use, *self._lost)):
            self._reopen(direction)

    def _in_use(self) -> dict[Direction, OpenMicrophone | OpenSpeaker | None]:
        with self._changed:
            return {Direction.IN: self._used, Direction.OUT: self._sounding}

    def _release(self, direction: Direction) -> bool:
        """Let a device go; return whether it surely is."""
        with self._changed:
            if direction is Direction.OUT:
                sounding, self._sounding = self._sounding, None
            else:
                sounding = None
                used = self._used
        if direction is Direction.OUT:
            if sounding is not None:
                sounding.close()
            return True
        if used is None:
            return True
        used.close()
        with self._changed:
            if not self._read:
                self._used = None
                used.discard()
            return self._changed.wait_for(lambda: self._used is not used, RELEASE_LIMIT_S)

    def _install(self, direction: Direction, opened: OpenMicrophone | OpenSpeaker) -> None:
        """Put an opened device in its place, or let it go when the headset was closed meanwhile."""
        with self._changed:
            wanted = not self._closed.is_set()
            if wanted and direction is Direction.IN:
                self._used = opened  # type: ignore[assignment]
            elif wanted:
                self._sounding = opened  # type: ignore[assignment]
            if wanted:
                self._lost.pop(direction, None)
                self._names.setdefault(direction, opened.name)
        if not wanted and direction is Direction.IN:
            opened.discard()  # type: ignore[union-attr]
        elif not wanted:
            opened.close()
        elif direction is Direction.OUT:
            self.speaker.installed(opened)  # type: ignore[arg-type]


class _LastingMicrophone:
    """The microphone of a `LastingHeadset`."""

    def __init__(self, headset: LastingHeadset) -> None:
        self._headset = headset
        self._closed = threading.Event()

    def frames(self) -> Iterator[AudioFrame]:
        """Yield frames of 32 ms until `close`, silent ones while there is no device; blocks on the calling thread."""
        clock = self._headset.clock
        next_s = clock.now_s()
        self._headset.open_microphone()
        while not self._over():
            opened = self._headset.take_microphone()
            if opened is None:
                # Frames of the time in which nobody noticed the loss are due already: no wait for those.
                if self._closed.wait(max(0.0, next_s + FRAME_S - clock.now_s())) or self._over():
                    return
                yield AudioFrame(_SILENCE, next_s)
                next_s += FRAME_S
                continue
            begun = False
            try:
                for frame in opened.frames():
                    if self._closed.is_set():
                        break
                    if not begun and frame.start_s < next_s - FRAME_S / 2:
                        continue  # This time was given out as silence.
                    while not begun and frame.start_s >= next_s + FRAME_S:
                        yield AudioFrame(_SILENCE, next_s)
                        next_s += FRAME_S
                    begun = True
                    yield frame
                    next_s = frame.end_s
            except DeviceError as fault:
                self._headset.lose(Direction.IN, fault)
            finally:
                self._headset.microphone_ended(opened)

    def close(self) -> None:
        """End the sound; a running `frames` returns soon after. May be called twice, from any thread."""
        self._closed.set()
        self._headset.stop_microphone()

    def _over(self) -> bool:
        return self._closed.is_set() or self._headset.closed.is_set()


class _LastingSpeaker:
    """The speaker of a `LastingHeadset`; keeps time for what nobody hears."""

    def __init__(self, headset: LastingHeadset) -> None:
        self._headset = headset
        self._lock = threading.Lock()
        self._silent_from_s = 0.0
        self._gain = 1.0

    def installed(self, opened: OpenSpeaker) -> None:
        """Take a newly opened device into use as loud as the one before."""
        with self._lock:
            opened.set_gain(self._gain, 0.0)

    def play(self, chunk: SpeechChunk) -> float:
        """Queue a chunk behind what is queued, or drop it while there is no device; return when it (would) sound."""
        opened = self._headset.take_speaker()
        if opened is not None:
            try:
                return opened.play(chunk)
            except DeviceError as fault:
                self._headset.lose(Direction.OUT, fault)
        with self._lock:
            start_s = max(self._headset.clock.now_s(), self._silent_from_s)
            self._silent_from_s = start_s + chunk.duration_s
            return start_s

    def busy(self) -> bool:
        """Tell whether something is sounding or waiting to sound, or would be if there were a device."""
        opened = self._headset.take_speaker()
        if opened is not None and opened.busy():
            return True
        with self._lock:
            return self._headset.clock.now_s() < self._silent_from_s and not self._headset.closed.is_set()

    def drain(self) -> None:
        """Block until all that is queued has sounded, or would have."""
        while self.busy():
            opened = self._headset.take_speaker()
            if opened is not None:
                opened.drain()
            with self._lock:
                left_s = self._silent_from_s - self._headset.clock.now_s()
            if left_s > 0.0 and self._headset.closed.wait(left_s):
                return

    def abort(self) -> float:
        """Fall silent at once and forget the queue; return when the sound stopped, on the clock."""
        with self._lock:
            now_s = self._headset.clock.now_s()
            dropped = self._silent_from_s > now_s
            self._silent_from_s = min(self._silent_from_s, now_s)
        opened = self._headset.take_speaker()
        return now_s if opened is None or dropped else opened.abort()

    def set_gain(self, gain: float, ramp_s: float) -> None:
        """Make what sounds softer or louder, evenly; see `audio.devices.speaker`."""
        with self._lock:
            self._gain = gain
        opened = self._headset.take_speaker()
        if opened is not None:
            opened.set_gain(gain, ramp_s)

    def close(self) -> None:
        """Fall silent and let both devices go. May be called twice."""
        self._headset.close()
