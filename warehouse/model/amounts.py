"""The parser of amounts as documents print them: "about 691 million USD", "1.76 trillion KRW", "over 20"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

SCALES: Final = {"": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
QUALIFIERS: Final = {
    "about": "about",
    "roughly": "about",
    "approximately": "about",
    "around": "about",
    "at least": "at least",
    "at most": "at most",
    "up to": "at most",
    "over": "over",
    "more than": "over",
    "under": "under",
    "less than": "under",
    "nearly": "nearly",
    "almost": "nearly",
    "close to": "nearly",
    "just under": "nearly",
}
MAX_DIGITS: Final = 21
"""Most digits before the decimal point, after scaling; the mart has room for one more."""
MAX_DECIMALS: Final = 5
"""Most digits after the decimal point; the mart has room for one more, for half of the last digit."""
NUMBER: Final = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*)(?:\.[0-9]+)?"
SCALE: Final = "|".join(scale for scale in SCALES if scale)
_AMOUNT: Final = re.compile(
    rf"(?:(?P<qualifier>{'|'.join(QUALIFIERS)}) |(?P<between>between ))?"
    rf"(?P<number>{NUMBER})(?:(?(between) and )(?(between)(?P<upper>{NUMBER})|))"
    rf"(?: (?P<scale>{SCALE}))?(?: (?P<currency>[A-Z]{{3}}))?"
)


class UnreadableAmountError(ValueError):
    """The words do not have the form that this module parses."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed number.

    Attributes:
        words: The words as printed.
        value: The number after scaling.
        upper: The upper figure of a printed range after scaling; None if there is no range.
        quantum: Weight of the last printed digit: 10⁶ for "691 million", 10¹⁰ for "1.76 trillion".
        approximation: A word of the scheme ``approximation``.
        currency: ISO 4217 code; None for a quantity without one.
    """

    words: str
    value: Decimal
    upper: Decimal | None
    quantum: Decimal
    approximation: str
    currency: str | None


@lru_cache(maxsize=4096)
def money(words: str) -> Amount:
    """Parse a sum of money: qualifier, number, scale, currency code.

    Raises:
        UnreadableAmountError: The words do not have this form, or have too many digits; the message says what to write.
    """
    amount = _read(words)
    if amount is None or amount.currency is None:
        example = 'write it like "900 billion KRW", "about 691 million USD" or "between 2 and 3 billion EUR"'
        raise UnreadableAmountError(f'"{words}" is not an amount of money with an ISO 4217 currency code; {example}')
    return amount


@lru_cache(maxsize=4096)
def quantity(words: str) -> Amount:
    """Parse a number without a unit: qualifier, number, scale.

    Raises:
        UnreadableAmountError: The words do not have this form, or have too many digits; the message says what to write.
    """
    amount = _read(words)
    if amount is None or amount.currency is not None:
        example = 'write digits like "99.3", "about 80" or "between 2 and 3 million"; the unit is the indicator\'s'
        raise UnreadableAmountError(f'"{words}" is not a number; {example}')
    return amount


def _read(words: str) -> Amount | None:
    match = _AMOUNT.fullmatch(words)
    if match is None:
        return None
    scale = Decimal(SCALES[match["scale"] or ""])
    numbers = [Decimal(text.replace(",", "")) for text in (match["number"], match["upper"]) if text]
    if numbers != sorted(set(numbers)):
        return None
    if not all(_fits(number, scale) for number in numbers):
        room = f"{MAX_DIGITS} before the point and {MAX_DECIMALS} behind it"
        raise UnreadableAmountError(f'"{words}" has more digits than there is room for; write at most {room}')
    value, *upper = (_scaled(number, scale) for number in numbers)
    return Amount(
        words=words,
        value=value,
        upper=upper[0] if upper else None,
        quantum=_scaled(Decimal(1).scaleb(int(numbers[0].as_tuple().exponent)), scale),
        approximation="between" if upper else QUALIFIERS.get(match["qualifier"] or "", "exact"),
        currency=match["currency"],
    )


def _fits(number: Decimal, scale: Decimal) -> bool:
    """Return whether the number, after scaling, keeps within ``MAX_DIGITS`` and ``MAX_DECIMALS``."""
    decimals = -int(number.as_tuple().exponent) - (len(str(scale)) - 1)
    return number.adjusted() + len(str(scale)) <= MAX_DIGITS and decimals <= MAX_DECIMALS


def _scaled(number: Decimal, scale: Decimal) -> Decimal:
    """Multiply a number by its scale; drop decimals that the scale has used up, and keep those that were printed."""
    product = number * scale
    whole = product.to_integral_value()
    return whole if scale > 1 and product == whole else product
