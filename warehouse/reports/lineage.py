"""Ask the server which columns a report reads, from what a temporary view of it depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from psycopg import RawCursor
from psycopg.rows import class_row, tuple_row

from warehouse.errors import PermissionRefused
from warehouse.reports.library import types_of
from warehouse.sqlfiles import fill, server_errors

if TYPE_CHECKING:
    from psycopg import Connection

    from warehouse.reports.library import Report

_VIEW: Final = "CREATE VIEW pg_temp.read_by_report AS "
_MAY_MAKE_VIEWS: Final = "SELECT has_database_privilege(current_database(), 'TEMPORARY')"
_DEPENDS_ON: Final = """
SELECT DISTINCT n.nspname AS schema, c.relname AS table, a.attname AS column
FROM pg_catalog.pg_rewrite AS r
JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
JOIN pg_catalog.pg_class AS c ON d.refclassid = 'pg_catalog.pg_class'::regclass AND c.oid = d.refobjid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid AND a.attnum > 0
WHERE r.ev_class = 'pg_temp.read_by_report'::regclass AND c.oid <> r.ev_class
ORDER BY 1, 2, 3
"""


class ReadColumn(NamedTuple):
    """A column of the database that a report reads."""

    schema: str
    table: str
    column: str


def columns_read(connection: Connection[Any], report: Report, *, is_at_head: bool = False) -> list[ReadColumn]:
    """Give the columns a report reads, by name.

    Args:
        connection: Nothing stays of what is done on it; it need not be in a transaction.
        report: The report; its parameters do not matter.
        is_at_head: Whether the database is known to be at this version.

    Raises:
        PermissionRefused: The account may not make temporary views.
        ProblemsFound: The server refuses the statement.
    """
    types = types_of(report.header)
    query = fill(report.source.tokens, {name: f"NULL::{type_name}" for name, type_name in types.items()})
    translated = server_errors(report.source, query, sent_before=_VIEW, is_at_head=is_at_head)
    with translated, connection.transaction(force_rollback=True):
        with connection.cursor(row_factory=tuple_row) as cursor:
            if cursor.execute(_MAY_MAKE_VIEWS).fetchone() == (False,):
                what = "this account may not make a temporary view, from which the server tells what a report reads"
                raise PermissionRefused(what, hint="Use an account that has TEMPORARY on the database.")
        with RawCursor(connection, row_factory=class_row(ReadColumn)) as reading:
            reading.execute(_VIEW + query.text)
            return reading.execute(_DEPENDS_ON).fetchall()
