from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from simulator.call import events
from simulator.call.account import record_of
from simulator.dialogue.state import Ending
from simulator.language import Language
from tests.simulator.call.happenings import CALLER_TURN, REPLIED, STATE, any_event, written_event


def account(*happened: events.CallEvent):
    return record_of(happened, "test-caller", Language.ENGLISH)


def test_a_line_lasts_from_its_first_sound_to_its_last() -> None:
    (turn,) = account(REPLIED, events.CallerSpeechStarted(1.5, 1, 0.0), events.CallerSpeechEnded(4.0, 1)).turns
    assert (turn.start_s, turn.end_s) == (1.5, 4.0)


def test_a_line_still_sounding_when_the_power_went_keeps_its_reckoned_length() -> None:
    (turn,) = account(REPLIED, events.CallerSpeechStarted(1.5, 1, 0.0)).turns
    assert (turn.start_s, turn.end_s) == (1.5, 3.5)


def test_of_a_line_that_was_cut_only_what_sounded_counts() -> None:
    telling = replace(CALLER_TURN, facts_told=("since", "light"))
    (turn,) = account(
        events.CallerReplied(telling, STATE),
        events.CallerSpeechStarted(1.0, 1, 0.0),
        events.CallerInterrupted(1.4, 1, "It is", ("light",)),
    ).turns
    assert (turn.text, turn.end_s, turn.facts_told) == ("It is", 1.4, ("since",))


def test_a_line_cut_before_its_first_word_was_never_said() -> None:
    assert account(REPLIED, events.CallerInterrupted(0.1, 1, "")).turns == ()


def test_holds_are_counted() -> None:
    record = account(events.HoldStarted(1.0, True), events.HoldEnded(2.0), events.HoldStarted(3.0, False))
    assert (record.holds, record.unannounced_holds) == (2, 1)


def test_an_ending_is_recorded_and_its_absence_too() -> None:
    assert account(events.CallEnded(9.0, Ending.ESCALATED)).ending == "escalated"
    assert account(events.CallEnded(9.0, None)).ending is None
    assert account().ending is None


@given(st.lists(st.one_of(any_event, written_event), max_size=30))
def test_any_course_of_events_has_an_account(happened: list) -> None:
    record = account(*happened)
    assert len({turn.number for turn in record.turns}) == len(record.turns)
