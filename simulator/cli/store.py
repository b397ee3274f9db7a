"""`callsim store`: a training centre's database, for its people and for its administrator."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from simulator.cli.options import json_option, sessions_at, sessions_option
from simulator.cli.output import note, print_json, print_table, say
from simulator.cli.refusal import RefusalError, Status
from simulator.cli.session_query import print_listings, query_from, query_options

if TYPE_CHECKING:
    from simulator.sessions.archive.administration import StoreAdministration
    from simulator.sessions.archive.database import DatabaseArchive
    from simulator.sessions.archive.outbox import Sent
    from simulator.sessions.archive.sounds import SoundStore

_log = logging.getLogger(__name__)

STORE_VARIABLE: Final = "CALLSIM_STORE"
AUDIO_STORE_VARIABLE: Final = "CALLSIM_AUDIO_STORE"

Command = TypeVar("Command", bound=Callable[..., Any])


def store_option(command: Command) -> Command:
    """Add `--store URL`: the training centre's database."""
    return click.option(
        "--store",
        "store_url",
        metavar="URL",
        help=f"The database, as postgresql+psycopg://name@host/database (also: {STORE_VARIABLE}).",
    )(command)


def audio_store_option(command: Command) -> Command:
    """Add `--audio-store URL`: where recordings of handed-in calls go."""
    return click.option(
        "--audio-store",
        "audio_url",
        metavar="URL",
        help=f"A folder or object store for recordings of handed-in calls (also: {AUDIO_STORE_VARIABLE}).",
    )(command)


def store_at(store_url: str | None) -> str:
    """Return the address of the store: the option's, else the environment's.

    Raises:
        RefusalError: there is none.
    """
    url = (store_url or os.environ.get(STORE_VARIABLE, "")).strip()
    if not url:
        raise RefusalError(
            f"No store was named. Give --store postgresql+psycopg://name@host/database, or set {STORE_VARIABLE}. "
            "Without a store, 'callsim sessions' shows the sessions of this computer.",
            Status.WRONG_COMMAND,
        )
    return url


@contextmanager
def opened_store(store_url: str | None) -> Iterator[DatabaseArchive]:
    """Open the store as the person its address names."""
    from simulator.sessions.archive.connecting import database_url
    from simulator.sessions.archive.database import DatabaseArchive

    with DatabaseArchive(database_url(store_at(store_url))) as archive:
        yield archive


def send_sessions(directory: Path, store_url: str | None = None, audio_url: str | None = None) -> Sent:
    """Send what waits in a folder, as the program does at its start when a store is set; see `Outbox.send`."""
    from simulator.sessions.archive.outbox import Outbox

    with opened_store(store_url) as archive:
        return Outbox(directory, archive, archive.name, _sounds(audio_url)).send()


def begin_sending(sessions_dir: Path | None) -> threading.Thread | None:
    """Send what waits while the program goes on with what it was asked; does nothing where no store is set.

    What cannot be sent waits for the next time; ending the program in the midst of it does no harm.

    Args:
        sessions_dir: the folder of sessions; the default one where None.
    """
    if not os.environ.get(STORE_VARIABLE, "").strip():
        return None

    def sent() -> None:
        try:
            for trouble in send_sessions(sessions_at(sessions_dir)).troubles:
                _log.warning("%s", trouble)
        except (ArchiveError, RefusalError, OSError) as trouble:
            _log.warning("%s", trouble)

    from simulator.sessions.archive.port import ArchiveError

    sending = threading.Thread(target=sent, name="sending", daemon=True)
    sending.start()
    return sending


@click.group()
def store() -> None:
    """Share sessions with a training centre: send, hand in, find, fetch; and its administration."""


@store.command()
@store_option
@audio_store_option
@sessions_option
@json_option
def send(store_url: str | None, audio_url: str | None, sessions_dir: Path | None, as_json: bool) -> int:
    """Send the sessions of this computer that were not sent, and fetch the reviews of those handed in."""
    from rich.console import Console
    from rich.progress import Progress

    from simulator.sessions.archive.outbox import Outbox

    directory = sessions_at(sessions_dir)
    with opened_store(store_url) as archive, Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Sending")
        outbox = Outbox(directory, archive, archive.name, _sounds(audio_url))
        told = outbox.send(lambda done, of: bar.update(task, completed=done, total=of))
    for trouble in told.troubles:
        note(trouble)
    if as_json:
        print_json(
            {
                "sent": list(told.sent),
                "handed_in": list(told.handed_in),
                "reviewed": list(told.reviewed),
                "waiting": told.waiting,
            }
        )
    else:
        say(
            f"{len(told.sent)} sessions sent, {len(told.handed_in)} handed in, {len(told.reviewed)} reviews came back, "
            f"{told.waiting} still to send."
        )
    return Status.PROBLEMS if told.troubles else Status.FINE


@store.command("hand-in")
@click.argument("session_id", metavar="ID")
@store_option
@audio_store_option
@sessions_option
def hand_in_session(session_id: str, store_url: str | None, audio_url: str | None, sessions_dir: Path | None) -> int:
    """Give a session to the trainers of your group, for good; ID may be shortened, or 'last'."""
    from simulator.cli.sessions.opening import open_session
    from simulator.sessions.handing_in import hand_in
    from simulator.sessions.store import SessionStore

    directory = sessions_at(sessions_dir)
    session = open_session(SessionStore(directory), session_id)
    hand_in(session.folder)
    told = send_sessions(directory, store_url, audio_url)
    for trouble in told.troubles:
        note(trouble)
    if session.id not in told.handed_in and told.troubles:
        say(f"{session.id} is marked as handed in and goes with the next 'callsim store send'.")
        return Status.PROBLEMS
    say(f"{session.id} is handed in.")
    return Status.FINE


@store.command("list")
@store_option
@query_options
@json_option
def list_sessions(store_url: str | None, as_json: bool, **asked: Any) -> int:  # noqa: ANN401  (click's values)
    """List the sessions in the store that you may see, newest first."""
    query = query_from(asked)
    with opened_store(store_url) as archive:
        return print_listings(archive.search(query), as_json, f"There are no such sessions in {archive.name}.")


@store.command()
@click.argument("session_id", metavar="ID")
@click.option("--owner", metavar="LOGIN", default="", help="Whose, where several people have a session of this id.")
@store_option
@audio_store_option
@sessions_option
def fetch(session_id: str, owner: str, store_url: str | None, audio_url: str | None, sessions_dir: Path | None) -> int:
    """Copy a session of the store to this computer, with its review, to play and review it here."""
    from simulator.sessions.archive.folder import FolderArchive
    from simulator.sessions.archive.outbox import note_review
    from simulator.sessions.files import write_atomically
    from simulator.sessions.session import REVIEW_NAME

    directory = sessions_at(sessions_dir)
    with opened_store(store_url) as archive, FolderArchive(directory) as own:
        parcel = archive.fetch(session_id, owner)
        review = archive.review(session_id, parcel.listing.owner)
        if (directory / session_id).exists():
            raise RefusalError(f"{directory / session_id} is there already. Delete or move it to fetch it again.")
        own.put(parcel)
        note_review(
            directory / session_id, archive.name, "" if review is None else review.edition, parcel.listing.owner
        )
    if review is not None:
        write_atomically(directory / session_id / REVIEW_NAME, review.content)
    sounds = _sounds(audio_url)
    if parcel.sounds and sounds is not None:
        sounds.download(parcel.sounds, directory / session_id)
    elif parcel.sounds:
        note(f"Its recordings are elsewhere: give --audio-store URL or set {AUDIO_STORE_VARIABLE} to have them.")
    say(f"{session_id} of {parcel.listing.owner} is in {directory / session_id}.")
    return Status.FINE


@store.command("send-review")
@click.argument("session_id", metavar="ID")
@click.option("--owner", metavar="LOGIN", default="", help="Whose, where several people have a session of this id.")
@store_option
@sessions_option
def send_review(session_id: str, owner: str, store_url: str | None, sessions_dir: Path | None) -> int:
    """Send your review of a fetched session back; refused when somebody else's came in between."""
    from simulator.cli.sessions.opening import open_session
    from simulator.sessions.archive.outbox import note_review, noted_owner, noted_review
    from simulator.sessions.review import ReviewChangedError
    from simulator.sessions.session import REVIEW_NAME
    from simulator.sessions.store import SessionStore

    session = open_session(SessionStore(sessions_at(sessions_dir)), session_id)
    path = session.folder / REVIEW_NAME
    if not path.is_file():
        raise RefusalError(f"{session.id} has no review yet. Write one with 'callsim sessions review'.")
    with opened_store(store_url) as archive:
        try:
            kept = archive.save_review(
                session.id, path.read_bytes(), noted_review(session.folder), owner or noted_owner(session.folder)
            )
        except ReviewChangedError as changed:
            raise RefusalError(str(changed)) from changed
        note_review(session.folder, archive.name, kept.edition)
    say(f"The review of {session.id} is in the store.")
    return Status.FINE


@store.command()
@store_option
def init(store_url: str | None) -> int:
    """Make the tables, roles and rights in an empty database (as its owner, with CREATEROLE)."""
    with _administration(store_url) as administration:
        say(f"The store is ready; its tables have version {administration.init()}.")
    return Status.FINE


@store.command()
@store_option
def migrate(store_url: str | None) -> int:
    """Bring the tables to this program's version."""
    with _administration(store_url) as administration:
        say(f"The tables have version {administration.migrate()}.")
    return Status.FINE


@store.command("add-group")
@click.argument("name")
@store_option
def add_group(name: str, store_url: str | None) -> int:
    """Make a group: its trainers see what its trainees hand in."""
    with _administration(store_url) as administration:
        administration.add_group(name)
    say(f"The group {name} is there.")
    return Status.FINE


@store.command("add-person")
@click.argument("login")
@click.option("--name", default="", help="As others see it; the login where left out.")
@click.option("--role", type=click.Choice(["trainee", "trainer"]), default="trainee", show_default=True)
@click.option("--group", "groups", multiple=True, metavar="NAME", help="May be given several times.")
@click.option("--ask-password", is_flag=True, help="Type a password instead of having one made.")
@store_option
def add_person(
    login: str, name: str, role: str, groups: tuple[str, ...], ask_password: bool, store_url: str | None
) -> int:
    """Let somebody in under a login of their own, or change their name, role and groups."""
    from simulator.sessions.archive.administration import Person, Role

    given = click.prompt("Password", hide_input=True, confirmation_prompt=True) if ask_password else None
    with _administration(store_url) as administration:
        password = administration.add_person(Person(login, name, Role(role), groups), given)
    say(f"{login} is a {role}{' of ' + ', '.join(groups) if groups else ''}.")
    if password and given is None:
        say(f"Password (shown this once): {password}")
    return Status.FINE


@store.command("remove-person")
@click.argument("login")
@click.option("--yes", is_flag=True, help="Do not ask.")
@store_option
@audio_store_option
def remove_person(login: str, yes: bool, store_url: str | None, audio_url: str | None) -> int:
    """Take somebody's login away, and all their sessions in the store, recordings too."""
    if not yes:
        click.confirm(f"Delete {login} and all sessions of {login} in the store?", abort=True, err=True)
    with _administration(store_url) as administration:
        administration.remove_person(login)
        say(f"{login} and all sessions of {login} are gone from the store.")
        return _without_sounds_left(administration, audio_url)


@store.command("delete-sounds-left")
@store_option
@audio_store_option
def delete_sounds_left(store_url: str | None, audio_url: str | None) -> int:
    """Delete the recordings of sessions that are no longer in the store."""
    with _administration(store_url) as administration:
        return _without_sounds_left(administration, audio_url)


@store.command()
@store_option
@json_option
def people(store_url: str | None, as_json: bool) -> int:
    """List who may log in, their roles and groups."""
    with _administration(store_url) as administration:
        found = administration.people()
    if as_json:
        print_json([{"login": p.login, "name": p.name, "role": p.role.value, "groups": list(p.groups)} for p in found])
    elif not found:
        say("Nobody may log in yet. Add somebody with 'callsim store add-person'.")
    else:
        rows = [(each.login, each.name, each.role.value, ", ".join(each.groups)) for each in found]
        print_table(("login", "name", "role", "groups"), rows)
    return Status.FINE


@contextmanager
def _administration(store_url: str | None) -> Iterator[StoreAdministration]:
    from simulator.sessions.archive.administration import StoreAdministration
    from simulator.sessions.archive.connecting import database_url

    administration = StoreAdministration(database_url(store_at(store_url)))
    try:
        yield administration
    finally:
        administration.close()


def _without_sounds_left(administration: StoreAdministration, audio_url: str | None) -> Status:
    places, sounds = administration.sounds_left(), _sounds(audio_url)
    if places and sounds is None:
        note(
            f"{len(places)} recordings of deleted sessions are still in the store of sounds. Delete them with "
            f"'callsim store delete-sounds-left --audio-store URL', or set {AUDIO_STORE_VARIABLE}."
        )
        return Status.PROBLEMS
    if sounds is not None:
        sounds.delete(places)
        administration.sounds_deleted(places)
        say(f"{len(places)} recordings of deleted sessions are gone from the store of sounds.")
    return Status.FINE


def _sounds(audio_url: str | None) -> SoundStore | None:
    from simulator.sessions.archive.sounds import SoundStore

    url = (audio_url or os.environ.get(AUDIO_STORE_VARIABLE, "")).strip()
    return SoundStore(url) if url else None
