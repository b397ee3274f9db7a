"""A call in real time, on its own threads."""

from __future__ import annotations

import threading

from audio.frames import Transcript, Utterance
from audio.scripted import (
    Pace,
    ToneVoice,
    spread_words,
)
from simulator.call import events
from simulator.call.machine import Phase
from simulator.dialogue.state import Ending
from simulator.personas.model import TurnTaking
from tests.simulator.call.rehearsed import GOOD, rehearsed
from tests.simulator.call.script import Script, scripted, tone
from tests.simulator.call.stage import Stage, caller


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
