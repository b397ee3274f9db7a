"""How the trainee treated the caller since the last turn: interrupted, put on hold without a word, or announced it."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.dialogue.state import Circumstances
from simulator.scoring.assessment import ActKind, TurnAssessment


@dataclass(slots=True)
class Manners:
    """What the caller will feel in the trainee's next turn."""

    interrupted: bool = False
    held_unannounced: bool = False
    hold_announced: bool = False
    """True when the last turn said that a hold would follow."""
    handover_announced: bool = False
    """True when the last turn said that the caller would be put through."""

    def circumstances(self) -> Circumstances:
        """Return what happened around a turn that is heard now."""
        return Circumstances(interrupted_caller=self.interrupted, held_unannounced=self.held_unannounced)

    def turn_taken(self, assessment: TurnAssessment) -> None:
        """Begin anew: the turn told the caller what was to be told."""
        self.interrupted = self.held_unannounced = False
        self.hold_announced = assessment.shows(ActKind.HOLD_ANNOUNCED)
        self.handover_announced = assessment.shows(ActKind.HANDOVER)

    def put_on_hold(self) -> bool:
        """Take note of a hold; return whether it was announced."""
        announced, self.hold_announced = self.hold_announced, False
        self.held_unannounced = self.held_unannounced or not announced
        return announced
