"""A whole call through PortAudio: one process answers the phone, another speaks and listens."""

import json
import signal
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
from tests.integration.headset.test_headset import share_heard

pytestmark = [pytest.mark.headset, pytest.mark.models, pytest.mark.slow]

SAID = (
    "Good afternoon, you are speaking with Tom. How can I help you?",
    "I am so sorry about that. Can you tell me how much was taken from your account?",
)
LEFT, RIGHT = 0, 1


def spoken(folder: Path, models_dir: Path) -> list[Path]:
    """The trainee's lines as files."""
    voice = PiperVoice(models_dir / "piper-en_US-joe-medium", "en_US-joe-medium")
    paths = []
    for number, line in enumerate(SAID):
        chunks = list(voice.synthesize(line))
        path = folder / f"line-{number}.wav"
        soundfile.write(path, np.concatenate([chunk.samples for chunk in chunks]), chunks[0].sample_rate_hz)
        paths.append(path)
    return paths


def wait_for(process: subprocess.Popen[str], sign: str) -> list[str]:
    """Read what the call tells until a line holds the sign."""
    told = []
    assert process.stderr is not None
    for line in process.stderr:
        told.append(line)
        if sign in line:
            return told
    raise AssertionError(f"The call ended before '{sign}':\n{''.join(told)}")


def test_a_call_is_held_heard_scored_and_kept(virtual_headset, models_dir, tmp_path):
    lines = spoken(tmp_path, models_dir)
    command = [
        *(sys.executable, "-m", "simulator", "call", "ruth-double-charge", "--seed", "1", "--json"),
        *("--voice", "en_US-joe-medium"),
        *("--models", str(models_dir), "--sessions", str(tmp_path / "sessions")),
    ]
    ears = tmp_path / "ears.wav"
    with virtual_headset.recording(ears):
        process = subprocess.Popen(
            command,
            env=virtual_headset.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        wait_for(process, "(your turn)")
        for line in lines:
            virtual_headset.speak(line)
            wait_for(process, "(your turn)")
        process.send_signal(signal.SIGINT)
        out, complaints = process.communicate(timeout=120)
    assert process.returncode == 0, complaints
    report = json.loads(out)

    heard = [turn["text"] for turn in report["turns"] if turn["speaker"] == "trainee"]
    assert share_heard(" ".join(SAID), " ".join(heard)) >= 0.8
    # On a busy computer the caller may lose patience before the trainee hangs up.
    assert report["ending"] in {"trainee_hung_up", "escalated"}
    assert {score["criterion"] for score in report["scores"]} >= {"questioning", "summarising", "jargon", "leary"}

    folder = Path(report["session"]["folder"])
    said_by_caller = " ".join(turn["text"] for turn in report["turns"] if turn["speaker"] == "caller")
    transcriber = WhisperTranscriber(models_dir / "whisper-base", "en")
    detector = SileroDetector()

    def words_in(path: Path, channel: int | None = None) -> str:
        return transcribe_sound(read_samples(path, SPEECH_RATE_HZ, channel), detector, transcriber).text

    assert share_heard(" ".join(SAID), words_in(folder / "call.flac", LEFT)) >= 0.8
    assert share_heard(said_by_caller, words_in(folder / "call.flac", RIGHT)) >= 0.6
    # The ears also hold the ringing, and whatever a sound server short of computing time left out of the short lines.
    opening = next(turn["text"] for turn in report["turns"] if turn["speaker"] == "caller")
    assert share_heard(opening, words_in(ears)) >= 0.6
