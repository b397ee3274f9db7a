"""What this caller bears: how much silence, how long a monologue, how little speech before falling silent. Pure."""

from __future__ import annotations

import math
from enum import Enum, auto
from typing import Final

from simulator.personas.model import TurnTaking

BACKCHANNEL_BARGE_IN_S: Final = 0.2
"""How soon a caller who yields to a mere 'mhm' falls silent."""

WELCOME_PATIENCE: Final = 3.0
"""How many times as long as any other monologue a caller listens to a summary or a solution: nobody, however
dominant, breaks in on his own story or on what he called for."""


LEAST_LISTENING: Final = 0.85
MOST_LISTENING: Final = 1.2
"""Bounds of how many times as long as usual a caller waits in a pause of the trainee."""


def listening_patience(turn_taking: TurnTaking) -> float:
    """Return how many times as long as usual this caller lets a pause last before taking the floor.

    Whoever breaks in on monologues soon (below the usual 30 s) pounces on pauses too, by at most a sixth; whoever lets
    people talk lets them think. A tenfold difference in the one is a fifth in the other: pauses are read by everyone
    alike, character only shades it.
    """
    return min(MOST_LISTENING, max(LEAST_LISTENING, math.pow(turn_taking.breaks_in_after_s / 30.0, 0.08)))


class Verdict(Enum):
    """What to do about a trainee who goes on talking."""

    LISTEN = auto()
    WEIGH = auto()
    """Find out whether it is a welcome monologue, and say so by `weighed`."""
    BREAK_IN = auto()


class Bearing:
    """One caller's limits, and where the present turn stands to them.

    Args:
        turn_taking: the persona's.
        barge_in_after_s: speech this long stops a caller who does not yield to a backchannel.
    """

    def __init__(self, turn_taking: TurnTaking, barge_in_after_s: float) -> None:
        self._turn_taking = turn_taking
        yields_after_s = BACKCHANNEL_BARGE_IN_S if turn_taking.yields_to_backchannel else barge_in_after_s
        self.barge_in_after_s = min(yields_after_s, barge_in_after_s)
        """Speech this long stops this caller."""
        self._weighing = False
        self._bears_s: float | None = None
        self._stood_still_s = 0.0

    def too_silent(self, silent_s: float) -> bool:
        """Tell whether it has been silent for as long as this caller bears."""
        return silent_s >= self._turn_taking.silent_s

    def judge(self, lasted_s: float) -> Verdict:
        """Return what to do about a turn that has lasted so long; asks to weigh it once."""
        lasted_s -= self._stood_still_s
        if self._bears_s is not None:
            return Verdict.BREAK_IN if lasted_s >= self._bears_s else Verdict.LISTEN
        if self._weighing or lasted_s < self._turn_taking.breaks_in_after_s:
            return Verdict.LISTEN
        self._weighing = True
        return Verdict.WEIGH

    def weighed(self, welcome: bool) -> None:
        """Take note of what the monologue is about; a turn that is over meanwhile is not concerned."""
        if self._weighing:
            self._bears_s = self._turn_taking.breaks_in_after_s * (WELCOME_PATIENCE if welcome else 1.0)

    def stood_still(self, stood_s: float) -> None:
        """Take note that the call stood still: in a turn, that time is not held against it."""
        self._stood_still_s += stood_s

    def turn_over(self) -> None:
        """Begin anew with the next turn."""
        self._stood_still_s = 0.0
        self._weighing = False
        self._bears_s = None
