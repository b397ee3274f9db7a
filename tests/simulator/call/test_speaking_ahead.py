from __future__ import annotations

import math
import random
import threading
from dataclasses import replace

import pytest

from audio.errors import SynthesisError
from audio.sentences import sentences
from simulator.call import events
from simulator.call.likely_lines import likely_lines, likely_sentences
from simulator.call.speaking_ahead import SpeakingAhead
from simulator.dialogue.responding import open_call, respond
from simulator.dialogue.state import CallerState, HeardTurn
from simulator.scoring.assessment import SummaryReading, TurnAssessment
from simulator.scoring.record import Side, TurnRecord
from tests.simulator.call.stage import caller

LIMIT_S = 10.0


def opened() -> CallerState:
    return open_call(caller(), random.Random(0))[0]


class Voice:
    """Remembers what it spoke ahead; can be made to wait, and to be stopped meanwhile."""

    def __init__(self, expected: int = 0, holds_at: str = "", fails: str = "") -> None:
        self.said: list[str] = []
        self.stops = 0
        self.enough = threading.Event()
        self.holding = threading.Event()
        self.stopped = threading.Event()
        self._expected, self._holds_at, self._fails = expected, holds_at, fails

    def speak_ahead(self, line: str) -> bool:
        if line == self._fails:
            self._fails = ""
            raise SynthesisError("It failed.")
        if line == self._holds_at:
            self._holds_at = ""
            self.holding.set()
            assert self.stopped.wait(LIMIT_S)
            return False
        self.said.append(line)
        if len(self.said) >= self._expected:
            self.enough.set()
        return True

    def stop_ahead(self) -> None:
        self.stops += 1
        self.stopped.set()


def replied(state: CallerState) -> events.CallerReplied:
    return events.CallerReplied(TurnRecord(2, Side.CALLER, "Well.", 0.0, 0.0), state)


def test_the_likeliest_come_first_and_what_was_said_does_not_come_again() -> None:
    persona, state = caller(), opened()
    ringing, answered = likely_lines(persona, None), likely_lines(persona, state)
    assert ringing[: len(persona.lines.opening)] == persona.lines.opening
    assert set(answered).isdisjoint(state.picked)
    assert answered[0] in {persona.facts[0].short, persona.facts[0].say}
    assert not any("{" in line for line in answered)
    assert len(set(answered)) == len(answered)


def test_what_a_caller_then_says_begins_with_a_sentence_that_was_among_them() -> None:
    persona, state = caller(), opened()
    spoken = set(likely_sentences(persona, state))
    for heard in (
        HeardTurn(TurnAssessment(text="Since when?"), asked=("since",)),
        HeardTurn(TurnAssessment(text="A mechanic will come."), offered=True),
        HeardTurn(TurnAssessment(text="")),
    ):
        _, reply = respond(persona, state, heard, random.Random(0))
        assert sentences(reply.text)[0] in spoken


def test_all_is_spoken_while_it_rings_a_line_that_fails_is_passed_over() -> None:
    wanted = likely_sentences(caller(), None)
    voice = Voice(expected=len(wanted) - 1, fails=wanted[1])
    ahead = SpeakingAhead(caller(), voice)
    ahead.start()
    assert voice.enough.wait(LIMIT_S)
    ahead.close()
    assert voice.said == [each for each in wanted if each != wanted[1]]


def test_it_stops_when_the_trainee_speaks_and_goes_on_when_the_answer_sounds() -> None:
    state = opened()
    wanted = likely_sentences(caller(), state)
    voice = Voice(expected=len(wanted), holds_at=wanted[0])
    ahead = SpeakingAhead(caller(), voice)
    ahead.notice(replied(state))
    ahead.notice(events.CallAnswered(0.0))
    ahead.notice(replied(state))
    ahead.notice(events.CallerSpeechStarted(0.0, 1, 0.0))
    assert voice.holding.wait(LIMIT_S)
    ahead.notice(events.TraineeSpeechStarted(1.0))
    assert voice.stopped.is_set()
    said = len(voice.said)
    ahead.notice(events.CallerSpeechStarted(2.0, 2, 0.0))
    assert voice.enough.wait(LIMIT_S)
    assert wanted[0] in voice.said[said:]
    ahead.notice(events.CallEnded(9.0, None))
    ahead.close()


def test_a_call_that_is_over_can_be_followed_by_another() -> None:
    voice = Voice(expected=1)
    ahead = SpeakingAhead(caller(), voice)
    ahead.close()
    for _ in range(2):
        voice.enough.clear()
        ahead.start()
        assert voice.enough.wait(LIMIT_S)
        ahead.notice(events.CallEnded(9.0, None))
    ahead.close()


def test_a_call_that_nobody_answers_is_not_prepared_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.call.speaking_ahead.RINGS_S", -1.0)
    voice = Voice()
    ahead = SpeakingAhead(caller(), voice)
    ahead.start()
    ahead.close()
    assert voice.said == []


def test_an_opening_comes_whole_the_other_lines_with_their_first_sentences() -> None:
    persona = caller()
    wanted = likely_sentences(persona, None)
    opening = [each for line in persona.lines.opening for each in sentences(line)]
    assert list(wanted[: len(opening)]) == list(dict.fromkeys(opening))
    places = {each: place for place, each in enumerate(wanted)}
    others = [sentences(line) for line in likely_lines(persona, None) if line not in persona.lines.opening]
    last_first = max(places[line[0]] for line in others)
    later = [each for line in others for each in line[1:] if each not in {other[0] for other in others}]
    assert all(places[each] > last_first or each in opening for each in later)


def test_it_can_begin_long_before_it_rings_and_tells_of_every_sentence() -> None:
    wanted = likely_sentences(caller(), None)
    voice = Voice()
    told: list[int] = []
    all_told = threading.Event()

    def tell() -> None:
        told.append(len(voice.said))
        if len(told) == len(wanted):
            all_told.set()

    ahead = SpeakingAhead(caller(), voice)
    started = ahead.start(math.inf, tell)
    assert all_told.wait(LIMIT_S)
    assert told == list(range(1, len(wanted) + 1))
    ahead.stop(started)
    ahead.close()


def test_what_began_before_it_rang_is_not_stopped_once_it_rings() -> None:
    wanted = likely_sentences(caller(), None)
    voice = Voice(expected=len(wanted), holds_at=wanted[0])
    ahead = SpeakingAhead(caller(), voice)
    briefed = ahead.start(math.inf)
    assert voice.holding.wait(LIMIT_S)
    ahead.rest()
    assert voice.stopped.is_set()
    rung = ahead.start()
    ahead.stop(briefed)
    assert voice.enough.wait(LIMIT_S)
    ahead.stop(rung)
    ahead.close()


def test_what_does_not_depend_on_a_word_of_the_trainee_is_spoken_ahead_also_in_lines_that_do() -> None:
    persona = caller()
    asked = ("What now? {term}? Say that again, please.", "{term}? Never heard of it.")
    persona = persona.model_copy(update={"lines": persona.lines.model_copy(update={"on_jargon": asked})})
    wanted = likely_sentences(persona, None)
    assert {"What now?", "Say that again, please.", "Never heard of it."} <= set(wanted)
    assert wanted.index("What now?") < wanted.index("Say that again, please.")
    assert not any("placeholder" in each or "term" in each.split() for each in wanted)
    assert not set(asked) & set(likely_lines(persona, None))


def test_what_is_said_to_an_incomplete_summary_is_spoken_ahead_for_each_fact_that_it_can_leave_out() -> None:
    persona = caller()
    state = replace(opened(), told=("since", "light"), turns=3)
    reading = SummaryReading(is_summary=True, covered=("light",), missed=("since",), checked=True)
    heard = HeardTurn(TurnAssessment(text="So the light is red, is that right?", summary=reading))
    _, reply = respond(persona, state, heard, random.Random(0))
    first = sentences(reply.text)[0]
    assert first.startswith("You forgot something: ")
    assert first in likely_sentences(persona, state)
    assert first in likely_sentences(persona, None)
    wanted = likely_lines(persona, replace(state, told=("since",)))
    assert wanted.index(reply.text) < wanted.index("Thank you, that is fine. Goodbye.")
