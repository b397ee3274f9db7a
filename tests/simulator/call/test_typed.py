from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.call import events
from simulator.call.account import record_of
from simulator.call.machine import Phase
from simulator.call.typed import TypedCall
from simulator.dialogue.state import Ending
from simulator.scoring.record import Side
from tests.simulator.call.stage import Listener, caller, minds


def typed(listener: Listener | None = None, seed: int = 1) -> TypedCall:
    persona = caller()
    return TypedCall(persona, minds(persona), seed, () if listener is None else (listener,))


def test_a_good_call_is_solved() -> None:
    listener = Listener()
    call = typed(listener)
    call.open()
    for line in caller().rehearsal.good:
        call.say(line)
    assert call.is_over
    assert call.ending is Ending.SOLVED
    record = call.record()
    assert [turn.side for turn in record.turns] == [Side.CALLER, Side.TRAINEE] * 4 + [Side.CALLER]
    assert record == record_of(listener.events, "test-caller", caller().language)


def test_time_is_reckoned_at_150_words_a_minute() -> None:
    call = typed()
    call.open()
    call.say("one two three four five six seven eight nine ten")
    opening, said, _ = call.record().turns
    assert opening.end_s == len(caller().lines.opening[0].split()) / 2.5
    assert said.end_s - said.start_s == 4.0


def test_dots_and_nothing_are_a_silence() -> None:
    for nothing in ("...", "…", "", "   "):
        listener = Listener()
        call = typed(listener)
        call.open()
        call.say(nothing)
        assert [event.silent_s for event in listener.of(events.SilenceNoticed)] == [4.0]


def test_hanging_up_ends_it_and_nothing_more_is_heard() -> None:
    listener = Listener()
    call = typed(listener)
    call.open()
    call.hang_up()
    assert call.say("Are you still there?") is None
    assert call.silence() is None
    call.hang_up()
    assert call.ending is Ending.TRAINEE_HUNG_UP
    assert isinstance(listener.events[-1], events.CallEnded)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*caller().rehearsal.good, *caller().rehearsal.bad, "...", "[red]x[/red] \x1b[2J"])))
def test_any_lines_make_a_whole_call_twice_the_same(lines: list[str]) -> None:
    calls = typed(), typed()
    for call in calls:
        call.open()
        for line in lines:
            assert (call.say(line) is not None) or call.is_over
        assert call.phase in {Phase.LISTENING, Phase.ENDED}
    first, second = (call.record() for call in calls)
    assert first == second
    assert [turn.number for turn in first.turns] == list(range(1, len(first.turns) + 1))
    for before, after in zip(first.turns, first.turns[1:], strict=False):
        assert before.end_s <= after.start_s
