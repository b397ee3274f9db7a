from __future__ import annotations

import threading

from audio.errors import DeviceError
from simulator.call import events
from simulator.call.announcer import Announcer
from simulator.call.ports import KeepingError
from simulator.dialogue.state import Ending
from tests.simulator.call.stage import Listener


def announcer(*observers: object) -> Announcer:
    return Announcer(observers, lambda event: None, lambda: 7.0)


def test_an_event_announced_while_another_is_told_waits_for_its_turn() -> None:
    last = Listener()

    class Chatty:
        def notice(self, event: events.CallEvent) -> None:
            if isinstance(event, events.CallAnswered):
                line.announce(events.HoldStarted(1.0, announced=True))

    line = announcer(Chatty(), last)
    line.announce(events.CallAnswered(0.0))
    assert last.events == [events.CallAnswered(0.0), events.HoldStarted(1.0, announced=True)]


def test_events_of_many_threads_are_told_one_at_a_time_and_none_is_lost() -> None:
    busy = threading.Lock()
    told: list[events.CallEvent] = []

    class Careful:
        def notice(self, event: events.CallEvent) -> None:
            assert busy.acquire(blocking=False)
            told.append(event)
            busy.release()

    line = announcer(Careful())

    def announce(number: int) -> None:
        for index in range(50):
            line.announce(events.TraineeSpeechStarted(number + index / 100))

    threads = [threading.Thread(target=announce, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 200
    for number in range(4):
        own = [event.at_s for event in told if int(event.at_s) == number]
        assert own == sorted(own)


def test_after_the_end_only_trouble_is_told() -> None:
    listener = Listener()
    line = announcer(listener)
    ended = events.CallEnded(3.0, Ending.SOLVED)
    trouble = events.TroubleArose(3.0, "The disk is full.", fatal=False)
    for event in (ended, events.HoldEnded(4.0), ended, trouble):
        line.announce(event)
    assert listener.events == [ended, trouble]
    assert line.announced() == (ended, trouble)


def test_trouble_with_an_observer_is_told_once_in_its_own_words() -> None:
    listener = Listener()

    class Failing:
        def __init__(self, error: Exception) -> None:
            self.error = error

        def notice(self, event: events.CallEvent) -> None:
            raise self.error

    line = announcer(Failing(KeepingError("No room.")), Failing(DeviceError("No tone.")), listener)
    line.announce(events.CallAnswered(0.0))
    line.announce(events.HoldEnded(1.0))
    assert [event.message for event in listener.of(events.TroubleArose)] == ["No room.", "No tone."]
    assert all(event.at_s == 7.0 and not event.fatal for event in listener.of(events.TroubleArose))


def test_the_flood_of_levels_is_told_and_not_remembered() -> None:
    listener = Listener()
    line = announcer(listener)
    line.announce(events.MicrophoneLevelMeasured(0.0, -30.0))
    assert len(listener.events) == 1
    assert line.announced() == ()
