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
from warehouse.strictyaml.scalars import on_one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import Connection

NAME: Final = re.compile("[a-z][a-z0-9_]{0,62}")
"""What a report can call a column."""

BOOKKEEPING: Final = frozenset({"seed_file", "seed_line", "loaded_digest", "system_from"})
"""Columns of ``core`` that say where a row came from, not what it says."""

_FACTS: Final = ("fact_id", "fact_key")
"""What the column of a table's facts is called, in ``core`` and in ``mart``."""

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


FIRST_TABLE: Final = "mart.dim_agreement"
FIRST_COLUMNS: Final = (
    TableColumn("agreement_key", 25, is_required=True, comment="stable name of the agreement", is_key=True),
    TableColumn("name", 25, is_required=True, comment="a short title, ours", is_key=False),
    TableColumn("parent_name", 25, is_required=False, comment="title of what it belongs to; NULL: none", is_key=False),
    TableColumn("fact_key", 25, is_required=True, comment="the agreement as a citable fact", is_key=False),
)
"""What a report begins with where no table is named; needs no database to be asked."""


def columns_of(connection: Connection[Any], table: str) -> tuple[str, list[TableColumn]]:
    """Ask what a table has.

    Args:
        connection: An open connection.
        table: Its name; without a schema it is one of ``mart``.

    Returns:
        Its name with the schema, and its columns.

    Raises:
        UsageError: There is none of that name.
    """
    wanted = table if "." in table else f"mart.{table}"
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
    fact = next((column.name for column in columns if column.name in _FACTS), None)
    grain = ["fact" if part == fact else part for part in key]
    if not shown or not set(grain) <= {"fact", *(column.name for column in shown)}:
        raise UsageError(f"a report on {table} cannot begin with its columns", hint="begin with another table")
    if not grain:
        what = f"{table} has no primary key, which would tell its rows apart"
        raise UsageError(what, hint="begin with another table")
    narrowed = next((column.name for column in shown if TYPE_BY_OID[column.type_oid] == "text"), None)
    title = on_one_line(name.replace("-", " ").capitalize())
    lines = ["/* report", f"title: {title}", "question: Which question does it answer?", f"grain: [{', '.join(grain)}]"]
    if narrowed:
        lines += ["params:", f"  {narrowed}:", "    type: text", f"    help: only this {narrowed}; without it all"]
    lines.append("columns:")
    for column in shown:
        lines += _described(column)
    if fact:
        lines += ["cite:", f"  {shown[0].name}: fact"]
    lines += ["cases:", "  - expect: {at_least: 0}", "*/"]
    return "\n".join([*lines, *_statement(table, shown, narrowed, key, fact), ""])


def _can_be_shown(column: TableColumn) -> bool:
    is_plain = column.type_oid in TYPE_BY_OID and NAME.fullmatch(column.name) is not None
    return is_plain and column.name not in BOOKKEEPING and column.name not in _FACTS


def _described(column: TableColumn) -> list[str]:
    """Describe a column by the comment it has in the database."""
    comment = column.comment.replace("/*", "/ *").replace("*/", "* /")
    said, _, empty = (part.strip() for part in comment.partition("; NULL:"))
    meaning, _, unit = (part.strip() for part in said.partition("; unit:"))
    lines = [f"  {column.name}:", f"    meaning: {_written(meaning or column.name.replace('_', ' '))}"]
    lines += [f"    unit: {_written(unit)}"] if unit else []
    return lines if column.is_required else [*lines, f"    empty: {_written(empty or 'not known')}"]


def _written(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _statement(
    table: str, shown: Sequence[TableColumn], narrowed: str | None, key: Sequence[str], fact: str | None
) -> list[str]:
    parts = [_selected(column) for column in shown]
    if fact:
        parts.append(f"t.{fact} AS fact")
    where = [f"WHERE :{narrowed} IS NULL OR t.{narrowed} = :{narrowed}"] if narrowed else []
    order = ", ".join(f"t.{part}" for part in key)
    return ["SELECT", ",\n".join(f"  {part}" for part in parts), f"FROM {table} AS t", *where, f"ORDER BY {order};"]


def _selected(column: TableColumn) -> str:
    """Show numbers with the digits they have, not with those there is room for."""
    if TYPE_BY_OID[column.type_oid] == "numeric":
        return f"trim_scale(t.{column.name}) AS {column.name}"
    return f"t.{column.name}"
