"""Upgrades and downgrades of the schema, one at a time, with limits, retries and log entries.

``migrations/env.py`` uses this module, so that plain ``alembic`` behaves like ``warehouse db upgrade``.
"""

from __future__ import annotations

import re
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from warehouse.database.connect import connect
from warehouse.database.revisions import BASE, NEWER, list_revisions, require_known, require_sound
from warehouse.errors import ConfigurationError, DatabaseBusy, PermissionRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import psycopg
    from alembic.config import Config

    from warehouse.database.derived import Change

ADVISORY_LOCK: Final = 7_362_910_018
"""Number of the advisory lock that a migration holds; loads use the same lock."""
LOCK_WAIT: Final = "10min"
TRY_LOCK: Final = "SELECT pg_try_advisory_lock(%s)"

HOLDING_THE_LOCK: Final = """
SELECT format('server process %%s, account %%s (%%s)', a.pid, a.usename, coalesce(nullif(a.application_name, ''), '?'))
FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
    AND (l.classid::bigint << 32 | l.objid::bigint) = %s AND l.database = a.datid AND a.datname = current_database()
"""

HOLDING_TABLES: Final = """
SELECT format(
    'server process %%s, account %%s (%%s), in a transaction for %%s s, holds %%s',
    a.pid, a.usename, coalesce(nullif(a.application_name, ''), '?'),
    coalesce(extract(epoch FROM clock_timestamp() - a.xact_start)::int::text, '?'),
    string_agg(DISTINCT l.relation::regclass::text, ', ')
)
FROM pg_locks AS l
JOIN pg_stat_activity AS a USING (pid)
JOIN pg_class AS c ON c.oid = l.relation
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE l.granted AND a.pid <> ALL (%s) AND l.database = a.datid AND a.datname = current_database()
    AND n.nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops') AND strpos(%s, c.relname) > 0
GROUP BY a.pid, a.usename, a.application_name, a.xact_start
ORDER BY a.xact_start
LIMIT 3
"""
"""Lists transactions that hold a lock on a table that a statement names."""

BECOME_OWNER: Final = """
SELECT set_config('role', pg_get_userbyid(nspowner), false) FROM pg_namespace
WHERE nspname = 'ops' AND pg_has_role(nspowner, 'SET')
"""
"""New objects must belong to the owner of the existing ones, so switch to that role if this account may."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits on how long a migration may wait and work.

    Attributes:
        lock_seconds: Longest wait of one statement for a lock. Readers queue behind a waiting ALTER TABLE, so it is
            short.
        statement_seconds: Longest run of one statement.
        pauses: Seconds between the attempts of a migration that ran into ``lock_seconds``.
    """

    lock_seconds: float = 5
    statement_seconds: float = 600
    pauses: tuple[float, ...] = (1, 2, 4, 8)

    @property
    def statements(self) -> tuple[str, str]:
        """The SET statements that apply the limits to a session."""
        return (
            f"SET lock_timeout = {round(self.lock_seconds * 1000)}",
            f"SET statement_timeout = {round(self.statement_seconds * 1000)}",
        )


@dataclass(frozen=True, slots=True)
class Step:
    """A migration that was applied or reverted.

    Attributes:
        revision: The migration.
        direction: ``upgrade`` or ``downgrade``.
        seconds: How long it took.
    """

    revision: str
    direction: str
    seconds: float


def _to_stderr(text: str) -> None:
    sys.stderr.write(f"{text}\n")


@dataclass(slots=True)
class MigrationOptions:
    """The options of a run of migrations, and its callbacks.

    Attributes:
        limits: How long it may wait and work.
        say: Called with each message for the user: whom it waits for, that it tries again.
        on_phase: Called with what is being computed, to show progress.
        on_step: Called with each migration after all of them are committed.
        on_derived: Called after the commit with the changes to the derived objects.
        kept: The mart at the target revision, if that is not the newest: rows of ``ops.derived`` as JSON.
        currencies: Codes of currencies that get a view as if they were registered.
        alone: Whether to run the migrations without the derived objects, to inspect the migrations.
        before: Called with a connection that holds the lock, before anything is done; raises to refuse.
    """

    limits: Limits = field(default_factory=Limits)
    say: Callable[[str], None] = _to_stderr
    on_phase: Callable[[str], None] = lambda _: None
    on_step: Callable[[Step], None] = lambda _: None
    on_derived: Callable[[list[Change]], None] = lambda _: None
    kept: Sequence[str] = ()
    currencies: Sequence[str] = ()
    alone: bool = False
    before: Callable[[psycopg.Connection], None] = lambda _: None


@contextmanager
def one_at_a_time(dsn: str, conduct: MigrationOptions) -> Iterator[psycopg.Connection]:
    """Hold the session lock on a separate connection; other upgrades wait, and then find nothing left to do.

    Args:
        dsn: libpq connection string.
        conduct: The options of the run.

    Yields:
        The connection that holds the lock.
    """
    with connect(dsn) as guard:
        guard.autocommit = True
        guard.execute(f"SET lock_timeout = '{LOCK_WAIT}'".encode())
        if not _is_true(guard, TRY_LOCK):
            holder = guard.execute(HOLDING_THE_LOCK.encode(), [ADVISORY_LOCK]).fetchone()
            conduct.say(f"Waiting for another upgrade or a load{f': {holder[0]}' if holder else ''}.")
            guard.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        conduct.before(guard)
        yield guard


def with_patience(
    run: Callable[[], None],
    guard: psycopg.Connection,
    conduct: MigrationOptions,
    lock_failure: Callable[[Exception], str | None],
) -> None:
    """Run migrations; after a lock timeout, report who holds the lock, pause, and continue with what is left.

    Args:
        run: Applies the migrations that are left; a migration that fails has rolled back.
        guard: Another connection, to look up who holds the lock.
        conduct: The pauses between attempts, and the callback for messages.
        lock_failure: Returns the statement that ran into the lock timeout, or None for any other failure.

    Raises:
        DatabaseBusy: The lock is still held at the last attempt.
    """
    import psycopg
    from sqlalchemy.exc import DBAPIError

    for pause in (*conduct.limits.pauses, None):
        try:
            run()
        except (DBAPIError, psycopg.Error) as error:
            statement = lock_failure(error)
            if statement is None:
                raise
            held = _holders(guard, statement) or "whoever held it has just let it go"
            what = f"a migration waited {conduct.limits.lock_seconds:g} s for a lock and was rolled back: {held}"
            if pause is None:
                hint = "End that transaction or wait for it, then try again; what was applied before stays applied."
                raise DatabaseBusy(what, hint=hint) from error
            conduct.say(f"{what[0].upper()}{what[1:]}. Trying again in {pause:g} s.")
            time.sleep(pause)
        else:
            return


def _holders(guard: psycopg.Connection, statement: str) -> str:
    mine = [guard.info.backend_pid]
    return "; ".join(str(row[0]) for row in guard.execute(HOLDING_TABLES.encode(), [mine, statement]).fetchall())


def _is_true(connection: psycopg.Connection, question: str) -> bool:
    row = connection.execute(question.encode(), [ADVISORY_LOCK]).fetchone()
    return bool(row and row[0])


STANDS_AT: Final = """
DO $begin$
DECLARE
    found TEXT;
    holds_version CONSTANT BOOLEAN := to_regclass('ops.alembic_version') IS NOT NULL;
BEGIN
    IF holds_version THEN
        EXECUTE 'SELECT version_num FROM ops.alembic_version' INTO found;
    END IF;
    IF found IS DISTINCT FROM nullif('{revision}', '') THEN
        RAISE EXCEPTION USING MESSAGE = concat(
            'this script begins at revision ', coalesce(nullif('{revision}', ''), 'none'),
            ', the database is at ', coalesce(found, 'none'));
    END IF;
    IF holds_version AND found IS NULL THEN
        DROP TABLE ops.alembic_version;
    END IF;
    CREATE SCHEMA IF NOT EXISTS ops;
END
$begin$
"""

BELONGS: Final = """
DO $end$
BEGIN
    IF '{revision}' <> coalesce((SELECT max(version_num) FROM ops.alembic_version), '') THEN
        RAISE EXCEPTION 'this part of the script does not belong to the revision that the database is at';
    END IF;
END
$end$
"""
"""Runs at the end of each transaction, so that a client that continues after errors does no harm."""


def before(limits: Limits, revision: str) -> Iterator[str]:
    """Yield the first statements of a script: take the lock, set the limits, become the owner, check the revision.

    Args:
        limits: How long statements may wait and work.
        revision: The revision where the script begins; empty or ``base``: an empty database.
    """
    yield f"SET lock_timeout = '{LOCK_WAIT}'"
    yield f"SELECT pg_advisory_lock({ADVISORY_LOCK})"
    yield from limits.statements
    yield BECOME_OWNER
    yield STANDS_AT.format(revision="" if revision == "base" else revision)


def after() -> Iterator[str]:
    """Yield the last statements of a script: restore the session and release the lock."""
    for setting in ("ROLE", "lock_timeout", "statement_timeout"):
        yield f"RESET {setting}"
    yield f"SELECT pg_advisory_unlock({ADVISORY_LOCK})"


VERSION_IN: Final = {
    "alembic_version": "SELECT version_num FROM ops.alembic_version",
    "dim_schema": "SELECT revision FROM mart.dim_schema",
}
"""Queries for the revision: for accounts that may change something, and for readers."""

DO_NOT_FIT: Final = "Take the facts that need the present schema out of the seeds and load; then go back."

IN_THE_WAY: Final = "Drop it, upgrade, and make it again so that it fits."

DERIVED_OBJECT: Final = re.compile(r"(?:VIEW |TABLE fresh_)([a-z0-9_.]+)")
"""Finds in an error's context the name of the object that the server was making."""

VERSION_HOLDERS: Final = """
SELECT relname, has_schema_privilege(relnamespace, 'USAGE') AND has_table_privilege(oid, 'SELECT')
FROM pg_class
WHERE relname = 'alembic_version' AND relnamespace = to_regnamespace('ops')
    OR relname = 'dim_schema' AND relnamespace = to_regnamespace('mart')
ORDER BY relname
"""


def upgrade(
    dsn: str,
    migrations: Path,
    *,
    revision: str = "head",
    conduct: MigrationOptions | None = None,
    into_used: bool = False,
) -> str | None:
    """Apply all pending migrations and update the derived objects, in one transaction.

    Args:
        dsn: libpq connection string of an account that may create schemas.
        migrations: The folder with ``env.py`` and ``versions/``.
        revision: The target revision.
        conduct: The limits and callbacks.
        into_used: Whether an empty warehouse may be made in a database that holds other applications' tables.

    Returns:
        The revision at the moment when this upgrade got the lock; another upgrade may have done the work by then. None
        if the database was empty.

    Raises:
        ConfigurationError: The database is at an unknown revision, its state contradicts itself, or others use it.
        PermissionRefused: The account may not do what a migration does.
        DatabaseBusy: Somebody else holds a lock for too long, or a statement takes too long.
    """
    from alembic import command

    run, revisions = conduct or MigrationOptions(), list_revisions(migrations)
    found: list[str | None] = []

    def look_first(guard: psycopg.Connection) -> None:
        run.before(guard)
        found.append(require_sound(guard, revisions, into_used=into_used))

    with _failures_told():
        command.upgrade(config(migrations, dsn, replace(run, before=look_first)), revision)
    return found[0]


def downgrade(dsn: str, migrations: Path, revision: str, *, conduct: MigrationOptions | None = None) -> None:
    """Revert the migrations down to ``revision`` (``base``: all of them); the data they hold is lost.

    Args:
        dsn: libpq connection string.
        migrations: The folder with ``env.py`` and ``versions/``.
        revision: The target revision.
        conduct: The limits and callbacks.

    Raises:
        ConfigurationError: The database is at an unknown revision, or its state contradicts itself.
        PermissionRefused: The account may not do what a migration does.
        DatabaseBusy: Somebody else holds a lock for too long, or a statement takes too long.
    """
    from alembic import command

    run, revisions = conduct or MigrationOptions(), list_revisions(migrations)

    def look_first(guard: psycopg.Connection) -> None:
        run.before(guard)
        require_sound(guard, revisions, into_used=True)

    with _failures_told():
        command.downgrade(config(migrations, dsn, replace(run, before=look_first)), revision)


def offline_sql(
    migrations: Path, *, start: str | None, revision: str = "head", limits: Limits | None = None, alone: bool = False
) -> str:
    """Return the script that does what ``upgrade`` does, for people who can run SQL only.

    Args:
        migrations: The folder with ``env.py`` and ``versions/``.
        start: The revision that the database is at; None: it is empty.
        revision: The target revision.
        limits: How long its statements may wait and work.
        alone: Whether to leave out everything but the migrations.

    Raises:
        ConfigurationError: A revision is not one of the migrations.
    """
    from io import StringIO

    from alembic import command

    printed = StringIO()
    quiet = config(migrations, None, MigrationOptions(limits or Limits(), alone=alone))
    quiet.output_buffer = printed
    with _failures_told():
        command.upgrade(quiet, f"{start or BASE}:{revision}", sql=True)
    return printed.getvalue()


@contextmanager
def _failures_told() -> Iterator[None]:
    """Turn the errors of Alembic and SQLAlchemy into errors that a user can act on."""
    import psycopg
    from alembic.util import CommandError
    from sqlalchemy.exc import DBAPIError

    from warehouse.database.connect import translated

    try:
        yield
    except CommandError as error:
        raise ConfigurationError(f"the database does not fit these migrations: {error}", hint=NEWER) from error
    except (DBAPIError, psycopg.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(cause, psycopg.errors.DependentObjectsStillExist):
            what = f"an object that is not part of the warehouse is in the way: {_told_by(cause)}; nothing was changed"
            raise ConfigurationError(what, hint=IN_THE_WAY) from error
        if isinstance(cause, psycopg.errors.IntegrityError):
            what = f"rows of core.{cause.diag.table_name} do not fit that revision: {cause.diag.message_primary}"
            raise ConfigurationError(f"{what}; nothing was changed", hint=DO_NOT_FIT) from error
        if isinstance(error, psycopg.errors.UndefinedColumn | psycopg.errors.UndefinedTable):
            named = DERIVED_OBJECT.search(f"{error.diag.internal_query}\n{error.diag.context}")
            what = f"{named[1] if named else 'what is derived'} does not fit the tables: {error.diag.message_primary}"
            hint = "The files of sql/mart and the migrations belong to one version: install the package again."
            raise ConfigurationError(what, hint=hint) from error
        if isinstance(cause, psycopg.Error):
            raise translated(cause) from error
        raise


def _told_by(error: psycopg.Error) -> str:
    """Return the server's message about objects that depend on one that is to be dropped."""
    return "; ".join(filter(None, [error.diag.message_primary, *(error.diag.message_detail or "").splitlines()]))


def head(migrations: Path) -> str:
    """Return the newest revision among the migrations: they form one line, and file names begin with the revision."""
    return list_revisions(migrations)[-1].name


def current(connection: psycopg.Connection) -> str | None:
    """Return the revision that the database is at; None if it holds no warehouse.

    Raises:
        PermissionRefused: The account may read neither the schema ``ops`` nor the schema ``mart``.
    """
    found = connection.execute(VERSION_HOLDERS).fetchall()
    if not found:
        return None
    for name, is_readable in found:
        if is_readable:
            row = connection.execute(VERSION_IN[name].encode()).fetchone()
            return str(row[0]) if row else None
    what = f"account {connection.info.user} may not read the warehouse"
    raise PermissionRefused(what, hint="Make it a member of a group of the warehouse: see docs/roles.md.")


def require_head(connection: psycopg.Connection, migrations: Path) -> str:
    """Return the schema revision, after checking that it is the one this version needs.

    Args:
        connection: To the database.
        migrations: The folder with ``versions/``.

    Raises:
        ConfigurationError: It is another one, or there is none; the message says which side to upgrade.
    """
    wanted, found = head(migrations), current(connection)
    if found is None:
        raise ConfigurationError("the database holds no warehouse yet", hint='Run "warehouse db upgrade" first.')
    if found < wanted:
        what = f"the database is at revision {found}, this version needs {wanted}"
        raise ConfigurationError(what, hint='Run "warehouse db upgrade" first.')
    if found > wanted:
        require_known(found, list_revisions(migrations))
    return wanted


def config(migrations: Path, dsn: str | None, conduct: MigrationOptions) -> Config:
    """Return the Alembic configuration with which ``env.py`` runs.

    Args:
        migrations: The folder with ``env.py`` and ``versions/``.
        dsn: libpq connection string; None to print SQL offline.
        conduct: The options of the run.
    """
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(migrations).replace("%", "%%"))
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    made.attributes.update(dsn=dsn, conduct=conduct)
    return made
