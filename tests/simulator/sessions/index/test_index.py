from __future__ import annotations

import gc
import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.scoring.record import Side
from simulator.sessions.index import SessionIndex, SessionListing, SessionQuery, looking
from simulator.sessions.index import file as index_file
from simulator.sessions.index.digest import digest_of, words_said
from simulator.sessions.index.file import INDEX_NAME, INDEX_PATTERN
from simulator.sessions.index.looking import FILES_EVERY_S
from simulator.sessions.store import SessionStore, save_scorecard
from tests.simulator.sessions.archive.parcels import scorecard, write_session

KILLS = int(os.environ.get("CALLSIM_TEST_INDEX_KILLS", "3"))
"""More by hand: this many programs are killed while they read sessions into the index."""


def by_reading(directory: Path) -> list[SessionListing]:
    """The listings as the folders have them."""
    return [digest_of(directory / each).listing for each in SessionStore(directory).ids()]


def agrees(directory: Path) -> bool:
    with SessionIndex(directory) as index:
        return sorted(index.search(), key=lambda each: each.id, reverse=True) == by_reading(directory)


def test_the_index_is_what_the_folders_say(tmp_path: Path) -> None:
    for _ in range(3):
        write_session(tmp_path)
    assert agrees(tmp_path)
    assert stat.S_IMODE((tmp_path / INDEX_NAME).stat().st_mode) == 0o600


def test_no_sessions_and_no_folder_are_an_empty_list(tmp_path: Path) -> None:
    index = SessionIndex(tmp_path / "later")
    assert index.search() == ()
    assert not (tmp_path / "later").exists()
    writer = write_session(tmp_path / "later")
    assert [each.id for each in index.search()] == [writer.id]
    assert index.is_kept


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    writers = [write_session(tmp_path) for _ in range(3)]
    age(tmp_path)
    index = SessionIndex(tmp_path)
    assert index.refresh().read == 3
    assert index.refresh().read == 0
    save_scorecard(writers[1].folder, scorecard(leary=99))
    age(tmp_path, writers[1].id)
    assert index.refresh().read == 1
    assert {each.scores.get("leary") for each in index.search()} == {40, 99}


def age(directory: Path, which: str = "2*") -> None:
    """Let files be an hour older, each still at a time of its own."""
    for path in directory.glob(which):
        for each in (*path.iterdir(), path):
            found = each.stat()
            os.utime(each, ns=(found.st_mtime_ns - 3_600_000_000_000, found.st_mtime_ns - 3_600_000_000_000))


CHANGES = {
    "scores replaced": lambda folder: save_scorecard(folder, scorecard(leary=1)),
    "scores written in place": lambda folder: (folder / "scorecard.json").write_text("{"),
    "scores deleted": lambda folder: (folder / "scorecard.json").unlink(),
    "session written in place": lambda folder: (folder / "session.json").write_text("{"),
    "session deleted": lambda folder: (folder / "session.json").unlink(),
    "journal torn": lambda folder: os.truncate(folder / "events.jsonl", 300),
    "journal deleted": lambda folder: (folder / "events.jsonl").unlink(),
    "review written": lambda folder: (folder / "review.json").write_text("{}"),
    "folder deleted": shutil.rmtree,
    "folder renamed": lambda folder: folder.rename(folder.with_name(folder.name[:-4] + "ffff")),
    "folder copied": lambda folder: shutil.copytree(folder, folder.with_name(folder.name[:-4] + "fffe")),
}


IN_PLACE = {"scores written in place", "session written in place", "journal torn"}
"""What does not touch the folder: of a call that ended, seen at the next thorough look only."""


@pytest.mark.parametrize("is_old", [True, False], ids=["old files", "files of this second"])
@pytest.mark.parametrize("change", list(CHANGES))
def test_what_another_program_does_is_noticed(tmp_path: Path, change: str, is_old: bool) -> None:
    write_session(tmp_path)
    folder = write_session(tmp_path).folder
    if is_old:
        age(tmp_path)
    with SessionIndex(tmp_path) as index:
        index.refresh()
        CHANGES[change](folder)
        if change in IN_PLACE and is_old:
            index.refresh()
        assert sorted(index.search(), key=lambda each: each.id, reverse=True) == by_reading(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"not a database, but long enough to be looked at" * 99, b"SQLite format 3\0"]
)
def test_a_damaged_index_is_made_anew(tmp_path: Path, content: bytes) -> None:
    write_session(tmp_path)
    with SessionIndex(tmp_path) as index:
        index.refresh()
    (tmp_path / INDEX_NAME).write_bytes(content)
    assert agrees(tmp_path)
    assert sqlite3.connect(tmp_path / INDEX_NAME).execute("SELECT count(*) FROM sessions").fetchone() == (1,)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_an_index_with_random_bytes_in_it_never_costs_the_list(tmp_path: Path, seed: int) -> None:
    if not list(tmp_path.glob("2*")):
        write_session(tmp_path)
    with SessionIndex(tmp_path) as index:
        index.refresh()
    rng = random.Random(seed)
    content = bytearray((tmp_path / INDEX_NAME).read_bytes())
    for _ in range(rng.randint(1, 4)):
        start = rng.randrange(len(content) // 4096) * 4096
        content[start : start + 4096] = rng.randbytes(4096)
    (tmp_path / INDEX_NAME).write_bytes(content)
    with SessionIndex(tmp_path) as index:
        assert index.rebuild().sessions == 1
        assert [each.id for each in index.search()] == list(SessionStore(tmp_path).ids())
    assert agrees(tmp_path)


def test_an_index_of_an_older_version_is_left_for_a_new_one(tmp_path: Path) -> None:
    write_session(tmp_path)
    for name in (".index-0.sqlite", ".index-0.sqlite-journal"):
        (tmp_path / name).write_text("Renée")
    assert agrees(tmp_path)
    assert [path.name for path in tmp_path.glob(INDEX_PATTERN) if "-0" in path.name] == []


def test_without_a_place_to_write_lists_still_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = write_session(tmp_path)

    def refused(*_: object) -> int:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(index_file, "open_for_owner", refused)
    index = SessionIndex(tmp_path)
    assert [each.id for each in index.search(SessionQuery(words="internet"))] == [writer.id]
    assert not index.is_kept
    assert not list(tmp_path.glob(INDEX_PATTERN))
    second = write_session(tmp_path)
    assert {each.id for each in index.search()} == {writer.id, second.id}


def test_a_full_disk_costs_the_index_and_not_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writers = {write_session(tmp_path).id for _ in range(3)}
    # SQLite itself refuses to grow the file, with the error it gives for a full disk.
    monkeypatch.setattr(index_file, "_PRAGMAS", (*index_file._PRAGMAS, "PRAGMA max_page_count=4"))
    in_memory = index_file._PRAGMAS[:-1]

    def roomy() -> object:
        monkeypatch.setattr(index_file, "_PRAGMAS", in_memory)
        return index_file.open_in_memory()

    monkeypatch.setattr("simulator.sessions.index.index.open_in_memory", roomy)
    index = SessionIndex(tmp_path)
    assert {each.id for each in index.search()} == writers
    assert not index.is_kept


def test_a_sqlite_without_full_text_search_finds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def plain_table(connection: object) -> None:
        connection.exec_driver_sql("CREATE TABLE session_words (trainee TEXT NOT NULL, caller TEXT NOT NULL)")

    for number in range(2):
        write_session(tmp_path, caller_says=f"De bestelling {number} kwam nooit aan, don't you know.")
    with_it = SessionIndex(tmp_path)
    asked = ["bestel", '"bestel"', '"kwam nooit"', "don't", "0", "x", '"nooit kwam"', "moment"]
    queries = [SessionQuery(words=words, said_by=side) for words in asked for side in (None, *Side)]
    found = [with_it.search(query) for query in queries]
    with_it.close()
    (tmp_path / INDEX_NAME).unlink()
    monkeypatch.setattr(index_file, "_make_words_table", plain_table)
    without = SessionIndex(tmp_path)
    assert [without.search(query) for query in queries] == found
    assert any(found)
    assert not without._words_are_indexed


def test_several_programs_share_one_index(tmp_path: Path) -> None:
    ids = {write_session(tmp_path).id for _ in range(20)}
    faults: list[BaseException] = []

    def work(number: int) -> None:
        try:
            with SessionIndex(tmp_path) as index:
                for turn in range(4):
                    if number % 2 and turn % 2:
                        index.rebuild()
                    found = {each.id for each in index.search()}
                    assert ids <= found
                assert index.is_kept
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    ids.add(write_session(tmp_path).id)
    for thread in threads:
        thread.join()
    assert faults == []
    assert agrees(tmp_path)


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_deleted_session_leaves_no_byte_of_a_name_or_a_word(tmp_path: Path, by_hand: bool) -> None:
    for _ in range(30):
        write_session(tmp_path)
    writer = write_session(tmp_path, trainee="Zwaantje Quispel", caller_says="Mijn koelkast heet Brontosaurus.")
    with SessionIndex(tmp_path) as index:
        assert index.count(SessionQuery(words="brontosaurus", trainee="zwaantje")) == 1
        shutil.rmtree(writer.folder)
        if by_hand:
            index.forget()
        else:
            index.refresh()
        assert index.count() == 30
    for path in tmp_path.glob(".index*"):
        content = path.read_bytes().lower()
        for word in (b"zwaantje", b"quispel", b"brontosaurus"):
            assert word not in content, (path.name, word)


def test_the_words_are_those_of_the_record(tmp_path: Path) -> None:
    writer = write_session(tmp_path, caller_says='Mijn naam is "Öz" \\ 12', trainee_says="Goed, 40-12.")
    journal = (writer.folder / "events.jsonl").read_bytes()
    assert words_said(journal) == {Side.CALLER: "mijn naam is oz 12", Side.TRAINEE: "goed 40 12"}
    cut = (
        b'{"v":1,"seq":9,"at_s":1.0,"kind":"CallerInterrupted",'
        b'"data":{"at_s":1.0,"turn_number":1,"words_spoken":"Mijn naam","facts_untold":[]}}\n'
    )
    assert words_said(journal + cut)[Side.CALLER] == "mijn naam"
    assert words_said(journal + b'{"v":1,"kind":"CallerReplied","data":{"tu')[Side.CALLER] == "mijn naam is oz 12"


@given(st.binary(max_size=300))
def test_any_bytes_are_a_journal_without_words(content: bytes) -> None:
    assert set(words_said(content)) == set(Side)


@pytest.mark.parametrize("change", sorted(IN_PLACE))
def test_what_is_written_in_place_is_found_by_the_next_program_and_soon_by_this_one(
    tmp_path: Path, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_session(tmp_path).folder
    age(tmp_path)
    now_s = 1000.0
    monkeypatch.setattr(looking, "time", SimpleNamespace(monotonic=lambda: now_s))
    with SessionIndex(tmp_path) as index, SessionIndex(tmp_path) as other:
        before = index.search()
        CHANGES[change](folder)
        assert index.search() == before
        now_s += FILES_EVERY_S
        assert [*index.search()] == by_reading(tmp_path) != [*before]
        assert [*other.search()] == by_reading(tmp_path)


def test_the_journal_of_a_call_that_goes_on_is_looked_at_every_time(tmp_path: Path) -> None:
    folder = write_session(tmp_path).folder
    (folder / "scorecard.json").unlink()
    lines = (folder / "events.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "events.jsonl").write_bytes(b"".join(lines[:2]))
    age(tmp_path)
    with SessionIndex(tmp_path) as index:
        (begun,) = index.search()
        assert begun.ending is None
        with (folder / "events.jsonl").open("ab") as journal:
            journal.write(b"".join(lines[2:]))
        (ended,) = index.search()
    assert [ended] == by_reading(tmp_path)
    assert ended.ending is not None


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a matter of POSIX")
def test_after_a_kill_in_the_midst_of_reading_index_and_folders_agree(tmp_path: Path) -> None:
    for _ in range(30):
        write_session(tmp_path)
    rng = random.Random(1)
    for kill in range(KILLS):
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.simulator.sessions.index.refreshing", str(tmp_path)], stdout=subprocess.PIPE
        )
        assert program.stdout is not None
        assert program.stdout.readline() == b"ready\n"
        threading.Event().wait(rng.uniform(0.0, 1.0))
        program.send_signal(signal.SIGKILL)
        program.wait()
        program.stdout.close()
        if kill % 2:
            write_session(tmp_path)
        assert agrees(tmp_path), kill
    with SessionIndex(tmp_path) as index:
        assert index.is_kept


@pytest.mark.parametrize("collects", [True, False])
def test_an_answer_leaves_the_collector_as_it_was(tmp_path: Path, collects: bool) -> None:
    write_session(tmp_path)
    before = gc.isenabled()
    (gc.enable if collects else gc.disable)()
    try:
        with SessionIndex(tmp_path) as index:
            index.search()
            assert gc.isenabled() is collects
            with pytest.raises(OverflowError):
                index.search(SessionQuery(limit=2**70))
            assert gc.isenabled() is collects
    finally:
        (gc.enable if before else gc.disable)()


def test_a_listing_can_be_compared_and_changed(tmp_path: Path) -> None:
    writer = write_session(tmp_path)
    listing = digest_of(writer.folder).listing
    assert replace(listing, trainee="x") != listing
    assert listing.folder == writer.folder
