"""A whole call whose headset is pulled out and put back: what is shown, and that nothing said is lost."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from audio.frames import SPEECH_RATE_HZ
from audio.levels import rms_dbfs
from audio.soundfiles import read_samples
from simulator.call.events import CallPaused, CallResumed, TroubleArose
from simulator.sessions.journal import JOURNAL_NAME, read_journal
from tests.integration.headset.test_call import spoken, wait_for

pytestmark = [pytest.mark.headset, pytest.mark.models, pytest.mark.slow]

LEFT = 0


def test_a_headset_pulled_out_in_mid_call_costs_a_pause_and_nothing_said(virtual_headset, models_dir, tmp_path):
    before, after = spoken(tmp_path, models_dir)
    command = [
        *(sys.executable, "-m", "simulator", "call", "ruth-double-charge", "--seed", "1", "--json"),
        *("--voice", "espeak:en-gb+f2"),
        *("--models", str(models_dir), "--sessions", str(tmp_path / "sessions")),
    ]
    process = subprocess.Popen(
        command,
        env=virtual_headset.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(process, "(your turn)")
    virtual_headset.speak(before)
    wait_for(process, "(your turn)")
    virtual_headset.pull()
    assert "unplugged or switched off. Plug it in again" in wait_for(process, "(the call stands still)")[-1]
    virtual_headset.plug(16_000, 1)
    assert "The sound is back" in wait_for(process, "(the call goes on)")[-1]
    virtual_headset.speak(after)
    wait_for(process, "(your turn)")
    process.send_signal(signal.SIGINT)
    out, complaints = process.communicate(timeout=120)
    assert process.returncode == 0, complaints
    report = json.loads(out)

    said = [turn for turn in report["turns"] if turn["speaker"] == "trainee"]
    assert "good afternoon" in said[0]["text"].lower()
    assert "sorry" in said[-1]["text"].lower()
    folder = Path(report["session"]["folder"])
    happened = [type(event) for event in read_journal(folder / JOURNAL_NAME).events]
    assert happened.index(CallPaused) < happened.index(CallResumed)
    assert TroubleArose not in happened
    track = read_samples(folder / "call.flac", SPEECH_RATE_HZ, LEFT)
    for turn in said:
        assert rms_dbfs(track[round(turn["start"] * SPEECH_RATE_HZ) : round(turn["end"] * SPEECH_RATE_HZ)]) > -45
    assert len(track) / SPEECH_RATE_HZ > said[-1]["end"]
