"""Being put through, and taking leave: the last words of a call."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.dialogue.lines import (
    FAREWELLS,
    PUT_THROUGH,
    PUT_THROUGH_UNANNOUNCED,
    THANKS_ONCE_MORE,
    all_lines,
    takes_leave,
)
from simulator.dialogue.responding import open_call, respond, transfer
from simulator.dialogue.state import Ending, HeardTurn
from simulator.language import Language
from simulator.leary import Octant
from simulator.personas.model import Persona
from simulator.scoring.assessment import ActKind
from tests.simulator.dialogue.courses import last
from tests.simulator.dialogue.people import (
    ASK_LIGHT,
    ASK_SINCE,
    HELP,
    OFFER,
    persona,
    turn,
)
from tests.simulator.dialogue.strategies import UNHURRIED, personas, turns


@pytest.mark.parametrize("announced", [True, False])
def test_a_caller_put_through_ends_the_call_with_a_line_for_it(announced: bool) -> None:
    own = {"transferred": ["Through you go."], "transferred_unannounced": ["Rude."]}
    caller = persona()
    lines = caller.lines.model_copy(update={key: tuple(texts) for key, texts in own.items()})
    caller = caller.model_copy(update={"lines": lines})
    rng = random.Random(1)
    state, _ = open_call(caller, rng)
    after, reply = transfer(caller, state, announced, rng)
    assert reply.text == ("Through you go." if announced else "Rude.")
    assert reply.ending is after.ending is Ending.TRANSFERRED
    assert after.used[-1] == reply.text
    assert transfer(caller, after, announced, rng) == (after, reply)


@pytest.mark.parametrize("language", list(Language))
def test_a_caller_without_such_lines_has_those_of_the_language_and_they_can_be_spoken_ahead(language: Language) -> None:
    caller = persona(sparse=True, language=language)
    rng = random.Random(1)
    state, _ = open_call(caller, rng)
    told = transfer(caller, state, True, rng)[1].text
    untold = transfer(caller, state, False, rng)[1].text
    assert told in PUT_THROUGH[language]
    assert untold in PUT_THROUGH_UNANNOUNCED[language]
    assert {told, untold} <= set(all_lines(caller))


def test_only_being_put_through_unannounced_hurts() -> None:
    caller = persona(start=Octant.COOPERATING)
    rng = random.Random(1)
    state, _ = open_call(caller, rng)
    told, _ = transfer(caller, state, True, rng)
    untold, _ = transfer(caller, state, False, rng)
    assert told.position == state.position
    assert untold.position.together < state.position.together


@UNHURRIED
@given(caller=personas, heard=st.lists(turns, max_size=3), announced=st.booleans(), seed=st.integers(0, 9))
def test_being_put_through_always_has_last_words_that_were_not_just_said(
    caller: Persona, heard: list[HeardTurn], announced: bool, seed: int
) -> None:
    rng = random.Random(seed)
    state, _ = open_call(caller, rng)
    for each in heard:
        state, _ = respond(caller, state, each, rng)
    before = state
    after, reply = transfer(caller, state, announced, rng)
    assert after.ending is (before.ending or Ending.TRANSFERRED)
    assert after.position.length <= 1 + 1e-9
    assert before.ending is not None or reply.text not in {"", before.used[-1]}


def test_nobody_takes_leave_twice() -> None:
    quiet = persona(solution={"offers": ["I will send a technician today."], "closing": ["Great, thank you."]})
    goodbye = turn("Have a nice day, bye.", ActKind.CLOSING)
    assert last(quiet, ASK_SINCE, ASK_LIGHT, HELP, HELP, HELP, OFFER, goodbye)[1].text in FAREWELLS[Language.ENGLISH]
    said = last(persona(), ASK_SINCE, ASK_LIGHT, HELP, HELP, HELP, OFFER, goodbye)[1]
    assert said.ending is Ending.SOLVED
    assert said.text in THANKS_ONCE_MORE[Language.ENGLISH]


@pytest.mark.parametrize(
    ("line", "language", "leaves"),
    [
        ("Dank u wel. Tot ziens!", Language.DUTCH, True),
        ("Fijn, dag hoor.", Language.DUTCH, True),
        ("Ik ben de hele dag thuis, dus komt u maar langs.", Language.DUTCH, False),
        ("Thank you, you've been lovely. Bye!", Language.ENGLISH, True),
        ("That is wonderful.", Language.ENGLISH, False),
    ],
)
def test_a_goodbye_is_heard_at_the_end_of_a_line(line: str, language: Language, leaves: bool) -> None:
    assert takes_leave(line, language) is leaves
