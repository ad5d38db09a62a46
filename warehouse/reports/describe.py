"""The description of a report: the columns it reads, its statement with literals, its help, and a skeleton.

To find the columns that a report reads, the server makes a temporary view of the report and lists its dependencies.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from psycopg import RawCursor
from psycopg.rows import class_row, tuple_row

from warehouse.errors import PermissionRefused, UsageError
from warehouse.reports.definition import types_of
from warehouse.reports.formats import FORMATS
from warehouse.sqlfiles import TYPE_BY_OID, fill, server_errors
from warehouse.yamlfiles import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from psycopg import Connection

    from warehouse.reports.definition import ColumnDoc, Parameter, Report
    from warehouse.reports.parameters import Scalar, Value
    from warehouse.sqlfiles import Query

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
    """Return the columns that a report reads, in the order of schema, table and column.

    Args:
        connection: A connection, in a transaction or not. All changes are rolled back.
        report: The report; the values of its parameters do not matter.
        is_at_head: Whether the database is known to be at this version's schema revision.

    Raises:
        PermissionRefused: The account may not create temporary views.
        ProblemsFound: The server refuses the statement.
    """
    types = types_of(report.header)
    query = fill(report.source.tokens, {name: f"NULL::{type_name}" for name, type_name in types.items()})
    translated = server_errors(report.source, query, sent_before=_VIEW, is_at_head=is_at_head)
    with translated, connection.transaction(force_rollback=True):
        with connection.cursor(row_factory=tuple_row) as cursor:
            if cursor.execute(_MAY_MAKE_VIEWS).fetchone() == (False,):
                what = "this account may not make temporary views, which are needed to find the columns of a report"
                raise PermissionRefused(what, hint="Use an account that has TEMPORARY on the database.")
        with RawCursor(connection, row_factory=class_row(ReadColumn)) as reading:
            reading.execute(_VIEW + query.text)
            return reading.execute(_DEPENDS_ON).fetchall()


def pasteable(report: Report, settled: Mapping[str, Value]) -> str:
    """Return the statement with every value as a quoted literal of its type.

    Args:
        report: The report.
        settled: The value of each parameter.

    Returns:
        SQL that runs unchanged in psql and any other client; its first line is a comment with the report's name and
        title.
    """
    title = " ".join(report.header.title.split())
    statement = filled(report, settled).text.strip()
    # The semicolon has its own line, because the statement may end with a comment.
    return f"-- {report.name}: {title}\n{statement}\n;"


def filled(report: Report, settled: Mapping[str, Value]) -> Query:
    """Return the statement with literals in place of parameters; its offsets lead back to the report's file."""
    types = types_of(report.header)
    tokens = report.past.moved(report.source.tokens) if report.past else report.source.tokens
    # Without the blank, u&:name would become u&'…', a string with Unicode escapes.
    apart = " " if any(token.text == "&" for token in tokens) else ""
    return fill(tokens, {name: apart + literal(value, types[name]) for name, value in settled.items()})


def literal(value: Value, type_name: str) -> str:
    """Return a value as an SQL literal that means the same under all session settings."""
    if value is None:
        return f"NULL::{type_name}"
    if isinstance(value, list):
        return f"ARRAY[{', '.join(map(_quoted, value))}]::{type_name}"
    return f"{_quoted(value)}::{type_name}"


def _quoted(value: Scalar) -> str:
    text = value.isoformat() if isinstance(value, date) else str(value)
    doubled = text.replace("'", "''")
    if "\\" in text:
        return " E'" + doubled.replace("\\", "\\\\") + "'"
    return f"'{doubled}'"


NAME: Final = re.compile("[a-z][a-z0-9_]{0,62}")
"""The names that a column of a report can have."""

BOOKKEEPING: Final = frozenset({"seed_file", "seed_line", "loaded_digest", "system_from"})
"""Columns of ``core`` that record the origin of a row and are not part of its content."""

_FACTS: Final = ("fact_id", "fact_key")
"""The names of a table's column of fact ids, in ``core`` and in ``mart``."""

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
"""The columns of a new report if no table is named. They are listed here so that no database is needed."""


def columns_of(connection: Connection[Any], table: str) -> tuple[str, list[TableColumn]]:
    """Return the columns of a table.

    Args:
        connection: An open connection.
        table: Name of the table; a name without a schema belongs to ``mart``.

    Returns:
        The name with its schema, and the columns in their order in the table.

    Raises:
        UsageError: There is no table of that name.
    """
    wanted = table if "." in table else f"mart.{table}"
    with connection.cursor(row_factory=tuple_row) as cursor:
        tables = [name for (name,) in cursor.execute(_TABLES)]
    if wanted not in tables:
        raise UsageError(f'there is no table "{table}"', hint=nearest(wanted, tables))
    with connection.cursor(row_factory=class_row(TableColumn)) as cursor:
        return wanted, cursor.execute(_COLUMNS, [wanted]).fetchall()


def skeleton(name: str, table: str, columns: Sequence[TableColumn]) -> str:
    """Return the text of a new report on a table.

    The report shows the columns of the table, and cites its facts if it has any. It has one case, and one parameter if
    the table has a text column to filter by.

    Args:
        name: Name of the report.
        table: Name of the table with its schema.
        columns: The columns of the table.

    Raises:
        UsageError: The table has no primary key, or no column that can be shown, or its key cannot be shown.
    """
    shown = [column for column in columns if _can_be_shown(column)]
    key = [column.name for column in columns if column.is_key]
    fact = next((column.name for column in columns if column.name in _FACTS), None)
    grain = ["fact" if part == fact else part for part in key]
    if not shown or not set(grain) <= {"fact", *(column.name for column in shown)}:
        what = f"a new report cannot show the columns of {table}, or not those of its primary key"
        raise UsageError(what, hint="Name another table.")
    if not grain:
        what = f"{table} has no primary key, and a report needs columns that identify its rows"
        raise UsageError(what, hint="Name another table.")
    narrowed = next((column.name for column in shown if TYPE_BY_OID[column.type_oid] == "text"), None)
    from warehouse.yamlfiles.formatting import on_one_line

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
    """Return the header lines of a column, made from its comment in the database."""
    comment = column.comment.replace("/*", "/ *").replace("*/", "* /")
    described, _, empty = (part.strip() for part in comment.partition("; NULL:"))
    meaning, _, unit = (part.strip() for part in described.partition("; unit:"))
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
    condition = [f"WHERE :{narrowed} IS NULL OR t.{narrowed} = :{narrowed}"] if narrowed else []
    order = ", ".join(f"t.{part}" for part in key)
    return ["SELECT", ",\n".join(f"  {part}" for part in parts), f"FROM {table} AS t", *condition, f"ORDER BY {order};"]


def _selected(column: TableColumn) -> str:
    """Return the SQL that selects a column; numbers lose trailing zeros that only fill the column's scale."""
    if TYPE_BY_OID[column.type_oid] == "numeric":
        return f"trim_scale(t.{column.name}) AS {column.name}"
    return f"t.{column.name}"


def summary(report: Report) -> dict[str, Any]:
    """Return the name, title, question and parameters of a report as plain values, ready for JSON."""
    header = report.header
    params = {name: parameter.model_dump() for name, parameter in header.params.items()}
    return {"name": report.name, "title": header.title, "question": header.question, "params": params}


def show(report: Report, reads: Sequence[ReadColumn] | None = None) -> str:
    """Return the full description of a report as text.

    Args:
        report: The report.
        reads: The columns it reads; None if they are unknown, so that the text leaves them out.
    """
    header = report.header
    parts = [
        f"{header.title}  ({report.name})",
        header.question,
        "",
        f"One row per: {', '.join(header.grain)}",
        f"Stops after: {header.timeout} seconds",
        f"File: {report.source.file}",
        "",
        *_parts(report),
    ]
    if reads is not None:
        parts += ["", "Reads", *(f"  {read.schema}.{read.table}.{read.column}" for read in reads)]
    parts += ["", "Statement", "", report.source.statement.strip(), ""]
    return "\n".join(parts)


def usage(report: Report) -> str:
    """Return the help for running a report: its question, parameters, columns, and the formats of the answer."""
    header = report.header
    names = (f"{form.name} ({form.suffixes[0]})" for form in FORMATS.values())
    parts = [
        f"{header.title}  ({report.name})",
        header.question,
        "",
        *_parts(report),
        "",
        f"Formats: {', '.join(names)}",
    ]
    return "\n".join([*parts, ""])


def _parts(report: Report) -> Iterator[str]:
    header = report.header
    yield "Parameters" if header.params else "No parameters"
    for name, parameter in header.params.items():
        yield from _parameter(name, parameter)
    yield from ("", "Columns")
    for name, doc in header.columns.items():
        yield from _column(name, doc, is_cited=name in header.cite)


def _parameter(name: str, parameter: Parameter) -> Iterator[str]:
    details = [parameter.type]
    if parameter.required:
        details.append("required")
    if parameter.default is not None:
        details.append(f"default {parameter.default}")
    if parameter.choices:
        details.append(f"one of {', '.join(parameter.choices)}")
    yield f"  {name}  ({'; '.join(details)})"
    yield f"      {parameter.help}"
    if parameter.choices_from:
        yield f"      one of the values that this query returns: {' '.join(parameter.choices_from.split())}"


def _column(name: str, doc: ColumnDoc, *, is_cited: bool) -> Iterator[str]:
    yield f"  {name}  (cited)" if is_cited else f"  {name}"
    yield f"      {doc.meaning}"
    if doc.unit:
        yield f"      unit: {doc.unit}"
    if doc.empty:
        yield f"      empty: {doc.empty}"
