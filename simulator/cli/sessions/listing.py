"""`callsim sessions list` and `show`: the calls made, and one of them read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.options import json_option, sessions_at, sessions_option
from simulator.cli.output import note, print_json, print_table, say
from simulator.cli.refusal import Status
from simulator.cli.sessions.opening import open_session

if TYPE_CHECKING:
    from simulator.sessions.store import SessionSummary


@click.command("list")
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


@click.command()
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


def _scores(summary: SessionSummary) -> dict[str, int | None]:
    if summary.scorecard is None:
        return {}
    return {score.criterion.value: score.value for score in summary.scorecard.scores}
