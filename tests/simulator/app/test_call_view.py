"""What the call screen shows follows from the events alone."""

from __future__ import annotations

import pytest

from simulator.app.call_view import CallView, Floor, following
from simulator.call import events
from simulator.dialogue.state import CallerState, Ending, HeardTurn
from simulator.leary import Stance
from tests.simulator.app.pretend_calls import caller_turn, trainee_turn

STATE = CallerState(position=Stance.at(157, 0.8), patience=5)


@pytest.mark.parametrize(
    ("event", "floor"),
    [
        (events.CallAnswered(0.0), Floor.CALLER),
        (events.CallerSpeechStarted(1.0, 1, 0.3), Floor.CALLER),
        (events.CallerSpeechEnded(2.0, 1), Floor.TRAINEE),
        (events.CallerInterrupted(2.0, 1, "Het"), Floor.TRAINEE),
        (events.TraineeSpeechStarted(3.0), Floor.TRAINEE_SPEAKS),
        (events.TraineeSpeechDismissed(3.0), Floor.TRAINEE),
        (events.TraineeTurnEnded(4.0), Floor.THINKING),
        (events.SilenceNoticed(9.0, 7.0), Floor.THINKING),
        (events.HoldStarted(9.0, True), Floor.HELD),
        (events.HoldEnded(9.0), Floor.TRAINEE),
        (events.CallEnded(9.0, Ending.SOLVED), Floor.OVER),
        (events.MicrophoneMuted(9.0, True), Floor.CONNECTING),
        (events.FramesDropped(9.0, 512), Floor.CONNECTING),
    ],
)
def test_whose_turn_it_is(event: events.CallEvent, floor: Floor) -> None:
    assert following(CallView(), event, 0.0).floor is floor


def test_turns_and_both_paths_grow() -> None:
    turn = trainee_turn(0, 2, 4.0)
    assert turn.assessment is not None
    view = following(CallView(), events.CallerReplied(caller_turn(0, 1, 0.0), STATE), 0.0)
    view = following(view, events.TraineeTurnHeard(turn, HeardTurn(turn.assessment)), 0.0)
    assert [each.number for each in view.turns] == [1, 2]
    assert view.course.caller == (STATE.position,)
    assert view.course.trainee == (turn.assessment.leary.stance,)
    assert view.course.doubt == pytest.approx(0.3)


def test_the_timer_starts_when_the_phone_is_picked_up() -> None:
    assert following(CallView(), events.CallAnswered(0.0), 12.5).answered_at == 12.5


def test_trouble_is_kept_in_words() -> None:
    view = following(CallView(), events.TroubleArose(1.0, "The headset was unplugged.", False), 0.0)
    assert view.trouble == "The headset was unplugged."
