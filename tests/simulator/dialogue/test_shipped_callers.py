"""What must hold for every caller that comes with the program, by hand-made turns and without a model."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest

from simulator.dialogue.dynamics import move
from simulator.dialogue.lines import all_lines
from simulator.dialogue.responding import open_call, respond
from simulator.dialogue.state import CallerState, Ending
from simulator.leary import Octant
from simulator.personas.model import Persona
from simulator.personas.reader import load_library
from simulator.scoring.assessment import ActKind, QuestionForm
from tests.simulator.dialogue.people import ATTACK, GOODBYE, HELP, OFFER, SILENCE, stance, turn


@pytest.fixture(scope="module")
def callers(shipped_personas: Path) -> tuple[Persona, ...]:
    found = tuple(loaded.persona for loaded in load_library([shipped_personas]).personas)
    assert found
    return found


def test_helping_long_enough_brings_each_of_them_together(callers: tuple[Persona, ...]) -> None:
    for who in callers:
        state = CallerState(position=who.stance.start.stance, patience=float(who.patience))
        for _ in range(30):
            state = move(who, state, turn("I will help.", leary=stance(Octant.HELPING, 0.6, 0.6)))
        assert state.position.together > 0.4, who.id


def test_attacks_end_badly_with_each_of_them(callers: tuple[Persona, ...]) -> None:
    for who in callers:
        rng = random.Random(1)
        state, _ = open_call(who, rng)
        while state.ending is None:
            state, _ = respond(who, state, ATTACK, rng)
        assert state.ending in {Ending.HUNG_UP, Ending.ESCALATED}, who.id


def test_each_of_them_can_be_helped(callers: tuple[Persona, ...]) -> None:
    for who in callers:
        rng = random.Random(1)
        state, _ = open_call(who, rng)
        for _ in range(3):
            state, _ = respond(who, state, HELP, rng)
        for fact in sorted(who.facts, key=lambda fact: fact.hidden):
            if fact.needed or fact.id in who.solution.needs:
                asked = turn("And this?", ActKind.EMPATHY, questions=(QuestionForm.OPEN,), asked=(fact.id,))
                state, _ = respond(who, state, asked, rng)
                assert fact.id in state.told, (who.id, fact.id)
        state, _ = respond(who, state, OFFER, rng)
        assert state.accepted, who.id
        state, _ = respond(who, state, GOODBYE, rng)
        assert state.ending is Ending.SOLVED, who.id


@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_said_twice_in_a_row_whatever_happens(callers: tuple[Persona, ...], seed: int) -> None:
    every_turn = (HELP, ATTACK, SILENCE, OFFER, turn("Hm."), turn("x", jargon=("SSID",)), turn("x", ActKind.GREETING))
    for who in callers:
        rng = random.Random(seed)
        state, _ = open_call(who, rng)
        while state.ending is None:
            asked = turn("x", questions=(rng.choice(list(QuestionForm)),), asked=(rng.choice(who.facts).id,))
            state, _ = respond(who, state, rng.choice((*every_turn, asked)), rng)
        assert all(one != other for one, other in pairwise(state.used)), who.id
        assert state.turns <= who.max_turns
        assert set(state.picked) <= set(all_lines(who)), "only what the file says"
