"""Run migrations, and bring in step what follows from them: all of an upgrade is one transaction, one at a time.

What that takes stands in ``warehouse.database.migrate`` and ``warehouse.database.derived``; offline, the same
statements are printed.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import psycopg
import sqlalchemy
from alembic import context
from sqlalchemy.exc import DBAPIError

import warehouse
from warehouse.database import derived
from warehouse.database.connect import reach
from warehouse.database.migrate import (
    BECOME_OWNER,
    BELONGS,
    MigrationOptions,
    Step,
    after,
    before,
    one_at_a_time,
    with_patience,
)
from warehouse.database.revisions import STEP_BEGINS, list_revisions, logging_sql, revision_of
from warehouse.mart.definitions import wanted
from warehouse.schema import metadata
from warehouse.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    from alembic.runtime.migration import MigrationContext, MigrationInfo

MIGRATIONS = Path(__file__).parent
SQL = MIGRATIONS.parent / "sql"

VIEWS_IN_THE_WAY = (psycopg.errors.DependentObjectsStillExist, psycopg.errors.FeatureNotSupported)
"""What the server says where a view reads the column that a migration is to drop or retype."""

conduct: MigrationOptions = context.config.attributes.get("conduct") or MigrationOptions()


class Log:
    """Writes a line into ops.migration_log at the end of each migration.

    Attributes:
        steps: The migrations that have run.
        since: When the last one was done.
    """

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.since = time.monotonic()

    def __call__(self, ctx: MigrationContext, step: MigrationInfo, heads: object, run_args: object) -> None:  # noqa: ARG002
        """Log a step; the table itself goes with the last downgrade."""
        name, direction = str(step.up_revision_id), "upgrade" if step.is_upgrade else "downgrade"
        script = step.revision_map.get_revision(name)
        digest = revision_of(Path(getattr(script, "path", ""))).sha256
        if step.is_upgrade or step.down_revision_ids:
            for statement in logging_sql(name, direction, warehouse.__version__, digest):
                ctx.execute(sqlalchemy.text(statement.replace(":", r"\:")))
        self.steps.append(Step(name, direction, time.monotonic() - self.since))
        self.since = time.monotonic()


def is_described(name: str | None, kind: str, parent_names: MutableMapping[Any, str | None]) -> bool:
    """Return whether tables in Python describe an object: not what is derived, nor the account of that."""
    if kind == "table" and parent_names.get("schema_name") == "ops":
        return name != "derived"
    return kind != "schema" or name in {"core", "history", "ops"}


def configure(connection: sqlalchemy.Connection | None, log: Log) -> None:
    """Tell Alembic what to work on: ``connection``, or a script to be printed when there is none."""
    context.configure(
        connection=connection,
        dialect_name="postgresql",
        dialect_opts={"paramstyle": "named"},
        literal_binds=connection is None,
        target_metadata=metadata,
        include_schemas=True,
        include_name=is_described,
        on_version_apply=log,
        version_table="alembic_version",
        version_table_schema="ops",
    )


def changes_schema() -> bool:
    """Return whether the command upgrades or downgrades; others, such as ``alembic current``, run this file too."""
    if "dsn" in context.config.attributes:
        return True
    command = getattr(context.config.cmd_opts, "cmd", (None,))[0]
    return getattr(command, "__name__", "") in {"upgrade", "downgrade"}


def migrate(execute: Callable[[str], object], reached: Callable[[], str | None], *, sets_aside: bool) -> None:
    """Run the migrations between what remembers the state before them and what brings the rest in step.

    Args:
        execute: Executes a statement in the transaction that is open, or prints it.
        reached: Returns the revision that the migrations have reached; None: all of them were taken back.
        sets_aside: Whether to set all views aside before the first one.
    """
    execute(STEP_BEGINS)
    if conduct.alone:
        context.run_migrations()
        return
    for statement in (*derived.preparation(SQL), derived.NOTE_EDITED_ROWS):
        execute(statement)
    if sets_aside:
        execute(derived.SET_ASIDE)
    context.run_migrations()
    revision = reached()
    if revision is None:
        return
    if revision == list_revisions(MIGRATIONS)[-1].name:
        for statement in wanted(SQL):
            execute(statement)
    execute(derived.DERIVE)


def print_migrations() -> None:
    """Print the migrations as SQL, between what takes the locks and what lets them go."""
    configure(None, Log())
    if conduct.alone:
        with context.begin_transaction():
            context.run_migrations()
        return
    start = context.get_starting_revision_argument()
    for statement in before(conduct.limits, str(start or "")):
        context.execute(statement)

    def print_statement(statement: str) -> None:
        context.get_context().impl.static_output(f"{statement.strip().rstrip(';')};\n")

    revision = context.get_revision_argument()
    with context.begin_transaction():
        migrate(print_statement, lambda: str(revision), sets_aside=True)
        print_statement(BELONGS.format(revision=revision))
    for statement in after():
        context.execute(statement)


def lock_failure(error: Exception) -> str | None:
    """Return the statement that waited too long for a lock, if that is what happened."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(cause, psycopg.errors.LockNotAvailable):
        return None
    return (error.statement if isinstance(error, DBAPIError) else cause.diag.context) or ""


def attempt(connection: sqlalchemy.Connection, *, sets_aside: bool = False) -> None:
    """Apply what is left, in one transaction; where views are in the way, once more without them."""
    log = Log()
    configure(connection, log)
    if not changes_schema():
        context.run_migrations()
        return
    raw = cast("psycopg.Connection", connection.connection.driver_connection)

    def reached() -> str | None:
        row = raw.execute("SELECT version_num FROM ops.alembic_version").fetchone()
        revision = str(row[0]) if row else None
        for kept in conduct.kept if revision else ():
            raw.execute(derived.COPY_KEPT, [kept])
        return revision

    try:
        with context.begin_transaction():
            migrate(lambda statement: raw.execute(statement.encode()), reached, sets_aside=sets_aside)
            changes = [] if conduct.alone else [derived.Change(*row) for row in raw.execute(derived.CHANGES)]
    except DBAPIError as error:
        if sets_aside or not isinstance(error.orig, VIEWS_IN_THE_WAY):
            raise
        attempt(connection, sets_aside=True)
    else:
        for step in log.steps:
            conduct.on_step(step)
        conduct.on_derived(changes)


def run_online(dsn: str) -> None:
    """Apply the migrations to a live database."""
    engine = sqlalchemy.create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(dsn, application_name="warehouse db"),
        poolclass=sqlalchemy.NullPool,
    )
    with one_at_a_time(dsn, conduct) as guard, engine.connect() as connection:
        connection.execute(sqlalchemy.text(BECOME_OWNER))
        for statement in conduct.limits.statements:
            connection.execute(sqlalchemy.text(statement))
        connection.execute(sqlalchemy.text("CREATE SCHEMA IF NOT EXISTS ops"))
        connection.commit()
        with_patience(lambda: attempt(connection), guard, conduct, lock_failure)


if context.is_offline_mode():
    print_migrations()
elif context.config.attributes.get("dsn"):
    run_online(context.config.attributes["dsn"])
else:
    with reach(Settings.resolve()) as reached:
        run_online(reached)
