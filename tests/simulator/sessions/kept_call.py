"""Holds fast calls and keeps them, until it is killed: `python -m tests.simulator.sessions.kept_call DIR`.

It says on its standard output which turns are on the disk, as soon as they are.
"""

from __future__ import annotations

import sys
from pathlib import Path

from audio.scripted import ToneVoice
from simulator.call import events
from simulator.call.rehearsal import RehearsalTrainee
from simulator.language import Language
from simulator.sessions.session import CallMode
from simulator.sessions.store import SessionStore
from tests.simulator.call.stage import Stage, caller

LINES = caller().rehearsal.good


class Telling:
    """An observer behind the session: what it is told of was kept."""

    def __init__(self, session_id: str) -> None:
        self.session_id = session_id
        self.trainee: RehearsalTrainee | None = None

    def notice(self, event: events.CallEvent) -> None:
        match event:
            case events.TraineeTurnHeard(turn=turn):
                self._tell(turn.number)
            case events.CallerSpeechEnded(turn_number=number):
                self._tell(number)
            case _:
                pass
        if self.trainee is not None:
            self.trainee.notice(event)

    def _tell(self, number: int) -> None:
        sys.stdout.write(f"{self.session_id} {number}\n")
        sys.stdout.flush()


def hold_calls(directory: Path) -> None:
    store = SessionStore(directory)
    while True:
        writer = store.create(
            persona_id="test-caller",
            persona_text="id: test-caller\n",
            language=Language.ENGLISH,
            mode=CallMode.REHEARSED,
            seed=1,
        )
        telling = Telling(writer.id)
        stage = Stage(heard=LINES, observers=(writer, telling), recorder=writer)
        telling.trainee = RehearsalTrainee(stage.microphone, ToneVoice(), LINES)
        telling.trainee.attend(stage.runner)
        stage.run()
        writer.finish(None)


if __name__ == "__main__":
    hold_calls(Path(sys.argv[1]))
