"""Drawn calls of good and bad lines: nothing twice in a row, an end in time, and what they aim at is reached.

A short version of `benchmarks/callers.py`, which walks every caller.
"""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest

from simulator.dialogue.lines import octant_lines
from simulator.dialogue.rehearsing import RehearsalWalk, wander
from simulator.dialogue.understanding import Understanding
from simulator.dialogue.wandering import steerings, wanderer
from simulator.leary import Octant
from simulator.personas.reader import read_persona
from simulator.scoring.assessment import TraineeTurn, TurnAssessment, TurnContext
from simulator.scoring.assessor import Assessor
from tests.simulator.dialogue.encoders import real_encoder

SHORT_ROUND = (Octant.FOLLOWING, None)
"""Two aims of the benchmark's nine, so that the test stays short."""


@pytest.fixture(scope="module")
def assessor() -> Assessor:
    return Assessor(real_encoder())


@pytest.mark.parametrize("persona_id", ["karin-geen-internet", "amy-missing-bin"])
def test_drawn_calls_stay_within_their_limits_and_get_around(
    persona_id: str, assessor: Assessor, shipped_personas: Path
) -> None:
    persona = read_persona(shipped_personas / f"{persona_id}.persona.yaml")
    ear = Understanding(persona, real_encoder())

    def assess(line: str, context: TurnContext) -> TurnAssessment:
        return assessor.assess(TraineeTurn(line), context)

    steers = steerings(persona.language, assess)
    said: set[str] = set()
    told: set[str] = set()
    for number, aim in enumerate(SHORT_ROUND):
        trainee = wanderer(persona, aim, steers, random.Random(number))
        walk: RehearsalWalk = wander(persona, trainee, assess, ear.understand, seed=number)
        texts = [walk.opening.text, *(turn.reply.text for turn in walk.turns)]
        assert all(one != other for one, other in pairwise(texts))
        assert walk.ending is not None
        assert len(walk.turns) <= persona.max_turns
        said |= set(walk.turns[-1].state.picked)
        told |= set(walk.facts_reached)
    assert any(said & set(octant_lines(persona, octant)) for octant in Octant)
    assert len(told) >= len(persona.facts) // 2
