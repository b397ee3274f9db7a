from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.call.bearing import WELCOME_PATIENCE, Bearing, Verdict
from simulator.personas.model import TurnTaking

TAKING = TurnTaking(breaks_in_after_s=10.0, silent_s=5.0)


def test_a_monologue_is_weighed_once_and_then_broken_into() -> None:
    bearing = Bearing(TAKING, 0.6)
    assert bearing.judge(9.9) is Verdict.LISTEN
    assert bearing.judge(10.0) is Verdict.WEIGH
    assert bearing.judge(10.1) is Verdict.LISTEN
    bearing.weighed(welcome=False)
    assert bearing.judge(10.2) is Verdict.BREAK_IN


def test_a_welcome_one_is_listened_to_three_times_as_long() -> None:
    bearing = Bearing(TAKING, 0.6)
    bearing.judge(10.0)
    bearing.weighed(welcome=True)
    assert bearing.judge(10.0 * WELCOME_PATIENCE - 0.1) is Verdict.LISTEN
    assert bearing.judge(10.0 * WELCOME_PATIENCE) is Verdict.BREAK_IN


def test_a_verdict_that_comes_after_the_turn_does_not_count_for_the_next() -> None:
    bearing = Bearing(TAKING, 0.6)
    bearing.judge(10.0)
    bearing.turn_over()
    bearing.weighed(welcome=False)
    assert bearing.judge(10.0) is Verdict.WEIGH


@given(st.lists(st.floats(0.0, 60.0), max_size=20), st.booleans())
def test_nobody_breaks_in_before_the_persona_says_so(lengths: list[float], welcome: bool) -> None:
    bearing = Bearing(TAKING, 0.6)
    for lasted_s in lengths:
        verdict = bearing.judge(lasted_s)
        assert verdict is Verdict.LISTEN or lasted_s >= 10.0
        if verdict is Verdict.WEIGH:
            bearing.weighed(welcome)


@pytest.mark.parametrize(("yields", "asked_s", "expected_s"), [(False, 0.6, 0.6), (True, 0.6, 0.2), (True, 0.1, 0.1)])
def test_who_yields_to_a_backchannel_falls_silent_sooner(yields: bool, asked_s: float, expected_s: float) -> None:
    assert Bearing(TurnTaking(yields_to_backchannel=yields), asked_s).barge_in_after_s == expected_s


def test_silence_is_borne_as_long_as_the_persona_says() -> None:
    bearing = Bearing(TAKING, 0.6)
    assert not bearing.too_silent(4.9)
    assert bearing.too_silent(5.0)
