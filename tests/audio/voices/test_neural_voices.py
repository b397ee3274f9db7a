"""Voices with their real models."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from audio.errors import ModelError, ModelMissingError
from audio.frames import Prosody
from audio.line import LineKind
from audio.models import ModelStore
from audio.pitch import mean_pitch_hz
from audio.ports import Voice
from audio.voices import VoiceChoice, WhyVoice, caller_voice, open_voice
from tests.audio.listening import joined

JOE = "piper:en_US-joe-medium"
LINE = "My internet has been down for three days now, and nobody calls me back."


@pytest.fixture(scope="module")
def joe(models_dir: Path) -> Voice:
    return open_voice(JOE, ModelStore(models_dir), "en")


@pytest.mark.models
def test_joe_says_the_same_line_the_same_way(joe: Voice) -> None:
    first, _ = joined(joe.synthesize(LINE))
    list(joe.synthesize("Something else."))
    assert np.array_equal(first, joined(joe.synthesize(LINE))[0])
    assert joe.name == JOE
    assert isinstance(joe, Voice)


@pytest.mark.models
def test_joe_speaks_a_sentence_at_a_time(joe: Voice) -> None:
    chunks = list(joe.synthesize("Hello? Is anybody there? [[h@l'oU]]"))
    assert [chunk.text for chunk in chunks][:2] == ["Hello?", "Is anybody there?"]
    assert list(joe.synthesize("...")) == []


@pytest.mark.models
@pytest.mark.parametrize(("rate", "semitones"), [(0.85, 0.0), (1.2, 0.0), (1.0, 4.0), (1.0, -3.0), (1.1, 2.0)])
def test_joes_rate_and_pitch_are_what_was_asked(joe: Voice, rate: float, semitones: float) -> None:
    plain, rate_hz = joined(joe.synthesize(LINE))
    shaped, _ = joined(joe.synthesize(LINE, Prosody(rate, semitones)))
    shift = 12 * np.log2(mean_pitch_hz(shaped, rate_hz) / mean_pitch_hz(plain, rate_hz))
    assert shift == pytest.approx(semitones, abs=0.8)
    assert len(plain) / len(shaped) == pytest.approx(rate, rel=0.06)


@pytest.mark.models
def test_a_caller_is_kept_once_for_every_mood_and_line(joe: Voice, tmp_path: Path) -> None:
    person = Prosody(rate=1.1, pitch_semitones=2.0)
    caller = caller_voice(joe, "en", tmp_path, person, LineKind.LANDLINE, seed=1)
    assert caller.prepare([LINE]).spoken == 1
    calm, rate_hz = joined(caller.synthesize(LINE))
    angry, _ = joined(caller.synthesize(LINE, Prosody(1.1, 0.7, 3.0)))
    assert caller.prepare([LINE]).kept == 1
    assert len(list(tmp_path.rglob("*.flac"))) == 1
    assert len(calm) / len(angry) == pytest.approx(1.1, rel=0.02)
    assert mean_pitch_hz(angry, rate_hz) > mean_pitch_hz(calm, rate_hz)
    assert np.array_equal(calm, joined(caller.synthesize(LINE))[0])
    assert caller.name == JOE
    assert isinstance(caller, Voice)


@pytest.mark.parametrize("name", ["piper:en_US-absent-medium", "frits", "espeak:", "kokoro:xf_nobody"])
def test_a_voice_nobody_has_is_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError, match="There is no voice"):
        open_voice(name, ModelStore(tmp_path), "en")


def test_a_voice_that_is_not_installed_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match="callsim models install piper-en_US-joe-medium"):
        open_voice(VoiceChoice(JOE, WhyVoice.WISHED), ModelStore(tmp_path), "en")


def test_a_model_that_cannot_be_loaded_is_a_sentence(tmp_path: Path) -> None:
    from audio.voices.kokoro import KokoroVoice
    from audio.voices.piper import PiperVoice

    (tmp_path / "x.onnx").write_bytes(b"nonsense")
    (tmp_path / "x.onnx.json").write_text("{}")
    with pytest.raises(ModelError, match="cannot be loaded"):
        PiperVoice(tmp_path, "x")
    with pytest.raises(ModelError, match="cannot be loaded"):
        KokoroVoice(tmp_path, "jf_alpha", "nl", tmp_path / "voices_ja.npz")


@pytest.mark.models
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "nl"])
def test_kokoros_women_and_man_differ(models_dir: Path, language: str) -> None:
    store = ModelStore(models_dir)
    if "kokoro-82m-int8" not in store.installed():
        pytest.skip("Kokoro is not among the default models.")
    pitch_hz = {}
    for voice in ("jf_alpha", "jm_kumo"):
        samples, rate_hz = joined(open_voice(f"kokoro:{voice}", store, language).synthesize("Hallo, hallo, hallo."))
        pitch_hz[voice] = mean_pitch_hz(samples, rate_hz)
    assert pitch_hz["jf_alpha"] > 1.3 * pitch_hz["jm_kumo"]
