"""Measures a training centre's database with many computers writing at once, and counts what was lost.

    python benchmarks/store.py [--writers 20] [--seconds 60] [--json]

A real PostgreSQL server is started on the loopback, in a folder of its own, with everything as it comes but
`max_connections` (and so with every commit on the disk). Each writer is a program with a login of its own; it sends
whole sessions (journal, scores, words), hands in every third, and all use the same ids, as two computers may. Then
every writer counts its own, and a trainer counts what was handed in: written, found, lost, and how many rows of
others somebody saw.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from simulator.sessions.archive.administration import Person, Role, StoreAdministration  # noqa: E402
from simulator.sessions.archive.connecting import database_url  # noqa: E402
from simulator.sessions.archive.database import DatabaseArchive  # noqa: E402
from simulator.sessions.archive.port import ArchiveError  # noqa: E402
from simulator.sessions.index import SessionQuery  # noqa: E402
from tests.simulator.sessions.archive.parcels import parcel  # noqa: E402
from tests.simulator.sessions.archive.server import Server, running_server  # noqa: E402

DATABASE: Final = "centre"
TURNS: Final = 12


def write(url: str, login: str, seconds: float) -> dict[str, Any]:
    """Write sessions for a while; return what was written."""
    original = parcel()
    original = replace(original, journal=original.journal * TURNS)
    written: list[str] = []
    handed_in: list[str] = []
    troubles: list[str] = []
    longest_s = 0.0
    with DatabaseArchive(database_url(url)) as archive:
        archive.count()
        stop_s = time.monotonic() + seconds
        while time.monotonic() < stop_s:
            number = len(written) + len(troubles)
            session_id = f"20260105-{number // 65536:06d}-karin-geen-internet-{number % 65536:04x}"
            facts = replace(original.facts, id=session_id, trainee=login)
            listing = replace(original.listing, id=session_id, trainee=login)
            began_s = time.monotonic()
            try:
                archive.put(replace(original, facts=facts, listing=listing))
                written.append(session_id)
                if number % 3 == 0:
                    archive.hand_in(session_id)
                    handed_in.append(session_id)
            except ArchiveError as error:
                troubles.append(str(error))
            longest_s = max(longest_s, time.monotonic() - began_s)
    return {"login": login, "written": written, "handed_in": handed_in, "troubles": troubles, "longest_s": longest_s}


def prepare(server: Server, logins: list[str]) -> str:
    server.make_database(DATABASE)
    administration = StoreAdministration(database_url(server.admin_url(DATABASE)))
    version = administration.init()
    administration.add_group("all")
    for login in logins:
        administration.add_person(Person(login, login, Role.TRAINEE, ("all",)), login)
    administration.add_person(Person("trainer", "trainer", Role.TRAINER, ("all",)), "trainer")
    administration.close()
    return version


def count(server: Server, results: list[dict[str, Any]]) -> dict[str, Any]:
    written = found = strangers = 0
    handed_in: set[tuple[str, str]] = set()
    for result in results:
        login = result["login"]
        with DatabaseArchive(database_url(server.url(DATABASE, login, login))) as archive:
            seen = archive.search()
        written += len(result["written"])
        found += len({each.id for each in seen if each.owner == login} & set(result["written"]))
        strangers += sum(each.owner != login for each in seen)
        handed_in |= {(login, session_id) for session_id in result["handed_in"]}
    with DatabaseArchive(database_url(server.url(DATABASE, "trainer", "trainer"))) as archive:
        began_s = time.monotonic()
        shown = {(each.owner, each.id) for each in archive.search()}
        listed_s = time.monotonic() - began_s
        began_s = time.monotonic()
        archive.search(SessionQuery(words="internet", limit=200))
        searched_s = time.monotonic() - began_s
    return {
        "written": written,
        "found": found,
        "lost": written - found,
        "handed_in": len(handed_in),
        "handed_in_and_seen_by_the_trainer": len(handed_in & shown),
        "seen_by_the_wrong_person": strangers + len(shown - handed_in),
        "troubles": [trouble for result in results for trouble in result["troubles"]],
        "longest_write_s": max(result["longest_s"] for result in results),
        "trainer_lists_all_s": listed_s,
        "trainer_searches_s": searched_s,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write-as", nargs=2, metavar=("URL", "LOGIN"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.write_as:
        print(json.dumps(write(*arguments.write_as, arguments.seconds)))
        return 0
    logins = [f"writer{number}" for number in range(arguments.writers)]
    with running_server("fsync=on", "full_page_writes=on") as server:
        version = prepare(server, logins)
        command = [sys.executable, __file__, "--seconds", str(arguments.seconds), "--write-as"]
        writers = [
            subprocess.Popen([*command, server.url(DATABASE, login, login), login], stdout=subprocess.PIPE, text=True)
            for login in logins
        ]
        results = [json.loads(writer.communicate()[0]) for writer in writers]
        figures = {"writers": arguments.writers, "seconds": arguments.seconds, **count(server, results)}
    figures["tables_version"] = version
    if arguments.json:
        print(json.dumps(figures, indent=2))
    else:
        for name, value in figures.items():
            print(f"{name.replace('_', ' '):36}{value:.3f}" if isinstance(value, float) else f"{name:36}{value}")
    return 1 if figures["lost"] or figures["seen_by_the_wrong_person"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
