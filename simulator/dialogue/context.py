"""What was said before a trainee turn, as the scorer wants it, read off the caller's state."""

from __future__ import annotations

from simulator.dialogue.state import CallerState
from simulator.personas.model import Persona
from simulator.scoring.assessment import ToldFact, TurnContext


def turn_context(persona: Persona, state: CallerState) -> TurnContext:
    """Return the context in which the next trainee turn is to be assessed.

    Args:
        persona: who rings.
        state: as the caller's last reply left it.
    """
    return TurnContext(
        language=persona.language,
        caller_line=state.used[-1] if state.used else None,
        earlier_caller_lines=state.used[:-1],
        known_terms=persona.knows,
        facts=tuple(
            ToldFact(fact_id, persona.fact(fact_id).gist or persona.fact(fact_id).say) for fact_id in state.told
        ),
        open_terms=state.confused_by,
    )
