from __future__ import annotations

from simulator.call import events
from simulator.call.machine import Phase
from simulator.call.runner import CallSettings
from simulator.personas.model import TurnTaking
from simulator.scoring.record import Side
from tests.simulator.call.rehearsed import GOOD, kinds, rehearsed
from tests.simulator.call.script import Script, scripted, tone, wait_for
from tests.simulator.call.stage import Stage, caller


def test_a_good_call_is_solved_in_the_order_people_speak() -> None:
    stage = rehearsed(GOOD)
    stage.run()
    record = stage.runner.record()
    assert record.ending == "solved"
    assert [turn.side for turn in record.turns] == [Side.CALLER, Side.TRAINEE] * 4 + [Side.CALLER]
    assert [turn.facts_told for turn in record.turns if turn.facts_told] == [("since",), ("light",)]
    for before, after in zip(record.turns, record.turns[1:], strict=False):
        assert before.end_s <= after.start_s


def test_the_same_call_twice_is_the_same_call() -> None:
    first, second = (rehearsed(GOOD) for _ in range(2))
    first.run()
    second.run()
    assert first.runner.record() == second.runner.record()


def test_words_lie_on_the_calls_clock_within_their_turn() -> None:
    stage = rehearsed(GOOD)
    stage.run()
    turns = [turn for turn in stage.runner.record().turns if turn.side is Side.TRAINEE]
    assert turns
    for turn in turns:
        assert turn.start_s - 0.01 <= turn.words[0].start_s
        assert turn.words[-1].end_s <= turn.end_s + 0.01


def test_lines_that_run_out_end_with_hanging_up() -> None:
    stage = rehearsed(GOOD[:1])
    stage.run()
    assert stage.runner.record().ending == "trainee_hung_up"


def test_silence_is_noticed_after_as_long_as_the_caller_bears_and_no_earlier() -> None:
    stage = rehearsed((GOOD[0], "...", GOOD[1]))
    stage.run()
    (noticed,) = stage.listener.of(events.SilenceNoticed)
    assert 4.0 <= noticed.silent_s < 4.1


def test_the_reply_comes_no_sooner_than_this_caller_replies() -> None:
    patient = caller(turn_taking=TurnTaking(reply_delay_s=1.5, breaks_in_after_s=12, silent_s=4))
    stage = rehearsed(GOOD, persona=patient)
    stage.run()
    delays = [event.response_delay_s for event in stage.listener.of(events.CallerSpeechStarted)]
    assert delays[0] == 0.0
    assert all(1.5 <= delay < 1.6 for delay in delays[1:])


def test_a_sound_without_words_is_dismissed_and_the_call_goes_on() -> None:
    stage = rehearsed(("Hm.", *GOOD), heard=("", *GOOD))
    stage.run()
    assert len(stage.listener.of(events.TraineeSpeechDismissed)) == 1
    assert stage.runner.record().ending == "solved"


def test_speech_nobody_could_make_out_is_asked_about() -> None:
    garbled = "This is a long sentence that the recogniser cannot make out at all, whatever it tries."
    stage = rehearsed((garbled, *GOOD), heard=("", *GOOD))
    stage.run()
    assert stage.listener.of(events.TraineeSpeechDismissed) == []
    record = stage.runner.record()
    assert record.turns[1].text == ""
    assert record.turns[2].side is Side.CALLER
    assert record.turns[2].facts_told == ()
    assert record.ending == "solved"


def test_an_announced_hold_counts_as_announced_and_neither_side_hears_the_other() -> None:
    script = Script()
    stage = scripted(script, heard=("I put you on hold for a moment.", GOOD[0]))
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(1.0), 16_000))
    script.when(events.TraineeSpeechStarted, lambda _: stage.runner.hold(True))
    script.when(events.HoldStarted, lambda _: stage.microphone.say(tone(1.0), 16_000, after_s=6.0))
    script.when(events.HoldEnded, lambda _: stage.runner.hang_up())
    stage.runner.start()
    wait_for(lambda: stage.listener.of(events.HoldStarted) and stage.clock.now_s() > 20.0)
    stage.runner.hold(False)
    stage.runner.wait(15.0)
    stage.runner.close()
    assert stage.listener.of(events.HoldStarted)[0].announced
    record = stage.runner.record()
    assert (record.holds, record.unannounced_holds) == (1, 0)
    assert not stage.listener.of(events.SilenceNoticed)
    assert [turn.text for turn in record.turns if turn.side is Side.TRAINEE] == ["I put you on hold for a moment."]


def test_a_hold_without_a_word_is_felt_in_the_next_turn() -> None:
    script = Script()
    stage = scripted(script, heard=(GOOD[0],))
    script.when(events.CallerSpeechEnded, lambda _: stage.runner.hold(True))
    script.when(events.HoldStarted, lambda _: stage.runner.hold(False))
    script.when(events.HoldEnded, lambda _: stage.microphone.say(tone(1.0), 16_000))
    script.when(events.TraineeTurnHeard, lambda _: stage.runner.hang_up())
    stage.run()
    (heard,) = stage.listener.of(events.TraineeTurnHeard)
    assert heard.heard.circumstances.held_unannounced
    assert stage.runner.record().unannounced_holds == 1


def test_a_muted_microphone_is_silence() -> None:
    script = Script()
    stage = scripted(script, heard=GOOD)
    script.when(events.CallAnswered, lambda _: stage.runner.mute(True))
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(1.0), 16_000))
    script.when(events.SilenceNoticed, lambda _: stage.runner.hang_up())
    happened = kinds(stage.run())
    assert "TraineeSpeechStarted" not in happened
    assert happened.count("MicrophoneMuted") == 1


def test_manual_turns_end_by_key_only() -> None:
    script = Script()
    stage = scripted(script, heard=(GOOD[0],), settings=CallSettings(manual_turns=True))
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(0.5), 16_000))
    stage.runner.start()
    wait_for(lambda: stage.runner.phase is Phase.TRAINEE_SPEAKING and stage.clock.now_s() > 9.0)
    assert not stage.listener.of(events.TraineeTurnEnded)
    stage.runner.end_turn()
    wait_for(lambda: stage.listener.of(events.TraineeTurnHeard))
    stage.runner.close()
    assert len(stage.listener.of(events.TraineeTurnEnded)) == 1


def test_hanging_up_in_mid_line_keeps_the_words_that_sounded() -> None:
    stage = Stage()
    script = Script().when(events.MicrophoneLevelMeasured, lambda _: None)
    for _ in range(8):
        script.when(events.MicrophoneLevelMeasured, lambda _: None)
    script.when(events.MicrophoneLevelMeasured, lambda _: stage.runner.hang_up())
    stage = scripted(script)
    happened = stage.run()
    assert kinds(happened)[-2:] == ["CallerInterrupted", "CallEnded"]
    (turn,) = stage.runner.record().turns
    assert 0 < len(turn.text) < len(stage.persona.lines.opening[0])


def test_dropped_frames_are_counted_and_reported() -> None:
    from dataclasses import replace

    class Lossy:
        def __init__(self, microphone) -> None:
            self.microphone = microphone

        def frames(self):
            for index, frame in enumerate(self.microphone.frames()):
                yield replace(frame, dropped_samples=1024) if index == 10 else frame

        def close(self) -> None:
            self.microphone.close()

    from audio.scripted import ScriptedMicrophone

    script = Script()
    stage = scripted(script, microphone=None)
    stage = scripted(script, microphone=Lossy(ScriptedMicrophone(stage.clock)))
    script.when(events.FramesDropped, lambda _: stage.runner.hang_up())
    stage.run()
    assert [event.samples for event in stage.listener.of(events.FramesDropped)] == [1024]
