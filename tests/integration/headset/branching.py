"""Wears the headset, in a process of its own: holds a spoken call, tries again from its last turn, prints both as JSON.

Usage: python branching.py MODELS SESSIONS
"""

import json
import queue
import sys
from pathlib import Path

from simulator.app.services import AppSettings, CallPlan, FinishedCall, RunningCall
from simulator.call.events import CallEnded, CallerReplied, CallerSpeechEnded, CallEvent, TraineeTurnHeard
from simulator.cli.app_services import open_doors
from simulator.cli.doors.house import House
from simulator.language import Language
from simulator.scoring.record import Side
from simulator.sessions.session import Attempt, CallMode, Keep

CALLER = "victor-executive-laptop"
PATIENCE_S = 120.0


class Follower:
    """Tells when it is the trainee's turn, and keeps what happened."""

    def __init__(self) -> None:
        self.told: queue.SimpleQueue[CallEvent] = queue.SimpleQueue()
        self.caller: list[str] = []

    def notice(self, event: CallEvent) -> None:
        if isinstance(event, CallerReplied):
            self.caller.append(event.turn.text)
        if isinstance(event, (CallerSpeechEnded, TraineeTurnHeard, CallEnded)):
            self.told.put(event)

    def wait_for(self, kind: type) -> None:
        while not isinstance(self.told.get(timeout=PATIENCE_S), kind):
            pass


def converse(call: RunningCall, follower: Follower, turns: int) -> FinishedCall:
    """Let the trainee speak so often; each time is told on standard output."""
    for _ in range(turns):
        follower.wait_for(CallerSpeechEnded)
        sys.stdout.write("(your turn)\n")
        sys.stdout.flush()
        follower.wait_for(TraineeTurnHeard)
    follower.wait_for(CallerSpeechEnded)
    call.hang_up()
    return call.finish()


def told(call: FinishedCall) -> dict[str, object]:
    """Return what the test looks at."""
    return {
        "id": call.session_id,
        "parent": call.parent_id,
        "branch_turn": call.branch_turn,
        "mode": call.mode.value,
        "folder": call.folder,
        "turns": [(turn.side.value, turn.text) for turn in call.record.turns],
        "path": [turn.position.angle_deg for turn in call.record.turns if turn.position is not None],
        "heard": sorted(call.heard_turns),
    }


def main(models: str, sessions: str) -> None:
    house = House(Path(models), Path(sessions))
    doors = open_doors(house)
    house.settings = AppSettings(Language.ENGLISH).named("Tom", Keep.EVERYTHING)
    persona = next(each for each in doors.callers.callers().personas if each.id == CALLER)
    doors.calls.warm_up(persona, CallMode.SPOKEN)
    follower = Follower()
    plan = CallPlan(persona, CallMode.SPOKEN, Attempt.PRACTICE)
    first = converse(doors.calls.start_call(plan, follower), follower, 2)
    last = [turn.number for turn in first.record.turns if turn.side is Side.TRAINEE][-1]
    follower = Follower()
    branch = doors.calls.start_branch(first.session_id, last, CallMode.SPOKEN, follower)
    replayed = len(follower.caller)
    # The lines of the replay ended without a sound; what counts is the last one, heard once more.
    while not follower.told.empty():
        follower.told.get()
    second = converse(branch, follower, 1)
    again = doors.past_calls.finished_call(second.session_id)
    sys.stdout.write(
        json.dumps({"first": told(first), "second": told(second), "opened": told(again), "replayed": replayed}) + "\n"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
