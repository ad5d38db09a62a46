"""Bring a database to this version's schema revision, and tell at which one it is."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from warehouse.errors import ConfigurationError, PermissionRefused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import psycopg
    from alembic.config import Config


NEWER: Final = "Install the version of the warehouse that upgraded it, or a newer one."

VERSION_IN: Final = {
    "alembic_version": "SELECT version_num FROM ops.alembic_version",
    "dim_schema": "SELECT revision FROM mart.dim_schema",
}
"""Where the revision stands: for the accounts that change something, and for readers."""

VERSION_HOLDERS: Final = """
SELECT relname, has_schema_privilege(relnamespace, 'USAGE') AND has_table_privilege(oid, 'SELECT')
FROM pg_class
WHERE relname = 'alembic_version' AND relnamespace = to_regnamespace('ops')
    OR relname = 'dim_schema' AND relnamespace = to_regnamespace('mart')
ORDER BY relname
"""


def upgrade(dsn: str, migrations: Path, *, revision: str = "head") -> None:
    """Apply all pending migrations, each in a transaction of its own; does nothing when there are none.

    Args:
        dsn: libpq connection string of an account that may create schemas.
        migrations: The folder with ``env.py`` and ``versions/``.
        revision: How far to go.

    Raises:
        ConfigurationError: The database is at a revision that is none of the migrations.
        PermissionRefused: The account may not do what a migration does.
        DatabaseBusy: Somebody else holds a lock for too long.
    """
    from alembic import command

    with _failures_told():
        command.upgrade(_config(migrations, dsn), revision)


def downgrade(dsn: str, migrations: Path, revision: str) -> None:
    """Take migrations back until ``revision`` (``base`` for all of them); loses what they held."""
    from alembic import command

    with _failures_told():
        command.downgrade(_config(migrations, dsn), revision)


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
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.Error):
            raise translated(error.orig) from error
        raise


def head(migrations: Path) -> str:
    """Give the newest revision among the migrations: their files are named by it, and they form one line."""
    revisions = [path.name[: len("20261122_0900")] for path in (migrations / "versions").glob("2*.py")]
    if not revisions:
        raise ConfigurationError(f"no migrations in {migrations}", hint="Install the package again.")
    return max(revisions)


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
        raise ConfigurationError(
            f"the database is at revision {found}, which this version does not know; its newest is {wanted}",
            hint=NEWER,
        )
    return wanted


def _config(migrations: Path, dsn: str | None = None) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["dsn"] = dsn
    return config
