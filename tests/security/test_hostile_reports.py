"""What a hostile report can do: nothing to the data; with a reader's account nothing to the server either."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.builders import write_sql
from tests.conftest import ROOT, Warehouse
from tests.database.accounts import Site, furnished_copy
from warehouse.database.roles import Group
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Databases

pytestmark = pytest.mark.slow

REPORT = """\
/* report
title: Hostile
question: What can a report do?
grain: [a]
timeout: 1
columns:
  a: {meaning: x, empty: x}
*/
"""

WRITES = {
    "DELETE FROM core.facts": "E-report-",
    "WITH gone AS (DELETE FROM core.facts RETURNING path) SELECT path AS a FROM gone ORDER BY a": "may only read",
    "SELECT 1 AS a ORDER BY a; DROP TABLE core.facts CASCADE": "a second statement",
    "SELECT 1 AS a INTO public.mine": "E-report-",
    "COPY core.facts TO PROGRAM 'touch {proof}'": "E-report-",
    "COPY core.facts TO '{proof}'": "E-report-",
    "DO $$ BEGIN DELETE FROM core.facts; END $$": "E-report-",
    "EXPLAIN ANALYZE DELETE FROM core.facts": "E-report-",
    "COMMIT": "E-report-",
    "SELECT f.path AS a FROM core.facts AS f ORDER BY a FOR UPDATE": "read-only",
    "SELECT lo_create(0)::bigint AS a ORDER BY a": "read-only",
    "SELECT lo_import('/etc/hostname')::bigint AS a ORDER BY a": "read-only",
    "SELECT set_config('transaction_read_only', 'off', true) AS a ORDER BY a": "read-write",
    "SELECT query_to_xml('DELETE FROM core.facts', true, false, '')::text AS a ORDER BY a": "not allowed",
    "SELECT query_to_xml($$COPY core.facts TO PROGRAM 'touch {proof}'$$, true, false, '')::text AS a ORDER BY a": (
        "not allowed"
    ),
    "SELECT pg_sleep(60)::text AS a ORDER BY a": "took longer than its timeout of 1 s",
}
"""Statements, and what is said when they are refused."""


def hostile(project: Path, statement: str) -> None:
    header = REPORT if "pg_sleep" in statement else REPORT.replace("timeout: 1\n", "timeout: 600\n")
    write_sql(project / "sql", "reports", "hostile", f"{header}{statement}\n")


@pytest.mark.holds("curated")
def test_no_report_writes_anything_even_for_a_superuser(warehouse: Warehouse, tmp_path: Path) -> None:
    assert warehouse.database_url
    proof = tmp_path / "proof"
    tmp_path.chmod(0o777)
    with psycopg.connect(warehouse.database_url, autocommit=True) as admin:
        before = admin.execute("SELECT count(*), (SELECT count(*) FROM pg_class) FROM core.facts").fetchone()
        for statement, reason in WRITES.items():
            hostile(warehouse.project, statement.format(proof=proof))
            code, out, said = warehouse("report", "run", "hostile", "-f", "csv")
            assert code not in {ExitCode.DONE, ExitCode.BUG}, (statement, out, said)
            assert reason in said, (statement, said)
            after = admin.execute("SELECT count(*), (SELECT count(*) FROM pg_class) FROM core.facts").fetchone()
            assert after == before, statement
            assert not proof.exists(), statement


REACHES = [
    "pg_read_file('PG_VERSION')",
    "pg_read_binary_file('PG_VERSION')::text",
    "array_to_string(ARRAY(SELECT pg_ls_dir('.')), ',')",
    "(pg_stat_file('PG_VERSION')).size",
    "current_setting('data_directory')",
    "(SELECT r.rolpassword FROM pg_authid AS r WHERE r.oid = 10)",
    "pg_reload_conf()",
    "pg_terminate_backend({other})",
    "(SELECT f.path FROM core.facts AS f LIMIT 1)",
    "query_to_xml($$SELECT pg_read_file('PG_VERSION')$$, true, false, '')::text",
    "set_config('role', 'pg_read_server_files', true) || pg_read_file('PG_VERSION')",
]


@pytest.fixture(scope="module")
def site(databases: Databases, curated: str, server_dsn: str) -> Iterator[Site]:
    with furnished_copy(databases, curated, server_dsn) as site:
        yield site


def test_a_reader_s_report_reaches_nothing_outside_the_mart(
    site: Site, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reader = Warehouse(project, site.address(Group.READER), capsys)
    with psycopg.connect(site.dsn, autocommit=True) as admin:
        other = admin.info.backend_pid
        for statement in REACHES:
            hostile(project, f"SELECT {statement.format(other=other)} AS a ORDER BY a")
            code, out, said = reader("report", "run", "hostile", "-f", "csv")
            assert (code, "permission denied" in said) == (ExitCode.PERMISSION, True), (statement, out, said)
        assert admin.execute("SELECT 1").fetchone() == (1,)
    hostile(project, "SELECT c.currency_code AS a FROM mart.dim_currency AS c ORDER BY a")
    assert reader("report", "run", "hostile", "-f", "csv")[0] == ExitCode.DONE


@pytest.mark.holds("curated")
def test_a_superuser_s_report_can_read_the_server_s_files(warehouse: Warehouse) -> None:
    """What docs/security.md warns of; if this fails, the page can promise more."""
    hostile(warehouse.project, "SELECT trim(pg_read_file('PG_VERSION'), chr(10)) AS a ORDER BY a")
    code, out, _ = warehouse("report", "run", "hostile", "-f", "csv")
    assert (code, out.splitlines()[1].partition(",")[0].isdigit()) == (ExitCode.DONE, True), out


@pytest.mark.parametrize("name", ["../hostile", "../../etc/passwd", "/etc/passwd", "hostile\x00", "a/../b", "..", ""])
def test_the_name_of_a_report_or_check_never_leaves_its_folder(offline: Warehouse, name: str) -> None:
    hostile(offline.project, "SELECT 1 AS a")
    (offline.project / "sql" / "hostile.sql").write_text(f"{REPORT}SELECT 1 AS a\n")
    for command in (["report", "show", name], ["report", "sql", name], ["report", "new", name]):
        assert offline(*command)[0] == ExitCode.USAGE, command
    assert sorted(path.name for path in (offline.project / "sql").rglob("*.sql")) == ["hostile.sql", "hostile.sql"]


def test_shipped_statements_use_no_function_that_reaches_out() -> None:
    reaching = ("pg_read_", "pg_ls_", "pg_stat_file", "lo_", "dblink", "query_to_xml", "pg_terminate", "set_config")
    for path in [*(ROOT / "sql" / "reports").glob("*.sql"), *(ROOT / "sql" / "checks").glob("*.sql")]:
        found = [word for word in reaching if word in path.read_text()]
        assert found == [], path.name
