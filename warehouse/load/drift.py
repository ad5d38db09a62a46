"""The drift of ``core``: rows that somebody edited, added or removed by hand since the last load."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from psycopg import sql
from psycopg.rows import dict_row

from warehouse.load.table_sql import all_table_sql

if TYPE_CHECKING:
    from decimal import Decimal

    import psycopg

    from warehouse.load.table_sql import TableSql

SCAN: Final = """
SELECT count(*) FILTER (WHERE seed_file IS NOT NULL AND is_edited), count(*) FILTER (WHERE seed_file IS NULL),
    count(*) FILTER (WHERE seed_file IS NOT NULL),
    coalesce(sum(loaded_digest) FILTER (WHERE seed_file IS NOT NULL), 0),
    coalesce(array_agg(DISTINCT seed_file) FILTER (WHERE seed_file IS NOT NULL AND is_edited), '{{}}')
FROM (
    SELECT seed_file, loaded_digest, loaded_digest IS DISTINCT FROM {digest} AS is_edited FROM {core} AS current
) AS seen
"""

TOTALS: Final = "SELECT table_name, row_count, digest_sum FROM ops.table_totals"


@dataclass(frozen=True, slots=True)
class Drift:
    """The drift of one table.

    Attributes:
        table: Name of the table.
        edited: Number of rows whose values differ from those that a load wrote.
        added: Number of rows that no load wrote.
        is_short: Whether rows that a load wrote are missing, or other rows have replaced them.
        files: The seed files of the edited rows.
    """

    table: str
    edited: int
    added: int
    is_short: bool
    files: tuple[str, ...]

    def __str__(self) -> str:
        missing = ", some missing" if self.is_short else ""
        return f"rows of {self.table}: {self.edited} changed, {self.added} added{missing}"


def find_drift(connection: psycopg.Connection) -> list[Drift]:
    """Compare every row with its recorded digest, and every table with its recorded row count and digest sum.

    Args:
        connection: A connection; its current transaction determines the state that is examined.

    Returns:
        One entry for each table with drift; none before the first load.
    """
    totals = {name: (rows, digests) for name, rows, digests in connection.execute(TOTALS)}
    if not totals:
        return []
    scans = (_scan(connection, parts, totals.get(parts.name)) for parts in all_table_sql())
    return [drift for drift in scans if drift.edited or drift.added or drift.is_short]


def _scan(connection: psycopg.Connection, parts: TableSql, total: tuple[int, Decimal] | None) -> Drift:
    statement = sql.SQL(SCAN).format(digest=parts.digest("current"), core=parts.core)
    row = connection.execute(statement).fetchone()
    edited, added, rows, digests, files = row or (0, 0, 0, 0, [])
    return Drift(parts.name, edited, added, (rows, digests) != (total or (0, 0)), tuple(files))


def current_rows(connection: psycopg.Connection) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of every table of ``core``, all from one snapshot.

    Args:
        connection: A connection without an open transaction; the rows are read in a new, read-only transaction.

    Returns:
        The rows by table, in load order. A row holds the columns that the seeds fill, by name.
    """
    statement = sql.SQL("SELECT {} FROM {}")
    with connection.transaction(), connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return {
            parts.name: cursor.execute(statement.format(parts.stated_columns, parts.core)).fetchall()
            for parts in all_table_sql()
        }
