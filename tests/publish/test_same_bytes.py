"""The same snapshot gives the same bytes: whoever builds, wherever, with how many processes, however the rows lie."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from tests.conftest import ROOT
from tests.database.accounts import Site, furnished_copy
from tests.publish.building import bytes_of
from warehouse.database.roles import Group
from warehouse.errors import ExitCode
from warehouse.mart.objects import list_objects

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Databases

pytestmark = pytest.mark.slow


@pytest.fixture
def stirred(databases: Databases, curated: str, server_dsn: str) -> Iterator[Site]:
    """Give the curated database with accounts, and with the rows of each table of the mart in another order."""
    with furnished_copy(databases, curated, server_dsn) as site:
        with psycopg.connect(site.dsn) as connection:
            connection.execute("SET session_replication_role = replica")
            for found in list_objects(ROOT / "sql"):
                if found.is_table:
                    table = sql.Identifier("mart", found.name)
                    for statement in (
                        "CREATE TEMPORARY TABLE held AS SELECT * FROM {}",
                        "DELETE FROM {}",
                        "INSERT INTO {} SELECT * FROM held AS h ORDER BY md5(h::text)",
                    ):
                        connection.execute(sql.SQL(statement).format(table))
                    connection.execute("DROP TABLE held")
        yield site


ALONE = "import os, sys; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))]); os.execv(sys.argv[1], sys.argv[1:])"
"""Runs a command on one processor, where it has no helper processes."""


def test_another_process_account_and_order_of_rows_give_the_same_bytes(
    databases: Databases, curated: str, stirred: Site, tmp_path: Path
) -> None:
    for name, dsn, seed in (
        ("one", databases.dsn(curated), "1"),
        ("deep/in/another", stirred.address(Group.READER), "2"),
    ):
        environment = {**os.environ, "WAREHOUSE_DATABASE_URL": dsn, "PYTHONHASHSEED": seed, "TZ": f"UTC-{seed}"}
        command = [sys.executable, "-m", "warehouse", "--project", str(ROOT), "publish", str(tmp_path / name)]
        if name != "one" and sys.platform == "linux":
            command = [sys.executable, "-c", ALONE, *command]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == ExitCode.DONE, done.stderr
        assert done.stderr.endswith(f"to {tmp_path / name}; begin with index.html.\n")
    one, other = bytes_of(tmp_path / "one"), bytes_of(tmp_path / "deep/in/another")
    assert one.keys() == other.keys()
    assert [path for path in one if one[path] != other[path]] == []
    assert {"index.html", "reports/contract-values.xlsx", "site.json", "assets/search/meta.js"} <= one.keys()
    check_digests(tmp_path / "one", one)


def check_digests(folder: Path, held: dict[str, bytes]) -> None:
    """Hold the list of digests against the files, as ``sha256sum --check`` does, too."""
    lines = held["files.sha256"].decode().splitlines()
    owed = [f"{hashlib.sha256(data).hexdigest()}  {path}" for path, data in held.items() if path != "files.sha256"]
    assert sorted(lines) == sorted(owed)
    command = ["sha256sum", "--check", "--quiet", "--strict", "files.sha256"]
    checked = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "")
    assert str(folder).encode() not in b"".join(held.values())
