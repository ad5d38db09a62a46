"""The embedded server's reader: an account that only reads, made when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from warehouse.database import embedded
from warehouse.database.connect import connect
from warehouse.database.forms import readdressed
from warehouse.database.roles import Group, apply, groups_sql, login_sql, set_password
from warehouse.database.upgrade import require_head
from warehouse.errors import DatabaseUnreachable, PermissionRefused

if TYPE_CHECKING:
    from pathlib import Path

READER: Final = "reader"
_LOCK: Final = 7_362_910_020
"""Held while the account is made: two that ask at once get the same password."""


def embedded_reader(home: Path, folder: Path, migrations: Path) -> str:
    """Give the address of the embedded server for an account that only reads.

    Args:
        home: The server's folder; its password is kept there.
        folder: The folder of the SQL that makes roles.
        migrations: The migrations that the database must be at.

    Raises:
        ConfigurationError: The database holds no warehouse yet, or one of another revision.
    """
    with embedded.hold(home) as server, connect(server.dsn) as connection:
        connection.autocommit = True  # what is granted must not wait for what was looked at here
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        password = embedded.password_of(server.home, READER)
        if password is None or not _opens(readdressed(server.dsn, login=READER, password=password)):
            require_head(connection, migrations)
            apply(server.dsn, groups_sql(folder))
            apply(server.dsn, login_sql(folder, READER, Group.READER))
            password = password or embedded.new_password(server.home, READER)
            set_password(server.dsn, READER, password)
        return readdressed(server.dsn, login=READER, password=password)


def _opens(dsn: str) -> bool:
    try:
        with connect(dsn):
            return True
    except PermissionRefused:
        return False
    except DatabaseUnreachable:  # the server runs: all connections of this account are taken
        return True
