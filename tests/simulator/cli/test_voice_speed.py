from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.frames import Prosody, SpeechChunk
from audio.scripted.voice import FailingVoice, ToneVoice
from audio.voices.shared import SharedVoice, StoppedError
from simulator.cli.voice_speed import FILE_NAME, SLOW_FROM, MeasuredVoice, SpeedMemory, VoiceSpeed

amounts = st.floats(min_value=0.01, max_value=1000.0)
speeds = st.builds(VoiceSpeed, amounts, amounts, amounts)


@given(speeds, speeds)
def test_what_is_measured_later_moves_the_share_toward_it_and_never_beyond(before: VoiceSpeed, now: VoiceSpeed) -> None:
    both = before.and_then(now)
    low, high = sorted((before.share, now.share))
    assert low * (1 - 1e-9) <= both.share <= high * (1 + 1e-9)
    again = both.and_then(now)
    assert abs(again.share - now.share) <= abs(both.share - now.share) * (1 + 1e-6) + 1e-9


@given(speeds, st.integers(0, 100_000), st.integers(0, 100_000))
def test_the_estimate_adds_up_over_what_is_still_to_be_said(speed: VoiceSpeed, some: int, more: int) -> None:
    assert speed.time_for_s(0) == 0.0
    assert math.isclose(
        speed.time_for_s(some) + speed.time_for_s(more), speed.time_for_s(some + more), rel_tol=1e-9, abs_tol=1e-9
    )


def test_a_minute_later_the_same_was_measured_half_as_much() -> None:
    later = VoiceSpeed(10.0, 10.0, 100.0).and_then(VoiceSpeed(60.0, 60.0, 900.0))
    assert later == VoiceSpeed(65.0, 65.0, 950.0)


@pytest.mark.parametrize(("work_s", "slow"), [(SLOW_FROM * 2.0, True), (SLOW_FROM * 1.98, False), (4.0, True)])
def test_slow_is_what_keeps_people_waiting(work_s: float, slow: bool) -> None:
    assert VoiceSpeed(work_s, 2.0, 30.0).is_slow is slow


def test_speeds_are_remembered_for_each_voice_and_what_is_damaged_is_not_known(tmp_path: Path) -> None:
    memory = SpeedMemory(tmp_path / "new")
    assert memory.of("kokoro:jf_alpha") is None
    memory.note("kokoro:jf_alpha", VoiceSpeed(3.0, 2.0, 30.0))
    memory.note("espeak:nl", VoiceSpeed(0.1, 2.0, 30.0))
    assert SpeedMemory(tmp_path / "new").of("kokoro:jf_alpha") == VoiceSpeed(3.0, 2.0, 30.0)
    path = tmp_path / "new" / FILE_NAME
    for damage in (
        '{"kokoro:jf_alpha": {"work_s": 3}}',
        '{"kokoro:jf_alpha": {"work_s": 3, "speech_s": 0, "letters": 5}}',
        '{"kokoro:jf_alpha": {"work_s": NaN, "speech_s": 1, "letters": 5}}',
        '{"kokoro:jf_alpha": 3}',
        "[]",
        "{",
        "\x00\ufffd",
    ):
        path.write_text(damage, encoding="utf-8")
        assert memory.of("kokoro:jf_alpha") is None
    memory.note("espeak:nl", VoiceSpeed(0.1, 2.0, 30.0))
    assert memory.of("espeak:nl") == VoiceSpeed(0.1, 2.0, 30.0)


def test_where_nothing_can_be_written_the_voice_speaks_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    voice = MeasuredVoice(ToneVoice(), SpeedMemory(tmp_path / "file"))
    assert [chunk.text for chunk in voice.synthesize("One. Two.")] == ["One.", "Two."]


class Watch:
    """A clock on which every sentence takes as long as is said."""

    def __init__(self, takes_s: float) -> None:
        self.takes_s = takes_s
        self._times = iter(range(1_000_000))
        self._now_s = 0.0

    def __call__(self) -> float:
        # Asked before and after each sentence.
        if next(self._times) % 2:
            self._now_s += self.takes_s
        return self._now_s


def test_what_a_voice_takes_is_measured_while_it_speaks(tmp_path: Path) -> None:
    memory = SpeedMemory(tmp_path)
    line = "Twelve chars. Twelve char!"
    voice = MeasuredVoice(ToneVoice("slow", seconds_a_character=0.1), memory, Watch(2.6))
    assert voice.name == "slow"
    list(voice.synthesize(line))
    speed = memory.of("slow")
    assert speed is not None
    assert speed.share == pytest.approx(2.0, rel=0.05)
    assert speed.is_slow
    quicker = MeasuredVoice(ToneVoice("slow", seconds_a_character=0.1), memory, Watch(0.13))
    for _ in range(100):
        list(quicker.synthesize(line))
    quick = memory.of("slow")
    assert quick is not None
    assert not quick.is_slow


def test_a_line_that_fails_is_not_measured(tmp_path: Path) -> None:
    voice = MeasuredVoice(FailingVoice(), SpeedMemory(tmp_path))
    with pytest.raises(Exception, match=r"."):
        list(voice.synthesize("Hello."))
    assert not (tmp_path / FILE_NAME).exists()


class StoppedInMidSentence(ToneVoice):
    """A voice that can be stopped, and remembers that it was."""

    def __init__(self) -> None:
        super().__init__()
        self.stops = 0
        self.shared: SharedVoice | None = None

    def stop(self) -> None:
        self.stops += 1

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        assert self.shared is not None
        self.shared.stop_ahead()
        yield from super().synthesize(text, prosody)


def test_a_measured_voice_is_stopped_as_the_voice_itself_would_be(tmp_path: Path) -> None:
    engine = StoppedInMidSentence()
    engine.shared = SharedVoice(MeasuredVoice(engine, SpeedMemory(tmp_path)))
    with pytest.raises(StoppedError):
        list(engine.shared.ahead.synthesize("One. Two."))
    assert engine.stops == 1
    MeasuredVoice(ToneVoice(), SpeedMemory(tmp_path)).stop()
