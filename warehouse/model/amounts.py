"""The parser of figures as documents print them: "about 691 million USD", "1.76 trillion KRW", "over 20", "-140.1"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from warehouse import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

SCALES: Final = {"": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
QUALIFIERS: Final = {
    name: term.key
    for term in vocabulary.base().terms["approximation"].values()
    if term.key not in {"exact", "between", "plus minus", "magnitude"}
    for name in (term.key, *term.aliases)
}
"""The words before a figure, each with the approximation that it means."""
MAGNITUDES: Final = {
    "a couple of": (2, 3),
    "several": (3, 10),
    "a few": (3, 10),
    "dozens of": (24, 100),
    "hundreds of": (200, 1000),
    "thousands of": (2000, 10**4),
    "tens of thousands of": (2 * 10**4, 10**5),
    "hundreds of thousands of": (2 * 10**5, 10**6),
    "multimillion": (2 * 10**6, 10**9),
    "tens of millions of": (2 * 10**7, 10**8),
    "hundreds of millions of": (2 * 10**8, 10**9),
    "multibillion": (2 * 10**9, 10**12),
    "tens of billions of": (2 * 10**10, 10**11),
    "hundreds of billions of": (2 * 10**11, 10**12),
}
"""The sizes in words, each with the least figure that it can mean and the figure that it stays below."""
SAME_MAGNITUDES: Final = {"millions of": "multimillion", "billions of": "multibillion"}
MAX_DIGITS: Final = 21
"""Most digits before the decimal point, after scaling; the mart has room for five more."""
MAX_DECIMALS: Final = 60
"""Most digits after the decimal point: more than any floating-point number of a file has. The mart shows twelve."""
NUMBER: Final = r"[-\u2212]?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?"
MAX_SHOWN: Final = 60
"""Most characters of words that a message repeats."""
SCALE: Final = "|".join(scale for scale in SCALES if scale)
_EXACTLY: Final = Context(prec=2 * (MAX_DIGITS + MAX_DECIMALS))


def _one_of(words: Mapping[str, Any]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


QUALIFIER: Final = "|".join(
    f"{re.escape(word)} " if word[0].isalpha() else f"{re.escape(word)} ?"
    for word in sorted(QUALIFIERS, key=len, reverse=True)
)
"""A word before a figure with the blank behind it, or a sign such as > with or without one."""
MAGNITUDE: Final = "|".join(_one_of({word.removesuffix(" of"): 0}) for word in (*MAGNITUDES, *SAME_MAGNITUDES))
UP_TO: Final = "(?: ?\u2013 ?| to | and )"
"""What stands between the two figures of a range; a hyphen may do so too, as in 85-95."""
MARGIN: Final = r" ?(?:±|\+/-) ?"
_AMOUNT: Final = re.compile(
    rf"(?:(?:(?P<between>between )|(?P<qualifier>{QUALIFIER}))?(?P<number>{NUMBER})"
    rf"(?:(?: (?P<first_scale>{SCALE}))?(?:{UP_TO}|(?<=[0-9])-)(?P<upper>{NUMBER})|{MARGIN}(?P<margin>{NUMBER}))?"
    rf"(?: (?P<scale>{SCALE}))?"
    rf"|(?P<magnitude>{MAGNITUDE})(?: of)?)"
    rf"(?: (?P<currency>[A-Z]{{3}}))?"
)


class UnreadableAmountError(ValueError):
    """The words do not have the form that this module parses."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed figure.

    Attributes:
        words: The words as printed.
        value: The number after scaling; None for a magnitude, such as "dozens".
        upper: After scaling, the upper figure of a printed range, the figure plus its printed margin, or the figure
            that a magnitude stays below; None if there is none.
        quantum: Weight of the last printed digit: 10⁶ for "691 million", 10¹⁰ for "1.76 trillion". Of a magnitude the
            least figure that it can mean.
        approximation: A word of the scheme ``approximation``.
        currency: ISO 4217 code; None for a quantity without one.
    """

    words: str
    value: Decimal | None
    upper: Decimal | None
    quantum: Decimal
    approximation: str
    currency: str | None

    @property
    def is_negative(self) -> bool:
        """Whether the figure, or the lower figure of a range, is below zero."""
        return self.value is not None and self.value < 0

    @property
    def states(self) -> tuple[object, ...]:
        """What the words state, without the words: equal for two ways of writing one figure."""
        return self.value, self.upper, self.quantum, self.approximation, self.currency


@lru_cache(maxsize=4096)
def money(words: str) -> Amount:
    """Parse a sum of money: qualifier, number, scale, currency code.

    Raises:
        UnreadableAmountError: The words do not have this form, or have too many digits; the message says what to write.
    """
    amount = _read(words)
    if amount is None or amount.currency is None:
        example = 'write it like "900 billion KRW", "about 691 million USD" or "between 2 and 3 billion EUR"'
        raise UnreadableAmountError(f'"{_shown(words)}" is not an amount of money with an ISO 4217 code; {example}')
    return amount


@lru_cache(maxsize=4096)
def quantity(words: str) -> Amount:
    """Parse a number without a unit: qualifier, number, scale.

    Raises:
        UnreadableAmountError: The words do not have this form, or have too many digits; the message says what to write.
    """
    amount = _read(words)
    if amount is None or amount.currency is not None:
        example = 'write digits like "99.3", "about 80" or "between 2 and 3 million"; the unit has a field of its own'
        raise UnreadableAmountError(f'"{_shown(words)}" is not a number; {example}')
    return amount


def text_of(amount: Amount) -> str:
    """Return a text that is parsed to this figure.

    The scale is the smallest one that shows the quantum as the last digit.
    """
    currency = f" {amount.currency}" if amount.currency else ""
    if amount.value is None:
        bounds = (int(amount.quantum), int(amount.upper or 0))
        return next(word for word, one in MAGNITUDES.items() if one == bounds).removesuffix(" of") + currency
    word, scale = next(((word, scale) for word, scale in SCALES.items() if amount.quantum <= scale), ("", 1))
    number = _divided(amount.value, scale, amount.quantum)
    if amount.upper is None:
        number = f"{amount.approximation} {number}".removeprefix("exact ")
    elif amount.approximation == "plus minus":
        number += f" ± {_plain(_EXACTLY.subtract(amount.upper, amount.value), scale)}"
    else:
        number = f"between {number} and {_plain(amount.upper, scale)}"
    return f"{number} {word}".rstrip() + currency


def _divided(value: Decimal, scale: int, quantum: Decimal) -> str:
    """Return a number divided by its scale, with as many decimals as its quantum has."""
    decimals = max(-int(_EXACTLY.divide(quantum, Decimal(scale)).normalize(_EXACTLY).as_tuple().exponent), 0)
    return f"{_EXACTLY.divide(value, Decimal(scale)):.{decimals}f}"


def _plain(number: Decimal, scale: int) -> str:
    return f"{_EXACTLY.divide(number, Decimal(scale)).normalize(_EXACTLY):f}"


def _shown(words: str) -> str:
    return words if len(words) <= MAX_SHOWN else f"{words[:MAX_SHOWN]}…"


def _read(words: str) -> Amount | None:
    match = _AMOUNT.fullmatch(words)
    if match is None or (match["between"] and not match["upper"]) or (match["qualifier"] and match["upper"]):
        return None
    if match["magnitude"]:
        return _magnitude(words, match)
    if bool(match["between"]) != (" and " in words) and match["upper"]:
        return None
    scales = [match["first_scale"] or match["scale"] or "", match["scale"] or ""]
    texts = [match["number"], match["upper"] or match["margin"]]
    numbers = [_number(words, text, SCALES[scale]) for text, scale in zip(texts, scales, strict=True) if text]
    value, *upper = numbers
    approximation = QUALIFIERS[match["qualifier"].strip()] if match["qualifier"] else "exact"
    if match["margin"]:
        if upper[0] <= 0 or match["qualifier"]:
            return None
        upper, approximation = [_EXACTLY.add(value, upper[0])], "plus minus"
    elif upper:
        approximation = "between"
    if upper and upper[0] <= value:
        return None
    return Amount(
        words=words,
        value=value,
        upper=upper[0] if upper else None,
        quantum=_quantum(match["number"], SCALES[scales[0]]),
        approximation=approximation,
        currency=match["currency"],
    )


def _magnitude(words: str, match: re.Match[str]) -> Amount:
    name = match["magnitude"]
    name = SAME_MAGNITUDES.get(f"{name} of", name)
    least, below = MAGNITUDES.get(name) or MAGNITUDES[f"{name} of"]
    return Amount(words, None, Decimal(below), Decimal(least), "magnitude", match["currency"])


def _number(words: str, text: str, scale: int) -> Decimal:
    """Return a number after scaling; decimals that the scale has used up go, printed ones stay.

    Raises:
        UnreadableAmountError: It has more digits than there is room for.
    """
    number = Decimal(text.replace(",", "").replace("\u2212", "-"))
    decimals = -int(number.as_tuple().exponent) - (len(str(scale)) - 1)
    if number.adjusted() + len(str(scale)) > MAX_DIGITS or decimals > MAX_DECIMALS:
        room = f"{MAX_DIGITS} before the point and {MAX_DECIMALS} behind it"
        raise UnreadableAmountError(f'"{_shown(words)}" has more digits than there is room for; write at most {room}')
    product = _EXACTLY.multiply(number, Decimal(scale))
    whole = product.to_integral_value()
    return whole if product == whole and (scale > 1 or "e" in text.lower()) else product


def _quantum(text: str, scale: int) -> Decimal:
    """Return the weight of the last digit of a printed number."""
    exponent = int(Decimal(text.replace(",", "").replace("\u2212", "-")).as_tuple().exponent)
    weight = _EXACTLY.multiply(Decimal(1).scaleb(exponent, _EXACTLY), Decimal(scale))
    whole = weight.to_integral_value()
    return whole if weight == whole else weight
