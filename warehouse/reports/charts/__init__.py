"""SVG charts of an answer: bars, stacks, dots, timelines, steps, lines, matrices and trees, without a library.

Input: a ``Result`` whose rows have not been read, and the chart in its report's header. Output: one SVG document, the
same bytes for the same answer. The document contains no script and no font, and loads nothing from any address. A chart
never mixes units on one axis, never converts a value, and never rounds one or omits rows without a note.

``data`` reads the answer and describes it in words, ``axes`` places numbers, ``canvas`` places labels and writes SVG,
``marks`` makes shapes and legends. ``bars``, ``steps``, ``lines``, ``timeline``, ``matrix`` and ``tree`` draw one
family of charts each; ``draw`` puts heading, drawing, notes and sources into one document, with a title and a
description.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.reports.charts import bars, lines, matrix, steps, timeline, tree
from warehouse.reports.charts.canvas import (
    MARGIN,
    PAGE_CLASS,
    PLAIN,
    QUIET,
    TITLE_LOOK,
    Canvas,
    Element,
    element,
    number,
    serialise,
    style,
)
from warehouse.reports.charts.data import read, rounding, unique
from warehouse.reports.charts.marks import Drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from warehouse.reports.charts.canvas import Box
    from warehouse.reports.charts.data import Table
    from warehouse.reports.result import Result


WIDTH: Final = 760.0
"""Width of a chart in units of the drawing. A unit is a pixel unless the chart is scaled."""
NARROWEST: Final = 480.0
"""Smallest width at which labels and panels fit side by side."""
MOST_ROWS: Final = 500
"""The maximum number of rows of a chart in a book or a workbook. In a longer chart nobody finds anything."""
_PREFIX: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_NO_ROWS: Final = "no rows"
_NOTE_LINES: Final = 40
_DRAWERS: Final[Mapping[str, Callable[[Canvas, Table, float], Drawn]]] = {
    "bar": bars.draw_bars,
    "grouped bar": bars.draw_bars,
    "stacked bar": bars.draw_stacks,
    "dot": bars.draw_bars,
    "timeline": timeline.draw,
    "step": steps.draw,
    "line": lines.draw,
    "matrix": matrix.draw,
    "tree": tree.draw,
}


class Drawing(NamedTuple):
    """A finished chart: its SVG, and the box of every label in it, in units of the drawing."""

    svg: str
    boxes: list[Box]


def draw(
    result: Result, *, prefix: str = "chart", width: float = WIDTH, has_heading: bool = True, has_style: bool = True
) -> Drawing:
    """Read all rows of an answer and draw the chart that its report's header declares.

    Args:
        result: The answer.
        prefix: Prefix of every id, so that a page can hold several charts.
        width: Width in units of the drawing; the height depends on the content.
        has_heading: Whether the chart includes title and question; set it to false on a page that shows them itself.
        has_style: Whether the chart includes its style sheet. If not, the page must include ``canvas.page_style``.

    Raises:
        UsageError: The report has no chart, or its chart uses columns that cannot be drawn.
        ValueError: The prefix is not a valid id, or the width is too small.
    """
    return draw_table(read(result), prefix=prefix, width=width, has_heading=has_heading, has_style=has_style)


def draw_table(
    table: Table, *, prefix: str = "chart", width: float = WIDTH, has_heading: bool = True, has_style: bool = True
) -> Drawing:
    """Draw the chart of a table whose rows have been read, with the arguments of ``draw``."""
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f'"{prefix}" cannot begin an id')
    if width < NARROWEST:
        raise ValueError(f"a chart is at least {NARROWEST:g} wide")
    canvas = Canvas(width)
    bottom = _heading(canvas, table) if has_heading else MARGIN / 2
    if table.rows:
        drawn = _DRAWERS[table.chart.kind](canvas, table, bottom)
    else:
        drawn = Drawn(canvas.paragraph(bottom + MARGIN, _NO_ROWS, PLAIN) + MARGIN, [], "There are no rows.")
    bottom = drawn.bottom + 12
    notes = unique([*drawn.notes, *rounding(table.numbers)])
    for note in (*notes, _sources(table.documents)):
        bottom = canvas.paragraph(bottom, note, QUIET, _NOTE_LINES)
    description = " ".join([table.question, drawn.alt_text, *notes])
    root = _root(canvas, prefix, bottom + MARGIN / 2, table.title, description, has_style=has_style)
    return Drawing(serialise(root), canvas.boxes)


def _heading(canvas: Canvas, table: Table) -> float:
    bottom = canvas.paragraph(MARGIN - 4, table.title, TITLE_LOOK, 3)
    return canvas.paragraph(bottom, table.question, QUIET, 4) + 10


def _sources(documents: int) -> str:
    if not documents:
        return "Sources: none cited."
    return f"Sources: {documents} document{'' if documents == 1 else 's'}, see table."


def _root(canvas: Canvas, prefix: str, height: float, title: str, description: str, *, has_style: bool) -> Element:
    size = {"width": number(canvas.width), "height": number(height)}
    return element(
        "svg",
        element("title", title, id=f"{prefix}-title"),
        element("desc", description, id=f"{prefix}-desc"),
        *([element("style", style(prefix))] if has_style else []),
        element("rect", class_="paper", **size),
        *canvas.elements,
        xmlns="http://www.w3.org/2000/svg",
        id=prefix,
        class_=None if has_style else PAGE_CLASS,
        viewBox=f"0 0 {size['width']} {size['height']}",
        **size,
        role="img",
        aria_labelledby=f"{prefix}-title {prefix}-desc",
    )
