from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.errors import SoundFileError
from audio.pitch import mean_pitch_hz
from audio.soundfiles import read_samples, read_sound, write_flac
from tests.audio.listening import buzz


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.ogg", "a.mp3"])
@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100])
def test_every_common_format_is_read_at_the_speech_rate(tmp_path: Path, name: str, rate_hz: int) -> None:
    soundfile.write(tmp_path / name, buzz(180.0, 1.0, rate_hz), rate_hz)
    sound = read_sound(tmp_path / name)
    assert sound.duration_s == pytest.approx(1.0, abs=0.1)
    assert (sound.start_s, sound.speech_start_s) == (0.0, 0.0)
    assert sound.speech_end_s == sound.duration_s
    assert mean_pitch_hz(sound.samples, 16_000) == pytest.approx(180.0, rel=0.03)
    assert not sound.samples.flags.writeable


def test_channels_are_mixed_or_picked(tmp_path: Path) -> None:
    left, right = buzz(120.0, 1.0, 16_000), buzz(240.0, 1.0, 16_000)
    write_flac(tmp_path / "call.flac", np.stack([left, right], axis=1), 16_000)
    path = tmp_path / "call.flac"
    assert read_samples(path, 16_000, channel=1) == pytest.approx(right, abs=1e-4)
    assert read_samples(path, 16_000) == pytest.approx((left + right) / 2, abs=1e-4)
    with pytest.raises(SoundFileError, match="has 2 channels; there is no channel 2"):
        read_samples(path, 16_000, channel=2)


def test_flac_keeps_sixteen_bits_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    sound = buzz(180.0, 0.5, 16_000)
    write_flac(tmp_path / "a.flac", sound, 16_000)
    assert read_samples(tmp_path / "a.flac", 16_000) == pytest.approx(sound, abs=1 / 32_000)
    assert [p.name for p in tmp_path.iterdir()] == ["a.flac"]


def test_faults_are_sentences(tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("this is no sound")
    (tmp_path / "empty.wav").write_bytes(b"")
    soundfile.write(tmp_path / "none.wav", np.zeros(0, np.float32), 16_000)
    soundfile.write(tmp_path / "nan.wav", np.array([0.0, np.nan], np.float32), 16_000, subtype="FLOAT")
    for name, words in (
        ("absent.wav", "There is no sound file"),
        ("", "is a folder"),
        ("text.wav", "cannot be read as sound"),
        ("empty.wav", "cannot be read as sound"),
        ("none.wav", "holds no sound"),
        ("nan.wav", "not numbers"),
    ):
        with pytest.raises(SoundFileError, match=words):
            read_sound(tmp_path / name)
    with pytest.raises(SoundFileError, match="cannot be written"):
        write_flac(tmp_path / "absent" / "a.flac", np.zeros(10, np.float32), 16_000)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"RIFF\x24\x00\x00\x00WAVEfmt ", b"fLaC", b"OggS", b"ID3"]))
def test_no_bytes_make_a_traceback(tmp_path_factory: pytest.TempPathFactory, data: bytes, start: bytes) -> None:
    path = tmp_path_factory.mktemp("sound") / "a.wav"
    path.write_bytes(start + data)
    try:
        read_sound(path)
    except SoundFileError as error:
        assert str(path) in str(error)
