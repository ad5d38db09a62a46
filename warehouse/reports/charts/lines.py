"""Line charts: a figure over periods, a line for each series, a small panel for each quantity.

Only neighbouring periods of the same length are joined, so that a missing year is a gap and a quarter never leads to a
year. The series that are largest in most panels have colours; the others are grey. The largest lines of a panel have
their names and last values at their ends, others where there is room.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.reports.charts.axes import draw_dates, reach, upright
from warehouse.reports.charts.canvas import (
    LEADING,
    MARGIN,
    QUIET,
    SERIES,
    SMALL_LOOK,
    STRONG,
    Canvas,
    box_of,
    element,
    fit,
    points,
    widest,
)
from warehouse.reports.charts.data import Span, extremes, read_span, time_scale
from warehouse.reports.charts.marks import Drawn, Palette, legend, reach_of, shape, upright_whisker
from warehouse.reports.figures import exact, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from warehouse.reports.charts.axes import Scale
    from warehouse.reports.charts.data import Amount, Cells, Table, TimeScale

MOST: Final = 12
"""The maximum number of panels. A note counts the others."""
_TALL, _LOW, _SMALL = 300.0, 200.0, 190.0
_APART: Final = 28.0
_RADIUS: Final = 3.5
_LABEL_SHARE: Final = 0.34
_LINE: Final = SMALL_LOOK.size * LEADING
_DAYS_APART: Final = 5.0


class Point(NamedTuple):
    """A figure of a period.

    Attributes:
        span: The days of the period.
        when: The period as the cell has it.
        series: Its series.
        amount: The amount of its row.
        value: The number to draw: the value of the amount, or else the first end of its interval.
    """

    span: Span
    when: str
    series: str
    amount: Amount
    value: Decimal

    @property
    def first(self) -> float:
        """The first day, or the day before which the period ends."""
        return next(day for day in self.span if day is not None)

    @property
    def middle(self) -> float:
        """The middle of the period, or the day at its end that is not open."""
        return self.first + self.days / 2

    @property
    def days(self) -> float:
        """The length of the period; 0 if one end is open."""
        return 0.0 if None in self.span else self.span.after - self.span.first  # type: ignore[operator]


def draw(canvas: Canvas, table: Table, top: float) -> Drawn:
    """Draw a line chart below ``top``, with a panel for each text of the column ``panel`` in each unit."""
    panels = [panel for panel in panels_of(table) if panel.points]
    drawn = sum(len(panel.points) for panel in panels)
    notes = notes_of(len(panels), len(table.rows) - drawn)
    panels = panels[:MOST]
    ranked = _ranked(panels)
    palette = Palette(
        table.name(table.chart.series), {name: min(at, SERIES + 1) for at, name in enumerate(ranked, start=1)}
    )
    bottom = legend(canvas, top, _shortened(palette), shapes=True) if len(ranked) > 1 else top
    if not panels:
        bottom = canvas.paragraph(bottom + 6, "No row has both a number and a period.", QUIET, 1)
    is_small = len(panels) > 1
    width = (canvas.right - MARGIN - _APART) / 2 if is_small else canvas.right - MARGIN
    for row in range(0, len(panels), 2 if is_small else 1):
        ends = [
            _PanelDrawing(canvas, table, palette, panel, left=MARGIN + at * (width + _APART), width=width).draw(
                bottom + 8, _SMALL if is_small else _TALL if len(ranked) > SERIES else _LOW
            )
            for at, panel in enumerate(panels[row : row + 2])
        ]
        bottom = max(ends)
    return Drawn(bottom, notes, extremes(table))


def notes_of(panels: int, skipped: int) -> list[str]:
    """Return notes about panels, of which some are left out, and about rows that are not drawn."""
    notes = []
    if panels > MOST:
        notes.append(f"The {MOST} panels with the most figures are shown; the table has {panels - MOST} more.")
    if skipped:
        notes.append(f"{skipped} row{'' if skipped == 1 else 's'} without a number or a period: see table.")
    return notes


@dataclass(frozen=True, slots=True)
class _Panel:
    """The figures that share an axis: all, and those of each series in the order of time."""

    title: str
    unit: str | None
    points: list[Point]
    series: Mapping[str, list[Point]]


def panels_of(table: Table) -> list[_Panel]:
    """Return the panels, those with the most figures first."""
    grouped: dict[tuple[str, str | None], list[Point]] = {}
    for row in table.rows:
        key = (table.text(row, table.chart.panel), table.unit(row))
        grouped.setdefault(key, []).extend(_point(table, row))
    panels = [_Panel(title, unit, points, _by_series(points)) for (title, unit), points in grouped.items()]
    return sorted(panels, key=lambda panel: -len(panel.points))


def _by_series(points: Sequence[Point]) -> dict[str, list[Point]]:
    found: dict[str, list[Point]] = {}
    for point in sorted(points, key=lambda point: point.first):
        found.setdefault(point.series, []).append(point)
    return found


def _point(table: Table, row: Cells) -> Iterable[Point]:
    chart, amount, span = table.chart, table.amount(row), _span(table, row)
    value = amount.value if amount.value is not None else next(iter(amount.numbers), None)
    if value is not None and span is not None:
        yield Point(span, row[chart.x] or "", table.text(row, chart.series), amount, value)


def _span(table: Table, row: Cells) -> Span | None:
    """Return the days of a period: those that the columns of its ends name, or else those of its text."""
    first, last = (read_span(row[column]) if column else None for column in (table.chart.start, table.chart.end))
    if first is None and last is None:
        return read_span(row[table.chart.x])
    return Span(first and first.first, last and last.after)


def _ranked(panels: Sequence[_Panel]) -> list[str]:
    """Return all series, the one with the largest shares of the panels' largest last figures first."""
    sizes: dict[str, float] = {}
    for panel in panels:
        last = {name: abs(series[-1].value) for name, series in panel.series.items()}
        most = max(last.values(), default=0)
        for series, value in last.items():
            sizes[series] = sizes.get(series, 0.0) + (float(value / most) if most else 0.0)
    return sorted(sizes, key=lambda series: -sizes[series])


def _shortened(palette: Palette) -> Palette:
    """Return the palette of the legend, in which one entry stands for all series without a colour of their own."""
    others = [series for series, place in palette.places.items() if place > SERIES]
    if len(others) <= 1:
        return palette
    named = {series: place for series, place in palette.places.items() if place <= SERIES}
    return Palette(palette.title, {**named, f"{len(others)} others": SERIES + 1})


def runs(series: Sequence[Point]) -> list[list[Point]]:
    """Return the points of a series, in the order of time, in runs to join: neighbouring periods of one length."""
    by_length: dict[int, list[Point]] = {}
    for point in series:
        by_length.setdefault(_length(point), []).append(point)
    found: list[list[Point]] = []
    for same in by_length.values():
        reach = _reach(same)
        found.append(same[:1])
        for one, other in pairwise(same):
            if not 0 < other.first - one.first <= reach:
                found.append([])
            found[-1].append(other)
    return found


def _length(point: Point) -> int:
    """Return the length of a period in months; 0 for a few days, whatever their number."""
    return round(point.days / 30.44)


def _reach(same: Sequence[Point]) -> float:
    """Return the largest distance of two first days that are neighbours; single days lie as far apart as most do."""
    steps = [other.first - one.first for one, other in pairwise(same) if other.first > one.first]
    if not steps:
        return 0.0
    return 1.5 * median(point.days for point in same) if _length(same[0]) else max(_DAYS_APART, 1.5 * median(steps))


class _PanelDrawing:
    """A panel with its axes, lines and labels."""

    def __init__(
        self, canvas: Canvas, table: Table, palette: Palette, panel: _Panel, *, left: float, width: float
    ) -> None:
        self._canvas, self._table, self._palette, self._panel = canvas, table, palette, panel
        self._left, self._right = left, left + width
        self._is_even = len({_length(point) for point in panel.points}) == 1
        ends = [f"{point.series} {short(point.value)}".strip() for point in self._last_points()]
        self._label_width = min(widest(ends, SMALL_LOOK), width * _LABEL_SHARE)

    def draw(self, top: float, height: float) -> float:
        """Draw the panel below ``top``, and return the y coordinate of its end."""
        canvas, chart, panel = self._canvas, self._table.chart, self._panel
        start = self._title(top)
        numbers = [number for point in panel.points for number in (*point.amount.numbers, point.value)]
        right = self._right - self._label_width - 12
        shown, from_zero = reach(numbers, (point.value for point in panel.points), panel.unit)
        scale, left, word = upright(
            canvas, shown, start + 14, start + height, self._left, right=right, from_zero=from_zero
        )
        of = " ".join(part for part in (word, panel.unit) if part)
        name = self._table.name(chart.y)
        axis = fit(f"{name} ({of})" if of else name, (self._right - self._left) / QUIET.size)
        canvas.label(self._left, start, axis.lines, QUIET)
        days = [self._day(point) for point in panel.points]
        time = time_scale([Span(day, day) for day in days], left, right)
        shortest = min(point.days for point in panel.points)
        name = self._table.name(chart.x)
        bottom = draw_dates(canvas, time, start + 6, start + height, name, shortest=shortest)
        for series in reversed(list(self._palette.places)):
            if series in panel.series:
                self._draw_series(time, scale, panel.series[series])
        self._draw_ends(time, scale)
        return bottom

    def _day(self, point: Point) -> float:
        """Return the day of a point: the first of its period, or the middle one where periods differ in length."""
        return point.first if self._is_even else point.middle

    def _title(self, top: float) -> float:
        """Write what the panel is of, and return the base line of the name of the axis."""
        if not self._panel.title:
            return top + QUIET.size
        fitted = fit(self._panel.title, (self._right - self._left) / STRONG.size, 2, bold=True)
        full = self._panel.title if fitted.is_short else None
        self._canvas.label(self._left, top + STRONG.size, fitted.lines, STRONG, full=full)
        return top + len(fitted.lines) * STRONG.size * LEADING + QUIET.size + 4

    def _draw_series(self, time: TimeScale, scale: Scale, series: list[Point]) -> None:
        place = self._palette.place(series[0].series)
        for run in runs(series):
            corners = [(time.at(self._day(point)), scale.at(point.value)) for point in run]
            if len(run) > 1:
                title = element("title", series[0].series or self._panel.title)
                look = f"l{place}" if place <= SERIES else f"l{place} thin"
                self._canvas.add(element("polyline", title, class_=look, points=points(*corners)))
            if place <= SERIES or len(run) == 1:
                for point, (x, y) in zip(run, corners, strict=True):
                    if point.amount.is_interval:
                        self._canvas.add(*upright_whisker(x, reach_of(point.amount, scale, y), point.amount))
                    self._canvas.add(shape(place, x, y, _RADIUS, _tooltip(point)))

    def _last_points(self) -> list[Point]:
        """Return the last point of each series, the largest first."""
        last = [series[-1] for series in self._panel.series.values()]
        return sorted(last, key=lambda point: -abs(point.value))

    def _draw_ends(self, time: TimeScale, scale: Scale) -> None:
        """Write name and last value at the ends of the largest lines, spread out; of others where there is room."""
        placed: list[tuple[float, Point]] = []
        low, high = scale.end + 2, scale.start
        for point in self._last_points()[: int((high - low) / _LINE)]:
            y = scale.at(point.value)
            if len(placed) < SERIES or all(abs(y - other) >= _LINE for other, _ in placed):
                placed.append((y, point))
        placed.sort(key=lambda entry: entry[0])
        for y, (_, point) in zip(_spread([y for y, _ in placed], low, high), placed, strict=True):
            self._draw_end(time.end + 8, y, point)

    def _draw_end(self, x: float, y: float, point: Point) -> None:
        """Write the name of a line and its last value, or the name alone if the value does not fit whole."""
        look = SMALL_LOOK if self._palette.place(point.series) <= SERIES else QUIET
        text, full = (f"{point.series} {write(point.value)}".strip() for write in (short, exact))
        has_room = widest([text], look) <= self._label_width + 0.01 or not point.series
        fitted = fit(text if has_room else point.series, self._label_width / look.size + 0.01)
        base = y + look.size * 0.36
        if self._canvas.is_free(box_of(x, base, fitted.lines, look)):
            self._canvas.label(x, base, fitted.lines, look, full=full if fitted.is_short or full != text else None)


def _spread(wanted: list[float], low: float, high: float) -> list[float]:
    """Return places near the wanted ones, which are in order, at least a line apart."""
    places: list[float] = []
    for y in wanted:
        places.append(max(y, places[-1] + _LINE if places else low))
    limit = high
    for at in range(len(places) - 1, -1, -1):
        places[at] = min(places[at], limit)
        limit = places[at] - _LINE
    return places


def _tooltip(point: Point) -> str:
    return f"{point.when}{f', {point.series}' if point.series else ''}: {point.amount.exact}"
