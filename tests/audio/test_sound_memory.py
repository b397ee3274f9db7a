from datetime import UTC, datetime

import pytest

from audio.sound_check import EchoReport, SoundCheck, SoundFinding
from audio.sound_memory import SoundMemory

AT = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
ECHOING = SoundCheck("Webcam", "Screen", echo=EchoReport(True, 42.0, 17.5, -37.5, (SoundFinding.ECHO,)))
FINE = SoundCheck("Headset", "Headset", echo=EchoReport(False))


def test_each_pair_of_devices_has_its_own_check(tmp_path):
    memory = SoundMemory(tmp_path / "new" / "checks.json")
    assert memory.recall("Webcam", "Screen") is None
    memory.keep(ECHOING, AT)
    memory.keep(FINE, AT)
    found = SoundMemory(tmp_path / "new" / "checks.json").recall("Webcam", "Screen")
    assert found is not None
    assert found.half_duplex
    assert found.findings == (SoundFinding.ECHO,)
    assert (found.delay_ms, found.attenuation_db, found.checked_at) == (42.0, 17.5, AT)
    assert memory.recall("Headset", "Headset").half_duplex is False
    assert memory.recall("Webcam", "Headset") is None
    memory.keep(SoundCheck("Webcam", "Screen", echo=EchoReport(False)), AT)
    assert memory.recall("Webcam", "Screen").half_duplex is False
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["checks.json"]


@pytest.mark.parametrize(
    "content", ["", "[]", "not json", '{"Webcam | Screen": 4}', '{"Webcam | Screen": {"checked_at": "yesterday"}}']
)
def test_a_damaged_memory_counts_as_none_and_is_written_anew(tmp_path, content):
    path = tmp_path / "checks.json"
    path.write_text(content)
    memory = SoundMemory(path)
    assert memory.recall("Webcam", "Screen") is None
    memory.keep(ECHOING, AT)
    assert memory.recall("Webcam", "Screen").half_duplex
