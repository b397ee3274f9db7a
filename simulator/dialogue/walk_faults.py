"""Whether a rehearsal does what its name promises: the good one ends well, the bad one does not."""

from __future__ import annotations

from enum import StrEnum

from simulator.dialogue.state import Ending
from simulator.leary import Stance


class WalkFault(StrEnum):
    """What a rehearsal's name promises and the walk does not do."""

    NOT_SOLVED = "not_solved"
    """The good one is not solved."""
    NOT_TOGETHER = "not_together"
    """The good one does not end in together."""
    SOLVED = "solved"
    """The bad, silent or jargon one is solved."""
    NOT_WORSE = "not_worse"
    """The bad one neither ends worse than it began nor is ended by the caller."""


def walk_fault(walk: str, ending: Ending | None, began: Stance, ended: Stance) -> WalkFault | None:
    """Return where a rehearsal does not do what its name says, or None.

    Args:
        walk: its name: good, bad, silent or jargon.
        ending: how it ended; None when it did not.
        began: where the caller stood at the opening.
        ended: where the caller stood at the end.
    """
    solved = ending is Ending.SOLVED
    match walk:
        case "good" if not solved:
            return WalkFault.NOT_SOLVED
        case "good" if ended.together <= 0:
            return WalkFault.NOT_TOGETHER
        case "bad" | "silent" | "jargon" if solved:
            return WalkFault.SOLVED
        case "bad" if ended.together >= began.together and ending not in {Ending.HUNG_UP, Ending.ESCALATED}:
            return WalkFault.NOT_WORSE
        case _:
            return None
