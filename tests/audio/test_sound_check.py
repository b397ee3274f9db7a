import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.frames import SPEECH_RATE_HZ, Transcript, read_only
from audio.levels import amplitude
from audio.scripted import FrameClock, LevelDetector, ScriptedMicrophone, SilentSpeaker
from audio.sound_check import (
    EchoReport,
    SoundCheck,
    SoundFinding,
    advice,
    assess_echo,
    assess_reading,
    assess_recording,
    sweep,
)
from audio.sound_checking import SENTENCES, SoundChecker


def noise(seconds, level_dbfs, seed=0):
    rng = np.random.default_rng(seed)
    return (rng.standard_normal(round(seconds * SPEECH_RATE_HZ)) * amplitude(level_dbfs)).astype(np.float32)


def talk(level_dbfs):
    """Three seconds in which bursts stand for words: 0.4 s of sound, 0.2 s of silence."""
    on = (np.arange(3 * SPEECH_RATE_HZ) % (0.6 * SPEECH_RATE_HZ)) < 0.4 * SPEECH_RATE_HZ
    wave = np.sin(2 * np.pi * 220 * np.arange(3 * SPEECH_RATE_HZ) / SPEECH_RATE_HZ) * np.sqrt(2)
    return (on * wave * amplitude(level_dbfs)).astype(np.float32)


@pytest.mark.parametrize(
    ("speech_dbfs", "noise_dbfs", "found"),
    [
        (-24.0, -65.0, ()),
        (-50.0, -75.0, (SoundFinding.TOO_SOFT,)),
        (-24.0, -40.0, (SoundFinding.NOISY,)),
        (-100.0, -60.0, (SoundFinding.NO_SPEECH,)),
        (-120.0, -110.0, (SoundFinding.MICROPHONE_SILENT,)),
        (3.0, -65.0, (SoundFinding.CLIPPED,)),
    ],
)
def test_a_recording_is_judged(speech_dbfs, noise_dbfs, found):
    heard = np.clip(talk(speech_dbfs) + noise(3.0, noise_dbfs), -1.0, 1.0)
    report = assess_recording(heard)
    assert report.findings == found
    if not found:
        assert report.speech_dbfs == pytest.approx(speech_dbfs, abs=0.5)
        assert report.noise_dbfs == pytest.approx(noise_dbfs, abs=1.0)


def test_no_recording_at_all_is_a_silent_microphone():
    assert assess_recording(np.zeros(0, np.float32)).findings == (SoundFinding.MICROPHONE_SILENT,)


def heard_back(delay_ms, loss_db, noise_dbfs, seed=0):
    """The sweep in a room: a second of listening before, the arrival, and a tail of weaker ones."""
    sent = sweep().samples
    heard = noise(4.0, noise_dbfs, seed)
    rng = np.random.default_rng(seed)
    at = SPEECH_RATE_HZ + round(delay_ms * SPEECH_RATE_HZ / 1000)
    gains = [(0, 1.0)] + [(int(rng.integers(20, 1_500)), rng.uniform(-0.2, 0.2)) for _ in range(20)]
    energy = sum(gain**2 for _, gain in gains)
    for offset, gain in gains:
        heard[at + offset : at + offset + len(sent)] += (sent * gain / np.sqrt(energy) * amplitude(-loss_db)).astype(
            np.float32
        )
    return np.clip(heard, -1.0, 1.0), sent


@settings(deadline=None, max_examples=40)
@given(st.floats(0, 500), st.floats(3, 52), st.floats(-75, -60), st.integers(0, 1_000))
def test_an_echo_is_found_where_and_as_loud_as_it_is(delay_ms, loss_db, noise_dbfs, seed):
    heard, sent = heard_back(delay_ms, loss_db, noise_dbfs, seed)
    report = assess_echo(heard, sent, SPEECH_RATE_HZ)
    assert report.heard
    assert report.delay_ms == pytest.approx(delay_ms, abs=0.2)
    # A faint echo is measured together with what is left of the noise.
    assert report.attenuation_db == pytest.approx(loss_db, abs=1.0 if loss_db < 42 else 4.0)
    if not 42 < loss_db < 50:
        assert report.half_duplex == (loss_db < 46)


@settings(deadline=None, max_examples=40)
@given(st.floats(-80, -25), st.integers(0, 1_000))
def test_noise_is_no_echo(noise_dbfs, seed):
    report = assess_echo(noise(4.0, noise_dbfs, seed), sweep().samples, SPEECH_RATE_HZ)
    assert report == EchoReport(False)


def test_a_dead_microphone_has_no_echo():
    assert not assess_echo(np.zeros(4 * SPEECH_RATE_HZ, np.float32), sweep().samples, SPEECH_RATE_HZ).heard


@pytest.mark.parametrize(
    ("heard", "found"),
    [
        ("Good morning. You are speaking with the help desk. How can I help you?", ()),
        ("Good morning, you are speaking with the help", (SoundFinding.PARTLY_RECOGNISED,)),
        ("Could mourning", (SoundFinding.NOT_RECOGNISED,)),
        ("", (SoundFinding.NOT_RECOGNISED,)),
    ],
)
def test_a_sentence_read_aloud(heard, found):
    assert assess_reading(SENTENCES["en"], heard).findings == found


def test_every_finding_has_advice_and_the_check_collects_them_once():
    assert all(sentence.endswith((".", ").")) for sentence in advice(SoundFinding))
    echo = EchoReport(True, 20.0, 12.0, -32.0, (SoundFinding.ECHO,))
    recording = assess_recording(noise(3.0, -40.0))
    check = SoundCheck("mic", "speaker", recording, echo)
    assert check.findings == (SoundFinding.NO_SPEECH, SoundFinding.NOISY, SoundFinding.ECHO)
    assert check.half_duplex
    assert not SoundCheck("mic", "speaker").half_duplex


class EchoingSpeaker(SilentSpeaker):
    """Whatever is played is heard by the microphone, later and weaker."""

    def __init__(self, clock, microphone, late_s, loss_db):
        super().__init__(clock)
        self._microphone, self._late_s, self._gain = microphone, late_s, amplitude(-loss_db)

    def play(self, chunk):
        start_s = super().play(chunk)
        self._microphone().say(read_only(chunk.samples * self._gain), chunk.sample_rate_hz, after_s=self._late_s)
        return start_s


@pytest.mark.parametrize("loss_db", [10.0, 60.0])
def test_the_check_finds_the_echo_of_its_own_sweep(loss_db):
    clock = FrameClock()
    opened = []

    def open_microphone():
        opened.append(ScriptedMicrophone(clock, room_noise_dbfs=-70.0))
        return opened[-1]

    speaker = EchoingSpeaker(clock, lambda: opened[-1], 0.08, loss_db)
    report = SoundChecker(clock, open_microphone, speaker).find_echo()
    if loss_db < 40:
        assert report.half_duplex
        assert report.delay_ms == pytest.approx(80, abs=33)
        assert report.attenuation_db == pytest.approx(loss_db, abs=1.0)
    else:
        assert not report.half_duplex


def test_recording_tells_levels_and_stops_when_asked():
    clock = FrameClock()
    microphone = ScriptedMicrophone(clock)
    microphone.say(talk(-20.0), SPEECH_RATE_HZ)
    checker = SoundChecker(clock, lambda: microphone, SilentSpeaker(clock))
    levels = []
    sound, report = checker.record(1.0, levels.append)
    assert sound.duration_s == pytest.approx(1.0, abs=0.04)
    assert report.findings == ()
    assert len(levels) == pytest.approx(10, abs=2)
    stop = threading.Event()
    stop.set()
    again = SoundChecker(clock, lambda: ScriptedMicrophone(clock), SilentSpeaker(clock))
    assert again.record(1.0, stop=stop)[0].duration_s == 0.0
    assert again.find_echo(stop) == EchoReport(False)


def test_a_sentence_is_heard_to_its_end_and_compared():
    class Knowing:
        def transcribe(self, utterance):
            return Transcript(SENTENCES["nl"] if utterance.duration_s > 1 else "")

    clock = FrameClock()
    microphone = ScriptedMicrophone(clock)
    microphone.say(talk(-20.0), SPEECH_RATE_HZ, after_s=0.5)
    checker = SoundChecker(clock, lambda: microphone, SilentSpeaker(clock))
    report = checker.read_sentence(SENTENCES["nl"], LevelDetector(), Knowing())
    assert report.share == 1.0
    silent = SoundChecker(clock, lambda: ScriptedMicrophone(clock), SilentSpeaker(clock))
    assert silent.read_sentence(SENTENCES["nl"], LevelDetector(), Knowing()).findings == (SoundFinding.NOT_RECOGNISED,)
