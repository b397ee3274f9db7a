"""What a rehearsal's name promises."""

from __future__ import annotations

import pytest

from simulator.dialogue.state import Ending
from simulator.dialogue.walk_faults import WalkFault, walk_fault
from simulator.leary import Stance

AGAINST, APART, TOGETHER = Stance(-0.6, 0.2), Stance(-0.2, 0.2), Stance(0.6, 0.2)


@pytest.mark.parametrize(
    ("walk", "ending", "ended", "fault"),
    [
        ("good", Ending.SOLVED, TOGETHER, None),
        ("good", Ending.SOLVED, APART, WalkFault.NOT_TOGETHER),
        ("good", Ending.TRAINEE_HUNG_UP, TOGETHER, WalkFault.NOT_SOLVED),
        ("good", None, TOGETHER, WalkFault.NOT_SOLVED),
        ("bad", Ending.HUNG_UP, TOGETHER, None),
        ("bad", Ending.ESCALATED, APART, None),
        ("bad", Ending.TRAINEE_HUNG_UP, AGAINST, None),
        ("bad", Ending.TRAINEE_HUNG_UP, APART, WalkFault.NOT_WORSE),
        ("bad", None, TOGETHER, WalkFault.NOT_WORSE),
        ("bad", Ending.SOLVED, AGAINST, WalkFault.SOLVED),
        ("silent", Ending.TRAINEE_HUNG_UP, TOGETHER, None),
        ("silent", Ending.SOLVED, APART, WalkFault.SOLVED),
        ("jargon", Ending.SOLVED, TOGETHER, WalkFault.SOLVED),
        ("jargon", None, AGAINST, None),
    ],
)
def test_a_walk_does_what_its_name_says(walk, ending, ended, fault):
    assert walk_fault(walk, ending, APART, ended) is fault
