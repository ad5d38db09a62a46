"""A warehouse with its groups and an account in each, on the server that the tests use; all of it goes again."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
from psycopg import sql

from tests.conftest import ROOT
from warehouse.database.connect import readdressed
from warehouse.database.roles import Group, apply, groups_sql, login_sql, set_password

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.conftest import Databases

FOLDER = ROOT / "sql" / "roles"
PASSWORD = "of-this-test's own"  # noqa: S105 - of accounts that live as long as their test


@dataclass(frozen=True)
class Site:
    """A database with groups of its own.

    Attributes:
        dsn: Its address, for an account that may do everything.
        prefix: What the names of its groups and accounts begin with.
    """

    dsn: str
    prefix: str

    def role(self, group: str) -> str:
        return f"{self.prefix}_{group}"

    def login(self, group: str) -> str:
        return f"{self.prefix}_a_{group}"

    def address(self, group: str) -> str:
        """Give the address for the account that is a member of a group."""
        return readdressed(self.dsn, login=self.login(group), password=PASSWORD)

    def groups_sql(self) -> str:
        return groups_sql(FOLDER, self.prefix)

    def login_sql(self, group: Group) -> str:
        return login_sql(FOLDER, self.login(group), group, self.prefix)

    def furnish(self) -> None:
        """Make the groups, and an account in each."""
        apply(self.dsn, self.groups_sql())
        for group in Group:
            apply(self.dsn, self.login_sql(group))
            set_password(self.dsn, self.login(group), PASSWORD)

    def standing(self) -> list[Sequence[object]]:
        """Give everything that says who may do what."""
        queries = (
            "SELECT rolname, rolcanlogin, rolconnlimit FROM pg_roles WHERE starts_with(rolname, %(prefix)s)",
            """SELECT roleid::regrole, member::regrole, grantor::regrole, admin_option, inherit_option, set_option
            FROM pg_auth_members WHERE starts_with(member::regrole::text, %(prefix)s)""",
            "SELECT datname, datdba, datacl FROM pg_database WHERE datname = current_database()",
            "SELECT nspname, nspowner::regrole, nspacl FROM pg_namespace",
            "SELECT oid::regclass, relowner::regrole, relacl FROM pg_class WHERE relkind <> 't'",
            "SELECT oid::regprocedure, proowner::regrole, proacl FROM pg_proc",
            "SELECT defaclrole::regrole, defaclnamespace::regnamespace, defaclobjtype, defaclacl FROM pg_default_acl",
            """SELECT setrole::regrole, setconfig FROM pg_db_role_setting
            WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())""",
        )
        with psycopg.connect(self.dsn) as admin:
            return [row for query in queries for row in sorted(admin.execute(query, {"prefix": self.prefix}), key=repr)]


@contextmanager
def furnished_copy(databases: Databases, pattern: str, server_dsn: str) -> Iterator[Site]:
    """Copy a database, with groups and accounts of its own; the copy goes before they do."""
    with own_prefix(server_dsn) as prefix, databases.copy(pattern, f"{pattern}_{prefix}") as dsn:
        site = Site(dsn, prefix)
        site.furnish()
        yield site


@contextmanager
def own_prefix(server_dsn: str) -> Iterator[str]:
    """Give a prefix that nobody uses; the roles that begin with it go, so their database must have gone before."""
    prefix = f"t{uuid4().hex[:12]}"
    try:
        yield prefix
    finally:
        with psycopg.connect(server_dsn, autocommit=True) as admin:
            made = admin.execute("SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", [prefix]).fetchall()
            if made:
                names = sql.SQL(", ").join(sql.Identifier(name) for (name,) in made)
                admin.execute(sql.SQL("DROP ROLE {}").format(names))
