"""Say when and on what a report ran, from the snapshot it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from psycopg.rows import tuple_row

from warehouse import __version__
from warehouse.reports.result import RunInfo

if TYPE_CHECKING:
    from psycopg import Connection

    from warehouse.reports.as_of import Past

_FORM: Final = 'YYYY-MM-DD"T"HH24:MI:SS"Z"'
_STARTED: Final = "SELECT to_char(transaction_timestamp() AT TIME ZONE 'UTC', %s)"
_MAY_SEE_LOADS: Final = """
SELECT count(*) = 2 FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'ops' AND c.relname IN ('load_runs', 'loads')
  AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
"""
_LATEST_LOAD: Final = """
SELECT run_id, schema_revision FROM ops.load_runs WHERE status = 'loaded' ORDER BY run_id DESC LIMIT 1
"""
_LOAD_THEN: Final = """
SELECT r.run_id, r.schema_revision FROM ops.loads AS l JOIN ops.load_runs AS r USING (run_id)
WHERE l.loaded_at <= %s ORDER BY l.loaded_at DESC LIMIT 1
"""


def run_info(connection: Connection[Any], past: Past | None = None) -> RunInfo:
    """Read the time of the snapshot and the load it shows.

    Args:
        connection: Its open snapshot is read.
        past: The moment looked at; None: now.

    Returns:
        When and on what; readers without access to the ledger get no load.
    """
    with connection.cursor(row_factory=tuple_row) as cursor:
        started = _one(cursor.execute(_STARTED, [_FORM]).fetchone())[0]
        load = None
        if _one(cursor.execute(_MAY_SEE_LOADS).fetchone())[0]:
            load = (cursor.execute(_LOAD_THEN, [past.at]) if past else cursor.execute(_LATEST_LOAD)).fetchone()
    as_of = past.at.isoformat().replace("+00:00", "Z") if past else None
    return RunInfo(started, load[0] if load else None, load[1] if load else None, __version__, as_of)


def _one(row: tuple[Any, ...] | None) -> tuple[Any, ...]:
    return row or (None,)
