"""What the database itself forbids, tried by people who know SQL and have a login of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import psycopg
import pytest

from simulator.sessions.archive.administration import Person, Role
from simulator.sessions.archive.connecting import database_url
from simulator.sessions.archive.database import DatabaseArchive
from simulator.sessions.archive.port import (
    ArchiveError,
    ArchiveUnreachableError,
    NotAllowedError,
    Parcel,
    SoundReference,
    UnknownParcelError,
)
from simulator.sessions.index import SessionQuery
from simulator.sessions.review import Review, review_to_json
from tests.simulator.sessions.archive.conftest import Centre, Opener
from tests.simulator.sessions.archive.parcels import parcel

pytestmark = pytest.mark.xdist_group("postgresql")

PARTS = ("scores", "events", "reviews", "sounds")


@dataclass
class Classroom:
    """Sam practised twice and handed in one of the two; Tess, the trainer of the group, reviewed that."""

    centre: Centre
    private: Parcel
    handed_in: Parcel

    def sql(self, login: str, statement: str, *values: object) -> list[tuple[object, ...]] | int:
        """Run a statement as somebody, past the program."""
        with psycopg.connect(
            host="127.0.0.1",
            port=self.centre.server.port,
            dbname=self.centre.database,
            user=login,
            password=login,
            autocommit=True,
        ) as connection:
            cursor = connection.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.fixture(scope="module")
def room(centre: Centre) -> Iterator[Classroom]:
    with centre.archive("sam") as sam, centre.archive("tess") as tess:
        private, handed_in = parcel(), parcel()
        for each in (private, handed_in):
            sam.put(each)
        sam.hand_in(handed_in.facts.id)
        tess.save_review(handed_in.facts.id, review_to_json(Review()), "", "sam")
    yield Classroom(centre, private, handed_in)


STRANGERS = ("kim", "otto", "bea")
"""A trainee of the same group, one of another, and the trainer of that other."""


@pytest.mark.parametrize("login", STRANGERS)
def test_a_stranger_finds_nothing_by_list_search_or_id(room: Classroom, log_in: Opener, login: str) -> None:
    archive = log_in(login)
    assert archive.search() == ()
    assert archive.search(SessionQuery(words="internet")) == ()
    assert archive.count(SessionQuery(caller="karin")) == 0
    assert archive.progress().points == ()
    for each in (room.private, room.handed_in):
        for owner in ("", "sam"):
            for ask in (archive.fetch, archive.review, archive.delete):
                with pytest.raises(UnknownParcelError):
                    ask(each.facts.id, owner)
        with pytest.raises(UnknownParcelError):
            archive.hand_in(each.facts.id)
        with pytest.raises(UnknownParcelError):
            archive.save_review(each.facts.id, review_to_json(Review()), "", "sam")


@pytest.mark.parametrize("login", STRANGERS)
@pytest.mark.parametrize("part", ("sessions", *PARTS))
def test_a_stranger_reads_no_row_of_any_table(room: Classroom, login: str, part: str) -> None:
    assert room.sql(login, f"SELECT count(*) FROM callsim.{part}") == [(0,)]


@pytest.mark.parametrize("login", STRANGERS)
def test_a_stranger_gets_nothing_by_a_join_a_function_or_an_error(room: Classroom, login: str) -> None:
    joined = "SELECT e.line FROM callsim.events e JOIN callsim.sessions s ON s.id = e.session_id"
    assert room.sql(login, joined) == []
    # A condition that fails on the first row it sees would tell that there is one.
    told = "SELECT 1 FROM callsim.sessions WHERE 1 / (CASE WHEN owner = 'sam' THEN 0 ELSE 1 END) = 1"
    assert room.sql(login, told) == []
    assert room.sql(login, "SELECT callsim.trained()") in ([], [("bea",), ("otto",)], [("otto",), ("bea",)])
    assert ("sam",) not in room.sql(login, "SELECT login FROM callsim.people")


def test_the_trainer_sees_what_was_handed_in_and_not_the_private_practice(room: Classroom, log_in: Opener) -> None:
    tess = log_in("tess")
    assert [(each.id, each.owner) for each in tess.search()] == [(room.handed_in.facts.id, "sam")]
    assert tess.fetch(room.handed_in.facts.id, "sam").journal == room.handed_in.journal
    with pytest.raises(UnknownParcelError):
        tess.fetch(room.private.facts.id, "sam")
    private = room.private.facts.id
    for part in PARTS:
        assert room.sql("tess", f"SELECT count(*) FROM callsim.{part} WHERE session_id = %s", private) == [(0,)]


def test_the_trainee_sees_both_and_the_review(room: Classroom, log_in: Opener) -> None:
    sam = log_in("sam")
    assert {each.id for each in sam.search()} == {room.private.facts.id, room.handed_in.facts.id}
    assert sam.review(room.handed_in.facts.id) is not None


@pytest.mark.parametrize("login", ["kim", "otto", "bea", "tess"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE callsim.sessions SET owner = session_user",
        "UPDATE callsim.sessions SET owner = session_user WHERE owner = 'sam'",
        "UPDATE callsim.people SET role = 'trainer'",
        "INSERT INTO callsim.members VALUES ('monday', session_user)",
        "INSERT INTO callsim.people VALUES ('x', 'x', 'trainer')",
        "ALTER TABLE callsim.sessions DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE callsim.sessions NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY seen ON callsim.sessions",
        "CREATE FUNCTION callsim.leak() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TEMPORARY TABLE mine (x int)",
        "SET ROLE sam",
        "SET ROLE storekeeper",
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION sam",
        "ALTER ROLE sam PASSWORD 'x'",
        "TRUNCATE callsim.sessions",
        "COPY callsim.sessions TO PROGRAM 'cat'",
        "UPDATE callsim.events SET line = ''",
    ],
)
def test_nobody_helps_himself_to_more(room: Classroom, login: str, statement: str) -> None:
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported)):
        room.sql(login, statement)


@pytest.mark.parametrize("login", ["kim", "otto", "bea", "tess"])
def test_rows_of_others_are_not_changed_added_to_or_deleted(room: Classroom, login: str) -> None:
    private = room.private.facts.id
    for statement in (
        "UPDATE callsim.sessions SET handed_in_at = now() WHERE id = %s",
        "UPDATE callsim.sessions SET score_values = '{}' WHERE id = %s",
        "DELETE FROM callsim.sessions WHERE id = %s",
        "DELETE FROM callsim.events WHERE session_id = %s",
        "DELETE FROM callsim.scores WHERE session_id = %s",
    ):
        assert room.sql(login, statement, private) == 0
    for statement in (
        "INSERT INTO callsim.events (owner, session_id, line_number, line) VALUES ('sam', %s, 99, 'x')",
        "INSERT INTO callsim.scores VALUES ('sam', %s, 'structure', 0)",
        "INSERT INTO callsim.sounds VALUES ('sam', %s, 'call.flac', 'x', 'x', 1)",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            room.sql(login, statement, private)


def test_setting_the_role_of_all_trainees_or_trainers_shows_nothing_more(room: Classroom) -> None:
    for login, role in (("kim", "callsim_trainee"), ("bea", "callsim_trainer")):
        statement = f"SET ROLE {role}; SELECT id FROM callsim.sessions"
        with psycopg.connect(
            database_url(room.centre.url(login)).set(drivername="postgresql").render_as_string(False)
        ) as c:
            cursor = c.execute(statement.encode())
            while cursor.nextset():
                pass
            assert cursor.fetchall() == []


def test_a_trainee_changes_nothing_after_handing_in_and_forges_no_review(room: Classroom, log_in: Opener) -> None:
    handed_in = room.handed_in.facts.id
    for statement in (
        "UPDATE callsim.sessions SET score_values = '{}' WHERE id = %s",
        "UPDATE callsim.sessions SET handed_in_at = NULL WHERE id = %s",
        "DELETE FROM callsim.sessions WHERE id = %s",
        "DELETE FROM callsim.events WHERE session_id = %s",
        "DELETE FROM callsim.scores WHERE session_id = %s",
    ):
        assert room.sql("sam", statement, handed_in) == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        room.sql("sam", "UPDATE callsim.reviews SET content = ''")
    sam = log_in("sam")
    there = sam.review(handed_in)
    assert there is not None
    with pytest.raises(NotAllowedError):
        sam.save_review(handed_in, review_to_json(Review(seen_by="sam")), there.edition)
    with pytest.raises(NotAllowedError):
        sam.delete(handed_in)


def test_the_author_and_the_moment_are_the_databases_word(room: Classroom) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        room.sql("tess", "UPDATE callsim.reviews SET author = 'bea'")
    assert room.sql("tess", "SELECT DISTINCT author FROM callsim.reviews") == [("tess",)]


def test_a_trainer_does_not_review_private_practice(room: Classroom) -> None:
    statement = (
        "INSERT INTO callsim.reviews (owner, session_id, content, document, edition) VALUES ('sam', %s, '', '{}', '')"
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        room.sql("tess", statement, room.private.facts.id)


def test_the_same_id_on_two_computers_is_two_sessions(room: Classroom, log_in: Opener) -> None:
    kim, same = log_in("kim"), room.private
    assert kim.put(same)
    assert [each.owner for each in kim.search()] == ["kim"]
    kim.delete(same.facts.id)
    assert log_in("sam").fetch(same.facts.id).listing.owner == "sam"


def test_the_administrator_has_no_window_into_private_practice(room: Classroom) -> None:
    with psycopg.connect(
        database_url(room.centre.server.admin_url(room.centre.database))
        .set(drivername="postgresql")
        .render_as_string(False)
    ) as connection:
        assert connection.execute("SELECT count(*) FROM callsim.sessions").fetchone() == (0,)


def test_a_removed_person_leaves_no_session(room: Classroom, log_in: Opener) -> None:
    room.centre.person("gone", Role.TRAINEE, "monday")
    with room.centre.archive("gone") as gone:
        gone.put(parcel())
        gone.hand_in(gone.search()[0].id)
    tess = log_in("tess")
    assert "gone" in {each.owner for each in tess.search()}
    room.centre.administration.remove_person("gone")
    assert "gone" not in {each.owner for each in tess.search()}
    with pytest.raises(ArchiveUnreachableError), room.centre.archive("gone") as archive:
        archive.search()


def test_recordings_of_deleted_sessions_are_remembered_until_they_are_deleted(room: Classroom) -> None:
    administration = room.centre.administration
    before = set(administration.sounds_left())
    places = [f"20260105-091100-karin-{number}/{number:032x}/call.flac" for number in range(3)]
    sounds = [SoundReference("call.flac", place, "0" * 64, 6) for place in places]
    room.centre.person("lars", Role.TRAINEE, "monday")
    given = parcel()
    with room.centre.archive("lars") as lars:
        lars.put(replace(given, sounds=(sounds[0],)))
        lars.put(replace(given, sounds=(sounds[1],)))
        lars.put(replace(parcel(), sounds=(sounds[2],)))
        assert set(administration.sounds_left()) - before == {places[0]}
        lars.put(replace(given, sounds=(sounds[0],)))
        assert set(administration.sounds_left()) - before == {places[1]}
    administration.remove_person("lars")
    assert set(administration.sounds_left()) - before == set(places)
    for login in ("sam", "tess"):
        for statement in ("SELECT * FROM callsim.sounds_left", "DELETE FROM callsim.sounds_left"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                room.sql(login, statement)
    administration.sounds_deleted(places)
    assert set(administration.sounds_left()) == before


def test_people_are_added_once_and_changed_after(room: Classroom) -> None:
    administration = room.centre.administration
    password = administration.add_person(Person("nora", "Nora", Role.TRAINEE, ("monday",)))
    assert len(password) >= 16
    assert administration.add_person(Person("nora", "Nora B.", Role.TRAINER, ("friday",))) == ""
    nora = next(each for each in administration.people() if each.login == "nora")
    assert nora == Person("nora", "Nora B.", Role.TRAINER, ("friday", "monday"))
    for wrong in ("Nora", "x", "a b", "drop table", 'a"b', "postgres'", ""):
        with pytest.raises(ArchiveError, match="cannot be a login"):
            administration.add_person(Person(wrong, "", Role.TRAINEE))
    with pytest.raises(ArchiveError, match="not of callsim"):
        administration.add_person(Person("postgres", "", Role.TRAINEE), password="x")
    with pytest.raises(ArchiveError, match="There is no group 'nowhere'"):
        administration.add_person(Person("mia", "", Role.TRAINEE, ("nowhere",)))
    administration.remove_person("nora")


def test_a_wrong_password_and_an_absent_server_are_sentences(room: Classroom) -> None:
    wrong = room.centre.server.url(room.centre.database, "sam", "guess")
    with DatabaseArchive(database_url(wrong)) as archive, pytest.raises(ArchiveUnreachableError) as told:
        archive.search()
    assert "guess" not in str(told.value)
    absent = DatabaseArchive(database_url("postgresql://sam@127.0.0.1:1/none"))
    with absent, pytest.raises(ArchiveUnreachableError, match="stay on this computer"):
        absent.put(parcel())


def test_the_tables_are_those_the_program_asks_for(room: Classroom) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext
    from sqlalchemy import create_engine

    from simulator.sessions.archive.schema import SCHEMA, archive_tables

    engine = create_engine(database_url(room.centre.server.admin_url(room.centre.database)))
    with engine.connect() as connection:
        options = {"version_table_schema": SCHEMA, "include_schemas": True}
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, archive_tables().listing.metadata)
    engine.dispose()
    # Defaults and comments are the migrations' own; what matters is which tables and columns there are.
    assert [each for each in differences if str(each[0]).startswith(("add_", "remove_"))] == []


def test_the_migrations_go_down_and_up_again(room: Classroom) -> None:
    from alembic import command
    from sqlalchemy import create_engine

    from simulator.sessions.archive.administration import StoreAdministration, migrations

    room.centre.server.make_database("updown")
    url = database_url(room.centre.server.admin_url("updown"))
    administration = StoreAdministration(url)
    administration.init()
    engine = create_engine(url)
    with engine.begin() as connection:
        command.downgrade(migrations(connection), "base")
        left = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'callsim'").fetchall()
        assert left == [("alembic_version",)]
    engine.dispose()
    assert administration.migrate() == "2"
    assert administration.people() == ()
    administration.close()
