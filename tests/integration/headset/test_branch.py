"""Trying again from a turn of a spoken call, by voice, through PortAudio."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.voices.piper import PiperVoice
from tests.integration.headset.test_headset import share_heard

pytestmark = [pytest.mark.headset, pytest.mark.models, pytest.mark.slow]

SAID = (
    "Good morning, service desk, you are speaking with Tom. How can I help you?",
    "You have to wait for your turn, sir.",
    "I understand that this is urgent. What happens when you switch it on?",
)


def test_a_branch_by_voice_is_a_session_of_its_own_with_its_parent(virtual_headset, models_dir, tmp_path):
    voice = PiperVoice(models_dir / "piper-en_US-joe-medium", "en_US-joe-medium")
    lines = []
    for number, text in enumerate(SAID):
        chunks = list(voice.synthesize(text))
        lines.append(tmp_path / f"line-{number}.wav")
        soundfile.write(lines[-1], np.concatenate([chunk.samples for chunk in chunks]), chunks[0].sample_rate_hz)
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("branching.py")), str(models_dir), str(tmp_path / "sessions")],
        env=virtual_headset.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    waiting = list(lines)
    report = {}
    for line in process.stdout:
        if "(your turn)" in line:
            virtual_headset.speak(waiting.pop(0))
        elif line.startswith("{"):
            report = json.loads(line)
    assert process.wait(60) == 0
    first, second, opened = report["first"], report["second"], report["opened"]
    assert second["id"] != first["id"]
    assert second["parent"] == first["id"]
    assert second["mode"] == "spoken"
    turn = second["branch_turn"]
    assert [tuple(each) for each in second["turns"][: turn - 1]] == [tuple(each) for each in first["turns"][: turn - 1]]
    assert share_heard(SAID[1], first["turns"][turn - 1][1]) >= 0.6
    assert share_heard(SAID[2], second["turns"][turn - 1][1]) >= 0.6
    assert len(first["path"]) >= 2
    assert second["path"] != first["path"]
    assert opened["turns"] == second["turns"]
    assert opened["heard"] == list(range(1, len(second["turns"]) + 1))
    assert (Path(second["folder"]) / "call.flac").is_file()
