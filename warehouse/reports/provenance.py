"""Say when and on what a report ran, from the snapshot it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from psycopg.rows import tuple_row

from warehouse import __version__
from warehouse.reports.result import RunInfo

if TYPE_CHECKING:
    from psycopg import Connection

_STARTED: Final = "SELECT to_char(transaction_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
_MAY_SEE_LOADS: Final = """
SELECT EXISTS (
  SELECT FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE n.nspname = 'ops' AND c.relname = 'load_runs'
    AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
)
"""
_LATEST_LOAD: Final = """
SELECT run_id, schema_revision FROM ops.load_runs WHERE status = 'loaded' ORDER BY run_id DESC LIMIT 1
"""


def run_info(connection: Connection[Any]) -> RunInfo:
    """Read the time of the snapshot and the load it shows; readers without access to the ledger get no load."""
    with connection.cursor(row_factory=tuple_row) as cursor:
        started = _one(cursor.execute(_STARTED).fetchone())[0]
        may_see = _one(cursor.execute(_MAY_SEE_LOADS).fetchone())[0]
        load = cursor.execute(_LATEST_LOAD).fetchone() if may_see else None
    return RunInfo(started, load[0] if load else None, load[1] if load else None, __version__)


def _one(row: tuple[Any, ...] | None) -> tuple[Any, ...]:
    return row or (None,)
