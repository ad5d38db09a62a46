"""Bar charts: plain, grouped and stacked bars, and dot plots with intervals.

A bar or a dot has a line, with its value at the end. A stack puts the parts of a whole end to end; a value is on its
part, or below the bar if it is too long. The module also has the categories and panels that other charts use.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.reports.charts.axes import across, draw_below, draw_grid, reach
from warehouse.reports.charts.canvas import (
    FIRM_BLANK,
    MARGIN,
    PLAIN,
    QUIET,
    STRONG,
    WITHIN,
    Canvas,
    Fitted,
    centred,
    element,
    fit,
    height_of,
    widest,
)
from warehouse.reports.charts.data import Amount, extremes, rounding
from warehouse.reports.charts.marks import ARROW, Drawn, legend, palette_of, shape, whisker
from warehouse.reports.figures import exact, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.reports.charts.axes import Scale
    from warehouse.reports.charts.data import Cells, Table
    from warehouse.reports.charts.marks import Palette


_THICK, _THIN = 18.0, 14.0
_AIR, _GROUP_AIR = 4.0, 8.0
_TEXT_GAP: Final = 7.0
_RADIUS, _CAP = 5.5, 5.0
_ONE_LINE: Final = 0.3
_SHORTEST: Final = 120.0


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with the texts at its end, and the same with all digits."""

    part: Part
    texts: tuple[str, ...]
    exact: str

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


def draw_bars(canvas: Canvas, table: Table, top: float) -> Drawn:
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
        texts, series = part.amount.lines, f" · {part.series}" if self._palette.is_shared(part.series) else ""
        texts = (f"{texts[0]}{series}", *texts[1:])
        if widest([" ".join(texts)], PLAIN) <= self._canvas.width * _ONE_LINE:
            texts = (" ".join(texts),)
        return _Line(part, texts, f"{part.amount.exact}{series}")

    def draw(self, top: float, unit: str | None) -> float:
        """Draw the panel below ``top``, and return the y coordinate at which it ends."""
        lines = [line for _, members in self._groups for line in members]
        numbers = [number for line in lines for number in line.amount.numbers]
        shown, is_near = reach(numbers, (line.amount.value for line in lines), unit)
        from_zero = is_near or not self._is_dot
        scale, values = across(shown, self._labels.end, lambda whole: self._end(whole, lines), from_zero=from_zero)
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
        title = ", ".join(part for part in (name, line.part.series) if part) + f": {amount.exact}"
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
        shown = [part.lines[0] for part in fitted]
        is_whole = line.part.amount.exact == " ".join(line.part.amount.lines)
        full = None if is_whole and not any(part.is_short for part in fitted) else line.exact
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


_STACK_THICK: Final = 22.0
_STACK_AIR: Final = 12.0
_INSIDE: Final = 5.0
_MOST_LINES: Final = 6
_SEAM: Final = 1.0
_FIRM: Final = 40


@dataclass(frozen=True, slots=True)
class _Segment:
    """A part with its value, and its start and end on the axis."""

    part: Part
    value: Decimal
    start: Decimal
    end: Decimal

    @property
    def text(self) -> str:
        """The value, in short."""
        return short(self.value)


@dataclass(slots=True)
class _Stack:
    """A category with its bar.

    Attributes:
        group: The category.
        segments: The segments of the bar.
        sum: The sum of the parts; None if not all of them are exact.
        below: The lines of text below the bar.
        below_full: The whole text below the bar with all digits, if ``below`` is shorter; else None.
        height: The height of its place in the panel, in units of the drawing.
    """

    group: Group
    segments: list[_Segment]
    sum: Amount | None
    below: tuple[str, ...] = ()
    below_full: str | None = None
    height: float = 0.0

    def total(self, *, is_exact: bool = False) -> str:
        """Return the text of the total, in short or with all digits; empty if there is none."""
        if self.sum is None:
            return ""
        text = self.sum.exact if is_exact else " ".join(self.sum.lines)
        return f"total {text}" if len(self.segments) > 1 and text else text

    @property
    def right(self) -> Decimal:
        """The largest end of a segment, or zero."""
        return max([Decimal(0), *(segment.end for segment in self.segments)])

    @property
    def own_height(self) -> float:
        """The height of the bar and the text below it, in units of the drawing."""
        return _STACK_THICK + height_of(self.below, QUIET)


def draw_stacks(canvas: Canvas, table: Table, top: float) -> Drawn:
    """Draw a stacked bar chart below ``top``, with a panel for each unit."""
    palette = palette_of(table, table.rows, table.chart.series)
    bottom = legend(canvas, top, palette, shapes=False)
    units, notes = table.by_unit(), []
    for unit, rows in units:
        if len(units) > 1:
            bottom = panel_title(canvas, bottom, unit)
        groups, left_out = groups_of(table, rows)
        notes += left_out
        stacks = [_stacked(group, unit) for group in groups]
        notes += rounding(number for stack in stacks if stack.sum for number in stack.sum.numbers)
        panel = _StackPanel(canvas, palette, stacks)
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
            segments.append(_Segment(part, value, start, start + value))
    is_exact = len(segments) == len(group.parts) and not any(part.amount.is_interval for part in group.parts)
    sum_of_parts = Amount(ends[True] + ends[False], None, None, unit, "")
    return _Stack(group, segments, sum_of_parts if is_exact else None)


def _firm(part: Part) -> str:
    """Return the text of a part. Unless it is long, its blanks are non-breaking, so that it stays on one line."""
    text = f"{part.series} {' '.join(part.amount.lines)}".strip()
    return text.replace(" ", FIRM_BLANK) if len(text) <= _FIRM else text


class _StackPanel:
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
            room = self._canvas.right - self._labels.end - _TEXT_GAP - widest([stack.total()], STRONG)
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
        if others and not (len(stack.group.parts) == 1 and stack.sum):
            text = " · ".join(map(_firm, others))
            fitted = fit(text, (self._canvas.right - scale.start - _INSIDE) / QUIET.size, _MOST_LINES)
            whole = " · ".join(f"{part.series} {part.amount.exact}".strip() for part in others)
            is_whole = not fitted.is_short and whole == text.replace(FIRM_BLANK, " ")
            stack.below, stack.below_full = fitted.lines, None if is_whole else whole
        stack.height = max(stack.own_height, self._labels.height(stack.group.name)) + _STACK_AIR

    def _draw_stack(self, stack: _Stack, scale: Scale, top: float) -> None:
        y = top + (stack.height - stack.own_height) / 2 + _STACK_THICK / 2
        self._labels.draw(stack.group.name, top + stack.height / 2)
        for segment in stack.segments:
            self._draw_segment(stack.group.name, segment, scale, y)
        if text := stack.total():
            x = max(scale.at(stack.right), scale.start) + _TEXT_GAP
            total = fit(text, (self._canvas.right - x + 0.5) / STRONG.size, bold=True)
            whole = stack.total(is_exact=True)
            full = whole if total.is_short or whole != text else None
            self._canvas.label(x, centred(y, total.lines, STRONG), total.lines, STRONG, full=full, over=True)
        if stack.below:
            first = y + _STACK_THICK / 2 + QUIET.size + 1
            self._canvas.label(scale.start + _INSIDE, first, stack.below, QUIET, full=stack.below_full, over=True)

    def _draw_segment(self, name: str, segment: _Segment, scale: Scale, y: float) -> None:
        left, right = sorted((scale.at(segment.start), scale.at(segment.end)))
        part = segment.part
        title = ", ".join(text for text in (name, part.series) if text) + f": {part.amount.exact}"
        seam = _SEAM if right - left > 3 * _SEAM else 0.0
        bar = {"x": left, "y": y - _STACK_THICK / 2, "width": right - left - seam, "height": _STACK_THICK}
        self._canvas.add(element("rect", element("title", title), class_=f"m{self._palette.place(part.series)}", **bar))
        if self._fits(segment, scale):
            y = centred(y, [segment.text], WITHIN)
            full = title if segment.text != exact(segment.value) else None
            self._canvas.label((left + right) / 2, y, [segment.text], WITHIN, "middle", full=full)
