"""Let a report see the tables of ``core`` as they stood at an earlier moment.

For the length of a transaction that is rolled back, each table the report reads gets a temporary view on its rows of
``core`` and ``history`` that stood then, and the statement reads the views. Other schemas are seen as they are now.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from psycopg import errors, sql
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row

from warehouse.errors import PermissionRefused
from warehouse.reports.library import types_of
from warehouse.sqlfiles import bind, names_in, read_instead, scan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from psycopg import Connection

    from warehouse.reports.library import Report
    from warehouse.sqlfiles import Token

_CITED: Final = frozenset({"citations", "documents"})
"""Tables that every answer is read with."""

_VERSIONED: Final = """
SELECT now.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_catalog.pg_class AS now
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = now.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE now.relnamespace = to_regnamespace('core') AND now.relname = ANY (%s::text[])
  AND to_regclass(format('history.%%I', now.relname)) IS NOT NULL
GROUP BY now.relname
"""
_VIEW: Final = sql.SQL("""
CREATE VIEW pg_temp.{view} AS
SELECT {columns} FROM core.{table} WHERE system_from <= {at}
UNION ALL
SELECT {columns} FROM history.{table} WHERE system_during @> {at}
""")


@dataclass(frozen=True, slots=True)
class Past:
    """A moment at which a report looks.

    Attributes:
        at: The moment.
        views: What stands for each table of ``core``: schema and name of a view, as SQL.
    """

    at: datetime
    views: Mapping[str, str]

    def moved(self, tokens: Sequence[Token]) -> list[Token]:
        """Let a statement read the views in the place of the tables."""
        return read_instead(tokens, "core", self.views)

    def rewritten(self, statement: str) -> str:
        """Do the same with a statement that has not been cut into tokens."""
        return "".join(token.text for token in self.moved(scan(statement)))


@contextmanager
def looking_back(connection: Connection[Any]) -> Iterator[None]:
    """Open a transaction in which ``seen_at`` can make views; at the end it is rolled back, and they are gone."""
    is_idle = connection.info.transaction_status == TransactionStatus.IDLE
    with connection.transaction(force_rollback=True):
        if is_idle:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def seen_at(connection: Connection[Any], report: Report, at: datetime, *, label: str = "then") -> Report:
    """Give the report that answers as it would have at a moment.

    Args:
        connection: Within ``looking_back``.
        report: The report.
        at: The moment; what a load wrote stands at its own moment already.
        label: Tells the views of this moment from those of another.

    Raises:
        PermissionRefused: The account may not make temporary views, or not read ``history``.
    """
    named = names_in(report.source.tokens, "core") | _CITED
    for parameter in report.header.params.values():
        named |= names_in(scan(parameter.choices_from or ""), "core")
    try:
        views = _make_views(connection, sorted(named), at, label)
    except errors.InsufficientPrivilege as error:
        what = f"this account may not look back: {error.diag.message_primary}"
        hint = "It needs TEMPORARY on the database and SELECT on the schema history; use another account."
        raise PermissionRefused(what, hint=hint) from error
    past = Past(at, views)
    return replace(report, query=bind(past.moved(report.source.tokens), types_of(report.header)), past=past)


def _make_views(connection: Connection[Any], names: Sequence[str], at: datetime, label: str) -> dict[str, str]:
    views = {}
    with connection.cursor(row_factory=tuple_row) as cursor:
        for table, columns in cursor.execute(_VERSIONED, [names]).fetchall():
            view = f"{table}_{label}"
            parts = {
                "view": sql.Identifier(view),
                "table": sql.Identifier(table),
                "columns": sql.SQL(", ").join(map(sql.Identifier, columns)),
                "at": sql.Literal(at),
            }
            cursor.execute(_VIEW.format(**parts))
            views[table] = f'pg_temp."{view}"'
    return views
