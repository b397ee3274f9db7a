from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.call import commands, events
from simulator.call.machine import Phase, advance
from tests.simulator.call.happenings import EACH, FATAL, HEARD, any_event

MEANS: dict[tuple[Phase, str], tuple[Phase, tuple[commands.CallCommand, ...]]] = {
    (Phase.RINGING, "answered"): (Phase.THINKING, (commands.SpeakOpening(),)),
    (Phase.THINKING, "heard"): (Phase.THINKING, (commands.AnswerTurn(HEARD),)),
    (Phase.THINKING, "dismissed"): (Phase.LISTENING, (commands.WatchSilence(),)),
    (Phase.THINKING, "replied"): (Phase.CALLER_SPEAKING, (commands.SpeakReply(),)),
    (Phase.THINKING, "replied last"): (Phase.CLOSING, (commands.SpeakReply(),)),
    (Phase.THINKING, "trainee started"): (Phase.TRAINEE_SPEAKING, (commands.TakeTurnBack(),)),
    (Phase.THINKING, "hold"): (Phase.ON_HOLD, (commands.TakeTurnBack(),)),
    (Phase.CALLER_SPEAKING, "caller ended"): (Phase.LISTENING, (commands.WatchSilence(),)),
    (Phase.CALLER_SPEAKING, "interrupted"): (Phase.LISTENING, (commands.WatchSilence(),)),
    (Phase.CALLER_SPEAKING, "trainee started"): (Phase.OVERLAPPING, ()),
    (Phase.CALLER_SPEAKING, "hold"): (Phase.ON_HOLD, (commands.StopVoice(),)),
    (Phase.OVERLAPPING, "caller ended"): (Phase.TRAINEE_SPEAKING, ()),
    (Phase.OVERLAPPING, "interrupted"): (Phase.TRAINEE_SPEAKING, ()),
    (Phase.OVERLAPPING, "dismissed"): (Phase.CALLER_SPEAKING, ()),
    (Phase.OVERLAPPING, "hold"): (Phase.ON_HOLD, (commands.StopVoice(),)),
    (Phase.LISTENING, "trainee started"): (Phase.TRAINEE_SPEAKING, ()),
    (Phase.LISTENING, "silence"): (Phase.THINKING, (commands.AnswerSilence(7.0),)),
    (Phase.LISTENING, "hold"): (Phase.ON_HOLD, ()),
    (Phase.TRAINEE_SPEAKING, "trainee ended"): (Phase.THINKING, (commands.HearTurn(),)),
    (Phase.TRAINEE_SPEAKING, "dismissed"): (Phase.LISTENING, (commands.WatchSilence(),)),
    (Phase.TRAINEE_SPEAKING, "hold"): (Phase.ON_HOLD, (commands.TakeTurnBack(),)),
    (Phase.ON_HOLD, "off hold"): (Phase.LISTENING, (commands.WatchSilence(),)),
    (Phase.CLOSING, "caller ended"): (Phase.CLOSING, (commands.EndCall(),)),
    (Phase.LISTENING, "repeated"): (Phase.CALLER_SPEAKING, (commands.RepeatLine(),)),
    (Phase.THINKING, "put through"): (
        Phase.PUTTING_THROUGH,
        (commands.TakeTurnBack(), commands.AnswerTransfer(True)),
    ),
    (Phase.TRAINEE_SPEAKING, "put through"): (
        Phase.PUTTING_THROUGH,
        (commands.TakeTurnBack(), commands.AnswerTransfer(True)),
    ),
    (Phase.CALLER_SPEAKING, "put through"): (
        Phase.PUTTING_THROUGH,
        (commands.StopVoice(), commands.AnswerTransfer(True)),
    ),
    (Phase.OVERLAPPING, "put through"): (
        Phase.PUTTING_THROUGH,
        (commands.StopVoice(), commands.AnswerTransfer(True)),
    ),
    (Phase.LISTENING, "put through"): (Phase.PUTTING_THROUGH, (commands.AnswerTransfer(True),)),
    (Phase.ON_HOLD, "put through"): (Phase.PUTTING_THROUGH, (commands.AnswerTransfer(True),)),
    (Phase.PUTTING_THROUGH, "replied"): (Phase.CLOSING, (commands.SpeakReply(),)),
    (Phase.PUTTING_THROUGH, "replied last"): (Phase.CLOSING, (commands.SpeakReply(),)),
    (Phase.THINKING, "paused"): (Phase.PAUSED_THINKING, ()),
    (Phase.CALLER_SPEAKING, "paused"): (Phase.PAUSED_CALLER_SPEAKING, (commands.HushVoice(),)),
    (Phase.OVERLAPPING, "paused"): (Phase.PAUSED_CALLER_SPEAKING, (commands.HushVoice(),)),
    (Phase.LISTENING, "paused"): (Phase.PAUSED_LISTENING, ()),
    (Phase.TRAINEE_SPEAKING, "paused"): (Phase.PAUSED_TRAINEE_SPEAKING, (commands.KeepTurnOpen(),)),
    (Phase.ON_HOLD, "paused"): (Phase.PAUSED_ON_HOLD, ()),
    (Phase.CLOSING, "paused"): (Phase.PAUSED_CLOSING, (commands.HushVoice(),)),
    (Phase.PAUSED_THINKING, "heard"): (Phase.PAUSED_THINKING, (commands.AnswerTurn(HEARD),)),
    (Phase.PAUSED_THINKING, "dismissed"): (Phase.PAUSED_LISTENING, ()),
    (Phase.PAUSED_THINKING, "replied"): (Phase.PAUSED_CALLER_SPEAKING, (commands.HushVoice(),)),
    (Phase.PAUSED_THINKING, "replied last"): (Phase.PAUSED_CLOSING, (commands.HushVoice(),)),
    (Phase.PAUSED_THINKING, "resumed"): (Phase.THINKING, ()),
    (Phase.PAUSED_CALLER_SPEAKING, "resumed"): (Phase.CALLER_SPEAKING, (commands.GoOnSpeaking(),)),
    (Phase.PAUSED_LISTENING, "resumed"): (Phase.LISTENING, (commands.WatchSilence(),)),
    (Phase.PAUSED_TRAINEE_SPEAKING, "resumed"): (Phase.TRAINEE_SPEAKING, ()),
    (Phase.PAUSED_ON_HOLD, "resumed"): (Phase.ON_HOLD, ()),
    (Phase.PAUSED_CLOSING, "resumed"): (Phase.CLOSING, (commands.GoOnSpeaking(),)),
}
"""Every pair that means something; all others leave the phase as it is and command nothing."""


def expected(phase: Phase, name: str) -> tuple[Phase, tuple[commands.CallCommand, ...]]:
    if phase is Phase.ENDED:
        return phase, ()
    if name == "ended":
        return Phase.ENDED, (commands.StopVoice(), commands.LetGo())
    if name == "fatal":
        return phase, (commands.AbandonCall(),)
    return MEANS.get((phase, name), (phase, ()))


@pytest.mark.parametrize("name", EACH)
@pytest.mark.parametrize("phase", Phase)
def test_every_event_in_every_phase(phase: Phase, name: str) -> None:
    assert advance(phase, EACH[name]) == expected(phase, name)


@given(st.lists(any_event, max_size=40))
def test_nothing_happens_after_the_end(happened: list) -> None:
    phase = Phase.RINGING
    ended = False
    for event in happened:
        phase, orders = advance(phase, event)
        assert not (ended and orders)
        ended = ended or phase is Phase.ENDED
        assert not ended or phase is Phase.ENDED


@given(st.lists(any_event, max_size=40))
def test_only_picking_up_starts_a_call(happened: list) -> None:
    phase = Phase.RINGING
    for event in happened:
        before = phase
        phase, orders = advance(phase, event)
        if before is Phase.RINGING and phase is not Phase.RINGING:
            assert phase in {Phase.THINKING, Phase.ENDED}
        assert commands.SpeakOpening() not in orders or before is Phase.RINGING


@given(st.lists(any_event, max_size=40))
def test_while_a_call_stands_still_nobody_hears_anybody_and_no_turn_ends(happened: list) -> None:
    aloud = (commands.SpeakReply, commands.RepeatLine, commands.HearTurn, commands.AnswerSilence)
    phase = Phase.RINGING
    for event in happened:
        before = phase
        phase, orders = advance(phase, event)
        if before.is_paused and phase.is_paused:
            assert not any(isinstance(order, aloud) for order in orders)
        if before.is_paused and not phase.is_paused:
            assert isinstance(event, events.CallResumed | events.CallEnded)


@given(st.lists(any_event, max_size=30))
def test_a_pause_with_nothing_in_it_leaves_the_call_where_it_was(happened: list) -> None:
    phase = Phase.RINGING
    for event in happened:
        phase, _ = advance(phase, event)
    paused, _ = advance(phase, EACH["paused"])
    assert paused.is_paused == (phase.can_pause or phase.is_paused)
    if paused.is_paused and not phase.is_paused:
        resumed, _ = advance(paused, EACH["resumed"])
        assert resumed is (Phase.CALLER_SPEAKING if phase is Phase.OVERLAPPING else phase)


@given(st.lists(any_event, max_size=40))
def test_who_is_put_through_says_a_last_line_and_no_other(happened: list) -> None:
    phase = Phase.RINGING
    put_through = False
    for event in happened:
        phase, orders = advance(phase, event)
        if put_through:
            assert phase in {Phase.PUTTING_THROUGH, Phase.CLOSING, Phase.PAUSED_CLOSING, Phase.ENDED}
        put_through = put_through or any(isinstance(order, commands.AnswerTransfer) for order in orders)


@given(st.sampled_from([phase for phase in Phase if phase is not Phase.ENDED]))
def test_trouble_that_ends_the_call_can_always_end_it(phase: Phase) -> None:
    assert advance(phase, FATAL)[1] == (commands.AbandonCall(),)
