"""Walks all callers typed and prints what came of it: rehearsals, and random calls of mixed good and bad lines.

    python benchmarks/callers.py                      the rehearsal table and 300 random walks
    python benchmarks/callers.py --walks 50 --seed 3 karin-geen-internet

A random walk draws good and bad lines (the caller's own rehearsals, example questions, offers, silences) among lines
that mean to bring the caller to one octant, each in turn, or to hear every fact. It must not crash, say a line twice
in a row or outlast the caller's turns; the table says which facts and octants' lines were never reached: a fault too.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from simulator.dialogue.lines import octant_lines  # noqa: E402
from simulator.dialogue.rehearsing import Assess, RehearsalWalk, rehearse, wander  # noqa: E402
from simulator.dialogue.understanding import Understanding  # noqa: E402
from simulator.dialogue.wandering import AIMS, steerings, wanderer  # noqa: E402
from simulator.leary import Octant  # noqa: E402
from simulator.personas.model import Persona  # noqa: E402
from simulator.personas.reader import load_library  # noqa: E402
from simulator.scoring.assessment import TraineeTurn, TurnAssessment, TurnContext  # noqa: E402
from simulator.scoring.assessor import Assessor  # noqa: E402
from simulator.scoring.use_encoder import UseEncoder  # noqa: E402


@dataclass
class Coverage:
    """What random walks of one caller reached."""

    facts: Counter[str] = field(default_factory=Counter)
    templates: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    repeats: int = 0
    overlong: int = 0


def note(coverage: Coverage, persona: Persona, walk: RehearsalWalk) -> None:
    texts = [walk.opening.text, *(turn.reply.text for turn in walk.turns)]
    coverage.repeats += sum(one == other for one, other in pairwise(texts))
    coverage.overlong += walk.ending is None or len(walk.turns) > persona.max_turns
    coverage.facts.update(walk.facts_reached)
    coverage.templates.update(walk.turns[-1].state.picked)
    coverage.endings[str(walk.ending)] += 1


def print_rehearsals(personas: Sequence[Persona], ears: dict[str, Understanding], assess: Assess) -> None:
    print(f"{'caller':28}{'walk':8}{'ending':18}{'facts':>6}{'start':>8}{'end':>8}  octants")
    for persona in personas:
        for kind in ("good", "bad", "silent", "jargon"):
            lines = getattr(persona.rehearsal, kind)
            if not lines:
                continue
            walk = rehearse(persona, lines, assess, ears[persona.id].understand, seed=1)
            octants = [walk.path[0].octant, *(position.octant for position in walk.path[1:])]
            course = [octants[0], *(after for before, after in pairwise(octants) if after is not before)]
            print(
                f"{persona.id:28}{kind:8}{walk.ending or '-':18}{len(walk.facts_reached):6d}"
                f"{walk.path[0].together:8.2f}{walk.path[-1].together:8.2f}  {' > '.join(course)}"
            )


def print_walks(
    personas: Sequence[Persona], ears: dict[str, Understanding], assess: Assess, walks: int, seed: int
) -> int:
    steers = {language: steerings(language, assess) for language in {persona.language for persona in personas}}
    coverages = {persona.id: Coverage() for persona in personas}
    for number in range(walks):
        persona = personas[number % len(personas)]
        rng = random.Random(f"{seed}-{number}")
        aim = AIMS[number // len(personas) % len(AIMS)]
        walk = wander(
            persona,
            wanderer(persona, aim, steers[persona.language], rng),
            assess,
            ears[persona.id].understand,
            seed=number,
        )
        note(coverages[persona.id], persona, walk)
    print(f"\n{'caller':28}{'facts':>8}{'octants':>9}{'lines':>10}{'twice':>7}{'late':>6}  endings / never reached")
    faults = 0
    for persona in personas:
        coverage = coverages[persona.id]
        missing = [fact.id for fact in persona.facts if not coverage.facts[fact.id]]
        spoken = [octant for octant in Octant if any(coverage.templates[t] for t in octant_lines(persona, octant))]
        silent = [octant for octant in Octant if octant_lines(persona, octant) and octant not in spoken]
        occasions = [line for name in type(persona.lines).model_fields for line in getattr(persona.lines, name)]
        said = sum(1 for line in dict.fromkeys(occasions) if coverage.templates[line])
        faults += coverage.repeats + coverage.overlong + len(missing) + len(silent)
        endings = ", ".join(f"{name} {count}" for name, count in coverage.endings.most_common())
        print(
            f"{persona.id:28}{len(persona.facts) - len(missing):4d}/{len(persona.facts):<3d}{len(spoken):6d}/8 "
            f"{said:6d}/{len(set(occasions)):<3d}{coverage.repeats:7d}{coverage.overlong:6d}  {endings}"
            + (f" / facts {', '.join(missing)}" if missing else "")
            + (f" / octants {', '.join(silent)}" if silent else "")
        )
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("callers", nargs="*", help="ids; all where none is given")
    parser.add_argument("--walks", type=int, default=300)
    parser.add_argument("--no-rehearsals", action="store_true", help="only the random walks")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    library = load_library([ROOT / "personas"])
    personas = [
        each.persona for each in library.personas if not arguments.callers or each.persona.id in arguments.callers
    ]
    encoder = UseEncoder()
    assessor = Assessor(encoder)

    def assess(line: str, context: TurnContext) -> TurnAssessment:
        return assessor.assess(TraineeTurn(line), context)

    ears = {persona.id: Understanding(persona, encoder) for persona in personas}
    if not arguments.no_rehearsals:
        print_rehearsals(personas, ears, assess)
    return 1 if print_walks(personas, ears, assess, arguments.walks, arguments.seed) else 0


if __name__ == "__main__":
    raise SystemExit(main())
