"""Where the groups end up: from any state in the same one, for a superuser and for who is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import errors, sql
from psycopg.conninfo import make_conninfo

from tests.conftest import ROOT
from tests.database.accounts import FOLDER, PASSWORD, Site, furnished_copy, own_prefix
from tests.later import NEWEST, later_version, put_column_in_front
from warehouse.cli.app import run
from warehouse.database.connect import connect
from warehouse.database.migrate import current, downgrade, upgrade
from warehouse.database.roles import Group, apply, group_name, login_sql, set_password
from warehouse.errors import ConfigurationError, PermissionRefused, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Databases

pytestmark = pytest.mark.slow

MIGRATIONS = ROOT / "migrations"


@pytest.fixture
def fresh(databases: Databases, empty: str, server_dsn: str) -> Iterator[Site]:
    """Give an empty warehouse with its groups, for a test that changes them."""
    with furnished_copy(databases, empty, server_dsn) as site:
        yield site


def as_account(site: Site, group: Group, *arguments: str) -> int:
    return run(["--quiet", "--project", str(ROOT), "--database", site.address(group), *arguments])


def tried(site: Site, group: Group, statement: str) -> list[tuple[object, ...]]:
    """Run one statement as the account of a group."""
    with psycopg.connect(site.address(group), autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def test_account_that_may_only_connect_is_told_so(fresh: Site) -> None:
    with psycopg.connect(fresh.dsn, autocommit=True) as admin:
        admin.execute(f"REVOKE ALL ON SCHEMA mart, ops FROM {fresh.role('reader')}".encode())
    with pytest.raises(PermissionRefused, match="may not read the warehouse"), connect(fresh.address("reader")) as made:
        current(made)


def test_what_a_migration_makes_belongs_to_the_owner_and_is_open_to_readers(fresh: Site, tmp_path: Path) -> None:
    migrations = later_version(tmp_path)
    upgrade(fresh.address(Group.MIGRATOR), migrations)
    for schema in ("mart", "as_of"):
        assert tried(fresh, Group.READER, f"SELECT count(delivery_terms) FROM {schema}.fact_money") == [(0,)]
    downgrade(fresh.address(Group.MIGRATOR), migrations, NEWEST)
    for schema in ("mart", "as_of"):
        assert tried(fresh, Group.READER, f"SELECT count(*) FROM {schema}.fact_money") == [(0,)]
    assert as_account(fresh, Group.LOADER, "load") == 0
    assert owners(fresh) == {fresh.role(Group.OWNER)}
    applied = "SELECT DISTINCT applied_by FROM ops.migration_log WHERE direction = 'downgrade'"
    assert tried(fresh, Group.MONITOR, applied) == [(fresh.login(Group.MIGRATOR),)]


@pytest.fixture
def remaking(fresh: Site, tmp_path: Path) -> Path:
    """Give migrations that make a table of the mart anew, on which a view of an account stands in its own schema."""
    with psycopg.connect(fresh.dsn, autocommit=True) as admin:
        admin.execute(f"CREATE SCHEMA ours; GRANT USAGE, CREATE ON SCHEMA ours TO {fresh.role('reader')}".encode())
        admin.execute(f"SET ROLE {fresh.role('reader')}".encode())
        admin.execute("CREATE VIEW ours.money AS SELECT amount FROM mart.fact_money")
    migrations = later_version(tmp_path, upgrade="SELECT 1", in_mart=False)
    put_column_in_front(tmp_path / "sql")
    return migrations


def test_view_of_an_account_comes_back_if_the_owner_is_a_member_of_it(fresh: Site, remaking: Path) -> None:
    with psycopg.connect(fresh.dsn, autocommit=True) as admin:
        admin.execute(f"GRANT {fresh.role('reader')} TO {fresh.role('owner')}".encode())
    upgrade(fresh.address(Group.MIGRATOR), remaking)
    assert tried(fresh, Group.READER, "SELECT * FROM ours.money") == []
    with psycopg.connect(fresh.dsn) as admin:
        owner = admin.execute(
            "SELECT relowner::regrole::text FROM pg_class WHERE oid = 'ours.money'::regclass"
        ).fetchone()
    assert owner == (fresh.role("reader"),)


@pytest.mark.parametrize(
    ("statement", "error", "message"),
    [
        (
            "SELECT 1",
            ConfigurationError,
            "view ours.money belongs to role {prefix}_reader, and role {prefix}_owner is not a member of it",
        ),
        (
            "GRANT {prefix}_reader TO {prefix}_owner; REVOKE CREATE ON SCHEMA ours FROM {prefix}_reader",
            ConfigurationError,
            "view ours.money is in a schema in which role {prefix}_owner may not create it again",
        ),
        (
            """
            GRANT {prefix}_reader TO {prefix}_owner;
            GRANT CREATE ON SCHEMA ours TO {prefix}_owner;
            REVOKE CREATE ON SCHEMA ours FROM {prefix}_reader
            """,
            PermissionRefused,
            "permission denied for schema ours",
        ),
    ],
    ids=["role", "schema", "owner"],
)
def test_view_that_the_account_cannot_create_again_is_named_and_stays(
    fresh: Site, remaking: Path, statement: str, error: type[Exception], message: str
) -> None:
    with psycopg.connect(fresh.dsn, autocommit=True) as admin:
        admin.execute(statement.format(prefix=fresh.prefix).encode())
    with pytest.raises(error, match=message.format(prefix=fresh.prefix)):
        upgrade(fresh.address(Group.MIGRATOR), remaking)
    assert tried(fresh, Group.READER, "SELECT * FROM ours.money") == []


GRANTED = """
SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END, a.privilege_type, a.of_column
FROM (
    SELECT (aclexplode(relacl)).*, NULL AS of_column FROM pg_class WHERE oid = 'ops.derived'::regclass
    UNION ALL
    SELECT (aclexplode(attacl)).*, attname FROM pg_attribute WHERE attrelid = 'ops.derived'::regclass
) AS a
WHERE a.grantee <> a.grantor
"""


def test_only_the_owner_may_write_the_statements_that_an_upgrade_executes(fresh: Site) -> None:
    with psycopg.connect(fresh.dsn, autocommit=True) as admin:
        loader, reader, monitor = (fresh.role(group) for group in ("loader", "reader", "monitor"))
        admin.execute(
            f"GRANT INSERT, TRIGGER ON ops.derived TO PUBLIC; REVOKE ALL ON ops.derived FROM {monitor}".encode()
        )
        admin.execute(f"GRANT SELECT (query), UPDATE (query) ON ops.derived TO {reader}".encode())
        admin.execute(f"GRANT TRUNCATE ON ops.derived TO {monitor} WITH GRANT OPTION".encode())
        admin.execute(f"SET ROLE {monitor}; GRANT TRUNCATE ON ops.derived TO {loader}".encode())
    upgrade(fresh.address(Group.MIGRATOR), MIGRATIONS)
    with psycopg.connect(fresh.dsn) as admin:
        assert set(admin.execute(GRANTED)) == {(loader, "SELECT", None), (reader, "SELECT", "query")}


def owners(site: Site) -> set[str]:
    query = """
    WITH ours AS (
      SELECT oid, nspowner FROM pg_namespace WHERE nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops')
    )
    SELECT nspowner::regrole::text FROM ours
    UNION SELECT relowner::regrole::text FROM pg_class JOIN ours ON ours.oid = relnamespace
    UNION SELECT proowner::regrole::text FROM pg_proc JOIN ours ON ours.oid = pronamespace
    """
    with psycopg.connect(site.dsn) as admin:
        return {name for (name,) in admin.execute(query)}


def test_second_time_changes_nothing(fresh: Site) -> None:
    before = fresh.standing()
    fresh.furnish()
    assert fresh.standing() == before


def test_what_others_made_goes_to_the_owner(fresh: Site) -> None:
    with psycopg.connect(fresh.dsn, autocommit=True) as admin:
        admin.execute("CREATE TABLE mart.left_over (a int GENERATED ALWAYS AS IDENTITY)")
        admin.execute("CREATE SEQUENCE ops.left_over")
        admin.execute("CREATE TABLE public.not_ours (a int)")
    fresh.furnish()
    assert owners(fresh) == {fresh.role(Group.OWNER)}
    assert tried(fresh, Group.READER, "SELECT count(*) FROM mart.left_over") == [(0,)]
    with psycopg.connect(fresh.dsn) as admin:
        query = "SELECT relowner = current_user::regrole FROM pg_class WHERE relname = 'not_ours'"
        assert admin.execute(query).fetchone() == (True,)


@pytest.fixture
def managed(server_dsn: str) -> Iterator[Site]:
    """Give an upgraded database of an account that owns it and may make roles, but is no superuser."""
    with own_prefix(server_dsn) as prefix, psycopg.connect(server_dsn, autocommit=True) as admin:
        name = sql.Identifier(f"{prefix}_dba")
        admin.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD {}").format(name, PASSWORD))
        admin.execute(sql.SQL("CREATE DATABASE {0} OWNER {0} TEMPLATE template0").format(name))
        site = Site(make_conninfo(server_dsn, dbname=f"{prefix}_dba", user=f"{prefix}_dba", password=PASSWORD), prefix)
        try:
            upgrade(site.dsn, MIGRATIONS)
            yield site
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def test_owner_of_the_database_who_is_no_superuser_can_do_it(managed: Site, tmp_path: Path) -> None:
    warnings = apply(managed.dsn, managed.groups_sql())
    assert len(warnings) == 2
    assert "only a superuser" in warnings[0]
    assert "pg_monitor" in warnings[1]
    managed.furnish()
    before = managed.standing()
    managed.furnish()
    assert managed.standing() == before
    assert owners(managed) == {managed.role(Group.OWNER)}
    assert tried(managed, Group.READER, "SELECT count(*) FROM dim_entity") == [(0,)]
    temporary = "SELECT has_database_privilege(current_database(), 'TEMPORARY')"
    assert tried(managed, Group.READER, temporary) == [(False,)]
    with pytest.raises(errors.InsufficientPrivilege):
        tried(managed, Group.READER, "SELECT FROM core.facts")
    assert as_account(managed, Group.LOADER, "load") == 0
    migrations = later_version(tmp_path)
    upgrade(managed.address(Group.MIGRATOR), migrations)
    downgrade(managed.dsn, migrations, NEWEST)
    assert owners(managed) == {managed.role(Group.OWNER)}


def test_account_without_the_rights_is_told_what_it_takes(fresh: Site) -> None:
    with pytest.raises(PermissionRefused, match="neither owns database") as caught:
        apply(fresh.address(Group.MIGRATOR), fresh.groups_sql())
    assert "CREATEROLE" in caught.value.hint


def test_owner_of_the_database_who_may_make_no_roles_is_told_which_are_missing(managed: Site, server_dsn: str) -> None:
    with psycopg.connect(server_dsn, autocommit=True) as admin:
        admin.execute(sql.SQL("ALTER ROLE {} NOCREATEROLE").format(sql.Identifier(f"{managed.prefix}_dba")))
    with pytest.raises(PermissionRefused, match=f"there is no role {managed.role('owner')}"):
        apply(managed.dsn, managed.groups_sql())


def test_login_in_a_group_that_is_not_there_is_refused(server_dsn: str) -> None:
    text = login_sql(FOLDER, "ana", Group.READER, "nobody_has_this")
    with pytest.raises(ConfigurationError, match="there is no role nobody_has_this_reader"):
        apply(server_dsn, text)


def test_server_never_sees_a_clear_password(fresh: Site) -> None:
    set_password(fresh.dsn, fresh.login(Group.READER), "clear as day")
    with psycopg.connect(fresh.dsn) as admin:
        query = "SELECT rolpassword FROM pg_authid WHERE rolname = %s"
        row = admin.execute(query, [fresh.login(Group.READER)]).fetchone()
    assert row is not None
    assert row[0].startswith("SCRAM-SHA-256$")


@pytest.mark.parametrize("prefix", ["", "Warehouse", "pg_mine", "1a", 'a"b', "a" * 41, "a b"])
def test_prefix_that_is_no_name_is_refused(prefix: str) -> None:
    with pytest.raises(UsageError):
        group_name(Group.READER, prefix)


@pytest.mark.parametrize("login", ["", "pg_mine", "it's", "$login$", "a;b", "é", "a" * 64])
def test_login_that_is_no_name_is_refused(login: str) -> None:
    with pytest.raises(UsageError):
        login_sql(ROOT / "sql" / "roles", login, Group.READER)
