"""Where a number lies on an axis, and which round numbers are written beside it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from typing import TYPE_CHECKING, Final

from warehouse.reports.charts.text import MINUS

if TYPE_CHECKING:
    from collections.abc import Iterable

_EXACT: Final = Context(prec=150)
"""Digits enough for the difference of any two numbers that are drawn."""
_STEPS: Final = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
_WORDS: Final = {0: "", 6: "million", 9: "billion", 12: "trillion"}
_FIRST_WORD, _LAST_WORD, _FINEST = 6, 12, -3


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear axis.

    Attributes:
        low: Number at its start.
        high: Number at its end, larger than ``low``.
        start: Coordinate of its start, in units of the drawing.
        end: Coordinate of its end.
    """

    low: Decimal
    high: Decimal
    start: float
    end: float

    def at(self, value: Decimal) -> float:
        """Give the coordinate of a number."""
        return self.start + share(value, self.low, self.high) * (self.end - self.start)


def share(value: Decimal, low: Decimal, high: Decimal) -> float:
    """Give where between ``low`` (0) and ``high`` (1) a number lies."""
    with localcontext(_EXACT):
        return float((value - low) / (high - low))


def ticks(numbers: Iterable[Decimal], most: int, *, from_zero: bool) -> list[Decimal]:
    """Give round numbers at equal distances; the first and the last enclose all numbers.

    Args:
        numbers: What must lie between; none: an axis from 0 to 1.
        most: How many steps at most, give or take one at each end.
        from_zero: Whether zero must lie on the axis.
    """
    with localcontext(_EXACT):
        inside = [*numbers, *([Decimal(0)] if from_zero else [])] or [Decimal(0)]
        low, high = min(inside), max(inside)
        if low == high:
            around = abs(low) / 10 or Decimal(1)
            low, high = low - (0 if low == 0 else around), high + around
        step = _step((high - low) / most)
        first, last = low // step, high // step
        first -= first * step > low
        last += last * step < high
        return [step * number for number in range(int(first), int(last) + 1)]


def _step(raw: Decimal) -> Decimal:
    unit = Decimal(1).scaleb(raw.adjusted())
    return next(unit * step for step in _STEPS if unit * step >= raw)


def tick_texts(values: list[Decimal]) -> tuple[list[str], str]:
    """Write the numbers beside an axis short, and give the word that multiplies all of them, such as "billion"."""
    largest = max((abs(value) for value in values), default=Decimal(0))
    power = largest.adjusted() // 3 * 3 if largest else 0
    if _FINEST <= power < _FIRST_WORD:
        power = 0
    with localcontext(_EXACT):
        scaled = [(value.scaleb(-power)).normalize() for value in values]
    word = _WORDS.get(power) if power <= _LAST_WORD else None
    return [f"{value:,f}".replace("-", MINUS) for value in scaled], f"10^{power}" if word is None else word
