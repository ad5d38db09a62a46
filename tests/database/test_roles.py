"""Each group may do what it is for and nothing else: proven by accounts that try it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import errors
from psycopg.conninfo import make_conninfo

from tests.conftest import ROOT
from tests.database.accounts import Site, furnished_copy
from warehouse.checks.run import list_checks
from warehouse.cli.app import run
from warehouse.database.connect import connect, past, with_options
from warehouse.database.migrate import head, require_head
from warehouse.database.roles import Group
from warehouse.reports.definition import list_reports

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Databases

pytestmark = pytest.mark.slow

MIGRATIONS = ROOT / "migrations"
UNLIMITED = "-c default_transaction_read_only=off"
"""What a reader can lift by itself; the refusals must come from what it was not granted."""


@pytest.fixture(scope="module")
def site(databases: Databases, empty: str, server_dsn: str) -> Iterator[Site]:
    """Give a warehouse that its loader has loaded."""
    with furnished_copy(databases, empty, server_dsn) as site:
        assert as_account(site, Group.LOADER, "load") == 0
        yield site


def as_account(site: Site, group: Group, *arguments: str) -> int:
    return run(["--quiet", "--project", str(ROOT), "--database", site.address(group), *arguments])


def tried(site: Site, group: Group, statement: str, options: str = "") -> list[tuple[object, ...]]:
    """Run one statement as the account of a group."""
    address = with_options(site.address(group), options)
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


NOT_FOR_READERS = [
    "INSERT INTO mart.dim_currency SELECT * FROM mart.dim_currency",
    "UPDATE mart.dim_currency SET currency_code = currency_code",
    "DELETE FROM mart.dim_currency",
    "TRUNCATE mart.dim_currency",
    "SELECT * FROM mart.dim_currency FOR SHARE",
    "BEGIN; LOCK TABLE mart.dim_currency IN EXCLUSIVE MODE",
    "COPY mart.dim_currency FROM STDIN",
    "COPY mart.dim_currency TO PROGRAM 'true'",
    "COPY mart.dim_currency TO '/tmp/dim_currency'",
    "SELECT FROM core.facts",
    "SELECT FROM history.facts",
    "SELECT FROM ops.load_runs",
    "SELECT FROM core_as_of.facts",
    "CREATE TEMPORARY TABLE mine (a int)",
    "CREATE TEMPORARY VIEW mine AS SELECT 1",
    "SELECT 1 INTO TEMPORARY mine",
    "CREATE FUNCTION pg_temp.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE TABLE public.mine (a int)",
    "CREATE TABLE mart.mine (a int)",
    "CREATE VIEW as_of.mine AS SELECT 1",
    "CREATE SCHEMA mine",
    "CREATE DATABASE mine",
    "CREATE ROLE mine",
    "ALTER TABLE mart.dim_currency ADD COLUMN mine int",
    "DROP VIEW as_of.dim_currency",
    "COMMENT ON TABLE mart.dim_currency IS 'mine'",
    "CREATE OR REPLACE FUNCTION as_of.moment() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
    "SELECT lo_creat(-1)",
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'mine')",
    "SELECT pg_advisory_lock(7362910019)",
    "SELECT pg_try_advisory_lock(7362910019)",
    "SELECT pg_advisory_xact_lock_shared(7362910, 1)",
    "SELECT pg_try_advisory_xact_lock(7362910018)",
    "SELECT pg_logical_emit_message(false, 'mine', 'mine')",
    "SELECT pg_read_file('PG_VERSION')",
    "SET temp_file_limit = -1",
]


@pytest.mark.parametrize("statement", NOT_FOR_READERS)
def test_reader_is_refused(site: Site, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        tried(site, Group.READER, statement, UNLIMITED)


NOT_FOR_LOADERS = [
    "TRUNCATE core.facts",
    "TRUNCATE mart.dim_currency",
    "CREATE TABLE core.mine (a int)",
    "CREATE TABLE public.mine (a int)",
    "CREATE SCHEMA mine",
    "ALTER TABLE core.facts ADD COLUMN mine int",
    "ALTER TABLE core.facts DISABLE TRIGGER ALL",
    "DROP TABLE history.facts",
    "CREATE INDEX ON core.facts (path)",
    "CREATE TRIGGER mine BEFORE INSERT ON core.facts EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "REINDEX TABLE core.facts",
    "UPDATE ops.alembic_version SET version_num = 'mine'",
    "DELETE FROM ops.migration_log",
    "UPDATE ops.derived SET query = 'SELECT 1'",
    "INSERT INTO ops.derived SELECT * FROM ops.derived",
    "DELETE FROM core_as_of.loads",
    "SET session_replication_role = replica",
    "SELECT lo_create(0)",
]


@pytest.mark.parametrize("statement", NOT_FOR_LOADERS)
def test_loader_is_refused(site: Site, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        tried(site, Group.LOADER, statement)


NOT_FOR_MONITORS = [
    "SELECT FROM core.facts",
    "SELECT FROM mart.dim_currency",
    "UPDATE ops.load_runs SET status = 'loaded'",
    "CREATE TEMPORARY TABLE mine (a int)",
    "SELECT pg_advisory_lock(7362910019)",
]


@pytest.mark.parametrize("statement", NOT_FOR_MONITORS)
def test_monitor_is_refused(site: Site, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        tried(site, Group.MONITOR, statement)


@pytest.mark.parametrize("group", [Group.LOADER, Group.READER, Group.MONITOR])
@pytest.mark.parametrize("other", list(Group))
def test_nobody_becomes_another(site: Site, group: Group, other: Group) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        tried(site, group, f"SET ROLE {site.role(other)}")


def test_loader_holds_no_right_on_a_table_but_to_read_and_change_rows(site: Site) -> None:
    query = """
    SELECT DISTINCT acl.privilege_type FROM pg_class, aclexplode(relacl) AS acl
    WHERE acl.grantee = %s::regrole ORDER BY 1
    """
    with psycopg.connect(site.dsn) as admin:
        found = admin.execute(query, [site.role(Group.LOADER)]).fetchall()
    assert found == [("DELETE",), ("INSERT",), ("SELECT",), ("UPDATE",)]


def test_reader_reads_the_mart_by_its_plain_names(site: Site) -> None:
    assert tried(site, Group.READER, "SELECT count(*) > 0 FROM dim_currency") == [(True,)]
    assert tried(site, Group.READER, "SELECT count(*) > 0 FROM dictionary") == [(True,)]


def test_reader_reads_every_object_of_mart_and_as_of(site: Site) -> None:
    query = "SELECT oid::regclass FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace::regnamespace::text = %s"
    with psycopg.connect(site.address(Group.READER)) as reader:
        for schema in ("mart", "as_of"):
            names = reader.execute(query, [schema]).fetchall()
            assert len(names) > 20
            for (name,) in names:
                reader.execute(f"SELECT FROM {name} LIMIT 1".encode())


def test_advice_of_checks_queries_what_every_reader_may_see(site: Site) -> None:
    hints = [check.header.hint for check in list_checks(ROOT / "sql")]
    queries = [hint[hint.index("SELECT") :] for hint in hints if "SELECT" in hint]
    assert queries
    for query in queries:
        assert tried(site, Group.READER, query)


def test_reader_looks_back_by_connection_options(site: Site) -> None:
    count = "SELECT count(*) > 0 FROM dim_currency"
    assert tried(site, Group.READER, count, past(datetime(2020, 1, 1, tzinfo=UTC))) == [(False,)]
    assert tried(site, Group.READER, count, past(datetime(2999, 1, 1, tzinfo=UTC))) == [(True,)]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("default_transaction_read_only", "on"),
        ("statement_timeout", "5min"),
        ("idle_in_transaction_session_timeout", "10min"),
        ("temp_file_limit", "10GB"),
    ],
)
def test_reader_has_limits(site: Site, setting: str, value: str) -> None:
    assert tried(site, Group.READER, f"SHOW {setting}") == [(value,)]


def test_statement_of_a_reader_ends_with_its_time(site: Site) -> None:
    with pytest.raises(errors.QueryCanceled):
        tried(site, Group.READER, "SELECT pg_sleep(3600)", "-c statement_timeout=50")


def test_reader_has_so_many_connections_and_no_more(site: Site) -> None:
    with psycopg.connect(site.dsn) as admin:
        found = admin.execute("SELECT rolconnlimit FROM pg_roles WHERE rolname = %s", [site.login("reader")])
        assert found.fetchone() == (20,)


@pytest.mark.parametrize("group", list(Group))
def test_revision_is_known_to_all(site: Site, group: Group) -> None:
    with connect(site.address(group)) as connection:
        assert require_head(connection, MIGRATIONS) == head(MIGRATIONS)


def test_account_in_no_group_may_not_even_connect(site: Site, server_dsn: str) -> None:
    name = f"{site.prefix}_stranger"
    with psycopg.connect(server_dsn, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'known'".encode())
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(make_conninfo(site.dsn, user=name, password="known"))  # noqa: S106 - of this test's own account


@pytest.mark.parametrize(
    "command",
    [["plan"], ["load", "--reread"], ["check"], ["check", "--drift"], ["runs", "list"], ["runs", "show", "1"]],
    ids=" ".join,
)
def test_loader_works_under_its_own_account(site: Site, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert as_account(site, Group.LOADER, *command) == 0, capsys.readouterr().err


def test_loader_changes_and_takes_back(site: Site, project: Path) -> None:
    seed = project / "seeds" / "korean-firms-us-rare-earth-push.yaml"
    seed.write_text(seed.read_text().replace("260 billion KRW", "261 billion KRW"))
    where = ["--quiet", "--project", str(project), "--database", site.address(Group.LOADER)]
    assert run([*where, "load"]) == 0
    run_id = str(tried(site, Group.LOADER, "SELECT max(run_id) FROM ops.loads")[0][0])
    assert run([*where, "undo", run_id]) == 0
    assert as_account(site, Group.LOADER, "load") == 0


def test_every_shipped_report_runs_under_the_account_of_a_reader(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {"entity-dossier": ["-p", "entity=posco-international"]}
    for report in list_reports(ROOT / "sql"):
        file = str(tmp_path / f"{report.name}.csv")
        command = ["report", "run", report.name, *given.get(report.name, []), "-o", file]
        assert as_account(site, Group.READER, *command) == 0, capsys.readouterr().err


def test_reader_runs_reports_on_the_past(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("contract-values", "freshness", "mineral-list-changes"):
        command = ["report", "run", name, "--as-of", "1", "-o", str(tmp_path / f"{name}.csv")]
        assert as_account(site, Group.READER, *command) == 0, capsys.readouterr().err


def test_monitor_sees_the_runs_and_the_statistics(site: Site) -> None:
    assert as_account(site, Group.MONITOR, "runs", "list") == 0
    assert tried(site, Group.MONITOR, "SELECT pg_has_role('pg_monitor', 'USAGE')") == [(True,)]
