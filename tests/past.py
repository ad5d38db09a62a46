"""The proof of the past: what ``as_of`` shows of each load is what the SELECTs give on the rows of that load."""

from __future__ import annotations

import psycopg

from tests.conftest import ROOT
from warehouse.mart.definitions import THEN, selected
from warehouse.mart.objects import list_objects

TABLES = [found for found in list_objects(ROOT / "sql") if found.is_table]


def states_that_differ(database_url: str) -> list[tuple[int, str]]:
    """Return load and table wherever ``as_of`` shows other rows than those that follow from ``core_as_of``."""
    found = []
    with psycopg.connect(database_url) as connection, connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL jit = off; CREATE SCHEMA computed")
        for table in TABLES:
            connection.execute(f"SET LOCAL search_path = {THEN}".encode())
            connection.execute(f"CREATE VIEW computed.{table.name} AS {selected(table)}".encode())
        connection.execute("SET LOCAL search_path TO DEFAULT")
        loads = connection.execute("SELECT run_id, loaded_at::text FROM ops.loads ORDER BY loaded_at").fetchall()
        assert loads
        for load, instant in loads:
            connection.execute("SELECT set_config('warehouse.as_of', %s, true)", [instant])
            found += [(load, table.name) for table in TABLES if _differs(connection, table.name)]
    return found


def _differs(connection: psycopg.Connection, name: str) -> bool:
    shown, computed = f"TABLE as_of.{name}", f"TABLE computed.{name}"
    query = f"SELECT EXISTS (({shown} EXCEPT ALL {computed}) UNION ALL ({computed} EXCEPT ALL {shown}))"
    return connection.execute(query.encode()).fetchone() == (True,)
