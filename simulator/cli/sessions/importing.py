"""`callsim sessions import`: a session made of a stereo recording of a real or played call."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from simulator.cli.exemplars import exemplars_asked
from simulator.cli.options import (
    json_option,
    language_option,
    models_option,
    personas_at,
    personas_option,
    sessions_at,
    sessions_option,
)
from simulator.cli.output import note, print_json, say
from simulator.cli.refusal import RefusalError, Status
from simulator.cli.sessions.opening import open_session
from simulator.cli.streams import whole_text


@click.command("import")
@click.argument("recording", type=click.Path(path_type=Path), metavar="CALL.wav")
@click.option(
    "--caller-channel", type=click.Choice(["left", "right"]), required=True, help="The channel the caller is on."
)
@language_option
@click.option("--persona", "persona_id", metavar="ID", help="Who rang: known terms and rubric of this caller hold.")
@click.option("--trainee", metavar="NAME", default="", help="Who answered.")
@click.option("--held-at", metavar="WHEN", help="When the call was held, as in 2026-03-02T14:30; now when left out.")
@click.option("--model", "wanted", metavar="MODEL", help="A recogniser from 'models list', or a model folder.")
@models_option
@personas_option
@sessions_option
@json_option
def import_recording(
    recording: Path,
    caller_channel: str,
    language: str,
    persona_id: str | None,
    trainee: str,
    held_at: str | None,
    wanted: str | None,
    models_dir: Path | None,
    personas_dir: Path | None,
    sessions_dir: Path | None,
    as_json: bool,
) -> int:
    """Make a session of a stereo recording: both sides are transcribed, the call is scored and can be reviewed."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from simulator import directories
    from simulator.cli.composition import load_rubric_of, make_assessor, make_detector, make_transcriber, versions
    from simulator.language import Language
    from simulator.personas.reader import UnknownPersonaError, load_library
    from simulator.scoring.record import Side
    from simulator.scoring.rubric import load_rubric
    from simulator.sessions.importing.made_session import Equipment, ImportedCall, import_call
    from simulator.sessions.importing.two_sides import Channel, ImportRefusedError, opened_recording
    from simulator.sessions.report import call_report, debrief
    from simulator.sessions.store import SessionStore

    persona = None
    if persona_id is not None:
        try:
            persona = load_library(personas_at(personas_dir)).find(persona_id).persona
        except UnknownPersonaError as unknown:
            raise RefusalError(str(unknown), Status.WRONG_COMMAND) from unknown
        if persona.language.value != language:
            raise RefusalError(f"{persona_id} speaks {persona.language.value}, not {language}.", Status.WRONG_COMMAND)
    call = ImportedCall(
        recording,
        Channel(caller_channel),
        Language(language),
        whole_text(trainee),
        persona,
        _moment(held_at),
    )
    store = SessionStore(sessions_at(sessions_dir))
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f} of {task.total:.0f} s"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        try:
            with opened_recording(recording):
                pass
            transcriber, choice = make_transcriber(language, models_dir, wanted, aligns_words=True)
            rubric = (
                load_rubric_of(persona)
                if persona
                else load_rubric(directories.rubrics_directory() / "helpdesk.rubric.yaml")
            )
            equipment = Equipment(
                {side: make_detector() for side in Side},
                transcriber,
                make_assessor(
                    least_word_probability=rubric.thresholds.word_probability, exemplars=exemplars_asked(None)
                ),
                rubric,
                versions(recogniser=choice.model_id),
            )
            task = bar.add_task("Listening", total=1.0)
            session_id = import_call(
                store,
                call,
                equipment,
                progress=lambda done_s, of_s: bar.update(task, completed=done_s, total=of_s),
            )
        except ImportRefusedError as refused:
            raise RefusalError(str(refused)) from refused
    session = open_session(store, session_id)
    if as_json:
        print_json(call_report(session.record, session.scorecard, session_id=session.id, folder=str(session.folder)))
        return Status.FINE
    say(debrief(session.record, session.scorecard))
    say(f"Session: {session.id}")
    note("The caller's places on the rose are read from the words, and how it ended is a guess: review them.")
    return Status.FINE


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError as error:
        raise RefusalError(f"'{text}' is no moment. Write it as in 2026-03-02T14:30.", Status.WRONG_COMMAND) from error
