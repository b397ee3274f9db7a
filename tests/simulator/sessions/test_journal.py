from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.call import events
from simulator.call.ports import KeepingError
from simulator.sessions.encoding import KINDS, DamagedLineError, JournalEntry, at_s, decode, encode
from simulator.sessions.journal import TORN_NAME, JournalWriter, keep_torn_aside, read_journal
from tests.simulator.call.happenings import EACH, written_event

FEW = tuple(event for event in EACH.values() if not isinstance(event, events.MicrophoneLevelMeasured))


def written(folder: Path, happened: tuple = FEW) -> Path:
    path = folder / "events.jsonl"
    writer = JournalWriter(path)
    for event in happened:
        writer.notice(event)
    writer.close()
    return path


@pytest.mark.parametrize("name", EACH)
def test_every_kind_of_event_comes_back_as_it_was(name: str) -> None:
    event = EACH[name]
    assert decode(encode(JournalEntry(3, at_s(event), event))).event == event


def test_every_kind_of_event_has_an_example_here() -> None:
    assert {type(event).__name__ for event in EACH.values()} == set(KINDS)


@settings(max_examples=100, deadline=None)
@given(written_event)
def test_any_text_comes_back_on_one_line(event: events.CallEvent) -> None:
    line = encode(JournalEntry(1, at_s(event), event))
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert decode(line).event == event


def test_a_line_says_what_when_and_in_which_order(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in written(tmp_path).read_text().splitlines()]
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert all(line.keys() == {"v", "seq", "at_s", "kind", "data"} for line in lines)


def test_the_journal_is_for_its_owner_only(tmp_path: Path) -> None:
    assert stat.S_IMODE(written(tmp_path).stat().st_mode) == 0o600


def test_microphone_levels_are_not_written(tmp_path: Path) -> None:
    path = written(tmp_path, (events.CallAnswered(0.0), events.MicrophoneLevelMeasured(0.1, -20.0)))
    assert len(path.read_bytes().splitlines()) == 1


def test_an_absent_journal_holds_nothing(tmp_path: Path) -> None:
    assert read_journal(tmp_path / "events.jsonl").entries == ()


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_cut_at_any_byte_every_whole_event_survives(data: st.DataObject) -> None:
    whole = b"".join(encode(JournalEntry(n, at_s(e), e)) for n, e in enumerate(FEW, start=1))
    cut = data.draw(st.integers(0, len(whole)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.jsonl"
        path.write_bytes(whole[:cut])
        content = read_journal(path)
        complete = whole[:cut].count(b"\n")
        last = whole[:cut].rpartition(b"\n")[2]
        if last and last + b"\n" in whole.splitlines(keepends=True):
            complete, last = complete + 1, b""
        assert content.events == FEW[:complete]
        assert content.torn == last
        keep_torn_aside(Path(folder), content)
        assert (Path(folder) / TORN_NAME).exists() == bool(last)
        writer = JournalWriter(path)
        writer.notice(events.HoldEnded(99.0))
        writer.close()
        assert read_journal(path).events == (*FEW[:complete], events.HoldEnded(99.0))


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_nonsense_is_torn_and_never_a_traceback(nonsense: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.jsonl"
        path.write_bytes(encode(JournalEntry(1, 0.0, FEW[0])) + nonsense)
        content = read_journal(path)
        assert len(content.entries) <= 1


def test_a_line_of_a_newer_program_is_not_misread() -> None:
    line = encode(JournalEntry(1, 0.0, FEW[0])).replace(b'"v":1', b'"v":2')
    with pytest.raises(DamagedLineError, match="version 2"):
        decode(line)


def test_a_full_disk_loses_nothing_once_there_is_room_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    room = 700

    def write(handle: int, data: bytes) -> int:
        nonlocal room
        if room <= 0:
            raise OSError(28, "No space left on device")
        written = real(handle, data[:room])
        room -= written
        return written

    path = tmp_path / "events.jsonl"
    writer = JournalWriter(path)
    monkeypatch.setattr("simulator.sessions.journal.os.write", write)
    refused = 0
    for event in FEW:
        try:
            writer.notice(event)
        except KeepingError as error:
            refused += 1
            assert "no space left on device" in str(error)
            assert str(tmp_path) in str(error)
    assert refused
    assert writer.unwritten
    content = read_journal(path)
    assert content.torn == b""
    assert content.events == FEW[: len(content.events)]
    room = 1_000_000
    writer.notice(events.HoldEnded(99.0))
    writer.close()
    assert read_journal(path).events == (*FEW, events.HoldEnded(99.0))


def test_a_disk_that_stays_full_is_said_at_the_end_with_what_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    writer = JournalWriter(tmp_path / "events.jsonl")
    writer.notice(FEW[0])
    monkeypatch.setattr("simulator.sessions.journal.os.write", full)
    for event in FEW[1:3]:
        with pytest.raises(KeepingError, match="The call goes on"):
            writer.notice(event)
    with pytest.raises(KeepingError, match=r"no space left on device\..*2 later events are lost") as said:
        writer.close()
    assert "goes on" not in str(said.value)
    assert read_journal(tmp_path / "events.jsonl").events == FEW[:1]


def _limit_files() -> None:
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


FILL = """
import sys
from pathlib import Path
from simulator.call import events
from simulator.call.ports import KeepingError
from simulator.sessions.journal import JournalWriter
writer = JournalWriter(Path(sys.argv[1]))
said = set()
for number in range(200):
    try:
        writer.notice(events.TraineeSpeechStarted(float(number)))
    except KeepingError as error:
        said.add(str(error))
print(len(said), writer.unwritten)
"""


@pytest.mark.skipif(os.name != "posix", reason="file size limits are a matter of POSIX")
def test_a_file_the_system_will_not_let_grow_keeps_what_fits(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(path)], preexec_fn=_limit_files, capture_output=True, text=True, check=True
    )
    complaints, unwritten = map(int, done.stdout.split())
    content = read_journal(path)
    assert complaints == 1
    assert len(content.entries) + unwritten == 200
    assert content.torn == b""
    assert path.stat().st_size <= 4096


WRITE = """
import sys
from pathlib import Path
from simulator.call import events
from simulator.sessions.journal import JournalWriter
writer = JournalWriter(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    writer.notice(events.TroubleArose(float(number), "x" * (number % 400), fatal=False))
    print(number, flush=True)
"""


@pytest.mark.parametrize("events_before_the_kill", [1, 7, 40])
def test_a_killed_program_loses_nothing_it_had_written(tmp_path: Path, events_before_the_kill: int) -> None:
    path = tmp_path / "events.jsonl"
    writer = subprocess.Popen([sys.executable, "-c", WRITE, str(path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    acknowledged = 0
    for line in writer.stdout:
        acknowledged = int(line)
        if acknowledged == events_before_the_kill:
            writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    content = read_journal(path)
    assert len(content.entries) >= acknowledged >= events_before_the_kill
    assert [entry.seq for entry in content.entries] == list(range(1, len(content.entries) + 1))
