"""Comparing a schema where there are groups of accounts, and where no database can be made beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from tests.conftest import ROOT
from tests.database.accounts import Site, furnished_copy
from warehouse.cli.migrations import described
from warehouse.database.roles import Group
from warehouse.database.schema_check import Verdict, check_schema, groups_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Databases

pytestmark = pytest.mark.slow

MIGRATIONS, SQL = ROOT / "migrations", ROOT / "sql"


@pytest.fixture
def site(databases: Databases, empty: str, server_dsn: str) -> Iterator[Site]:
    with furnished_copy(databases, empty, server_dsn) as made:
        yield made


def verdict(dsn: str) -> Verdict:
    return check_schema(dsn, MIGRATIONS, SQL)


def change(site: Site, statement: str) -> None:
    with psycopg.connect(site.dsn, autocommit=True) as admin:
        admin.execute(statement.encode())


def test_groups_and_their_rights_are_no_difference(site: Site) -> None:
    with psycopg.connect(site.dsn) as connection:
        assert groups_prefix(connection) == site.prefix
    assert verdict(site.dsn).differences == ()


def test_rights_of_groups_that_were_changed_are_named(site: Site) -> None:
    reader, loader, owner = site.role("reader"), site.role("loader"), site.role("owner")
    change(site, f"GRANT INSERT ON mart.dim_place TO {reader}")
    change(site, f"REVOKE DELETE ON core.facts FROM {loader}")
    change(site, f"GRANT DELETE ON ops.migration_log TO {loader}")
    change(site, f"ALTER TABLE mart.dim_unit OWNER TO {loader}")
    change(
        site,
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA mart GRANT UPDATE ON TABLES TO {reader}",
    )
    said = [described(one) for one in verdict(site.dsn).differences]
    whole = "DELETE, INSERT, SELECT, UPDATE"
    assert f"~ grant table mart.dim_place to {reader}: privileges is INSERT, SELECT, should be SELECT" in said
    assert f"~ grant table core.facts to {loader}: privileges is INSERT, SELECT, UPDATE, should be {whole}" in said
    assert f"~ grant table ops.migration_log to {loader}: privileges is DELETE, SELECT, should be SELECT" in said
    assert f"~ table mart.dim_unit: owner is {loader}, should be that of ops" in said
    assert any(line.startswith("~ grant default what ") and f"to {reader}" in line for line in said)


def test_account_that_makes_no_database_compares_with_a_server_of_its_own(site: Site) -> None:
    found = verdict(site.address(Group.MIGRATOR))
    assert not found.is_beside
    assert found.differences == ()
    assert found.scratch_version
    change(site, f"GRANT INSERT ON mart.dim_place TO {site.role('reader')}")
    assert len(verdict(site.address(Group.MIGRATOR)).differences) == 1


def test_account_that_may_make_databases_compares_beside(site: Site, databases: Databases, empty: str) -> None:
    name = f"{site.prefix}_maker"
    with databases.copy(empty, f"{empty}_made") as dsn, psycopg.connect(dsn, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD 'known'").format(sql.Identifier(name)))
        admin.execute(sql.SQL("GRANT pg_read_all_data TO {}").format(sql.Identifier(name)))
        found = verdict(psycopg.conninfo.make_conninfo(dsn, user=name, password="known"))  # noqa: S106 - of this test
    assert found.is_beside
    assert found.differences == ()
