from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.call import commands
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


@given(st.sampled_from([phase for phase in Phase if phase is not Phase.ENDED]))
def test_trouble_that_ends_the_call_can_always_end_it(phase: Phase) -> None:
    assert advance(phase, FATAL)[1] == (commands.AbandonCall(),)
