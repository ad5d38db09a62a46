"""Scratch databases: temporary, and migrated to a revision to show what its schema should be."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from warehouse.database import embedded
from warehouse.database.connect import UNAFFECTED_BY_ENVIRONMENT, connect
from warehouse.database.roles import Group, apply, group_name, groups_sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

OWNER_OF_OPS: Final = "SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'ops'"
RIGHTS: Final = "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
QUICK: Final = "-c synchronous_commit=off"


@dataclass(frozen=True, slots=True)
class Scratch:
    """An empty database that is dropped at the end of the block.

    Attributes:
        dsn: Its address.
        version: The version of PostgreSQL it runs on, such as ``18.4``.
        is_beside: Whether it is on the same server as the other database.
    """

    dsn: str
    version: str
    is_beside: bool


@contextmanager
def scratch_for(connection: psycopg.Connection, dsn: str) -> Iterator[Scratch]:
    """Yield an empty database: on the same server if the account may create one, else on a temporary embedded server.

    If the other database has group roles, only a superuser may create it on the same server: roles belong to the whole
    server, and the scratch database must leave none behind.

    Args:
        connection: To the other database.
        dsn: Address of the other database.
    """
    row = connection.execute(RIGHTS).fetchone() or (False, False)
    connection.rollback()
    if row[0] or (row[1] and groups_prefix(connection) is None):
        with _made_on(dsn) as made:
            yield Scratch(made, _version(connection), is_beside=True)
        return
    with own_server() as server, _made_on(make_conninfo(server.dsn, **UNAFFECTED_BY_ENVIRONMENT)) as made:
        yield Scratch(made, server.version, is_beside=False)


@contextmanager
def own_server() -> Iterator[embedded.Server]:
    """Run an embedded server, and remove it with all its data at the end of the block."""
    with tempfile.TemporaryDirectory(prefix="warehouse-scratch-") as name:
        Path(name).chmod(0o755)  # as root the server runs as another account, which must be able to enter
        home = Path(name) / "home"
        try:
            with embedded.hold(home, durable=False) as server:
                yield server
        finally:
            shutil.rmtree(embedded.status(home).home, ignore_errors=True)


def groups_prefix(connection: psycopg.Connection) -> str | None:
    """Return the prefix of the group roles that own and use this warehouse; None if it has none."""
    row = connection.execute(OWNER_OF_OPS).fetchone()
    prefix = str(row[0]).removesuffix(f"_{Group.OWNER}") if row else ""
    if not row or prefix == row[0]:
        return None
    names = [f"{prefix}_{group}" for group in Group]
    known = connection.execute("SELECT count(*) FROM pg_roles WHERE rolname = ANY (%s)", [names]).fetchone()
    return prefix if known == (len(names),) else None


def furnish(dsn: str, folder: Path, prefix: str) -> None:
    """Make the group roles in a database as ``warehouse db roles --apply`` does.

    Args:
        dsn: Its address, for a superuser.
        folder: The folder with ``roles/``.
        prefix: The prefix of the role names.
    """
    group_name(Group.OWNER, prefix)
    apply(dsn, groups_sql(folder / "roles", prefix))


@contextmanager
def _made_on(dsn: str) -> Iterator[str]:
    name = f"warehouse_scratch_{uuid4().hex[:12]}"
    identifier = sql.Identifier(name)
    options = " ".join(filter(None, [str(conninfo_to_dict(dsn).get("options") or ""), QUICK]))
    with connect(dsn) as admin:
        admin.autocommit = True
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(identifier))
        try:
            remark = "Made by the warehouse to compare a schema with; to be dropped if no command runs"
            admin.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(identifier, sql.Literal(remark)))
            yield make_conninfo(dsn, dbname=name, options=options)
        finally:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(identifier))


def _version(connection: psycopg.Connection) -> str:
    return connection.info.parameter_status("server_version") or ""
