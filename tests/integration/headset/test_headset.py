import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.frames import SPEECH_RATE_HZ
from audio.soundfiles import read_samples
from audio.transcription import WhisperTranscriber, transcribe_sound
from audio.vad import SileroDetector
from audio.voices.piper import PiperVoice

pytestmark = [pytest.mark.headset, pytest.mark.models, pytest.mark.slow]

SCRIPT = Path(__file__).with_name("worn.py")
SAID = "Good morning, this is the help desk. How can I help you today?"
HEARD = "My internet has been down since Monday."


@pytest.fixture(scope="module")
def lines(models_dir, tmp_path_factory):
    """Two spoken lines as files."""
    folder = tmp_path_factory.mktemp("lines")
    voice = PiperVoice(models_dir / "piper-en_US-joe-medium", "en_US-joe-medium")
    for name, text in (("said", SAID), ("heard", HEARD)):
        chunks = list(voice.synthesize(text))
        samples = np.concatenate([chunk.samples for chunk in chunks])
        soundfile.write(folder / f"{name}.wav", np.pad(samples, 4_000), chunks[0].sample_rate_hz)
    return folder


def wear(headset, models_dir, lines, listen_s):
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), str(models_dir / "whisper-base"), str(lines / "heard.wav"), str(listen_s)],
        env=headset.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "listening\n", process.stderr.read()
    return process


def report(process):
    out, complaints = process.communicate(timeout=60)
    assert process.returncode == 0, complaints
    return json.loads(out.splitlines()[-1])


def words(text):
    return "".join(each for each in text.lower() if each.isalnum() or each == " ").split()


def share_heard(said, heard):
    """The share of the words said that were heard; a busy computer makes sound stutter, so not every one must be."""
    return sum(word in words(heard) for word in words(said)) / len(words(said))


def test_what_is_said_is_heard_both_ways(virtual_headset, models_dir, lines, tmp_path):
    with virtual_headset.recording(tmp_path / "ears.wav"):
        process = wear(virtual_headset, models_dir, lines, 25)
        virtual_headset.speak(lines / "said.wav")
        found = report(process)
    assert share_heard(SAID, " ".join(found["texts"])) >= 0.8
    assert found["dropped"] < SPEECH_RATE_HZ
    assert found["aborted_s"] <= 0.08
    samples = read_samples(tmp_path / "ears.wav", SPEECH_RATE_HZ)
    transcriber = WhisperTranscriber(models_dir / "whisper-base", "en")
    heard = transcribe_sound(samples, SileroDetector(), transcriber)
    assert share_heard(HEARD, heard.text) >= 0.6


def test_a_headset_that_is_unplugged_is_noticed(virtual_headset, models_dir, lines):
    process = wear(virtual_headset, models_dir, lines, 60)
    virtual_headset.unplug()
    assert "unplugged" in report(process)["trouble"]
