"""The thread that holds the phone."""

from __future__ import annotations

import threading

from textual.message import Message

from simulator.app.desk import CallDesk, Finish, HangUp, Mute, PickUp, Say
from simulator.app.messages import (
    CallerReady,
    CallEventArrived,
    CallFinished,
    CallTroubled,
    MicrophoneLevelArrived,
)
from simulator.app.services import CallPlan, FinishedCall
from simulator.call import events
from simulator.call.ports import CallObserver
from simulator.sessions.session import Attempt, CallMode
from tests.simulator.app.pretend import PretendCall, PretendServices
from tests.simulator.app.pretend_calls import PERSONAS


def desk(services: PretendServices) -> tuple[CallDesk, list[Message]]:
    posted: list[Message] = []
    made = CallDesk(services, CallPlan(PERSONAS[0], CallMode.TYPED, Attempt.PRACTICE), posted.append)
    made.ring_over.set()
    return made, posted


def finished(posted: list[Message]) -> FinishedCall:
    (message,) = [message for message in posted if isinstance(message, CallFinished)]
    return message.finished


def test_commands_are_carried_out_in_order() -> None:
    services = PretendServices()
    held, posted = desk(services)
    for command in (PickUp(), Say("Goedemiddag."), Mute(True), Say("En verder?"), HangUp()):
        held.ask(command)
    held.run(lambda: False)
    assert services.calls[0].asked == ["say Goedemiddag.", "mute True", "say En verder?", "hang_up", "finish"]
    assert isinstance(posted[0], CallerReady)
    assert finished(posted).record.ending == "trainee_hung_up"


def test_a_call_the_caller_ends_is_finished_once() -> None:
    services = PretendServices()
    held, posted = desk(services)
    held.ask(PickUp())
    for _ in range(5):
        held.ask(Say("Ja."))
    held.ask(Finish())
    held.run(lambda: False)
    assert services.calls[0].asked.count("finish") == 1
    assert finished(posted).record.ending == "solved"


def test_a_declined_call_is_never_started() -> None:
    services = PretendServices()
    held, posted = desk(services)
    held.ask(HangUp())
    held.run(lambda: False)
    assert services.calls == []
    assert held.wait(0)
    assert [type(message) for message in posted] == [CallerReady]


def test_a_cancelled_call_is_hung_up_and_saved() -> None:
    services = PretendServices()
    held, posted = desk(services)
    held.ask(PickUp())
    held.run(lambda: bool(services.calls))
    assert services.calls[0].asked == ["hang_up", "finish"]
    assert finished(posted).record.ending == "trainee_hung_up"


def test_what_cannot_be_loaded_is_said() -> None:
    held, posted = desk(PretendServices(warm_up_fault=OSError("The model whisper-base is not installed.")))
    held.run(lambda: False)
    (message,) = posted
    assert isinstance(message, CallTroubled)
    assert message.sentence == "The model whisper-base is not installed."


def test_why_a_call_stopped_stands_in_its_debrief() -> None:
    class Failing(PretendServices):
        def start_call(self, plan: CallPlan, observer: CallObserver) -> PretendCall:
            call = super().start_call(plan, observer)
            observer.notice(events.TroubleArose(4.0, "The headset was unplugged.", fatal=True))
            return call

    held, posted = desk(Failing())
    held.ask(PickUp())
    held.run(lambda: False)
    assert finished(posted).note == "The headset was unplugged."


def test_levels_come_as_messages_of_which_a_newer_replaces_an_older() -> None:
    held, posted = desk(PretendServices())
    held.notice(events.MicrophoneLevelMeasured(0.1, -30.0))
    held.notice(events.CallAnswered(0.2))
    level, event = posted
    assert isinstance(level, MicrophoneLevelArrived)
    assert level.can_replace(MicrophoneLevelArrived(-20.0))
    assert isinstance(event, CallEventArrived)
    assert not level.can_replace(event)


def test_commands_may_come_from_another_thread() -> None:
    services = PretendServices()
    held, posted = desk(services)
    running = threading.Thread(target=held.run, args=(lambda: False,))
    running.start()
    held.ask(PickUp())
    held.ask(HangUp())
    assert held.wait(10)
    running.join(10)
    assert finished(posted).record.ending == "trainee_hung_up"
