"""``warehouse db`` on a server of the user's own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

ADDRESS = "postgresql://reader:hush-hush@db.example.org:6543/minerals?sslmode=require"
PROGRAM = """#!/bin/sh
printf '%s\\n' "$PGHOST" "$PGPORT" "$PGUSER" "$PGDATABASE" "$PGSSLMODE" "$PGPASSWORD" "$@" > "$0.told"
exit 3
"""


def test_psql_gets_the_address_by_the_environment_and_its_exit_code_is_ours(
    offline: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    psql = offline.project / "psql"
    psql.write_text(PROGRAM)
    psql.chmod(0o755)
    monkeypatch.setenv("PATH", f"{offline.project}{os.pathsep}{os.environ['PATH']}")
    code, _, _ = offline("--database", ADDRESS, "db", "psql", "--", "-c", "SELECT 1")
    assert code == 3
    told = (offline.project / "psql.told").read_text().splitlines()
    assert told == ["db.example.org", "6543", "reader", "minerals", "require", "hush-hush", "-c", "SELECT 1"]


def test_missing_psql_is_said(offline: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(offline.project))
    code, _, said = offline("--database", ADDRESS, "db", "psql")
    assert code == ExitCode.CONFIGURATION
    assert "client programs" in said


def test_dsn_is_the_address_given(offline: Warehouse) -> None:
    assert offline("--database", ADDRESS, "db", "dsn") == (ExitCode.DONE, f"{ADDRESS}\n", "")


@pytest.mark.parametrize("verb", [["plan"], ["load"], ["check"], ["report", "run", "import-dependence"]])
def test_database_without_a_warehouse_is_told_to_be_upgraded(
    warehouse: Warehouse, verb: list[str], server_dsn: str
) -> None:
    code, _, said = warehouse("--database", server_dsn, *verb)
    assert code == ExitCode.CONFIGURATION
    assert 'Run "warehouse db upgrade" first.' in said


def test_upgrade_of_what_is_up_to_date_says_so(warehouse: Warehouse) -> None:
    code, _, said = warehouse("db", "upgrade")
    assert code == ExitCode.DONE
    assert "already" in said
