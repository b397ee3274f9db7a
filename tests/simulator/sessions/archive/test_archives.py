"""One suite for every archive: a folder with its SQLite index, and a real PostgreSQL server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from simulator.dialogue.state import Ending
from simulator.language import Language
from simulator.scoring.record import Side
from simulator.scoring.scorecard import Criterion
from simulator.sessions.archive.port import UnknownParcelError, edition_of
from simulator.sessions.index import CUT_SHORT, ScoreRange, SessionQuery
from simulator.sessions.review import Comment, Review, ReviewChangedError, review_to_json
from simulator.sessions.session import Attempt
from tests.simulator.sessions.archive.conftest import Desk
from tests.simulator.sessions.archive.parcels import as_listed, parcel, scorecard

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def review(text: str) -> bytes:
    return review_to_json(Review().with_comment(Comment("Tess", AT, text)))


def found(desk: Desk, **asked: object) -> set[str]:
    query = SessionQuery(**asked)  # type: ignore[arg-type]
    ids = {each.id for each in desk.trainee.search(query)}
    assert desk.trainee.count(query) == len(ids)
    return ids


def test_what_was_put_comes_back_as_it_was(desk: Desk) -> None:
    given = parcel()
    assert desk.trainee.put(given)
    assert as_listed(desk.trainee.fetch(given.facts.id)) == as_listed(given)
    (listed,) = desk.trainee.search()
    assert replace(listed, directory=None, owner="") == replace(given.listing, directory=None)
    assert dict(listed.scores) == {"questioning": 64, "leary": 40, "jargon": None}
    assert listed.started_at.utcoffset() == given.facts.started_at.utcoffset()


def test_the_same_session_twice_is_one_session_and_the_newer_scores_count(desk: Desk) -> None:
    given = parcel()
    desk.trainee.put(given)
    newer = scorecard(questioning=90)
    again = replace(given, scorecard=newer, listing=replace(given.listing, scores={"questioning": 90}))
    assert desk.trainee.put(again)
    (listed,) = desk.trainee.search()
    assert dict(listed.scores) == {"questioning": 90}
    assert desk.trainee.fetch(given.facts.id).scorecard == newer


def test_a_journal_travels_byte_by_byte_also_where_it_is_torn(desk: Desk) -> None:
    given = parcel()
    torn = replace(given, journal=given.journal[:-20])
    desk.trainee.put(torn)
    assert desk.trainee.fetch(given.facts.id).journal == torn.journal


def test_words_are_found_by_their_beginning_without_capitals_and_accents(desk: Desk) -> None:
    first, second = parcel(), parcel(caller_says="De bestelling kwam nooit aan.", trainee_says="Welk nummer heeft u?")
    desk.trainee.put(first)
    desk.trainee.put(second)
    one, two = {first.facts.id}, {second.facts.id}
    assert found(desk, words="INTERNET") == one
    assert found(desk, words="inter dagen") == one
    assert found(desk, words="een") == one
    assert found(desk, words="bestel") == two
    assert found(desk, words='"bestel"') == set()
    assert found(desk, words='"drie dagen uit"') == one
    assert found(desk, words='"dagen drie"') == set()
    assert found(desk, words="don't") == one
    assert found(desk, words="internet bestelling") == set()
    assert found(desk, words="internet", said_by=Side.TRAINEE) == set()
    assert found(desk, words="internet", said_by=Side.CALLER) == one
    assert found(desk, words="nummer", said_by=Side.TRAINEE) == two


@pytest.mark.parametrize(
    "typed",
    [
        *('"', "'", "*", "een OR zzz", "NEAR(een dagen)", "-zzz internet", "trainee:internet", "(", "\\", "%", "_"),
        *("' OR 1=1 --", "internet | zzz", "<->", "\x00", "{caller}: zzz", ":*", "^zzz internet", "+ +", "in_ernet"),
    ],
)
def test_what_is_typed_is_never_syntax(desk: Desk, typed: str) -> None:
    desk.trainee.put(parcel())
    assert found(desk, words=typed) == set()
    assert found(desk, caller=typed) == set()
    assert found(desk, trainee=typed) == set()


@pytest.mark.parametrize(
    "typed", ["internet)", "!internet", "(internet", "^internet*", "'internet'", "internet & dagen"]
)
def test_signs_around_a_word_do_not_matter(desk: Desk, typed: str) -> None:
    given = parcel()
    desk.trainee.put(given)
    assert found(desk, words=typed) == {given.facts.id}


def test_sessions_are_found_by_caller_trainee_time_language_attempt_and_ending(desk: Desk) -> None:
    early = parcel(started_at=datetime(2026, 1, 31, 23, 30, tzinfo=UTC), ending=None)
    late = parcel(
        started_at=datetime(2026, 2, 1, 0, 30, tzinfo=UTC),
        persona_id="ruth-hotel",
        trainee="Bram",
        language=Language.ENGLISH,
        attempt=Attempt.TEST,
        ending=Ending.HUNG_UP,
    )
    for each in (early, late):
        desk.trainee.put(each)
    one, two = {early.facts.id}, {late.facts.id}
    border = datetime(2026, 2, 1, tzinfo=UTC)
    assert [each.id for each in desk.trainee.search()] == [late.facts.id, early.facts.id]
    assert found(desk, caller="karin") == one
    assert found(desk, caller="HOTEL") == two
    assert found(desk, trainee="renee oz") == one
    assert found(desk, since=border) == two
    assert found(desk, until=border) == one
    assert found(desk, language=Language.ENGLISH) == two
    assert found(desk, attempt=Attempt.PRACTICE) == one
    assert found(desk, ending=CUT_SHORT) == one
    assert found(desk, ending="hung_up") == two
    assert found(desk, ending="hung_up", trainee="renee") == set()


def test_a_score_range_leaves_out_what_was_not_rated(desk: Desk) -> None:
    low, high = parcel(scores=scorecard(leary=30, jargon=None)), parcel(scores=scorecard(leary=80, jargon=100))
    for each in (low, high):
        desk.trainee.put(each)
    assert found(desk, scores=(ScoreRange(Criterion.LEARY, at_least=50),)) == {high.facts.id}
    assert found(desk, scores=(ScoreRange(Criterion.LEARY, at_most=30),)) == {low.facts.id}
    assert found(desk, scores=(ScoreRange(Criterion.JARGON),)) == {high.facts.id}
    both = (ScoreRange(Criterion.LEARY, 20, 90), ScoreRange(Criterion.JARGON, 90))
    assert found(desk, scores=both) == {high.facts.id}


def test_pages_of_the_list_follow_each_other(desk: Desk) -> None:
    ids = []
    for hour in range(5):
        given = parcel(started_at=datetime(2026, 1, 5, hour, tzinfo=UTC))
        desk.trainee.put(given)
        ids.insert(0, given.facts.id)
    pages = [[each.id for each in desk.trainee.search(SessionQuery(limit=2, offset=offset))] for offset in (0, 2, 4, 6)]
    assert pages == [ids[:2], ids[2:4], ids[4:], []]
    assert [each.id for each in desk.trainee.search(SessionQuery(offset=3))] == ids[3:]
    assert desk.trainee.count(SessionQuery(limit=2)) == 5


def test_progress_gives_each_score_over_time_and_by_caller(desk: Desk) -> None:
    for hour, (caller, leary) in enumerate([("karin", 20), ("ruth", 50), ("karin", 70)]):
        started_at = datetime(2026, 1, 5, hour, tzinfo=UTC)
        scores = scorecard(leary=leary, jargon=None)
        desk.trainee.put(parcel(persona_id=caller, started_at=started_at, scores=scores))
    progress = desk.trainee.progress()
    assert [point.value for point in progress.by_criterion()[Criterion.LEARY]] == [20, 50, 70]
    assert Criterion.JARGON not in progress.by_criterion()
    assert [point.value for point in progress.by_caller()["karin"][Criterion.LEARY]] == [20, 70]
    assert [point.value for point in desk.trainee.progress(SessionQuery(caller="ruth")).points] == [50]


def test_handed_in_once_is_handed_in_for_good(desk: Desk) -> None:
    given = parcel()
    desk.trainee.put(given)
    assert desk.trainee.search()[0].handed_in_at is None
    moment = desk.trainee.hand_in(given.facts.id)
    assert desk.trainee.hand_in(given.facts.id) == moment
    assert desk.trainee.search()[0].handed_in_at == moment
    changed = replace(given, scorecard=scorecard(leary=100))
    assert not desk.trainee.put(changed)
    assert desk.trainer.fetch(given.facts.id, desk.owner).scorecard == given.scorecard


def test_a_review_is_written_over_the_one_that_was_read_only(desk: Desk) -> None:
    given = parcel()
    desk.trainee.put(given)
    desk.trainee.hand_in(given.facts.id)
    wanted = given.facts.id, desk.owner
    assert desk.trainer.review(*wanted) is None
    first = desk.trainer.save_review(given.facts.id, review("Open begonnen."), "", desk.owner)
    assert first.edition == edition_of(first.content)
    with pytest.raises(ReviewChangedError):
        desk.trainer.save_review(given.facts.id, review("Ik ook."), "", desk.owner)
    second = desk.trainer.save_review(given.facts.id, review("Rustig gebleven."), first.edition, desk.owner)
    with pytest.raises(ReviewChangedError):
        desk.trainer.save_review(given.facts.id, review("Te laat."), first.edition, desk.owner)
    assert desk.trainee.review(given.facts.id) == second
    assert b"Rustig gebleven." in second.content
    assert desk.trainee.search()[0].has_review


def test_a_comment_may_hold_any_character(desk: Desk) -> None:
    given = parcel()
    desk.trainee.put(given)
    desk.trainee.hand_in(given.facts.id)
    content = review("nul \x00, <script>, é, 🎧, ' OR 1=1 --")
    assert desk.trainer.save_review(given.facts.id, content, "", desk.owner).content == content
    assert desk.trainee.review(given.facts.id).content == content


def test_deleted_is_gone_from_every_question(desk: Desk) -> None:
    given, other = parcel(), parcel()
    for each in (given, other):
        desk.trainee.put(each)
    desk.trainee.delete(given.facts.id)
    assert found(desk, words="internet") == {other.facts.id}
    assert {point.session_id for point in desk.trainee.progress().points} == {other.facts.id}
    with pytest.raises(UnknownParcelError):
        desk.trainee.fetch(given.facts.id)


@pytest.mark.parametrize("wanted", ["20260105-090000-nobody-0000", "../../etc", "", "last"])
def test_what_is_not_there_is_a_sentence(desk: Desk, wanted: str) -> None:
    for ask in (desk.trainee.fetch, desk.trainee.review, desk.trainee.hand_in, desk.trainee.delete):
        with pytest.raises(UnknownParcelError):
            ask(wanted)
    with pytest.raises(UnknownParcelError):
        desk.trainer.save_review(wanted, review("Wie?"), "")
