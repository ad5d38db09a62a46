"""Run migrations: one at a time in the whole database, each in a transaction, each one logged.

What that takes stands in ``warehouse.database.migrating``; offline, the same is printed as SQL.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import sqlalchemy
from alembic import context
from sqlalchemy.exc import DBAPIError

import warehouse
from warehouse.database.connect import reach
from warehouse.database.migrating import BECOME_OWNER, Conduct, Step, one_at_a_time, with_patience
from warehouse.database.migration_log import logging_sql
from warehouse.database.offline import BELONGS, after, before
from warehouse.database.revisions import revision_of
from warehouse.schema import metadata
from warehouse.settings import Settings

if TYPE_CHECKING:
    from alembic.runtime.migration import MigrationContext, MigrationInfo

conduct: Conduct = context.config.attributes.get("conduct") or Conduct()


class Log:
    """Writes a line into ops.migration_log at the end of each migration, and tells whoever watches.

    Attributes:
        digests: Of the migrations applied so far by this run.
        since: When the last one was done.
    """

    def __init__(self) -> None:
        self.digests: dict[str, str] = {}
        self.since = time.monotonic()

    def __call__(self, ctx: MigrationContext, step: MigrationInfo, heads: object, run_args: object) -> None:  # noqa: ARG002
        """Log a step in its own transaction; the table itself goes with the last downgrade."""
        name, direction = str(step.up_revision_id), "upgrade" if step.is_upgrade else "downgrade"
        script = step.revision_map.get_revision(name)
        digest = revision_of(Path(getattr(script, "path", ""))).sha256
        if step.is_upgrade or step.down_revision_ids:
            for statement in logging_sql(name, direction, warehouse.__version__, digest, self.digests):
                ctx.execute(statement)
        if ctx.as_sql:
            reached = name if step.is_upgrade else (step.down_revision_ids or (None,))[0]
            ctx.execute(BELONGS.format(revision=reached or ""))
        self.digests[name] = digest
        conduct.on_step(Step(name, direction, time.monotonic() - self.since))
        self.since = time.monotonic()


def is_described(name: str | None, kind: str, _: object) -> bool:
    """Leave out of comparisons what no table in Python describes: the mart and the views on the past."""
    return kind != "schema" or name in {"core", "history", "ops"}


def run_migrations(connection: sqlalchemy.Connection | None, log: Log) -> None:
    """Apply the migrations to ``connection``, or print their SQL when there is none."""
    context.configure(
        connection=connection,
        dialect_name="postgresql",
        literal_binds=connection is None,
        target_metadata=metadata,
        include_schemas=True,
        include_name=is_described,
        transaction_per_migration=True,
        on_version_apply=log,
        version_table="alembic_version",
        version_table_schema="ops",
    )
    with context.begin_transaction():
        context.run_migrations()


def print_migrations() -> None:
    """Print the migrations as SQL, between what takes the locks and what lets them go."""
    context.configure(dialect_name="postgresql", literal_binds=True)
    start = context.get_starting_revision_argument()
    for statement in before(conduct.limits, str(start or "")):
        context.execute(statement)
    run_migrations(None, Log())
    for statement in after():
        context.execute(statement)


def lock_failure(error: Exception) -> str | None:
    """Give the statement that waited too long for a lock, if that is what happened."""
    if isinstance(error, DBAPIError) and isinstance(error.orig, psycopg.errors.LockNotAvailable):
        return error.statement or ""
    return None


def run_online(dsn: str) -> None:
    """Apply the migrations to a live database."""
    engine = sqlalchemy.create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(dsn, application_name="warehouse db"),
        poolclass=sqlalchemy.NullPool,
    )
    with one_at_a_time(dsn, conduct) as guard, engine.connect() as connection:
        connection.execute(sqlalchemy.text(BECOME_OWNER))
        for statement in (*conduct.limits.statements, "SET citus.multi_shard_modify_mode = 'sequential'"):
            connection.execute(sqlalchemy.text(statement))
        connection.execute(sqlalchemy.text("CREATE SCHEMA IF NOT EXISTS ops"))
        connection.commit()
        log = Log()

        def attempt() -> None:
            log.since = time.monotonic()
            run_migrations(connection, log)

        with_patience(attempt, guard, conduct, lock_failure)


if context.is_offline_mode():
    print_migrations()
elif context.config.attributes.get("dsn"):
    run_online(context.config.attributes["dsn"])
else:
    with reach(Settings.resolve()) as reached:
        run_online(reached)
