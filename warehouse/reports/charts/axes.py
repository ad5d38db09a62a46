"""The axes of charts: scales, round numbers for ticks, grid lines, and labels of numbers and dates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from typing import TYPE_CHECKING, Final

from warehouse.reports.charts.canvas import QUIET, Canvas, box_of, centred, widest
from warehouse.reports.figures import GROUPED, MINUS, PERCENT, SCALES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from warehouse.reports.charts.data import TimeScale

_EXACT: Final = Context(prec=150)
"""Enough digits for the exact difference of any two numbers that are drawn."""
_STEPS: Final = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
_WORDS: Final = {0: "", **dict(SCALES)}
_FIRST_WORD, _LAST_WORD, _FINEST = min(dict(SCALES)), max(dict(SCALES)), -3
_POWER_OF_A_WORD: Final = 6
"""How many powers of ten the numbers before the last word may have."""
_WHOLE: Final = Decimal(100)


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
        """Return the coordinate of a number."""
        return self.start + share(value, self.low, self.high) * (self.end - self.start)


def share(value: Decimal, low: Decimal, high: Decimal) -> float:
    """Return the position of a number between ``low`` (0) and ``high`` (1)."""
    with localcontext(_EXACT):
        return float((value - low) / (high - low))


def ticks(numbers: Iterable[Decimal], most: int, *, from_zero: bool) -> list[Decimal]:
    """Return round numbers at equal distances. The first and the last enclose all numbers.

    Args:
        numbers: The numbers to enclose. If there are none, the axis reaches from 0 to 1.
        most: The maximum number of steps. There can be one more at each end.
        from_zero: Whether the axis must include zero.
    """
    with localcontext(_EXACT):
        inside = [*numbers, *([Decimal(0)] if from_zero else [])] or [Decimal(0)]
        low, high = min(inside), max(inside)
        if low == high:
            low, high = (min(low, Decimal(0)), max(high, Decimal(0))) if low else (low, Decimal(1))
        step = _step((high - low) / most)
        first, last = low // step, high // step
        first -= first * step > low
        last += last * step < high
        return [step * number for number in range(int(first), int(last) + 1)]


def _step(raw: Decimal) -> Decimal:
    unit = Decimal(1).scaleb(raw.adjusted())
    return next(unit * step for step in _STEPS if unit * step >= raw)


def tick_texts(values: list[Decimal]) -> tuple[list[str], str]:
    """Return short texts for the numbers beside an axis, and the factor of all of them, such as "bn" or "10^18".

    The factor is empty if the numbers are not scaled.
    """
    largest = max((abs(value) for value in values), default=Decimal(0))
    power = largest.adjusted() // 3 * 3 if largest else 0
    if _FINEST <= power < _FIRST_WORD:
        power = 0
    elif _LAST_WORD < power < _LAST_WORD + _POWER_OF_A_WORD:
        power = _LAST_WORD
    with localcontext(_EXACT):
        scaled = [(value.scaleb(-power)).normalize() for value in values]
    form = ",f" if any(abs(value) >= GROUPED for value in scaled) else "f"
    word = _WORDS.get(power)
    return [f"{value:{form}}".replace("-", MINUS) for value in scaled], f"10^{power}" if word is None else word


GAP: Final = 12.0
"""The minimum distance between two labels of an axis, in units of the drawing."""
_MOST_STEPS: Final = 8
_TICK: Final = 18.0
_EDGE: Final = 4.0
_DATE_ROOM, _YEAR_ROOM = 84.0, 48.0
_DAYS_OF_MONTHS: Final = 184.0


def across(
    numbers: Sequence[Decimal], start: float, end_for: Callable[[Scale], float], *, from_zero: bool
) -> tuple[Scale, list[Decimal]]:
    """Build a horizontal scale with as many round numbers as fit below it without overlap.

    Args:
        numbers: The numbers that the scale must include.
        start: Coordinate of its start, in units of the drawing.
        end_for: A function that takes a scale with coordinates from 0 to 1, and returns the coordinate at which it must
            end.
        from_zero: Whether the scale must include zero.

    Returns:
        The scale, and the round numbers.
    """
    for most in range(_MOST_STEPS, 0, -1):
        values = ticks(numbers, most, from_zero=from_zero)
        end = end_for(Scale(values[0], values[-1], 0.0, 1.0))
        room = (end - start) / (len(values) - 1)
        if max(widest([text], QUIET) for text in tick_texts(values)[0]) + GAP <= room:
            break
    return Scale(values[0], values[-1], start, end), values


def reach(numbers: Sequence[Decimal], values: Iterable[Decimal | None], unit: str | None) -> tuple[list[Decimal], bool]:
    """Return the numbers that an axis must include, and whether it begins at zero.

    It does if that wastes little space, and always for one value: without zero that says nothing, however narrow the
    interval around it. A single percentage is a part of a hundred.

    Args:
        numbers: The values and the ends of their intervals.
        values: The values alone; None for a row without one.
        unit: The unit of all.
    """
    is_single = len({value for value in values if value is not None}) <= 1
    sizes = [abs(number) for number in numbers]
    is_part = is_single and unit in PERCENT and bool(sizes) and 0 <= min(numbers) <= max(numbers) <= _WHOLE
    return [*numbers, *([_WHOLE] if is_part else [])], is_single or min(sizes) * 2 <= max(sizes)


def draw_grid(canvas: Canvas, scale: Scale, values: Sequence[Decimal], top: float, bottom: float) -> None:
    """Draw the grid lines of a horizontal axis from top to bottom. The line at zero is stronger."""
    for value in values:
        x = scale.at(value)
        canvas.line(x, top, x, bottom, "grid" if value else "axis")


def draw_below(
    canvas: Canvas, scale: Scale, values: Sequence[Decimal], bottom: float, title: tuple[str, str | None]
) -> float:
    """Write the numbers and the title below a horizontal axis.

    Args:
        canvas: The drawing.
        scale: The axis.
        values: The numbers.
        bottom: The y coordinate at which the grid lines end.
        title: Name and unit of the measured quantity.

    Returns:
        The y coordinate at which the title ends.
    """
    texts, word = tick_texts(list(values))
    for value, text in zip(values, texts, strict=True):
        _write_tick(canvas, scale.at(value), bottom, text)
    name, unit = title
    of = " ".join(part for part in (word, unit) if part)
    return canvas.paragraph(bottom + _TICK + 6, f"{name} ({of})" if of else name, QUIET, 2, left=scale.start)


def _write_tick(canvas: Canvas, x: float, bottom: float, text: str) -> None:
    """Write a label below its grid line, or nearer to the middle to fit. Omit it if it overlaps another label."""
    half = widest([text], QUIET) / 2
    x = min(max(x, half + _EDGE), canvas.width - half - _EDGE)
    if canvas.is_free(box_of(x - GAP / 2, bottom + _TICK, [text], QUIET, "middle")):
        canvas.label(x, bottom + _TICK, [text], QUIET, "middle")


def draw_dates(
    canvas: Canvas, scale: TimeScale, top: float, bottom: float, name: str, *, shortest: float = 0.0
) -> float:
    """Draw an axis of time with its grid lines and its title.

    Args:
        canvas: The drawing.
        scale: The axis.
        top: The y coordinate at which the panel begins.
        bottom: The y coordinate at which the panel ends.
        name: Title of the axis.
        shortest: The shortest period on the axis, in days; what lies within one is not written.

    Returns:
        The y coordinate at which the title ends.
    """
    canvas.line(scale.start, bottom, scale.end, bottom, "axis")
    room = _YEAR_ROOM if shortest > _DAYS_OF_MONTHS else _DATE_ROOM
    for day, text in scale.ticks(max(int((scale.end - scale.start) / room), 1), shortest):
        canvas.line(scale.at(day), top, scale.at(day), bottom, "grid")
        _write_tick(canvas, scale.at(day), bottom, text)
    return canvas.paragraph(bottom + _TICK + 6, name, QUIET, 2, left=scale.start)


def upright(
    canvas: Canvas,
    numbers: Sequence[Decimal],
    top: float,
    bottom: float,
    left: float,
    *,
    from_zero: bool,
    right: float | None = None,
) -> tuple[Scale, float, str]:
    """Draw a vertical axis with grid lines.

    Args:
        canvas: The drawing.
        numbers: The numbers that the axis must include.
        top: The y coordinate of its upper end.
        bottom: The y coordinate of its lower end, where it starts.
        left: The x coordinate at which its labels may begin.
        from_zero: Whether the axis must include zero.
        right: The x coordinate at which its grid lines end; None means the right margin.

    Returns:
        The scale, the x coordinate at which the panel begins after the labels, and the factor of the labels.
    """
    values = ticks(numbers, 5, from_zero=from_zero)
    texts, word = tick_texts(values)
    scale = Scale(values[0], values[-1], bottom, top)
    begins = left + max(widest([text], QUIET) for text in texts) + 8
    for value, text in zip(values, texts, strict=True):
        y = scale.at(value)
        canvas.line(begins, y, canvas.right if right is None else right, y, "grid" if value else "axis")
        canvas.label(begins - 8, centred(y, [text], QUIET), [text], QUIET, "end")
    return scale, begins, word
