from __future__ import annotations

import sys

import pytest

from simulator import directories


@pytest.mark.parametrize(
    ("variable", "command"),
    [
        (directories.SESSIONS_VARIABLE, ["sessions", "list"]),
        (directories.SESSIONS_VARIABLE, ["sessions", "show", "last"]),
        (directories.SESSIONS_VARIABLE, ["call", "ruth-double-charge", "--typed"]),
        (directories.MODELS_VARIABLE, ["models", "list"]),
        (directories.MODELS_VARIABLE, ["models", "verify"]),
        (directories.MODELS_VARIABLE, ["models", "install", "whisper-base"]),
        (directories.MODELS_VARIABLE, ["transcribe", "x.wav", "--language", "en"]),
    ],
)
@pytest.mark.parametrize("below", ["", "deeper"])
def test_a_file_where_a_folder_must_be_is_named(callsim, tmp_path, monkeypatch, variable, command, below):
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("", encoding="utf-8")
    monkeypatch.setenv(variable, str(in_the_way / below))
    outcome = callsim(*command)
    assert outcome.status == 1
    assert f"{in_the_way} is a file" in outcome.err
    assert variable in outcome.err


def test_a_fault_of_the_program_is_a_sentence_and_the_details_a_file(callsim, tmp_path, monkeypatch):
    def broken(personas_dir):
        raise ZeroDivisionError("by nought")

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("simulator.cli.personas.open_library", broken)
    outcome = callsim("personas", "list")
    assert outcome.status == 1
    assert "Traceback" not in outcome.err
    assert "ZeroDivisionError: by nought" in outcome.err
    details = directories.cache_directory() / "last-fault.txt"
    assert str(details) in outcome.err
    assert "Traceback" in details.read_text(encoding="utf-8")


def test_a_folder_in_a_file_s_place_is_no_persona_file(callsim, tmp_path):
    folder = tmp_path / "x.persona.yaml"
    folder.mkdir()
    outcome = callsim("personas", "check", str(folder))
    assert outcome.status == 1
    assert outcome.out == ""
    assert "There are no persona files there" in outcome.err


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 500, b"a: [" * 250_000, b"\t- : {", b"id: x\n"])
def test_one_broken_caller_costs_only_itself(callsim, tmp_path, content):
    (tmp_path / "broken.persona.yaml").write_bytes(content)
    (tmp_path / "folder.persona.yaml").mkdir()
    listed = callsim("personas", "list", "--personas", str(tmp_path), "--json")
    assert listed.status == 1
    assert "broken.persona.yaml:1" in listed.err
    assert "folder.persona.yaml:1" in listed.err
    assert "ruth-double-charge" in {persona["id"] for persona in listed.json}
    called = callsim("call", "broken", "--typed", "--personas", str(tmp_path))
    assert called.status == 2
    assert "broken.persona.yaml:1" in called.err


@pytest.mark.skipif(sys.platform == "win32", reason="names there are text")
def test_a_sound_file_whose_name_is_no_text_is_a_sentence(tmp_path):
    from pathlib import Path

    from audio.errors import SoundFileError
    from audio.soundfiles import read_sound

    path = Path(str(tmp_path) + "/caf\udce9.wav")
    path.touch()
    with pytest.raises(SoundFileError, match="Give the file another name"):
        read_sound(path)


def test_a_damaged_session_is_listed_and_what_is_left_is_shown(callsim):
    from pathlib import Path

    def made() -> Path:
        report = callsim("call", "maggie-new-tablet", "--typed", "--json", stdin="When did it begin?\n").json
        return Path(report["session"]["folder"])

    torn, lost = made(), made()
    with (torn / "events.jsonl").open("ab") as journal:
        journal.write(b'{"v":1,"seq"')
    (lost / "session.json").write_bytes(b"{")
    (lost.parent / "holiday").mkdir()
    shown = callsim("sessions", "show", torn.name)
    assert shown.status == 0
    assert "12 bytes of its journal are no events" in shown.err
    assert "When did it begin?" in shown.out
    without = callsim("sessions", "show", lost.name)
    assert without.status == 0
    assert "What was said is in events.jsonl" in without.err
    assert "When did it begin?" in without.out
    listed = callsim("sessions", "list")
    assert listed.status == 1
    assert "cannot be read" in listed.err
    assert torn.name in listed.out
    assert "holiday" not in listed.out
