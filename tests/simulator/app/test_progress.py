"""What to do next, and how it has been going."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.widgets import OptionList

from simulator.app.progress import Suggestion, Why, courses, suggested, time_before
from simulator.app.screens.home import HomeScreen, suggestion_in_words
from simulator.app.screens.past_calls import PastCallsScreen
from simulator.app.services import PastCall
from simulator.app.wording import Wording
from simulator.language import Language
from simulator.scoring.scorecard import Criterion
from tests.simulator.app.pretend import PretendServices
from tests.simulator.app.pretend_calls import PERSONAS, STARTED, finished_call, past_call, persona
from tests.simulator.app.stage import stage


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
    assert (found.persona.id, found.why, found.value) == ("karin-geen-internet", Why.AGAIN, 40)


def test_after_two_bad_calls_with_the_same_caller_somebody_else() -> None:
    calls = (scored("karin-geen-internet", 40), scored("karin-geen-internet", 50, 1))
    found = suggested(PERSONAS, calls, Language.DUTCH)
    assert found is not None
    assert (found.persona.id, found.why) == ("joost-terugbellen", Why.NEW)


def test_a_score_that_stays_weak_comes_before_somebody_new() -> None:
    def weak_on_leary(persona_id: str, leary: int, days_ago: int) -> PastCall:
        scores = {Criterion.QUESTIONING: 95, Criterion.SUMMARISING: 95, Criterion.JARGON: 95, Criterion.LEARY: leary}
        moment = STARTED - timedelta(days=days_ago)
        return past_call(id=f"{persona_id}-{days_ago}", persona_id=persona_id, started_at=moment, scores=scores)

    calls = (
        weak_on_leary("karin-geen-internet", 45, 0),
        weak_on_leary("ruth-double-charge", 30, 1),
        weak_on_leary("karin-geen-internet", 20, 2),
    )
    found = suggested(PERSONAS, calls, Language.DUTCH)
    assert found is not None
    assert (found.persona.id, found.why) == ("ruth-double-charge", Why.WEAK)
    assert (found.criterion, found.value) == (Criterion.LEARY, 30)
    fewer = suggested(PERSONAS, calls[:2], Language.DUTCH)
    assert fewer is not None
    assert fewer.why is Why.NEW


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("why", list(Why))
def test_a_suggestion_says_who_and_why(why: Why, language: Language) -> None:
    suggestion = Suggestion(persona("x", name="[b]Ann\x1b[0m", title="Gas."), why, 31, Criterion.LEARY)
    said = suggestion_in_words(suggestion, Wording(language))
    assert "[b]Ann" in said
    assert "\x1b" not in said
    assert said.endswith("Gas.")
    assert ("31" in said) == (why in (Why.AGAIN, Why.WEAK))


def test_when_all_are_done_the_weakest() -> None:
    calls = (scored("joost-terugbellen", 90), scored("ruth-double-charge", 71), scored("karin-geen-internet", 88))
    found = suggested(PERSONAS, calls, Language.DUTCH)
    assert found is not None
    assert (found.persona.id, found.why) == ("ruth-double-charge", Why.WEAK)


def test_nobody_there() -> None:
    assert suggested((), (scored("gone", 10),), Language.DUTCH) is None


def test_the_course_runs_from_old_to_new_without_what_was_not_rated() -> None:
    calls = (scored("a", 90), scored("a", None, 1), scored("a", 0, 2), scored("a", 100, 3))
    (questioning, _) = courses(calls)
    assert questioning.values == (100, 0, 90)
    assert questioning.plot == "█▁█"
    assert questioning.spread == (0, 100)
    assert questioning.plotted(2) == "▁█"
    assert questioning.recent_mean == pytest.approx(190 / 3)


def test_the_time_before_is_the_last_earlier_one_with_this_caller() -> None:
    calls = (scored("karin-geen-internet", 10, 9), scored("karin-geen-internet", 20, 2), scored("other", 1, 1))
    found = time_before(finished_call(), calls)
    assert found is not None
    assert found.id == "karin-geen-internet-2"
    assert time_before(finished_call(), ()) is None


async def test_the_calls_with_one_caller_are_shown_by_themselves() -> None:
    made = (
        past_call(id="b", caller_name="Karin de Wit"),
        past_call(id="a", persona_id="ruth-double-charge", caller_name="Ruth Barker"),
    )
    async with stage(PretendServices(made=made)) as at:
        await at.press("s")
        await at.on(PastCallsScreen)
        await at.press("down", "c")
        await at.until(lambda: "Ruth Barker · 1 gesprek gevoerd" in at.words())
        assert "Karin" not in at.text()
        assert "Eén gesprek zegt nog weinig" in at.words()
        await at.press("escape")
        await at.until(lambda: "2 gesprekken gevoerd" in at.words())
        assert at.app.screen.query_one(OptionList).highlighted == 1
        await at.press("escape")
        await at.on(HomeScreen)
