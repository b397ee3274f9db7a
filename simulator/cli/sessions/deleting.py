"""`callsim sessions delete`: sessions, all of a trainee, all older than so many days, with a count first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator import directories
from simulator.cli.options import json_option, sessions_at, sessions_option
from simulator.cli.output import note, print_json, say
from simulator.cli.refusal import RefusalError, Status

if TYPE_CHECKING:
    from simulator.sessions.deletion import Deletable


@click.command()
@click.argument("session_ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--trainee", metavar="NAME", help="All sessions of this trainee, and the name wherever the program has it."
)
@click.option(
    "--older-than", "days", type=click.FloatRange(min=0), metavar="DAYS", help="All sessions older than this."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@sessions_option
@json_option
def delete(
    session_ids: tuple[str, ...],
    trainee: str | None,
    days: float | None,
    yes: bool,
    sessions_dir: Path | None,
    as_json: bool,
) -> int:
    """Delete sessions with all that was made of them; how many is said first.

    With --trainee and --older-than together, the old ones of that trainee. A page or table you wrote elsewhere with
    --output is yours to delete.
    """
    from simulator.sessions.deletion import deletable, older_than
    from simulator.sessions.deletion import delete as delete_sessions
    from simulator.sessions.deletion import of_trainee as sessions_of

    if bool(session_ids) == (trainee is not None or days is not None):
        raise RefusalError("Name the sessions (ID), or say --trainee or --older-than.", Status.WRONG_COMMAND)
    if trainee is not None and not trainee.strip():
        raise RefusalError("--trainee needs a name.", Status.WRONG_COMMAND)
    directory = sessions_at(sessions_dir)
    there = deletable(directory)
    chosen: tuple[Deletable, ...] = there
    if session_ids:
        chosen = tuple(dict.fromkeys(_one(there, each) for each in session_ids))
    if trainee is not None:
        chosen = sessions_of(chosen, trainee)
    if days is not None:
        chosen = older_than(chosen, days, datetime.now().astimezone())
    note(f"{len(chosen)} of {len(there)} sessions in {directory}.")
    whole_name = trainee is not None and days is None
    if chosen and not yes and not click.confirm(f"Delete {len(chosen)} sessions for good?", err=True, default=False):
        note("Nothing was deleted.")
        return Status.PROBLEMS
    done = delete_sessions(directory, chosen)
    left = _forget_name(trainee, directory) if whole_name and trainee is not None else ()
    unknown = sum(each.trainee is None for each in there) if trainee is not None else 0
    for sentence in done.kept:
        note(sentence)
    for path in left:
        note(
            f"{path} still names {trainee}: it belongs to somebody else's session or to a caller. Look at it yourself."
        )
    if unknown:
        note(f"{unknown} sessions are damaged and nobody knows whose they are; delete them by their ID.")
    if as_json:
        print_json({"deleted": list(done.ids), "kept": list(done.kept), "still_named_in": [str(each) for each in left]})
    else:
        say(f"{len(done.ids)} sessions deleted.")
    return Status.PROBLEMS if done.kept or left else Status.FINE


def _one(there: Sequence[Deletable], wanted: str) -> Deletable:
    """Return a session by the whole of its id, its beginning or its end; it need not be readable.

    Raises:
        RefusalError: none is called so, or several are.
    """
    matches = [each for each in there if each.id == wanted] or [
        each for each in there if wanted and (each.id.startswith(wanted) or each.id.endswith(f"-{wanted}"))
    ]
    if wanted == "last":
        matches = list(there[:1])
    if len(matches) == 1:
        return matches[0]
    count = "no session" if not matches else f"{len(matches)} sessions"
    raise RefusalError(f"{count[0].upper()}{count[1:]} '{wanted}'. See 'callsim sessions list'.", Status.WRONG_COMMAND)


def _forget_name(name: str, directory: Path) -> tuple[Path, ...]:
    """Take a name out of what can be made again and out of the settings; return the files that still have it."""
    from simulator.cli.app_settings import read_settings, write_settings
    from simulator.sessions.deletion import files_naming, is_same_person

    cache = directories.cache_directory()
    for path in list(files_naming([cache], name)):
        # Spoken lines, vectors and details of faults are made again when they are needed.
        path.unlink(missing_ok=True)
    place = directories.settings_path()
    if place.is_file():
        settings = read_settings(place)
        mine = settings.trainee is not None and is_same_person(settings.trainee, name)
        consents = {each: keep for each, keep in settings.consents.items() if not is_same_person(each, name)}
        write_settings(place, replace(settings, trainee=None if mine else settings.trainee, consents=consents))
    folders = [directory, place.parent, directories.own_personas_directory(), cache]
    return tuple(files_naming(folders, name))
