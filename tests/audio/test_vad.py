import shutil
import subprocess

import numpy as np
import pytest

from audio.errors import ModelError, ModelMissingError
from audio.frames import FRAME_SAMPLES, AudioFrame, read_only
from audio.ports import SpeechDetector
from audio.vad import SileroDetector


def vowels(seed=1, duration_s=6.0):
    """Something voice-like: glottal pulses through moving formants, with pauses, over a little noise."""
    rng = np.random.default_rng(seed)
    rate = 16_000
    count = int(duration_s * rate)
    pulses = np.zeros(count)
    position = 0.0
    while position < count:
        pulses[int(position)] = 1.0
        position += rate / (110 + 25 * np.sin(position / 9_000) + rng.normal(0, 2))
    spectrum = np.fft.rfft(pulses)
    frequency = np.fft.rfftfreq(count, 1 / rate)
    shape = sum(
        1 / (1 + ((frequency - centre) / width) ** 2) for centre, width in ((650, 90), (1100, 110), (2500, 160))
    )
    voice = np.fft.irfft(spectrum * shape, count)
    voice *= np.repeat(rng.integers(0, 2, count // 4_000 + 1), 4_000)[:count]
    return read_only(0.3 * voice / np.abs(voice).max() + rng.normal(0, 0.001, count))


def spoken(text="Goedemiddag, met de helpdesk. Waarmee kan ik u helpen?"):
    """Real synthesised speech when eSpeak NG is there, else the vowels."""
    program = shutil.which("espeak-ng")
    if program is None:
        return vowels()
    import io

    import soundfile
    import soxr

    wave = subprocess.run([program, "-v", "nl", "--stdout", text], capture_output=True, check=True).stdout
    samples, rate = soundfile.read(io.BytesIO(wave), dtype="float32")
    return read_only(np.pad(soxr.resample(samples, rate, 16_000), 8_000))


@pytest.mark.parametrize("sound", [vowels, spoken], ids=["vowels", "spoken"])
def test_frame_by_frame_equals_the_whole_file(sound):
    from faster_whisper.vad import get_vad_model

    samples = sound()
    whole = len(samples) // FRAME_SAMPLES
    # The reference zeroes the end of the array it is given; as in its own use, that end is padding.
    padded = np.pad(samples[: whole * FRAME_SAMPLES], (0, FRAME_SAMPLES))
    expected = get_vad_model()(padded).reshape(-1)[:whole]
    detector = SileroDetector()
    found = [
        detector.probability(AudioFrame(samples[i * FRAME_SAMPLES : (i + 1) * FRAME_SAMPLES], i * 0.032))
        for i in range(whole)
    ]
    np.testing.assert_allclose(found, expected, atol=1e-4)
    assert max(found) > 0.5 > min(found), "the sound must hold both speech and silence to prove anything"
    assert isinstance(detector, SpeechDetector)


def test_several_frames_at_once_equal_one_by_one_and_reset_forgets():
    samples = vowels()
    detector = SileroDetector()
    at_once = detector.probabilities(samples)
    detector.reset()
    cut = 37 * FRAME_SAMPLES
    in_parts = np.concatenate([detector.probabilities(samples[:cut]), detector.probabilities(samples[cut:])])
    np.testing.assert_allclose(in_parts, at_once, atol=1e-4)
    assert len(detector.probabilities(samples[:100])) == 0


def test_the_callers_samples_stay_as_they_are():
    samples = vowels().copy()
    before = samples.copy()
    SileroDetector().probabilities(samples)
    np.testing.assert_array_equal(samples, before)


def test_a_missing_or_damaged_model_is_said_in_words(tmp_path):
    with pytest.raises(ModelMissingError, match="Install callsim again"):
        SileroDetector(tmp_path / "silero_vad_v6.onnx")
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"not a model")
    with pytest.raises(ModelError, match="damaged"):
        SileroDetector(broken)
