from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.call.prosody import ANGRY, CALM, IRRITATED, PROSODIES, SUBDUED, prosody_at
from simulator.leary import Octant, Stance


@pytest.mark.parametrize(
    ("octant", "expected"),
    [
        (Octant.ATTACKING, ANGRY),
        (Octant.REBELLIOUS, IRRITATED),
        (Octant.COMPETING, IRRITATED),
        (Octant.WITHDRAWN, SUBDUED),
        (Octant.FOLLOWING, SUBDUED),
        (Octant.HELPING, CALM),
        (Octant.LEADING, CALM),
        (Octant.COOPERATING, CALM),
    ],
)
def test_a_clear_stance_sounds_like_itself(octant: Octant, expected: object) -> None:
    assert prosody_at(octant.stance) == expected


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_there_are_four_ways_of_speaking_and_who_stands_together_is_never_angry(together: float, above: float) -> None:
    prosody = prosody_at(Stance(together, above))
    assert prosody in PROSODIES
    assert together < 0 or prosody in {CALM, SUBDUED}
