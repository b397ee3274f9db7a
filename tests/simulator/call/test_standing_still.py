from __future__ import annotations

from dataclasses import replace

import pytest

from audio.frames import SpeechChunk
from audio.scripted import ToneVoice
from simulator.call import events
from simulator.call.machine import Phase
from simulator.call.typed import TypedCall
from simulator.dialogue.state import Ending
from simulator.scoring.assessment import Act, ActKind, Span
from simulator.scoring.record import Side
from tests.simulator.call.script import Script, scripted, tone
from tests.simulator.call.stage import Listener, PlainAssessor, caller, minds


def test_a_line_that_stood_still_goes_on_with_the_sentence_that_was_cut() -> None:
    script = Script()
    two = caller(lines=caller().lines.model_copy(update={"opening": ("It is down. Do something about it now!",)}))
    stage = scripted(script, persona=two)
    first_s = next(ToneVoice().synthesize("It is down.")).duration_s
    for _ in range(int((first_s + 0.5) / 0.1)):
        script.when(events.MicrophoneLevelMeasured, lambda _: None)
    script.when(events.MicrophoneLevelMeasured, lambda _: stage.runner.pause())
    script.when(events.CallPaused, lambda _: None)
    for _ in range(60):
        script.when(events.MicrophoneLevelMeasured, lambda _: None)
    script.when(events.MicrophoneLevelMeasured, lambda _: stage.runner.resume("On we go."))
    script.when(events.CallerSpeechEnded, lambda _: stage.runner.hang_up())
    stage.run()
    (paused,) = stage.listener.of(events.CallPaused)
    (resumed,) = stage.listener.of(events.CallResumed)
    assert paused.reason is events.PauseReason.TRAINEE
    assert resumed.message == "On we go."
    assert resumed.at_s - paused.at_s > 5.0
    assert not stage.listener.of(events.SilenceNoticed)
    assert not stage.listener.of(events.CallerInterrupted)
    assert len(stage.listener.of(events.CallerSpeechStarted)) == 1
    played = [(chunk.chunk.text, chunk.cut_off) for chunk in stage.speaker.played]
    assert played == [
        ("It is down.", False),
        ("Do something about it now!", True),
        ("Do something about it now!", False),
    ]
    assert stage.speaker.played[2].start_s >= resumed.at_s
    (turn,) = stage.runner.record().turns
    assert turn.text == "It is down. Do something about it now!"
    assert turn.end_s > resumed.at_s


def test_hanging_up_while_it_stands_still_keeps_the_words_that_sounded() -> None:
    script = Script()
    stage = scripted(script)
    for _ in range(12):
        script.when(events.MicrophoneLevelMeasured, lambda _: None)
    script.when(events.MicrophoneLevelMeasured, lambda _: stage.runner.pause())
    for _ in range(40):
        script.when(events.MicrophoneLevelMeasured, lambda _: None)
    script.when(events.MicrophoneLevelMeasured, lambda _: stage.runner.hang_up())
    stage.run()
    (turn,) = stage.runner.record().turns
    opening = stage.persona.lines.opening[0]
    assert opening.startswith(turn.text)
    assert 0 < len(turn.text) < len(opening)


def test_a_turn_that_a_pause_cut_in_two_is_one_turn() -> None:
    script = Script()
    stage = scripted(script, heard=("Since when", "is it down?"))
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(1.0), 16_000, after_s=0.2))
    script.when(events.TraineeSpeechStarted, lambda _: stage.runner.device_lost("The headset went away."))
    script.when(events.CallPaused, lambda _: None)
    for _ in range(90):
        script.when(events.MicrophoneLevelMeasured, lambda _: None)
    script.when(events.MicrophoneLevelMeasured, lambda _: stage.runner.device_back("The headset is back."))
    script.when(events.CallResumed, lambda _: stage.microphone.say(tone(0.6), 16_000, after_s=1.0))
    script.when(events.TraineeTurnHeard, lambda _: stage.runner.hang_up())
    stage.run()
    (paused,) = stage.listener.of(events.CallPaused)
    assert (paused.reason, paused.message) == (events.PauseReason.DEVICE, "The headset went away.")
    assert stage.listener.of(events.CallResumed)[0].message == "The headset is back."
    (heard,) = stage.listener.of(events.TraineeTurnHeard)
    assert heard.turn.text == "Since when is it down?"
    assert heard.turn.start_s < paused.at_s
    assert not stage.listener.of(events.SilenceNoticed)


def test_a_turn_that_is_not_gone_on_with_after_a_pause_is_finished() -> None:
    script = Script()
    stage = scripted(script, heard=("Since when is it down?",))
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(0.5), 16_000, after_s=0.2))
    script.when(events.TraineeSpeechStarted, lambda _: stage.runner.pause())
    script.when(events.CallPaused, lambda _: stage.runner.resume())
    script.when(events.CallerSpeechStarted, lambda _: stage.runner.hang_up())
    stage.microphone.hush()
    stage.run()
    (ended,) = stage.listener.of(events.TraineeTurnEnded)
    assert ended.at_s >= stage.listener.of(events.CallResumed)[0].at_s
    assert [turn.side for turn in stage.runner.record().turns][:2] == [Side.CALLER, Side.TRAINEE]


def test_nothing_is_recorded_of_what_is_said_while_it_stands_still() -> None:
    class Recorder:
        def __init__(self) -> None:
            self.loudest: dict[bool, float] = {}
            self.next_s = 0.0
            self.gaps = 0

        def trainee_frame(self, frame) -> None:
            paused = stage.runner.phase.is_paused
            self.loudest[paused] = max(self.loudest.get(paused, 0.0), float(abs(frame.samples).max()))
            self.gaps += abs(frame.start_s - self.next_s) > 1e-6
            self.next_s = frame.end_s

        def caller_chunk(self, chunk: SpeechChunk, start_s: float, turn_number: int) -> None: ...

        def caller_cut(self, at_s: float) -> None: ...

    script, recorder = Script(), Recorder()
    stage = scripted(script, heard=("Since when is it down?",), recorder=recorder)
    script.when(events.CallerSpeechEnded, lambda _: stage.runner.pause())
    script.when(events.CallPaused, lambda _: stage.microphone.say(tone(3.0), 16_000, after_s=0.5))
    for _ in range(100):
        script.when(events.MicrophoneLevelMeasured, lambda _: None)
    script.when(events.MicrophoneLevelMeasured, lambda _: stage.runner.resume())
    script.when(events.CallResumed, lambda _: stage.runner.hang_up())
    stage.run()
    assert recorder.loudest[True] == 0.0
    assert recorder.gaps == 0
    assert not stage.listener.of(events.TraineeSpeechStarted)


def test_a_line_is_said_again_and_nothing_else_changes() -> None:
    script = Script()
    stage = scripted(script, heard=("Since when is it down?",))
    script.when(events.CallerSpeechEnded, lambda _: stage.runner.say_again())
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(1.0), 16_000))
    script.when(events.CallerSpeechEnded, lambda _: stage.runner.hang_up())
    stage.run()
    (repeated,) = stage.listener.of(events.LineRepeated)
    assert repeated.turn_number == 1
    opening = stage.persona.lines.opening[0]
    played = [chunk.chunk.text for chunk in stage.speaker.played]
    sentences = [chunk.text for chunk in ToneVoice().synthesize(opening)]
    assert played[: 2 * len(sentences)] == sentences * 2
    record = stage.runner.record()
    assert record.turns[0].text == opening
    assert len(record.turns) == 3
    assert record.turns[0].end_s < repeated.at_s


def test_cutting_off_a_repeated_line_takes_nothing_back() -> None:
    script = Script()
    stage = scripted(script, heard=("Since when is it down?", "Thank you."))
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(1.0), 16_000))
    script.when(events.CallerSpeechEnded, lambda _: stage.runner.say_again())
    script.when(events.LineRepeated, lambda _: stage.microphone.say(tone(1.5), 16_000, after_s=0.2))
    script.when(events.CallerInterrupted, lambda _: None)
    script.when(events.TraineeTurnHeard, lambda _: stage.runner.hang_up())
    stage.run()
    (cut,) = stage.listener.of(events.CallerInterrupted)
    assert cut.facts_untold == ()
    told = [turn for turn in stage.runner.record().turns if turn.facts_told]
    assert [(turn.text, turn.facts_told) for turn in told] == [("It has been down since Monday morning.", ("since",))]


class HandsOver(PlainAssessor):
    def assess(self, turn, context):
        seen = super().assess(turn, context)
        if "through" not in turn.text:
            return seen
        return replace(seen, acts=(Act(ActKind.HANDOVER, turn.text, Span(0, len(turn.text))),))


@pytest.mark.parametrize(("said", "announced"), [("I put you through.", True), ("One moment.", False)])
def test_a_transfer_is_heard_first_and_ends_with_the_callers_last_line(
    said: str, announced: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.simulator.call.stage.PlainAssessor", HandsOver)
    script = Script()
    stage = scripted(script, heard=(said,))
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(1.0), 16_000))
    script.when(events.TraineeSpeechStarted, lambda _: stage.runner.transfer())
    stage.run()
    (transfer,) = stage.listener.of(events.TransferStarted)
    assert transfer.announced is announced
    record = stage.runner.record()
    assert record.ending == Ending.TRANSFERRED.value
    assert [turn.side for turn in record.turns] == [Side.CALLER, Side.TRAINEE, Side.CALLER]
    assert record.turns[1].text == said


def test_a_transfer_in_the_callers_line_cuts_it_off() -> None:
    script = Script()
    stage = scripted(script)
    for _ in range(10):
        script.when(events.MicrophoneLevelMeasured, lambda _: None)
    script.when(events.MicrophoneLevelMeasured, lambda _: stage.runner.transfer())
    stage.run()
    assert stage.listener.of(events.CallerInterrupted)
    assert stage.runner.record().ending == Ending.TRANSFERRED.value


def test_a_note_is_kept_as_it_was_written() -> None:
    script = Script()
    stage = scripted(script)
    script.when(events.CallerSpeechStarted, lambda _: stage.runner.note("Order 40-12 [red]x[/red]"))
    script.when(events.CallerSpeechEnded, lambda _: stage.runner.hang_up())
    stage.run()
    assert [event.text for event in stage.listener.of(events.NoteTaken)] == ["Order 40-12 [red]x[/red]"]
    stage.runner.note("Too late.")
    assert len(stage.listener.of(events.NoteTaken)) == 1


def test_the_typed_call_knows_the_same_words() -> None:
    listener = Listener()
    call = TypedCall(caller(), minds(caller()), 1, (listener,))
    assert call.transfer() is None
    call.open()
    call.say_again()
    call.note("Ann, since Monday?")
    call.pause()
    assert call.phase is Phase.PAUSED_LISTENING
    assert call.say("Since when is it down?") is not None
    reply = call.transfer()
    assert reply is not None
    assert call.ending is Ending.TRANSFERRED
    kinds = [type(event) for event in listener.events]
    assert kinds.index(events.LineRepeated) < kinds.index(events.NoteTaken) < kinds.index(events.CallPaused)
    assert kinds.index(events.CallPaused) < kinds.index(events.CallResumed)
    texts = [turn.text for turn in call.record().turns]
    assert len(texts) == 4
    assert call.transfer() is None
