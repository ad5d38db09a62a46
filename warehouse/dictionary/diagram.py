"""The entity-relationship diagram of the mart as SVG: facts around the dimensions they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from warehouse.dictionary import rules
from warehouse.dictionary.boxes import HEADER, MARKED, ROW, SELF, boxes_of
from warehouse.dictionary.layout import GAP, line_at, settled
from warehouse.reports.charts.colours import SERIES, SMALL, style
from warehouse.reports.charts.svg import Element, element, number, serialise
from warehouse.reports.charts.text import fit, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from warehouse.dictionary.boxes import Box, Line
    from warehouse.dictionary.layout import Layout, Rail
    from warehouse.mart.library import MartObject

ID: Final = "er-diagram"
MARGIN: Final = 24.0
TRACK: Final = 13.0
"""Distance of two rails."""
FOOT: Final = 9.0
"""Length of the crow's foot where a line leaves its column."""
INSET: Final = 9.0
_TOP: Final = 108.0

_STYLE: Final = """\
#{id} .box{{fill:var(--paper);stroke:var(--grid);stroke-width:1}}
#{id} .name{{font-size:13px;font-weight:600}}
#{id} .column{{font-size:12px}}
#{id} .key{{font-weight:600}}
#{id} .open{{fill:var(--quiet)}}
#{id} .mark{{font-size:10px;font-weight:600;fill:var(--quiet)}}
#{id} .rail path{{stroke-width:1.4}}
#{id} .rail:hover path{{stroke-width:3}}
#{id} .m1,#{id} .m2,#{id} .m3,#{id} .m4,#{id} .m5{{stroke:none}}"""

_KINDS: Final = (("dim_", "t1", "dimension"), ("fact_", "t2", "facts"), ("bridge_", "t3", "bridge"))
"""How the names of tables begin, the colour of their heads, and what they are."""


def text(objects: Sequence[MartObject]) -> str:
    """Draw the tables, their keys and what refers to what.

    Args:
        objects: All objects of the mart.
    """
    layout = settled(boxes_of(objects))
    drawing = _Drawing(layout)
    views = [found.name for found in sorted(objects, key=lambda found: found.name) if not found.is_table]
    return serialise(drawing.root(views))


class _Drawing:
    """The measures of a layout, and the elements that show it."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._widths = [max((_width(box) for box in column), default=0.0) for column in layout.columns]
        tracks = [max((rail.track + 1 for rail in side), default=0) for side in layout.rails]
        self._rooms = [(count + 2) * TRACK + FOOT for count in tracks]
        left = MARGIN + self._widths[0] + self._rooms[0]
        self._lefts = (MARGIN, left, left + self._widths[1] + self._rooms[1])
        self._order = {box.name: place for place, box in enumerate(layout.columns[1])}
        self.width = self._lefts[2] + self._widths[2] + MARGIN
        ends = [layout.tops[box.name] + box.height for column in layout.columns for box in column]
        self._bottom = _TOP + max(ends, default=0.0)

    def root(self, views: Sequence[str]) -> Element:
        """Give the whole picture."""
        below = list(_below(self._bottom + 2 * GAP, self.width, views))
        height = self._bottom + 2 * GAP + ROW * len(below) + MARGIN
        size = {"width": number(self.width), "height": number(height)}
        boxes = [self._box(box, place) for place, column in enumerate(self._layout.columns) for box in column]
        rails = [self._rail(rail, side) for side, found in enumerate(self._layout.rails) for rail in found]
        return element(
            "svg",
            element("title", f"Tables of the mart of the {rules.TITLE[0].lower()}{rules.TITLE[1:]}", id=f"{ID}-title"),
            element("desc", self._said(), id=f"{ID}-desc"),
            element("style", f"{style(ID)}\n{_STYLE.format(id=ID)}"),
            element("rect", class_="paper", **size),
            *_heading(),
            *rails,
            *boxes,
            *below,
            xmlns="http://www.w3.org/2000/svg",
            id=ID,
            viewBox=f"0 0 {size['width']} {size['height']}",
            **size,
            role="img",
            aria_labelledby=f"{ID}-title {ID}-desc",
        )

    def _said(self) -> str:
        """Tell in words what the lines show."""
        boxes = [box for column in self._layout.columns for box in column]
        refers = [
            f"{box.name} refers to {', '.join(sorted({line.target for line in box.lines if line.target}))}"
            for box in sorted(boxes, key=lambda box: box.name)
            if any(line.target for line in box.lines)
        ]
        return ". ".join([f"{len(boxes)} tables with the columns that join them", *refers]) + "."

    def _box(self, box: Box, place: int) -> Element:
        left, top, width = self._lefts[place], _TOP + self._layout.tops[box.name], self._widths[place]
        colour = next((colour for prefix, colour, _ in _KINDS if box.name.startswith(prefix)), "t6")
        rounded = f"M{number(left)} {number(top + HEADER)}v-20q0-4 4-4h{number(width - 8)}q4 0 4 4v20z"
        return element(
            "g",
            element("rect", class_="box", x=left, y=top, width=width, height=box.height, rx=4),
            element("path", class_=colour, d=rounded),
            element("text", box.name, class_="name", x=left + INSET, y=top + 16.5),
            *(
                part
                for place_of_line, line in enumerate(box.lines)
                for part in _column(line, left, left + width, line_at(top, place_of_line))
            ),
        )

    def _rail(self, rail: Rail, side: int) -> Element:
        """Draw the rail of a dimension: its columns to it, and it to the dimension."""
        x = self._track(rail, side)
        colour = self._order[rail.target] % SERIES + 1
        out = 1 if side == 0 else -1
        facts = self._lefts[0] + self._widths[0] if side == 0 else self._lefts[2]
        dims = self._lefts[1] if side == 0 else self._lefts[1] + self._widths[1]
        paths = [f"M{number(x)} {number(_TOP + rail.top)}V{number(_TOP + rail.bottom)}"]
        dots = []
        starts = [(facts, out, y) for y in rail.facts] + [(dims, -out, y) for y in rail.dimensions]
        for start, step, y in starts:
            paths.append(_many(start, _TOP + y, step) + f"H{number(x)}")
            dots.append(element("circle", class_=f"m{colour}", cx=x, cy=_TOP + y, r=2.4))
        paths.append(_one(dims, _TOP + rail.end, -out) + f"H{number(x)}")
        dots.append(element("circle", class_=f"m{colour}", cx=x, cy=_TOP + rail.end, r=2.4))
        return element("g", element("path", class_=f"l{colour}", d="".join(paths)), *dots, class_="rail")

    def _track(self, rail: Rail, side: int) -> float:
        away = FOOT + TRACK * (rail.track + 1)
        return self._lefts[0] + self._widths[0] + away if side == 0 else self._lefts[2] - away


def _many(x: float, y: float, step: int) -> str:
    """Draw a crow's foot at the edge of a box; the line goes on from its heel."""
    heel = number(x + step * FOOT)
    return f"M{number(x)} {number(y - 4)}L{heel} {number(y)}L{number(x)} {number(y + 4)}M{number(x)} {number(y)}"


def _one(x: float, y: float, step: int) -> str:
    """Draw the bar across the line that says: one row."""
    bar = number(x + step * FOOT / 2)
    return f"M{bar} {number(y - 4)}V{number(y + 4)}M{number(x)} {number(y)}"


def _width(box: Box) -> float:
    """Say how wide a box must be for its texts."""
    columns = [width_of(line.column, bold=line.is_key) * SMALL + (16 if line.mark else 0) for line in box.lines]
    return max(width_of(box.name, bold=True) * 13, *columns) + 2 * INSET


def _column(line: Line, left: float, right: float, middle: float) -> Iterator[Element]:
    classes = ["column", *(["key"] if line.is_key else []), *(["open"] if line.is_optional else [])]
    yield element("text", line.column, class_=" ".join(classes), x=left + INSET, y=middle + 4)
    if line.mark:
        yield element("text", line.mark, class_="mark", x=right - INSET, y=middle + 4, text_anchor="end")


def _heading() -> Iterator[Element]:
    marks = ", ".join(f"{mark} {table}" for table, mark in MARKED.items())
    yield element("text", "The tables of mart and what joins them", class_="title", x=MARGIN, y=MARGIN + 16)
    x = MARGIN
    for _, colour, said in _KINDS:
        yield element("rect", class_=colour, x=x, y=MARGIN + 28, width=14, height=14, rx=2)
        yield element("text", said, class_="small", x=x + 20, y=MARGIN + 39)
        x += 20 + width_of(said) * SMALL + 16
    yield element("text", "bold: key · grey: may be empty", class_="quiet", x=x, y=MARGIN + 39)
    legend = f"A line leads from many rows (fork) to one (bar). Instead of a line: {marks}, {SELF} its own table."
    yield element("text", legend, class_="quiet", x=MARGIN, y=MARGIN + 60)


def _below(top: float, width: float, views: Sequence[str]) -> Iterator[Element]:
    said = f"Views on these tables: {', '.join(views)}." if views else ""
    lines = fit(said, (width - 2 * MARGIN) / SMALL, 8).lines
    for place, line in enumerate(lines):
        yield element("text", line, class_="quiet", x=MARGIN, y=top + place * ROW)
