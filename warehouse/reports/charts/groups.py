"""Categories down the left side: their labels, in two lines where long, and no more of them than can be read."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.reports.charts.canvas import MARGIN, PLAIN, STRONG, Canvas, centred, height_of, widest
from warehouse.reports.charts.text import Fitted, fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.reports.charts.amounts import Amount
    from warehouse.reports.charts.table import Cells, Table

MOST: Final = 40
"""Categories that are drawn; the others are counted in a note."""
_LABEL_SHARE: Final = 0.34
LABEL_GAP: Final = 16.0


class Part(NamedTuple):
    """A row within its category: its series, and its amount."""

    series: str
    amount: Amount


class Group(NamedTuple):
    """A category: its name and its rows."""

    name: str
    parts: list[Part]

    @property
    def size(self) -> Decimal:
        """Its largest number, by which the largest categories are chosen."""
        return max((abs(number) for part in self.parts for number in part.amount.numbers), default=Decimal(-1))


def groups_of(table: Table, rows: Sequence[Cells]) -> tuple[list[Group], list[str]]:
    """Give the largest categories in the order of the rows, and a note if others are left out."""
    parts: dict[str, list[Part]] = {}
    for row in rows:
        part = Part(table.text(row, table.chart.series), table.amount(row))
        parts.setdefault(table.text(row, table.chart.x), []).append(part)
    groups = [Group(name, members) for name, members in parts.items()]
    if len(groups) <= MOST:
        return groups, []
    largest = sorted(range(len(groups)), key=lambda at: (-groups[at].size, at))[:MOST]
    return [groups[at] for at in sorted(largest)], [
        f"The largest {MOST} are shown, and {len(groups) - MOST} more in the table."
    ]


def panel_title(canvas: Canvas, top: float, unit: str | None) -> float:
    """Write the unit of a panel above it; gives where the panel begins."""
    return canvas.paragraph(top + 14, unit or "without a unit", STRONG, 1) + 2


class Labels:
    """The labels of a panel's categories, all in one column."""

    def __init__(self, canvas: Canvas, names: Sequence[str]) -> None:
        room = min(max((widest([name], PLAIN) for name in names), default=0.0) + 0.5, canvas.width * _LABEL_SHARE)
        self._canvas = canvas
        self._fitted: dict[str, Fitted] = {name: fit(name, room / PLAIN.size, 2) for name in names}
        self._width = max((widest(fitted.lines, PLAIN) for fitted in self._fitted.values()), default=0.0)

    @property
    def end(self) -> float:
        """Where the panel begins."""
        return MARGIN + self._width + LABEL_GAP

    def height(self, name: str) -> float:
        """Give the height of a label, in units of the drawing."""
        return height_of(self._fitted[name].lines, PLAIN)

    def draw(self, name: str, middle: float) -> None:
        """Write a label with its middle at this height, ending where the panel begins."""
        lines, is_short = self._fitted[name]
        y = centred(middle, lines, PLAIN)
        self._canvas.label(self.end - LABEL_GAP, y, lines, PLAIN, "end", full=name if is_short else None)
