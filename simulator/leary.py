"""Leary's Rose as arithmetic: stances, octants and what a stance invites.

Two axes in [-1, 1]: `together` (against -1 .. together +1) and `above` (below -1 .. above +1). Behaviour
invites behaviour: above invites below and the reverse (complementary), together invites together and
against invites against (symmetric).

Sources: T. Leary, Interpersonal Diagnosis of Personality (1957); D. J. Kiesler, "The 1982 Interpersonal
Circle", Psychological Review 90 (1983) for complementarity; the octant names are those of the Dutch
training practice ("Roos van Leary").
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

NEUTRAL_RADIUS: Final = 0.15
"""Below this length a stance has no direction worth naming: observers of single sentences disagree there."""

BOUNDARY_DEG: Final = 10.0
"""A stance within this angle of an octant's edge names the neighbour as alternative."""


class Octant(StrEnum):
    """One of eight kinds of behaviour, each 45 degrees wide."""

    HELPING = "helping"
    LEADING = "leading"
    COMPETING = "competing"
    ATTACKING = "attacking"
    REBELLIOUS = "rebellious"
    WITHDRAWN = "withdrawn"
    FOLLOWING = "following"
    COOPERATING = "cooperating"

    @property
    def centre_deg(self) -> float:
        """The angle of the octant's centre, in degrees from together, anticlockwise, in (-180, 180]."""
        return CENTRES_DEG[self]

    @property
    def stance(self) -> Stance:
        """A clear example of the octant: its centre at length 0.8."""
        return Stance.at(self.centre_deg, 0.8)


CENTRES_DEG: Final[dict[Octant, float]] = {
    Octant.HELPING: 22.5,
    Octant.LEADING: 67.5,
    Octant.COMPETING: 112.5,
    Octant.ATTACKING: 157.5,
    Octant.REBELLIOUS: -157.5,
    Octant.WITHDRAWN: -112.5,
    Octant.FOLLOWING: -67.5,
    Octant.COOPERATING: -22.5,
}


DUTCH_OCTANTS: Final[dict[Octant, str]] = {
    Octant.HELPING: "helpend",
    Octant.LEADING: "leidend",
    Octant.COMPETING: "concurrerend",
    Octant.ATTACKING: "aanvallend",
    Octant.REBELLIOUS: "opstandig",
    Octant.WITHDRAWN: "teruggetrokken",
    Octant.FOLLOWING: "volgend",
    Octant.COOPERATING: "meewerkend",
}
"""The octants as Dutch training practice names them."""


class Quadrant(StrEnum):
    """One of the four quarters of the rose."""

    ABOVE_TOGETHER = "above-together"
    BELOW_TOGETHER = "below-together"
    BELOW_AGAINST = "below-against"
    ABOVE_AGAINST = "above-against"


@dataclass(frozen=True, slots=True)
class Stance:
    """A point on the rose; always on the unit disc."""

    together: float
    """Against -1 .. together +1."""
    above: float
    """Below -1 .. above +1."""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.together) and math.isfinite(self.above)):
            raise ValueError(f"A stance needs finite numbers; got ({self.together}, {self.above}).")
        length = math.hypot(self.together, self.above)
        if length > 1.0:
            object.__setattr__(self, "together", self.together / length)
            object.__setattr__(self, "above", self.above / length)

    @classmethod
    def at(cls, angle_deg: float, length: float) -> Stance:
        """Return the stance at an angle (degrees from together, anticlockwise) and a length in [0, 1]."""
        return cls(length * math.cos(math.radians(angle_deg)), length * math.sin(math.radians(angle_deg)))

    @property
    def length(self) -> float:
        """How outspoken the stance is, in [0, 1]."""
        return min(1.0, math.hypot(self.together, self.above))

    @property
    def angle_deg(self) -> float:
        """Degrees from together, anticlockwise, in (-180, 180]."""
        return math.degrees(math.atan2(self.above, self.together))

    @property
    def is_neutral(self) -> bool:
        """True when the stance is too short to name an octant with any right."""
        return self.length < NEUTRAL_RADIUS

    @property
    def octant(self) -> Octant:
        """The octant whose centre is nearest; for a neutral stance see `is_neutral` first."""
        return min(CENTRES_DEG, key=lambda octant: (_apart_deg(self.angle_deg, CENTRES_DEG[octant]), octant.value))

    @property
    def alternative(self) -> Octant | None:
        """The neighbouring octant when the stance lies near the edge between the two, else None."""
        ranked = sorted(CENTRES_DEG, key=lambda octant: (_apart_deg(self.angle_deg, CENTRES_DEG[octant]), octant.value))
        first, second = ranked[0], ranked[1]
        gap = _apart_deg(self.angle_deg, CENTRES_DEG[second]) - _apart_deg(self.angle_deg, CENTRES_DEG[first])
        return second if gap / 2 <= BOUNDARY_DEG else None

    @property
    def quadrant(self) -> Quadrant:
        """The quarter of the rose; an axis at exactly 0 counts as together, respectively above."""
        if self.together >= 0:
            return Quadrant.ABOVE_TOGETHER if self.above >= 0 else Quadrant.BELOW_TOGETHER
        return Quadrant.ABOVE_AGAINST if self.above >= 0 else Quadrant.BELOW_AGAINST

    @property
    def invites(self) -> Stance:
        """The stance this one draws out of the other: (x, -y)."""
        return Stance(self.together, -self.above)

    def toward(self, goal: Stance, step: float) -> Stance:
        """Return the stance a fraction `step` (0 stays, 1 arrives) of the way to `goal`; stays on the disc."""
        return Stance(
            self.together + step * (goal.together - self.together),
            self.above + step * (goal.above - self.above),
        )

    def distance(self, other: Stance) -> float:
        """Return the straight distance to another stance, in [0, 2]."""
        return math.hypot(self.together - other.together, self.above - other.above)


NEUTRAL: Final = Stance(0.0, 0.0)
"""The middle of the rose."""


def _apart_deg(one: float, other: float) -> float:
    """Return the angle between two directions, in [0, 180]."""
    return abs((one - other + 180.0) % 360.0 - 180.0)
