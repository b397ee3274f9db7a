"""`review.json` is read back as it was written, and never written over what its writer has not read."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.call.ports import KeepingError
from simulator.scoring.scorecard import Criterion
from simulator.sessions.review import (
    Comment,
    Decision,
    LabelCorrection,
    LabelKind,
    NextTask,
    Review,
    ReviewChangedError,
    ReviewFaultError,
    ScoreCorrection,
    Verdict,
    read_review,
    review_from_json,
    review_to_json,
    write_review,
)
from simulator.sessions.session import REVIEW_NAME, DamagedSessionError

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NICE = Comment("Els", NOON, "Nice opening.", turn=2)

words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(str.strip)
moments = st.datetimes(timezones=st.just(UTC))
reviews = st.builds(
    Review,
    comments=st.lists(
        st.builds(
            Comment,
            author=words,
            written_at=moments,
            text=words,
            turn=st.none() | st.integers(1, 99),
            at_s=st.none() | st.floats(0, 9999),
        ),
        max_size=3,
    ).map(tuple),
    label_corrections=st.lists(
        st.builds(
            LabelCorrection,
            author=words,
            written_at=moments,
            turn=st.integers(1, 99),
            kind=st.just(LabelKind.JARGON),
            before=st.just("none"),
            after=st.sampled_from(["explained", "unexplained"]),
            reason=words,
            subject=words,
        ),
        max_size=2,
    ).map(tuple),
    score_corrections=st.lists(
        st.builds(
            ScoreCorrection,
            author=words,
            written_at=moments,
            criterion=st.sampled_from(Criterion),
            before=st.none() | st.integers(0, 100),
            after=st.none() | st.integers(0, 100),
            reason=words,
        ),
        max_size=2,
    ).map(tuple),
    decision=st.none() | st.builds(Decision, author=words, written_at=moments, verdict=st.sampled_from(Verdict)),
    next_task=st.none() | st.builds(NextTask, author=words, written_at=moments, text=words),
    seen_by=st.text(max_size=5),
    seen_at=st.none() | moments,
)


@settings(deadline=None, max_examples=40)
@given(reviews)
def test_a_review_is_read_back_as_it_was_written(tmp_path_factory, review):
    path = tmp_path_factory.getbasetemp() / REVIEW_NAME
    assert review_from_json(review_to_json(review), path) == review


def test_nothing_written_is_an_empty_review(tmp_path):
    kept = read_review(tmp_path)
    assert kept.review == Review()
    assert kept.edition == ""


def test_a_review_is_for_the_owner_and_appears_whole(tmp_path):
    kept = write_review(tmp_path, Review().with_comment(NICE), "")
    assert read_review(tmp_path) == kept
    assert (tmp_path / REVIEW_NAME).stat().st_mode & 0o777 == 0o600
    again = write_review(tmp_path, kept.review.seen("Ann", NOON), kept.edition)
    assert read_review(tmp_path) == again


def test_who_comes_second_is_told_and_nothing_is_lost(tmp_path):
    mine, theirs = read_review(tmp_path), read_review(tmp_path)
    first = write_review(tmp_path, mine.review.with_comment(NICE), mine.edition)
    with pytest.raises(ReviewChangedError, match="somebody else"):
        write_review(tmp_path, theirs.review.with_comment(Comment("Jan", NOON, "Poor.")), theirs.edition)
    assert read_review(tmp_path) == first
    (tmp_path / REVIEW_NAME).unlink()
    with pytest.raises(ReviewChangedError):
        write_review(tmp_path, first.review.seen("Ann", NOON), first.edition)
    assert not (tmp_path / REVIEW_NAME).exists()


def test_writing_the_same_twice_is_fine(tmp_path):
    review = Review().with_comment(NICE)
    assert write_review(tmp_path, review, "") == write_review(tmp_path, review, "")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "cannot be read"),
        (b"[1, 2", "cannot be read"),
        (b'{"comments": [{"author": "Els"}]}', "comments.0.written_at"),
        (
            json.dumps({"comments": [{"author": "Els", "written_at": "2026-03-02T12:00:00", "text": "x"}]}).encode(),
            "zone",
        ),
        (b'{"format": 99}', "newer callsim"),
        (b"\xff\xfe", "cannot be read"),
    ],
)
def test_a_damaged_review_says_what_and_what_next(tmp_path, content, said):
    (tmp_path / REVIEW_NAME).write_bytes(content)
    with pytest.raises(DamagedSessionError, match=said):
        read_review(tmp_path)


def test_what_makes_no_sense_is_not_written(tmp_path):
    with pytest.raises(ReviewFaultError):
        write_review(tmp_path, Review(comments=(Comment("", NOON, "x"),)), "")
    assert not (tmp_path / REVIEW_NAME).exists()


def test_a_disk_that_takes_no_more_leaves_the_old_review(tmp_path, monkeypatch):
    kept = write_review(tmp_path, Review().with_comment(NICE), "")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KeepingError, match="no space left"):
        write_review(tmp_path, kept.review.seen("Ann", NOON), kept.edition)
    assert read_review(tmp_path) == kept
