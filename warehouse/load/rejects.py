"""The rows that the database rejects, reported as problems at their places in the seed files."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from psycopg import sql
from psycopg.rows import class_row

from warehouse.load.table_sql import all_table_sql, columns
from warehouse.model import REGISTERS
from warehouse.yamlfiles import Position, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from uuid import UUID

    import psycopg

    from warehouse.load.table_sql import TableSql
    from warehouse.seeds.rows import Row

CONSTRAINTS: Final = """
SELECT found.conname AS name, found.contype::text AS kind, class.relname AS table,
    pg_get_expr(found.conbin, found.conrelid) AS expression,
    (SELECT array_agg(attname::text ORDER BY place) FROM unnest(found.conkey) WITH ORDINALITY AS of (number, place)
        JOIN pg_attribute ON attrelid = found.conrelid AND attnum = of.number) AS columns,
    other.relname AS other,
    (SELECT array_agg(attname::text ORDER BY place) FROM unnest(found.confkey) WITH ORDINALITY AS of (number, place)
        JOIN pg_attribute ON attrelid = found.confrelid AND attnum = of.number) AS other_columns
FROM pg_constraint AS found
JOIN pg_class AS class ON class.oid = found.conrelid
LEFT JOIN pg_class AS other ON other.oid = found.confrelid
WHERE found.connamespace = 'core'::regnamespace AND (
    found.contype IN ('c', 'u') OR found.contype = 'f' AND cardinality(found.conkey) = 1
)
ORDER BY class.relname, found.conname
"""

"""The constraints of ``core``, without the foreign keys of two columns: the reader has checked all words."""

ROWS: Final = "SELECT {key}, {file} FROM {from_} AS one WHERE {condition}"
BREAKS: Final = "SELECT {key}, seed_file FROM {staged} WHERE NOT ({expression})"
MISSING: Final = """
one.{column} IS NOT NULL
AND NOT EXISTS (SELECT FROM {staged} AS other WHERE other.{other_column} = one.{column})
AND NOT EXISTS (
    SELECT FROM {core} AS other WHERE other.{other_column} = one.{column}
    AND NOT EXISTS (SELECT FROM {changed} AS changed WHERE changed.operation = '-' AND {going})
)
"""
STAYS: Final = """
NOT EXISTS (SELECT FROM {staged} AS staged WHERE {same_staged})
AND NOT EXISTS (SELECT FROM {changed} AS changed WHERE changed.operation = '-' AND {same_changed})
"""
TWICE: Final = """
EXISTS (SELECT FROM {staged} AS other WHERE ({others}) = ({ones}) AND NOT ({same_other}))
OR EXISTS (
    SELECT FROM {core} AS other WHERE ({others}) = ({ones}) AND NOT ({same_other})
    AND NOT EXISTS (SELECT FROM {staged} AS staged WHERE {other_staged})
    AND NOT EXISTS (SELECT FROM {changed} AS changed WHERE changed.operation = '-' AND {other_changed})
)
"""
DOUBLES: Final = """
SELECT staged.fact_id, staged.seed_file, current.family, current.path, current.seed_file, current.seed_line
FROM pg_temp.staged_facts AS staged
JOIN core.facts AS current ON current.fact_id = staged.fact_id
WHERE current.seed_file <> ALL (%s)
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """A constraint, as the system catalog describes it.

    Attributes:
        name: Name of the constraint.
        kind: ``c`` for a check constraint, ``f`` for a foreign key, ``u`` for a unique constraint.
        table: The table of ``core`` that has the constraint.
        expression: The expression of a check constraint.
        columns: The columns that it constrains.
        other: The table that a foreign key refers to.
        other_columns: The columns that a foreign key refers to.
    """

    name: str
    kind: str
    table: str
    expression: str
    columns: list[str]
    other: str
    other_columns: list[str]


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that the database rejects.

    Attributes:
        table: Its table.
        key: Its primary key, one text for each column.
        file: The seed file that it comes from.
        column: The column that is wrong; empty if the problem concerns the whole row.
        code: Code of the problem.
        what: What is wrong.
        hint: What to do about it.
    """

    table: str
    key: tuple[str, ...]
    file: str
    column: str
    code: str
    what: str
    hint: str


def duplicates(connection: psycopg.Connection, files: Sequence[str], shown: Callable[[str], str]) -> list[RejectedRow]:
    """Return the facts in the files that were read that also exist in another file.

    Args:
        connection: A connection with the load's transaction open and the rows staged.
        files: The files that were read or no longer exist.
        shown: Returns the name of a seed file to show in messages.
    """
    rows = connection.execute(DOUBLES, [list(files)]).fetchall()
    return [
        _double(fact_id, file, family, path, f"{shown(other)}:{line}")
        for fact_id, file, family, path, other, line in rows
    ]


def _double(fact_id: UUID, file: str, family: str, path: str, other: str) -> RejectedRow:
    what = f'"{path}" stands in {other} too'
    if family in REGISTERS:
        key = path.partition("/")[2]
        return RejectedRow(family, (key,), file, "key", "E-duplicate-record", what, "merge the two")
    hint = "merge the two, or tell them apart with label: some-word"
    return RejectedRow("facts", (str(fact_id),), file, "", "E-duplicate-fact", what, hint)


def refused_rows(connection: psycopg.Connection) -> list[RejectedRow]:
    """Return every row that violates a constraint of ``core``.

    Args:
        connection: A connection with the load's transaction open and all tables compared, after a rollback to the
            savepoint before the writes.
    """
    tables = {parts.name: parts for parts in all_table_sql()}
    rejected: list[RejectedRow] = []
    with connection.cursor(row_factory=class_row(Rule)) as cursor:
        constraints = cursor.execute(CONSTRAINTS).fetchall()
    for rule in constraints:
        parts = tables[rule.table]
        if rule.kind == "c":
            rejected += _breaking(connection, parts, rule)
        elif rule.kind == "u":
            rejected += _twice(connection, parts, rule)
        else:
            rejected += _missing(connection, parts, rule, tables[rule.other])
    return rejected


def problems_of(refused: Iterable[RejectedRow], rows: Iterable[Row], shown: Callable[[str], str]) -> Iterator[Problem]:
    """Yield a problem, with its place in the seed file, for each rejected row.

    Args:
        refused: The rejected rows.
        rows: The rows of the seed files that contain them, read again.
        shown: Returns the name of a seed file to show in messages.
    """
    waiting: dict[tuple[str, tuple[str, ...]], list[RejectedRow]] = defaultdict(list)
    for one in refused:
        waiting[one.table, one.key].append(one)
    keys = {parts.name: parts.keys for parts in all_table_sql()}
    for row in rows:
        key = tuple(str(row.values[name]) for name in keys[row.table])
        for one in waiting.pop((row.table, key), ()):
            position = row.position(one.column) if one.column else row.node.position
            yield Problem(position, one.code, f"{row.path}: {one.what}", one.hint)
    for rest in waiting.values():
        for one in rest:
            yield Problem(Position(shown(one.file)), one.code, f"{one.table} {'/'.join(one.key)}: {one.what}", one.hint)


def _breaking(connection: psycopg.Connection, parts: TableSql, rule: Rule) -> Iterator[RejectedRow]:
    statement = sql.SQL(BREAKS).format(key=_texts(parts), staged=parts.staged, expression=sql.SQL(rule.expression))
    column = next((name for name in rule.columns if name not in parts.keys), "")
    message = f"the database refuses it: {rule.name} asks for {rule.expression}"
    for *key, file in connection.execute(statement):
        hint = f"correct {' or '.join(rule.columns)}"
        yield RejectedRow(parts.name, tuple(key), file, column, "E-constraint", message, hint)


def _twice(connection: psycopg.Connection, parts: TableSql, rule: Rule) -> Iterator[RejectedRow]:
    condition = sql.SQL(TWICE).format(
        staged=parts.staged,
        core=parts.core,
        changed=parts.changed,
        others=columns(rule.columns, "other"),
        ones=columns(rule.columns, "one"),
        same_other=parts.same_key("other", "one"),
        other_staged=parts.same_key("other", "staged"),
        other_changed=parts.same_key("other", "changed"),
    )
    named = " and ".join(rule.columns)
    for key, file in _rows(connection, parts, parts.staged, condition):
        message = f"another row of {parts.name} has the same {named}"
        yield RejectedRow(
            parts.name, key, file, rule.columns[0], "E-not-unique", message, f"give it a {named} of its own"
        )


def _missing(connection: psycopg.Connection, parts: TableSql, rule: Rule, other: TableSql) -> Iterator[RejectedRow]:
    (column,), (other_column,) = rule.columns, rule.other_columns
    missing = sql.SQL(MISSING).format(
        column=sql.Identifier(column),
        other_column=sql.Identifier(other_column),
        staged=other.staged,
        core=other.core,
        changed=other.changed,
        going=other.same_key("other", "changed"),
    )
    stays = sql.SQL(STAYS).format(
        staged=parts.staged,
        changed=parts.changed,
        same_staged=parts.same_key("staged", "one"),
        same_changed=parts.same_key("changed", "one"),
    )
    message = f"what {column} names is not, or no longer, in {other.name}"
    hint = f"keep it in {other.name}, or correct this"
    condition = sql.SQL("{} AND {}").format(missing, stays)
    rows = [*_rows(connection, parts, parts.staged, missing), *_rows(connection, parts, parts.core, condition)]
    for key, file in rows:
        yield RejectedRow(parts.name, key, file, column, "E-unknown-reference", message, hint)


def _rows(
    connection: psycopg.Connection, parts: TableSql, table: sql.Identifier, condition: sql.Composed
) -> Iterator[tuple[tuple[str, ...], str]]:
    statement = sql.SQL(ROWS).format(
        key=_texts(parts), file=sql.Identifier("seed_file"), from_=table, condition=condition
    )
    for *key, file in connection.execute(statement):
        yield tuple(key), file or ""


def _texts(parts: TableSql) -> sql.Composed:
    return sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(name)) for name in parts.keys)
