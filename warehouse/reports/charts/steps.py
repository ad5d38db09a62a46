"""Step charts. A value is valid until the next date, so the line is level and then goes straight up or down."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.reports.charts.axes import draw_dates, reach, upright
from warehouse.reports.charts.bars import panel_title
from warehouse.reports.charts.canvas import MARGIN, QUIET, SMALL_LOOK, Box, Canvas, box_of, element, points
from warehouse.reports.charts.data import Span, TimeScale, extremes, in_time, read_span, time_scale
from warehouse.reports.charts.marks import Drawn, Palette, legend, palette_of, reach_of, shape, upright_whisker

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from warehouse.reports.charts.axes import Scale
    from warehouse.reports.charts.canvas import Anchor
    from warehouse.reports.charts.data import Amount, Cells, Table

MOST: Final = 40
"""The maximum number of values to write in a panel. A note counts the others."""
_HEIGHT: Final = 240.0
_RADIUS: Final = 4.5
_HEAD_ROOM: Final = 22.0
_DASHES: Final = (None, "7 3", "2 3", "9 3 2 3", "5 5", "1 4")
_PLACES: Final[tuple[tuple[float, float, Anchor], ...]] = (
    (0, -9, "middle"),
    (6, -8, "start"),
    (0, 19, "middle"),
    (6, 17, "start"),
    (-6, -8, "end"),
    (-6, 17, "end"),
    (0, -24, "middle"),
    (0, 34, "middle"),
)


class Point(NamedTuple):
    """A value that can be drawn, with its start and its series.

    Attributes:
        span: The days on which it may become valid.
        when: The text of its date in the cell.
        series: Its series.
        amount: The amount of its row.
        value: The number to draw: the value of the amount, or else the first end of its interval.
    """

    span: Span
    when: str
    series: str
    amount: Amount
    value: Decimal


def draw(canvas: Canvas, table: Table, top: float) -> Drawn:
    """Draw a step chart below ``top``, with a panel for each unit."""
    palette = palette_of(table, table.rows, table.chart.series)
    bottom = legend(canvas, top, palette, shapes=True)
    units, notes, drawn = table.by_unit(), list[str](), list[Point]()
    for unit, rows in units:
        in_unit = points_of(table, rows)
        drawn += in_unit
        if in_unit:
            bottom = panel_title(canvas, bottom, unit) if len(units) > 1 else bottom
            bottom = _Panel(canvas, table, palette, in_unit).draw(bottom + 6, unit, notes)
    if any((point.span.after or 0) - (point.span.first or 0) > 1 for point in drawn):
        notes.append("Pale lines: the value changes on some day within the line.")
    skipped = len(table.rows) - len(drawn)
    if skipped:
        notes.append(f"{skipped} row{'' if skipped == 1 else 's'} without a date or a value: see table.")
    return Drawn(bottom, notes, extremes(table))


def points_of(table: Table, rows: Sequence[Cells]) -> list[Point]:
    """Return the rows that have a value and a first day, in the order of time."""
    chart, in_time_order = table.chart, []
    for row in in_time(list(rows), chart.x):
        amount, span = table.amount(row), read_span(row[chart.x])
        value = amount.value if amount.value is not None else next(iter(amount.numbers), None)
        if value is not None and span is not None and span.first is not None:
            in_time_order.append(Point(span, row[chart.x] or "", table.text(row, chart.series), amount, value))
    return in_time_order


class _Panel:
    """The points of one unit."""

    def __init__(self, canvas: Canvas, table: Table, palette: Palette, in_unit: list[Point]) -> None:
        self._canvas, self._table, self._palette, self._points = canvas, table, palette, in_unit
        self._lines: list[Box] = []
        self._marks: list[Box] = []

    def draw(self, top: float, unit: str | None, notes: list[str]) -> float:
        """Draw the panel below ``top``, append its notes to ``notes``, and return the y coordinate of its end."""
        canvas, chart = self._canvas, self._table.chart
        numbers = [number for point in self._points for number in point.amount.numbers]
        start = top + _HEAD_ROOM
        shown, from_zero = reach(numbers, (point.amount.value for point in self._points), unit)
        bottom = start + _HEIGHT
        scale, left, word = upright(canvas, shown, start + _HEAD_ROOM, bottom, MARGIN, from_zero=from_zero)
        of = " ".join(part for part in (word, unit) if part)
        name = self._table.name(chart.y)
        canvas.paragraph(top, f"{name} ({of})" if of else name, QUIET, 1)
        time = time_scale([point.span for point in self._points], left, canvas.right)
        bottom = draw_dates(canvas, time, start, bottom, self._table.name(chart.x))
        for series in dict.fromkeys(point.series for point in self._points):
            self._draw_series(time, scale, [point for point in self._points if point.series == series])
        self._draw_labels(time, scale, notes)
        return bottom

    def _draw_series(self, time: TimeScale, scale: Scale, series: list[Point]) -> None:
        place = self._palette.place(series[0].series)
        corners: list[tuple[float, float]] = []
        for point in series:
            x, y = _coordinates(time, scale, point)
            corners += [(x, corners[-1][1]), (x, y)] if corners else [(x, y)]
        corners.append((time.end, corners[-1][1]))
        self._lines += [_around(start, end, 0.5) for start, end in pairwise(corners)]
        line = {"class_": f"l{place}", "points": points(*corners), "stroke_dasharray": _DASHES[place - 1]}
        self._canvas.add(element("polyline", **line))
        for point in series:
            self._draw_point(time, scale, point, place)

    def _draw_point(self, time: TimeScale, scale: Scale, point: Point, place: int) -> None:
        """Draw a point, its interval, and the days on which the step can lie if its date is a month or a year."""
        (x, y), amount = _coordinates(time, scale, point), point.amount
        if point.span.after is not None and point.span.after - point.span.first > 1:  # type: ignore[operator]
            days = {"x": x, "y": y - 4, "width": time.at(point.span.after) - x, "height": 8.0}
            self._canvas.add(element("rect", class_=f"t{place} e{place}", **days))
        if amount.is_interval:
            low, high = reach_of(amount, scale, y)
            self._lines.append(_around((x, low), (x, high), 2))
            self._canvas.add(*upright_whisker(x, (low, high), amount))
        self._canvas.add(shape(place, x, y, _RADIUS, _tooltip(point)))
        self._marks.append(_around((x, y), (x, y), _RADIUS))

    def _draw_labels(self, time: TimeScale, scale: Scale, notes: list[str]) -> None:
        """Write each value where it overlaps no other label and no point. A note lists values without such a place."""
        unplaced = []
        for point in self._points[:MOST]:
            x, y = _coordinates(time, scale, point)
            bare = replace(point.amount, unit=None)
            full = None if bare.exact == " ".join(bare.lines) else point.amount.exact
            text = " ".join(bare.lines) + (f" {point.series}" if self._palette.is_shared(point.series) else "")
            places = [(x + dx, y + dy, anchor) for dx, dy, anchor in _PLACES]
            boxes = [box_of(*place[:2], [text], SMALL_LOOK, place[2]) for place in places]
            free = [at for at, box in enumerate(boxes) if self._is_free(box)]
            clear = [at for at in free if not any(boxes[at].overlaps(line) for line in self._lines)]
            if free:
                left, base, anchor = places[(clear or free)[0]]
                self._canvas.label(left, base, [text], SMALL_LOOK, anchor, full=full, over=True)
            else:
                unplaced.append(_tooltip(point))
        if unplaced:
            notes.append(f"No room beside the point for: {'; '.join(unplaced)}.")
        if len(self._points) > MOST:
            notes.append(f"Only the table has the values of {len(self._points) - MOST} more points.")

    def _is_free(self, box: Box) -> bool:
        is_inside = box.left >= MARGIN and box.right <= self._canvas.right + MARGIN / 2
        return is_inside and self._canvas.is_free(box) and not any(box.overlaps(mark) for mark in self._marks)


def _around(start: tuple[float, float], end: tuple[float, float], air: float) -> Box:
    """Return the box of a horizontal or vertical line, with some padding around it."""
    (left, right), (top, bottom) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return Box(left - air, top - air, right + air, bottom + air, "")


def _coordinates(time: TimeScale, scale: Scale, point: Point) -> tuple[float, float]:
    return time.at(point.span.first or 0.0), scale.at(point.value)


def _tooltip(point: Point) -> str:
    return f"{point.when}{f', {point.series}' if point.series else ''}: {point.amount.exact}"
