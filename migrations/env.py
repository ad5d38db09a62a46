"""Run migrations: one at a time in the whole database, each in a transaction, each one logged."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
import sqlalchemy
from alembic import context

import warehouse
from warehouse.database.connect import connect, reach
from warehouse.schema import metadata
from warehouse.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alembic.runtime.migration import MigrationContext, MigrationInfo

ADVISORY_LOCK = 7_362_910_018
LOCK_WAIT = "10min"

BECOME_OWNER = """
SELECT set_config('role', pg_get_userbyid(nspowner), false) FROM pg_namespace
WHERE nspname = 'ops' AND pg_has_role(nspowner, 'SET')
"""
"""What is made belongs to whoever owns what is there, if this account may act for them."""

SESSION = (
    BECOME_OWNER,
    "SET lock_timeout = '30s'",
    "SET statement_timeout = '10min'",
    "SET citus.multi_shard_modify_mode = 'sequential'",
    "CREATE SCHEMA IF NOT EXISTS ops",
)
LOG = """
INSERT INTO ops.migration_log (revision, direction, applied_at, applied_by, software_version)
SELECT '{revision}', '{direction}', now(), session_user, '{version}'
"""


@contextmanager
def one_at_a_time(dsn: str) -> Iterator[None]:
    """Hold a session lock on a connection of its own; other upgrades wait and then find nothing left to do."""
    with connect(dsn) as connection:
        connection.autocommit = True
        connection.execute(f"SET lock_timeout = '{LOCK_WAIT}'".encode())
        connection.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        yield


def log_step(ctx: MigrationContext, step: MigrationInfo, heads: object, run_args: object) -> None:  # noqa: ARG001
    """Record who applied what, in the same transaction; the table itself goes with the last downgrade."""
    direction = "upgrade" if step.is_upgrade else "downgrade"
    if step.is_upgrade or step.down_revision_ids:
        ctx.execute(LOG.format(revision=step.up_revision_id, direction=direction, version=warehouse.__version__))


def is_described(name: str | None, kind: str, _: object) -> bool:
    """Leave out of comparisons what no table in Python describes: the mart and the views on the past."""
    return kind != "schema" or name in {"core", "history", "ops"}


def run_migrations(connection: sqlalchemy.Connection | None) -> None:
    """Apply the migrations to ``connection``, or print their SQL when there is none."""
    context.configure(
        connection=connection,
        dialect_name="postgresql",
        literal_binds=connection is None,
        target_metadata=metadata,
        include_schemas=True,
        include_name=is_described,
        transaction_per_migration=True,
        on_version_apply=log_step,
        version_table="alembic_version",
        version_table_schema="ops",
    )
    with context.begin_transaction():
        if connection is None:
            context.execute("CREATE SCHEMA IF NOT EXISTS ops")
        context.run_migrations()


def run_online(dsn: str) -> None:
    """Apply the migrations to a live database."""
    engine = sqlalchemy.create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(dsn), poolclass=sqlalchemy.NullPool
    )
    with one_at_a_time(dsn), engine.connect() as connection:
        for statement in SESSION:
            connection.execute(sqlalchemy.text(statement))
        connection.commit()
        run_migrations(connection)


if context.is_offline_mode():
    run_migrations(None)
elif context.config.attributes.get("dsn"):
    run_online(context.config.attributes["dsn"])
else:
    with reach(Settings.resolve()) as reached:
        run_online(reached)
