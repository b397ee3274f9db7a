"""A fast spoken call, held and kept as any other: what tests of kept sessions begin with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from audio.scripted import ToneVoice
from simulator.call.events import CallEvent
from simulator.call.rehearsal import RehearsalTrainee
from simulator.language import Language
from simulator.personas.model import Persona
from simulator.scoring.scorecard import Scorecard
from simulator.sessions.session import CallMode, Keep
from simulator.sessions.store import SessionStore
from tests.simulator.call.stage import Stage, caller


class _Forwarding:
    """An observer that tells the trainee, who is made after the call it listens to."""

    def __init__(self) -> None:
        self.trainee: RehearsalTrainee | None = None

    def notice(self, event: CallEvent) -> None:
        if self.trainee is not None:
            self.trainee.notice(event)


def hold_call(
    directory: Path,
    lines: Sequence[str] = caller().rehearsal.good,
    *,
    persona: Persona | None = None,
    persona_text: str = "id: test-caller\nname: Ann Test\ntitle: No internet\n",
    trainee: str = "",
    keep: Keep = Keep.EVERYTHING,
    scorecard: Scorecard | None = None,
    started_at: datetime | None = None,
    versions: dict[str, str] | None = None,
) -> str:
    """Hold a call on scripted sound, keep it, and return its id."""
    writer = SessionStore(directory).create(
        persona_id="test-caller",
        persona_text=persona_text,
        language=Language.ENGLISH,
        mode=CallMode.REHEARSED,
        seed=1,
        trainee=trainee,
        keep=keep,
        versions=versions,
        started_at=started_at,
    )
    forwarding = _Forwarding()
    stage = Stage(persona, heard=tuple(lines), observers=(writer, forwarding), recorder=writer)
    forwarding.trainee = RehearsalTrainee(stage.microphone, ToneVoice(), lines)
    forwarding.trainee.attend(stage.runner)
    stage.run()
    writer.finish(scorecard)
    return writer.id
