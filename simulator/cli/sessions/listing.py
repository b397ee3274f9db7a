"""`callsim sessions list` and `show`: the calls made, and one of them read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from simulator.cli.options import json_option, sessions_at, sessions_option
from simulator.cli.output import note, print_json, say
from simulator.cli.refusal import Status
from simulator.cli.session_query import ReadingBar, print_listings, query_from, query_options
from simulator.cli.sessions.opening import open_session


@click.command("list")
@sessions_option
@query_options
@json_option
def list_sessions(sessions_dir: Path | None, as_json: bool, **asked: Any) -> int:  # noqa: ANN401  (click's values)
    """List the sessions, newest first: all, or those asked for."""
    from simulator.sessions.index import SessionIndex, SessionQuery

    query = query_from(asked)
    directory = sessions_at(sessions_dir)
    with SessionIndex(directory) as index, ReadingBar() as bar:
        index.refresh(bar.told)
        listings = index.search(query, refresh=False)
    empty = "No session is like that" if query != SessionQuery() else "There are no sessions"
    return print_listings(listings, as_json, f"{empty} in {directory} yet.")


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
    if session.trouble:
        note(session.trouble)
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
