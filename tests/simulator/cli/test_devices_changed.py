from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from audio.devices.lasting import DevicesBack
from audio.sound_check import EchoReport, SoundCheck, SoundFinding
from simulator.cli.sound_checks import sound_memory
from simulator.cli.spoken_call import echo_of

ECHO = EchoReport(True, 42.0, 17.5, -37.5, (SoundFinding.ECHO,))
AT = datetime(2026, 1, 2, tzinfo=UTC)


class Hears:
    def __init__(self) -> None:
        self.half_duplex: list[bool] = []

    def hear_half_duplex(self, half_duplex: bool) -> None:
        self.half_duplex.append(half_duplex)


@pytest.fixture(autouse=True)
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    sound_memory().keep(SoundCheck("Webcam", "Screen", echo=ECHO), AT)
    sound_memory().keep(SoundCheck("Headset", "Headset", echo=EchoReport(False)), AT)


@pytest.mark.parametrize(
    ("devices", "asked", "heard", "said"),
    [
        (DevicesBack("Webcam", "Screen", changed=True), False, [True], "rests while the caller speaks"),
        (DevicesBack("Headset", "Headset", changed=True), False, [False], ""),
        (DevicesBack("Headset", "Headset", changed=True), True, [True], ""),
        (DevicesBack("Webcam", "Headset", changed=True), False, [], "not checked for echo"),
        (DevicesBack("Webcam", "Screen", changed=False), False, [], ""),
        (DevicesBack("", "Screen", changed=True), False, [], ""),
    ],
)
def test_another_pair_of_devices_is_heard_as_its_own_check_asks(
    devices: DevicesBack, asked: bool, heard: list[bool], said: str
) -> None:
    call = Hears()
    told = echo_of(devices, call, asked)  # type: ignore[arg-type]
    assert call.half_duplex == heard
    assert said in told
    assert (told == "") is (said == "")
