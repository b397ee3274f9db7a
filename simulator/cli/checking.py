"""What `callsim personas check` sees with a caller's own ears and, when asked, by holding calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.personas.model import Persona
    from simulator.personas.surroundings import Surroundings


def with_ears(surroundings: Surroundings, *, calls: bool = False) -> Surroundings:
    """Return the surroundings with what the matcher and the dynamics show and, when asked, the rehearsals.

    Args:
        surroundings: their encoder is replaced by one that remembers, so that each sentence is looked at once.
        calls: also walk the rehearsals, which takes some ten seconds a caller.
    """
    from simulator.cli.composition import make_assessor, make_encoder, make_minds
    from simulator.cli.rehearsing import typed_faults
    from simulator.dialogue.reach import reachable_octants
    from simulator.dialogue.understanding import Target, Understanding
    from simulator.leary import Octant

    encoder = make_encoder()

    def unreached_octants(persona: Persona) -> Sequence[str]:
        reached = reachable_octants(persona)
        return [octant.value for octant in Octant if octant not in reached]

    def rehearsal_faults(persona: Persona) -> Sequence[tuple[str, str]]:
        return typed_faults(persona, make_minds(persona, encoder, make_assessor(encoder)))

    def misheard_questions(persona: Persona) -> Sequence[tuple[int, int, str]]:
        ear = Understanding(persona, encoder)
        found = []
        for number, fact in enumerate(persona.facts):
            for position, question in enumerate(fact.ask):
                match = ear.question(question)
                if match is not None and match.is_sure and match.target is Target.FACT and match.key != fact.id:
                    found.append((number, position, match.key))
        return found

    return replace(
        surroundings,
        encoder=encoder,
        unreached_octants=unreached_octants,
        rehearsal_faults=rehearsal_faults if calls else None,
        misheard_questions=misheard_questions,
    )
