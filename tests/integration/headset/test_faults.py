"""What becomes of a headset in use: pulled out, put back at another rate, another one chosen, the sound server dead."""

import json
import queue
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile

pytestmark = [pytest.mark.headset, pytest.mark.slow]

SCRIPT = Path(__file__).with_name("worn_on.py")
LIMIT_S = 30.0
HEARD_DBFS = -40.0


class Worn:
    """A process that wears the headset."""

    def __init__(self, headset):
        self.process = subprocess.Popen(
            [sys.executable, str(SCRIPT)],
            env=headset.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.told = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.told.put(json.loads(line))
        self.told.put({"gone": True})

    def until(self, key, condition=lambda value: True):
        """Return the next message that has the key and fits."""
        while True:
            message = self.told.get(timeout=LIMIT_S)
            assert "gone" not in message, "the process died"
            if key in message and condition(message[key]):
                return message

    def end(self):
        if self.process.poll() is None and not self.process.stdin.closed:
            self.process.stdin.close()
            self.process.wait(10.0)


@pytest.fixture
def worn(virtual_headset):
    wearer = Worn(virtual_headset)
    yield wearer
    wearer.end()
    if wearer.process.poll() is None:
        wearer.process.kill()


@pytest.fixture
def voice(tmp_path):
    """Twenty seconds of sound to speak into the microphone."""
    path = tmp_path / "voice.wav"
    soundfile.write(path, 0.3 * np.sin(2 * np.pi * 440 * np.arange(20 * 16_000) / 16_000), 16_000)
    return path


def heard(level):
    return level > HEARD_DBFS


def unheard(level):
    return level <= HEARD_DBFS


@pytest.mark.parametrize(("rate_hz", "channels"), [(48_000, 2), (16_000, 1)])
def test_a_headset_pulled_out_and_put_back_goes_on(virtual_headset, worn, voice, rate_hz, channels):
    speaking = virtual_headset.speak(voice, wait=False)
    worn.until("level_dbfs", heard)
    speaking.kill()
    speaking.wait()
    virtual_headset.pull()
    lost = worn.until("lost")
    assert lost["kind"] == "DeviceGoneError"
    assert "it was unplugged or switched off. Plug it in again, or choose another." in lost["lost"]
    assert worn.until("level_dbfs", unheard)["late_s"] < 1.0
    virtual_headset.plug(rate_hz, channels)
    back = worn.until("back")
    assert back["back"].startswith("The sound is back")
    assert "microphone" in back["back"]
    speaking = virtual_headset.speak(voice, wait=False)
    last = worn.until("level_dbfs", heard)
    assert last["worst_gap_s"] < 0.2
    assert last["late_s"] < 0.5
    speaking.kill()
    speaking.wait()


def test_a_sound_server_that_dies_is_waited_for(virtual_headset, worn, voice):
    worn.until("level_dbfs")
    virtual_headset.unplug()
    assert worn.until("lost")["kind"] == "DeviceGoneError"
    worn.until("level_dbfs", unheard)
    virtual_headset.__enter__()
    worn.until("back")
    speaking = virtual_headset.speak(voice, wait=False)
    worn.until("level_dbfs", heard)
    speaking.kill()
    speaking.wait()


def test_the_system_choosing_another_microphone_goes_on_with_that_one(virtual_headset, worn, voice):
    speaking = virtual_headset.speak(voice, wait=False)
    worn.until("level_dbfs", heard)
    virtual_headset.second_microphone()
    worn.until("level_dbfs", unheard)
    speaking.kill()
    speaking.wait()
    # The sound server moves the stream; where it lets go of it meanwhile, that is told, and made good.
    lost, seconds = False, 0
    while seconds < 3:
        message = worn.told.get(timeout=LIMIT_S)
        assert "gone" not in message, "the process died"
        lost = ("lost" in message or lost) and "back" not in message
        seconds = 0 if lost else seconds + ("level_dbfs" in message)
        assert message.get("worst_gap_s", 0.0) < 0.2
