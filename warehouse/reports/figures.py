"""Figures to read: commas between thousands, and from a million on mn, bn and tn, for pages and charts alike."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

DASH, MINUS = "\u2013", "\u2212"
"""Characters that look like a hyphen: an en dash, and a minus sign."""
GROUPED: Final = 10_000
"""The smallest number with commas between thousands, so that a year has none."""
SCALES: Final = ((12, "tn"), (9, "bn"), (6, "mn"))
"""The words for powers of ten, the largest first."""
PERCENT: Final = ("percent", "%")
"""The names of the unit that is written as a sign."""
_SHORTENED: Final = 1_000_000
_MOST_DIGITS: Final = 6
_ROUNDED: Final = Context(prec=4, rounding=ROUND_HALF_EVEN)


def grouped(value: Decimal) -> str:
    """Return a number with all its digits, from 10,000 on with commas between thousands."""
    return f"{value:,f}" if abs(value) >= GROUPED else f"{value:f}"


def exact(value: Decimal) -> str:
    """Return a number as ``grouped`` does, with a minus sign instead of a hyphen."""
    return grouped(value).replace("-", MINUS)


def short(value: Decimal) -> str:
    """Return a number to read: from a million on in mn, bn or tn.

    Up to six digits are all written. A number that has more is rounded to four; show ``exact`` beside it.
    """
    if abs(value) < _SHORTENED:
        return exact(value)
    shown = _ROUNDED.create_decimal(value) if is_rounded(value) else value
    power, word = next((power, word) for power, word in SCALES if abs(shown) >= Decimal(10) ** power)
    scaled = f"{shown.scaleb(-power):,f}"
    return f"{scaled.rstrip('0').rstrip('.') if '.' in scaled else scaled} {word}".replace("-", MINUS)


def is_rounded(value: Decimal) -> bool:
    """Return whether ``short`` leaves out digits."""
    return abs(value) >= _SHORTENED and len("".join(map(str, value.as_tuple().digits)).strip("0")) > _MOST_DIGITS
