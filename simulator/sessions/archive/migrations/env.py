"""What Alembic runs for every migration: on the connection it is given, all steps or none."""

from __future__ import annotations


def _migrate() -> None:
    from alembic import context

    from simulator.sessions.archive.schema import SCHEMA, archive_tables

    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=archive_tables().listing.metadata,
        version_table_schema=SCHEMA,
        include_schemas=True,
    )
    with context.begin_transaction():
        context.run_migrations()


_migrate()
