"""Where boxes and lines stand: facts left and right, dimensions in the middle, a rail to each dimension between.

All columns of one side that refer to a dimension share one upright line, its rail; from there a single line leads to
the dimension. So lines run only in the free room between the columns of boxes and never over one. The order of the
boxes is improved step by step until no exchange of two makes the rails shorter: the same boxes, the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from warehouse.dictionary.boxes import HEADER, ROW

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from warehouse.dictionary.boxes import Box

GAP: Final = 16.0
SHIFT: Final = 4.0
"""How much lower dimensions stand: their lines lie between those of facts."""
ENTRY: Final = 8.0
"""Where below its top the line to a dimension ends."""
_UNEVEN: Final = 6.0
"""What a unit of height in which the two sides differ costs, in units of rails."""

Columns = tuple[tuple["Box", ...], tuple["Box", ...], tuple["Box", ...]]
"""Facts on the left, dimensions, facts on the right, each from above to below."""


@dataclass(frozen=True, slots=True)
class Rail:
    """The line that gathers what refers to a dimension from one side.

    Attributes:
        target: The dimension.
        end: Height at which it leads into the dimension.
        facts: Heights at which columns of facts join it.
        dimensions: Heights at which columns of other dimensions do.
        track: Its place among the rails of its side, counted from the facts.
    """

    target: str
    end: float
    facts: tuple[float, ...]
    dimensions: tuple[float, ...]
    track: int = 0

    @property
    def top(self) -> float:
        """Where it begins."""
        return min(self.end, *self.facts, *self.dimensions)

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return max(self.end, *self.facts, *self.dimensions)


@dataclass(frozen=True, slots=True)
class Layout:
    """A settled picture: the columns of boxes, the top of each box, the rails of both sides."""

    columns: Columns
    tops: Mapping[str, float]
    rails: tuple[tuple[Rail, ...], tuple[Rail, ...]]


def settled(boxes: Sequence[Box]) -> Layout:
    """Find a place for every box and every line."""
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
    """Stack the boxes of each column; the columns have their middle at the same height."""
    heights = [sum(box.height + GAP for box in column) for column in columns]
    tops = {}
    for place, column in enumerate(columns):
        top = (max(heights) - heights[place]) // 16 * 8 + (SHIFT if place == 1 else 0)
        for box in column:
            tops[box.name] = top
            top += box.height + GAP
    return tops


def line_at(top: float, number: int) -> float:
    """Give the height of a column in its box."""
    return top + HEADER + ROW * number + ROW / 2


def _first(boxes: Sequence[Box]) -> Columns:
    """Begin with the facts on the side that is lower, and the dimensions by name."""
    sides: tuple[list[Box], list[Box]] = ([], [])
    for box in boxes:
        if not box.is_dimension:
            min(sides, key=lambda side: sum(each.height for each in side)).append(box)
    return tuple(sides[0]), tuple(box for box in boxes if box.is_dimension), tuple(sides[1])


def _moves(columns: Columns) -> Iterator[tuple[int, int]]:
    """Name the pairs of boxes that can be exchanged: two dimensions, or two facts on whichever side."""
    left, middle, right = columns
    facts = len(left) + len(right)
    yield from combinations(range(facts), 2)
    yield from combinations(range(facts, facts + len(middle)), 2)
    yield from ((at, -1) for at in range(facts))


def _moved(columns: Columns, one: int, other: int) -> Columns:
    """Exchange two boxes, facts counted first; with -1 a fact goes to the end of the other side."""
    left, middle, right = columns
    boxes = [*left, *right, *middle]
    if other >= 0:
        boxes[one], boxes[other] = boxes[other], boxes[one]
        cut = len(left)
    else:
        boxes.insert(0 if one >= len(left) else len(left) + len(right) - 1, boxes.pop(one))
        cut = len(left) + (1 if one >= len(left) else -1)
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
    found = []
    for outer, own in zip(sides, inner, strict=True):
        targets = sorted({*outer, *own})
        found.append(
            [Rail(name, tops[name] + ENTRY, tuple(outer.get(name, ())), tuple(own.get(name, ()))) for name in targets]
        )
    return found[0], found[1]


def _ends(boxes: Sequence[Box], tops: Mapping[str, float]) -> dict[str, list[float]]:
    """Give the heights of the columns that refer to each table."""
    found: dict[str, list[float]] = {}
    for box in boxes:
        for number, line in enumerate(box.lines):
            if line.target is not None:
                found.setdefault(line.target, []).append(line_at(tops[box.name], number))
    return found


def _longer(heights: Sequence[float], end: float, height: float) -> float:
    """Say by how much a rail grows when one more column joins it; a new rail costs a little by itself."""
    if not heights:
        return abs(height - end) + GAP
    low, high = min(end, *heights), max(end, *heights)
    return max(low - height, height - high, 0)


def _packed(rails: Sequence[Rail]) -> tuple[Rail, ...]:
    """Let rails that do not meet share a track; the long ones run next to the dimensions."""
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
