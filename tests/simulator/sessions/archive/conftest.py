from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator.sessions.archive.administration import Person, Role, StoreAdministration
from simulator.sessions.archive.connecting import database_url
from simulator.sessions.archive.database import DatabaseArchive
from simulator.sessions.archive.folder import FolderArchive
from simulator.sessions.archive.port import SessionArchive
from tests.simulator.sessions.archive.server import NoServerError, Server, running_server

_numbers = itertools.count()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    try:
        with running_server() as running:
            yield running
    except NoServerError as absent:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(absent))


@dataclass
class Centre:
    """A database with people in it; everybody's password is their login."""

    server: Server
    database: str
    administration: StoreAdministration

    def person(self, login: str, role: Role, *groups: str) -> None:
        for group in groups:
            self.administration.add_group(group)
        self.administration.add_person(Person(login, login.capitalize(), role, groups), password=login)

    def url(self, login: str) -> str:
        return self.server.url(self.database, login, login)

    def archive(self, login: str) -> DatabaseArchive:
        return DatabaseArchive(database_url(self.url(login)))


@pytest.fixture(scope="session")
def centre(server: Server) -> Iterator[Centre]:
    """A group of two trainees with their trainer, and a stranger of each kind in another group."""
    database = f"centre{next(_numbers)}"
    server.make_database(database)
    administration = StoreAdministration(database_url(server.admin_url(database)))
    administration.init()
    made = Centre(server, database, administration)
    made.person("sam", Role.TRAINEE, "monday")
    made.person("kim", Role.TRAINEE, "monday")
    made.person("tess", Role.TRAINER, "monday")
    made.person("otto", Role.TRAINEE, "friday")
    made.person("bea", Role.TRAINER, "friday")
    yield made
    administration.close()


@dataclass
class Desk:
    """Where sessions are put by a trainee and reviewed by a trainer."""

    trainee: SessionArchive
    trainer: SessionArchive
    owner: str
    """Whose sessions they are, as the trainer names them."""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """The same desk on a folder with its SQLite index, and on PostgreSQL with a person at each end."""
    if request.param == "sqlite":
        with FolderArchive(tmp_path / "sessions") as folder:
            yield Desk(folder, folder, "")
        return
    centre: Centre = request.getfixturevalue("centre")
    number = next(_numbers)
    trainee, trainer = f"trainee{number}", f"trainer{number}"
    centre.person(trainee, Role.TRAINEE, f"group{number}")
    centre.person(trainer, Role.TRAINER, f"group{number}")
    with centre.archive(trainee) as own, centre.archive(trainer) as seen:
        yield Desk(own, seen, trainee)


Opener = Callable[[str], DatabaseArchive]


@pytest.fixture
def log_in(centre: Centre) -> Iterator[Opener]:
    """Open the database as somebody."""
    opened: list[DatabaseArchive] = []

    def open_as(login: str) -> DatabaseArchive:
        opened.append(centre.archive(login))
        return opened[-1]

    yield open_as
    for archive in opened:
        archive.close()
