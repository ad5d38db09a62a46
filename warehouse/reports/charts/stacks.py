"""Stacked bar charts: the parts of a whole, end to end. A value is on its part, or below the bar if it is too long."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from warehouse.reports.charts.alt_text import extremes
from warehouse.reports.charts.axes import across, draw_below, draw_grid
from warehouse.reports.charts.bars import Group, Labels, Part, groups_of, panel_title
from warehouse.reports.charts.canvas import (
    FIRM_BLANK,
    QUIET,
    STRONG,
    WITHIN,
    Canvas,
    centred,
    element,
    fit,
    height_of,
    widest,
)
from warehouse.reports.charts.data import Amount, written
from warehouse.reports.charts.marks import Drawn, legend, palette_of

if TYPE_CHECKING:
    from warehouse.reports.charts.axes import Scale
    from warehouse.reports.charts.data import Table
    from warehouse.reports.charts.marks import Palette

_THICK: Final = 22.0
_AIR: Final = 12.0
_INSIDE: Final = 5.0
_TEXT_GAP: Final = 7.0
_MOST_LINES: Final = 6
_SEAM: Final = 1.0
_SHORTEST: Final = 120.0
_FIRM: Final = 40


@dataclass(frozen=True, slots=True)
class _Segment:
    """A part with its start and end on the axis."""

    part: Part
    start: Decimal
    end: Decimal

    @property
    def text(self) -> str:
        """The value of the part."""
        return written(self.end - self.start)


@dataclass(slots=True)
class _Stack:
    """A category with its bar.

    Attributes:
        group: The category.
        segments: The segments of the bar.
        total: The text of the total; empty if not all parts are exact.
        below: The lines of text below the bar.
        below_full: The whole text below the bar, if ``below`` is shortened; else None.
        height: The height of its place in the panel, in units of the drawing.
    """

    group: Group
    segments: list[_Segment]
    total: str
    below: tuple[str, ...] = ()
    below_full: str | None = None
    height: float = 0.0

    @property
    def right(self) -> Decimal:
        """The largest end of a segment, or zero."""
        return max([Decimal(0), *(segment.end for segment in self.segments)])

    @property
    def own_height(self) -> float:
        """The height of the bar and the text below it, in units of the drawing."""
        return _THICK + height_of(self.below, QUIET)


def draw(canvas: Canvas, table: Table, top: float) -> Drawn:
    """Draw a stacked bar chart below ``top``, with a panel for each unit."""
    palette = palette_of(table, table.rows, table.chart.series)
    bottom = legend(canvas, top, palette, shapes=False)
    units, notes = table.by_unit(), []
    for unit, rows in units:
        if len(units) > 1:
            bottom = panel_title(canvas, bottom, unit)
        groups, left_out = groups_of(table, rows)
        notes += left_out
        panel = _Panel(canvas, palette, [_stacked(group, unit) for group in groups])
        bottom = panel.draw(bottom + 6, table.name(table.chart.y), unit)
    return Drawn(bottom, notes, extremes(table))


def _stacked(group: Group, unit: str | None) -> _Stack:
    """Return the stack of a category: positive parts end to end to the right of zero, negative ones to the left."""
    ends = {True: Decimal(0), False: Decimal(0)}
    segments = []
    for part in group.parts:
        value = part.amount.value
        if value is not None:
            start = ends[value >= 0]
            ends[value >= 0] = start + value
            segments.append(_Segment(part, start, start + value))
    is_exact = len(segments) == len(group.parts) and not any(part.amount.is_interval for part in group.parts)
    sum_of_parts = Amount(ends[True] + ends[False], None, None, unit, "")
    total = sum_of_parts.text if is_exact else ""
    return _Stack(group, segments, f"total {total}" if len(segments) > 1 and total else total)


def _firm(part: Part) -> str:
    """Return the text of a part. Unless it is long, its blanks are non-breaking, so that it stays on one line."""
    text = f"{part.series} {' '.join(part.amount.lines)}".strip()
    return text.replace(" ", FIRM_BLANK) if len(text) <= _FIRM else text


class _Panel:
    """The stacks of one unit."""

    def __init__(self, canvas: Canvas, palette: Palette, stacks: list[_Stack]) -> None:
        self._canvas, self._palette, self._stacks = canvas, palette, stacks
        self._labels = Labels(canvas, [stack.group.name for stack in stacks])

    def draw(self, top: float, name: str, unit: str | None) -> float:
        """Draw the panel below ``top``; return the y coordinate at which it ends."""
        numbers = [end for stack in self._stacks for segment in stack.segments for end in (segment.start, segment.end)]
        scale, values = across(numbers, self._labels.end, self._end, from_zero=True)
        for stack in self._stacks:
            self._settle(stack, scale)
        bottom = top + sum(stack.height for stack in self._stacks)
        if numbers:
            draw_grid(self._canvas, scale, values, top, bottom)
        for stack in self._stacks:
            self._draw_stack(stack, scale, top)
            top += stack.height
        if not numbers:
            return bottom
        return draw_below(self._canvas, scale, values, bottom, (name, unit))

    def _end(self, scale: Scale) -> float:
        """Return the x coordinate at which the panel may end so that each total fits after its bar.

        Args:
            scale: A scale with coordinates from 0 to 1.
        """
        longest = self._canvas.right - self._labels.end
        for stack in self._stacks:
            reach = scale.at(stack.right)
            room = self._canvas.right - self._labels.end - _TEXT_GAP - widest([stack.total], STRONG)
            if reach > 0:
                longest = min(longest, room / reach)
        return self._labels.end + max(longest, _SHORTEST)

    def _fits(self, segment: _Segment, scale: Scale) -> bool:
        """Return whether the value fits on the segment, and needs no text in addition to the colour."""
        room = abs(scale.at(segment.end) - scale.at(segment.start)) - 2 * _INSIDE
        is_plain = not segment.part.amount.is_interval and not self._palette.is_shared(segment.part.series)
        return is_plain and widest([segment.text], WITHIN) <= room

    def _settle(self, stack: _Stack, scale: Scale) -> None:
        """Set the text below a bar, and the height of its place."""
        inside = {id(segment.part) for segment in stack.segments if self._fits(segment, scale)}
        others = [part for part in stack.group.parts if id(part) not in inside]
        if others and not (len(stack.group.parts) == 1 and stack.total):
            text = " · ".join(map(_firm, others))
            fitted = fit(text, (self._canvas.right - scale.start - _INSIDE) / QUIET.size, _MOST_LINES)
            stack.below, stack.below_full = fitted.lines, text if fitted.is_short else None
        stack.height = max(stack.own_height, self._labels.height(stack.group.name)) + _AIR

    def _draw_stack(self, stack: _Stack, scale: Scale, top: float) -> None:
        y = top + (stack.height - stack.own_height) / 2 + _THICK / 2
        self._labels.draw(stack.group.name, top + stack.height / 2)
        for segment in stack.segments:
            self._draw_segment(stack.group.name, segment, scale, y)
        if stack.total:
            x = max(scale.at(stack.right), scale.start) + _TEXT_GAP
            total = fit(stack.total, (self._canvas.right - x + 0.5) / STRONG.size, bold=True)
            full = stack.total if total.is_short else None
            self._canvas.label(x, centred(y, total.lines, STRONG), total.lines, STRONG, full=full, over=True)
        if stack.below:
            first = y + _THICK / 2 + QUIET.size + 1
            self._canvas.label(scale.start + _INSIDE, first, stack.below, QUIET, full=stack.below_full, over=True)

    def _draw_segment(self, name: str, segment: _Segment, scale: Scale, y: float) -> None:
        left, right = sorted((scale.at(segment.start), scale.at(segment.end)))
        part = segment.part
        title = ", ".join(text for text in (name, part.series) if text) + f": {' '.join(part.amount.lines)}"
        seam = _SEAM if right - left > 3 * _SEAM else 0.0
        bar = {"x": left, "y": y - _THICK / 2, "width": right - left - seam, "height": _THICK}
        self._canvas.add(element("rect", element("title", title), class_=f"m{self._palette.place(part.series)}", **bar))
        if self._fits(segment, scale):
            y = centred(y, [segment.text], WITHIN)
            self._canvas.label((left + right) / 2, y, [segment.text], WITHIN, "middle")
