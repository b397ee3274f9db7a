"""The labels a trainer corrects, where reviews look for them: see `simulator.scoring.labels`."""

from simulator.scoring.labels import (
    NEUTRAL_STANCE,
    NONE,
    REFLECTION_FROM,
    VALUES,
    WHOLE_TURN,
    Label,
    LabelKind,
    fault_of,
    joined_flags,
    labels_of,
    octant_of,
    value_of,
    with_label,
)

__all__ = [
    "NEUTRAL_STANCE",
    "NONE",
    "REFLECTION_FROM",
    "VALUES",
    "WHOLE_TURN",
    "Label",
    "LabelKind",
    "fault_of",
    "joined_flags",
    "labels_of",
    "octant_of",
    "value_of",
    "with_label",
]
