"""What to do next, and how it has been going."""

from __future__ import annotations

from datetime import timedelta

from simulator.app.progress import Why, courses, suggested, time_before
from simulator.app.services import PastCall
from simulator.language import Language
from simulator.scoring.scorecard import Criterion
from tests.simulator.app.pretend import PERSONAS, STARTED, finished_call, past_call


def scored(persona_id: str, value: int | None, days_ago: int = 0) -> PastCall:
    return past_call(
        id=f"{persona_id}-{days_ago}",
        persona_id=persona_id,
        started_at=STARTED - timedelta(days=days_ago),
        scores={Criterion.QUESTIONING: value, Criterion.LEARY: value},
    )


def test_the_first_call_is_an_easy_one_in_ones_own_language() -> None:
    found = suggested(PERSONAS, (), Language.DUTCH)
    assert found is not None
    assert (found.persona.id, found.why) == ("karin-geen-internet", Why.FIRST)


def test_after_a_good_call_somebody_new() -> None:
    found = suggested(PERSONAS, (scored("karin-geen-internet", 85),), Language.DUTCH)
    assert found is not None
    assert (found.persona.id, found.why) == ("joost-terugbellen", Why.NEW)


def test_after_a_bad_call_the_same_again() -> None:
    found = suggested(PERSONAS, (scored("karin-geen-internet", 40),), Language.DUTCH)
    assert found is not None
    assert (found.persona.id, found.why) == ("karin-geen-internet", Why.AGAIN)


def test_when_all_are_done_the_weakest() -> None:
    calls = (scored("joost-terugbellen", 90), scored("ruth-double-charge", 71), scored("karin-geen-internet", 88))
    found = suggested(PERSONAS, calls, Language.DUTCH)
    assert found is not None
    assert (found.persona.id, found.why) == ("ruth-double-charge", Why.AGAIN)


def test_nobody_there() -> None:
    assert suggested((), (scored("gone", 10),), Language.DUTCH) is None


def test_the_course_runs_from_old_to_new_without_what_was_not_rated() -> None:
    calls = (scored("a", 90), scored("a", None, 1), scored("a", 0, 2), scored("a", 100, 3))
    (questioning, _) = courses(calls)
    assert questioning.values == (100, 0, 90)
    assert questioning.plot == "█▁█"
    assert questioning.spread == (0, 100)


def test_the_time_before_is_the_last_earlier_one_with_this_caller() -> None:
    calls = (scored("karin-geen-internet", 10, 9), scored("karin-geen-internet", 20, 2), scored("other", 1, 1))
    found = time_before(finished_call(), calls)
    assert found is not None
    assert found.id == "karin-geen-internet-2"
    assert time_before(finished_call(), ()) is None
