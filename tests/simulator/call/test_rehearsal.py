from __future__ import annotations

from audio.scripted import FailingVoice, ToneVoice
from simulator.call import events
from simulator.call.rehearsal import RehearsalTrainee
from simulator.dialogue.state import Ending
from tests.simulator.call.stage import Stage, caller

GOOD = caller().rehearsal.good


class Seat:
    """Where a trainee sits down after the call was made."""

    trainee: RehearsalTrainee

    def notice(self, event: events.CallEvent) -> None:
        self.trainee.notice(event)


def attended(lines: tuple[str, ...], voice: object = None) -> tuple[Stage, RehearsalTrainee]:
    seat = Seat()
    stage = Stage(heard=tuple(line for line in lines if line != "..."), observers=(seat,))
    seat.trainee = RehearsalTrainee(stage.microphone, voice or ToneVoice(), lines)
    seat.trainee.attend(stage.runner)
    return stage, seat.trainee


def test_it_waits_for_the_callers_last_word() -> None:
    stage, _ = attended(GOOD)
    stage.run()
    silent_s = [event.at_s for event in stage.listener.of(events.CallerSpeechEnded)]
    started_s = [event.at_s for event in stage.listener.of(events.TraineeSpeechStarted)]
    assert len(started_s) == len(GOOD)
    for ended, began in zip(silent_s, started_s, strict=False):
        assert 0.35 <= began - ended <= 0.5


def test_it_says_nothing_more_when_the_caller_takes_leave() -> None:
    stage, trainee = attended((*GOOD, "One more thing.", "And another."))
    stage.run()
    assert stage.runner.wait(0.0) is Ending.SOLVED
    assert trainee.said == GOOD


def test_dots_are_a_silence_until_the_caller_speaks_again() -> None:
    stage, trainee = attended((GOOD[0], "...", "...", GOOD[1]))
    stage.run()
    assert trainee.said == (GOOD[0], GOOD[1])
    assert len(stage.listener.of(events.SilenceNoticed)) == 2


def test_when_the_lines_are_out_it_hangs_up() -> None:
    stage, _ = attended(GOOD[:2])
    stage.run()
    assert stage.runner.wait(0.0) is Ending.TRAINEE_HUNG_UP


def test_a_line_its_voice_cannot_say_is_reported_and_left_out() -> None:
    stage, trainee = attended(GOOD[:1], FailingVoice())
    stage.run()
    assert trainee.said == ()
    assert [event.message for event in stage.listener.of(events.TroubleArose)] == ["The voice failed on this line."]
    assert stage.runner.is_over


def test_the_same_lines_are_the_same_call() -> None:
    heard: list[list[events.CallEvent]] = []
    for _ in range(2):
        stage, _trainee = attended(GOOD)
        stage.run()
        heard.append([event for event in stage.listener.events if isinstance(event, events.CallerSpeechStarted)])
    assert heard[0] == heard[1]
