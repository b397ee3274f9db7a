from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from simulator.call.events import PauseReason
from simulator.call.standstill import Standing, Standstill


def test_a_headset_is_back_when_both_its_halves_are() -> None:
    still = Standstill()
    still.device_lost("The microphone went away.")
    still.device_lost("The speaker went away.")
    still.device_back("The microphone is back.")
    assert still.now() == Standing(PauseReason.DEVICE, "The speaker went away.")
    still.device_back("The speaker is back.")
    assert still.now() is None
    assert still.goes_on_with() == "The speaker is back."
    assert still.goes_on_with() == ""


def test_what_the_trainee_paused_a_device_does_not_resume() -> None:
    still = Standstill()
    still.pause()
    still.device_lost("Gone.")
    assert still.now() == Standing(PauseReason.DEVICE, "Gone.")
    still.device_back("Back.")
    assert still.now() == Standing(PauseReason.TRAINEE)
    still.resume()
    assert still.now() is None


def test_the_trainee_cannot_resume_without_a_device() -> None:
    still = Standstill()
    still.device_lost("Gone.")
    still.pause()
    still.resume()
    assert still.now() == Standing(PauseReason.DEVICE, "Gone.")


def test_a_device_that_was_never_away_is_no_news() -> None:
    still = Standstill()
    still.device_back("Back.")
    assert still.now() is None
    assert still.goes_on_with() == ""


@given(st.lists(st.sampled_from(["pause", "resume", "lost", "back"]), max_size=30))
def test_it_stands_still_as_long_as_there_is_a_reason(wishes: list) -> None:
    still, asked, away = Standstill(), False, 0
    for wish in wishes:
        match wish:
            case "pause":
                still.pause()
                asked = True
            case "resume":
                still.resume()
                asked = False
            case "lost":
                still.device_lost("Gone.")
                away += 1
            case _:
                still.device_back("Back.")
                away = max(0, away - 1)
        now = still.now()
        assert (now is not None) == (asked or away > 0)
        assert now is None or (now.reason is PauseReason.DEVICE) == (away > 0)
