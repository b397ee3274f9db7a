"""Which octants a call can bring a caller to, by the dynamics alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.dialogue.reach import reachable_octants
from simulator.leary import Octant
from simulator.personas.reader import read_persona
from tests.simulator.dialogue.people import persona


def test_every_shipped_caller_can_be_brought_to_every_octant(shipped_personas: Path) -> None:
    for file in sorted(shipped_personas.glob("*.persona.yaml")):
        assert reachable_octants(read_persona(file)) == tuple(Octant), file.name


@pytest.mark.parametrize("start", list(Octant))
def test_where_a_caller_starts_is_always_reached(start: Octant) -> None:
    assert start in reachable_octants(persona(start=start, stubbornness=1.0, patience=2, max_turns=5))


def test_a_very_stubborn_and_impatient_caller_never_gets_to_the_other_side() -> None:
    reached = reachable_octants(persona(start=Octant.ATTACKING, stubbornness=1.0, patience=2, max_turns=5))
    assert Octant.COOPERATING not in reached
