"""Many computers write at once, and nothing is lost."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import replace

import pytest

from simulator.sessions.archive.administration import Role
from simulator.sessions.archive.port import ArchiveError
from tests.simulator.sessions.archive.conftest import Centre
from tests.simulator.sessions.archive.parcels import parcel

SECONDS = float(os.environ.get("CALLSIM_TEST_WRITING_S", "4"))
WRITERS = 20


@pytest.mark.xdist_group("postgresql")
def test_twenty_writers_at_once_lose_nothing_and_see_only_their_own(centre: Centre) -> None:
    logins = [f"writer{number}" for number in range(WRITERS)]
    centre.person("watcher", Role.TRAINER, "writing")
    for login in logins:
        centre.person(login, Role.TRAINEE, "writing")
    original = parcel()
    written: dict[str, set[str]] = {login: set() for login in logins}
    handed_in: dict[str, set[str]] = {login: set() for login in logins}
    troubles: list[ArchiveError] = []
    stop_s = time.monotonic() + SECONDS

    def write(login: str) -> None:
        with centre.archive(login) as archive:
            number = 0
            while time.monotonic() < stop_s or number < 2:
                # All writers use the same ids: two computers may well give the same one.
                session_id = f"20260105-090000-karin-{number:04x}"
                facts = replace(original.facts, id=session_id, trainee=login)
                listing = replace(original.listing, id=session_id, trainee=login)
                try:
                    archive.put(replace(original, facts=facts, listing=listing))
                    written[login].add(session_id)
                    if number % 3 == 0:
                        archive.hand_in(session_id)
                        handed_in[login].add(session_id)
                except ArchiveError as error:
                    troubles.append(error)
                    return
                number += 1

    threads = [threading.Thread(target=write, args=(login,)) for login in logins]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    for login in logins:
        with centre.archive(login) as archive:
            seen = archive.search()
            assert {each.id for each in seen} == written[login]
            assert {each.owner for each in seen} == {login}
            assert archive.fetch(seen[0].id).journal == original.journal
    with centre.archive("watcher") as watcher:
        shown = {(each.owner, each.id) for each in watcher.search()}
    assert shown == {(login, each) for login in logins for each in handed_in[login]}
