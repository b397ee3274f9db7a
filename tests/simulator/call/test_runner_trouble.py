"""What goes wrong in a call: devices, recogniser, voice, the program itself, those who watch."""

from __future__ import annotations

import pytest

from audio.scripted import (
    BrokenSpeaker,
    DyingMicrophone,
    FailingTranscriber,
    FailingVoice,
    FrameClock,
    Pace,
)
from simulator.call import events
from simulator.call.ports import KeepingError
from tests.simulator.call.rehearsed import GOOD
from tests.simulator.call.script import Script, scripted, tone
from tests.simulator.call.stage import Stage


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
