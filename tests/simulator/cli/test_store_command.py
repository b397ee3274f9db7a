from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.cli import store as store_command
from simulator.cli.main import run
from simulator.sessions.archive.administration import StoreAdministration
from simulator.sessions.archive.connecting import database_url, shown
from simulator.sessions.archive.outbox import Sent
from simulator.sessions.archive.port import ArchiveError
from simulator.sessions.review import Review, read_review, write_review
from tests.simulator.sessions.archive.conftest import server  # noqa: F401  (a fixture)
from tests.simulator.sessions.archive.parcels import write_session
from tests.simulator.sessions.archive.server import Server


def test_without_a_store_the_command_says_what_to_give(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CALLSIM_STORE", raising=False)
    assert run(["store", "list"]) == 2
    assert "CALLSIM_STORE" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["sqlite:///x.db", "mysql://a:secret@b/c", "no address: secret", "postgresql:/secret"])
def test_an_address_that_is_no_postgresql_is_a_sentence_without_the_password(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["store", "list", "--store", url]) == 1
    told = capsys.readouterr().err
    assert "secret" not in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("postgresql://sam@127.0.0.1/x", None),
        ("postgresql://sam@localhost/x", None),
        ("postgres://sam@/x", None),
        ("postgresql+psycopg://sam:pw@db.school.example/x", "require"),
        ("postgresql://sam@db.school.example/x?sslmode=disable", "disable"),
    ],
)
def test_another_computer_is_reached_encrypted_unless_said_otherwise(url: str, mode: str | None) -> None:
    made = database_url(url)
    assert made.query.get("sslmode") == mode
    assert "pw" not in shown(made)


def test_a_store_that_is_away_is_a_sentence_and_the_session_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    writer = write_session(tmp_path)
    away = ["--store", "postgresql://sam@127.0.0.1:1/none", "--sessions", str(tmp_path)]
    assert run(["store", "send", *away]) == 1
    assert "Sessions stay on this computer" in capsys.readouterr().err
    assert run(["store", "hand-in", "last", *away]) == 1
    assert "next 'callsim store send'" in capsys.readouterr().out
    assert (writer.folder / "handed_in.json").is_file()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--since", "31-1-2026"], "'31-1-2026' is no date"),
        (["--score", "leary>60"], "is no rule for a score"),
        (["--score", "charm>=60"], "questioning"),
        (["--ending", "happy"], "cut_short"),
    ],
)
def test_a_question_that_cannot_be_read_says_how_it_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    assert run(["sessions", "list", "--sessions", str(tmp_path), *options]) == 2
    assert words in capsys.readouterr().err


def test_sessions_are_listed_by_what_was_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = write_session(tmp_path)
    write_session(tmp_path, caller_says="Waar blijft mijn bestelling?", trainee="[red]Bram[/red]")
    asked = ["--search", "internet", "--caller", "karin", "--trainee", "renee", "--since", "2026-01-05"]
    asked += ["--until", "2026-01-05", "--language", "nl", "--attempt", "practice", "--ending", "solved"]
    asked += ["--score", "leary<=40", "--score", "questioning>=64", "--said-by", "caller", "--limit", "5"]
    assert run(["sessions", "list", "--sessions", str(tmp_path), "--json", *asked]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert listed["id"] == first.id
    assert listed["scores"] == {"questioning": 64, "leary": 40, "jargon": None}
    assert listed["folder"] == str(first.folder)
    assert run(["sessions", "list", "--sessions", str(tmp_path)]) == 0
    assert len(capsys.readouterr().out.strip().splitlines()) == 3


@pytest.mark.xdist_group("postgresql")
def test_a_training_centre_from_the_first_table_to_the_review(
    server: Server,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.make_database("school")
    admin = ["--store", server.admin_url("school")]
    assert run(["store", "list", *admin]) == 1
    assert "callsim store init" in capsys.readouterr().err
    assert run(["store", "init", *admin]) == 0
    assert run(["store", "init", *admin]) == 0
    assert run(["store", "migrate", *admin]) == 0
    assert run(["store", "add-group", "tuesday", *admin]) == 0
    passwords = {}
    for login, role in (("school-anna", "trainee"), ("school-theo", "trainer")):
        capsys.readouterr()
        assert run(["store", "add-person", login, "--role", role, "--group", "tuesday", *admin]) == 0
        passwords[login] = capsys.readouterr().out.split("): ")[1].strip()
    assert run(["store", "people", "--json", *admin]) == 0
    assert [each["login"] for each in json.loads(capsys.readouterr().out)] == list(passwords)

    anna, theo = (server.url("school", login, password) for login, password in passwords.items())
    here, there = tmp_path / "anna", tmp_path / "theo"
    monkeypatch.setenv("CALLSIM_AUDIO_STORE", str(tmp_path / "sounds"))
    writer = write_session(here)
    (writer.folder / "call.flac").write_bytes(b"stereo")
    monkeypatch.setenv("CALLSIM_STORE", anna)
    assert run(["store", "send", "--sessions", str(here)]) == 0
    monkeypatch.setenv("CALLSIM_STORE", theo)
    capsys.readouterr()
    assert run(["store", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert run(["store", "fetch", writer.id, "--sessions", str(there)]) == 1
    monkeypatch.setenv("CALLSIM_STORE", anna)
    assert run(["store", "hand-in", "last", "--sessions", str(here)]) == 0

    monkeypatch.setenv("CALLSIM_STORE", theo)
    capsys.readouterr()
    assert run(["store", "list", "--search", "internet", "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["id"], listed["owner"]) == (writer.id, "school-anna")
    assert run(["store", "fetch", writer.id, "--sessions", str(there)]) == 0
    assert (there / writer.id / "call.flac").read_bytes() == b"stereo"
    write_review(there / writer.id, Review(seen_by="theo"), "")
    assert run(["store", "send-review", writer.id, "--sessions", str(there)]) == 0
    assert run(["store", "send", "--sessions", str(there), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.split("\n", 2)[2])["sent"] == []

    monkeypatch.setenv("CALLSIM_STORE", anna)
    assert run(["store", "send", "--sessions", str(here)]) == 0
    assert read_review(writer.folder).review == Review(seen_by="theo")
    assert list((tmp_path / "sounds").rglob("*.flac"))
    monkeypatch.delenv("CALLSIM_AUDIO_STORE")
    assert run(["store", "remove-person", "school-anna", "--yes", *admin]) == 1
    assert "1 recordings of deleted sessions" in capsys.readouterr().err
    assert list((tmp_path / "sounds").rglob("*.flac"))
    assert run(["store", "delete-sounds-left", "--audio-store", str(tmp_path / "sounds"), *admin]) == 0
    assert not list((tmp_path / "sounds").rglob("*.flac"))
    assert run(["store", "delete-sounds-left", *admin]) == 0
    administration = StoreAdministration(database_url(server.admin_url("school")))
    assert [each.login for each in administration.people()] == ["school-theo"]
    with pytest.raises(ArchiveError, match="no person 'school-anna'"):
        administration.remove_person("school-anna")
    administration.close()


def test_what_waits_is_sent_at_the_start_of_the_program_where_a_store_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def noted(directory: Path, *_: object) -> Sent:
        asked.append(directory)
        raise ArchiveError("The store is away.")

    monkeypatch.setattr(store_command, "send_sessions", noted)
    monkeypatch.delenv(store_command.STORE_VARIABLE, raising=False)
    assert store_command.begin_sending(tmp_path) is None
    monkeypatch.setenv(store_command.STORE_VARIABLE, "postgresql://sam@127.0.0.1:1/none")
    sending = store_command.begin_sending(tmp_path)
    assert sending is not None
    sending.join()
    assert asked == [tmp_path]
