"""Matrix charts: a cell for each row and column, with its contents as text, as marks with a legend, or as both."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.reports.charts.bars import MOST, Labels
from warehouse.reports.charts.canvas import (
    MARGIN,
    PLAIN,
    SERIES,
    SMALL_LOOK,
    Canvas,
    Fitted,
    centred,
    fit,
    height_of,
    widest,
)
from warehouse.reports.charts.data import crossing, read_number
from warehouse.reports.charts.marks import Drawn, Palette, legend, palette_of, shape
from warehouse.reports.figures import exact, short
from warehouse.yamlfiles import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from warehouse.reports.charts.canvas import Anchor
    from warehouse.reports.charts.data import Cells, Table

MOST_COLUMNS: Final = 16
"""The maximum number of columns to draw. A note counts the others."""
_NARROW: Final = 58.0
_CELLS: Final = 0.58
_WIDE: Final = 150.0
_PAD: Final = 5.0
_ROW: Final = 28.0
_RADIUS: Final = 6.0
_BESIDE: Final = 3 * _RADIUS
_TEXT_LINES: Final = 4
_HEAD_LINES: Final = 3
_STEEP_HEAD: Final = 170.0


class _Cell(NamedTuple):
    """A cell of the matrix: its texts, the same with all digits, and the place of each in the palette."""

    texts: list[str]
    exact: list[str]
    places: list[int]


def draw(canvas: Canvas, table: Table, top: float) -> Drawn:
    """Draw a matrix chart below ``top``."""
    chart = table.chart
    rows, columns = table.values_of(chart.y), table.values_of(chart.x)
    alt_text = crossing(table, len(rows), len(columns))
    kept_rows, row_notes = _fullest(table, chart.y, rows, MOST, "rows")
    is_number = chart.value is not None and table.columns[chart.value].is_number
    coloured = chart.series or (None if is_number else chart.value)
    palette = palette_of(table, table.rows, coloured)
    if len(palette.places) > SERIES + 1:
        palette = Palette("", {})
    meaning = [] if palette.places else _meaning(table)
    is_text_only = chart.value is not None and not palette.places
    most = _most_texts(canvas, table) if is_text_only else MOST_COLUMNS
    kept_columns, column_notes = _fullest(table, chart.x, columns, most, "columns")
    top = legend(canvas, top, palette, shapes=True)
    cells = _cells(table, palette, coloured)
    grid = _Grid(canvas, kept_rows, kept_columns, cells, has_texts=chart.value is not None)
    return Drawn(grid.draw(top + 6), [*meaning, *row_notes, *column_notes], alt_text)


def _most_texts(canvas: Canvas, table: Table) -> int:
    """Return the largest number of columns in which short texts fit on one line and long texts on several."""
    longest = max(widest([_text(table, row, short)], SMALL_LOOK) for row in table.rows) + 2 * _PAD
    return max(min(int(canvas.width * _CELLS / min(longest, _NARROW)), MOST_COLUMNS), 1)


def _fullest(table: Table, column: str, names: list[str], most: int, noun: str) -> tuple[list[str], list[str]]:
    """Return the fullest rows or columns in their order, and a list with a note if others are omitted."""
    if len(names) <= most:
        return names, []
    counts = Counter(table.text(row, column) for row in table.rows)
    kept = set(sorted(names, key=lambda name: (-counts[name], names.index(name)))[:most])
    note = f"The {most} fullest {noun} are shown; the table has {len(names) - most} more."
    return [name for name in names if name in kept], [note]


def _cells(table: Table, palette: Palette, coloured: str | None) -> dict[tuple[str, str], _Cell]:
    chart = table.chart
    cells: dict[tuple[str, str], _Cell] = {}
    for row in table.rows:
        cell = cells.setdefault((table.text(row, chart.y), table.text(row, chart.x)), _Cell([], [], []))
        cell.texts.append(_text(table, row, short))
        cell.exact.append(_text(table, row, exact))
        cell.places.append(palette.place(table.text(row, coloured)))
    return cells


def _text(table: Table, row: Cells, write: Callable[[Decimal], str]) -> str:
    value = table.chart.value
    if value is None:
        return ""
    number = read_number(row[value]) if table.columns[value].is_number else None
    return table.text(row, value) if number is None else write(number)


def _meaning(table: Table) -> list[str]:
    """Return a note about the contents of the cells, for a matrix without a legend; an empty list without a value."""
    value = table.chart.value
    if value is None:
        return []
    name, unit = table.name(value), table.columns[value].doc.unit
    return [f"In the cells: {name}{f' ({visible(unit)})' if unit and unit != name else ''}."]


def _height(texts: Sequence[Fitted]) -> float:
    return sum(height_of(text.lines, SMALL_LOOK) for text in texts)


class _Grid:
    """The grid of the matrix: its heads, labels and cells."""

    def __init__(
        self,
        canvas: Canvas,
        rows: Sequence[str],
        columns: Sequence[str],
        cells: Mapping[tuple[str, str], _Cell],
        *,
        has_texts: bool,
    ) -> None:
        self._canvas, self._rows, self._columns, self._cells = canvas, rows, columns, cells
        self._labels = Labels(canvas, rows)
        self._left = self._labels.end
        self._column = min((canvas.right - self._left) / max(len(columns), 1), _WIDE)
        words = [word for name in columns for word in name.split()]
        self._is_steep = widest(words, SMALL_LOOK) > self._column - 2 * _PAD
        self._has_texts = has_texts
        self._has_marks = any(place > 1 for cell in cells.values() for place in cell.places) or not has_texts
        self._is_marks_only = self._has_marks and has_texts and not self._fit_all()
        self._fitted = {at: self._texts(cell) for at, cell in cells.items()}

    def _fit_all(self) -> bool:
        """Return whether each text is readable in its cell. If not, cells show marks only, with a legend."""
        room = (self._column - 2 * _PAD - _BESIDE) / SMALL_LOOK.size
        return not any(
            fit(text, room, 2).is_short or max(map(len, fit(text, room, 2).lines)) == 1 < len(text)
            for cell in self._cells.values()
            for text in cell.texts
        )

    def draw(self, top: float) -> float:
        """Draw the heads, cells and lines below ``top``; return the y coordinate at which they end."""
        top = self._heads(top)
        right = self._left + self._column * len(self._columns)
        self._canvas.line(MARGIN, top, right, top, "axis")
        for row in self._rows:
            heights = [_height(self._fitted.get((row, column), [])) for column in self._columns]
            height = max(_ROW, max(heights) + 2 * _PAD, self._labels.height(row) + 2 * _PAD)
            self._labels.draw(row, top + height / 2)
            for at, column in enumerate(self._columns):
                if (row, column) in self._cells:
                    self._draw_cell((row, column), self._left + (at + 0.5) * self._column, top, height)
            top += height
            self._canvas.line(MARGIN, top, right, top, "grid")
        return top + _PAD

    def _texts(self, cell: _Cell) -> list[Fitted]:
        if not self._has_texts or self._is_marks_only:
            return []
        room = self._column - 2 * _PAD - (_BESIDE if self._has_marks else 0.0)
        return [fit(text, room / SMALL_LOOK.size, _TEXT_LINES) for text in cell.texts]

    def _heads(self, top: float) -> float:
        if self._is_steep:
            return self._steep_heads(top)
        size = SMALL_LOOK.size
        heads = [fit(name, (self._column - 2 * _PAD) / size, _HEAD_LINES) for name in self._columns]
        bottom = top + max((height_of(head.lines, SMALL_LOOK) for head in heads), default=0.0)
        for at, (name, head) in enumerate(zip(self._columns, heads, strict=True)):
            y = bottom - height_of(head.lines, SMALL_LOOK) + size
            full = name if head.is_short else None
            x = self._left + (at + 0.5) * self._column
            self._canvas.label(x, y, head.lines, SMALL_LOOK, "middle", full=full)
        return bottom + _PAD

    def _steep_heads(self, top: float) -> float:
        """Draw the heads so that they read upwards, because the columns are too narrow for words."""
        heads = [fit(name, _STEEP_HEAD / SMALL_LOOK.size) for name in self._columns]
        height = max(widest(head.lines, SMALL_LOOK) for head in heads)
        for at, (name, head) in enumerate(zip(self._columns, heads, strict=True)):
            x = self._left + (at + 0.5) * self._column + SMALL_LOOK.size * 0.36
            self._canvas.upwards(x, top + height, head.lines[0], SMALL_LOOK, full=name if head.is_short else None)
        return top + height + _PAD

    def _draw_cell(self, at: tuple[str, str], middle: float, top: float, height: float) -> None:
        """Draw the texts of a cell in the middle of its column, or after marks that are aligned below each other."""
        cell, texts = self._cells[at], self._fitted[at]
        if not texts:
            self._marks(cell, middle, top + height / 2)
            return
        y = top + (height - _height(texts)) / 2
        left = middle - (self._widest(at[1]) - _BESIDE) / 2
        for shown, full_text, place, text in zip(cell.texts, cell.exact, cell.places, texts, strict=True):
            own = height_of(text.lines, SMALL_LOOK)
            base = centred(y + own / 2, text.lines, SMALL_LOOK)
            full = full_text if text.is_short or full_text != shown else None
            if self._has_marks:
                self._canvas.add(shape(place, left - _BESIDE / 2, y + own / 2, _RADIUS - 1))
            anchor: Anchor = "start" if self._has_marks else "middle"
            x = left if self._has_marks else middle
            self._canvas.label(x, base, text.lines, SMALL_LOOK, anchor, full=full)
            y += own

    def _widest(self, column: str) -> float:
        """Return the width of the widest text of a column."""
        fitted = [text for (_, other), texts in self._fitted.items() if other == column for text in texts]
        return max(widest(text.lines, SMALL_LOOK) for text in fitted)

    def _marks(self, cell: _Cell, middle: float, y: float) -> None:
        """Draw a mark for each text of the cell, or their number if there are too many."""
        most = max(int(self._column / (2.6 * _RADIUS)), 1)
        if len(cell.places) > most:
            text = [f"\u00d7{len(cell.places)}"]
            full = ", ".join(filter(None, cell.exact)) or None
            self._canvas.label(middle, centred(y, text, PLAIN), text, PLAIN, "middle", full=full)
            return
        first = middle - (len(cell.places) - 1) * 1.3 * _RADIUS
        for at, (place, full_text) in enumerate(zip(cell.places, cell.exact, strict=True)):
            self._canvas.add(shape(place, first + at * 2.6 * _RADIUS, y, _RADIUS, full_text or None))
