"""The answer as charts read it: all rows, by the parts that the header's ``chart`` names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from warehouse.errors import UsageError
from warehouse.reports.charts.amounts import Amount, read_number
from warehouse.reports.formats.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from warehouse.reports.header import Chart
    from warehouse.reports.result import Column, Result

    Cells = Mapping[str, str | None]

_UNIT_COLUMN: Final = re.compile(r"see ([a-z][a-z0-9_]*)")
_NONE: Final = "none stated"


@dataclass(frozen=True, slots=True)
class Table:
    """An answer that has been read to its end.

    Attributes:
        title: Its title.
        question: What it answers.
        chart: How it is to be drawn.
        columns: Its columns by name.
        rows: Its rows; no text in them acts on a terminal or a page.
        documents: How many documents are cited.
    """

    title: str
    question: str
    chart: Chart
    columns: Mapping[str, Column]
    rows: Sequence[Cells]
    documents: int

    def name(self, column: str | None) -> str:
        """Give the name of a column as people write it."""
        return (column or "").replace("_", " ")

    def text(self, row: Cells, column: str | None) -> str:
        """Give a cell as a label; where it is empty, what the report says that means."""
        if column is None:
            return ""
        cell = row[column]
        return cell if cell is not None and cell.strip() else self.absent(column)

    def absent(self, column: str) -> str:
        """Say what an empty cell of a column means."""
        return visible(self.columns[column].doc.empty or _NONE)

    def amount(self, row: Cells) -> Amount:
        """Give the value of a row with its interval and its unit."""
        chart = self.chart
        value, lower, upper = (
            read_number(row[column]) if column else None for column in (chart.y, chart.lower, chart.upper)
        )
        if lower is not None and upper is not None and lower > upper:
            lower, upper = upper, lower
        return Amount(value, lower, upper, self.unit(row), self.text(row, chart.y))

    def unit(self, row: Cells) -> str | None:
        """Give the unit of the values of a row: that of the column, or what the column it points to says."""
        unit = self.columns[self.chart.y].doc.unit
        column = self.unit_column
        if column is not None:
            return row[column] or None
        return visible(unit) if unit else None

    @property
    def unit_column(self) -> str | None:
        """The column that holds the unit of the values; None: all are in one unit."""
        found = _UNIT_COLUMN.fullmatch(self.columns[self.chart.y].doc.unit or "")
        return found[1] if found and found[1] in self.columns else None

    def by_unit(self) -> list[tuple[str | None, list[Cells]]]:
        """Give the rows of each unit, in the order in which the units appear; units are never mixed on one axis."""
        groups: dict[str | None, list[Cells]] = {}
        for row in self.rows:
            groups.setdefault(self.unit(row), []).append(row)
        return list(groups.items())

    def values_of(self, column: str | None) -> list[str]:
        """Give the different values of a column in the order in which they appear; none without a column."""
        return unique(self.text(row, column) for row in self.rows) if column else []


def unique(texts: Iterable[str]) -> list[str]:
    """Give each text once, in the order of first appearance."""
    return list(dict.fromkeys(texts))


def read(result: Result) -> Table:
    """Read all rows of an answer.

    Raises:
        UsageError: The report has no chart, or draws a column as numbers that holds none.
    """
    header = result.report.header
    chart = header.chart
    if chart is None:
        raise UsageError(f"report {result.report.name} draws no chart", hint="add chart: to its header")
    columns = {column.name: column for column in result.columns}
    if chart.kind not in {"timeline", "matrix"}:
        for part, name in (("y", chart.y), ("lower", chart.lower), ("upper", chart.upper)):
            if name and not columns[name].is_number:
                what = f"the chart of report {result.report.name} draws {name}, which is of type {columns[name].type}"
                raise UsageError(what, hint=f"name a column of numbers as {part}")
    rows = [
        {name: None if cell is None else visible(cell) for name, cell in zip(columns, row.cells, strict=True)}
        for row in result.rows
    ]
    documents = len({citation.document for citation in result.citations})
    return Table(visible(header.title), visible(header.question), chart, columns, rows, documents)
