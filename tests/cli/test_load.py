"""``warehouse load`` and ``warehouse plan`` as a user meets them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import psycopg

from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from tests.conftest import Warehouse


def count(database: psycopg.Connection, table: str) -> int:
    with psycopg.connect(database.info.dsn, password=database.info.password) as own:
        row = own.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
    assert row is not None
    return int(row[0])


def test_second_load_writes_nothing_and_says_so(warehouse: Warehouse, postgresql: psycopg.Connection) -> None:
    code, _, said = warehouse("load")
    assert code == ExitCode.DONE
    assert "173 facts" in said
    before = postgresql.execute("SELECT max(xmin::text::bigint) FROM core.facts").fetchone()
    postgresql.rollback()
    code, _, said = warehouse("load")
    assert code == ExitCode.DONE
    assert "Nothing to change" in said
    assert postgresql.execute("SELECT max(xmin::text::bigint) FROM core.facts").fetchone() == before


def test_plan_as_json_names_the_place_of_each_row(warehouse: Warehouse) -> None:
    code, out, _ = warehouse("plan", "--format", "json")
    assert code == ExitCode.DONE
    plan = json.loads(out)
    first = next(change for change in plan["changes"] if change["path"] == "agreements/posco-reelement-mou")
    assert first["operation"] == "add"
    assert first["position"].startswith("seeds/korean-firms-us-rare-earth-push.yaml:")
