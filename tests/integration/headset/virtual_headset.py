"""A headset without a head: a private PulseAudio whose microphone and ears are files.

PortAudio opens it like any other device. Because PortAudio reads its device list when it is loaded, whatever shall use
the headset runs in a process of its own, started with `VirtualHeadset.environment`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final

PROGRAMS: Final = ("pulseaudio", "pactl", "paplay", "parecord")
START_LIMIT_S: Final = 10.0


class VirtualHeadset:
    """A running sound server with one headset; use it as a context manager.

    Args:
        folder: private to this headset; the server's socket lives there.
        rate_hz: of the server.
    """

    def __init__(self, folder: Path, rate_hz: int = 48_000) -> None:
        self._folder = folder
        self._rate_hz = rate_hz
        self._socket = folder / "native"
        self._server: subprocess.Popen[bytes] | None = None

    @staticmethod
    def missing_programs() -> list[str]:
        """Return which of the needed programs are not installed."""
        return [name for name in PROGRAMS if shutil.which(name) is None]

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a process that shall wear the headset."""
        return {**os.environ, "PULSE_SERVER": f"unix:{self._socket}", "XDG_RUNTIME_DIR": str(self._folder)}

    def __enter__(self) -> VirtualHeadset:
        modules = [
            f"module-native-protocol-unix socket={self._socket} auth-anonymous=1",
            f"module-null-sink sink_name=ears rate={self._rate_hz}",
            f"module-null-sink sink_name=mouth rate={self._rate_hz}",
            "module-remap-source master=mouth.monitor source_name=microphone",
        ]
        command = [
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--use-pid-file=no",
            "--disable-shm=yes",
        ]
        for module in modules:
            command += ["-L", module]
        environment = {**self.environment, "HOME": str(self._folder)}
        with (self._folder / "pulseaudio.log").open("wb") as log:
            self._server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        deadline_s = time.monotonic() + START_LIMIT_S
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > deadline_s:
                self.unplug()
                raise RuntimeError((self._folder / "pulseaudio.log").read_text(errors="replace"))
        self._control("set-default-sink", "ears")
        self._control("set-default-source", "microphone")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()

    def unplug(self) -> None:
        """End the sound server, by its own process; whoever wears the headset loses it."""
        if self._server is None:
            return
        self._server.terminate()
        try:
            self._server.wait(5.0)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait(5.0)
        self._server = None

    def speak(self, sound: Path, *, wait: bool = True) -> subprocess.Popen[bytes]:
        """Speak a WAV or FLAC file into the trainee's microphone; until it is spoken, when `wait`."""
        player = subprocess.Popen(["paplay", "--device=mouth", str(sound)], env=self.environment)
        if wait and player.wait(600.0) != 0:
            raise RuntimeError(f"paplay failed on {sound}")
        return player

    @contextmanager
    def recording(self, sound: Path) -> Iterator[None]:
        """Record to a WAV file what the trainee hears, while the block runs."""
        recorder = subprocess.Popen(
            ["parecord", "--device=ears.monitor", "--file-format=wav", "--rate=48000", "--channels=1", str(sound)],
            env=self.environment,
        )
        try:
            yield
        finally:
            recorder.terminate()
            recorder.wait(5.0)

    def _answers(self) -> bool:
        asked = subprocess.run(["pactl", "info"], env=self.environment, capture_output=True, timeout=10.0, check=False)
        return asked.returncode == 0

    def _control(self, *arguments: str) -> None:
        subprocess.run(["pactl", *arguments], env=self.environment, check=True, timeout=10.0)
