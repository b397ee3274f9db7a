"""A rehearsal on a stage: the lines of the test persona, said one after another."""

from __future__ import annotations

from audio.scripted import (
    ToneVoice,
)
from simulator.call import events
from simulator.call.rehearsal import RehearsalTrainee
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
