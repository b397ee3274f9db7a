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
            *self._devices(self._rate_hz, 2),
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
        self._choose()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()

    def unplug(self) -> None:
        """End the sound server, by its own process; whoever wears the headset loses it, and all sound with it."""
        if self._server is None:
            return
        self._server.terminate()
        try:
            self._server.wait(5.0)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait(5.0)
        self._server = None

    def pull(self) -> None:
        """Take the headset away and leave the sound server: microphone and speaker are gone, as a USB plug pulled."""
        listed = self._control("list", "short", "modules")
        numbers = [line.split()[0] for line in listed.splitlines() if "null-sink" in line or "remap-source" in line]
        for number in reversed(numbers):
            self._control("unload-module", number)

    def plug(self, rate_hz: int = 48_000, channels: int = 2) -> None:
        """Put the headset back, at any rate and with one or two channels: a Bluetooth one comes back with others."""
        for module in self._devices(rate_hz, channels):
            self._control("load-module", *module.split())
        self._choose()

    def second_microphone(self) -> None:
        """Add a microphone at which nobody speaks and let the system choose it."""
        self._control("load-module", "module-null-sink", "sink_name=elsewhere")
        self._control("set-default-source", "elsewhere.monitor")

    def echo(self, loss_db: float) -> None:
        """Let the microphone hear the speaker that much weaker."""
        self._control("load-module", "module-loopback", "source=ears.monitor", "sink=mouth", "latency_msec=20")
        deadline_s = time.monotonic() + START_LIMIT_S
        while not (looped := self._control("list", "short", "sink-inputs").split()):
            if time.monotonic() > deadline_s:
                raise RuntimeError("The loopback does not play.")
        self._control("set-sink-input-volume", looped[0], f"-{loss_db}dB")

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

    def _devices(self, rate_hz: int, channels: int) -> list[str]:
        return [
            f"module-null-sink sink_name=ears rate={rate_hz} channels={channels}",
            f"module-null-sink sink_name=mouth rate={rate_hz} channels={channels}",
            "module-remap-source master=mouth.monitor source_name=microphone",
        ]

    def _choose(self) -> None:
        self._control("set-default-sink", "ears")
        self._control("set-default-source", "microphone")

    def _control(self, *arguments: str) -> str:
        return subprocess.run(
            ["pactl", *arguments], env=self.environment, check=True, timeout=10.0, capture_output=True, text=True
        ).stdout
