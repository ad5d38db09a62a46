"""A database made for a moment, migrated to a revision, to look at what a schema should be."""

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
    """An empty database that goes at the end of the block.

    Attributes:
        dsn: Its address.
        version: PostgreSQL's version there, such as ``18.4``.
        is_beside: Whether it stands on the same server.
    """

    dsn: str
    version: str
    is_beside: bool


@contextmanager
def scratch_for(connection: psycopg.Connection, dsn: str) -> Iterator[Scratch]:
    """Make an empty database: beside another one if the account may, else in an embedded server of its own.

    Where the other one has groups of accounts, it takes a superuser: accounts belong to the whole server, and nothing
    of them must stay.

    Args:
        connection: To the other database.
        dsn: Its address.
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
    """Run an embedded server that goes at the end of the block with everything in it."""
    with tempfile.TemporaryDirectory(prefix="warehouse-scratch-") as name:
        Path(name).chmod(0o755)  # as root the server runs as another account, which must be able to pass
        home = Path(name) / "home"
        try:
            with embedded.hold(home, durable=False) as server:
                yield server
        finally:
            shutil.rmtree(embedded.status(home).home, ignore_errors=True)


def groups_prefix(connection: psycopg.Connection) -> str | None:
    """Return what the names of the groups begin with that own and use this warehouse; None: it has none."""
    row = connection.execute(OWNER_OF_OPS).fetchone()
    prefix = str(row[0]).removesuffix(f"_{Group.OWNER}") if row else ""
    if not row or prefix == row[0]:
        return None
    names = [f"{prefix}_{group}" for group in Group]
    known = connection.execute("SELECT count(*) FROM pg_roles WHERE rolname = ANY (%s)", [names]).fetchone()
    return prefix if known == (len(names),) else None


def furnish(dsn: str, folder: Path, prefix: str) -> None:
    """Make the groups in a database as ``warehouse db roles --apply`` does.

    Args:
        dsn: Its address, for a superuser.
        folder: The folder with ``roles/``.
        prefix: What their names begin with.
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
