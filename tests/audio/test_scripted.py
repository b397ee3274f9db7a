import threading
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.errors import DeviceError, SynthesisError, TranscriptionError
from audio.frames import FRAME_SAMPLES, SPEECH_RATE_HZ, Prosody, SpeechChunk, Utterance, read_only
from audio.ports import Clock, Microphone, Speaker, SpeechDetector, Transcriber, Voice
from audio.scripted import (
    BrokenSpeaker,
    DyingMicrophone,
    FailingTranscriber,
    FailingVoice,
    FrameClock,
    LevelDetector,
    Pace,
    ScriptedDetector,
    ScriptedMicrophone,
    ScriptedTranscriber,
    SilentSpeaker,
    ToneVoice,
)

FRAME_S = FRAME_SAMPLES / SPEECH_RATE_HZ


def quiet_microphone(pace=Pace.AS_FAST_AS_CONSUMED):
    clock = FrameClock()
    return clock, ScriptedMicrophone(clock, pace, room_noise_dbfs=float("-inf"))


def hear(microphone, count):
    frames = microphone.frames()
    return [next(frames) for _ in range(count)]


def chunk(duration_s, rate=16_000):
    return SpeechChunk(read_only(np.full(round(duration_s * rate), 0.1)), rate)


def test_doubles_fit_the_ports():
    clock, microphone = quiet_microphone()
    assert isinstance(clock, Clock)
    assert isinstance(microphone, Microphone)
    assert isinstance(SilentSpeaker(clock), Speaker)
    assert isinstance(LevelDetector(), SpeechDetector)
    assert isinstance(ScriptedDetector([]), SpeechDetector)
    assert isinstance(ScriptedTranscriber(), Transcriber)
    assert isinstance(ToneVoice(), Voice)


def test_the_clock_is_what_was_heard():
    clock, microphone = quiet_microphone()
    frames = microphone.frames()
    for index in range(5):
        frame = next(frames)
        assert frame.start_s == pytest.approx(index * FRAME_S)
        assert clock.now_s() == pytest.approx(frame.end_s)


@given(st.lists(st.tuples(st.integers(1, 3_000), st.integers(0, 2_000)), min_size=1, max_size=6))
def test_what_is_said_is_heard_once_and_in_order(lines):
    _, microphone = quiet_microphone()
    said = np.zeros(0, np.float32)
    for number, (length, pause) in enumerate(lines, start=1):
        microphone.say(read_only(np.full(length, number / 10)), SPEECH_RATE_HZ, after_s=pause / SPEECH_RATE_HZ)
        said = np.concatenate([said, np.zeros(pause, np.float32), np.full(length, number / 10, np.float32)])
    assert microphone.is_speaking()
    heard = np.concatenate([f.samples for f in hear(microphone, len(said) // FRAME_SAMPLES + 1)])
    assert not microphone.is_speaking()
    np.testing.assert_allclose(heard[: len(said)], said, atol=1e-7)
    assert not heard[len(said) :].any()


def test_say_tells_when_it_will_be_heard():
    _, microphone = quiet_microphone()
    frames = microphone.frames()
    next(frames)
    start_s = microphone.say(read_only(np.full(100, 0.5)), SPEECH_RATE_HZ, after_s=0.01)
    frame = next(frames)
    assert start_s == pytest.approx(FRAME_S + 0.01)
    assert np.flatnonzero(frame.samples)[0] == 160


def test_other_rates_are_resampled():
    _, microphone = quiet_microphone()
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(22_050) / 22_050)
    microphone.say(read_only(tone), 22_050)
    heard = np.concatenate([f.samples for f in hear(microphone, 40)])
    expected = 0.5 * np.sin(2 * np.pi * 440 * np.arange(16_000) / 16_000)
    np.testing.assert_allclose(heard[1_000:15_000], expected[1_000:15_000], atol=0.01)


def test_frames_cannot_be_written_to_and_the_room_is_repeatable():
    def room():
        return hear(ScriptedMicrophone(FrameClock(), seed=3), 4)

    first, second = room(), room()
    for one, other in zip(first, second, strict=True):
        assert not one.samples.flags.writeable
        np.testing.assert_array_equal(one.samples, other.samples)
    assert 0 < np.abs(first[0].samples).max() < 0.01


def test_real_time_takes_real_time_and_closes_at_once():
    clock, microphone = quiet_microphone(Pace.REAL_TIME)
    began = time.monotonic()
    hear(microphone, 6)
    assert time.monotonic() - began >= 6 * FRAME_S - 0.001
    listening = threading.Thread(target=lambda: list(microphone.frames()))
    listening.start()
    microphone.close()
    listening.join(1.0)
    assert not listening.is_alive()
    assert not clock.wait_while(lambda: True)


def test_hush_forgets_what_was_not_heard():
    _, microphone = quiet_microphone()
    microphone.say(read_only(np.full(10_000, 0.5)), SPEECH_RATE_HZ)
    microphone.hush()
    assert not hear(microphone, 1)[0].samples.any()


def test_a_dying_microphone_dies():
    frames = DyingMicrophone(FrameClock(), dies_after_s=0.1).frames()
    heard = 0
    with pytest.raises(DeviceError, match="went away"):
        for _ in frames:
            heard += 1
    assert heard == 4


def test_speaker_queues_and_tells_when():
    clock = FrameClock()
    speaker = SilentSpeaker(clock)
    assert not speaker.busy()
    assert speaker.play(chunk(0.5)) == 0.0
    assert speaker.play(chunk(0.25, 24_000)) == pytest.approx(0.5)
    clock.advance(round(0.7 * SPEECH_RATE_HZ))
    assert speaker.busy()
    clock.advance(round(0.1 * SPEECH_RATE_HZ))
    assert not speaker.busy()
    assert speaker.play(chunk(0.1)) == pytest.approx(0.8)
    assert not any(each.cut_off for each in speaker.played)


def test_abort_cuts_off_what_sounds_and_what_waits():
    clock = FrameClock()
    speaker = SilentSpeaker(clock)
    for _ in range(3):
        speaker.play(chunk(0.5))
    clock.advance(round(0.75 * SPEECH_RATE_HZ))
    assert speaker.abort() == pytest.approx(0.75)
    assert not speaker.busy()
    assert [(each.start_s, each.end_s, each.cut_off) for each in speaker.played] == [
        (0.0, 0.5, False),
        (0.5, 0.75, True),
        (1.0, 1.0, True),
    ]


@pytest.mark.parametrize("ending", ["heard", "aborted", "closed"])
def test_drain_returns(ending):
    clock, microphone = quiet_microphone()
    speaker = SilentSpeaker(clock)
    speaker.play(chunk(0.3))
    waiting = threading.Thread(target=speaker.drain)
    waiting.start()
    if ending == "aborted":
        speaker.abort()
    elif ending == "heard":
        hear(microphone, 12)
    else:
        microphone.close()
    waiting.join(2.0)
    assert not waiting.is_alive()


def test_a_broken_speaker_breaks():
    speaker = BrokenSpeaker(FrameClock(), plays=1)
    speaker.play(chunk(0.1))
    with pytest.raises(DeviceError, match="went away"):
        speaker.play(chunk(0.1))


def test_detectors():
    _, microphone = quiet_microphone()
    microphone.say(read_only(np.full(FRAME_SAMPLES, 0.5)), SPEECH_RATE_HZ)
    loud, quiet = hear(microphone, 2)
    assert LevelDetector().probability(loud) > 0.5 > LevelDetector().probability(quiet)
    detector = ScriptedDetector([0.7, 0.2])
    assert [detector.probability(quiet) for _ in range(3)] == [0.7, 0.2, 0.0]
    detector.reset()
    assert detector.probability(quiet) == 0.7


def test_the_transcriber_reads_out_and_spreads_words():
    transcriber = ScriptedTranscriber(["Goedemorgen, met Sanne."], "nl")
    utterance = Utterance(read_only(np.zeros(32_000)), 10.0, 10.5, 11.5)
    transcript = transcriber.transcribe(utterance)
    assert transcript.text == "Goedemorgen, met Sanne."
    assert transcript.language == "nl"
    assert [word.text for word in transcript.words] == ["Goedemorgen,", "met", "Sanne."]
    assert transcript.words[0].start_s == pytest.approx(0.5)
    assert transcript.words[-1].end_s == pytest.approx(1.5)
    assert transcriber.transcribe(utterance).text == ""
    transcriber.expect("Ja.")
    assert transcriber.transcribe(utterance).text == "Ja."
    assert transcriber.heard == (utterance,) * 3


def test_a_tone_voice_hums_a_chunk_a_sentence_and_follows_prosody():
    voice = ToneVoice()
    chunks = list(voice.synthesize("Dit is een zin. En dit nog een! ..."))
    assert [each.text for each in chunks] == ["Dit is een zin.", "En dit nog een!"]
    (fast,) = voice.synthesize("Dit is een zin.", Prosody(rate=1.5, volume_db=-6.0))
    assert fast.duration_s == pytest.approx(chunks[0].duration_s / 1.5, abs=0.001)
    assert np.abs(fast.samples).max() == pytest.approx(np.abs(chunks[0].samples).max() / 2, rel=0.02)
    assert not list(voice.synthesize(""))


def test_failing_doubles_fail():
    with pytest.raises(TranscriptionError):
        FailingTranscriber().transcribe(Utterance(read_only(np.zeros(1)), 0, 0, 0))
    with pytest.raises(SynthesisError):
        FailingVoice().synthesize("Hallo")
