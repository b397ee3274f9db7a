"""A deleted session is gone from every file; one that cannot go is said; a deletion cut short is finished later."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from simulator.language import Language
from simulator.sessions import deletion
from simulator.sessions.deletion import (
    DRAFT_AGE,
    GOING_PREFIX,
    apply_retention,
    clear_remains,
    deletable,
    delete,
    files_naming,
    of_trainee,
    older_than,
)
from simulator.sessions.index.index import SessionIndex
from simulator.sessions.index.query import SessionQuery
from simulator.sessions.review import Comment, Review, write_review
from simulator.sessions.session import CallMode
from simulator.sessions.store import SessionStore
from tests.simulator.sessions.held import hold_call

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NAME = "Zebedeüs Quiggle"
SAYS_NAME = (f"Good afternoon, {NAME} speaking. Since when is it down?",)


@pytest.fixture
def directory(tmp_path):
    folder = tmp_path / "sessions"
    mine = hold_call(folder, SAYS_NAME, trainee=NAME, started_at=NOW - timedelta(days=40))
    hold_call(folder, ("Since when is it down?",), trainee="Ann", started_at=NOW - timedelta(days=2))
    write_review(folder / mine, Review().with_comment(Comment("Els", NOW, f"{NAME}, well done.")), "")
    with SessionIndex(folder) as index:
        assert index.count(SessionQuery(words="Quiggle")) == 1
    return folder


def test_no_byte_of_the_name_is_left(directory):
    assert list(files_naming([directory], NAME))
    done = delete(directory, of_trainee(deletable(directory), "  zebedeüs   QUIGGLE "))
    assert len(done.ids) == 1
    assert done.kept == ()
    for spelling in (NAME, NAME.lower(), "Quiggle", "Zebede"):
        assert list(files_naming([directory], spelling)) == []
    assert [each.trainee for each in deletable(directory)] == ["Ann"]
    with SessionIndex(directory) as index:
        assert index.count() == 1


def test_an_index_that_cannot_be_cleaned_goes_as_a_whole(directory, monkeypatch):
    monkeypatch.setattr(SessionIndex, "forget", lambda self: 1 / 0)
    delete(directory, of_trainee(deletable(directory), NAME))
    assert list(files_naming([directory], NAME)) == []
    assert not list(directory.glob(".index-*.sqlite*"))


def test_what_is_older_than_the_setting_goes_at_the_start(directory):
    assert len(older_than(deletable(directory), 30, NOW)) == 1
    assert apply_retention(directory, None, NOW).ids == ()
    assert apply_retention(directory, 60, NOW).ids == ()
    (gone,) = apply_retention(directory, 30, NOW).ids
    assert gone not in SessionStore(directory).ids()
    assert len(apply_retention(directory, 1, NOW).ids) == 1
    assert SessionStore(directory).ids() == ()


def test_a_damaged_session_can_be_deleted_and_is_nobodys(directory):
    (mine,) = of_trainee(deletable(directory), NAME)
    (mine.folder / "session.json").write_text("{", encoding="utf-8")
    assert of_trainee(deletable(directory), NAME) == ()
    (damaged,) = (each for each in deletable(directory) if each.trainee is None)
    assert damaged.started_at is not None
    assert delete(directory, [damaged]).ids == (damaged.id,)
    assert not damaged.folder.exists()


def test_a_call_that_goes_on_is_left_alone(tmp_path):
    writer = SessionStore(tmp_path).create(
        persona_id="ann", persona_text="id: ann\n", language=Language.ENGLISH, mode=CallMode.TYPED, seed=1
    )
    done = delete(tmp_path, deletable(tmp_path))
    assert done.ids == ()
    assert "is going on" in done.kept[0]
    writer.finish(None)
    assert delete(tmp_path, deletable(tmp_path)).ids == (writer.id,)
    assert SessionStore(tmp_path).ids() == ()


def test_a_deletion_cut_short_is_finished_by_the_next_start(directory, monkeypatch):
    (mine,) = of_trainee(deletable(directory), NAME)
    monkeypatch.setattr(shutil, "rmtree", lambda path: (_ for _ in ()).throw(OSError(5, "Input/output error")))
    done = delete(directory, [mine])
    assert done.ids == ()
    assert "input/output error" in done.kept[0]
    assert mine.id not in SessionStore(directory).ids()
    assert (directory / f"{GOING_PREFIX}{mine.id}").is_dir()
    monkeypatch.undo()
    assert apply_retention(directory, None, NOW).kept == ()
    deletion.forget_in_index(directory)
    assert list(files_naming([directory], NAME)) == []


def test_a_draft_of_a_program_that_died_goes_when_it_is_old(tmp_path):
    draft = tmp_path / ".20260301-120000-ann-00ff"
    draft.mkdir()
    (draft / "session.json").write_text(NAME, encoding="utf-8")
    began = datetime.fromtimestamp(draft.stat().st_mtime, UTC)
    assert clear_remains(tmp_path, began + DRAFT_AGE / 2) == []
    assert draft.exists()
    assert clear_remains(tmp_path, began + 2 * DRAFT_AGE) == []
    assert not draft.exists()
    assert clear_remains(tmp_path / "absent") == []


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
def test_a_folder_that_was_made_read_only_goes_too(directory):
    (mine,) = of_trainee(deletable(directory), NAME)
    (mine.folder / "audio").chmod(0o500)
    assert delete(directory, [mine]).ids == (mine.id,)


@pytest.mark.parametrize(
    "content",
    [
        NAME.encode(),
        NAME.upper().encode(),
        b"Zebede\\u00fcs Quiggle",
        b"Zebede\\xFCs Quiggle",
        NAME.encode("utf-16-le"),
    ],
)
def test_a_name_is_found_however_it_is_written(tmp_path, content):
    (tmp_path / "far").mkdir()
    path = tmp_path / "far" / "file.bin"
    path.write_bytes(b"\0" * (deletion.READ_BYTES - 5) + content + b"\0")
    assert list(files_naming([tmp_path, tmp_path / "absent"], NAME)) == [path]
    assert list(files_naming([tmp_path], " ")) == []


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
def test_everything_kept_is_for_the_owner_only(directory):
    kept = [directory, *directory.rglob("*")]
    assert len(kept) > 20
    assert {path.name: oct(path.stat().st_mode) for path in kept if path.stat().st_mode & 0o077} == {}
