from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from simulator.sessions.archive.administration import Role
from simulator.sessions.archive.folder import FolderArchive
from simulator.sessions.archive.outbox import SENT_NAME, Outbox
from simulator.sessions.archive.port import ArchiveError, ArchiveUnreachableError, Parcel, SoundReference
from simulator.sessions.archive.sounds import SoundStore
from simulator.sessions.handing_in import hand_in
from simulator.sessions.review import Comment, Review, review_to_json
from simulator.sessions.store import save_scorecard
from tests.simulator.sessions.archive.conftest import Centre
from tests.simulator.sessions.archive.parcels import scorecard, write_session


class Elsewhere(FolderArchive):
    """A store in another folder, which can be away."""

    away = False
    puts = 0
    sounds: tuple[SoundReference, ...] = ()

    def put(self, parcel: Parcel) -> bool:
        if self.away:
            raise ArchiveUnreachableError("The store cannot be reached.")
        self.puts += 1
        self.sounds = parcel.sounds
        return super().put(parcel)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return tmp_path / "here"


@pytest.fixture
def store(tmp_path: Path) -> Elsewhere:
    return Elsewhere(tmp_path / "elsewhere")


def test_each_session_goes_once_and_again_when_it_changed(here: Path, store: Elsewhere) -> None:
    outbox = Outbox(here, store, "there")
    first, second = write_session(here), write_session(here)
    assert set(outbox.waiting()) == {first.id, second.id}
    assert set(outbox.send().sent) == {first.id, second.id}
    assert outbox.send().sent == ()
    assert store.puts == 2
    save_scorecard(first.folder, scorecard(leary=99))
    assert outbox.waiting() == (first.id,)
    assert outbox.send().sent == (first.id,)
    assert store.fetch(first.id).scorecard == scorecard(leary=99)
    assert Outbox(here, store, "another store").waiting() == (first.id, second.id)


def test_a_store_that_is_away_costs_nothing_and_gets_all_later(here: Path, store: Elsewhere) -> None:
    outbox = Outbox(here, store, "there")
    ids = {write_session(here).id for _ in range(3)}
    store.away = True
    told = outbox.send()
    assert told.sent == ()
    assert told.waiting == 3
    assert told.troubles == ("The store cannot be reached.",)
    store.away = False
    assert set(outbox.send().sent) == ids


def test_a_damaged_note_sends_once_more(here: Path, store: Elsewhere) -> None:
    writer = write_session(here)
    outbox = Outbox(here, store, "there")
    outbox.send()
    (writer.folder / SENT_NAME).write_text("{")
    assert outbox.send().sent == (writer.id,)


def test_handing_in_goes_later_too_and_the_review_comes_back_once(here: Path, store: Elsewhere) -> None:
    writer = write_session(here)
    outbox = Outbox(here, store, "there")
    outbox.send()
    hand_in(writer.folder)
    told = outbox.send()
    assert told.handed_in == (writer.id,)
    assert store.search()[0].handed_in_at is not None
    review = review_to_json(Review().with_comment(Comment("Tess", datetime(2026, 3, 1, tzinfo=UTC), "Goed.")))
    store.save_review(writer.id, review, "")
    assert outbox.send().reviewed == (writer.id,)
    assert (writer.folder / "review.json").read_bytes() == review
    assert outbox.send().reviewed == ()


def test_sound_leaves_the_computer_with_what_is_handed_in_only(here: Path, store: Elsewhere, tmp_path: Path) -> None:
    sounds = SoundStore(str(tmp_path / "sounds"))
    private, handed_in = write_session(here), write_session(here)
    for writer in (private, handed_in):
        (writer.folder / "audio").mkdir()
        (writer.folder / "audio" / "001-caller.flac").write_bytes(b"flac of " + writer.id.encode())
        (writer.folder / "call.flac").write_bytes(b"stereo")
    hand_in(handed_in.folder)
    Outbox(here, store, "there", sounds).send()
    there = [path for path in (tmp_path / "sounds").rglob("*") if path.is_file()]
    assert sorted(path.name for path in there) == ["001-caller.flac", "call.flac"]
    assert all(handed_in.id in str(path) for path in there)
    fetched = tmp_path / "fetched"
    sounds.download(store.sounds, fetched)
    assert (fetched / "audio" / "001-caller.flac").read_bytes() == b"flac of " + handed_in.id.encode()
    (wrong, *_) = (replace(each, sha256=hashlib.sha256(b"x").hexdigest()) for each in store.sounds)
    with pytest.raises(ArchiveError, match="not the one that was sent"):
        sounds.download([wrong], fetched)
    (tmp_path / "mine.flac").write_bytes(b"not a recording of the store")
    sounds.delete(["../mine.flac", *(each.place for each in store.sounds)])
    assert (tmp_path / "mine.flac").exists()
    assert not [path for path in (tmp_path / "sounds").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "place"),
    [("../../x.flac", "a/" + "0" * 32 + "/x.flac"), ("call.flac", "../secret.flac"), ("call.flac", "/etc/passwd")],
)
def test_a_reference_that_leads_elsewhere_is_refused(tmp_path: Path, name: str, place: str) -> None:
    with pytest.raises(ArchiveError, match="which is none"):
        SoundStore(str(tmp_path)).download([SoundReference(name, place, "", 0)], tmp_path / "session")


def test_an_address_that_fsspec_does_not_know_is_a_sentence(tmp_path: Path) -> None:
    reference = SoundReference("call.flac", "a/" + "0" * 32 + "/call.flac", "", 0)
    with pytest.raises(ArchiveError, match="cannot be used"):
        SoundStore("nosuch://user:secret@place").download([reference], tmp_path)


@pytest.mark.xdist_group("postgresql")
def test_a_classroom_round_trip_through_postgresql(here: Path, centre: Centre, tmp_path: Path) -> None:
    writer = write_session(here)
    (writer.folder / "call.flac").write_bytes(b"stereo")
    sounds = SoundStore(str(tmp_path / "sounds"))
    centre.person("lou", Role.TRAINEE, "evening")
    centre.person("max", Role.TRAINER, "evening")
    with centre.archive("lou") as lou, centre.archive("max") as trainer:
        outbox = Outbox(here, lou, lou.name, sounds)
        assert outbox.send().troubles == ()
        assert trainer.search() == ()
        hand_in(writer.folder)
        assert outbox.send().handed_in == (writer.id,)
        parcel = trainer.fetch(writer.id)
        assert [sound.name for sound in parcel.sounds] == ["call.flac"]
        trainer.save_review(writer.id, review_to_json(Review()), "", "lou")
        assert outbox.send().reviewed == (writer.id,)
        assert outbox.waiting() == ()
