import sys
import threading
import types

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.devices import (
    Direction,
    MonotonicClock,
    SoundcardMicrophone,
    SoundcardSpeaker,
    SoundDevice,
    choose_device,
    find_microphone,
    list_devices,
    rescan_devices,
)
from audio.devices.clock import SampleTimeline
from audio.devices.speaker import GainRamp
from audio.errors import DeviceError, NoSoundSystemError
from audio.frames import FRAME_SAMPLES, SPEECH_RATE_HZ, SpeechChunk, read_only
from audio.ports import Clock, Microphone, Speaker

BUILT_IN = SoundDevice(1, "Built-in", "ALSA", 2, 2, 48_000, default_input=True, default_output=True)
HEADSET = SoundDevice(4, "Plantronics Headset", "ALSA", 1, 2, 44_100)
SCREEN = SoundDevice(2, "HDMI", "ALSA", 0, 8, 48_000)
DEVICES = (BUILT_IN, SCREEN, HEADSET)


@pytest.mark.parametrize(
    ("wanted", "direction", "found"),
    [
        (None, Direction.IN, BUILT_IN),
        ("", Direction.OUT, BUILT_IN),
        (4, Direction.IN, HEADSET),
        ("4", Direction.OUT, HEADSET),
        ("[4]", Direction.OUT, HEADSET),
        ("headset", Direction.IN, HEADSET),
        ("hdmi", Direction.OUT, SCREEN),
    ],
)
def test_choosing_a_device(wanted, direction, found):
    assert choose_device(DEVICES, wanted, direction) is found


@pytest.mark.parametrize(
    ("devices", "wanted", "direction", "said"),
    [
        (
            DEVICES,
            "usb",
            Direction.IN,
            "No microphone matches 'usb'. Found: [1] Built-in, [4] Plantronics Headset. Pass --microphone 1, or "
            "--typed.",
        ),
        (DEVICES, "hdmi", Direction.IN, "No microphone matches 'hdmi'."),
        (DEVICES, 9, Direction.OUT, "No speaker matches '9'."),
        (DEVICES, "i", Direction.OUT, "Several speakers match 'i': [1] Built-in, [2] HDMI, [4] Plantronics"),
        ((SCREEN,), None, Direction.IN, "No microphone was found. Plug in a headset and start again, or pass --typed."),
    ],
)
def test_what_cannot_be_chosen_is_said_with_what_there_is(devices, wanted, direction, said):
    with pytest.raises(DeviceError) as raised:
        choose_device(devices, wanted, direction)
    assert said in str(raised.value)


def test_a_device_that_windows_lists_under_each_sound_system_is_one_device():
    name = "Headset Microphone (Plantronics Blackwire 3220)"
    old = SoundDevice(1, name[:31], "MME", 1, 0, 44_100)
    new = SoundDevice(9, name, "Windows WASAPI", 1, 0, 48_000)
    assert choose_device((old, new), "plantronics", Direction.IN) is new
    assert choose_device((old, new), 1, Direction.IN) is old


def test_the_timeline_follows_a_drifting_card_without_jitter():
    rng = np.random.default_rng(1)
    timeline = SampleTimeline(16_000)
    true_rate = 16_000 * 1.0002
    errors, previous = [], None
    for block in range(20_000):
        true_s = block * 512 / true_rate
        start_s, missing_s = timeline.place(512, true_s + abs(rng.normal(0, 0.004)))
        assert missing_s == 0.0
        assert previous is None or start_s > previous
        previous = start_s
        errors.append(abs(start_s - true_s))
    assert max(errors) < 0.02


def test_the_timeline_notices_lost_sound():
    timeline = SampleTimeline(16_000)
    lost_s = 0.4
    found = [timeline.place(512, block * 0.032 + (lost_s if block >= 100 else 0.0)) for block in range(200)]
    assert sum(missing_s for _, missing_s in found) == pytest.approx(lost_s, abs=0.01)
    assert found[-1][0] == pytest.approx(199 * 0.032 + lost_s, abs=0.01)


def test_loss_that_was_counted_is_not_counted_again():
    timeline = SampleTimeline(16_000)
    for block in range(200):
        start_s, missing_s = timeline.place(512, (block + 10 * (block >= 100)) * 0.032, skipped=5_120 * (block == 100))
        assert missing_s == 0.0
    assert start_s == pytest.approx(209 * 0.032)


def test_a_busy_computer_is_not_mistaken_for_lost_sound():
    timeline = SampleTimeline(16_000)
    for block in range(200):
        late_s = 0.6 if 100 <= block < 120 else 0.0
        start_s, missing_s = timeline.place(512, block * 0.032 + late_s)
        assert missing_s == 0.0
        assert start_s == pytest.approx(block * 0.032, abs=0.01)


class FakeStream:
    """A PortAudio stream whose callback the test calls."""

    def __init__(self, system, **options):
        system.asked.append((options["samplerate"], options["channels"]))
        fault = system.refuses(options["samplerate"], options["channels"])
        if fault:
            raise system.PortAudioError("refused", fault)
        self.options = options
        self.closed = False
        self.active = True
        system.streams.append(self)
        system.opened.set()

    def start(self):
        pass

    def abort(self, ignore_errors=True):
        self.active = False

    def close(self, ignore_errors=True):
        self.closed = True

    def hear(self, values):
        """A block arrives at the microphone."""
        block = np.repeat(np.asarray(values, np.float32)[:, np.newaxis], self.options["channels"], axis=1)
        moments = types.SimpleNamespace(
            currentTime=1.0, inputBufferAdcTime=1.0 - len(block) / self.options["samplerate"]
        )
        self.options["callback"](block, len(block), moments, types.SimpleNamespace(input_overflow=False))

    def ask(self, count, underflow=False):
        """The speaker asks for samples."""
        block = np.full((count, self.options["channels"]), np.nan, np.float32)
        moments = types.SimpleNamespace(currentTime=1.0, outputBufferDacTime=1.02)
        self.options["callback"](block, count, moments, types.SimpleNamespace(output_underflow=underflow))
        return block


class HandClock:
    def __init__(self):
        self.time_s = 10.0

    def now_s(self):
        return self.time_s


class HurriedClock(HandClock):
    """Half a second passes whenever somebody looks."""

    def now_s(self):
        self.time_s += 0.5
        return self.time_s


@pytest.fixture
def system(monkeypatch):
    class PortAudioError(Exception):
        pass

    fake = types.ModuleType("sounddevice")
    fake.PortAudioError = PortAudioError
    fake.asked, fake.streams, fake.opened = [], [], threading.Event()
    fake.refuses = lambda rate, channels: 0
    fake.InputStream = lambda **options: FakeStream(fake, **options)
    fake.OutputStream = lambda **options: FakeStream(fake, **options)
    info = {"hostapi": 0, "default_samplerate": 44_100.0}
    fake.query_devices = lambda: [
        {**info, "name": "Built-in\n  Audio", "max_input_channels": 2, "max_output_channels": 0},
        {**info, "name": "Lautsprecher", "max_input_channels": 0, "max_output_channels": 2},
    ]
    fake.query_hostapis = lambda: ({"name": "ALSA", "default_input_device": 0, "default_output_device": 1},)
    fake.default = types.SimpleNamespace(device=(-1, -1))
    fake.restarts = []
    fake._terminate = lambda: fake.restarts.append("off")
    fake._initialize = lambda: fake.restarts.append("on")
    monkeypatch.setitem(sys.modules, "sounddevice", fake)
    return fake


def test_listing(system):
    microphone, speaker = list_devices()
    assert (microphone.name, microphone.host, microphone.rate_hz) == ("Built-in Audio", "ALSA", 44_100)
    assert microphone.default_input
    assert speaker.default_output
    assert find_microphone("built") == microphone
    assert rescan_devices() == (microphone, speaker)
    assert system.restarts == ["off", "on"]


def test_without_portaudio_the_exact_command_is_said(monkeypatch):
    class Broken:
        def find_spec(self, name, path=None, target=None):
            if name == "sounddevice":
                raise OSError("PortAudio library not found")

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    with pytest.raises(NoSoundSystemError, match="sudo apt-get install -y libportaudio2"):
        list_devices()


def listen(system, microphone, count):
    """Read frames on a thread; return what was read when it is done, and the thread."""
    heard = []

    def read():
        try:
            for frame in microphone.frames():
                heard.append(frame)
                if len(heard) == count:
                    return
        except DeviceError as fault:
            heard.append(fault)

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    assert system.opened.wait(2.0) or heard
    return heard, thread


def test_a_microphone_at_the_rate_of_speech(system):
    clock = HandClock()
    microphone = SoundcardMicrophone(clock, BUILT_IN)
    assert isinstance(microphone, Microphone)
    heard, thread = listen(system, microphone, 3)
    said = np.arange(3 * FRAME_SAMPLES, dtype=np.float32) / 10_000
    for block in np.split(said, 3):
        clock.time_s += 0.032
        system.streams[0].hear(block)
    thread.join(2.0)
    np.testing.assert_allclose(np.concatenate([frame.samples for frame in heard]), said, atol=1e-7)
    assert heard[0].start_s == pytest.approx(10.0)
    assert heard[2].start_s == pytest.approx(10.064)
    assert not heard[0].samples.flags.writeable
    assert all(stream.closed for stream in system.streams)


@pytest.mark.parametrize("code", [-9997, -9998])
def test_a_microphone_that_refuses_is_opened_at_its_own_rate_and_resampled(system, code):
    system.refuses = lambda rate, channels: 0 if (rate, channels) == (48_000, 2) else code
    clock = HandClock()
    heard, thread = listen(system, SoundcardMicrophone(clock, BUILT_IN), 30)
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(1536 * 40) / 48_000)
    for block in np.split(tone, 40):
        clock.time_s += 0.032
        system.streams[0].hear(block)
    thread.join(2.0)
    samples = np.concatenate([frame.samples for frame in heard])
    expected = 0.5 * np.sin(2 * np.pi * 440 * np.arange(len(samples)) / SPEECH_RATE_HZ)
    np.testing.assert_allclose(samples[500:], expected[500:], atol=0.02)
    assert [frame.start_s for frame in heard] == pytest.approx([10.0 + 0.032 * i for i in range(30)], abs=0.005)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (-9985, "taken by another program"),
        (-9996, "no longer there"),
        (-9999, r"cannot be opened \(refused\)"),
        (-9997, "refuses every sample rate"),
    ],
)
def test_a_microphone_that_cannot_be_opened_is_said_in_words(system, code, said):
    system.refuses = lambda rate, channels: code
    with pytest.raises(DeviceError, match=said):
        next(SoundcardMicrophone(HandClock(), BUILT_IN).frames())
    with pytest.raises(DeviceError, match=said):
        SoundcardSpeaker(HandClock(), BUILT_IN)


def test_a_microphone_that_goes_away_is_noticed(system):
    heard, thread = listen(system, SoundcardMicrophone(HurriedClock(), BUILT_IN), 10)
    system.streams[0].hear(np.zeros(FRAME_SAMPLES))
    thread.join(3.0)
    assert not thread.is_alive()
    assert isinstance(heard[-1], DeviceError)
    assert "unplugged" in str(heard[-1])


def test_closing_ends_the_frames(system):
    microphone = SoundcardMicrophone(HandClock(), BUILT_IN)
    heard, thread = listen(system, microphone, 10)
    microphone.close()
    microphone.close()
    thread.join(2.0)
    assert not thread.is_alive()
    assert not heard
    assert list(microphone.frames()) == []


def test_drops_are_counted(system, monkeypatch):
    monkeypatch.setattr("audio.devices.microphone.QUEUE_LIMIT_BLOCKS", 2)
    clock = HandClock()
    microphone = SoundcardMicrophone(clock, BUILT_IN)
    frames = microphone.frames()
    feeder = threading.Thread(
        target=lambda: system.opened.wait(2.0) and system.streams[0].hear(np.zeros(FRAME_SAMPLES))
    )
    feeder.start()
    next(frames)
    feeder.join()
    for _ in range(4):
        clock.time_s += 0.032
        system.streams[0].hear(np.zeros(FRAME_SAMPLES))
    assert [next(frames).dropped_samples for _ in range(2)] == [0, 0]
    clock.time_s += 0.032
    system.streams[0].hear(np.zeros(FRAME_SAMPLES))
    assert next(frames).dropped_samples == 2 * FRAME_SAMPLES
    frames.close()


def chunk(values, rate=48_000):
    return SpeechChunk(read_only(np.asarray(values, np.float32)), rate)


def test_a_speaker_plays_in_order_on_both_ears_and_tells_when(system):
    clock = HandClock()
    speaker = SoundcardSpeaker(clock, BUILT_IN)
    assert isinstance(speaker, Speaker)
    stream = system.streams[0]
    stream.ask(480)
    first = speaker.play(chunk(np.full(600, 0.25)))
    second = speaker.play(chunk(np.full(600, 0.5)))
    assert first == pytest.approx(10.0 + 0.02 + 0.01)
    assert second == pytest.approx(first + 600 / 48_000)
    block = stream.ask(1_500)
    assert block.shape == (1_500, 2)
    np.testing.assert_array_equal(block[:, 0], block[:, 1])
    np.testing.assert_allclose(block[:, 0], [0.25] * 600 + [0.5] * 600 + [0.0] * 300)
    assert speaker.busy()
    clock.time_s = second + 600 / 48_000
    assert not speaker.busy()
    speaker.drain()


def test_a_speaker_resamples_to_its_own_rate(system):
    speaker = SoundcardSpeaker(HandClock(), HEADSET)
    assert speaker.rate_hz == 44_100
    speaker.play(chunk(np.full(16_000, 0.2), 16_000))
    block = system.streams[0].ask(50_000)
    assert np.count_nonzero(block[:, 0]) == pytest.approx(44_100, abs=50)


def test_abort_is_silence_within_a_few_milliseconds(system):
    clock = HandClock()
    speaker = SoundcardSpeaker(clock, BUILT_IN)
    stream = system.streams[0]
    speaker.play(chunk(np.full(48_000, 0.5)))
    stream.ask(480)
    silent_s = speaker.abort()
    assert silent_s - clock.now_s() <= 0.05
    block = stream.ask(480)[:, 0]
    assert block[0] == pytest.approx(0.5)
    assert (np.diff(block) <= 0).all()
    assert not block[240:].any()
    clock.time_s = silent_s
    assert not speaker.busy()
    assert speaker.abort() == pytest.approx(silent_s)


def test_lowering_the_voice_is_even_and_lasts(system):
    speaker = SoundcardSpeaker(HandClock(), BUILT_IN)
    stream = system.streams[0]
    speaker.play(chunk(np.full(48_000, 0.5)))
    np.testing.assert_allclose(stream.ask(480)[:, 0], 0.5)
    speaker.set_gain(0.2, 0.02)
    heard = np.concatenate([stream.ask(480)[:, 0] for _ in range(4)])
    assert np.abs(np.diff(heard)).max() < 0.4 / 900
    np.testing.assert_allclose(heard[960:], 0.1, atol=1e-6)
    speaker.set_gain(1.0, 0.01)
    np.testing.assert_allclose(np.concatenate([stream.ask(480)[:, 0] for _ in range(2)])[-480:], 0.5, atol=1e-6)


def test_a_ramp_that_is_turned_half_way_does_not_jump():
    ramp = GainRamp(1_000)
    ramp.move(0.0, 0.1)
    down = ramp.take(50)
    ramp.move(1.0, 0.1)
    up = ramp.take(200)
    assert np.abs(np.diff(np.concatenate([down, up]))).max() <= 0.0101
    assert up[-1] == 1.0
    assert ramp.take(10) is None


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-2, 3), st.floats(0, 0.05), st.integers(1, 2_000)), max_size=12))
def test_a_ramp_stays_within_bounds_and_arrives(moves):
    ramp, last = GainRamp(16_000), 1.0
    for gain, ramp_s, count in moves:
        ramp.move(gain, ramp_s)
        factors = ramp.take(count)
        wanted = min(1.0, max(0.0, gain))
        if factors is not None:
            assert ((factors >= 0.0) & (factors <= 1.0)).all()
            low, high = sorted((last, wanted))
            assert factors.min() >= low - 1e-6
            assert factors.max() <= high + 1e-6
            last = float(factors[-1])
        if count >= ramp_s * 16_000 + 1:
            assert last == pytest.approx(wanted, abs=1e-6)


def test_a_speaker_that_goes_away_is_not_busy_and_says_so(system):
    clock = HandClock()
    speaker = SoundcardSpeaker(clock, BUILT_IN)
    speaker.play(chunk(np.full(480_000, 0.5)))
    clock.time_s += 2.5
    assert not speaker.busy()
    speaker.drain()
    with pytest.raises(DeviceError, match="unplugged"):
        speaker.play(chunk([0.1]))


def test_a_closed_speaker_is_closed(system):
    speaker = SoundcardSpeaker(HandClock(), BUILT_IN)
    speaker.play(chunk(np.full(48_000, 0.5)))
    speaker.close()
    speaker.close()
    assert system.streams[0].closed
    assert not speaker.busy()
    with pytest.raises(DeviceError, match="closed"):
        speaker.play(chunk([0.1]))


def test_stutters_are_counted(system):
    speaker = SoundcardSpeaker(HandClock(), BUILT_IN)
    system.streams[0].ask(10, underflow=True)
    assert speaker.underflows == 1


def test_the_clock_goes_forward():
    clock = MonotonicClock()
    assert isinstance(clock, Clock)
    times = [clock.now_s() for _ in range(100)]
    assert times == sorted(times)
    assert times[0] < 1.0
