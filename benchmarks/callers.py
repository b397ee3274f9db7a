"""Walks all callers typed and prints what came of it: rehearsals, and random calls of mixed good and bad lines.

    python benchmarks/callers.py                      the rehearsal table and 300 random walks
    python benchmarks/callers.py --walks 50 --seed 3 karin-geen-internet

A random walk draws from the caller's own rehearsals, example questions, offers and silences. It must not crash, say a
line twice in a row or outlast the caller's turns; the table says which facts and octants' lines were never reached.
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
from simulator.dialogue.rehearsing import SILENCE_MARK, Assess, RehearsalWalk, rehearse  # noqa: E402
from simulator.dialogue.understanding import Understanding  # noqa: E402
from simulator.language import Language  # noqa: E402
from simulator.leary import Octant  # noqa: E402
from simulator.personas.model import Persona  # noqa: E402
from simulator.personas.reader import load_library  # noqa: E402
from simulator.scoring.assessment import TraineeTurn, TurnAssessment, TurnContext  # noqa: E402
from simulator.scoring.assessor import Assessor  # noqa: E402
from simulator.scoring.use_encoder import UseEncoder  # noqa: E402

STEERING: Final[dict[Language, dict[Octant, tuple[str, ...]]]] = {
    Language.DUTCH: {
        Octant.HELPING: ("Ik ga u daar graag bij helpen.", "Dat zoek ik met plezier voor u uit."),
        Octant.LEADING: ("We gaan het stap voor stap doen, ik neem u mee.", "Ik stel voor dat we eerst dit afmaken."),
        Octant.COMPETING: ("Daar heb ik echt meer verstand van dan u.", "Ik bepaal hier hoe het gaat."),
        Octant.ATTACKING: ("U maakt er zelf een potje van.", "Dat is gewoon uw eigen schuld."),
        Octant.REBELLIOUS: ("Ja hoor, dat zal wel weer.", "Daar geloof ik dus helemaal niks van."),
        Octant.WITHDRAWN: ("Tja, ik kan er ook niks aan doen.", "Laat maar, ik weet het ook niet."),
        Octant.FOLLOWING: ("Zoals u wilt, ik doe wat u zegt.", "U mag het zeggen, ik volg u."),
        Octant.COOPERATING: ("Prima, dan doen we dat samen zo.", "Goed idee, daar werk ik graag aan mee."),
    },
    Language.ENGLISH: {
        Octant.HELPING: ("I will gladly help you with that.", "It is a pleasure to look into it for you."),
        Octant.LEADING: ("We will take it step by step, I will guide you.", "I suggest we finish this first."),
        Octant.COMPETING: ("I know a lot more about this than you do.", "I decide how we do things here."),
        Octant.ATTACKING: ("You made a mess of it yourself.", "That is simply your own fault."),
        Octant.REBELLIOUS: ("Yeah, sure, whatever you say.", "I do not believe a word of that."),
        Octant.WITHDRAWN: ("Well, there is nothing I can do.", "Never mind, I do not know either."),
        Octant.FOLLOWING: ("As you wish, I will do what you say.", "It is up to you, I will follow you."),
        Octant.COOPERATING: ("Fine, let us do it together like that.", "Good idea, I am happy to go along."),
    },
}
"""Lines that ask and offer nothing, by the octant they show: they let a caller speak from where he or she stands."""


@dataclass
class Coverage:
    """What random walks of one caller reached."""

    facts: Counter[str] = field(default_factory=Counter)
    templates: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    repeats: int = 0
    overlong: int = 0


def moods(persona: Persona) -> tuple[Sequence[str], ...]:
    """Return the lines a trainee of each kind draws from: a good one, a poor one, a mixed one."""
    rehearsal = persona.rehearsal
    asks = [text for fact in persona.facts for text in fact.ask]
    good = [*rehearsal.good[:-1], *asks, *persona.solution.offers]
    poor = [*rehearsal.bad, *rehearsal.silent, *rehearsal.jargon, SILENCE_MARK, *rehearsal.bad]
    return good, poor, [*good, *poor]


def random_lines(persona: Persona, rng: random.Random) -> list[str]:
    """Return a call's worth of trainee lines of one mood or stance, that turns once into another."""
    asks = [text for fact in persona.facts for text in fact.ask]
    stances = []
    for octant, lines in STEERING[persona.language].items():
        kind = octant.stance.together > 0
        stances.append([*lines, *rng.sample(asks, len(lines))] if kind else lines)
    choices = [*moods(persona), *moods(persona), *moods(persona), *stances]
    first, second = rng.choice(choices), rng.choice(choices)
    turning = rng.randrange(persona.max_turns)
    return [rng.choice(first if number < turning else second) for number in range(persona.max_turns + 5)]


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
    coverages = {persona.id: Coverage() for persona in personas}
    for number in range(walks):
        persona = personas[number % len(personas)]
        rng = random.Random(f"{seed}-{number}")
        walk = rehearse(persona, random_lines(persona, rng), assess, ears[persona.id].understand, seed=number)
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
        faults += coverage.repeats + coverage.overlong
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
    print_rehearsals(personas, ears, assess)
    return 1 if print_walks(personas, ears, assess, arguments.walks, arguments.seed) else 0


if __name__ == "__main__":
    raise SystemExit(main())
