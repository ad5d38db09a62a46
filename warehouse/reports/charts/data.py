"""The data of a chart: the rows of the answer, their amounts and spans, the axis of time, and the text alternative."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.errors import UsageError
from warehouse.model import dates
from warehouse.reports.figures import DASH, exact, is_rounded, short
from warehouse.yamlfiles import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from warehouse.reports.definition import Chart
    from warehouse.reports.result import Column, Result

    Cells = Mapping[str, str | None]


_NONE: Final = "none stated"


@dataclass(frozen=True, slots=True)
class Table:
    """An answer of which all rows have been read.

    Attributes:
        title: Title of the report.
        question: Question of the report.
        chart: The chart that the header declares.
        columns: The shown columns by name.
        rows: The rows; control characters in their texts have been made visible.
        documents: The number of cited documents.
    """

    title: str
    question: str
    chart: Chart
    columns: Mapping[str, Column]
    rows: Sequence[Cells]
    documents: int

    def name(self, column: str | None) -> str:
        """Return the name of a column with blanks instead of underscores; an empty text for None."""
        return (column or "").replace("_", " ")

    def text(self, row: Cells, column: str | None) -> str:
        """Return a cell as a label; for an empty cell, the report's explanation of it."""
        if column is None:
            return ""
        cell = row[column]
        return cell if cell is not None and cell.strip() else self.absent(column)

    def absent(self, column: str) -> str:
        """Return the report's explanation of an empty cell of a column."""
        return visible(self.columns[column].doc.empty or _NONE)

    def amount(self, row: Cells) -> Amount:
        """Return the value of a row with its interval and its unit."""
        chart = self.chart
        value, lower, upper = (
            read_number(row[column]) if column else None for column in (chart.y, chart.lower, chart.upper)
        )
        if lower is not None and upper is not None and lower > upper:
            lower, upper = upper, lower
        return Amount(value, lower, upper, self.unit(row), self.text(row, chart.y))

    def unit(self, row: Cells) -> str | None:
        """Return the unit of a row's values: that of the column, or the cell of the column that holds the units."""
        unit = self.columns[self.chart.y].doc.unit
        column = self.unit_column
        if column is not None:
            return row[column] or None
        return visible(unit) if unit else None

    @property
    def unit_column(self) -> str | None:
        """The column that holds the unit of the values; None if all values have the same unit."""
        column = self.columns[self.chart.y].doc.unit_column
        return column if column in self.columns else None

    @property
    def numbers(self) -> list[Decimal]:
        """The numbers of all rows, as they are drawn or written in a cell; none for charts of other things."""
        column = self.chart.value if self.chart.kind == "matrix" else self.chart.y
        if not column or not self.columns[column].is_number:
            return []
        if self.chart.kind != "matrix":
            return [number for row in self.rows for number in self.amount(row).numbers]
        return [number for row in self.rows if (number := read_number(row[column])) is not None]

    def by_unit(self) -> list[tuple[str | None, list[Cells]]]:
        """Return the rows of each unit, in the order in which the units appear; an axis never mixes units."""
        groups: dict[str | None, list[Cells]] = {}
        for row in self.rows:
            groups.setdefault(self.unit(row), []).append(row)
        return list(groups.items())

    def values_of(self, column: str | None) -> list[str]:
        """Return the distinct labels of a column in the order in which they appear; an empty list for None."""
        return unique(self.text(row, column) for row in self.rows) if column else []


def unique(texts: Iterable[str]) -> list[str]:
    """Return the distinct texts in the order of first appearance."""
    return list(dict.fromkeys(texts))


def read(result: Result) -> Table:
    """Read all rows of an answer.

    Raises:
        UsageError: The report has no chart, or its chart draws a column as numbers that is not of a numeric type.
    """
    header = result.report.header
    chart = header.chart
    if chart is None:
        raise UsageError(f"report {result.report.name} has no chart", hint="Add chart: to its header.")
    columns = {column.name: column for column in result.columns}
    if chart.kind not in {"timeline", "matrix", "tree"}:
        for part, name in (("y", chart.y), ("lower", chart.lower), ("upper", chart.upper)):
            if name and not columns[name].is_number:
                kind = columns[name].type
                what = f"the chart of report {result.report.name} cannot draw {name}, which has the type {kind}"
                raise UsageError(what, hint=f"Name a column of numbers as {part}.")
    rows = [
        {name: None if cell is None else visible(cell) for name, cell in zip(columns, row.cells, strict=True)}
        for row in result.rows
    ]
    documents = len({citation.document for citation in result.citations})
    return Table(visible(header.title), visible(header.question), chart, columns, rows, documents)


_LARGEST: Final = 60
"""The maximum number of digits of a drawn number, before or after the decimal point. Other numbers are only written."""


@dataclass(frozen=True, slots=True)
class Amount:
    """The amount of a row: a value with an interval and a unit.

    Attributes:
        value: The value; None if none is stated.
        lower: Lower end of its interval; None if that end is open, or there is no interval.
        upper: Upper end of its interval; None if that end is open, or there is no interval.
        unit: Unit of all three; None if they have none.
        instead: The text to show if nothing can be drawn.
    """

    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    unit: str | None
    instead: str

    @property
    def numbers(self) -> list[Decimal]:
        """The numbers that the axis must include."""
        return [part for part in (self.lower, self.value, self.upper) if part is not None]

    @property
    def is_interval(self) -> bool:
        """Whether the row has an interval, so that the value is not exact."""
        ends = (self.lower, self.upper)
        return any(end is not None for end in ends) and ends != (self.value, self.value)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines beside the mark, in short: the value with its unit, and the interval if it adds something."""
        return self._lines(short)

    @property
    def exact(self) -> str:
        """The same with all digits, on one line."""
        return " ".join(self._lines(exact))

    def _lines(self, write: Callable[[Decimal], str]) -> tuple[str, ...]:
        interval = self._interval(write)
        text = self._text(write, interval)
        return (text, f"({interval})") if interval and interval not in text else (text,)

    def _text(self, write: Callable[[Decimal], str], interval: str) -> str:
        """Return the value and the unit, or the interval if it includes the value."""
        is_one_sided = self.is_interval and None in (self.lower, self.upper)
        if self.value is None or (is_one_sided and self.value in (self.lower, self.upper)):
            shown = interval
        else:
            shown = write(self.value)
        if not shown:
            return self.instead
        return f"{shown} {self.unit}" if self.unit else shown

    def _interval(self, write: Callable[[Decimal], str]) -> str:
        """Return the interval as text; empty if there is none."""
        if not self.is_interval:
            return ""
        if self.lower is None or self.upper is None:
            end, word = (self.upper, "up to") if self.lower is None else (self.lower, "from")
            return f"{word} {write(end)}" if end is not None else ""
        between = DASH if self.lower >= 0 else " to "
        return f"{write(self.lower)}{between}{write(self.upper)}"


def read_number(cell: str | None) -> Decimal | None:
    """Return the number in a cell, or None if the cell has none, or one that an axis cannot show."""
    if cell is None:
        return None
    try:
        value = Decimal(cell)
    except InvalidOperation:
        return None
    is_drawn = value.is_finite() and (not value or abs(value.adjusted()) <= _LARGEST)
    return value if is_drawn else None


def rounding(numbers: Iterable[Decimal]) -> list[str]:
    """Return a list with a note if labels leave out digits of these numbers."""
    return ["Figures of more than six digits are rounded: see table."] if any(map(is_rounded, numbers)) else []


_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2})(?:[T ][0-9].*)?)?[~?%]?")
OPEN: Final = ("", "..")
"""The texts that stand for an open end of a span."""
_YEAR_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_MONTH_STEPS: Final = (1, 3, 6)
_DAY_STEPS: Final = (1, 2, 7, 14)
_YEAR, _MONTH = 365.2425, 30.436875


class Span(NamedTuple):
    """A span of time, in days (ordinals as in ``datetime.date``). A single day is a span too.

    Attributes:
        first: Its first day; None if the start is open.
        after: The day after its last day; None if the end is open.
    """

    first: float | None
    after: float | None


def read_span(text: str | None) -> Span | None:
    """Return the span of a year, a month, a moment, a quarter …, or of two as in ``2023/2025``; None for other texts.

    A fiscal year is among the others: its days depend on whose it is.
    """
    if text is None:
        return None
    start, slash, end = text.strip().partition("/")
    if not slash:
        return _one(start)
    first, last = _one(start), _one(end)
    if (first is None and start not in OPEN) or (last is None and end not in OPEN) or first is last:
        return None
    span = Span(first.first if first else None, last.after if last else None)
    return None if None not in span and (span.first or 0) >= (span.after or 0) else span


def _one(text: str) -> Span | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return _of_period(text)
    year, month, day = (None if part is None else int(part) for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day is not None:
        days = 1
    elif month is not None:
        days = calendar.monthrange(first.year, month)[1]
    else:
        days = 366 if calendar.isleap(first.year) else 365
    return Span(float(first.toordinal()), float(first.toordinal() + days))


def _of_period(text: str) -> Span | None:
    try:
        first, last = dates.span(text)
    except dates.UnreadableDateError:
        return None
    return Span(
        None if first is None else float(first.toordinal()), None if last is None else float(last.toordinal() + 1)
    )


def joined(begin: Span, end: Span) -> Span:
    """Return the span from the start of ``begin`` to the end of ``end``. An end before the start is ignored."""
    if begin.first is None or (end.after is not None and end.after < begin.first):
        return begin if end.after is None or begin.first is not None else Span(None, end.after)
    return Span(begin.first, end.after)


@dataclass(frozen=True, slots=True)
class TimeScale:
    """An axis of time.

    Attributes:
        low: Day at its start.
        high: Day at its end, larger than ``low``.
        start: Coordinate of its start, in units of the drawing.
        end: Coordinate of its end.
    """

    low: float
    high: float
    start: float
    end: float

    def at(self, day: float) -> float:
        """Return the coordinate of a day."""
        return self.start + (day - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, most: int, shortest: float = 0.0) -> list[tuple[float, str]]:
        """Return about ``most`` days to write below the axis, each with its text: a year, a month or a day.

        Args:
            most: Their number.
            shortest: The shortest period on the axis, in days; what lies within one is not written.
        """
        days = max((self.high - self.low) / max(most, 1), shortest)
        for day_step in _DAY_STEPS:
            if day_step >= days:
                return list(self._day_ticks(day_step))
        for month_step in _MONTH_STEPS:
            if month_step * _MONTH >= days:
                return list(self._month_ticks(month_step))
        year_step = next((step for step in _YEAR_STEPS if step * _YEAR >= days), _YEAR_STEPS[-1])
        return list(self._year_ticks(year_step))

    def _day_ticks(self, step: int) -> Iterator[tuple[float, str]]:
        for ordinal in range(int(self.low), int(self.high) + 1):
            if ordinal % step == 0 and self._has(ordinal):
                yield ordinal, date.fromordinal(ordinal).isoformat()

    def _month_ticks(self, step: int) -> Iterator[tuple[float, str]]:
        for year in self._years():
            for month in range(1, 13, step):
                ordinal = date(year, month, 1).toordinal()
                if self._has(ordinal):
                    yield ordinal, f"{year:04d}-{month:02d}"

    def _year_ticks(self, step: int) -> Iterator[tuple[float, str]]:
        for year in self._years():
            if year % step == 0 and self._has(ordinal := date(year, 1, 1).toordinal()):
                yield ordinal, f"{year:04d}"

    def _years(self) -> range:
        last = date.max.toordinal()
        first_day, last_day = (date.fromordinal(min(max(int(day), 1), last)) for day in (self.low, self.high))
        return range(first_day.year, last_day.year + 1)

    def _has(self, ordinal: int) -> bool:
        return max(self.low, 1) <= ordinal <= min(self.high, date.max.toordinal())


def time_scale(spans: list[Span], start: float, end: float) -> TimeScale:
    """Return an axis that holds all spans, with some padding at both ends.

    Args:
        spans: The spans; at least one end of them must not be open.
        start: Coordinate of the start of the axis, in units of the drawing.
        end: Coordinate of its end.
    """
    days = [day for span in spans for day in span if day is not None]
    low, high = min(days), max(days)
    air = max((high - low) * 0.03, 1.0)
    return TimeScale(low - air, high + air, start, end)


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
        small, large = f"{least.exact} ({table.text(first, chart.x)})", f"{most.exact} ({table.text(last, chart.x)})"
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
    return {"dot": "Dot plot", "timeline": "Timeline"}.get(kind, f"{kind.capitalize()} chart")


def _series(table: Table) -> str:
    return f" and {table.name(table.chart.series)}" if table.chart.series else ""


def _rows(table: Table) -> str:
    return f"{len(table.rows)} row{'' if len(table.rows) == 1 else 's'}"
