"""A session whose `session.json` is gone or damaged opens all the same, and says so."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import directories
from simulator.cli.main import run
from simulator.language import Language
from simulator.sessions.journal import JournalContent
from simulator.sessions.recovery import recover_facts
from simulator.sessions.session import CallMode, Keep
from simulator.sessions.store import SessionStore
from tests.simulator.sessions.archive.parcels import scorecard, write_session

DAMAGES = {
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "torn": lambda path: path.write_bytes(path.read_bytes()[:200]),
    "no utf-8": lambda path: path.write_bytes(b"\xff\xfe{"),
    "another thing": lambda path: path.write_text("[1, 2]"),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("damage", list(DAMAGES))
def test_what_was_said_and_scored_is_still_there(tmp_path: Path, damage: str) -> None:
    writer = write_session(tmp_path)
    store = SessionStore(tmp_path)
    whole = store.open(writer.id)
    DAMAGES[damage](writer.folder / "session.json")
    session = store.open("last")
    assert session.record == whole.record
    assert session.scorecard == scorecard(questioning=64, leary=40, jargon=None)
    assert session.id == writer.id
    assert session.facts.persona_id == "karin-geen-internet"
    assert session.facts.language is Language.DUTCH
    assert (session.facts.mode, session.facts.keep) == (CallMode.TYPED, Keep.TEXT)
    assert session.facts.started_at == whole.facts.started_at.replace(microsecond=0)
    assert "session.json cannot be read" in session.trouble
    (summary,) = store.list()
    assert summary.ending == "solved"
    assert "session.json" in summary.trouble


def test_the_damaged_file_is_left_as_it_is(tmp_path: Path) -> None:
    writer = write_session(tmp_path)
    (writer.folder / "session.json").write_bytes(b'{"id": 3')
    SessionStore(tmp_path).open("last")
    assert (writer.folder / "session.json").read_bytes() == b'{"id": 3'


def test_the_caller_as_it_is_today_takes_the_place_of_the_lost_one(tmp_path: Path) -> None:
    own = directories.own_personas_directory()
    own.mkdir(parents=True)
    (own / "ann-on-hold.persona.yaml").write_text("id: ann-on-hold\nlanguage: en\n")
    writer = write_session(tmp_path, persona_id="ann-on-hold")
    (writer.folder / "session.json").unlink()
    facts = SessionStore(tmp_path).open("last").facts
    assert facts.persona_text == "id: ann-on-hold\nlanguage: en\n"
    assert facts.language is Language.ENGLISH


@pytest.mark.parametrize(
    ("said", "language"),
    [("Ik heb het niet, maar wat kan u voor mijn", Language.DUTCH), ("I have not but what can you", Language.ENGLISH)],
)
def test_the_words_tell_the_language_of_an_unknown_caller(tmp_path: Path, said: str, language: Language) -> None:
    writer = write_session(tmp_path, persona_id="nobody", caller_says=said, trainee_says=said)
    journal = SessionStore(tmp_path).open(writer.id).journal
    assert recover_facts(writer.folder, journal, lambda _: None).language is language


def test_sound_tells_that_the_call_was_spoken(tmp_path: Path) -> None:
    writer = write_session(tmp_path)
    (writer.folder / "call.flac").write_bytes(b"")
    facts = recover_facts(writer.folder, JournalContent(()), lambda _: None)
    assert (facts.mode, facts.keep) == (CallMode.SPOKEN, Keep.EVERYTHING)


def test_an_impossible_time_in_the_name_gives_the_folders_own(tmp_path: Path) -> None:
    folder = tmp_path / "20269999-999999-karin-00ff"
    folder.mkdir()
    facts = recover_facts(folder, JournalContent(()), lambda _: None)
    assert abs(facts.started_at.timestamp() - folder.stat().st_mtime) < 1
    (summary,) = SessionStore(tmp_path).list()
    assert summary.facts is not None
    with pytest.raises(ValueError, match="not the name of a session"):
        recover_facts(tmp_path, JournalContent(()), lambda _: None)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200), name=st.sampled_from(["session.json", "scorecard.json", "handed_in.json"]))
def test_any_bytes_in_a_file_cost_that_file_only(tmp_path: Path, content: bytes, name: str) -> None:
    if not list(tmp_path.glob("2*")):
        write_session(tmp_path, started_at=datetime(2026, 1, 5, 9).astimezone())
    (folder,) = tmp_path.glob("2*")
    before = (folder / name).read_bytes() if (folder / name).exists() else None
    try:
        (folder / name).write_bytes(content)
        session = SessionStore(tmp_path).open("last")
        assert len(session.record.turns) == 2
        assert len(SessionStore(tmp_path).list()) == 1
    finally:
        if before is None:
            (folder / name).unlink()
        else:
            (folder / name).write_bytes(before)


def test_the_command_line_shows_it_says_so_and_scores_it_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    writer = write_session(tmp_path)
    (writer.folder / "session.json").unlink()
    (writer.folder / "scorecard.json").unlink()
    assert run(["sessions", "show", "last", "--sessions", str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert "drie dagen" in told.out
    assert "session.json cannot be read" in told.err
    assert run(["sessions", "rescore", "--sessions", str(tmp_path)]) == 0
    assert SessionStore(tmp_path).open("last").scorecard is not None
