"""Bar charts, grouped bar charts and dot plots with intervals: a line per row, with its value at the end.

The module also has the categories and panels that other charts use.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.reports.charts.alt_text import extremes
from warehouse.reports.charts.axes import across, draw_below, draw_grid, is_near_zero
from warehouse.reports.charts.canvas import (
    MARGIN,
    PLAIN,
    QUIET,
    STRONG,
    Canvas,
    Fitted,
    centred,
    element,
    fit,
    height_of,
    widest,
)
from warehouse.reports.charts.marks import ARROW, Drawn, legend, palette_of, shape, whisker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.reports.charts.axes import Scale
    from warehouse.reports.charts.data import Amount, Cells, Table
    from warehouse.reports.charts.marks import Palette

_THICK, _THIN = 18.0, 14.0
_AIR, _GROUP_AIR = 4.0, 8.0
_TEXT_GAP: Final = 7.0
_RADIUS, _CAP = 5.5, 5.0
_ONE_LINE: Final = 0.3
_SHORTEST: Final = 120.0


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with the texts at its end."""

    part: Part
    texts: tuple[str, ...]

    @property
    def amount(self) -> Amount:
        """The amount of the row."""
        return self.part.amount

    @property
    def is_drawn(self) -> bool:
        """Whether the row has a number to draw."""
        return bool(self.amount.numbers)

    @property
    def height(self) -> float:
        """The height of the row, in units of the drawing."""
        return max(_THIN + _AIR, height_of(self.texts, PLAIN) + 2)


def draw(canvas: Canvas, table: Table, top: float) -> Drawn:
    """Draw a bar chart, a grouped bar chart or a dot plot below ``top``, with a panel for each unit."""
    palette = palette_of(table, table.rows, table.chart.series)
    bottom = legend(canvas, top, palette, shapes=table.chart.kind == "dot")
    units, notes = table.by_unit(), []
    for unit, rows in units:
        if len(units) > 1:
            bottom = panel_title(canvas, bottom, unit)
        groups, left_out = groups_of(table, rows)
        notes += left_out
        bottom = _Panel(canvas, table, palette, groups).draw(bottom + 6, unit)
    return Drawn(bottom, notes, extremes(table))


class _Panel:
    """The rows of one unit."""

    def __init__(self, canvas: Canvas, table: Table, palette: Palette, groups: list[Group]) -> None:
        self._canvas, self._table, self._palette = canvas, table, palette
        self._groups = [(group, [self._line(part) for part in group.parts]) for group in groups]
        self._is_dot = table.chart.kind == "dot"
        self._labels = Labels(canvas, [group.name for group in groups])

    def _line(self, part: Part) -> _Line:
        texts = part.amount.lines
        if self._palette.is_shared(part.series):
            texts = (f"{texts[0]} · {part.series}", *texts[1:])
        if widest([" ".join(texts)], PLAIN) <= self._canvas.width * _ONE_LINE:
            texts = (" ".join(texts),)
        return _Line(part, texts)

    def draw(self, top: float, unit: str | None) -> float:
        """Draw the panel below ``top``, and return the y coordinate at which it ends."""
        lines = [line for _, members in self._groups for line in members]
        numbers = [number for line in lines for number in line.amount.numbers]
        from_zero = not self._is_dot or is_near_zero(numbers)
        scale, values = across(numbers, self._labels.end, lambda whole: self._end(whole, lines), from_zero=from_zero)
        heights = [
            max(sum(line.height for line in members), self._labels.height(group.name)) + _GROUP_AIR
            for group, members in self._groups
        ]
        bottom = top + sum(heights)
        if numbers:
            draw_grid(self._canvas, scale, values, top, bottom)
        for (group, members), height in zip(self._groups, heights, strict=True):
            self._labels.draw(group.name, top + height / 2)
            y = top + (height - sum(line.height for line in members)) / 2
            for line in members:
                self._draw_line(scale, group.name, line, y + line.height / 2, is_alone=len(members) == 1)
                y += line.height
            top += height
        if not numbers:
            return bottom
        return draw_below(self._canvas, scale, values, bottom, (self._table.name(self._table.chart.y), unit))

    def _end(self, scale: Scale, lines: list[_Line]) -> float:
        """Return the x coordinate at which the panel may end so that each text fits after its bar.

        Args:
            scale: A scale with coordinates from 0 to 1.
            lines: The rows of the panel.
        """
        start, longest = self._labels.end, self._canvas.right - self._labels.end
        for line in lines:
            reach = self._reach(scale, line.amount) if line.is_drawn else 0.0
            arrow = self._overhang(line.amount)
            room = self._canvas.right - start - _TEXT_GAP - arrow - widest(line.texts, PLAIN)
            if reach > 0:
                longest = min(longest, room / reach)
        return start + max(longest, _SHORTEST)

    def _reach(self, scale: Scale, amount: Amount) -> float:
        ends = amount.numbers if self._is_dot else [*amount.numbers, Decimal(0)]
        return scale.at(max(ends))

    def _overhang(self, amount: Amount) -> float:
        """Return how far a mark extends to the right of its number, in units of the drawing."""
        if _opens(amount)[1]:
            return ARROW
        return _RADIUS if self._is_dot and amount.value is not None else 0.0

    def _draw_line(self, scale: Scale, name: str, line: _Line, y: float, *, is_alone: bool) -> None:
        amount, place = line.amount, self._palette.place(line.part.series)
        if not line.is_drawn:
            self._text(line, scale.start + _TEXT_GAP, y)
            return
        title = ", ".join(part for part in (name, line.part.series) if part) + f": {' '.join(amount.lines)}"
        if self._is_dot:
            self._canvas.line(scale.start, y, scale.at(min(amount.numbers)), y, "grid")
        else:
            ends = (Decimal(0), amount.value) if amount.value is not None else amount.numbers
            left, right = scale.at(min(ends)), scale.at(max(ends))
            is_pale = amount.value is None or _opens(amount)[0]
            classes, thick = f"t{place} e{place}" if is_pale else f"m{place}", _THICK if is_alone else _THIN
            bar = {"x": left, "y": y - thick / 2, "width": right - left, "height": thick}
            self._canvas.add(element("rect", element("title", title), class_=classes, **bar))
        if amount.is_interval:
            around = scale.at(min(amount.numbers)), scale.at(max(amount.numbers))
            self._canvas.add(*whisker(around, y, _opens(amount), _CAP))
        if self._is_dot and amount.value is not None:
            self._canvas.add(shape(place, scale.at(amount.value), y, _RADIUS, title))
        self._text(line, self._reach(scale, amount) + self._overhang(amount) + _TEXT_GAP, y)

    def _text(self, line: _Line, x: float, y: float) -> None:
        look = PLAIN if line.is_drawn else QUIET
        fitted = [fit(text, (self._canvas.right - x + 0.5) / look.size) for text in line.texts]
        full = " ".join(line.texts) if any(part.is_short for part in fitted) else None
        shown = [part.lines[0] for part in fitted]
        self._canvas.label(x, centred(y, shown, look), shown, look, full=full, over=True)


def _opens(amount: Amount) -> tuple[bool, bool]:
    """Return whether the interval of an amount is open on the left, and whether it is open on the right."""
    return amount.is_interval and amount.lower is None, amount.is_interval and amount.upper is None


MOST: Final = 40
"""The maximum number of categories to draw. A note counts the others."""
_LABEL_SHARE: Final = 0.34
LABEL_GAP: Final = 16.0


class Part(NamedTuple):
    """A row of a category: its series and its amount."""

    series: str
    amount: Amount


class Group(NamedTuple):
    """A category: its name and its rows."""

    name: str
    parts: list[Part]

    @property
    def size(self) -> Decimal:
        """Its largest absolute number, by which the largest categories are chosen; -1 if it has no number."""
        return max((abs(number) for part in self.parts for number in part.amount.numbers), default=Decimal(-1))


def groups_of(table: Table, rows: Sequence[Cells]) -> tuple[list[Group], list[str]]:
    """Return the largest categories in the order of the rows, and a list with a note if others are omitted."""
    parts: dict[str, list[Part]] = {}
    for row in rows:
        part = Part(table.text(row, table.chart.series), table.amount(row))
        parts.setdefault(table.text(row, table.chart.x), []).append(part)
    groups = [Group(name, members) for name, members in parts.items()]
    if len(groups) <= MOST:
        return groups, []
    largest = sorted(range(len(groups)), key=lambda at: (-groups[at].size, at))[:MOST]
    return [groups[at] for at in sorted(largest)], [
        f"The largest {MOST} are shown; the table has {len(groups) - MOST} more."
    ]


def panel_title(canvas: Canvas, top: float, unit: str | None) -> float:
    """Write the unit of a panel above it; return the y coordinate at which the panel begins."""
    return canvas.paragraph(top + 14, unit or "without a unit", STRONG, 1) + 2


class Labels:
    """The labels of a panel's categories, in one column."""

    def __init__(self, canvas: Canvas, names: Sequence[str]) -> None:
        room = min(max((widest([name], PLAIN) for name in names), default=0.0) + 0.5, canvas.width * _LABEL_SHARE)
        self._canvas = canvas
        self._fitted: dict[str, Fitted] = {name: fit(name, room / PLAIN.size, 2) for name in names}
        self._width = max((widest(fitted.lines, PLAIN) for fitted in self._fitted.values()), default=0.0)

    @property
    def end(self) -> float:
        """The x coordinate at which the panel begins."""
        return MARGIN + self._width + LABEL_GAP

    def height(self, name: str) -> float:
        """Return the height of a label, in units of the drawing."""
        return height_of(self._fitted[name].lines, PLAIN)

    def draw(self, name: str, middle: float) -> None:
        """Draw a label that is vertically centred at ``middle`` and aligned right, next to the panel."""
        lines, is_short = self._fitted[name]
        y = centred(middle, lines, PLAIN)
        self._canvas.label(self.end - LABEL_GAP, y, lines, PLAIN, "end", full=name if is_short else None)
