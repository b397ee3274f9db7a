"""`callsim personas rehearse` and `prepare`: what a caller does with its rehearsals, and its lines spoken ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from simulator.cli.options import (
    json_option,
    models_option,
    personas_option,
    sessions_at,
    sessions_option,
)
from simulator.cli.output import note, print_json, print_table, say
from simulator.cli.refusal import Status
from simulator.dialogue.state import Ending
from simulator.dialogue.walk_faults import WalkFault, walk_fault
from simulator.language import Language
from simulator.leary import Stance
from simulator.scoring.record import CallRecord, Side
from simulator.scoring.scorecard import MAIN_CRITERIA, Scorecard

if TYPE_CHECKING:
    from simulator.call.conversation import Minds
    from simulator.cli.recognition import Recognition
    from simulator.personas.model import Persona
    from simulator.personas.reader import LoadedPersona

WALKS: Final = ("good", "bad", "silent", "jargon")

WALK_NAMES: Final[dict[Language, dict[str, str]]] = {
    Language.DUTCH: {
        "good": "goede proefgesprek",
        "bad": "slechte proefgesprek",
        "silent": "zwijgende proefgesprek",
        "jargon": "proefgesprek met vaktaal",
    },
    Language.ENGLISH: {walk: walk for walk in WALKS},
}

FAULTS: Final[dict[Language, dict[WalkFault, str]]] = {
    Language.DUTCH: {
        WalkFault.NOT_SOLVED: "het {walk} wordt niet opgelost",
        WalkFault.NOT_TOGETHER: "het {walk} eindigt niet in samen",
        WalkFault.SOLVED: "het {walk} wordt opgelost",
        WalkFault.NOT_WORSE: "het {walk} eindigt niet slechter dan het begon",
    },
    Language.ENGLISH: {
        WalkFault.NOT_SOLVED: "the {walk} rehearsal is not solved",
        WalkFault.NOT_TOGETHER: "the {walk} rehearsal does not end in together",
        WalkFault.SOLVED: "the {walk} rehearsal is solved",
        WalkFault.NOT_WORSE: "the {walk} rehearsal does not end worse than it began",
    },
}
"""What is said of a walk that does not do what its name promises."""

MISHEARD_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Walk:
    """What a rehearsal came to."""

    persona: str
    walk: str
    turns: int
    ending: str | None
    facts: tuple[str, ...]
    """Ids of the facts reached."""
    facts_in_all: int
    begins: str
    """Where the caller began: octant and together."""
    ends: str
    together_gained: float
    scores: dict[str, int | None]
    recognised: float | None = None
    """Share of the words recognised; None when typed."""
    misheard: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    """What the walk's name promises and the walk does not do; empty when it does."""


@click.command()
@click.argument("persona_ids", nargs=-1, metavar="[PERSONA]...")
@click.option("--walk", "walks", multiple=True, type=click.Choice(WALKS), help="Only this one; may be repeated.")
@click.option("--spoken", is_flag=True, help="Through voice, recogniser and scorer instead of typed; takes minutes.")
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Same seed and words: same call."
)
@models_option
@sessions_option
@personas_option
@json_option
def rehearse(
    persona_ids: tuple[str, ...],
    walks: tuple[str, ...],
    spoken: bool,
    seed: int,
    models_dir: Path | None,
    sessions_dir: Path | None,
    personas_dir: Path | None,
    as_json: bool,
) -> int:
    """Walk callers through their rehearsals and show what came of it; without names, all callers."""
    from simulator.cli.composition import make_assessor, make_encoder, make_minds
    from simulator.cli.personas import find_persona, open_library

    library = open_library(personas_dir)
    chosen = [find_persona(library, each) for each in persona_ids] if persona_ids else list(library.personas)
    encoder = make_encoder()
    assessor = make_assessor(encoder)
    found: list[Walk] = []
    for loaded in chosen:
        minds = make_minds(loaded.persona, encoder, assessor)
        for walk in walks or WALKS:
            lines: Sequence[str] = getattr(loaded.persona.rehearsal, walk)
            if not lines:
                continue
            note(f"{loaded.persona.id}: {walk} ...")
            found.append(
                _spoken(loaded, walk, lines, minds, seed, models_dir, sessions_at(sessions_dir))
                if spoken
                else typed_walk(loaded, walk, lines, minds, seed)
            )
    if as_json:
        print_json([asdict(each) for each in found])
    else:
        _show(found)
    return Status.PROBLEMS if any(each.fault for each in found) else Status.FINE


@click.command()
@click.argument("persona_ids", nargs=-1, metavar="[PERSONA]...")
@models_option
@personas_option
def prepare(persona_ids: tuple[str, ...], models_dir: Path | None, personas_dir: Path | None) -> int:
    """Speak every line of callers ahead and keep it, so that a slow voice costs no waiting; without names, all."""
    from rich.console import Console
    from rich.progress import Progress

    from simulator.call.likely_lines import likely_sentences
    from simulator.cli.composition import make_caller_voice, voice_sentence
    from simulator.cli.personas import find_persona, open_library

    library = open_library(personas_dir)
    chosen = [find_persona(library, each) for each in persona_ids] if persona_ids else list(library.personas)
    for loaded in chosen:
        voice, choice = make_caller_voice(loaded.persona, models_dir)
        note(f"{loaded.persona.id}. {voice_sentence(choice)}")
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(loaded.persona.id, total=None)

            def tell(done: int, total: int, line: str, bar: Progress = bar, task: object = task) -> None:  # noqa: ARG001
                bar.update(task, completed=done, total=total)  # type: ignore[arg-type]

            result = voice.prepare(likely_sentences(loaded.persona, None), tell)
        say(
            f"{loaded.persona.id}: {result.spoken} sentences spoken, {result.kept} were there already, "
            f"{result.seconds:.0f} s of speech."
        )
    return Status.FINE


def typed_faults(persona: Persona, minds: Minds, seed: int = 1) -> list[tuple[str, str]]:
    """Return the rehearsals that do not do what their names say when typed: each name with what it does.

    Args:
        persona: who rings.
        minds: assess the lines and take them as the caller does.
        seed: of the caller's choices.
    """
    found = []
    for walk in WALKS:
        lines: Sequence[str] = getattr(persona.rehearsal, walk)
        fault = _fault(walk, _typed(persona, lines, minds, seed), Language.ENGLISH) if lines else ""
        if fault:
            found.append((walk, fault))
    return found


def typed_walk(
    loaded: LoadedPersona,
    walk: str,
    lines: Sequence[str],
    minds: Minds,
    seed: int,
    language: Language = Language.ENGLISH,
) -> Walk:
    """Type a caller's rehearsal and return what it came to; takes about a second.

    Args:
        loaded: who rings.
        walk: its name, one of `WALKS`.
        lines: what the trainee types.
        minds: assess the lines and take them as the caller does.
        seed: of the caller's choices.
        language: in which a fault is told.
    """
    from simulator.cli.composition import load_rubric_of
    from simulator.scoring.scoring import score_call

    record = _typed(loaded.persona, lines, minds, seed)
    scorecard = score_call(record, loaded.persona, load_rubric_of(loaded.persona))
    return _walk(loaded.persona, walk, record, scorecard, language=language)


def _typed(persona: Persona, lines: Sequence[str], minds: Minds, seed: int) -> CallRecord:
    """Hold a call by typing until it ends or the lines run out, and then put down the phone."""
    from simulator.call.typed import TypedCall

    conversation = TypedCall(persona, minds, seed)
    conversation.open()
    for line in lines:
        if conversation.is_over:
            break
        conversation.say(line)
    conversation.hang_up()
    return replace(conversation.record(), timed=False)


def _spoken(
    loaded: LoadedPersona,
    walk: str,
    lines: Sequence[str],
    minds: Minds,
    seed: int,
    models_dir: Path | None,
    sessions: Path,
) -> Walk:
    from simulator.cli.call import hold
    from simulator.cli.recognition import recognition
    from simulator.cli.rehearsed_call import RehearsedCallPlan, rehearsed_call

    plan = RehearsedCallPlan(sessions, models_dir, walk, fast=True, seed=seed)
    rehearsed = rehearsed_call(loaded, lines, plan, minds=minds)
    hold(rehearsed.runner)
    scored = rehearsed.kept.finish(rehearsed.runner.record())
    said = [turn.text for turn in scored.record.turns if turn.side is Side.TRAINEE]
    heard = recognition(rehearsed.trainee.said, said, loaded.persona.language)
    return _walk(loaded.persona, walk, scored.record, scored.scorecard, heard)


def _walk(
    persona: Persona,
    walk: str,
    record: CallRecord,
    scorecard: Scorecard,
    heard: Recognition | None = None,
    language: Language = Language.ENGLISH,
) -> Walk:
    positions = _positions(record)
    told = dict.fromkeys(fact for turn in record.turns for fact in turn.facts_told)
    return Walk(
        persona=persona.id,
        walk=walk,
        turns=sum(turn.side is Side.TRAINEE for turn in record.turns),
        ending=record.ending,
        facts=tuple(told),
        facts_in_all=len(persona.facts),
        begins=_placed(positions[0]),
        ends=_placed(positions[-1]),
        together_gained=round(positions[-1].together - positions[0].together, 3),
        scores={criterion.value: scorecard.score(criterion).value for criterion in MAIN_CRITERIA},
        recognised=None if heard is None else round(heard.share, 4),
        misheard=() if heard is None else heard.misheard,
        fault=_fault(walk, record, language),
    )


def _positions(record: CallRecord) -> list[Stance]:
    return [turn.position for turn in record.turns if turn.position is not None]


def _fault(walk: str, record: CallRecord, language: Language) -> str:
    """Say where a walk does not do what its name says; empty when it does."""
    positions = _positions(record)
    ending = None if record.ending is None else Ending(record.ending)
    fault = walk_fault(walk, ending, positions[0], positions[-1])
    if fault is None:
        return ""
    return FAULTS[language][fault].format(walk=WALK_NAMES[language][walk])


def _placed(stance: Stance) -> str:
    name = "neutral" if stance.is_neutral else stance.octant.value
    return f"{name} {stance.together:+.2f}"


def _show(found: Sequence[Walk]) -> None:
    print_table(
        ("caller", "walk", "turns", "ending", "facts", "from", "to", "q/s/j/l", "heard"),
        [
            (
                each.persona,
                each.walk,
                str(each.turns),
                each.ending or "",
                f"{len(each.facts)}/{each.facts_in_all}",
                each.begins,
                each.ends,
                "/".join("-" if value is None else str(value) for value in each.scores.values()),
                "" if each.recognised is None else f"{each.recognised:.0%}",
            )
            for each in found
        ],
    )
    for each in found:
        if each.misheard:
            pairs = ", ".join(f"'{said}' as '{heard}'" for said, heard in each.misheard[:MISHEARD_SHOWN])
            say(f"{each.persona}, {each.walk}: misheard {pairs}.")
        if each.fault:
            say(f"{each.persona}: {each.fault}.")
