"""Amounts as cells give them: exact decimals, the interval around them, their unit, and how they are written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from warehouse.reports.charts.text import DASH, MINUS

_LARGEST: Final = 60
"""Numbers of more digits than this before or behind the point are written but not drawn."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What is drawn for a row.

    Attributes:
        value: The value; None: none is stated.
        lower: Lower end of its interval; None: open, or no interval.
        upper: Upper end of its interval; None: open, or no interval.
        unit: Unit of all three; None: they have none.
        instead: What is written where nothing can be drawn.
    """

    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    unit: str | None
    instead: str

    @property
    def numbers(self) -> list[Decimal]:
        """All that must lie on the axis."""
        return [part for part in (self.lower, self.value, self.upper) if part is not None]

    @property
    def is_interval(self) -> bool:
        """Whether the value is not exact."""
        ends = (self.lower, self.upper)
        return any(end is not None for end in ends) and ends != (self.value, self.value)

    @property
    def text(self) -> str:
        """Value and unit, or the interval where it says it all."""
        if self.value is None or (self.is_interval and None in (self.lower, self.upper)):
            shown = self._one_sided() or self.interval
        else:
            shown = written(self.value)
        if not shown:
            return self.instead
        return f"{shown} {self.unit}" if self.unit else shown

    @property
    def interval(self) -> str:
        """The interval, if there is one."""
        if not self.is_interval:
            return ""
        if self.lower is None or self.upper is None:
            end, word = (self.upper, "up to") if self.lower is None else (self.lower, "from")
            return f"{word} {written(end)}" if end is not None else ""
        between = DASH if self.lower >= 0 else " to "
        return f"{written(self.lower)}{between}{written(self.upper)}"

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands beside the mark: value with unit, and the interval where it says more."""
        if self.interval and self.interval not in self.text:
            return self.text, f"({self.interval})"
        return (self.text,)

    def _one_sided(self) -> str:
        """Say "from 900" of a value of 900 that is open upwards; other values stand beside their interval."""
        if self.value is None:
            return ""
        return self.interval if self.value in (self.lower, self.upper) else written(self.value)


def read_number(cell: str | None) -> Decimal | None:
    """Read a number; None if there is none, or none that has a place on an axis."""
    if cell is None:
        return None
    try:
        value = Decimal(cell)
    except InvalidOperation:
        return None
    is_drawn = value.is_finite() and (not value or abs(value.adjusted()) <= _LARGEST)
    return value if is_drawn else None


def written(value: Decimal) -> str:
    """Write a number with all its digits, and a comma before each three."""
    return f"{value:,f}".replace("-", MINUS)
