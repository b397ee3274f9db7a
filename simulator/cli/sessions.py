"""`callsim sessions`: the calls made, one of them read back, and old ones scored anew."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.options import json_option, sessions_at, sessions_option
from simulator.cli.output import note, print_json, print_table, say
from simulator.cli.refusal import RefusalError, Status

if TYPE_CHECKING:
    from simulator.sessions.session import Session
    from simulator.sessions.store import SessionStore, SessionSummary


@click.group()
def sessions() -> None:
    """List the calls made, read one back, score old ones anew."""


@sessions.command("list")
@sessions_option
@json_option
def list_sessions(sessions_dir: Path | None, as_json: bool) -> int:
    """List the sessions, newest first."""
    from simulator.sessions.store import SessionStore

    store = SessionStore(sessions_at(sessions_dir))
    summaries = store.list()
    if as_json:
        print_json(
            [
                {
                    "id": summary.id,
                    "persona": summary.facts.persona_id if summary.facts else None,
                    "started_at": summary.facts.started_at.isoformat() if summary.facts else None,
                    "language": summary.facts.language.value if summary.facts else None,
                    "mode": summary.facts.mode.value if summary.facts else None,
                    "trainee": summary.facts.trainee if summary.facts else None,
                    "ending": summary.ending,
                    "scores": _scores(summary),
                    "folder": str(summary.folder),
                    "trouble": summary.trouble or None,
                }
                for summary in summaries
            ]
        )
    elif not summaries:
        say(f"There are no sessions in {store.directory} yet.")
    else:
        print_table(
            ("id", "caller", "scores", "ending"),
            [
                (
                    summary.id,
                    summary.facts.persona_id if summary.facts else "",
                    " ".join(
                        f"{criterion} {'-' if value is None else value}"
                        for criterion, value in list(_scores(summary).items())[:4]
                    ),
                    summary.ending or ("cut short" if summary.facts else "cannot be read"),
                )
                for summary in summaries
            ],
        )
    for summary in summaries:
        if summary.trouble:
            note(summary.trouble)
    return Status.PROBLEMS if any(summary.trouble for summary in summaries) else Status.FINE


@sessions.command()
@click.argument("session_id", metavar="ID")
@sessions_option
@json_option
def show(session_id: str, sessions_dir: Path | None, as_json: bool) -> int:
    """Show one session: what was said, the scores and why; ID may be shortened, or 'last'."""
    from simulator.sessions.journal import TORN_NAME
    from simulator.sessions.report import call_report, debrief
    from simulator.sessions.store import SessionStore

    session = open_session(SessionStore(sessions_at(sessions_dir)), session_id)
    if session.journal.torn:
        note(f"{len(session.journal.torn)} bytes of its journal are no events; they are kept in {TORN_NAME} beside it.")
    if as_json:
        report = call_report(session.record, session.scorecard, session_id=session.id, folder=str(session.folder))
        print_json({"started_at": session.facts.started_at.isoformat(), **report})
        return Status.FINE
    say(f"{session.id} ({session.facts.mode.value}, {session.facts.persona_id})")
    say(debrief(session.record, session.scorecard))
    say(f"Folder: {session.folder}")
    return Status.FINE


@sessions.command()
@click.argument("session_ids", nargs=-1, metavar="[ID]...")
@sessions_option
@json_option
def rescore(session_ids: tuple[str, ...], sessions_dir: Path | None, as_json: bool) -> int:
    """Score sessions anew with the scorer of today; without ids, all of them.

    The scores before are kept beside the new ones.
    """
    from rich.console import Console
    from rich.progress import Progress

    from simulator.call.ports import KeepingError
    from simulator.cli.composition import load_rubric_of, make_assessor
    from simulator.personas.reader import PersonaError, parse_persona
    from simulator.sessions.rescoring import Rescored, rescore
    from simulator.sessions.store import SessionStore

    store = SessionStore(sessions_at(sessions_dir))
    chosen = [open_session(store, each).id for each in session_ids] if session_ids else list(store.ids())
    assessor = make_assessor()
    done: list[Rescored] = []
    troubles = 0
    with Progress(console=Console(stderr=True), transient=True) as bar:
        for session_id in bar.track(chosen, description="Scoring anew"):
            try:
                session = open_session(store, session_id)
                persona = parse_persona(session.facts.persona_text, f"{session_id}/session.json")
                done.append(rescore(session, persona, assessor, load_rubric_of(persona)))
            except (RefusalError, KeepingError, PersonaError, OSError) as trouble:
                troubles += 1
                note(f"{session_id} keeps its scores: {trouble}")
    if as_json:
        print_json(
            [{"id": each.session_id, "turns": each.turns, "before": each.before, "after": each.after} for each in done]
        )
    else:
        for each in done:
            for criterion, (before, after) in each.changed.items():
                say(f"{each.session_id}: {criterion} {_shown(before)} -> {_shown(after)}")
        changed = sum(bool(each.changed) for each in done)
        turns = sum(each.turns for each in done)
        say(f"{len(done)} sessions scored anew ({turns} trainee turns), {changed} with other scores.")
    return Status.PROBLEMS if troubles else Status.FINE


def _shown(value: int | None) -> str:
    return "not rated" if value is None else str(value)


def open_session(store: SessionStore, session_id: str) -> Session:
    """Return a session by id.

    Raises:
        RefusalError: there is none, or it cannot be read; the sentence says which are near.
    """
    from simulator.sessions.session import DamagedSessionError
    from simulator.sessions.store import UnknownSessionError

    try:
        return store.open(session_id)
    except UnknownSessionError as unknown:
        raise RefusalError(str(unknown), Status.WRONG_COMMAND) from unknown
    except DamagedSessionError as damaged:
        raise RefusalError(str(damaged)) from damaged


def _scores(summary: SessionSummary) -> dict[str, int | None]:
    if summary.scorecard is None:
        return {}
    return {score.criterion.value: score.value for score in summary.scorecard.scores}
