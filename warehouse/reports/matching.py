"""Read an answer in the order of its grain, with the names of another moment and the sources of each row."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from psycopg import RawServerCursor
from psycopg.rows import tuple_row

from warehouse.errors import CheckFailed
from warehouse.sqlfiles import plain, read_as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from psycopg import Connection

    from warehouse.reports.library import Report
    from warehouse.reports.renames import Renaming
    from warehouse.reports.result import Column
    from warehouse.reports.values import Value

    Cells = tuple[str | None, ...]

_BATCH: Final = 1000
_numbers = count(1)
_SOURCES: Final = """
ARRAY(
  SELECT s.document || '#' || coalesce(s.paragraph::text, s.locator) FROM (
    SELECT DISTINCT {document} AS document, c.paragraph, CASE WHEN c.paragraph IS NULL THEN c.locator END AS locator
    FROM core.citations AS c {join} WHERE c.fact_id = ANY ('{{}}'::uuid[]{facts})
  ) AS s
  ORDER BY s.document, s.paragraph, s.locator
)
"""

_FACTS: Final = """string_to_array(btrim(answer."{}"::text, '{{}}'), ',', 'NULL')::uuid[]"""
"""The facts of a cell, be it one or an array of them, as uuid or as text."""


class Matched(NamedTuple):
    """A row of an answer.

    Attributes:
        place: What finds its counterpart: its grain under the names of the later moment.
        key: Its grain as it stands in the answer.
        cells: What is shown.
        sources: What it rests on, as ``document#paragraph``; documents under the names of the later moment.
    """

    place: Cells
    key: Cells
    cells: Cells
    sources: tuple[str, ...]


@contextmanager
def by_grain(
    connection: Connection[Any],
    report: Report,
    settled: Mapping[str, Value],
    columns: Sequence[Column],
    renaming: Renaming,
) -> Iterator[Iterator[Matched]]:
    """Open an answer whose rows come by ``place``, compared letter by letter, which Python and the server do alike.

    Args:
        connection: Within a snapshot.
        report: The report as seen at a moment.
        settled: The value of each parameter.
        columns: The shown columns.
        renaming: How names of this moment become those of the later one.

    Raises:
        CheckFailed: While reading: two rows are equal in the grain.
    """
    statement = _in_order(report, columns, renaming)
    if report.past is not None:
        report.past.enter(connection)
    name = f"report_rows_{next(_numbers)}"
    with RawServerCursor(connection, name, row_factory=tuple_row, scrollable=True) as cursor:
        read_as_text(cursor)
        cursor.itersize = _BATCH
        cursor.execute(statement, [settled[name] for name in report.query.names])
        # the server sorts all rows now, before another moment is entered, and keeps them for reading
        connection.execute(f'MOVE FORWARD ALL IN "{name}"'.encode())
        connection.execute(f'MOVE ABSOLUTE 0 IN "{name}"'.encode())
        yield _matched(report, cursor, [plain(column.type) for column in columns])


def _in_order(report: Report, columns: Sequence[Column], renaming: Renaming) -> str:
    """Give the SQL of the shown columns, the grain, the grain under later names, and the sources, ordered."""
    names = renaming.names
    selected = [
        *(f'answer."{column.name}"' for column in columns),
        *(f'answer."{name}"::text' for name in report.header.grain),
        *names,
        _sources(report, renaming),
    ]
    order = ", ".join(f'{name} COLLATE "C"' for name in names)
    return f"SELECT {', '.join(selected)} FROM (\n{report.query.text}\n) AS answer{renaming.joins} ORDER BY {order}"  # noqa: S608 - names of columns, checked


def _sources(report: Report, renaming: Renaming) -> str:
    """Give the SQL of the row's sources, each once, in the order of their names."""
    facts = "".join(f" || {_FACTS.format(name)}" for name in dict.fromkeys(report.header.cite.values()))
    if not facts:
        return "'{}'::text[]"
    sources = _SOURCES.format(facts=facts, **renaming.of_documents("c.document_key"))
    return report.past.rewritten(sources) if report.past else sources


def _matched(
    report: Report, rows: RawServerCursor[tuple[Any, ...]], changes: Sequence[Callable[[str], str] | None]
) -> Iterator[Matched]:
    width, grain, last = len(changes), report.header.grain, None
    for row in rows:
        key, place = row[width : width + len(grain)], row[width + len(grain) : -1]
        if place == last:
            shown = ", ".join(f"{name} = {part!r}" for name, part in zip(grain, key, strict=True))
            what = f"report {report.name} returns two rows for {shown}"
            raise CheckFailed(what, hint="its grain is not what its header says: correct the statement or the grain")
        last = place
        cells = (
            change(cell) if change and cell is not None else cell for change, cell in zip(changes, row, strict=False)
        )
        yield Matched(place, key, tuple(cells), tuple(row[-1]))
