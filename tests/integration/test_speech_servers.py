"""The real servers from their packages on loopback: a call heard and spoken by them, until they die in the middle."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from audio.frames import SPEECH_RATE_HZ, Prosody, Utterance, read_only
from audio.resample import resample
from audio.speech_server import FallbackTranscriber, FallbackVoice, ServerAddress, WyomingTranscriber, WyomingVoice
from audio.transcription import WhisperTranscriber
from audio.voices.espeak import EspeakVoice

pytestmark = [pytest.mark.models, pytest.mark.slow]

START_LIMIT_S = 60.0
SENTENCE = "Good afternoon, how can I help you today?"


class RealServer:
    """A server in a process of its own, ended by its id."""

    def __init__(self, module, folder, *arguments):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = ServerAddress("127.0.0.1", free.getsockname()[1])
        uri = f"tcp://{self.address.host}:{self.address.port}"
        with (folder / f"{module}.log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module, "--uri", uri, *arguments],
                stdout=log,
                stderr=log,
                env={**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "2"},
            )
        self.log = folder / f"{module}.log"
        deadline_s = time.monotonic() + START_LIMIT_S
        waiting = threading.Event()
        while not self._listens():
            if self.process.poll() is not None or time.monotonic() > deadline_s:
                self.kill()
                raise RuntimeError(self.log.read_text(errors="replace"))
            waiting.wait(0.2)

    def _listens(self):
        with socket.socket() as knock:
            return knock.connect_ex((self.address.host, self.address.port)) == 0

    def kill(self):
        self.process.kill()
        self.process.wait(10.0)


def whisper_server(models_dir, folder):
    return RealServer(
        "wyoming_faster_whisper",
        folder,
        *("--model", str(models_dir / "whisper-base"), "--data-dir", str(folder), "--language", "en"),
        *("--stt-library", "faster-whisper", "--local-files-only", "--compute-type", "int8"),
        *("--beam-size", "1", "--cpu-threads", "2"),
    )


def piper_server(models_dir, folder):
    return RealServer(
        "wyoming_piper",
        folder,
        *("--voice", "en_US-joe-medium", "--data-dir", str(models_dir / "piper-en_US-joe-medium")),
        *("--download-dir", str(folder), "--local-files-only"),
    )


@pytest.fixture
def ear(models_dir, tmp_path):
    server = whisper_server(models_dir, tmp_path)
    yield server
    server.kill()


@pytest.fixture
def mouth(models_dir, tmp_path):
    server = piper_server(models_dir, tmp_path)
    yield server
    server.kill()


def as_utterance(chunks):
    samples = np.concatenate([resample(chunk.samples, chunk.sample_rate_hz, SPEECH_RATE_HZ) for chunk in chunks])
    padded = read_only(np.pad(samples, SPEECH_RATE_HZ // 4))
    return Utterance(padded, 0.0, 0.25, len(padded) / SPEECH_RATE_HZ - 0.25)


def test_what_the_voice_server_says_the_recogniser_server_hears_until_both_die(ear, mouth, models_dir):
    told = []
    voice = FallbackVoice(WyomingVoice(mouth.address, "en"), lambda: EspeakVoice("en-gb+m3"))
    transcriber = FallbackTranscriber(
        WyomingTranscriber(ear.address, "en"), lambda: WhisperTranscriber(models_dir / "whisper-base", "en")
    )
    voice.tell(told.append)
    transcriber.tell(told.append)
    transcriber.warm_up()
    assert voice.name == f"{mouth.address}/en"
    chunks = list(voice.synthesize(f"{SENTENCE} I am listening.", Prosody(rate=1.05, pitch_semitones=-1)))
    assert [chunk.text for chunk in chunks] == [SENTENCE, "I am listening."]
    assert "how can i help you" in transcriber.transcribe(as_utterance(chunks)).text.lower()
    assert told == []

    lines = voice.synthesize(f"{SENTENCE} I am listening. Tell me more, please. I have all the time in the world.")
    first = next(lines)
    mouth.kill()
    ear.kill()
    said = [first, *lines]
    assert len(said) == 4
    assert "how can i help you" in transcriber.transcribe(as_utterance(said)).text.lower()
    assert transcriber.transcribe(as_utterance(said)).words
    assert any("The recogniser on this computer takes over" in sentence for sentence in told)
    assert len(told) <= 2


@pytest.fixture
def simulator(models_dir, tmp_path):
    """Starts the program; what is still running at the end is ended by its id."""
    started = []

    def start(*arguments):
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", "simulator", *arguments, "--models", str(models_dir)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")},
            )
        )
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.communicate(timeout=10.0)


def read_until(process, told, sign):
    for line in process.stderr:
        told.append(line)
        if sign in line:
            return
    raise AssertionError(f"The call ended before '{sign}':\n{''.join(told)}")


def test_a_rehearsed_call_outlives_its_servers(ear, mouth, simulator, tmp_path):
    process = simulator(
        *("demo", "--fast", "--json", "--sessions", str(tmp_path / "sessions")),
        *("--transcriber", str(ear.address), "--voice", f"{mouth.address}?voice=en_US-joe-medium"),
    )
    told = []
    read_until(process, told, "  > ")
    ear.kill()
    mouth.kill()
    read_until(process, told, "The recogniser on this computer takes over for the rest of the call.")
    read_until(process, told, "  > ")
    process.send_signal(signal.SIGINT)
    out, rest = process.communicate(timeout=240)
    told.append(rest)
    assert process.returncode == 0, "".join(told)
    report = json.loads(out)
    assert "".join(told).count("The recogniser on this computer takes over") == 1
    assert report["ending"] in {"trainee_hung_up", "solved"}  # as far as the walk had come when it was stopped
    assert len([turn for turn in report["turns"] if turn["speaker"] == "trainee"]) >= 2
    facts = json.loads((Path(report["session"]["folder"]) / "session.json").read_text())
    assert str(ear.address) in json.dumps(facts)


def test_a_server_that_is_not_there_is_said_before_the_phone_rings(simulator):
    process = simulator("demo", "--transcriber", "wyoming://127.0.0.1:9", "--fast")
    out, complaints = process.communicate(timeout=60)
    assert process.returncode == 1
    assert (
        "Nothing listens at wyoming://127.0.0.1:9. Start the speech server there, or check host and port." in complaints
    )
    assert "Traceback" not in complaints + out
