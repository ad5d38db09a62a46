"""Bring a database to this version's schema revision, and tell at which one it is."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from warehouse.database.migrating import Conduct, Limits
from warehouse.database.revisions import BASE, list_revisions
from warehouse.database.standing import NEWER, require_known, require_sound
from warehouse.errors import ConfigurationError, PermissionRefused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import psycopg
    from alembic.config import Config


VERSION_IN: Final = {
    "alembic_version": "SELECT version_num FROM ops.alembic_version",
    "dim_schema": "SELECT revision FROM mart.dim_schema",
}
"""Where the revision stands: for the accounts that change something, and for readers."""

IN_THE_WAY: Final = "Drop it, upgrade, and make it again so that it fits."

DERIVED_OBJECT: Final = re.compile(r"(?:VIEW |TABLE fresh_)([a-z0-9_.]+)")
"""Where the server names the object that it was making when something failed."""

VERSION_HOLDERS: Final = """
SELECT relname, has_schema_privilege(relnamespace, 'USAGE') AND has_table_privilege(oid, 'SELECT')
FROM pg_class
WHERE relname = 'alembic_version' AND relnamespace = to_regnamespace('ops')
    OR relname = 'dim_schema' AND relnamespace = to_regnamespace('mart')
ORDER BY relname
"""


def upgrade(
    dsn: str, migrations: Path, *, revision: str = "head", conduct: Conduct | None = None, into_used: bool = False
) -> str | None:
    """Apply all pending migrations and bring in step what follows from them, in one transaction.

    Args:
        dsn: libpq connection string of an account that may create schemas.
        migrations: The folder with ``env.py`` and ``versions/``.
        revision: How far to go.
        conduct: Limits, and whom to tell.
        into_used: Whether an empty warehouse may be made where tables of others stand.

    Returns:
        The revision it was at when its turn came; another upgrade may have done the work. None: it was empty.

    Raises:
        ConfigurationError: The database is at a revision that is none of the migrations, half at one, or others use it.
        PermissionRefused: The account may not do what a migration does.
        DatabaseBusy: Somebody else holds a lock for too long, or a statement takes too long.
    """
    from alembic import command

    run, revisions = conduct or Conduct(), list_revisions(migrations)
    found: list[str | None] = []

    def look_first(guard: psycopg.Connection) -> None:
        run.before(guard)
        found.append(require_sound(guard, revisions, into_used=into_used))

    with _failures_told():
        command.upgrade(config(migrations, dsn, replace(run, before=look_first)), revision)
    return found[0]


def downgrade(dsn: str, migrations: Path, revision: str, *, conduct: Conduct | None = None) -> None:
    """Take migrations back until ``revision`` (``base`` for all of them); loses what they held.

    Raises:
        ConfigurationError: The database is at a revision that is none of the migrations, or half at one.
        PermissionRefused: The account may not do what a migration does.
        DatabaseBusy: Somebody else holds a lock for too long, or a statement takes too long.
    """
    from alembic import command

    run, revisions = conduct or Conduct(), list_revisions(migrations)

    def look_first(guard: psycopg.Connection) -> None:
        run.before(guard)
        require_sound(guard, revisions, into_used=True)

    with _failures_told():
        command.downgrade(config(migrations, dsn, replace(run, before=look_first)), revision)


def offline_sql(
    migrations: Path, *, start: str | None, revision: str = "head", limits: Limits | None = None, alone: bool = False
) -> str:
    """Return the script that does what ``upgrade`` does, for whoever runs SQL only.

    Args:
        migrations: The folder with ``env.py`` and ``versions/``.
        start: The revision the database is at; None: it is empty.
        revision: How far to go.
        limits: How long its statements may wait and work.
        alone: Leave out everything but the migrations.

    Raises:
        ConfigurationError: A revision is none of the migrations.
    """
    from io import StringIO

    from alembic import command

    printed = StringIO()
    quiet = config(migrations, None, Conduct(limits or Limits(), alone=alone))
    quiet.output_buffer = printed
    with _failures_told():
        command.upgrade(quiet, f"{start or BASE}:{revision}", sql=True)
    return printed.getvalue()


@contextmanager
def _failures_told() -> Iterator[None]:
    """Turn what Alembic and SQLAlchemy raise into what a user can act on."""
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
            what = (
                f"something that is no part of the warehouse stands in the way: {_told_by(cause)}; nothing was changed"
            )
            raise ConfigurationError(what, hint=IN_THE_WAY) from error
        if isinstance(error, psycopg.errors.UndefinedColumn | psycopg.errors.UndefinedTable):
            named = DERIVED_OBJECT.search(f"{error.diag.internal_query}\n{error.diag.context}")
            what = f"{named[1] if named else 'what is derived'} does not fit the tables: {error.diag.message_primary}"
            hint = "The files of sql/mart and the migrations belong to one version: install the package again."
            raise ConfigurationError(what, hint=hint) from error
        if isinstance(cause, psycopg.Error):
            raise translated(cause) from error
        raise


def _told_by(error: psycopg.Error) -> str:
    """Return what the server says of objects that depend on one that is to go."""
    return "; ".join(filter(None, [error.diag.message_primary, *(error.diag.message_detail or "").splitlines()]))


def head(migrations: Path) -> str:
    """Give the newest revision among the migrations: their files are named by it, and they form one line."""
    return list_revisions(migrations)[-1].name


def current(connection: psycopg.Connection) -> str | None:
    """Give the revision the database is at, or None when it holds no warehouse.

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
    """Make sure that the database is at this version's revision, and give it.

    Raises:
        ConfigurationError: It is not; the message says which way to go.
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


def config(migrations: Path, dsn: str | None, conduct: Conduct) -> Config:
    """Give what Alembic needs to know to run ``env.py``."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(migrations).replace("%", "%%"))
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    made.attributes.update(dsn=dsn, conduct=conduct)
    return made
