"""A call that was begun typed goes on by voice where it stood."""

from __future__ import annotations

from audio.scripted import LevelDetector, ToneVoice
from simulator.call import events
from simulator.call.runner import CallRunner, Ears, Mouth
from simulator.call.typed import TypedCall
from simulator.scoring.record import Side
from tests.simulator.call.script import Script, tone
from tests.simulator.call.stage import Listener, Stage, caller, minds

ASKED = ("Since when is it down?", "What colour is the light?")


def typed(listener: Listener, lines: tuple[str, ...]) -> TypedCall:
    call = TypedCall(caller(), minds(caller()), 1, (listener,))
    call.open()
    for line in lines:
        call.say(line)
    return call


def test_the_caller_says_what_a_call_held_in_one_way_would_have_said() -> None:
    whole = typed(Listener(), ASKED).record()
    begun = typed(Listener(), ASKED[:1]).begun()
    stage = Stage(heard=ASKED[1:])
    script = Script()
    script.when(events.CallerSpeechEnded, lambda _: stage.microphone.say(tone(1.5), 16_000))
    script.when(events.CallerSpeechEnded, lambda _: stage.runner.hang_up())
    stage.runner = CallRunner(
        stage.persona,
        Ears(stage.microphone, LevelDetector(), stage.transcriber),
        Mouth(ToneVoice(), stage.speaker),
        stage.clock,
        minds(stage.persona),
        seed=1,
        observers=(stage.listener, script),
        inline=True,
        begun=begun,
    )
    told = stage.run()
    assert not stage.listener.of(events.CallAnswered)
    (again,) = stage.listener.of(events.LineRepeated)
    assert again.turn_number == 3
    assert again.at_s >= begun.at_s
    assert next(chunk.chunk.text for chunk in stage.speaker.played) == whole.turns[2].text
    record = stage.runner.record()
    assert [turn.text for turn in record.turns] == [turn.text for turn in whole.turns]
    assert [turn.side for turn in record.turns].count(Side.TRAINEE) == 2
    spoken = record.turns[3]
    assert spoken.start_s > begun.at_s
    assert not any(isinstance(event, events.CallerReplied) and event.turn.number <= 3 for event in told)
