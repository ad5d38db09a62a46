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
_LOAD: Final = """
SELECT load_id, schema_revision FROM mart.dim_load ORDER BY loaded_at DESC LIMIT 1
"""


def run_info(connection: Connection[Any], past: Past | None = None) -> RunInfo:
    """Read the time of the snapshot and the load it shows.

    Args:
        connection: Its open snapshot is read.
        past: The moment looked at; None: now.

    Returns:
        When and on what; before the first load on none.
    """
    with connection.cursor(row_factory=tuple_row) as cursor:
        started = _one(cursor.execute(_STARTED, [_FORM]).fetchone())[0]
        load = cursor.execute((past.rewritten(_LOAD) if past else _LOAD).encode()).fetchone()
    as_of = past.at.isoformat().replace("+00:00", "Z") if past else None
    return RunInfo(started, load[0] if load else None, load[1] if load else None, __version__, as_of)


def _one(row: tuple[Any, ...] | None) -> tuple[Any, ...]:
    return row or (None,)
