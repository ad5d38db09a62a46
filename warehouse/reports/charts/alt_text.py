"""Text alternatives of charts, for readers who cannot see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.reports.charts.data import read_span

if TYPE_CHECKING:
    from warehouse.reports.charts.data import Cells, Table


def extremes(table: Table) -> str:
    """Return sentences that name the axes, and the smallest and largest value of each unit."""
    chart = table.chart
    sentences = [f"{_kind(table)}: {table.name(chart.y)} by {table.name(chart.x)}{_series(table)}; {_rows(table)}."]
    for _unit, rows in table.by_unit():
        valued = [(amount.numbers, amount, row) for row in rows if (amount := table.amount(row)).numbers]
        if not valued:
            continue
        _, least, first = min(valued, key=lambda entry: min(entry[0]))
        _, most, last = max(valued, key=lambda entry: max(entry[0]))
        small, large = f"{least.text} ({table.text(first, chart.x)})", f"{most.text} ({table.text(last, chart.x)})"
        sentences.append(f"Smallest: {small}; largest: {large}." if len(valued) > 1 else f"The only value: {small}.")
    return " ".join(sentences)


def course(table: Table, dated: list[Cells]) -> str:
    """Return sentences that name the axes, and the first and last event of a timeline.

    Args:
        table: The answer.
        dated: Its rows that have a date, in the order of time.
    """
    chart = table.chart
    sentence = f"{_kind(table)}: {table.name(chart.y)} by {table.name(chart.x)}{_series(table)}; {_rows(table)}."
    if not dated:
        return sentence
    first, last = dated[0], dated[-1]
    ends = [f"{table.text(row, chart.y)} ({table.text(row, chart.x)})" for row in (first, last)]
    return f"{sentence} From {ends[0]} to {ends[1]}." if len(dated) > 1 else f"{sentence} It is {ends[0]}."


def crossing(table: Table, rows: int, columns: int) -> str:
    """Return a sentence with the size of a matrix and the number of its rows of data.

    Args:
        table: The answer.
        rows: The number of rows of the matrix.
        columns: The number of columns of the matrix.
    """
    chart = table.chart
    cells = table.name(chart.value) if chart.value else "a mark"
    return (
        f"Matrix of {rows} by {columns}: {table.name(chart.y)} down, {table.name(chart.x)} across, "
        f"{cells} in the cells; {_rows(table)}."
    )


def in_time(rows: list[Cells], column: str) -> list[Cells]:
    """Return the rows whose date can be parsed, ordered by first day; spans without a first day by their end."""

    def begins(row: Cells) -> float:
        span = read_span(row[column])
        return next((day for day in span or () if day is not None), 0.0)

    return sorted((row for row in rows if read_span(row[column])), key=begins)


def _kind(table: Table) -> str:
    kind = table.chart.kind
    return {"dot": "Dot plot", "timeline": "Timeline", "step": "Step chart"}.get(kind, f"{kind.capitalize()} chart")


def _series(table: Table) -> str:
    return f" and {table.name(table.chart.series)}" if table.chart.series else ""


def _rows(table: Table) -> str:
    return f"{len(table.rows)} row{'' if len(table.rows) == 1 else 's'}"
