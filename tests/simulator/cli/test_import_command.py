"""`sessions import` on a call of two synthesised voices, with the real recogniser, and its refusals."""

from __future__ import annotations

import numpy as np
import pytest

from audio.frames import SPEECH_RATE_HZ
from audio.resample import resample
from audio.voices.espeak import EspeakVoice
from simulator import directories
from simulator.sessions.store import SessionStore

CALLER = "My internet has been down since Monday morning."
TRAINEE = "Can you tell me what happened before that?"


def spoken(voice: str, line: str):
    chunks = list(EspeakVoice(voice).synthesize(line))
    return np.concatenate([resample(chunk.samples, chunk.sample_rate_hz, SPEECH_RATE_HZ) for chunk in chunks])


@pytest.fixture
def recording(tmp_path):
    """The caller on the left from the first second, the trainee on the right two seconds after."""
    import soundfile

    caller, trainee = spoken("en-us+f2", CALLER), spoken("en-us+m3", TRAINEE)
    starts = (SPEECH_RATE_HZ, 3 * SPEECH_RATE_HZ + len(caller))
    sound = np.zeros((starts[1] + len(trainee) + SPEECH_RATE_HZ, 2), np.float32)
    sound[starts[0] : starts[0] + len(caller), 0] = caller
    sound[starts[1] : starts[1] + len(trainee), 1] = trainee
    path = tmp_path / "call.wav"
    soundfile.write(path, sound, SPEECH_RATE_HZ)
    return path, [start / SPEECH_RATE_HZ for start in starts]


@pytest.mark.models
def test_a_recorded_call_is_heard_scored_and_kept(callsim, recording, models_dir):
    path, starts_s = recording
    outcome = callsim(
        "sessions", "import", str(path), "--caller-channel", "left", "--language", "en", "--trainee", "Tom",
        "--held-at", "2026-03-02T14:30", "--model", "whisper-base", "--models", str(models_dir), "--json",
    )  # fmt: skip
    assert outcome.status == 0, outcome.err
    turns = outcome.json["turns"]
    assert [turn["speaker"] for turn in turns] == ["caller", "trainee"]
    for turn, start_s in zip(turns, starts_s, strict=True):
        assert turn["start"] == pytest.approx(start_s, abs=0.4)
    assert "internet" in turns[0]["text"].lower()
    assert "what happened" in turns[1]["text"].lower()
    assert outcome.json["scores"]
    session = SessionStore(directories.sessions_directory()).open("last")
    assert session.facts.trainee == "Tom"
    assert session.id.startswith("20260302-143000")
    assert session.call_sound is not None


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("absent.wav", "--caller-channel", "left", "--language", "en"), 1, "There is no sound file"),
        (("absent.wav", "--language", "en"), 2, "--caller-channel"),
        (
            ("absent.wav", "--caller-channel", "left", "--language", "nl", "--persona", "ruth-double-charge"),
            2,
            "speaks en",
        ),
        (("absent.wav", "--caller-channel", "left", "--language", "nl", "--persona", "ruht"), 2, "ruht"),
        (("absent.wav", "--caller-channel", "left", "--language", "nl", "--held-at", "noon"), 2, "is no moment"),
    ],
)
def test_what_cannot_be_read_in_is_refused_in_a_sentence(callsim, arguments, status, said):
    outcome = callsim("sessions", "import", *arguments)
    assert outcome.status == status
    assert said in outcome.err
    assert not directories.sessions_directory().exists()
