"""Devices behind a fault-injecting double of PortAudio: what it would crash on fails here."""

import sys
import threading
import types

import numpy as np
import pytest

from audio.devices import LastingHeadset, MonotonicClock, PortAudioSystem, rescan_devices
from audio.errors import DeviceError, DeviceGoneError, DeviceTakenError, NoDeviceError

LIMIT_S = 10.0


class Stream:
    def __init__(self, system, kind, **options):
        fault = system.refuses(kind, options)
        if fault:
            raise system.PortAudioError("refused", fault)
        self.system, self.kind, self.options = system, kind, options
        self.active, self.open = False, True

    def start(self):
        self.active = True
        self.system.streams.append(self)
        self.system.after_open(self)
        if self.kind == "in":
            threading.Thread(target=self._deliver, daemon=True).start()

    def _deliver(self):
        count = self.options["blocksize"]
        pause = threading.Event()
        while self.active:
            block = np.full((count, self.options["channels"]), 0.25, np.float32)
            self.options["callback"](block, count, None, None)
            pause.wait(count / self.options["samplerate"])

    def abort(self, ignore_errors=True):
        self.active = False

    def close(self, ignore_errors=True):
        self.active = self.open = False


@pytest.fixture
def portaudio(monkeypatch):
    class PortAudioError(Exception):
        pass

    fake = types.ModuleType("sounddevice")
    fake.PortAudioError = PortAudioError
    fake.streams = []
    fake.refuses = lambda kind, options: 0
    fake.after_open = lambda stream: None
    fake.InputStream = lambda **options: Stream(fake, "in", **options)
    fake.OutputStream = lambda **options: Stream(fake, "out", **options)
    fake.listed = [("Headset", 1, 2, 48_000.0)]
    fake.found = list(fake.listed)
    fake.query_devices = lambda: [
        {"name": name, "hostapi": 0, "max_input_channels": i, "max_output_channels": o, "default_samplerate": rate}
        for name, i, o, rate in fake.listed
    ]
    fake.query_hostapis = lambda: ({"name": "Core Audio", "default_input_device": 0, "default_output_device": 0},)
    fake.default = types.SimpleNamespace(device=(-1, -1))

    def terminate():
        assert not [stream for stream in fake.streams if stream.open], "PortAudio was ended under an open stream"

    def initialize():
        fake.listed = list(fake.found)

    fake._terminate, fake._initialize = terminate, initialize
    monkeypatch.setitem(sys.modules, "sounddevice", fake)
    return fake


class Wearer:
    """Reads the microphone on a thread and remembers what it was told."""

    def __init__(self, microphone=None, speaker=None):
        clock = MonotonicClock()
        self.headset = LastingHeadset(clock, PortAudioSystem(clock, microphone, speaker), retry_s=0.05)
        self.told, self.loud = [], 0
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
                self.loud += bool(frame.samples.any())
                self.changed.notify_all()

    def until(self, condition):
        with self.changed:
            assert self.changed.wait_for(lambda: condition(self), LIMIT_S), (self.told, self.loud)

    def until_heard(self):
        before = self.loud
        self.until(lambda wearer: wearer.loud > before + 3)


@pytest.fixture
def wear():
    worn = []
    yield lambda *names: worn.append(Wearer(*names)) or worn[-1]
    for each in worn:
        each.headset.close()
        each.thread.join(LIMIT_S)
        assert not each.thread.is_alive()


def test_a_bluetooth_headset_that_changes_its_rate_when_its_microphone_opens(portaudio, wear):
    """It leaves music quality for telephony: the speaker's stream dies, and both come back at 16 kHz, mono."""

    def telephony(stream):
        if stream.kind == "in" and portaudio.found == [("Headset", 1, 2, 48_000.0)]:
            portaudio.found = [("Headset", 1, 1, 16_000.0)]
            portaudio.refuses = lambda kind, options: 0 if options["samplerate"] == 16_000 else -9997
            for each in portaudio.streams:
                each.active = each.active and each.kind == "in"

    portaudio.after_open = telephony
    wearer = wear()
    wearer.until(lambda w: len(w.told) == 2)
    assert isinstance(wearer.told[0], DeviceGoneError)
    assert wearer.told[0].kind == "speaker"
    assert str(wearer.told[1]).startswith("The sound is back: ")
    speaking = [stream for stream in portaudio.streams if stream.kind == "out" and stream.open]
    assert [(stream.options["samplerate"]) for stream in speaking] == [16_000]
    wearer.until_heard()


def test_a_microphone_that_is_taken_is_said_to_be_and_used_when_it_is_free(portaudio, wear):
    portaudio.refuses = lambda kind, options: -9985 if kind == "in" else 0
    wearer = wear()
    wearer.until(lambda w: w.told)
    assert isinstance(wearer.told[0], DeviceTakenError)
    assert str(wearer.told[0]) == (
        "The microphone 'Headset' is taken by another program. Close that program, or choose another microphone."
    )
    portaudio.refuses = lambda kind, options: 0
    wearer.until_heard()
    wearer.until(lambda w: len(w.told) == 2)


def test_one_that_is_plugged_in_again_under_another_number_is_found_by_its_name(portaudio, wear):
    wearer = wear("headset", "headset")
    wearer.until_heard()
    portaudio.found = [("Webcam", 1, 0, 44_100.0), ("Screen", 0, 2, 48_000.0), ("Headset", 1, 2, 48_000.0)]
    portaudio.refuses = lambda kind, options: -9996 if len(portaudio.listed) == 1 else 0
    for stream in portaudio.streams:
        stream.active = False
    wearer.until(lambda w: len(w.told) == 2)
    assert str(wearer.told[1]) == "The sound is back: the microphone 'Headset' and the speaker 'Headset'."
    assert {stream.options["device"] for stream in portaudio.streams if stream.open} == {2}
    wearer.until_heard()


def test_nobody_named_a_device_so_the_systems_new_choice_is_taken(portaudio, wear):
    wearer = wear()
    wearer.until_heard()
    portaudio.found = [("Built-in", 2, 2, 44_100.0)]
    portaudio.refuses = lambda kind, options: -9996 if portaudio.listed[0][0] == "Headset" else 0
    for stream in portaudio.streams:
        stream.active = False
    wearer.until(lambda w: len(w.told) == 2)
    assert str(wearer.told[1]) == (
        "The sound is back, by another device: the microphone 'Built-in' and the speaker 'Built-in'."
    )
    wearer.until_heard()


def test_a_computer_without_any_input_says_so_before_the_call(portaudio):
    portaudio.listed = [("Screen", 0, 2, 48_000.0)]
    with pytest.raises(NoDeviceError, match=r"No microphone was found\. Plug in a headset and start again") as raised:
        PortAudioSystem(MonotonicClock())
    assert raised.value.kind == "microphone"


def test_the_list_is_not_read_anew_under_an_open_stream(portaudio, wear):
    wearer = wear()
    wearer.until_heard()
    with pytest.raises(DeviceError, match="while none is in use"):
        rescan_devices()
    wearer.until_heard()
    assert wearer.told == []
