"""Timelines: days as marks, longer spans as bars, each with a label, in lanes where events do not overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.reports.charts.axes import draw_dates
from warehouse.reports.charts.canvas import (
    MARGIN,
    PLAIN,
    Canvas,
    Fitted,
    centred,
    element,
    fit,
    height_of,
    widest,
)
from warehouse.reports.charts.data import OPEN, Span, TimeScale, course, in_time, joined, read_span, time_scale
from warehouse.reports.charts.marks import ARROW, Drawn, legend, palette_of, shape, whisker
from warehouse.reports.figures import DASH

if TYPE_CHECKING:
    from warehouse.reports.charts.canvas import Anchor
    from warehouse.reports.charts.data import Cells, Table
    from warehouse.reports.charts.marks import Palette

MOST: Final = 40
"""The maximum number of events to draw. The latest are drawn, and a note counts the earlier ones."""
_LABEL_ROOM: Final = 260.0
_MOST_LINES: Final = 3
_RADIUS: Final = 5.5
_THICK: Final = 10.0
_GAP: Final = 9.0
_BETWEEN: Final = 16.0
_LANE_AIR: Final = 10.0
_SHORTEST_BAR: Final = 4.0


class _Happening(NamedTuple):
    """An event, before it has a place in the drawing.

    Attributes:
        span: The days it covers, or the days on which it may have happened.
        is_stretch: Whether it covers all days of the span. If not, it happened on an unknown day of the span.
        text: Its date and description.
        place: Place of its series in the palette.
    """

    span: Span
    is_stretch: bool
    text: str
    place: int

    @property
    def is_open(self) -> tuple[bool, bool]:
        """Whether its first day is open, and whether its last day is open."""
        return self.span.first is None, self.span.after is None

    @property
    def is_day(self) -> bool:
        """Whether the event covers at most one day, so that it is drawn as a point."""
        return not any(self.is_open) and (self.span.after or 0) - (self.span.first or 0) <= 1


@dataclass(frozen=True, slots=True)
class _Event:
    """An event with its place in the drawing: its mark, its label, and the space that both take in a lane.

    Attributes:
        happening: The event itself.
        ends: The x coordinates of the left and right end of its mark.
        label: The lines of its label.
        x: The start or end of the label, depending on ``anchor``.
        anchor: The meaning of ``x``.
        is_below: Whether the label is below the mark, because neither side has room.
    """

    happening: _Happening
    ends: tuple[float, float]
    label: Fitted
    x: float
    anchor: Anchor
    is_below: bool

    @property
    def extent(self) -> tuple[float, float]:
        """The x coordinates between which the event takes up its lane."""
        width = widest(self.label.lines, PLAIN)
        left = self.x - (width if self.anchor == "end" else 0.0)
        arrows = [ARROW * is_open for is_open in self.happening.is_open]
        return min(left, self.ends[0] - arrows[0]), max(left + width, self.ends[1] + arrows[1])

    @property
    def height(self) -> float:
        """The height that the event needs in its lane, in units of the drawing."""
        label = height_of(self.label.lines, PLAIN)
        return label + _THICK + 4 if self.is_below else max(label, 2 * _RADIUS)


def draw(canvas: Canvas, table: Table, top: float) -> Drawn:
    """Draw a timeline below ``top``."""
    chart = table.chart
    dated = in_time(list(table.rows), chart.x)
    notes = _notes(table, dated)
    shown = dated[-MOST:]
    palette = palette_of(table, shown, chart.series)
    top = legend(canvas, top, palette, shapes=True)
    if not shown:
        return Drawn(top, notes, course(table, dated))
    events = [_happening(table, palette, row) for row in shown]
    scale = time_scale([happening.span for happening in events], MARGIN, canvas.right)
    lanes = _lanes([_place(canvas, scale, happening) for happening in events])
    heights = [max(event.height for event in lane) + _LANE_AIR for lane in lanes]
    start = top + _LANE_AIR
    bottom = draw_dates(canvas, scale, start, start + sum(heights), table.name(chart.x))
    for lane, height in zip(lanes, heights, strict=True):
        for event in lane:
            _draw_event(canvas, event, start, height)
        start += height
    if any(not (happening.is_day or happening.is_stretch or any(happening.is_open)) for happening in events):
        notes.append("Pale bars: the event happens on some day within the bar.")
    return Drawn(bottom, notes, course(table, dated))


def _notes(table: Table, dated: list[Cells]) -> list[str]:
    undated, earlier = len(table.rows) - len(dated), len(dated) - MOST
    notes = []
    if earlier > 0:
        notes.append(f"The latest {MOST} are shown; the table has {earlier} earlier ones.")
    if undated:
        notes.append(f"{undated} row{'' if undated == 1 else 's'} without a date: see table.")
    return notes


def _span(table: Table, row: Cells) -> Span:
    """Return the span of a row.

    If the chart has bounds, the span reaches from the lower to the upper bound, unless these contradict each other. If
    the row has an end date, the span is extended to it.
    """
    chart = table.chart
    span = read_span(row[chart.x]) or Span(None, None)
    lower, upper = (read_span(row[column]) if column else None for column in (chart.lower, chart.upper))
    if lower or upper:
        bounds = Span(lower.first if lower else None, upper.after if upper else None)
        span = span if None not in bounds and (bounds.first or 0) > (bounds.after or 0) else bounds
    end = read_span(row[chart.end]) if chart.end else None
    return joined(span, end) if end else span


def _happening(table: Table, palette: Palette, row: Cells) -> _Happening:
    chart = table.chart
    span, cell = read_span(row[chart.x]), row[chart.x] or ""
    has_end = bool(chart.end and read_span(row[chart.end]))
    is_stretch = has_end or ("/" in cell and span is not None and None not in span)
    series = palette.place(table.text(row, chart.series))
    return _Happening(_span(table, row), is_stretch, _text(table, palette, row), series)


def _text(table: Table, palette: Palette, row: Cells) -> str:
    chart = table.chart
    when = _when(row[chart.x] or "")
    if chart.end and row[chart.end] and row[chart.end] != when:
        when += f" {DASH} {row[chart.end]}"
    bounds = [row[column] or "…" for column in (chart.lower, chart.upper) if column and row[column] != row[chart.x]]
    if bounds and bounds != ["…"] * len(bounds):
        when += f" ({f' {DASH} '.join(bounds)})"
    series = table.text(row, chart.series)
    return f"{when}  {table.text(row, chart.y)}" + (f" · {series}" if palette.is_shared(series) else "")


def _when(cell: str) -> str:
    """Return a span of dates in words, such as "until 2025"; return a single date unchanged."""
    start, slash, end = cell.strip().partition("/")
    if not slash:
        return start
    if start in OPEN:
        return f"until {end}"
    return f"from {start}" if end in OPEN else f"{start} {DASH} {end}"


def _place(canvas: Canvas, scale: TimeScale, happening: _Happening) -> _Event:
    """Return the event with its place. The label is to the right of the mark, else to its left, else below it."""
    known = [scale.at(day) for day in happening.span if day is not None]
    if happening.is_day or any(happening.is_open):
        middle = sum(known) / len(known)
        ends = middle - _RADIUS, middle + _RADIUS
    else:
        ends = min(known), max(*known, min(known) + _SHORTEST_BAR)
    label = fit(happening.text, _LABEL_ROOM / PLAIN.size, _MOST_LINES)
    width = widest(label.lines, PLAIN)
    right = ends[1] + _GAP + (ARROW * happening.is_open[1])
    left = ends[0] - _GAP - (ARROW * happening.is_open[0])
    if right + width <= canvas.right:
        return _Event(happening, ends, label, right, "start", is_below=False)
    if left - width >= MARGIN:
        return _Event(happening, ends, label, left, "end", is_below=False)
    x = max(min(ends[0], canvas.right - width), MARGIN)
    return _Event(happening, ends, label, x, "start", is_below=True)


def _lanes(events: list[_Event]) -> list[list[_Event]]:
    """Return the events in lanes. Each event is in the first lane in which it overlaps no other."""
    lanes: list[list[_Event]] = []
    for event in events:
        left, right = event.extent
        for lane in lanes:
            if all(right + _BETWEEN <= other.extent[0] or other.extent[1] + _BETWEEN <= left for other in lane):
                lane.append(event)
                break
        else:
            lanes.append([event])
    return lanes


def _draw_event(canvas: Canvas, event: _Event, top: float, height: float) -> None:
    y = top + (_THICK / 2 if event.is_below else height / 2 - _LANE_AIR / 2)
    _draw_mark(canvas, event, y)
    first = y + _THICK / 2 + 2 + PLAIN.size if event.is_below else centred(y, event.label.lines, PLAIN)
    full = event.happening.text if event.label.is_short else None
    canvas.label(event.x, first, event.label.lines, PLAIN, event.anchor, full=full, over=True)


def _draw_mark(canvas: Canvas, event: _Event, y: float) -> None:
    """Draw a day as the shape of its series, a longer span as a bar, and an open end as an arrow."""
    (left, right), happening = event.ends, event.happening
    if happening.is_day or any(happening.is_open):
        if any(happening.is_open):
            canvas.add(*whisker((left, right), y, happening.is_open, 0.0))
        canvas.add(shape(happening.place, (left + right) / 2, y, _RADIUS, happening.text))
        return
    bar = {"x": left, "y": y - _THICK / 2, "width": right - left, "height": _THICK, "rx": _SHORTEST_BAR / 2}
    classes = f"m{happening.place}" if happening.is_stretch else f"t{happening.place} e{happening.place}"
    canvas.add(element("rect", element("title", happening.text), class_=classes, **bar))
