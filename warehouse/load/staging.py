"""Put the rows of the seeds into temporary tables beside ``core``, in batches, so that memory stays bounded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg import sql

from warehouse.load.parts import all_parts
from warehouse.load.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from decimal import Decimal
    from uuid import UUID

    from warehouse.load.parts import Parts
    from warehouse.seeds.rows import Row

BATCH_BYTES: Final = 8 * 1024 * 1024
CREATE: Final = """
CREATE TEMPORARY TABLE {staged} ON COMMIT DROP AS
SELECT {stated}, seed_file, seed_line FROM {core} WITH NO DATA
"""
_SPECIAL: Final = re.compile(r"[\\\t\n\r]")
_ESCAPES: Final = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_LINE: Final = re.compile(r"COPY \S+, line ([0-9]+)(?:, column (\w+))?")


@dataclass(slots=True)
class Batch:
    """Rows as the text of COPY, by table.

    Attributes:
        lines: By table the lines.
        size: Characters of all lines.
        rows: Number of lines.
    """

    lines: dict[str, list[str]] = field(default_factory=dict)
    size: int = 0
    rows: int = 0

    def put(self, row: Row, file: str) -> None:
        """Add a row that stands in ``file``."""
        values = row.values
        fields = [_field(values.get(name)) for name in _stated()[row.table]]
        line = "\t".join([*fields, _field(file), str(row.line)])
        self.lines.setdefault(row.table, []).append(line)
        self.size += len(line)
        self.rows += 1


class Stage:
    """The temporary tables of one load, empty at first."""

    def __init__(self, connection: psycopg.Connection, told: Callable[[list[Refused]], Exception]) -> None:
        """Create a temporary table beside each table of ``core``.

        Args:
            connection: With the load's transaction open.
            told: Makes the error that tells of a row which the database cannot hold.
        """
        self._connection = connection
        self._told = told
        self._filled: set[str] = set()
        self.rows = 0
        for parts in all_parts():
            create = sql.SQL(CREATE).format(staged=parts.staged, stated=parts.stated_columns, core=parts.core)
            connection.execute(create)

    def take(self, batch: Batch) -> None:
        """Copy the rows of a batch.

        Raises:
            ProblemsFound: The database cannot hold a value; says which, and in which record.
        """
        for parts in all_parts():
            if lines := batch.lines.get(parts.name):
                self._copy(parts, lines)
                self._filled.add(parts.name)
        self.rows += batch.rows

    def finish(self) -> None:
        """Let the database know what the tables hold, so that it compares them well."""
        for parts in all_parts():
            if parts.name in self._filled:
                self._connection.execute(sql.SQL("ANALYZE {}").format(parts.staged))

    def _copy(self, parts: Parts, lines: list[str]) -> None:
        into = sql.SQL("COPY {} FROM STDIN").format(parts.staged)
        try:
            with self._connection.cursor() as cursor, cursor.copy(into) as copy:
                copy.write("\n".join(lines) + "\n")
        except psycopg.DataError as error:
            raise self._told([self._refused(parts, lines, error)]) from error

    def _refused(self, parts: Parts, lines: list[str], error: psycopg.DataError) -> Refused:
        """Find the row and the column in what the server says about the lines that it read."""
        found = _LINE.search(error.diag.context or "")
        fields = lines[int(found[1]) - 1 if found else 0].split("\t")
        column = (found[2] if found else None) or ""
        key = tuple(fields[parts.stated.index(name)] for name in parts.keys)
        what = f"the database cannot hold {column or 'a value'}: {error.diag.message_primary}"
        return Refused(parts.name, key, fields[-2], column, "E-constraint", what, "correct the value")


def _field(value: str | bool | int | Decimal | date | UUID | None) -> str:  # noqa: FBT001 - any value of a row
    if value is None:
        return "\\N"
    text = value if type(value) is str else str(value)
    if _SPECIAL.search(text):
        return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)
    return text


@cache
def _stated() -> dict[str, list[str]]:
    return {parts.name: parts.stated for parts in all_parts()}
