"""Figures on pages: a number as ``reports.figures`` shortens it, with the exact one and the printed words beside it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from warehouse.publish.records import Amount, Number
from warehouse.reports.figures import DASH, exact, short

if TYPE_CHECKING:
    from warehouse.publish.series import Figure

_PLAIN: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def read(text: str | None) -> Number | None:
    """Return a number to read; None if the text is no number."""
    if text is None or not _PLAIN.fullmatch(text):
        return None
    value = Decimal(text)
    shown, whole = short(value), exact(value)
    return Number(shown, text, whole if whole != shown else None)


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
    whole = (number.exact or number.text) + (f"{DASH}{upper.exact or upper.text}" if upper else "")
    title = f"{whole} {figure.unit}"
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
    whole = number and (number.exact or number.text)
    return Amount(kind, f"{'' if is_exact else 'about '}{shown} {currency}", value, f"{whole or value} {currency}")
