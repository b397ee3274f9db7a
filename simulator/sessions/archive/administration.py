"""Setting up a training centre's database: tables, people and groups; for its administrator, with the rights for it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from simulator.sessions.archive.connecting import in_sentences, open_database
from simulator.sessions.archive.port import ArchiveError
from simulator.sessions.archive.schema import SCHEMA, TRAINEE_ROLE, TRAINER_ROLE, archive_tables

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import URL, Connection

_LOGIN: Final = re.compile(r"^[a-z][a-z0-9_.-]{0,61}[a-z0-9]$")

PASSWORD_BYTES: Final = 12
"""Of a password made here: 96 bits, 16 letters."""


class Role(StrEnum):
    """What a person does."""

    TRAINEE = "trainee"
    TRAINER = "trainer"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may log in."""

    login: str
    """The name of the database role."""
    name: str
    role: Role
    groups: tuple[str, ...] = ()


class StoreAdministration:
    """Makes the tables and lets people in.

    Args:
        url: of the database, as its owner; needs the right to make roles (CREATEROLE).
    """

    def __init__(self, url: URL) -> None:
        self._url = url
        self._engine = open_database(url)

    def close(self) -> None:
        """Let the connection go."""
        self._engine.dispose()

    def init(self) -> str:
        """Make roles, schema and tables, where they are not there yet; return the version of the tables.

        Raises:
            ArchiveError: the database cannot be reached, or does not allow it.
        """
        with in_sentences(self._url), self._engine.begin() as connection:
            for role in (TRAINEE_ROLE, TRAINER_ROLE):
                _make_role(connection, role)
            database = _quoted(connection, self._url.database or "")
            # Nobody but the people of the store comes in, and nobody makes tables or functions of their own there.
            connection.exec_driver_sql(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")
            connection.exec_driver_sql(f"GRANT CONNECT ON DATABASE {database} TO {TRAINEE_ROLE}, {TRAINER_ROLE}")
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
            return self._upgraded(connection)

    def migrate(self) -> str:
        """Bring the tables to this program's version, all steps or none; return that version.

        Raises:
            ArchiveError: the database cannot be reached, or does not allow it.
        """
        with in_sentences(self._url), self._engine.begin() as connection:
            return self._upgraded(connection)

    def add_group(self, name: str) -> None:
        """Make a group; one that is there stays.

        Raises:
            ArchiveError: it has no name, or the database does not allow it.
        """
        from sqlalchemy.dialects.postgresql import insert

        if not name.strip():
            raise ArchiveError("A group needs a name.")
        with in_sentences(self._url), self._engine.begin() as connection:
            connection.execute(insert(archive_tables().groups).values(name=name.strip()).on_conflict_do_nothing())

    def add_person(self, person: Person, password: str | None = None) -> str:
        """Let somebody in, or change their name, role or groups; what they may see follows from role and groups.

        Args:
            person: who; the groups are added to those they are in.
            password: theirs; one is made where None. An existing person keeps theirs where None.

        Returns:
            The password when one was made or given, else the empty text. It is stored nowhere and sent as a verifier.

        Raises:
            ArchiveError: the login or a group cannot be, or the database does not allow it.
        """
        from sqlalchemy.dialects.postgresql import insert

        if not _LOGIN.match(person.login):
            raise ArchiveError(
                f"'{person.login}' cannot be a login: 2 to 63 small letters, digits, '_', '.' or '-', a letter first."
            )
        tables = archive_tables()
        with in_sentences(self._url), self._engine.begin() as connection:
            self._refuse_unknown_groups(connection, person)
            is_new = _make_role(connection, person.login)
            if not is_new and not self._is_person(connection, person.login):
                raise ArchiveError(
                    f"The database has a role '{person.login}' that is not of callsim. Choose another login."
                )
            password = password or (secrets.token_urlsafe(PASSWORD_BYTES) if is_new else "")
            login = _quoted(connection, person.login)
            connection.exec_driver_sql(f"ALTER ROLE {login} LOGIN")
            if password:
                verifier = _verifier(connection, person.login, password)
                connection.exec_driver_sql(f"ALTER ROLE {login} PASSWORD '{verifier}'")
            ours, other = (TRAINER_ROLE, TRAINEE_ROLE) if person.role is Role.TRAINER else (TRAINEE_ROLE, TRAINER_ROLE)
            connection.exec_driver_sql(f"GRANT {ours} TO {login}")
            connection.exec_driver_sql(f"REVOKE {other} FROM {login}")
            values = {"name": person.name or person.login, "role": person.role.value}
            statement = insert(tables.people).values(login=person.login, **values)
            connection.execute(statement.on_conflict_do_update(index_elements=["login"], set_=values))
            for group in person.groups:
                row = insert(tables.members).values(group_name=group, login=person.login)
                connection.execute(row.on_conflict_do_nothing())
        return password

    def remove_person(self, login: str) -> None:
        """Take a person away with all sessions of theirs; their recordings are then among `sounds_left`.

        Raises:
            ArchiveError: there is none, or the database does not allow it.
        """
        tables = archive_tables()
        with in_sentences(self._url), self._engine.begin() as connection:
            # Tables of an older version would forget where the recordings lie: those are refused before the deletion.
            connection.execute(tables.sounds_left.select().limit(1))
            gone = connection.execute(tables.people.delete().where(tables.people.c.login == login))
            if not gone.rowcount:
                raise ArchiveError(f"There is no person '{login}' in the store.")
            connection.exec_driver_sql(f"DROP ROLE IF EXISTS {_quoted(connection, login)}")

    def sounds_left(self) -> tuple[str, ...]:
        """Return where recordings of deleted sessions may still lie in the store of sounds.

        Raises:
            ArchiveError: the database cannot be reached, or does not allow it.
        """
        from sqlalchemy import select

        left = archive_tables().sounds_left
        with in_sentences(self._url), self._engine.connect() as connection:
            return tuple(connection.execute(select(left.c.place).order_by(left.c.place)).scalars())

    def sounds_deleted(self, places: Sequence[str]) -> None:
        """Forget places where nothing lies any more; see `sounds_left`.

        Raises:
            ArchiveError: the database cannot be reached, or does not allow it.
        """
        left = archive_tables().sounds_left
        with in_sentences(self._url), self._engine.begin() as connection:
            connection.execute(left.delete().where(left.c.place.in_(places)))

    def people(self) -> tuple[Person, ...]:
        """Return everybody, by login."""
        from sqlalchemy import select

        tables = archive_tables()
        with in_sentences(self._url), self._engine.connect() as connection:
            groups: dict[str, list[str]] = {}
            for group, login in connection.execute(select(tables.members.c.group_name, tables.members.c.login)):
                groups.setdefault(login, []).append(group)
            rows = connection.execute(select(tables.people).order_by(tables.people.c.login))
            return tuple(
                Person(row.login, row.name, Role(row.role), tuple(sorted(groups.get(row.login, ())))) for row in rows
            )

    def _upgraded(self, connection: Connection) -> str:
        from alembic import command
        from alembic.runtime.migration import MigrationContext

        command.upgrade(migrations(connection), "head")
        connection.exec_driver_sql(f"GRANT SELECT ON {SCHEMA}.alembic_version TO {TRAINEE_ROLE}, {TRAINER_ROLE}")
        context = MigrationContext.configure(connection, opts={"version_table_schema": SCHEMA})
        return str(context.get_current_revision())

    @staticmethod
    def _is_person(connection: Connection, login: str) -> bool:
        people = archive_tables().people
        return connection.execute(people.select().where(people.c.login == login)).first() is not None

    @staticmethod
    def _refuse_unknown_groups(connection: Connection, person: Person) -> None:
        groups = archive_tables().groups
        there = {name for (name,) in connection.execute(groups.select())}
        unknown = [group for group in person.groups if group not in there]
        if unknown:
            raise ArchiveError(
                f"There is no group '{unknown[0]}'. Make it with 'callsim store add-group'; there are: "
                f"{', '.join(sorted(there)) or 'none'}."
            )


def migrations(connection: Connection | None = None) -> Config:
    """Return Alembic's view of the migrations that come with the program.

    Args:
        connection: to migrate on; None to look at the steps only.
    """
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(resources.files("simulator.sessions.archive") / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _make_role(connection: Connection, name: str) -> bool:
    """Make a role nobody can log in as, where there is none of this name; tell whether it was made."""
    from sqlalchemy import text

    there = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": name}).first()
    if there is None:
        connection.exec_driver_sql(f"CREATE ROLE {_quoted(connection, name)} NOLOGIN")
    return there is None


def _verifier(connection: Connection, login: str, password: str) -> str:
    """Return what the server keeps of a password, made here so that the password itself is in no log of the server."""
    driver: Any = connection.connection.driver_connection
    verifier: bytes = driver.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    return verifier.decode("ascii").replace("'", "''")


def _quoted(connection: Connection, name: str) -> str:
    return str(connection.dialect.identifier_preparer.quote_identifier(name))
