"""Random trainees: they speak at any moment, press anything, and fall silent; the call always comes to its end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from audio.endpointing import EndpointSettings
from simulator.call import events
from simulator.call.machine import Phase, advance
from simulator.call.runner import CallSettings
from simulator.personas.model import TurnTaking
from simulator.scoring.record import Side
from tests.simulator.call.script import tone
from tests.simulator.call.stage import Stage, caller

LONGEST_CALL_S = 900.0
"""Far longer than patience lasts with a trainee who says no more."""

TOGETHER_S = (EndpointSettings().min_speech_ms + 32.0) / 1000.0


@dataclass(frozen=True)
class Deed:
    at_s: float
    kind: str
    length_s: float


deeds = st.lists(
    st.builds(
        Deed,
        st.floats(0.0, 40.0),
        st.sampled_from(["say", "say", "say", "hold", "unhold", "mute", "unmute", "end turn"]),
        st.floats(0.05, 6.0),
    ),
    max_size=14,
)


class Restless:
    """Does its deeds when their time has come, and goes off hold and mute at the end."""

    def __init__(self, todo: list[Deed]) -> None:
        last = [Deed(45.0, "unhold", 0.0), Deed(45.0, "unmute", 0.0), Deed(46.0, "unhold", 0.0)]
        self.todo = sorted(todo, key=lambda deed: deed.at_s) + last
        self.stage: Stage

    def notice(self, event: events.CallEvent) -> None:
        now_s = self.stage.clock.now_s()
        while self.todo and self.todo[0].at_s <= now_s:
            self.do(self.todo.pop(0))
        if now_s > LONGEST_CALL_S:
            self.stage.microphone.close()

    def do(self, deed: Deed) -> None:
        runner = self.stage.runner
        match deed.kind:
            case "say":
                self.stage.microphone.say(tone(deed.length_s), 16_000)
            case "hold" | "unhold":
                runner.hold(deed.kind == "hold")
            case "mute" | "unmute":
                runner.mute(deed.kind == "mute")
            case "end turn":
                runner.end_turn()
            case _:
                raise AssertionError(deed.kind)


TEXTS = ("Since when is it down?", "Mhm.", "", "I put you on hold.", "What colour is the light?", "To summarise, yes.")


@settings(max_examples=25, deadline=None)
@given(deeds, st.lists(st.sampled_from(TEXTS), max_size=12), st.booleans(), st.booleans(), st.booleans())
def test_every_call_ends_by_itself_and_in_order(
    todo: list[Deed], heard: list[str], half_duplex: bool, manual: bool, yields: bool
) -> None:
    taking = TurnTaking(reply_delay_s=0.1, breaks_in_after_s=4.0, silent_s=3.0, yields_to_backchannel=yields)
    restless = Restless(todo)
    stage = Stage(
        caller(turn_taking=taking, patience=4),
        tuple(heard),
        observers=(restless,),
        settings=CallSettings(half_duplex=half_duplex, manual_turns=manual),
    )
    restless.stage = stage
    stage.runner.start()
    stage.runner.wait(30.0)
    stuck = None if stage.runner.is_over else stage.runner.phase
    stage.runner.close()
    happened = stage.listener.events
    assert stuck is None
    assert not stage.listener.of(events.TroubleArose)
    assert isinstance(happened[-1], events.CallEnded)
    assert happened[-1].ending is not None
    assert len(stage.listener.of(events.CallEnded)) == 1
    phase = Phase.RINGING
    for event in happened:
        phase, _ = advance(phase, event)
    assert phase is Phase.ENDED
    replied = [event.turn.number for event in stage.listener.of(events.CallerReplied)]
    fallen_silent = (events.CallerSpeechEnded, events.CallerInterrupted)
    assert [event.turn_number for event in happened if isinstance(event, fallen_silent)] == replied
    turns = stage.runner.record().turns
    assert all(turn.start_s <= turn.end_s for turn in turns)
    for before, after in pairwise(turns):
        talked_on_through_a_caller_who_broke_in = before.interrupts and before.side is Side.CALLER
        # Speech is known as such after an eighth of a second: in it, the caller may begin without having heard it.
        began_together = before.side is Side.CALLER and before.start_s <= after.start_s + TOGETHER_S
        assert before.start_s <= after.start_s + 1e-6 or talked_on_through_a_caller_who_broke_in or began_together
