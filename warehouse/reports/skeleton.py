"""Write the file a new report begins with: one that runs as it is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from psycopg.rows import class_row, tuple_row

from warehouse.errors import UsageError
from warehouse.sqlfiles import TYPE_BY_OID
from warehouse.strictyaml import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import Connection

NAME: Final = re.compile("[a-z][a-z0-9_]{0,62}")
"""What a report can call a column."""

BOOKKEEPING: Final = frozenset({"seed_file", "seed_line", "loaded_digest", "system_from"})
"""Columns of ``core`` that say where a row came from, not what it says."""

_FACT: Final = "fact_id"
_TABLES: Final = """
SELECT format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'v', 'm', 'p') AND n.nspname NOT LIKE ALL (ARRAY['pg\\_%', 'information\\_schema'])
ORDER BY 1
"""
_COLUMNS: Final = """
SELECT a.attname AS name, a.atttypid AS type_oid, a.attnotnull AS is_required,
  coalesce(col_description(a.attrelid, a.attnum), '') AS comment,
  coalesce(a.attnum = ANY (i.indkey), false) AS is_key
FROM pg_catalog.pg_attribute AS a
LEFT JOIN pg_catalog.pg_index AS i ON i.indrelid = a.attrelid AND i.indisprimary
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
"""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table, as the server describes it."""

    name: str
    type_oid: int
    is_required: bool
    comment: str
    is_key: bool


DOCUMENTS: Final = (
    TableColumn("key", 25, is_required=True, comment="Key of the document", is_key=True),
    TableColumn("title", 25, is_required=True, comment="Title as printed", is_key=False),
    TableColumn("page_date", 1082, is_required=False, comment="Date the page shows; NULL: none", is_key=False),
    TableColumn(_FACT, 2950, is_required=True, comment="The fact", is_key=False),
)
"""What a report begins with where no table is named; needs no database to be asked."""


def columns_of(connection: Connection[Any], table: str) -> tuple[str, list[TableColumn]]:
    """Ask what a table has.

    Args:
        connection: An open connection.
        table: Its name; without a schema it is one of ``core``.

    Returns:
        Its name with the schema, and its columns.

    Raises:
        UsageError: There is none of that name.
    """
    wanted = table if "." in table else f"core.{table}"
    with connection.cursor(row_factory=tuple_row) as cursor:
        tables = [name for (name,) in cursor.execute(_TABLES)]
    if wanted not in tables:
        raise UsageError(f'there is no table "{table}"', hint=nearest(wanted, tables))
    with connection.cursor(row_factory=class_row(TableColumn)) as cursor:
        return wanted, cursor.execute(_COLUMNS, [wanted]).fetchall()


def skeleton(name: str, table: str, columns: Sequence[TableColumn]) -> str:
    """Write a report on a table: its columns, cited where it holds facts, with a parameter and a case.

    Args:
        name: Name of the report.
        table: The table with its schema.
        columns: What it has.

    Raises:
        UsageError: Nothing tells its rows apart, or nothing of it can be shown.
    """
    shown = [column for column in columns if _can_be_shown(column)]
    key = [column.name for column in columns if column.is_key]
    is_cited = any(column.name == _FACT for column in columns)
    grain = ["fact" if part == _FACT else part for part in key]
    if not shown or not set(grain) <= {"fact", *(column.name for column in shown)}:
        raise UsageError(f"a report on {table} cannot begin with its columns", hint="begin with another table")
    if not grain:
        what = f"{table} has no primary key, which would tell its rows apart"
        raise UsageError(what, hint="begin with another table")
    narrowed = next((column.name for column in shown if TYPE_BY_OID[column.type_oid] == "text"), None)
    title = name.replace("-", " ").capitalize()
    lines = ["/* report", f"title: {title}", "question: Which question does it answer?", f"grain: [{', '.join(grain)}]"]
    if narrowed:
        lines += ["params:", f"  {narrowed}:", "    type: text", f"    help: only this {narrowed}; without it all"]
    lines.append("columns:")
    for column in shown:
        lines += _described(column)
    if is_cited:
        lines += ["cite:", f"  {shown[0].name}: fact"]
    lines += ["cases:", "  - expect: {at_least: 0}", "*/"]
    return "\n".join([*lines, *_statement(table, shown, narrowed, key, is_cited=is_cited), ""])


def _can_be_shown(column: TableColumn) -> bool:
    is_plain = column.type_oid in TYPE_BY_OID and NAME.fullmatch(column.name) is not None
    return is_plain and column.name not in BOOKKEEPING and column.name != _FACT


def _described(column: TableColumn) -> list[str]:
    """Describe a column by the comment it has in the database."""
    comment = column.comment.replace("/*", "/ *").replace("*/", "* /")
    meaning, _, empty = (part.strip() for part in comment.partition("; NULL:"))
    lines = [f"  {column.name}:", f"    meaning: {_written(meaning or column.name.replace('_', ' '))}"]
    return lines if column.is_required else [*lines, f"    empty: {_written(empty or 'not known')}"]


def _written(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _statement(
    table: str, shown: Sequence[TableColumn], narrowed: str | None, key: Sequence[str], *, is_cited: bool
) -> list[str]:
    parts = [f"t.{column.name}" for column in shown]
    if is_cited:
        parts.append(f"t.{_FACT} AS fact")
    where = [f"WHERE :{narrowed} IS NULL OR t.{narrowed} = :{narrowed}"] if narrowed else []
    order = ", ".join(f"t.{part}" for part in key)
    return ["SELECT", ",\n".join(f"  {part}" for part in parts), f"FROM {table} AS t", *where, f"ORDER BY {order};"]
