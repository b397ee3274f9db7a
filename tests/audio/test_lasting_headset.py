"""Every fault a device can have, by a sound system whose devices the test pulls out, takes and gives back."""

import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.devices import Direction, LastingHeadset, MonotonicClock
from audio.errors import DeviceError, DeviceGoneError, DeviceRefusedError, DeviceTakenError, NoDeviceError
from audio.frames import FRAME_SAMPLES, SPEECH_RATE_HZ, AudioFrame, SpeechChunk, read_only
from audio.ports import Microphone, Speaker

FRAME_S = FRAME_SAMPLES / SPEECH_RATE_HZ
LIMIT_S = 10.0
LOUD = read_only(np.full(FRAME_SAMPLES, 0.5, np.float32))


class PluggedMicrophone:
    def __init__(self, system, name):
        self.system, self.name = system, name
        self.closed = threading.Event()
        self.generation = system.generation
        self.open = True
        system.opened.append(self)

    def frames(self):
        next_s = self.system.clock.now_s()
        try:
            while not self.closed.wait(max(0.0, next_s + FRAME_S - self.system.clock.now_s())):
                if self.system.faults[Direction.IN] is not None:
                    raise DeviceGoneError(f"The microphone '{self.name}' was unplugged.", "microphone", self.name)
                yield AudioFrame(LOUD, next_s)
                next_s += FRAME_S
        finally:
            self.open = False

    def close(self):
        self.closed.set()

    def discard(self):
        self.closed.set()
        self.open = False


class PluggedSpeaker:
    def __init__(self, system, name):
        self.system, self.name = system, name
        self.generation = system.generation
        self.open = True
        self.played, self.gains = [], []
        system.opened.append(self)

    def play(self, chunk):
        if self.fault() is not None:
            raise self.fault()
        self.played.append(chunk)
        return self.system.clock.now_s()

    def fault(self):
        if self.system.faults[Direction.OUT] is None:
            return None
        return DeviceGoneError(f"The speaker '{self.name}' was unplugged.", "speaker", self.name)

    def busy(self):
        return False

    def drain(self):
        pass

    def abort(self):
        return self.system.clock.now_s()

    def set_gain(self, gain, ramp_s):
        self.gains.append(gain)

    def close(self):
        self.open = False


class PullableSystem:
    """A sound system with one headset; plugged in again, it is found only after the list was read anew."""

    def __init__(self, needs_new_list=False):
        self.clock = MonotonicClock()
        self.faults = {Direction.IN: None, Direction.OUT: None}
        self.names = {Direction.IN: "Headset", Direction.OUT: "Headset"}
        self.needs_new_list = needs_new_list
        self.stale = False
        self.generation = 0
        self.opened = []
        self.tries = 0

    def pull(self, *directions, fault=None):
        for direction in directions:
            self.faults[direction] = fault or NoDeviceError("No microphone was found.")
        self.stale = self.needs_new_list

    def plug(self, *directions):
        for direction in directions:
            self.faults[direction] = None

    def _check(self, direction):
        self.tries += 1
        if self.faults[direction] is not None:
            raise self.faults[direction]
        if self.stale:
            raise DeviceGoneError("It is not in the list.")

    def open_microphone(self, *, any_other):
        self._check(Direction.IN)
        return PluggedMicrophone(self, self.names[Direction.IN])

    def open_speaker(self, *, any_other):
        self._check(Direction.OUT)
        return PluggedSpeaker(self, self.names[Direction.OUT])

    def look_again(self):
        """What PortAudio would crash on fails here."""
        assert not [each for each in self.opened if each.open], "started anew under an open stream"
        self.generation += 1
        self.stale = any(fault is not None for fault in self.faults.values()) and self.stale


class Call:
    """Reads the microphone as a call does, and remembers what it was told."""

    def __init__(self, system, retry_s=0.05):
        self.system = system
        self.headset = LastingHeadset(system.clock, system, retry_s=retry_s)
        self.frames, self.told = [], []
        self.changed = threading.Condition()
        self.headset.tell(self._note, self._note)
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _note(self, what):
        with self.changed:
            self.told.append(what)
            self.changed.notify_all()

    def _read(self):
        for frame in self.headset.microphone.frames():
            with self.changed:
                self.frames.append(frame)
                self.changed.notify_all()

    def until(self, condition):
        with self.changed:
            assert self.changed.wait_for(lambda: condition(self), LIMIT_S), (self.told, len(self.frames))

    def until_heard(self, loud, count=3):
        begin = len(self.frames)
        self.until(lambda call: sum(bool(f.samples[0]) is loud for f in call.frames[begin:]) >= count)

    def end(self):
        self.headset.close()
        self.thread.join(LIMIT_S)
        assert not self.thread.is_alive()
        assert not [each for each in self.system.opened if each.open]


@pytest.fixture
def calls():
    made = []
    yield lambda *args, **more: made.append(Call(*args, **more)) or made[-1]
    for call in made:
        call.end()


def assert_on_the_clock(call):
    """Frames follow each other without a gap or an overlap of more than half a frame, and keep up with the clock."""
    starts = [frame.start_s for frame in call.frames]
    steps = np.diff(starts)
    assert (steps > FRAME_S / 2 - 1e-9).all()
    assert (steps < 2.5 * FRAME_S).all()


BOTH = (Direction.IN, Direction.OUT)


@pytest.mark.parametrize("directions", [(Direction.IN,), (Direction.OUT,), BOTH])
@pytest.mark.parametrize("needs_new_list", [False, True])
def test_what_is_unplugged_and_plugged_in_again_costs_a_pause(calls, directions, needs_new_list):
    system = PullableSystem(needs_new_list)
    call = calls(system)
    call.until_heard(True)
    system.pull(*directions)
    call.until(lambda c: len(c.told) == 1)
    assert isinstance(call.told[0], DeviceGoneError)
    assert "was unplugged" in str(call.told[0])
    if Direction.IN in directions:
        call.until_heard(False)
    assert call.headset.lost is not None
    system.plug(*directions)
    call.until(lambda c: len(c.told) == 2)
    assert str(call.told[1]) == "The sound is back: the microphone 'Headset' and the speaker 'Headset'."
    assert call.headset.lost is None
    call.until_heard(True)
    assert_on_the_clock(call)
    if needs_new_list:
        assert system.generation > 0


@pytest.mark.parametrize(
    "fault",
    [
        DeviceTakenError("The microphone 'Headset' is taken by another program.", "microphone", "Headset"),
        DeviceRefusedError("The microphone 'Headset' refuses every sample rate.", "microphone", "Headset"),
        NoDeviceError("No microphone was found.", "microphone"),
    ],
)
def test_a_microphone_that_cannot_be_opened_when_the_phone_is_answered_is_waited_for(calls, fault):
    system = PullableSystem()
    system.faults[Direction.IN] = fault
    call = calls(system)
    call.until(lambda c: c.told)
    assert call.told == [fault]
    call.until_heard(False)
    system.plug(Direction.IN)
    call.until_heard(True)
    call.until(lambda c: len(c.told) == 2)
    assert_on_the_clock(call)


def test_another_reason_is_told_too(calls):
    system = PullableSystem()
    call = calls(system)
    call.until_heard(True)
    taken = DeviceTakenError("The microphone 'Headset' is taken by another program.", "microphone", "Headset")
    system.pull(Direction.IN, fault=taken)
    call.until(lambda c: len(c.told) == 2)
    assert call.told[1] is taken
    system.plug(Direction.IN)
    call.until(lambda c: len(c.told) == 3)


def test_another_device_is_said_to_be_another(calls):
    system = PullableSystem()
    call = calls(system)
    call.until_heard(True)
    system.pull(*BOTH)
    call.until(lambda c: c.told)
    call.until_heard(False)
    system.names = {Direction.IN: "Webcam", Direction.OUT: "Screen"}
    system.plug(*BOTH)
    call.until(lambda c: len(c.told) == 2)
    assert str(call.told[1]) == (
        "The sound is back, by another device: the microphone 'Webcam' and the speaker 'Screen'."
    )
    assert call.told[1].changed


def test_a_lost_speaker_keeps_time_and_a_new_one_is_as_loud(calls):
    system = PullableSystem()
    call = calls(system)
    speaker = call.headset.speaker
    speaker.set_gain(0.25, 0.05)
    system.pull(Direction.OUT)
    call.until(lambda c: c.told)
    chunk = SpeechChunk(read_only(np.zeros(1_600, np.float32)), SPEECH_RATE_HZ)
    first, second = speaker.play(chunk), speaker.play(chunk)
    assert second - first == pytest.approx(0.1, abs=0.01)
    assert speaker.busy()
    speaker.drain()
    assert system.clock.now_s() >= second + 0.1 - 0.01
    assert not speaker.busy()
    speaker.play(chunk)
    assert speaker.abort() == pytest.approx(system.clock.now_s(), abs=0.02)
    assert not speaker.busy()
    system.plug(Direction.OUT)
    call.until(lambda c: len(c.told) == 2)
    speaker.play(chunk)
    assert system.opened[-1].played == [chunk]
    assert system.opened[-1].gains == [0.25]


def test_what_was_lost_before_anybody_listened_is_told_at_once():
    system = PullableSystem()
    headset = LastingHeadset(system.clock, system, retry_s=0.05)
    system.pull(Direction.OUT)
    deadline_s = time.monotonic() + LIMIT_S
    told = threading.Event()
    while headset.lost is None and time.monotonic() < deadline_s:
        told.wait(0.02)
    headset.tell(lambda fault: told.set(), lambda back: None)
    assert told.wait(LIMIT_S)
    headset.close()
    headset.close()
    assert list(headset.microphone.frames()) == []


def test_without_a_speaker_there_is_no_call_to_begin_with():
    system = PullableSystem()
    system.pull(Direction.OUT)
    with pytest.raises(NoDeviceError):
        LastingHeadset(system.clock, system)


def test_they_are_a_microphone_and_a_speaker(calls):
    call = calls(PullableSystem())
    assert isinstance(call.headset.microphone, Microphone)
    assert isinstance(call.headset.speaker, Speaker)
    call.until_heard(True)
    call.headset.microphone.close()
    call.thread.join(LIMIT_S)
    assert not call.thread.is_alive()


def test_a_sound_system_that_fails_in_its_own_way_is_tried_again(calls):
    system = PullableSystem()
    call = calls(system)
    call.until_heard(True)
    system.pull(Direction.IN, fault=RuntimeError("from deep within"))
    call.until(lambda c: c.told)
    tries = system.tries
    call.until(lambda c: system.tries > tries + 1)
    system.plug(Direction.IN)
    call.until(lambda c: len(c.told) == 2)


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([(Direction.IN,), (Direction.OUT,), BOTH]), st.booleans()), min_size=1, max_size=3
    ),
    st.booleans(),
)
def test_whatever_is_pulled_and_plugged_the_call_goes_on(pulls, needs_new_list):
    system = PullableSystem(needs_new_list)
    call = Call(system, retry_s=0.02)
    try:
        for directions, quickly in pulls:
            system.pull(*directions)
            if not quickly:
                call.until(lambda c: c.headset.lost is not None)
            system.plug(*directions)
            call.until(lambda c: c.headset.lost is None)
        call.until_heard(True)
        assert_on_the_clock(call)
        backs = [what for what in call.told if not isinstance(what, DeviceError)]
        call.until(lambda c: len([w for w in c.told if isinstance(w, DeviceError)]) >= len(backs))
    finally:
        call.end()
