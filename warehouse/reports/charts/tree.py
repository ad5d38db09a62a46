"""Tree charts: what stands below what, such as companies below their owners, with the words of each branch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.reports.charts.canvas import (
    LEADING,
    MARGIN,
    PLAIN,
    QUIET,
    Canvas,
    Fitted,
    element,
    fit,
    height_of,
    widest,
)
from warehouse.reports.charts.data import unique
from warehouse.reports.charts.marks import Drawn, legend, palette_of, shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from warehouse.reports.charts.data import Table
    from warehouse.reports.charts.marks import Palette

MOST: Final = 60
"""The maximum number of lines to draw. A note counts the others."""
_DEEPEST: Final = 10
_INDENT: Final = 26.0
_RADIUS: Final = 5.0
_GAP: Final = 8.0
_LINES: Final = 3
_ABOVE: Final = "see above"


class _Branch(NamedTuple):
    """A row of the answer: what stands below, with the words and the series of the branch that leads to it."""

    below: str
    words: str
    series: str


class _Line(NamedTuple):
    """A line of the drawing: a thing at its depth, with the branch that leads to it; a root has none.

    Attributes:
        depth: How many things stand above it.
        name: The thing.
        branch: The branch that leads to it.
        is_again: Whether what stands below it is drawn further up.
    """

    depth: int
    name: str
    branch: _Branch | None
    is_again: bool


def draw(canvas: Canvas, table: Table, top: float) -> Drawn:
    """Draw a tree chart below ``top``. What has several things above it stands below each; in a circle it ends."""
    chart = table.chart
    palette = palette_of(table, table.rows, chart.series)
    branches: dict[str, list[_Branch]] = {}
    for row in table.rows:
        words = table.text(row, chart.value)
        branch = _Branch(table.text(row, chart.x), words, table.text(row, chart.series))
        known = branches.setdefault(table.text(row, chart.y), [])
        if branch not in known:
            known.append(branch)
    lines = list(_lines_of(branches))
    bottom = _draw_lines(canvas, palette, lines[:MOST], legend(canvas, top, palette, shapes=True) + _GAP)
    left_out = len(lines) - MOST
    notes = [f"The first {MOST} lines are drawn; the tree has {left_out} more."] if left_out > 0 else []
    things = unique(line.name for line in lines)
    roots = sum(line.depth == 0 for line in lines)
    alt_text = (
        f"Tree of {len(things)} things below {roots} at the top: {table.name(chart.x)} below {table.name(chart.y)}."
    )
    return Drawn(bottom, notes, alt_text)


def _lines_of(branches: Mapping[str, Sequence[_Branch]]) -> Iterator[_Line]:
    """Yield the lines from the top down: first what stands below nothing, then what is left, which is in circles."""
    below = {branch.below for name, out in branches.items() for branch in out if branch.below != name}
    drawn: set[str] = set()
    for root in [*(name for name in branches if name not in below), *branches]:
        if root in drawn:
            continue
        waiting: list[tuple[int, str, _Branch | None]] = [(0, root, None)]
        while waiting:
            depth, name, branch = waiting.pop()
            out = branches.get(name, ())
            is_again = name in drawn and bool(out)
            yield _Line(depth, name, branch, is_again)
            if name not in drawn:
                drawn.add(name)
                waiting += [(depth + 1, following.below, following) for following in reversed(out)]


def _draw_lines(canvas: Canvas, palette: Palette, lines: Sequence[_Line], top: float) -> float:
    """Draw the lines below ``top``; return the y coordinate at which they end."""
    stems: dict[int, float] = {}
    for line in lines:
        depth = min(line.depth, _DEEPEST)
        x = MARGIN + _RADIUS + depth * _INDENT
        middle = top + PLAIN.size * 0.75
        if line.branch:
            stem = x - _INDENT
            canvas.line(stem, stems.get(depth - 1, top), stem, middle, "axis")
            canvas.line(stem, middle, x - _RADIUS, middle, "axis")
            stems[depth - 1] = middle
            canvas.add(shape(palette.place(line.branch.series), x, middle, _RADIUS))
        else:
            canvas.add(element("circle", class_="whisker", cx=x, cy=middle, r=_RADIUS - 1))
        stems[depth] = middle + _RADIUS
        top = _label(canvas, line, x + _RADIUS + _GAP, top) + _GAP
    return top


def _label(canvas: Canvas, line: _Line, left: float, top: float) -> float:
    """Write the name, with the words of the branch beside it or, where they do not fit, below it."""
    name = fit(line.name, (canvas.right - left) / PLAIN.size, _LINES)
    words = ", ".join(filter(None, (line.branch.words if line.branch else "", _ABOVE if line.is_again else "")))
    base = top + PLAIN.size
    _write(canvas, left, base, line.name, name)
    bottom = top + height_of(name.lines, PLAIN)
    if not words:
        return bottom
    right = left + widest(name.lines[-1:], PLAIN) + _GAP
    beside = fit(words, (canvas.right - right) / QUIET.size)
    if not beside.is_short and right < canvas.right:
        last = base + (len(name.lines) - 1) * PLAIN.size * LEADING
        canvas.label(right, last, beside.lines, QUIET)
        return bottom
    under = fit(words, (canvas.right - left) / QUIET.size, _LINES)
    canvas.label(left, bottom + QUIET.size, under.lines, QUIET, full=words if under.is_short else None)
    return bottom + height_of(under.lines, QUIET)


def _write(canvas: Canvas, left: float, base: float, text: str, fitted: Fitted) -> None:
    canvas.label(left, base, fitted.lines, PLAIN, full=text if fitted.is_short else None)
