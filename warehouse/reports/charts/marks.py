"""The marks of a chart: the palette of its series, their shapes, the whiskers of intervals, and the legend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.reports.charts.canvas import (
    LEADING,
    MARGIN,
    SERIES,
    SMALL_LOOK,
    Canvas,
    Element,
    element,
    fit,
    points,
    widest,
)
from warehouse.reports.charts.data import unique

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from warehouse.reports.charts.axes import Scale
    from warehouse.reports.charts.data import Amount, Cells, Table

ARROW: Final = 14.0
"""Length of the arrow at an open end of an interval, in units of the drawing."""
_HEAD: Final = 4.0
_SWATCH: Final = 18.0
_ENTRY_GAP: Final = 18.0
_MOST_LINES: Final = 4


class Drawn(NamedTuple):
    """A drawn chart: the y coordinate at which it ends, the notes to write below it, and its text alternative."""

    bottom: float
    notes: list[str]
    alt_text: str


@dataclass(frozen=True, slots=True)
class Palette:
    """The places of the series in the palette. All series beyond its end share the last place.

    Attributes:
        title: Heading of the legend: the name of the column of the series.
        places: Place of each series, from 1.
    """

    title: str
    places: Mapping[str, int]

    def place(self, series: str) -> int:
        """Return the place of a series. An unknown series, as in a chart without series, has the first place."""
        return self.places.get(series, 1)

    def is_shared(self, series: str) -> bool:
        """Return whether a series shares its colour with others, so that the colour does not identify it."""
        return self.place(series) > SERIES and len(self.places) > SERIES + 1

    def entries(self) -> list[tuple[int, str]]:
        """Return the entries of the legend: each place with the names of its series."""
        names: dict[int, list[str]] = {}
        for series, place in self.places.items():
            names.setdefault(place, []).append(series)
        return [(place, ", ".join(series)) for place, series in names.items()]


def palette_of(table: Table, rows: Sequence[Cells], column: str | None) -> Palette:
    """Return the palette for the distinct texts of a column in these rows; an empty one if ``column`` is None."""
    series = unique(table.text(row, column) for row in rows) if column else []
    return Palette(table.name(column), {name: min(at, SERIES + 1) for at, name in enumerate(series, start=1)})


def shape(place: int, x: float, y: float, radius: float, title: str | None = None) -> Element:
    """Return the mark of a series. Each place has its own shape, for readers who cannot tell the colours apart.

    Args:
        place: Place of the series in the palette.
        x: Centre of the mark.
        y: Centre of the mark.
        radius: Half its size, in units of the drawing.
        title: Its tooltip; None for no tooltip.
    """
    inside = () if title is None else (element("title", title),)
    classes, r = f"m{place}", radius
    wide = r * 1.25
    if place == 2:  # noqa: PLR2004 - the places of the palette, in order
        return element("rect", *inside, class_=classes, x=x - r * 0.9, y=y - r * 0.9, width=r * 1.8, height=r * 1.8)
    corners = {
        3: [(x, y - wide), (x + wide, y), (x, y + wide), (x - wide, y)],
        4: [(x, y - wide), (x + wide, y + r), (x - wide, y + r)],
        5: [(x, y + wide), (x + wide, y - r), (x - wide, y - r)],
    }.get(place)
    if corners:
        return element("polygon", *inside, class_=classes, points=points(*corners))
    if place == SERIES + 1:
        return element("circle", *inside, class_=f"l{place}", cx=x, cy=y, r=r - 1)
    return element("circle", *inside, class_=classes, cx=x, cy=y, r=r)


def whisker(ends: tuple[float, float], y: float, is_open: tuple[bool, bool], cap: float = 4.0) -> list[Element]:
    """Return the line of an interval, with a cap at a closed end and an arrow at an open one.

    Args:
        ends: The x coordinates of its left and right end; an arrow extends beyond its end.
        y: The y coordinate of the line.
        is_open: Whether its left and its right end are open.
        cap: Half the height of a cap, in units of the drawing.
    """
    left, right = ends[0] - ARROW * is_open[0], ends[1] + ARROW * is_open[1]
    parts = [f"M{left:.2f} {y:.2f}H{right:.2f}"]
    for x, towards, opens in ((left, 1, is_open[0]), (right, -1, is_open[1])):
        inner = x + towards * _HEAD
        if opens:
            parts.append(f"M{inner:.2f} {y - _HEAD:.2f}L{x:.2f} {y:.2f}L{inner:.2f} {y + _HEAD:.2f}")
        else:
            parts.append(f"M{x:.2f} {y - cap:.2f}V{y + cap:.2f}")
    path = "".join(parts)
    return [element("path", class_="halo", d=path), element("path", class_="whisker", d=path)]


def reach_of(amount: Amount, scale: Scale, y: float) -> tuple[float, float]:
    """Return the y coordinates of both ends of an interval, the lower first; an open end lies near the value."""
    low = y + ARROW if amount.lower is None else scale.at(amount.lower)
    high = y - ARROW if amount.upper is None else scale.at(amount.upper)
    return low, high


def upright_whisker(x: float, ends: tuple[float, float], amount: Amount) -> list[Element]:
    """Return the upright line of an interval, with a cap at a closed end and an arrow at an open one.

    Args:
        x: The x coordinate of the line.
        ends: Its ends, as ``reach_of`` returns them.
        amount: The amount whose interval it is.
    """
    path = f"M{x:.2f} {ends[0]:.2f}V{ends[1]:.2f}"
    for end, bound, towards in ((ends[0], amount.lower, -1), (ends[1], amount.upper, 1)):
        inner = end + _HEAD * towards if bound is None else end
        path += f"M{x - _HEAD:.2f} {inner:.2f}L{x:.2f} {end:.2f}L{x + _HEAD:.2f} {inner:.2f}"
    return [element("path", class_="halo", d=path), element("path", class_="whisker", d=path)]


def legend(canvas: Canvas, top: float, palette: Palette, *, shapes: bool) -> float:
    """Draw the legend of a palette, with as many entries side by side as fit.

    Args:
        canvas: The drawing.
        top: The y coordinate at which the legend begins.
        palette: The series.
        shapes: Whether the marks are shapes; otherwise they are bars.

    Returns:
        The y coordinate at which the legend ends; ``top`` if there are no series.
    """
    if not palette.places:
        return top
    size = SMALL_LOOK.size
    y = top + size
    title = fit(f"{palette.title}:", (canvas.right - MARGIN) / 3 / size).lines
    x = canvas.label(MARGIN, y, title, SMALL_LOOK).right + _ENTRY_GAP / 2
    for place, name in palette.entries():
        fitted = fit(name, (canvas.right - MARGIN - _SWATCH) / size, _MOST_LINES)
        if x > MARGIN and x + _SWATCH + widest(fitted.lines, SMALL_LOOK) > canvas.right:
            x, y = MARGIN, y + size * LEADING * 1.2
        middle = y - size * 0.36
        if shapes:
            canvas.add(shape(place, x + 6, middle, 5))
        else:
            canvas.add(element("rect", class_=f"m{place}", x=x, y=middle - 6, width=12.0, height=12.0, rx=2.0))
        full = name if fitted.is_short else None
        x = canvas.label(x + _SWATCH, y, fitted.lines, SMALL_LOOK, full=full).right + _ENTRY_GAP
        y += (len(fitted.lines) - 1) * size * LEADING
    return y + size
