from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.frames import FRAME_SAMPLES, AudioFrame, SpeechChunk, read_only
from simulator.call import events
from simulator.call.account import record_of
from simulator.call.ports import KeepingError
from simulator.language import Language
from simulator.scoring.record import Side, TurnRecord
from simulator.sessions.recording import ROOM_FOR_WORDS_BYTES, SessionRecording, finish_tracks, rebuild_call_sound
from tests.simulator.call.happenings import HEARD, STATE


def frames(count: int, *, first: int = 0, value: float = 0.0) -> list[AudioFrame]:
    sound = read_only(np.full(FRAME_SAMPLES, value, dtype=np.float32))
    return [AudioFrame(sound, (first + n) * FRAME_SAMPLES / 16_000) for n in range(count)]


def chunk(seconds: float, value: float = 0.5, rate_hz: int = 16_000) -> SpeechChunk:
    return SpeechChunk(read_only(np.full(round(seconds * rate_hz), value, dtype=np.float32)), rate_hz, "Hello.")


def heard(number: int, start_s: float, end_s: float) -> events.TraineeTurnHeard:
    return events.TraineeTurnHeard(TurnRecord(number, Side.TRAINEE, "Hello.", start_s, end_s), HEARD)


def stereo(folder: Path) -> np.ndarray:
    samples, rate_hz = soundfile.read(folder / "call.flac", dtype="float32")
    assert rate_hz == 16_000
    return samples


def test_both_sides_lie_on_the_real_clock_to_the_sample(tmp_path: Path) -> None:
    recording = SessionRecording(tmp_path)
    impulse = np.zeros(FRAME_SAMPLES, dtype=np.float32)
    impulse[100] = 1.0
    for index, frame in enumerate(frames(100)):
        recording.trainee_frame(AudioFrame(read_only(impulse), frame.start_s) if index == 50 else frame)
    click = np.zeros(1600, dtype=np.float32)
    click[3] = 1.0
    recording.caller_chunk(SpeechChunk(read_only(click), 16_000), 1.23, 1)
    recording.close()
    samples = stereo(tmp_path)
    assert samples.shape == (100 * FRAME_SAMPLES, 2)
    assert np.flatnonzero(np.abs(samples[:, 0]) > 0.5).tolist() == [50 * FRAME_SAMPLES + 100]
    assert np.flatnonzero(np.abs(samples[:, 1]) > 0.5).tolist() == [round(1.23 * 16_000) + 3]


def test_what_was_cut_off_was_never_heard(tmp_path: Path) -> None:
    recording = SessionRecording(tmp_path)
    recording.caller_chunk(chunk(2.0), 1.0, 1)
    recording.caller_chunk(chunk(2.0), 3.0, 1)
    recording.caller_cut(1.75)
    recording.notice(events.CallerInterrupted(1.75, 1, "Hello."))
    recording.close()
    turn, _ = soundfile.read(tmp_path / "audio" / "001-caller.flac")
    assert len(turn) == round(0.75 * 16_000)
    assert len(stereo(tmp_path)) == round(1.75 * 16_000)


def test_a_turn_has_its_own_file_with_a_little_before_and_after(tmp_path: Path) -> None:
    recording = SessionRecording(tmp_path)
    for frame in frames(40) + frames(40, first=40, value=0.25) + frames(40, first=80):
        recording.trainee_frame(frame)
    start_s, end_s = 40 * FRAME_SAMPLES / 16_000, 80 * FRAME_SAMPLES / 16_000
    recording.notice(heard(2, start_s, end_s))
    turn, _ = soundfile.read(tmp_path / "audio" / "002-trainee.flac")
    assert len(turn) == round((end_s - start_s + 0.4) * 16_000)
    assert np.count_nonzero(np.abs(turn) > 0.2) == 40 * FRAME_SAMPLES
    recording.close()


def test_a_voice_of_another_rate_keeps_its_length(tmp_path: Path) -> None:
    recording = SessionRecording(tmp_path)
    recording.caller_chunk(chunk(1.0, rate_hz=22_050), 0.0, 1)
    recording.notice(events.CallerSpeechEnded(1.0, 1))
    recording.close()
    turn, _ = soundfile.read(tmp_path / "audio" / "001-caller.flac")
    assert abs(len(turn) - 16_000) <= 1


def test_lost_frames_are_a_gap_and_not_a_shift(tmp_path: Path) -> None:
    recording = SessionRecording(tmp_path)
    first, second = frames(2, value=0.25)
    late = AudioFrame(second.samples, second.start_s + 0.5, dropped_samples=8000)
    recording.trainee_frame(first)
    recording.trainee_frame(late)
    recording.close()
    loud = np.flatnonzero(stereo(tmp_path)[:, 0] > 0.2)
    assert loud[FRAME_SAMPLES - 1] == FRAME_SAMPLES - 1
    assert loud[FRAME_SAMPLES] == FRAME_SAMPLES + 8000


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(-0.015, 0.015), min_size=5, max_size=30))
def test_jitter_of_a_device_makes_no_gaps(tmp_path_factory: pytest.TempPathFactory, jitter: list[float]) -> None:
    folder = tmp_path_factory.mktemp("session")
    recording = SessionRecording(folder)
    for frame, off_s in zip(frames(len(jitter), value=0.25), [0.0, *jitter[1:]], strict=True):
        recording.trainee_frame(AudioFrame(frame.samples, frame.start_s + off_s))
    recording.close()
    assert np.all(stereo(folder)[:, 0] > 0.2)


def test_a_call_that_died_gets_its_recording_from_what_was_written(tmp_path: Path) -> None:
    dying = SessionRecording(tmp_path)
    for frame in frames(50, value=0.25):
        dying.trainee_frame(frame)
    dying.caller_chunk(chunk(0.5), 0.5, 1)
    assert finish_tracks(tmp_path)
    assert not finish_tracks(tmp_path)
    samples = stereo(tmp_path)
    assert np.all(samples[:, 0] > 0.2)
    assert np.flatnonzero(samples[:, 1] > 0.4)[0] == 8000


def test_the_recording_can_be_made_again_from_the_turns(tmp_path: Path) -> None:
    recording = SessionRecording(tmp_path)
    for frame in frames(200, value=0.25):
        recording.trainee_frame(frame)
    recording.caller_chunk(chunk(1.0), 4.0, 3)
    said = TurnRecord(3, Side.CALLER, "Hello.", 4.0, 5.0)
    happened = (
        heard(2, 1.0, 2.0),
        events.CallerReplied(said, STATE),
        events.CallerSpeechStarted(4.0, 3, 0.1),
        events.CallerSpeechEnded(5.0, 3),
    )
    for event in happened:
        recording.notice(event)
    recording.close()
    before = stereo(tmp_path)
    (tmp_path / "call.flac").unlink()
    assert rebuild_call_sound(tmp_path, record_of(happened, "test-caller", Language.ENGLISH))
    after = stereo(tmp_path)
    assert np.array_equal(after[: 5 * 16_000, 1], before[: 5 * 16_000, 1])
    speech = slice(16_000, 32_000)
    assert np.array_equal(after[speech, 0], before[speech, 0])


def test_nothing_recorded_makes_no_file(tmp_path: Path) -> None:
    SessionRecording(tmp_path).close()
    assert not (tmp_path / "call.flac").exists()
    assert not rebuild_call_sound(tmp_path, record_of((), "test-caller", Language.ENGLISH))


def test_a_full_disk_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recording = SessionRecording(tmp_path)

    def full(handle: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("simulator.sessions.recording.os.write", full)
    with pytest.raises(KeepingError, match="no space left on device"):
        recording.trainee_frame(frames(1)[0])


def test_the_last_room_of_a_disk_is_left_to_the_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recording = SessionRecording(tmp_path)
    for frame in frames(3):
        recording.trainee_frame(frame)
    held = (tmp_path / ".trainee.pcm").stat().st_size
    nearly_full = shutil.disk_usage(tmp_path)._replace(free=ROOM_FOR_WORDS_BYTES - 1)
    monkeypatch.setattr("simulator.sessions.recording.shutil.disk_usage", lambda folder: nearly_full)
    with pytest.raises(KeepingError, match="its words are kept"):
        recording.trainee_frame(frames(1, first=3)[0])
    assert held == (tmp_path / ".trainee.pcm").stat().st_size == 3 * 2 * FRAME_SAMPLES
    recording.close()
    assert len(stereo(tmp_path)) == 3 * FRAME_SAMPLES
