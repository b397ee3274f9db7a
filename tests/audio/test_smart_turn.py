from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from audio.errors import ModelError, ModelMissingError
from audio.frames import SPEECH_RATE_HZ, read_only
from audio.smart_turn import MODEL_ID, SmartTurn, features


@pytest.fixture(scope="module")
def extractor():
    from faster_whisper.feature_extractor import FeatureExtractor

    return FeatureExtractor(chunk_length=8)


@pytest.mark.parametrize("length_s", [0.0, 0.3, 8.0, 11.0])
def test_eight_seconds_are_heard_however_long_the_turn(extractor, length_s: float) -> None:
    sound = read_only(np.random.default_rng(0).normal(0.0, 0.1, round(length_s * SPEECH_RATE_HZ)))
    found = features(sound, extractor)
    assert found.shape == (1, 80, 800)
    assert found.dtype == np.float32
    assert np.isfinite(found).all()


def test_only_the_last_eight_seconds_count(extractor) -> None:
    sound = np.random.default_rng(0).normal(0.0, 0.1, 10 * SPEECH_RATE_HZ)
    other = np.concatenate([0.5 * sound[: 2 * SPEECH_RATE_HZ], sound[2 * SPEECH_RATE_HZ :]])
    assert np.array_equal(features(read_only(sound), extractor), features(read_only(other), extractor))


def test_how_loud_a_turn_is_does_not_matter(extractor) -> None:
    sound = np.random.default_rng(0).normal(0.0, 0.1, 8 * SPEECH_RATE_HZ)
    quiet, loud = (features(read_only(factor * sound), extractor) for factor in (0.1, 1.0))
    assert np.allclose(quiet, loud, atol=1e-2)


def test_a_model_that_is_not_there_says_how_it_is_had(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match=f"callsim models install {MODEL_ID}"):
        SmartTurn(tmp_path / "no.onnx")


def test_a_damaged_model_is_said_in_words(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.onnx"
    damaged.write_bytes(b"not a model")
    with pytest.raises(ModelError, match="callsim models verify"):
        SmartTurn(damaged)


@pytest.mark.models
def test_a_finished_sentence_sounds_more_finished_than_half_of_it(models_dir: Path) -> None:
    from audio.resample import resample
    from audio.voices.piper import PiperVoice

    judge = SmartTurn(next((models_dir / MODEL_ID).glob("*.onnx")))
    voice = PiperVoice(models_dir / "piper-en_US-joe-medium", "en_US-joe-medium")
    (chunk,) = voice.synthesize("Good morning, this is the helpdesk, how can I help you?")
    whole = resample(chunk.samples, chunk.sample_rate_hz, SPEECH_RATE_HZ)
    silence = np.zeros(round(0.13 * SPEECH_RATE_HZ), np.float32)
    half = np.concatenate([whole[: len(whole) * 6 // 10], silence])
    assert judge.probability(read_only(np.concatenate([whole, silence]))) > judge.probability(read_only(half)) + 0.2
