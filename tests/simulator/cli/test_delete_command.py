"""`sessions delete`: a count first, and after it no byte of the name in any of the program's folders."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from audio.frames import Prosody
from audio.scripted import ToneVoice
from audio.spoken_cache import CachedVoice
from simulator import directories
from simulator.app.services import AppSettings
from simulator.cli.app_settings import read_settings, write_settings
from simulator.sessions.deletion import files_naming
from simulator.sessions.index.index import SessionIndex
from simulator.sessions.store import SessionStore
from tests.simulator.sessions.held import hold_call

NAME = "Zebedeüs Quiggle"
SAYS_NAME = (f"Good afternoon, {NAME} speaking. Since when is it down?",)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(directories, "cache_directory", lambda: tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture
def there(cache):
    """Two people's sessions, and the name in all the places the program may have put it."""
    directory = directories.sessions_directory()
    mine = hold_call(directory, SAYS_NAME, trainee=NAME)
    hold_call(directory, ("Since when is it down?",), trainee="Ann")
    with SessionIndex(directory) as index:
        index.refresh()
    list(CachedVoice(ToneVoice(), cache / "spoken").synthesize(f"Goodbye, {NAME}.", Prosody()))
    list(CachedVoice(ToneVoice(), cache / "spoken").synthesize("Goodbye, Ann.", Prosody()))
    (cache / "last-fault.txt").write_text(f"ValueError: {NAME}", encoding="utf-8")
    settings = AppSettings(trainee=NAME, consents={NAME: "everything", "Ann": "text"})
    write_settings(directories.settings_path(), settings)
    return mine


def folders(cache):
    return [directories.sessions_directory(), directories.settings_path().parent, cache]


def test_deleting_a_trainee_leaves_no_byte_of_the_name(callsim, there, cache):
    assert callsim("sessions", "export", there, "--html").status == 0
    assert len(list(files_naming(folders(cache), NAME))) >= 6
    outcome = callsim("sessions", "delete", "--trainee", NAME, "--yes", "--json")
    assert outcome.status == 0
    assert outcome.json == {"deleted": [there], "kept": [], "still_named_in": []}
    assert "1 of 2 sessions" in outcome.err
    for spelling in (NAME, "Quiggle", "Zebede"):
        assert list(files_naming(folders(cache), spelling)) == []
    settings = read_settings(directories.settings_path())
    assert settings.trainee is None
    assert settings.consents == {"Ann": "text"}
    assert len(list((cache / "spoken").rglob("*.flac"))) == 1
    assert len(SessionStore(directories.sessions_directory()).ids()) == 1


def test_a_count_first_and_no_is_no(callsim, there):
    outcome = callsim("sessions", "delete", "--trainee", NAME, stdin="n\n")
    assert outcome.status == 1
    assert "1 of 2 sessions" in outcome.err
    assert "Nothing was deleted." in outcome.err
    assert len(SessionStore(directories.sessions_directory()).ids()) == 2
    assert callsim("sessions", "delete", there, stdin="y\n").status == 0
    assert there not in SessionStore(directories.sessions_directory()).ids()


def test_what_names_the_trainee_in_somebody_elses_session_is_said(callsim, there):
    directory = directories.sessions_directory()
    (other,) = (each for each in SessionStore(directory).ids() if each != there)
    (directory / other / "note.txt").write_text(f"Ask {NAME}.", encoding="utf-8")
    outcome = callsim("sessions", "delete", "--trainee", NAME, "--yes")
    assert outcome.status == 1
    assert "note.txt still names" in outcome.err


def test_old_sessions_only(callsim, cache):
    directory = directories.sessions_directory()
    old = hold_call(directory, ("Hello?",), started_at=datetime.now(UTC) - timedelta(days=10))
    new = hold_call(directory, ("Hello?",))
    assert callsim("sessions", "delete", "--older-than", "5", "--yes", "--json").json["deleted"] == [old]
    assert SessionStore(directory).ids() == (new,)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--trainee or --older-than"),
        (("last", "--older-than", "3"), "--trainee or --older-than"),
        (("--trainee", " "), "needs a name"),
        (("nonsense",), "No session 'nonsense'"),
    ],
)
def test_what_is_not_said_clearly_is_refused(callsim, there, arguments, said):
    outcome = callsim("sessions", "delete", *arguments)
    assert outcome.status == 2
    assert said in outcome.err
    assert len(SessionStore(directories.sessions_directory()).ids()) == 2
