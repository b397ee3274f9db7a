"""The sound check at a desk: with a headset, and with a loudspeaker that the microphone hears."""

import json
import subprocess
import sys

import pytest

from tests.integration.headset.test_call import spoken

pytestmark = [pytest.mark.headset, pytest.mark.slow]


def doctor(headset, tmp_path, *more):
    return subprocess.Popen(
        [sys.executable, "-m", "simulator", "doctor", "--sound", "--json", "--language", "en", *more],
        env={**headset.environment, "XDG_CONFIG_HOME": str(tmp_path / "config")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(process, sign):
    for line in process.stderr:
        if sign in line:
            return
    raise AssertionError(f"The check ended before '{sign}'.")


def report(process):
    out, complaints = process.communicate(timeout=60)
    assert out, complaints
    return process.returncode, json.loads(out)


def test_a_loudspeaker_in_the_room_is_found_and_remembered(virtual_headset, tmp_path):
    virtual_headset.echo(20.0)
    status, found = report(doctor(virtual_headset, tmp_path, "--models", str(tmp_path)))
    assert status == 1
    assert "echo" in found["findings"]
    assert found["half_duplex"]
    assert any("Use a headset" in sentence for sentence in found["advice"])
    assert found["echo"]["attenuation_db"] == pytest.approx(20.0, abs=3.0)
    assert 0.0 < found["echo"]["delay_ms"] < 400.0
    kept = json.loads((tmp_path / "config" / "callsim" / "sound-checks.json").read_text())
    assert [row["half_duplex"] for row in kept.values()] == [True]


@pytest.mark.models
def test_a_headset_is_fine_and_what_is_read_is_recognised(virtual_headset, models_dir, tmp_path):
    line, _ = spoken(tmp_path, models_dir)
    process = doctor(virtual_headset, tmp_path, "--models", str(models_dir))
    wait_for(process, "Say something")
    virtual_headset.speak(line, wait=False).wait(60.0)
    wait_for(process, "Read aloud")
    virtual_headset.speak(line, wait=False).wait(60.0)
    _, found = report(process)
    assert found["echo"]["heard"] is False
    assert not found["half_duplex"]
    assert found["recording"]["findings"] == []
    assert "speaking with" in found["reading"]["heard"].lower()
