"""How a turn moves the caller."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.dialogue.dynamics import (
    OUTERMOST,
    SURE_FROM,
    Happening,
    SummaryVerdict,
    attacks,
    charge_patience,
    drawn_to,
    judge_summary,
    move,
    perceive,
    turns_against,
)
from simulator.dialogue.state import CallerState, Circumstances, HeardTurn
from simulator.leary import Octant, Stance
from simulator.personas.model import Persona
from simulator.scoring.assessment import ActKind, LearyReading, QuestionFlag, QuestionForm, SummaryReading
from tests.simulator.dialogue.people import ATTACK, HELP, OFFER, SILENCE, persona, stance, turn
from tests.simulator.dialogue.strategies import UNHURRIED, axis, fraction, personas, turns

states = st.builds(
    CallerState,
    position=st.builds(Stance, axis, axis),
    patience=st.floats(0, 2),
    trust=fraction,
    soreness=fraction,
    told=st.lists(st.sampled_from(["since", "light", "need"]), unique=True).map(tuple),
    confused_by=st.sampled_from([(), ("SSID",)]),
    boundary_asks=st.integers(0, 2),
)


def begin(who: Persona, octant: Octant | None = None) -> CallerState:
    return CallerState(position=(octant or who.stance.start).stance, patience=float(who.patience))


@given(personas, states, turns)
@UNHURRIED
def test_values_stay_in_bounds(who: Persona, state: CallerState, heard: HeardTurn) -> None:
    after = move(who, state, heard)
    assert math.hypot(after.position.together, after.position.above) <= 1.0 + 1e-9
    assert 0 <= after.trust <= 1
    assert 0 <= after.soreness <= 1
    assert after.patience <= who.patience


@given(personas, st.sampled_from(Octant))
@UNHURRIED
def test_helping_long_enough_brings_everyone_together(who: Persona, octant: Octant) -> None:
    state = begin(who, octant)
    for _ in range(60):
        after = move(who, state, turn("I will help.", leary=stance(Octant.HELPING, 0.6, 0.5)))
        assert after.position.together >= state.position.together - 1e-9
        state = after
    assert state.position.together > 0.4


@given(personas, states, turns)
@UNHURRIED
def test_a_turn_against_the_caller_never_calms(who: Persona, state: CallerState, heard: HeardTurn) -> None:
    if not turns_against(heard):
        against = LearyReading(stance=Stance(-0.8, 0.3), confidence=SURE_FROM)
        heard = replace(heard, assessment=replace(heard.assessment, leary=against))
    assert move(who, state, heard).position.together <= state.position.together + 1e-9


@given(personas, states)
@UNHURRIED
def test_an_attack_makes_anyone_angrier_and_sore(who: Persona, state: CallerState) -> None:
    after = move(who, state, ATTACK)
    assert after.position.together < state.position.together or state.position.together <= -OUTERMOST + 1e-9
    assert after.patience < state.patience
    assert after.soreness > 0


@pytest.mark.parametrize("shown", list(Octant))
def test_together_draws_together_and_above_draws_below(shown: Octant) -> None:
    who = persona(stubbornness=0.0)
    state = CallerState(position=Stance(0.0, 0.0), patience=6)
    after = move(who, state, turn("Words.", leary=stance(shown))).position
    assert math.copysign(1, after.together) == math.copysign(1, shown.stance.together)
    assert math.copysign(1, after.above) == -math.copysign(1, shown.stance.above)


def test_what_is_invited_is_the_complement() -> None:
    assert drawn_to(Octant.LEADING.stance).octant is Octant.FOLLOWING
    assert drawn_to(Octant.ATTACKING.stance).octant is Octant.REBELLIOUS
    assert drawn_to(Stance(0.0, 0.0)) == Stance(0.0, 0.0)


def test_stubborn_callers_move_less() -> None:
    easy, stubborn = persona(stubbornness=0.1), persona(stubbornness=0.9)
    assert move(easy, begin(easy), HELP).position.together > move(stubborn, begin(stubborn), HELP).position.together


def test_temper_makes_hurt_worse() -> None:
    calm, hot = persona(temper=0.1), persona(temper=0.9)
    hold = turn("There I am.", circumstances=Circumstances(held_unannounced=True))
    assert move(hot, begin(hot), hold).position.together < move(calm, begin(calm), hold).position.together


def test_a_sore_caller_comes_nearer_more_slowly_until_it_is_made_good() -> None:
    who = persona()
    fresh = begin(who)
    sore = replace(fresh, soreness=0.8)
    helped = turn("I will help.", leary=stance(Octant.HELPING))
    assert move(who, sore, helped).position.together < move(who, fresh, helped).position.together
    sorry = turn("I am sorry.", ActKind.APOLOGY, ActKind.EMPATHY)
    assert move(who, sore, sorry).soreness < 0.8 * 0.5


def test_an_angry_caller_needs_about_five_good_turns() -> None:
    who = persona(start=Octant.ATTACKING, stubbornness=0.5, temper=0.7)
    state = begin(who)
    course = [state]
    for _ in range(12):
        course.append(move(who, course[-1], turn("Tell me.", leary=stance(Octant.HELPING, 0.6, 0.6))))
    against = [state for state in course if state.position.together <= 0]
    assert 3 <= len(against) <= 7


def test_kind_words_in_an_attack_count_for_nothing() -> None:
    who = persona()
    heard = turn("Sorry, but you are wrong!", ActKind.APOLOGY, ActKind.EMPATHY, leary=stance(Octant.ATTACKING))
    assert perceive(who, begin(who), heard) == (Happening.ATTACK,)


def test_a_doubtful_reading_is_no_attack() -> None:
    assert attacks(turn("x", leary=stance(Octant.ATTACKING)))
    assert not attacks(turn("x", leary=stance(Octant.ATTACKING, confidence=0.1)))
    assert not attacks(turn("x", leary=stance(Octant.WITHDRAWN)))


def test_a_curt_but_fair_question_is_no_attack() -> None:
    curt = stance(Octant.ATTACKING, 0.5)
    assert attacks(turn("x", leary=curt))
    assert not attacks(turn("x", leary=curt, asked=("since",)))
    assert attacks(turn("x", leary=stance(Octant.ATTACKING), asked=("since",)))
    assert attacks(turn("x", ActKind.REPROACH, leary=curt, asked=("since",)))
    who = persona(start=Octant.COOPERATING)
    asked = move(who, begin(who), turn("x", leary=curt, asked=("since",)))
    assert asked.position.together >= begin(who).position.together - 1e-9


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        (SILENCE, Happening.SILENCE),
        (turn("x", jargon=("SSID",)), Happening.JARGON),
        (turn("x", circumstances=Circumstances(interrupted_caller=True)), Happening.INTERRUPTION),
        (turn("x", circumstances=Circumstances(held_unannounced=True)), Happening.HOLD),
        (turn("x", ActKind.ASSUMPTION), Happening.ASSUMPTION),
        (
            turn("x", questions=(QuestionForm.CLOSED,), flags=(QuestionFlag.ASSUMPTION,)),
            Happening.ASSUMPTION,
        ),
        (turn("x", ActKind.REPROACH), Happening.REPROACH),
        (turn("x", ActKind.EMPATHY), Happening.EMPATHY),
        (turn("x", ActKind.APOLOGY), Happening.APOLOGY),
        (turn("x", questions=(QuestionForm.OPEN,)), Happening.OPEN_QUESTION),
        (turn("x", summary=SummaryReading(is_summary=True, checked=True)), Happening.SUMMARY_RIGHT),
        (turn("x", summary=SummaryReading(is_summary=True, invented=("y",))), Happening.SUMMARY_WRONG),
        (OFFER, Happening.TOO_EARLY),
        (turn("x", gave_in=True), Happening.GAVE_IN),
        (turn("x", refused=True), Happening.REFUSED),
    ],
)
def test_each_happening_is_felt(heard: HeardTurn, expected: Happening) -> None:
    who = persona()
    assert expected in perceive(who, begin(who), heard)


def test_only_needed_facts_that_were_told_can_be_missed() -> None:
    who = persona()
    reading = SummaryReading(is_summary=True, covered=("since",), missed=("light", "need"), checked=True)
    given_back = turn("x", summary=reading)
    assert judge_summary(who, ("since", "light", "need"), given_back) is SummaryVerdict.INCOMPLETE
    assert judge_summary(who, ("since", "need"), given_back) is SummaryVerdict.RIGHT
    assert judge_summary(who, ("since",), turn("x")) is None


def test_giving_back_one_thing_on_the_way_is_not_yet_a_summary() -> None:
    who = persona()
    told = ("since", "light", "need")
    one = SummaryReading(is_summary=True, covered=("since",), missed=("light", "need"))
    assert judge_summary(who, told, turn("x", summary=one)) is None
    feeling = SummaryReading(is_summary=True, missed=told, invented=("that must be awful",))
    assert judge_summary(who, told, turn("x", ActKind.EMPATHY, summary=feeling)) is None
    assert judge_summary(who, told, turn("x", summary=feeling)) is SummaryVerdict.WRONG


def test_patience_is_spent_by_turns_that_get_nowhere_and_recovers() -> None:
    who = persona()
    state = replace(begin(who), patience=3.0)
    assert charge_patience(who, state, turn("Hm."), progress=False).patience == 2.0
    assert charge_patience(who, state, turn("Hm.", leary=stance(Octant.HELPING)), progress=False).patience == 2.5
    assert charge_patience(who, state, turn("Hm."), progress=True).patience == 3.5
    assert charge_patience(who, begin(who), turn("Hm."), progress=True).patience == who.patience
