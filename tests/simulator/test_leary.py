from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.leary import CENTRES_DEG, NEUTRAL, Octant, Quadrant, Stance

finite = st.floats(-3.0, 3.0, allow_nan=False)
stances = st.builds(Stance, finite, finite)


@pytest.mark.parametrize(
    ("shown", "invited"),
    [
        (Octant.LEADING, Octant.FOLLOWING),
        (Octant.FOLLOWING, Octant.LEADING),
        (Octant.HELPING, Octant.COOPERATING),
        (Octant.COOPERATING, Octant.HELPING),
        (Octant.ATTACKING, Octant.REBELLIOUS),
        (Octant.REBELLIOUS, Octant.ATTACKING),
        (Octant.COMPETING, Octant.WITHDRAWN),
        (Octant.WITHDRAWN, Octant.COMPETING),
    ],
)
def test_each_octant_invites_its_complement(shown, invited):
    assert shown.stance.invites.octant is invited


@pytest.mark.parametrize("octant", list(Octant))
def test_an_octants_own_example_lies_in_it_without_doubt(octant):
    assert octant.stance.octant is octant
    assert octant.stance.alternative is None
    assert not octant.stance.is_neutral


def test_centres_are_45_degrees_apart_all_round():
    angles = sorted(CENTRES_DEG.values())
    assert [b - a for a, b in itertools.pairwise(angles)] == [45.0] * 7


@pytest.mark.parametrize(
    ("stance", "quadrant"),
    [
        (Stance(0.5, 0.5), Quadrant.ABOVE_TOGETHER),
        (Stance(0.5, -0.5), Quadrant.BELOW_TOGETHER),
        (Stance(-0.5, -0.5), Quadrant.BELOW_AGAINST),
        (Stance(-0.5, 0.5), Quadrant.ABOVE_AGAINST),
    ],
)
def test_quadrants(stance, quadrant):
    assert stance.quadrant is quadrant


def test_near_an_edge_the_neighbour_is_named():
    assert Stance.at(43.0, 0.8).octant is Octant.HELPING
    assert Stance.at(43.0, 0.8).alternative is Octant.LEADING
    assert Stance.at(-179.0, 0.8).octant is Octant.REBELLIOUS
    assert Stance.at(-179.0, 0.8).alternative is Octant.ATTACKING


def test_short_stances_are_neutral():
    assert NEUTRAL.is_neutral
    assert Stance(0.1, 0.1).is_neutral
    assert not Stance(0.2, 0.0).is_neutral


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_none_are_refused(bad):
    with pytest.raises(ValueError, match="finite"):
        Stance(bad, 0.0)


@given(stances)
def test_every_stance_lies_on_the_disc(stance):
    assert math.hypot(stance.together, stance.above) <= 1.0 + 1e-9


@given(stances)
def test_an_invitation_invited_back_is_the_stance_itself(stance):
    assert stance.invites.invites.distance(stance) < 1e-9


@given(stances, stances, st.floats(0.0, 1.0))
def test_a_step_never_leads_away_from_the_goal(stance, goal, step):
    assert stance.toward(goal, step).distance(goal) <= stance.distance(goal) + 1e-9


@given(stances)
def test_the_alternative_is_a_neighbour(stance):
    if stance.alternative is not None:
        apart = abs((CENTRES_DEG[stance.octant] - CENTRES_DEG[stance.alternative] + 180) % 360 - 180)
        assert apart == 45.0
