"""The Alembic environment: runs the migrations, then updates the objects that are derived from the tables.

An upgrade is one transaction, and only one upgrade runs at a time. ``warehouse.database.migrate`` and
``warehouse.database.derived`` hold the locks, limits and statements for this. In offline mode, the same statements are
printed.
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
from warehouse.settings import Settings
from warehouse.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    from alembic.runtime.migration import MigrationContext, MigrationInfo

MIGRATIONS = Path(__file__).parent
SQL = MIGRATIONS.parent / "sql"

VIEWS_IN_THE_WAY = (psycopg.errors.DependentObjectsStillExist, psycopg.errors.FeatureNotSupported)
"""The errors of the server when a view reads a column that a migration drops or retypes."""

conduct: MigrationOptions = context.config.attributes.get("conduct") or MigrationOptions()


class Log:
    """The log of migrations; it writes a row to ops.migration_log at the end of each one.

    Attributes:
        steps: The migrations that have run.
        since: The monotonic time at which the last migration ended, in seconds.
    """

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.since = time.monotonic()

    def __call__(self, ctx: MigrationContext, step: MigrationInfo, heads: object, run_args: object) -> None:  # noqa: ARG002
        """Log a migration, except the last downgrade, which drops the log table itself."""
        name, direction = str(step.up_revision_id), "upgrade" if step.is_upgrade else "downgrade"
        script = step.revision_map.get_revision(name)
        digest = revision_of(Path(getattr(script, "path", ""))).sha256
        if step.is_upgrade or step.down_revision_ids:
            for statement in logging_sql(name, direction, warehouse.__version__, digest):
                ctx.execute(sqlalchemy.text(statement.replace(":", r"\:")))
        self.steps.append(Step(name, direction, time.monotonic() - self.since))
        self.since = time.monotonic()


def is_described(name: str | None, kind: str, parent_names: MutableMapping[Any, str | None]) -> bool:
    """Return whether the Python metadata describes an object; it describes neither derived objects nor ops.derived."""
    if kind == "table" and parent_names.get("schema_name") == "ops":
        return name != "derived"
    if kind == "table" and parent_names.get("schema_name") == "history":
        return name in TABLES
    return kind != "schema" or name in {"core", "history", "ops"}


def described_tables() -> sqlalchemy.MetaData:
    """Return the tables for ``alembic check``; imported here, because an upgrade does not need them."""
    from warehouse.model.tables import metadata

    return metadata


def configure(connection: sqlalchemy.Connection | None, log: Log) -> None:
    """Configure Alembic to use ``connection``, or to print a script if it is None."""
    context.configure(
        connection=connection,
        dialect_name="postgresql",
        dialect_opts={"paramstyle": "named"},
        literal_binds=connection is None,
        target_metadata=None if changes_schema() else described_tables(),
        include_schemas=True,
        include_name=is_described,
        on_version_apply=log,
        version_table="alembic_version",
        version_table_schema="ops",
    )


def changes_schema() -> bool:
    """Return whether the command is an upgrade or a downgrade; ``alembic current`` and others run this file too."""
    if "dsn" in context.config.attributes:
        return True
    command = getattr(context.config.cmd_opts, "cmd", (None,))[0]
    return getattr(command, "__name__", "") in {"upgrade", "downgrade"}


def migrate(execute: Callable[[str], object], reached: Callable[[], str | None], *, sets_aside: bool) -> None:
    """Run the migrations: record the state before them, and update the derived objects after them.

    Args:
        execute: Executes a statement in the open transaction, or prints it.
        reached: Returns the revision that the migrations have reached; None if all of them were downgraded.
        sets_aside: Whether to drop all views before the first migration and restore them after the last.
    """
    execute(STEP_BEGINS)
    if conduct.alone:
        context.run_migrations()
        return
    for statement in derived.preparation(SQL):
        execute(statement)
    if context.get_context().get_current_revision() != context.get_revision_argument():
        execute(derived.NOTE_ROWS)
    if sets_aside:
        execute(derived.SET_ASIDE)
    context.run_migrations()
    revision = reached()
    if revision is None:
        return
    if revision == list_revisions(MIGRATIONS)[-1].name:
        for statement in (*derived.shipped_words(), *wanted(SQL)):
            execute(statement)
    for setting in derived.as_if_registered(conduct.currencies):
        execute(setting)
    for statement in derived.DERIVE:
        execute(statement)


def print_migrations() -> None:
    """Print the migrations as SQL, with the statements that take the locks before and release them after."""
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
    """Return the statement that timed out while it waited for a lock; None if the error has another cause."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(cause, psycopg.errors.LockNotAvailable):
        return None
    return (error.statement if isinstance(error, DBAPIError) else cause.diag.context) or ""


def tell(notice: psycopg.errors.Diagnostic) -> None:
    """Pass on what the statements say: how long it will take, and which table they compute."""
    text = notice.message_primary or ""
    if notice.severity_nonlocalized == "INFO":
        conduct.say(text)
    elif text.startswith(derived.COMPUTING):
        conduct.on_phase(text)


def attempt(connection: sqlalchemy.Connection, *, sets_aside: bool = False) -> None:
    """Apply the pending migrations in one transaction; if views block a migration, drop them first and try again."""
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
    """Run the Alembic command on a live database.

    Args:
        dsn: The connection string of the database.
    """
    engine = sqlalchemy.create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(dsn, application_name="warehouse db"),
        poolclass=sqlalchemy.NullPool,
    )
    with one_at_a_time(dsn, conduct) as guard, engine.connect() as connection:
        cast("psycopg.Connection", connection.connection.driver_connection).add_notice_handler(tell)
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
