"""The staging tables of a load, filled with COPY in batches, so that memory use stays bounded."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg import sql

from warehouse.load.rejects import RejectedRow
from warehouse.load.table_sql import all_table_sql, columns
from warehouse.seeds.references import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from warehouse.load.table_sql import TableSql
    from warehouse.seeds.rows import Row
    from warehouse.yamlfiles import Node
    from warehouse.yamlfiles.nodes import Path

BATCH_BYTES: Final = 8 * 1024 * 1024
CREATE: Final = """
CREATE TEMPORARY TABLE {staged} ON COMMIT DROP AS
SELECT {stated}, seed_file, seed_line FROM {core} WITH NO DATA
"""
NULL: Final = "\x02"
"""The NULL marker in COPY text. No seed can contain it and, unlike the default marker, it needs no escaping."""
_ESCAPES: Final = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_LINE: Final = re.compile(r"COPY \S+, line ([0-9]+)(?:, column (\w+))?")


@dataclass(slots=True)
class Batch:
    """Rows as COPY text, by table.

    Attributes:
        file: The seed file of the rows that are added now.
        lines: The lines of each table.
        size: Total length of the lines, in characters.
        rows: Number of lines.
    """

    file: str = ""
    lines: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    size: int = 0
    rows: int = 0
    _fact: UUID | None = None
    _fact_text: str = ""
    _record: Node | None = None
    _place: Path = ()
    _line_text: str = ""

    def put(self, row: Row) -> None:
        """Add a row of the current seed file."""
        values = row.values
        if row.table in VOCABULARY:
            self._put_word(row)
            return
        if values["fact_id"] is not self._fact:  # consecutive rows share a fact, and formatting a UUID is slow
            self._fact = values["fact_id"]
            self._fact_text = str(self._fact)
        if row.place is not self._place or row.record is not self._record:
            self._place, self._record = row.place, row.record
            self._line_text = str(row.line)
        fields = [self._fact_text, self._line_text]
        fields += [
            NULL if value is None else value if type(value) is str else str(value)
            for value in map(values.get, _others(row.table))
        ]
        fields.append(self.file)
        line = "\t".join(fields)
        if "\\" in line or "\n" in line or "\r" in line or line.count("\t") != len(fields) - 1:
            line = "\t".join(map(_escaped, fields))
        self._append(row.table, line)

    def _put_word(self, row: Row) -> None:
        fields = [NULL if (value := row.values[name]) is None else value for name in _others(row.table)]
        self._append(row.table, "\t".join(map(_escaped, [row.line, *fields, self.file])))

    def _append(self, table: str, line: str) -> None:
        self.lines[table].append(line)
        self.size += len(line)
        self.rows += 1

    def sealed(self) -> SealedBatch:
        """Return the rows as they are sent to the server."""
        texts = {table: ("\n".join(lines) + "\n").encode() for table, lines in self.lines.items()}
        return SealedBatch(texts, self.rows)


@dataclass(frozen=True, slots=True)
class SealedBatch:
    """A batch whose lines are joined once, and handed on as bytes from process to process and to the server.

    Attributes:
        texts: The lines of each table.
        rows: Number of lines.
    """

    texts: Mapping[str, bytes]
    rows: int


class Stage:
    """The staging tables of one load.

    Attributes:
        rows: Number of rows that were copied so far.
    """

    def __init__(self, connection: psycopg.Connection, error_of: Callable[[list[RejectedRow]], Exception]) -> None:
        """Create an empty staging table for each table of ``core``.

        Args:
            connection: A connection with the load's transaction open.
            error_of: Builds the error to raise for rows that the database cannot hold.
        """
        self._connection = connection
        self._error_of = error_of
        self._filled: set[str] = set()
        self.rows = 0
        for parts in all_table_sql():
            create = sql.SQL(CREATE).format(staged=parts.staged, stated=parts.stated_columns, core=parts.core)
            connection.execute(create)

    def take(self, batch: SealedBatch) -> None:
        """Copy the rows of a batch into the staging tables.

        Raises:
            ProblemsFound: The database cannot hold a value; the problem names the value and its record.
        """
        for parts in all_table_sql():
            if text := batch.texts.get(parts.name):
                self._copy(parts, text)
                self._filled.add(parts.name)
        self.rows += batch.rows

    def finish(self) -> None:
        """Update the planner statistics of the staging tables, so that the comparison gets a good plan."""
        for parts in all_table_sql():
            if parts.name in self._filled:
                self._connection.execute(sql.SQL("ANALYZE {}").format(parts.staged))

    def _copy(self, parts: TableSql, text: bytes) -> None:
        names = columns(_copied(parts))
        into = sql.SQL("COPY {} ({}) FROM STDIN (NULL {})").format(parts.staged, names, sql.Literal(NULL))
        try:
            with self._connection.cursor() as cursor, cursor.copy(into) as copy:
                copy.write(text)
        except psycopg.DataError as error:
            raise self._error_of([self._refused(parts, text.decode(), error)]) from error

    def _refused(self, parts: TableSql, text: str, error: psycopg.DataError) -> RejectedRow:
        """Return the rejected row; the error context of the server gives its line and column."""
        found = _LINE.search(error.diag.context or "")
        fields = text.split("\n")[int(found[1]) - 1 if found else 0].split("\t")
        names = _copied(parts)
        column = (found[2] if found else None) or ""
        key = tuple(fields[names.index(name)] for name in parts.keys)
        what = f"the database cannot hold {column or 'a value'}: {error.diag.message_primary}"
        return RejectedRow(parts.name, key, fields[-1], column, "E-constraint", what, "correct the value")


def _copied(parts: TableSql) -> list[str]:
    """Return the columns of a line, in order."""
    return [*(["fact_id"] if "fact_id" in parts.stated else []), "seed_line", *_others(parts.name), "seed_file"]


def _escaped(value: object) -> str:
    return re.sub(r"[\\\t\n\r]", lambda match: _ESCAPES[match[0]], str(value))


@cache
def _others(table: str) -> tuple[str, ...]:
    """Return the columns that the seeds fill, except the fact id, which is the first field of the line of a fact."""
    parts = next(parts for parts in all_table_sql() if parts.name == table)
    return tuple(name for name in parts.stated if name != "fact_id")
