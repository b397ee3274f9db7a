"""The caller's turn: what is said, in which order, and how the call ends."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.dialogue.dynamics import needs
from simulator.dialogue.endings import ACCEPTS_FROM
from simulator.dialogue.lines import (
    FAREWELLS_TO_A_QUESTION,
    LAST_RESORT,
    THANKS_ONCE_MORE,
    fill,
)
from simulator.dialogue.responding import hang_up, respond
from simulator.dialogue.state import Circumstances, Ending, HeardTurn, ReplyReason
from simulator.language import Language
from simulator.leary import Octant, Stance
from simulator.personas.model import Persona
from simulator.scoring.assessment import ActKind, LearyCue, LearyReading, QuestionForm, Span, SummaryReading
from tests.simulator.dialogue.courses import last, walk
from tests.simulator.dialogue.people import (
    ASK_LIGHT,
    ASK_NEED,
    ASK_SINCE,
    ATTACK,
    GOODBYE,
    HELP,
    OFFER,
    SILENCE,
    UNHEARD,
    persona,
    stance,
    turn,
)
from tests.simulator.dialogue.strategies import UNHURRIED, personas, turns

calls = st.lists(turns, min_size=1, max_size=12)


@given(personas, calls, st.integers(0, 5))
@settings(UNHURRIED, max_examples=60)
def test_the_same_call_twice_is_the_same(who: Persona, heard: list[HeardTurn], seed: int) -> None:
    assert walk(who, heard, seed) == walk(who, heard, seed)


@given(personas, calls, st.integers(0, 5))
@settings(UNHURRIED, max_examples=80)
def test_every_reply_says_something_and_nothing_twice_in_a_row(who: Persona, heard: list[HeardTurn], seed: int) -> None:
    course = walk(who, heard, seed)
    texts = [reply.text for _, reply in course]
    assert all(text.strip() for text in texts)
    assert all(one != other for one, other in pairwise(texts))
    for (before, _), (after, _) in pairwise(course):
        assert not set(before.recent) & set(after.recent)


@given(personas, calls)
@settings(UNHURRIED, max_examples=30)
def test_every_call_ends_in_time(who: Persona, heard: list[HeardTurn]) -> None:
    state, reply = walk(who, heard * 30)[-1]
    assert state.ending is not None
    assert reply.ending is state.ending
    assert state.turns <= who.max_turns


@given(personas, calls)
@settings(UNHURRIED, max_examples=80)
def test_facts_are_told_once_and_solved_needs_them(who: Persona, heard: list[HeardTurn]) -> None:
    course = walk(who, heard)
    told: tuple[str, ...] = ()
    for state, reply in course:
        told += reply.facts_told
        assert state.told == told
        assert len(set(told)) == len(told)
        if reply.ending is Ending.SOLVED:
            assert set(needs(who)) <= set(told)
            assert state.position.together >= ACCEPTS_FROM
            assert state.offer_open
        elif reply.ending in {Ending.HUNG_UP, Ending.ESCALATED}:
            assert state.patience <= 0


@given(personas, st.integers(0, 3))
@UNHURRIED
def test_nothing_but_attacks_ends_badly(who: Persona, seed: int) -> None:
    course = walk(who, [ATTACK] * 40, seed)
    assert course[-1][0].ending in {Ending.HUNG_UP, Ending.ESCALATED, Ending.OUT_OF_TIME}
    assert course[-1][0].position.together < course[0][0].position.together + 1e-9


def test_after_the_end_nothing_changes() -> None:
    who = persona(patience=2)
    state, _ = last(who, *[ATTACK] * 5)
    again, reply = respond(who, state, HELP, random.Random(1))
    assert again == state
    assert reply.ending is state.ending


def test_a_call_goes_from_outburst_to_solved() -> None:
    who = persona()
    course = walk(who, [HELP, ASK_SINCE, HELP, ASK_LIGHT, HELP, OFFER, GOODBYE])
    assert [reply.reason for _, reply in course] == [
        ReplyReason.OPENING,
        ReplyReason.EMPATHY,
        ReplyReason.FACT,
        ReplyReason.EMPATHY,
        ReplyReason.FACT,
        ReplyReason.EMPATHY,
        ReplyReason.ACCEPTED,
        ReplyReason.ENDING,
    ]
    assert course[-2][0].ending is None
    assert course[-2][1].text == "Great, thank you. Bye!"
    assert course[-1][0].ending is Ending.SOLVED
    assert course[-1][1].text in THANKS_ONCE_MORE[Language.ENGLISH]


ACCEPTED = (HELP, ASK_SINCE, HELP, ASK_LIGHT, HELP, OFFER)


def test_an_offer_with_the_goodbye_in_it_ends_the_call_at_once() -> None:
    both = turn("I will send a technician. Goodbye.", ActKind.CLOSING, offered=True, leary=stance(Octant.HELPING))
    _, reply = last(persona(), *ACCEPTED[:-1], both)
    assert (reply.ending, reply.text) == (Ending.SOLVED, "Great, thank you. Bye!")


@pytest.mark.parametrize("heard", [GOODBYE, SILENCE, UNHEARD, turn("You are welcome.")])
def test_after_the_offer_was_taken_whatever_asks_for_nothing_ends_the_call(heard: HeardTurn) -> None:
    assert last(persona(), *ACCEPTED, heard)[1].ending is Ending.SOLVED


def test_asked_whether_that_was_all_the_caller_says_so() -> None:
    all_of_it = replace(turn("Can I do anything else?", questions=(QuestionForm.CLOSED,)), seeks_consent=True)
    assert last(persona(), *ACCEPTED, all_of_it)[1].text in FAREWELLS_TO_A_QUESTION[Language.ENGLISH]


def test_after_the_offer_was_taken_a_question_is_still_answered_and_an_attack_undoes_it() -> None:
    state, reply = last(persona(), *ACCEPTED, ASK_NEED)
    assert (reply.reason, state.ending, state.accepted) == (ReplyReason.FACT, None, True)
    who = persona(temper=1.0, patience=20)
    spoilt, _ = last(who, *ACCEPTED, *[ATTACK] * 5)
    assert not spoilt.accepted
    assert spoilt.ending is not Ending.SOLVED


def test_what_nobody_could_make_out_is_asked_again_and_costs_nothing() -> None:
    course = walk(persona(), [HELP, UNHEARD])
    (before, _), (after, reply) = course[-2:]
    assert reply.reason is ReplyReason.UNCLEAR
    assert reply.text.startswith("on_unclear")
    assert (after.position, after.patience, after.trust) == (before.position, before.patience, before.trust)
    assert last(persona(sparse=True), UNHEARD)[1].text in LAST_RESORT[Language.ENGLISH]


def test_a_term_that_opens_a_sentence_gets_a_capital() -> None:
    assert fill("{term}? What is {term}?", {"term": "router"}) == "Router? What is router?"
    assert fill("Pardon? {term}, you say?", {"term": "router"}) == "Pardon? Router, you say?"
    assert fill("'{term}'? No idea.", {"term": "router"}) == "'Router'? No idea."


def test_open_questions_get_more_than_closed_ones() -> None:
    who = persona()
    closed = turn("Since Monday?", questions=(QuestionForm.CLOSED,), asked=("since",))
    assert last(who, closed)[1].text == "Since Monday."
    assert last(who, ASK_SINCE)[1].text == "It went down on Monday, right after breakfast."


def test_an_open_question_after_a_short_answer_gets_the_rest() -> None:
    closed = turn("Since Monday?", questions=(QuestionForm.CLOSED,), asked=("since",))
    state, reply = last(persona(), closed, ASK_SINCE)
    assert reply.reason is ReplyReason.FACT
    assert reply.text == "It went down on Monday, right after breakfast."
    assert reply.facts_told == ()
    assert state.told == ("since",)


def test_being_asked_twice_is_noticed() -> None:
    _, reply = last(persona(), ASK_SINCE, ASK_LIGHT, ASK_SINCE)
    assert reply.reason is ReplyReason.FACT_REPEATED
    assert reply.text.startswith("on_asked_twice")
    assert reply.text.endswith("Since Monday.")


def test_a_friendly_caller_just_says_it_again() -> None:
    _, reply = last(persona(start=Octant.COOPERATING, temper=0.2), ASK_SINCE, ASK_LIGHT, ASK_SINCE)
    assert reply.text == "Since Monday."


def test_of_stacked_questions_only_the_last_is_answered() -> None:
    stacked = turn("Since when, which light?", questions=(QuestionForm.OPEN,) * 2, asked=("since", "light"))
    state, reply = last(persona(), stacked)
    assert state.told == ("light",)
    assert reply.text.startswith("on_stacked")


def test_hidden_facts_come_out_when_the_caller_feels_heard() -> None:
    who = persona()
    _, early = last(who, ASK_NEED)
    assert early.reason is ReplyReason.FACT_HIDDEN
    state, late = last(who, HELP, HELP, HELP, HELP, HELP, ASK_NEED)
    assert late.reason is ReplyReason.FACT
    assert state.told == ("need",)


def test_a_question_for_nothing_known_gets_background() -> None:
    _, touched = last(persona(), turn("Where are you?", questions=(QuestionForm.OPEN,), background=0))
    assert (touched.text, touched.reason) == ("I am at home.", ReplyReason.BACKGROUND)
    _, other = last(persona(), turn("Do you like cheese?", questions=(QuestionForm.CLOSED,)))
    assert (other.text, other.reason) == ("I could not tell you.", ReplyReason.BACKGROUND)


@pytest.mark.parametrize(
    ("heard", "reason"),
    [
        (SILENCE, ReplyReason.HURT_SILENCE),
        (turn("x", jargon=("SSID",), asked=("since",)), ReplyReason.HURT_JARGON),
        (turn("x", circumstances=Circumstances(interrupted_caller=True)), ReplyReason.HURT_INTERRUPTION),
        (turn("x", circumstances=Circumstances(held_unannounced=True)), ReplyReason.HURT_HOLD),
        (turn("x", ActKind.ASSUMPTION), ReplyReason.HURT_ASSUMPTION),
        (ATTACK, ReplyReason.HURT_ATTACK),
        (turn("x", summary=SummaryReading(is_summary=True, checked=True)), ReplyReason.SUMMARY_RIGHT),
        (turn("x", summary=SummaryReading(is_summary=True, invented=("y",))), ReplyReason.SUMMARY_WRONG),
        (turn("x", ActKind.GREETING), ReplyReason.GREETING),
        (turn("x", ActKind.APOLOGY), ReplyReason.APOLOGY),
        (turn("x", ActKind.OFFER), ReplyReason.OFFER),
        (OFFER, ReplyReason.OFFER_TOO_EARLY),
        (turn("Hm."), ReplyReason.OCTANT),
    ],
)
def test_each_occasion_is_reacted_to(heard: HeardTurn, reason: ReplyReason) -> None:
    assert last(persona(), heard)[1].reason is reason
    assert last(persona(sparse=True), heard)[1].text


def test_the_term_and_the_missed_fact_are_named() -> None:
    _, confused = last(persona(), turn("x", jargon=("SSID",)))
    assert "SSID" in confused.text
    summary = SummaryReading(is_summary=True, missed=("since",), checked=True)
    _, missed = last(persona(), ASK_SINCE, turn("x", summary=summary))
    assert missed.reason is ReplyReason.SUMMARY_INCOMPLETE
    assert "down since Monday" in missed.text


def test_an_explanation_clears_the_confusion() -> None:
    state, _ = last(persona(), turn("x", jargon=("SSID",)))
    assert state.confused_by == ("SSID",)
    state, reply = last(persona(), turn("x", jargon=("SSID",)), turn("That is its name.", explained=("SSID",)))
    assert state.confused_by == ()
    assert reply.reason is ReplyReason.EXPLAINED


def test_blame_explains_nothing() -> None:
    cue = LearyCue("your own fault", Span(0, 14), Stance(-0.5, 0.2), "reproach")
    blame = turn("x", explained=("SSID",), leary=LearyReading(Stance(0.2, 0.3), Octant.LEADING, cues=(cue,)))
    _, reply = last(persona(), turn("x", jargon=("SSID",)), blame)
    assert reply.reason is not ReplyReason.EXPLAINED


def test_empathy_is_heard_before_the_answer_by_who_is_upset() -> None:
    kind = turn("How awful. Since when?", ActKind.EMPATHY, questions=(QuestionForm.OPEN,), asked=("since",))
    state, reply = last(persona(), kind)
    assert reply.text.startswith("on_empathy")
    assert reply.text.endswith("right after breakfast.")
    assert state.told == ("since",)


def test_a_right_summary_and_a_new_question_get_both_answers() -> None:
    both = turn(
        "So since Monday. Which light?",
        questions=(QuestionForm.OPEN,),
        asked=("light",),
        summary=SummaryReading(is_summary=True, covered=("since",)),
    )
    state, reply = last(persona(), ASK_SINCE, both)
    assert reply.reason is ReplyReason.SUMMARY_RIGHT
    assert reply.text.endswith("There is a red light blinking on the box.")
    assert state.told == ("since", "light")
    assert not state.summarised, "a new needed fact came after the summary"


def test_an_offer_the_caller_did_not_understand_waits_for_the_explanation() -> None:
    offer = replace(OFFER, assessment=replace(OFFER.assessment, jargon=turn("x", jargon=("SSID",)).assessment.jargon))
    course = walk(persona(), [HELP, ASK_SINCE, ASK_LIGHT, HELP, offer, turn("Its name.", explained=("SSID",))])
    assert course[-2][1].reason is ReplyReason.HURT_JARGON
    assert course[-1][0].accepted


def test_the_right_offer_is_refused_by_who_is_strongly_against() -> None:
    who = persona(start=Octant.ATTACKING, stubbornness=1.0)
    state, _ = last(who, ASK_SINCE, ASK_LIGHT)
    state = replace(state, position=Stance(-0.9, 0.2))
    after, reply = respond(who, state, OFFER, random.Random(1))
    assert after.ending is None
    assert reply.reason is ReplyReason.OFFER


@pytest.mark.parametrize(
    ("kind", "ending"),
    [
        (ActKind.HANDOVER, Ending.TRANSFERRED),
        (ActKind.CALL_BACK, Ending.CALL_BACK),
        (ActKind.CLOSING, Ending.CLOSED_UNSOLVED),
    ],
)
def test_the_trainee_can_end_the_call(kind: ActKind, ending: Ending) -> None:
    who = persona(start=Octant.COOPERATING)
    assert last(who, turn("Good bye then.", kind))[1].ending is ending
    question = turn("Anything else before I go?", kind, questions=(QuestionForm.CLOSED,))
    assert last(who, question)[1].ending is None


def test_patience_runs_out_by_height() -> None:
    above = persona(start=Octant.LEADING, patience=2)
    below = persona(start=Octant.WITHDRAWN, patience=2)
    assert last(above, *[turn("Hm.")] * 6)[1].ending is Ending.ESCALATED
    assert last(below, *[turn("Hm.")] * 6)[1].ending is Ending.HUNG_UP


def test_hanging_up_is_the_trainees_own() -> None:
    state, _ = last(persona(), HELP)
    assert hang_up(state).ending is Ending.TRAINEE_HUNG_UP
    assert hang_up(replace(state, ending=Ending.SOLVED)).ending is Ending.SOLVED
    assert hang_up(replace(state, accepted=True)).ending is Ending.SOLVED


BOUNDARY = {
    "asks": ["Can I have my money back?", "Half of it, then?"],
    "on_refused": ["Oh, a pity.", "No? All right."],
    "on_given": ["How kind of you!"],
}


def test_the_caller_asks_for_what_may_not_be_given_and_takes_no_for_an_answer() -> None:
    who = persona(start=Octant.HELPING, boundary=BOUNDARY, patience=20)
    course = walk(who, [HELP, ASK_SINCE, ASK_LIGHT])
    assert course[-1][1].text.endswith("Can I have my money back?")
    no = turn("I cannot do that.", refused=True, leary=stance(Octant.LEADING))
    course = walk(who, [HELP, ASK_SINCE, ASK_LIGHT, no, turn("Hm."), turn("Hm."), turn("Hm."), no])
    replies = [reply for _, reply in course]
    assert replies[4].reason is ReplyReason.BOUNDARY
    assert replies[4].text in BOUNDARY["on_refused"]
    assert "Half of it, then?" in {reply.text for reply in replies}
    assert course[-1][0].boundary_refusals == 2
    assert not course[-1][0].boundary_given


def test_giving_in_is_remembered_and_ends_the_asking() -> None:
    who = persona(start=Octant.HELPING, boundary=BOUNDARY, patience=20)
    yes = turn("Yes, you get it all back.", gave_in=True)
    course = walk(who, [HELP, ASK_SINCE, ASK_LIGHT, yes, *[turn("Hm.")] * 8])
    assert course[4][1].text == "How kind of you!"
    assert course[-1][0].boundary_given
    assert course[-1][0].boundary_asks == 1


def test_an_attack_in_the_refusal_is_an_attack() -> None:
    who = persona(start=Octant.HELPING, boundary=BOUNDARY)
    rude = turn("Of course not!", refused=True, leary=stance(Octant.ATTACKING))
    assert last(who, HELP, ASK_SINCE, ASK_LIGHT, rude)[1].reason is ReplyReason.HURT_ATTACK


def test_a_goodbye_in_passing_or_beside_a_welcome_ends_nothing() -> None:
    who = persona(start=Octant.COOPERATING)
    welcome = turn("Thank you for calling, I am Tom.", ActKind.CLOSING, ActKind.NAME)
    assert last(who, welcome)[1].ending is None
    comfort = turn("That is awful. I will take care.", ActKind.CLOSING, ActKind.EMPATHY)
    assert last(who, comfort)[1].ending is None


def test_whoever_is_asked_something_new_with_the_offer_answers_first() -> None:
    both = replace(OFFER, asked=("need",))
    course = walk(persona(), [HELP, HELP, HELP, HELP, ASK_SINCE, ASK_LIGHT, both, turn("Agreed.", ActKind.AGREEMENT)])
    assert course[-2][0].ending is None
    assert course[-2][0].offer_open
    assert course[-1][0].accepted


def test_a_right_summary_confirms_what_it_names() -> None:
    summary = turn("x", summary=SummaryReading(is_summary=True, covered=("since",), checked=True))
    state, reply = last(persona(), ASK_SINCE, replace(summary, given_back=("light", "need"), untrue=()))
    assert reply.reason is ReplyReason.SUMMARY_RIGHT
    assert reply.facts_told == ("light",), "what is hidden is not confirmed while its gate is shut"
    assert state.told == ("since", "light")


def test_the_caller_judges_a_summary_by_what_is_so() -> None:
    invented = SummaryReading(is_summary=True, covered=("since",), invented=("a red light",), checked=True)
    believed = replace(turn("x", summary=invented), untrue=())
    assert last(persona(), ASK_SINCE, believed)[1].reason is ReplyReason.SUMMARY_RIGHT
    denied = replace(turn("x", summary=invented), untrue=("a red light",))
    assert last(persona(), ASK_SINCE, denied)[1].reason is ReplyReason.SUMMARY_WRONG


def test_a_request_for_consent_gets_no_answer_about_facts() -> None:
    nod = replace(turn("May I put you on hold?", questions=(QuestionForm.CLOSED,)), seeks_consent=True)
    assert last(persona(), HELP, HELP, HELP, nod)[1].reason is ReplyReason.OCTANT


def test_a_caller_at_ease_answers_a_fair_question_with_an_assumption_in_it() -> None:
    easy = persona(start=Octant.COOPERATING, temper=0.2)
    guess = turn("You broke it. Since when?", ActKind.ASSUMPTION, questions=(QuestionForm.OPEN,), asked=("since",))
    assert last(easy, guess)[1].reason is ReplyReason.FACT
    assert last(persona(), guess)[1].reason is ReplyReason.HURT_ASSUMPTION
