from __future__ import annotations

import threading

import pytest

from audio.frames import Transcript, Utterance
from audio.scripted import (
    BrokenSpeaker,
    DyingMicrophone,
    FailingTranscriber,
    FailingVoice,
    FrameClock,
    Pace,
    ToneVoice,
    spread_words,
)
from simulator.call import events
from simulator.call.machine import Phase
from simulator.call.ports import KeepingError
from simulator.call.rehearsal import RehearsalTrainee
from simulator.call.runner import CallSettings
from simulator.dialogue.state import Ending
from simulator.personas.model import TurnTaking
from simulator.scoring.record import Side
from tests.simulator.call.script import Script, scripted, tone, wait_for
from tests.simulator.call.stage import Stage, caller

GOOD = caller().rehearsal.good


def rehearsed(lines: tuple[str, ...], heard: tuple[str, ...] | None = None, **parts: object) -> Stage:
    script = _Later()
    stage = Stage(heard=tuple(line for line in (heard or lines) if line != "..."), observers=(script,), **parts)
    script.trainee = RehearsalTrainee(stage.microphone, ToneVoice(), lines)
    script.trainee.attend(stage.runner)
    return stage


class _Later:
    trainee: RehearsalTrainee

    def notice(self, event: events.CallEvent) -> None:
        self.trainee.notice(event)


def kinds(happened: list) -> list[str]:
    return [type(event).__name__ for event in happened if not isinstance(event, events.MicrophoneLevelMeasured)]


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


# Trouble.


def troubles(stage: Stage) -> list[tuple[str, bool]]:
    return [(event.message, event.fatal) for event in stage.listener.of(events.TroubleArose)]


def test_a_microphone_that_dies_ends_the_call_in_words() -> None:
    clock = FrameClock()
    stage = Stage(microphone=DyingMicrophone(clock, 1.0))
    happened = stage.run()
    assert troubles(stage) == [("The microphone went away. Plug it in again, or choose another.", True)]
    assert isinstance(happened[-1], events.CallEnded)
    assert happened[-1].ending is None
    assert stage.runner.record().ending is None


def test_a_recogniser_that_fails_is_said_and_the_call_goes_on() -> None:
    script = Script()
    stage = scripted(script, transcriber=FailingTranscriber())
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(1.0), 16_000))
    script.when(events.TraineeSpeechDismissed, lambda _: None)
    script.when(events.SilenceNoticed, lambda _: stage.runner.hang_up())
    stage.run()
    assert troubles(stage) == [("The recogniser failed on this sound. Say it again.", False)]
    assert stage.runner.record().ending == "trainee_hung_up"


@pytest.mark.parametrize("parts", ["voice", "speaker"])
def test_a_caller_who_cannot_be_heard_can_still_be_read(parts: str) -> None:
    script = Script()
    broken = FailingVoice() if parts == "voice" else BrokenSpeaker(FrameClock())
    stage = scripted(script, heard=(GOOD[0],), **{parts: broken})
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(1.0), 16_000))
    script.when(events.CallerSpeechEnded, lambda _: stage.runner.hang_up())
    stage.run()
    assert len(troubles(stage)) == 1
    assert not troubles(stage)[0][1]
    assert [turn.text for turn in stage.runner.record().turns][-1] == "It has been down since Monday morning."


@pytest.mark.parametrize("inline", [True, False])
def test_a_fault_in_the_program_ends_the_call_in_words(inline: bool) -> None:
    class Faulty:
        def transcribe(self, utterance):
            raise ZeroDivisionError("oops")

    script = Script()
    stage = scripted(
        script, transcriber=Faulty(), inline=inline, pace=Pace.AS_FAST_AS_CONSUMED if inline else Pace.REAL_TIME
    )
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(0.5), 16_000))
    happened = stage.run()
    ((message, fatal),) = troubles(stage)
    assert fatal
    assert "ZeroDivisionError" in message
    assert isinstance(happened[-1], events.CallEnded)


def test_an_observer_that_raises_is_reported_once_and_the_call_goes_on() -> None:
    class Grumpy:
        def notice(self, event: events.CallEvent) -> None:
            raise ValueError("no")

    class Full:
        def notice(self, event: events.CallEvent) -> None:
            raise KeepingError("The disk is full.")

    stage = Stage(observers=(Grumpy(), Full()))
    script = Script().when(events.CallerSpeechEnded, lambda _: stage.runner.hang_up())
    stage = Stage(observers=(Grumpy(), Full(), script))
    stage.run()
    assert sorted(message for message, _ in troubles(stage)) == [
        "Grumpy failed (ValueError: no). The call goes on without it.",
        "The disk is full.",
    ]
    assert stage.runner.record().ending == "trainee_hung_up"


def test_a_recorder_that_fails_is_reported_once() -> None:
    class Broken:
        def trainee_frame(self, frame) -> None:
            raise KeepingError("The sound cannot be kept.")

        def caller_chunk(self, chunk, start_s, turn_number) -> None:
            raise RuntimeError("no")

        def caller_cut(self, at_s) -> None:
            raise RuntimeError("no")

    script = Script()
    stage = scripted(script, recorder=Broken())
    script.when(events.CallerSpeechEnded, lambda _: stage.runner.hang_up())
    stage.run()
    assert len(troubles(stage)) == 2


# Threads.


def test_a_call_in_real_time_on_two_threads() -> None:
    quick = caller(
        lines=caller().lines.model_copy(update={"opening": ("Help!",)}),
        turn_taking=TurnTaking(reply_delay_s=0.0, silent_s=4),
    )
    stage = rehearsed(
        (GOOD[0],), persona=quick, inline=False, pace=Pace.REAL_TIME, voice=ToneVoice(seconds_a_character=0.01)
    )
    stage.run()
    record = stage.runner.record()
    assert [turn.text for turn in record.turns] == ["Help!", GOOD[0], "It has been down since Monday morning."]
    times = [event.at_s for event in stage.listener.events if isinstance(event, events.CallerSpeechStarted)]
    assert times == sorted(times)
    assert not [thread for thread in threading.enumerate() if thread.name in {"listen", "turn"}]


def test_closing_twice_and_before_the_start_does_no_harm() -> None:
    stage = Stage()
    stage.runner.close()
    stage.runner.close()
    other = Stage()
    other.runner.start()
    other.runner.close()
    other.runner.close()
    assert other.runner.wait(1.0) is Ending.TRAINEE_HUNG_UP


class WatchedTranscriber:
    """Notes in which phase it is asked, and says how long the speech was."""

    def __init__(self) -> None:
        self.asked: list[tuple[Phase, float]] = []
        self.runner = None

    def transcribe(self, utterance: Utterance) -> Transcript:
        length_s = utterance.speech_end_s - utterance.speech_start_s
        self.asked.append((self.runner.phase, length_s))
        return spread_words(f"It lasted {length_s:.1f}.", utterance)


def real_time(script: Script, transcriber: WatchedTranscriber) -> Stage:
    quick = caller(lines=caller().lines.model_copy(update={"opening": ("Help!",)}))
    stage = scripted(script, persona=quick, inline=False, pace=Pace.REAL_TIME, transcriber=transcriber)
    transcriber.runner = stage.runner
    return stage


def test_the_answer_is_thought_of_in_the_pause_before_the_turn_is_over() -> None:
    script, transcriber = Script(), WatchedTranscriber()
    stage = real_time(script, transcriber)
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(0.8), 16_000))
    script.when(events.CallerSpeechStarted, lambda _: stage.runner.hang_up())
    stage.run()
    assert [phase for phase, _ in transcriber.asked] == [Phase.TRAINEE_SPEAKING]
    (heard,) = stage.listener.of(events.TraineeTurnHeard)
    assert heard.turn.text == "It lasted 0.8."


def test_what_was_thought_in_a_mere_pause_is_thrown_away() -> None:
    script, transcriber = Script(), WatchedTranscriber()
    stage = real_time(script, transcriber)

    def speak_with_a_pause(_: object) -> None:
        stage.microphone.say(tone(0.5), 16_000)
        stage.microphone.say(tone(0.5), 16_000, after_s=0.45)

    script.when(events.CallerSpeechEnded, speak_with_a_pause)
    script.when(events.TraineeTurnHeard, lambda _: stage.runner.hang_up())
    stage.run()
    assert [round(length_s, 1) for _, length_s in transcriber.asked] == [0.5, 1.5]
    (heard,) = stage.listener.of(events.TraineeTurnHeard)
    assert heard.turn.text == f"It lasted {transcriber.asked[-1][1]:.1f}."
