"""`callsim call` and `callsim demo`: one call, by voice, typed, or with nobody at the desk."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from simulator.cli.exemplars import exemplars_asked, exemplars_option
from simulator.cli.options import (
    json_option,
    models_option,
    personas_option,
    sessions_at,
    sessions_option,
)
from simulator.cli.output import note, print_json, say
from simulator.cli.personas import find_persona, open_library
from simulator.cli.refusal import RefusalError, Status
from simulator.cli.streams import whole_text
from simulator.scoring.record import Side

if TYPE_CHECKING:
    from simulator.call.runner import CallRunner
    from simulator.cli.kept_call import ScoredCall
    from simulator.cli.spoken_call import Ring
    from simulator.personas.model import Persona
    from simulator.personas.reader import LoadedPersona
    from simulator.scoring.exemplars import Exemplars

DEMO_PERSONA: Final = "ruth-double-charge"
"""An English caller: her voice and the recogniser are good without a further download."""

REPLIES_LIMIT_BYTES: Final = 1_000_000

WAIT_STEP_S: Final = 0.2
"""How often a waiting command looks up, so that Ctrl-C is heard at once on every system."""

seed_option = click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Same seed and words: same call."
)
recogniser_option = click.option(
    "--transcriber",
    "--model",
    "recogniser",
    metavar="MODEL",
    help="A recogniser from 'models list', a model folder, or a speech server: wyoming://host:port.",
)
voice_option = click.option(
    "--voice",
    metavar="VOICE",
    help="Another voice for the caller: espeak:nl+f2, or a server's: wyoming://host:port?voice=NAME.",
)


@click.command()
@click.option("--persona", "persona_id", default=DEMO_PERSONA, show_default=True, metavar="ID", help="Who rings.")
@click.option(
    "--walk",
    type=click.Choice(["good", "bad", "silent", "jargon"]),
    default="good",
    show_default=True,
    help="Which of the caller's rehearsals is spoken.",
)
@click.option("--fast", is_flag=True, help="Hear the sound as fast as the computer can, not in real time.")
@click.option("--trainee-voice", metavar="VOICE", help="The voice that speaks the trainee's lines.")
@seed_option
@recogniser_option
@voice_option
@models_option
@sessions_option
@personas_option
@json_option
def demo(
    persona_id: str,
    walk: str,
    fast: bool,
    trainee_voice: str | None,
    seed: int,
    recogniser: str | None,
    voice: str | None,
    models_dir: Path | None,
    sessions_dir: Path | None,
    personas_dir: Path | None,
    as_json: bool,
) -> int:
    """Play a whole spoken call with nobody at the desk.

    The rehearsal lines are spoken by a voice into the microphone's place, heard, transcribed, answered, scored
    and saved.
    """
    from simulator.cli.recognition import recognition
    from simulator.cli.rehearsed_call import RehearsedCallPlan, rehearsed_call
    from simulator.cli.telling import Teller

    loaded = find_persona(open_library(personas_dir), persona_id)
    lines = rehearsal_lines(loaded.persona, walk)
    plan = RehearsedCallPlan(
        sessions_at(sessions_dir),
        models_dir,
        walk,
        fast=fast,
        seed=seed,
        recogniser=recogniser,
        voice=voice,
        trainee_voice=trainee_voice,
        exemplars=exemplars_asked(None),
    )
    rehearsed = rehearsed_call(loaded, lines, plan, observers=(Teller(loaded.persona.name),))
    note(rehearsed.introduction)
    hold(rehearsed.runner)
    scored = rehearsed.kept.finish(rehearsed.runner.record())
    heard = recognition(
        rehearsed.trainee.said,
        [turn.text for turn in scored.record.turns if turn.side is Side.TRAINEE],
        loaded.persona.language,
    )
    return _tell_outcome(
        scored,
        as_json,
        {"rehearsal": {"walk": walk, "words": heard.words, "recognised": round(heard.share, 4)}},
    )


@click.command()
@click.argument("persona_id", metavar="PERSONA")
@click.option("--typed", is_flag=True, help="Type instead of talking; no microphone is needed.")
@click.option(
    "--replies",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A typed call with these lines: one trainee line per line, '...' is a silence.",
)
@click.option("--microphone", metavar="DEVICE", help="Name, part of a name, or number of the microphone.")
@click.option("--speaker", metavar="DEVICE", help="Name, part of a name, or number of the speaker.")
@click.option("--half-duplex", is_flag=True, help="Do not listen while the caller speaks (without a headset).")
@click.option("--trainee", default="", metavar="NAME", help="Who practises; kept in the session.")
@click.option("--text-only", is_flag=True, help="Keep words and scores, no sound.")
@click.option("--rubric", metavar="RUBRIC", help="Score by this rubric: a name from 'rubrics list', or a file.")
@exemplars_option
@seed_option
@recogniser_option
@voice_option
@models_option
@sessions_option
@personas_option
@json_option
def call(
    persona_id: str,
    typed: bool,
    replies: Path | None,
    microphone: str | None,
    speaker: str | None,
    half_duplex: bool,
    trainee: str,
    text_only: bool,
    rubric: str | None,
    exemplars: str | None,
    seed: int,
    recogniser: str | None,
    voice: str | None,
    models_dir: Path | None,
    sessions_dir: Path | None,
    personas_dir: Path | None,
    as_json: bool,
) -> int:
    """Have a call with a caller, by voice or typed, and see the scores."""
    trainee = whole_text(trainee)
    loaded = scored_by(find_persona(open_library(personas_dir), persona_id), rubric)
    judged_by = exemplars_asked(exemplars)
    if typed or replies is not None:
        lines = _lines_of(replies) if replies is not None else _typed_lines()
        return _typed_call(loaded, lines, sessions_at(sessions_dir), seed, trainee, as_json, judged_by)
    from simulator.cli.spoken_call import SpokenCallPlan, prepare_spoken_call

    plan = SpokenCallPlan(
        sessions_at(sessions_dir),
        models_dir,
        microphone=microphone,
        speaker=speaker,
        half_duplex=half_duplex,
        trainee=trainee,
        text_only=text_only,
        seed=seed,
        recogniser=recogniser,
        voice=voice,
        exemplars=judged_by,
    )
    from simulator.cli.telling import Teller

    note(loaded.persona.briefing)
    with prepare_spoken_call(loaded, plan) as ready:
        note(ready.voice_sentence)
        _ring(ready.ring)
        runner, kept = ready.answer(Teller(loaded.persona.name, whose_turn=True))
        note("  (talk; Ctrl-C hangs up)")
        hold(runner)
        return _tell_outcome(kept.finish(runner.record()), as_json)


def scored_by(loaded: LoadedPersona, rubric: str | None) -> LoadedPersona:
    """Return a caller whose calls are scored by another rubric; the same caller when none is named."""
    if rubric is None:
        return loaded
    return replace(loaded, persona=loaded.persona.model_copy(update={"rubric": rubric}))


def _typed_call(
    loaded: LoadedPersona,
    lines: Iterator[str],
    directory: Path,
    seed: int,
    trainee: str,
    as_json: bool,
    exemplars: Exemplars | None,
) -> int:
    from simulator.call.typed import TypedCall
    from simulator.cli.composition import make_minds
    from simulator.cli.kept_call import KeptCall
    from simulator.cli.telling import Teller
    from simulator.sessions.session import CallMode, Keep

    minds = make_minds(loaded.persona, exemplars=exemplars)
    kept = KeptCall(loaded, directory, CallMode.TYPED, seed, trainee, Keep.TEXT)
    conversation = TypedCall(
        loaded.persona, minds, seed, observers=(kept.writer, Teller(loaded.persona.name, trainee_too=False))
    )
    conversation.open()
    # Ctrl-C in a typed call is hanging up: what was said is scored and kept.
    with suppress(KeyboardInterrupt):
        for line in lines:
            conversation.say(line)
            if conversation.is_over:
                break
    conversation.hang_up()
    return _tell_outcome(kept.finish(conversation.record()), as_json)


def _lines_of(path: Path) -> Iterator[str]:
    """Yield the trainee lines of a file.

    Raises:
        RefusalError: it cannot be read as text.
    """
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise RefusalError(
            f"The replies in {path} cannot be read: {fault.strerror or fault}.", Status.WRONG_COMMAND
        ) from fault
    if len(content) > REPLIES_LIMIT_BYTES:
        raise RefusalError(f"{path} is too long for one call: give one trainee line per line.", Status.WRONG_COMMAND)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise RefusalError(f"{path} is not text in UTF-8. Save it as UTF-8.", Status.WRONG_COMMAND) from fault
    return (line.strip() for line in text.splitlines() if line.strip())


def _typed_lines() -> Iterator[str]:
    """Yield lines from the keyboard (or a pipe) until it ends."""
    if sys.stdin.isatty():
        note("Type what you say and press Enter; '...' says nothing, Ctrl-D hangs up.")
    while True:
        if sys.stdin.isatty():
            sys.stderr.write("> ")
            sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            return
        if line.strip():
            yield line.strip()


def _ring(ring: Ring) -> None:
    """Let it ring until Enter is pressed; without a terminal, once."""
    if not sys.stdin.isatty():
        ring.once()
        return
    note("The phone rings. Press Enter to answer.")
    with ring.sounding():
        sys.stdin.readline()


def hold(runner: CallRunner) -> None:
    """Hold the call until it is over; Ctrl-C hangs up, and what was said is kept."""
    try:
        runner.start()
        while runner.wait(WAIT_STEP_S) is None and not runner.is_over:
            pass
    except KeyboardInterrupt:
        runner.hang_up()
    finally:
        runner.close()


def rehearsal_lines(persona: Persona, walk: str) -> Sequence[str]:
    """Return the lines of one of a caller's rehearsals.

    Raises:
        RefusalError: the caller has none of that name.
    """
    lines: Sequence[str] = getattr(persona.rehearsal, walk)
    if not lines:
        raise RefusalError(f"{persona.id} has no '{walk}' rehearsal.", Status.WRONG_COMMAND)
    return lines


def _tell_outcome(scored: ScoredCall, as_json: bool, more: Mapping[str, object] | None = None) -> int:
    from simulator.sessions.report import call_report, debrief

    for trouble in scored.troubles:
        note(trouble)
    if as_json:
        report = call_report(scored.record, scored.scorecard, session_id=scored.session_id, folder=str(scored.folder))
        print_json({**report, **(more or {})})
    else:
        say(debrief(scored.record, scored.scorecard))
        say(f"Session: {scored.folder}")
    return Status.PROBLEMS if scored.troubles or scored.record.ending is None else Status.FINE
