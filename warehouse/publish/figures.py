"""Figures to read: large numbers in millions, billions and trillions, with the exact value beside them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING, Final

from warehouse.publish.records import Amount, Number
from warehouse.reports.charts.canvas import DASH, MINUS

if TYPE_CHECKING:
    from warehouse.publish.series import Figure

_PLAIN: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_SCALES: Final = ((12, "tn"), (9, "bn"), (6, "mn"))
_DIGITS: Final = Context(prec=4, rounding=ROUND_HALF_EVEN)
_SHORTENED: Final = 1_000_000
_GROUPED: Final = 10_000
"""The smallest number with commas between thousands, so that a year has none."""


def read(text: str | None) -> Number | None:
    """Return a number to read: from a million on four digits and mn, bn or tn; None if the text is no number."""
    if text is None or not _PLAIN.fullmatch(text):
        return None
    value = Decimal(text)
    grouped = _signed(f"{value:,f}" if abs(value) >= _GROUPED else f"{value:f}")
    rounded = _DIGITS.create_decimal(value)
    for power, word in _SCALES if abs(value) >= _SHORTENED else ():
        if abs(rounded) >= Decimal(10) ** power:
            scaled = f"{rounded.scaleb(-power):,f}"
            short = scaled.rstrip("0").rstrip(".") if "." in scaled else scaled
            return Number(f"{_signed(short)} {word}", text, grouped)
    return Number(grouped, text)


def _signed(digits: str) -> str:
    return digits.replace("-", MINUS)


_WORDS: Final = frozenset({"about", "at least", "at most", "over", "under", "nearly"})


def amount(figure: Figure) -> Amount:
    """Return a figure to read, with its unit: as printed, or from a million on in short.

    Args:
        figure: The parts of the figure.
    """
    number, upper = read(figure.value), read(figure.end)
    printed = figure.printed or figure.value or ""
    if printed and not any(character.isalpha() or character == "%" for character in printed):
        shown = number.text if number is not None and number.exact is None else printed
        printed = f"{shown} {figure.unit}"
    if number is None:
        return Amount(figure.quantity, printed, None, None)
    exact = (number.exact or number.text) + (f"{DASH}{upper.exact or upper.text}" if upper else "")
    title = f"{exact} {figure.unit}"
    word = f"{figure.approximation} " if figure.approximation in _WORDS else ""
    if number.exact is None or not (word or upper or figure.approximation == "exact"):
        return Amount(figure.quantity, printed, number.value, title)
    shown = f"{word}{number.text}{DASH + upper.text if upper else ''} {figure.unit}"
    return Amount(figure.quantity, shown, number.value, f"{title}, printed as: {printed}")


def total(kind: str, value: str, currency: str, *, is_exact: bool) -> Amount:
    """Return a sum that was added up, to read.

    Args:
        kind: What was added up.
        value: The sum.
        currency: Its currency.
        is_exact: Whether every part is exact.
    """
    number = read(value)
    shown = number.text if number else value
    exact = number and (number.exact or number.text)
    return Amount(kind, f"{'' if is_exact else 'about '}{shown} {currency}", value, f"{exact or value} {currency}")
