from __future__ import annotations

import pytest

from simulator.call import events
from simulator.call.equipment import CallSettings
from simulator.call.yielding import LOWERED_GAIN
from simulator.personas.model import TurnTaking
from tests.simulator.call.script import Script, scripted, tone
from tests.simulator.call.stage import caller


def spoken_into(length_s: float, **parts: object):
    script = Script()
    stage = scripted(script, **parts)
    script.when(events.CallerSpeechStarted, lambda _: stage.microphone.say(tone(length_s), 16_000, after_s=0.3))
    script.when(events.CallerSpeechEnded, lambda _: stage.runner.hang_up())
    stage.run()
    return stage


@pytest.mark.parametrize("length_s", [0.2, 0.4])
def test_a_murmur_lowers_the_voice_and_it_comes_back_where_it_was(length_s: float) -> None:
    stage = spoken_into(length_s)
    assert [event.lowered for event in stage.listener.of(events.VoiceLowered)] == [True, False]
    assert [gain for _, gain in stage.speaker.gains] == [LOWERED_GAIN, 1.0]
    assert not stage.listener.of(events.CallerInterrupted)
    assert not any(chunk.cut_off for chunk in stage.speaker.played)


def test_an_interruption_is_answered_within_a_fifth_of_a_second() -> None:
    stage = spoken_into(2.0, heard=("Since when is it down?",))
    lowered_s, gain = stage.speaker.gains[0]
    assert gain == LOWERED_GAIN
    assert lowered_s - 0.3 <= 0.15
    (cut,) = stage.listener.of(events.CallerInterrupted)
    assert cut.at_s == pytest.approx(0.3 + CallSettings().barge_in_after_s, abs=0.04)


def test_the_next_line_is_as_loud_as_ever() -> None:
    stage = spoken_into(2.0, heard=("Since when is it down?",))
    assert stage.speaker.gains[-1][1] == 1.0
    assert [event.lowered for event in stage.listener.of(events.VoiceLowered)][-1] is False


def test_a_cough_while_nobody_speaks_lowers_nothing() -> None:
    script = Script()
    stage = scripted(script)
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(0.2), 16_000, after_s=0.3))
    script.when(events.SilenceNoticed, lambda _: stage.runner.hang_up())
    stage.run()
    assert stage.speaker.gains == ()


def test_a_caller_who_yields_to_a_murmur_does_not_falter_first() -> None:
    yielding = caller(turn_taking=TurnTaking(yields_to_backchannel=True, silent_s=4))
    stage = spoken_into(0.4, persona=yielding, heard=("Mhm.",))
    (cut,) = stage.listener.of(events.CallerInterrupted)
    assert cut.at_s - 0.3 <= 0.3
