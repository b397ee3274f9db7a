"""Which way a call goes, asked without loading the persona's model before there is a persona."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.personas.model import Persona


def trainee_rings(persona: Persona) -> bool:
    """Tell whether the trainee is the one who rings."""
    from simulator.personas.model import Direction

    return persona.direction is Direction.OUTBOUND
