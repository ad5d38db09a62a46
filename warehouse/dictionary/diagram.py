"""The entity-relationship diagram of the mart: tables as boxes, their layout, and the SVG drawing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from warehouse.dictionary import rules
from warehouse.reports.charts.canvas import SERIES, SMALL, Element, element, fit, number, serialise, style, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from warehouse.mart.objects import MartObject

MARKED: Final = {"dim_fact": "F", "dim_subject": "S"}
"""Tables to which nearly all others refer, with the mark to draw instead of a line, since lines would hide the rest."""
SELF: Final = "↺"
"""The mark of a column that refers to its own table."""

HEADER, ROW, BOTTOM = 24.0, 16.0, 8.0
"""Heights of the parts of a box. They are multiples of 8, so that the lines of facts and dimensions never overlap."""


@dataclass(frozen=True, slots=True)
class Line:
    """A column in a box.

    Attributes:
        column: Its name.
        target: The table to which a line is drawn; None means no line.
        mark: The mark drawn instead of a line; empty means no mark.
        is_key: Whether the column belongs to the primary key.
        is_optional: Whether the column can be empty.
    """

    column: str
    target: str | None
    mark: str
    is_key: bool
    is_optional: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A table with its key columns and its foreign key columns."""

    name: str
    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        """Height of the box, in pixels."""
        return HEADER + ROW * len(self.lines) + BOTTOM

    @property
    def is_dimension(self) -> bool:
        """Whether the table is a dimension, which the middle column shows."""
        return self.name.startswith("dim_")


def boxes_of(objects: Sequence[MartObject]) -> list[Box]:
    """Return the boxes of all tables, sorted by name. Views have no box."""
    return [
        _box(mart_object)
        for mart_object in sorted(objects, key=lambda mart_object: mart_object.name)
        if mart_object.is_table
    ]


def _box(mart_object: MartObject) -> Box:
    keys, header = mart_object.foreign_keys, mart_object.header
    shown = [*header.key, *(name for name in keys if name not in header.key)]
    lines = []
    for name in shown:
        other = keys[name][0] if name in keys else None
        mark = SELF if other == mart_object.name else MARKED.get(other or "", "")
        lines.append(
            Line(name, None if mark else other, mark, name in header.key, header.columns[name].empty is not None)
        )
    return Box(mart_object.name, tuple(lines))


GAP: Final = 16.0
SHIFT: Final = 4.0
"""Downward shift of the dimensions, which puts their lines between the lines of the facts."""
ENTRY: Final = 8.0
"""Distance from the top of a dimension to the end of the line that leads to it."""
_UNEVEN: Final = 6.0
"""Cost of one pixel of height difference between the two sides, relative to one pixel of rail."""

Columns = tuple[tuple["Box", ...], tuple["Box", ...], tuple["Box", ...]]
"""The boxes of the left side, the dimensions, and the boxes of the right side, each from top to bottom."""


@dataclass(frozen=True, slots=True)
class Rail:
    """The vertical line that collects the references to a dimension from one side.

    Attributes:
        target: Name of the dimension.
        end: Vertical position at which it enters the dimension.
        facts: Vertical positions at which columns of facts and bridges join it.
        dimensions: Vertical positions at which columns of dimensions join it.
        track: Number of its track on its side, counted from the facts.
    """

    target: str
    end: float
    facts: tuple[float, ...]
    dimensions: tuple[float, ...]
    track: int = 0

    @property
    def top(self) -> float:
        """Vertical position of its upper end."""
        return min(self.end, *self.facts, *self.dimensions)

    @property
    def bottom(self) -> float:
        """Vertical position of its lower end."""
        return max(self.end, *self.facts, *self.dimensions)


@dataclass(frozen=True, slots=True)
class Layout:
    """A finished layout: the columns of boxes, the top of each box, and the rails of both sides."""

    columns: Columns
    tops: Mapping[str, float]
    rails: tuple[tuple[Rail, ...], tuple[Rail, ...]]


def settled(boxes: Sequence[Box]) -> Layout:
    """Return the layout of all boxes and lines.

    A local search swaps or moves boxes as long as that lowers the cost.
    """
    columns = _first(boxes)
    cost, before = _cost(columns), None
    while cost != before:
        before = cost
        for move in _moves(columns):
            other = _moved(columns, *move)
            price = _cost(other)
            if price < cost:
                columns, cost = other, price
    tops = tops_of(columns)
    left, right = _rails(columns, tops)
    return Layout(columns, tops, (_packed(left), _packed(right)))


def tops_of(columns: Columns) -> dict[str, float]:
    """Return the top of each box. The boxes of a column are stacked, and the columns are centred on each other."""
    heights = [sum(box.height + GAP for box in column) for column in columns]
    tops = {}
    for place, column in enumerate(columns):
        top = (max(heights) - heights[place]) // 16 * 8 + (SHIFT if place == 1 else 0)
        for box in column:
            tops[box.name] = top
            top += box.height + GAP
    return tops


def line_at(top: float, number: int) -> float:
    """Return the vertical middle of a line in a box.

    Args:
        top: Top of the box.
        number: Number of the line, from 0.
    """
    return top + HEADER + ROW * number + ROW / 2


def _first(boxes: Sequence[Box]) -> Columns:
    """Return the initial layout: each fact table on the side with less height so far, the dimensions by name."""
    sides: tuple[list[Box], list[Box]] = ([], [])
    for box in boxes:
        if not box.is_dimension:
            min(sides, key=lambda side: sum(each.height for each in side)).append(box)
    return tuple(sides[0]), tuple(box for box in boxes if box.is_dimension), tuple(sides[1])


def _moves(columns: Columns) -> Iterator[tuple[int, int]]:
    """Yield the possible moves, as arguments of ``_moved``.

    A move swaps two dimensions, swaps two facts on any side, or moves a fact to the other side.
    """
    left, middle, right = columns
    facts = len(left) + len(right)
    yield from combinations(range(facts), 2)
    yield from combinations(range(facts, facts + len(middle)), 2)
    yield from ((at, -1) for at in range(facts))


def _moved(columns: Columns, box_number: int, other_number: int) -> Columns:
    """Return the columns after a move.

    Args:
        columns: The columns before the move.
        box_number: Number of a box; facts (left, then right) come first, then dimensions.
        other_number: Number of the box to swap it with; -1 moves the fact to the end of the other side.
    """
    left, middle, right = columns
    boxes = [*left, *right, *middle]
    if other_number >= 0:
        boxes[box_number], boxes[other_number] = boxes[other_number], boxes[box_number]
        cut = len(left)
    else:
        boxes.insert(0 if box_number >= len(left) else len(left) + len(right) - 1, boxes.pop(box_number))
        cut = len(left) + (1 if box_number >= len(left) else -1)
    end = len(left) + len(right)
    return tuple(boxes[:cut]), tuple(boxes[end:]), tuple(boxes[cut:end])


def _cost(columns: Columns) -> float:
    left, _, right = columns
    uneven = abs(sum(box.height + GAP for box in left) - sum(box.height + GAP for box in right))
    rails = [rail for side in _rails(columns, tops_of(columns)) for rail in side]
    return uneven * _UNEVEN + sum(rail.bottom - rail.top for rail in rails)


def _rails(columns: Columns, tops: Mapping[str, float]) -> tuple[list[Rail], list[Rail]]:
    left, middle, right = columns
    sides = (_ends(left, tops), _ends(right, tops))
    inner: tuple[dict[str, list[float]], dict[str, list[float]]] = ({}, {})
    for target, heights in _ends(middle, tops).items():
        for height in heights:
            lengths = [_longer(side.get(target, []), tops[target] + ENTRY, height) for side in sides]
            inner[lengths.index(min(lengths))].setdefault(target, []).append(height)
    rails = []
    for outer, own in zip(sides, inner, strict=True):
        targets = sorted({*outer, *own})
        rails.append(
            [Rail(name, tops[name] + ENTRY, tuple(outer.get(name, ())), tuple(own.get(name, ()))) for name in targets]
        )
    return rails[0], rails[1]


def _ends(boxes: Sequence[Box], tops: Mapping[str, float]) -> dict[str, list[float]]:
    """Return the vertical positions of the columns that refer to each table, by the name of the table."""
    by_table: dict[str, list[float]] = {}
    for box in boxes:
        for place, line in enumerate(box.lines):
            if line.target is not None:
                by_table.setdefault(line.target, []).append(line_at(tops[box.name], place))
    return by_table


def _longer(heights: Sequence[float], end: float, height: float) -> float:
    """Return how much longer a rail gets when one more column joins it. A new rail costs ``GAP`` more."""
    if not heights:
        return abs(height - end) + GAP
    low, high = min(end, *heights), max(end, *heights)
    return max(low - height, height - high, 0)


def _packed(rails: Sequence[Rail]) -> tuple[Rail, ...]:
    """Return the rails with their tracks. Rails that do not overlap share a track; long ones get the inner tracks."""
    tracks: list[list[Rail]] = []
    for rail in sorted(rails, key=lambda rail: (rail.bottom - rail.top, rail.target)):
        free = (
            track
            for track in tracks
            if all(rail.bottom + GAP < each.top or each.bottom + GAP < rail.top for each in track)
        )
        track = next(free, None)
        if track is None:
            tracks.append(track := [])
        track.append(rail)
    return tuple(
        Rail(rail.target, rail.end, rail.facts, rail.dimensions, number)
        for number, track in enumerate(tracks)
        for rail in track
    )


ID: Final = "er-diagram"
MARGIN: Final = 24.0
TRACK: Final = 13.0
"""Distance between two tracks."""
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
"""The prefix of a table name, the CSS class of its colour, and its kind in the legend."""


def text(objects: Sequence[MartObject]) -> str:
    """Return the diagram as SVG: tables, keys and references.

    Args:
        objects: All objects of the mart.
    """
    layout = settled(boxes_of(objects))
    drawing = _Drawing(layout)
    views = [
        mart_object.name
        for mart_object in sorted(objects, key=lambda mart_object: mart_object.name)
        if not mart_object.is_table
    ]
    return serialise(drawing.root(views))


class _Drawing:
    """The drawing of a layout: its measures in pixels and its SVG elements."""

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
        """Return the SVG element of the whole diagram.

        Args:
            views: Names of the views, which are listed below the tables.
        """
        below = list(_below(self._bottom + 2 * GAP, self.width, views))
        height = self._bottom + 2 * GAP + ROW * len(below) + MARGIN
        size = {"width": number(self.width), "height": number(height)}
        boxes = [self._box(box, place) for place, column in enumerate(self._layout.columns) for box in column]
        rails = [self._rail(rail, side) for side, on_side in enumerate(self._layout.rails) for rail in on_side]
        return element(
            "svg",
            element("title", f"Tables of the mart of the {rules.TITLE[0].lower()}{rules.TITLE[1:]}", id=f"{ID}-title"),
            element("desc", self._description(), id=f"{ID}-desc"),
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

    def _description(self) -> str:
        """Return the references as a text, for readers who cannot see the diagram."""
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
        """Draw a rail with the lines from the columns to it, and the line from it to the dimension."""
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
    """Return the path of a crow's foot, which means many rows. It ends at the edge of a box, where the line starts."""
    heel = number(x + step * FOOT)
    return f"M{number(x)} {number(y - 4)}L{heel} {number(y)}L{number(x)} {number(y + 4)}M{number(x)} {number(y)}"


def _one(x: float, y: float, step: int) -> str:
    """Return the path of the bar across a line that means one row."""
    bar = number(x + step * FOOT / 2)
    return f"M{bar} {number(y - 4)}V{number(y + 4)}M{number(x)} {number(y)}"


def _width(box: Box) -> float:
    """Return the width that a box needs for its texts, in pixels."""
    columns = [width_of(line.column, bold=line.is_key) * SMALL + (16 if line.mark else 0) for line in box.lines]
    return max(width_of(box.name, bold=True) * 13, *columns) + 2 * INSET


def _column(line: Line, left: float, right: float, middle: float) -> Iterator[Element]:
    classes = ["column", *(["key"] if line.is_key else []), *(["open"] if line.is_optional else [])]
    yield element("text", line.column, class_=" ".join(classes), x=left + INSET, y=middle + 4)
    if line.mark:
        yield element("text", line.mark, class_="mark", x=right - INSET, y=middle + 4, text_anchor="end")


def _heading() -> Iterator[Element]:
    marks = ", ".join(f"{mark} {table}" for table, mark in MARKED.items())
    yield element("text", "The tables of mart and their joins", class_="title", x=MARGIN, y=MARGIN + 16)
    x = MARGIN
    for _, colour, kind in _KINDS:
        yield element("rect", class_=colour, x=x, y=MARGIN + 28, width=14, height=14, rx=2)
        yield element("text", kind, class_="small", x=x + 20, y=MARGIN + 39)
        x += 20 + width_of(kind) * SMALL + 16
    yield element("text", "bold: key · grey: may be empty", class_="quiet", x=x, y=MARGIN + 39)
    legend = (
        f"A line leads from many rows (fork) to one row (bar). Marks instead of lines: {marks}, {SELF} the same table."
    )
    yield element("text", legend, class_="quiet", x=MARGIN, y=MARGIN + 60)


def _below(top: float, width: float, views: Sequence[str]) -> Iterator[Element]:
    text = f"Views on these tables: {', '.join(views)}." if views else ""
    lines = fit(text, (width - 2 * MARGIN) / SMALL, 8).lines
    for place, line in enumerate(lines):
        yield element("text", line, class_="quiet", x=MARGIN, y=top + place * ROW)
