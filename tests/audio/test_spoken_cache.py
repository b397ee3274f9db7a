from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from audio.errors import SynthesisError
from audio.frames import Prosody, SpeechChunk, read_only
from audio.ports import Voice
from audio.spoken_cache import CachedVoice, prepare
from tests.audio.listening import buzz


class Counting:
    """A voice that notes what it was asked to say; a chunk a word."""

    def __init__(self, name: str = "kokoro:jf_alpha") -> None:
        self.name = name
        self.said: list[str] = []

    def synthesize(self, text: str, prosody: Prosody = Prosody()) -> Iterator[SpeechChunk]:
        self.said.append(text)
        if text == "wrong":
            raise SynthesisError("no")
        for number, word in enumerate(text.split()):
            yield SpeechChunk(read_only(buzz(100.0 + 20 * number, 0.2, 24_000)), 24_000, word)


def heard(voice: Voice, text: str, prosody: Prosody = Prosody()) -> list[tuple[str, bytes, int]]:
    return [(c.text, c.samples.tobytes(), c.sample_rate_hz) for c in voice.synthesize(text, prosody)]


def test_a_line_is_spoken_once_and_sounds_the_same_each_time(tmp_path: Path) -> None:
    inner = Counting()
    voice = CachedVoice(inner, tmp_path)
    first = heard(voice, "één twee drie")
    assert heard(voice, "één twee drie") == first
    assert heard(CachedVoice(Counting(), tmp_path), "één twee drie") == first
    assert inner.said == ["één twee drie"]
    assert [text for text, _, _ in first] == ["één", "twee", "drie"]
    assert isinstance(voice, Voice)


def test_voice_prosody_person_and_text_are_told_apart(tmp_path: Path) -> None:
    voice = CachedVoice(Counting(), tmp_path)
    paths = {
        voice.path("a b"),
        voice.path("a c"),
        voice.path("a b", Prosody(rate=1.1)),
        voice.path("a b", Prosody(pitch_semitones=1.0)),
        voice.path("a b", Prosody(volume_db=1.0)),
        CachedVoice(Counting("kokoro:jm_kumo"), tmp_path).path("a b"),
        CachedVoice(Counting(), tmp_path, kind="nl").path("a b"),
    }
    assert len(paths) == 7


@pytest.mark.parametrize("damage", [b"", b"fLaC", b"\0" * 100, None])
def test_a_damaged_recording_is_spoken_again(tmp_path: Path, damage: bytes | None) -> None:
    inner = Counting()
    voice = CachedVoice(inner, tmp_path)
    first = heard(voice, "a b")
    path = voice.path("a b")
    path.write_bytes(path.read_bytes()[:-200] if damage is None else damage)
    assert heard(voice, "a b") == first
    assert inner.said == ["a b", "a b"]
    assert voice.has("a b")


def test_half_a_line_is_not_kept(tmp_path: Path) -> None:
    voice = CachedVoice(Counting(), tmp_path)
    pieces = voice.synthesize("a b c")
    next(pieces)
    pieces.close()
    assert not voice.has("a b c")
    with pytest.raises(SynthesisError):
        heard(voice, "wrong")
    assert not voice.has("wrong")


def test_what_was_not_heard_for_longest_goes_first(tmp_path: Path) -> None:
    voice = CachedVoice(Counting(), tmp_path, limit_mb=1)
    for number, text in enumerate(["old", "heard again", "new"]):
        heard(voice, text)
        os.utime(voice.path(text), (number, number))
    heard(voice, "heard again")
    size = voice.path("old").stat().st_size
    voice._limit_bytes = 3 * size + size // 2
    heard(voice, "newest")
    assert not voice.has("old")
    assert voice.has("heard again")
    assert voice.has("newest")


def test_a_directory_that_cannot_be_written_only_costs_the_keeping(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    voice = CachedVoice(Counting(), tmp_path / "file")
    assert len(heard(voice, "a b")) == 2
    assert not voice.has("a b")


def test_no_temporary_file_stays(tmp_path: Path) -> None:
    voice = CachedVoice(Counting(), tmp_path)
    heard(voice, "a b")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [voice.path("a b")]


def test_preparing_counts_and_reports(tmp_path: Path) -> None:
    inner = Counting()
    voice = CachedVoice(inner, tmp_path)
    heard(voice, "a")
    told: list[tuple[int, int, str]] = []
    lines = [("a", Prosody()), ("b c", Prosody()), ("a", Prosody())]
    result = prepare(voice, lines, lambda done, total, text: told.append((done, total, text)))
    assert (result.spoken, result.kept) == (1, 1)
    assert result.seconds == pytest.approx(0.6, abs=0.01)
    assert told == [(0, 2, "a"), (1, 2, "b c"), (2, 2, "")]
    assert inner.said == ["a", "b c"]
    assert np.allclose([p.stat().st_size > 0 for p in tmp_path.rglob("*.flac")], True)


def test_sentences_are_kept_one_by_one_whatever_line_they_are_part_of(tmp_path: Path) -> None:
    inner = Counting()
    voice = CachedVoice(inner, tmp_path, pause_s=0.25)
    heard(voice, "One two. Three.")
    assert inner.said == ["One two.", "Three."]
    assert voice.has("Three. One two.")
    again = list(voice.synthesize("Three. Four."))
    assert inner.said == ["One two.", "Three.", "Four."]
    assert [chunk.text for chunk in again] == ["Three.", "Four."]
    assert len(again[1].samples) - len(next(iter(voice.synthesize("Four."))).samples) == 24_000 // 4
    assert list(voice.begun) == [("One two. Three.", False), ("Three. Four.", True), ("Four.", True)]


def test_the_pause_between_sentences_is_shorter_where_speech_is_faster(tmp_path: Path) -> None:
    voice = CachedVoice(Counting(), tmp_path, pause_s=0.3)
    (_, calm), (_, hurried) = (voice.synthesize("a. b", Prosody(rate=rate)) for rate in (1.0, 1.5))
    assert len(calm.samples) - len(hurried.samples) == 24_000 // 10


def test_the_first_sound_does_not_wait_for_the_keeping(tmp_path: Path) -> None:
    voice = CachedVoice(Counting(), tmp_path)
    for text in ("a", "b. c"):
        pieces = voice.synthesize(text)
        next(pieces)
        assert not voice.has(text)
        list(pieces)
        assert voice.has(text)
