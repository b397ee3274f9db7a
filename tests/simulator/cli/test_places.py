"""Folders and files that a person chooses in the settings: looked at, kept, and used by every command."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from simulator import directories
from simulator.app.services import AppSettings, Place, PlaceFault
from simulator.cli.app_settings import read_settings, write_settings
from simulator.cli.doors.house import House
from simulator.cli.doors.precedence import GIVES_WAY, giving_way
from simulator.cli.doors.preferences import KeptPreferences
from simulator.cli.doors.upkeep import DiskUpkeep
from simulator.cli.main import run


@pytest.fixture(autouse=True)
def _nothing_chosen(monkeypatch):
    monkeypatch.delenv(directories.SESSIONS_VARIABLE, raising=False)
    monkeypatch.delenv(directories.PERSONAS_VARIABLE, raising=False)
    yield
    directories.choose(directories.SESSIONS_VARIABLE, "")
    directories.choose(directories.PERSONAS_VARIABLE, "")


def checked(place: Place, text: object):
    return DiskUpkeep(House()).check_place(place, str(text))


def test_a_folder_is_good_when_it_is_there_and_takes_files(tmp_path):
    found = checked(Place.SESSIONS, f"  {tmp_path}/x/..  ")
    assert (found.path, found.fault, found.found) == (str(tmp_path), None, 0)
    (tmp_path / "20260101-101010-ruth-double-charge-0a1b").mkdir()
    assert checked(Place.SESSIONS, tmp_path).found == 1
    assert [each for each in tmp_path.iterdir() if each.is_file()] == []


@pytest.mark.parametrize("place", list(Place))
def test_what_is_not_there_is_said(place, tmp_path):
    assert checked(place, tmp_path / "none").fault is PlaceFault.ABSENT
    assert checked(place, "~nobody-of-this-name/calls").fault is PlaceFault.ABSENT
    assert checked(place, "  ").path == ""


@pytest.mark.parametrize("place", [Place.SESSIONS, Place.CALLERS])
def test_a_file_is_no_folder(place, tmp_path):
    (tmp_path / "notes.txt").touch()
    assert checked(place, tmp_path / "notes.txt").fault is PlaceFault.NO_FOLDER


def test_a_disk_that_takes_nothing_is_said(tmp_path, monkeypatch):
    def refuse(**_):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    found = checked(Place.SESSIONS, tmp_path)
    assert (found.fault, found.detail) == (PlaceFault.NOT_WRITABLE, "Read-only file system")
    assert checked(Place.CALLERS, tmp_path).fault is None


def test_a_file_of_something_else_has_no_corrections(tmp_path):
    (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
    found = checked(Place.EXEMPLARS, tmp_path / "notes.txt")
    assert found.fault is PlaceFault.NO_EXEMPLARS
    assert "notes.txt" in found.detail


def test_a_chosen_folder_holds_at_once_and_for_every_command(tmp_path, capsys):
    calls, callers = tmp_path / "calls", tmp_path / "callers"
    calls.mkdir()
    house = House()
    usual = house.sessions()
    KeptPreferences(house).keep_settings(AppSettings(sessions=str(calls), callers=str(callers)))
    assert (house.sessions(), house.persona_folders()[-1]) == (calls, callers)
    assert DiskUpkeep(house).folders().sessions_by == ""
    (calls / "20260101-101010-ruth-double-charge-0a1b").mkdir()
    directories.choose(directories.SESSIONS_VARIABLE, "")
    assert run(["sessions", "list", "--json"]) in (0, 1)
    assert "20260101-101010-ruth-double-charge-0a1b" in capsys.readouterr().out
    KeptPreferences(house).keep_settings(AppSettings())
    assert house.sessions() == usual


def test_a_variable_and_an_option_go_before_what_was_chosen_and_are_named(tmp_path, monkeypatch):
    directories.choose(directories.SESSIONS_VARIABLE, str(tmp_path / "chosen"))
    monkeypatch.setenv(directories.SESSIONS_VARIABLE, str(tmp_path / "set"))
    folders = DiskUpkeep(House()).folders()
    assert (folders.sessions, folders.sessions_by) == (str(tmp_path / "set"), "CALLSIM_SESSIONS")
    folders = DiskUpkeep(House(sessions_dir=tmp_path / "given")).folders()
    assert (folders.sessions, folders.sessions_by) == (str(tmp_path / "given"), "--sessions")


def test_chosen_folders_are_kept_in_the_file(tmp_path):
    chosen = AppSettings(sessions="/calls", callers="/callers")
    write_settings(tmp_path / "settings.yaml", chosen)
    assert read_settings(tmp_path / "settings.yaml") == chosen
    Path(tmp_path / "settings.yaml").write_text("sessions: [1]\ncallers: 3\n", encoding="utf-8")
    assert read_settings(tmp_path / "settings.yaml") == AppSettings()


def test_what_a_library_starts_lets_the_others_go_first():
    def load():
        begun: list[int] = []
        thread = threading.Thread(target=lambda: begun.append(_niceness()))
        thread.start()
        thread.join()
        return begun[0]

    before = _niceness()
    assert giving_way(load) == (min(19, before + GIVES_WAY) if sys.platform == "linux" else before)
    assert _niceness() == before
    with pytest.raises(LookupError, match="gone"):
        giving_way(lambda: {}["gone"])


def _niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id() if sys.platform == "linux" else 0)
