"""Both sides speak at once, or one for too long."""

from __future__ import annotations

import threading

import pytest

from audio.scripted import (
    Pace,
)
from simulator.call import events
from simulator.call.runner import CallSettings
from simulator.personas.model import TurnTaking
from simulator.scoring.record import Side
from tests.simulator.call.rehearsed import GOOD, kinds
from tests.simulator.call.script import Script, scripted, tone
from tests.simulator.call.stage import caller


def test_talking_through_the_caller_stops_the_voice_at_a_word() -> None:
    script = Script()
    stage = scripted(script, heard=("Since when is it down?",))
    script.when(events.CallerSpeechStarted, lambda _: stage.microphone.say(tone(2.0), 16_000, after_s=0.5))
    script.when(events.CallerSpeechEnded, lambda _: stage.runner.hang_up())
    happened = stage.run()
    (cut,) = stage.listener.of(events.CallerInterrupted)
    opening = stage.persona.lines.opening[0]
    assert cut.words_spoken
    assert opening.startswith(cut.words_spoken)
    assert cut.words_spoken != opening
    assert cut.at_s == pytest.approx(0.5 + CallSettings().barge_in_after_s, abs=0.04)
    heard = next(event for event in happened if isinstance(event, events.TraineeTurnHeard))
    assert heard.heard.circumstances.interrupted_caller
    assert heard.turn.interrupts
    record = stage.runner.record()
    assert record.turns[0].text == cut.words_spoken
    assert record.turns[0].end_s == cut.at_s
    assert any(chunk.cut_off for chunk in stage.speaker.played)


def test_a_fact_that_was_cut_off_before_it_could_be_understood_is_told_again() -> None:
    script = Script()
    stage = scripted(script, heard=("Since when is it down?", "Hold your tongue.", "Since when is it down?"))
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(1.0), 16_000))
    script.when(events.CallerSpeechStarted, lambda _: stage.microphone.say(tone(1.2), 16_000))
    script.when(events.CallerInterrupted, lambda _: None)
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(1.0), 16_000))
    script.when(events.CallerSpeechEnded, lambda _: stage.runner.hang_up())
    stage.run()
    (cut,) = stage.listener.of(events.CallerInterrupted)
    assert cut.facts_untold == ("since",)
    told = [turn.facts_told for turn in stage.runner.record().turns if turn.facts_told]
    assert told == [("since",)]
    assert stage.runner.record().turns[-1].facts_told == ("since",)


@pytest.mark.parametrize("length_s", [0.25, 0.4])
def test_a_backchannel_does_not_stop_the_caller(length_s: float) -> None:
    script = Script()
    stage = scripted(script)
    script.when(events.CallerSpeechStarted, lambda _: stage.microphone.say(tone(length_s), 16_000, after_s=0.3))
    script.when(events.CallerSpeechEnded, lambda _: stage.runner.hang_up())
    happened = kinds(stage.run())
    assert "TraineeSpeechStarted" in happened
    assert "CallerInterrupted" not in happened
    assert "TraineeTurnHeard" not in happened


def test_a_caller_who_yields_to_a_backchannel_yields() -> None:
    script = Script()
    yielding = caller(turn_taking=TurnTaking(yields_to_backchannel=True, silent_s=4))
    stage = scripted(script, persona=yielding, heard=("Mhm.",))
    script.when(events.CallerSpeechStarted, lambda _: stage.microphone.say(tone(0.4), 16_000, after_s=0.3))
    script.when(events.CallerInterrupted, lambda _: stage.runner.hang_up())
    assert "CallerInterrupted" in kinds(stage.run())


def test_half_duplex_hears_nothing_while_the_caller_speaks() -> None:
    script = Script()
    stage = scripted(script, settings=CallSettings(half_duplex=True))
    script.when(events.CallerSpeechStarted, lambda _: stage.microphone.say(tone(1.5), 16_000, after_s=0.2))
    script.when(events.CallerSpeechEnded, lambda _: stage.runner.hang_up())
    happened = kinds(stage.run())
    assert "TraineeSpeechStarted" not in happened
    assert "CallerInterrupted" not in happened


def test_speech_that_outlasts_the_callers_line_becomes_a_turn() -> None:
    script = Script()
    stage = scripted(script, heard=("Since when is it down?",), settings=CallSettings(barge_in_after_s=9.0))
    script.when(events.CallerSpeechStarted, lambda _: stage.microphone.say(tone(2.0), 16_000, after_s=1.5))
    script.when(events.CallerSpeechEnded, lambda _: None)
    script.when(events.CallerSpeechEnded, lambda _: stage.runner.hang_up())
    stage.run()
    assert [turn.text for turn in stage.runner.record().turns if turn.side is Side.TRAINEE] == [GOOD[0]]


def test_the_caller_breaks_in_on_a_monologue_and_is_not_stopped() -> None:
    script = Script()
    short = caller(turn_taking=TurnTaking(breaks_in_after_s=3.0, silent_s=4))
    stage = scripted(script, persona=short, heard=("So I said", "So I said to him", "and so on"))
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(6.5), 16_000, after_s=0.2))
    script.when(events.CallerSpeechEnded, lambda _: None)
    script.when(events.CallerSpeechEnded, lambda _: stage.runner.hang_up())
    stage.run()
    turns = stage.runner.record().turns
    assert [turn.interrupts for turn in turns[:3]] == [False, False, True]
    assert turns[1].end_s - turns[1].start_s == pytest.approx(3.0, abs=0.1)
    assert "CallerInterrupted" not in kinds(stage.listener.events)


@pytest.mark.parametrize("begins", ["To summarise, it is", "I will send a mechanic today."])
def test_a_summary_and_a_solution_are_listened_to_for_longer(begins: str) -> None:
    script = Script()
    short = caller(turn_taking=TurnTaking(breaks_in_after_s=3.0, silent_s=4))
    stage = scripted(script, persona=short, heard=(begins, f"{begins} And so on."))
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(6.5), 16_000, after_s=0.2))
    script.when(events.CallerSpeechEnded, lambda _: stage.runner.hang_up())
    stage.run()
    turns = stage.runner.record().turns
    assert not any(turn.interrupts for turn in turns)
    assert turns[1].end_s - turns[1].start_s == pytest.approx(6.5, abs=0.1)


def test_a_trainee_who_goes_on_while_the_caller_thinks_is_heard_as_one_turn() -> None:
    script = Script()
    stage = scripted(script, heard=("Since when", "is it down?"), inline=False, pace=Pace.REAL_TIME)
    again = threading.Event()

    class SlowTranscriber:
        def transcribe(self, utterance):
            if not again.is_set():
                again.wait(5.0)
            return stage.transcriber.transcribe(utterance)

    stage = scripted(
        script, heard=("Since when", "is it down?"), inline=False, pace=Pace.REAL_TIME, transcriber=SlowTranscriber()
    )
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(0.4), 16_000))
    script.when(events.TraineeTurnEnded, lambda _: stage.microphone.say(tone(0.4), 16_000))
    script.when(events.TraineeSpeechStarted, lambda _: again.set())
    script.when(events.TraineeTurnHeard, lambda _: stage.runner.hang_up())
    stage.run()
    (heard,) = stage.listener.of(events.TraineeTurnHeard)
    assert heard.turn.text == "Since when is it down?"
