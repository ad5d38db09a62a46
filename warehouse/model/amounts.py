"""The parser of figures as documents print them: "about 691 million USD", "A$1.2bn", "3,000억원", "over 20", "-140.1".

A figure in parentheses is below zero, as accounts print it. A sign that several currencies share, such as $, is that of
a code beside it. Alone, $ is the US dollar, as the press writes it, and ¥ is refused: both yen and yuan are written so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from warehouse import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

SCALES: Final = {"": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SHORT_SCALES: Final = {"mn": 10**6, "bn": 10**9, "tn": 10**12, "trn": 10**12}
LETTERS: Final = {"k": 10**3, "K": 10**3, "m": 10**6, "M": 10**6, "b": 10**9, "B": 10**9}
"""The scales of one letter, which only a sum of money has: 5m of something else may be metres."""
EASTERN_SCALES: Final = {"만": 10**4, "万": 10**4, "억": 10**8, "億": 10**8, "조": 10**12, "兆": 10**12}
"""The scales of Korean and Japanese, of which a smaller one may follow a larger one: 1조 7,600억."""
_SCALES: Final = {**SCALES, **SHORT_SCALES, **LETTERS, **EASTERN_SCALES}
SIGNS: Final = {
    sign: code
    for written in (
        "USD US$, AUD A$ AU$, CAD C$ CA$, NZD NZ$, HKD HK$, SGD S$, TWD NT$, BRL R$, EUR €, GBP £, KRW ₩, INR ₹",
        "JPY JP¥, CNY CN¥ RMB",
    )
    for code, *signs in map(str.split, written.split(","))
    for sign in signs
}
"""The signs before a sum, each with the code of its currency."""
SIGNS_BEHIND: Final = {"원": "KRW", "円": "JPY", "€": "EUR"}
SHARED_SIGNS: Final = {
    "$": ("USD", "AUD", "CAD", "NZD", "HKD", "SGD", "TWD", "CLP", "ARS", "MXN", "COP"),
    "¥": ("JPY", "CNY"),
}
"""The signs that several currencies share, each with their codes."""
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
UNSIGNED: Final = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?"
MINUS: Final = r"[-\u2212]"
NUMBER: Final = f"{MINUS}?{UNSIGNED}"
MAX_SHOWN: Final = 60
"""Most characters of words that a message repeats."""
_EXACTLY: Final = Context(prec=2 * (MAX_DIGITS + MAX_DECIMALS))


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


QUALIFIER: Final = "|".join(
    f"{re.escape(word)} " if word[0].isalpha() else f"{re.escape(word)} ?"
    for word in sorted(QUALIFIERS, key=len, reverse=True)
)
"""A word before a figure with the blank behind it, or a sign such as > with or without one."""
MAGNITUDE: Final = "|".join(re.escape(word.removesuffix(" of")) for word in (*MAGNITUDES, *SAME_MAGNITUDES))
UP_TO: Final = "(?: ?[\u2013~] ?| to | and )"
"""What stands between the two figures of a range; a hyphen may do so too, as in 85-95."""
MARGIN: Final = r" ?(?:±|\+/-) ?"
CODE: Final = "[A-Z]{3}"
SCALE_WORDS: Final = _one_of([scale for scale in SCALES if scale])
SCALE: Final = f"(?: (?:{SCALE_WORDS})| ?(?:{_one_of([*SHORT_SCALES, *LETTERS])}))"
EASTERN: Final = f"[{''.join(EASTERN_SCALES)}]"
BEFORE: Final = f"(?:{_one_of([*SIGNS, *SHARED_SIGNS])}|{CODE})"
BEHIND: Final = f"(?: {CODE}| ?(?:{_one_of(SIGNS_BEHIND)}))"


def _figure(name: str) -> str:
    """Return the expression of one figure, the names of its groups beginning with ``name``."""
    return (
        rf"(?P<{name}open>\()?(?:(?P<{name}minus>{MINUS})?(?P<{name}before>{BEFORE}) ?)?"
        rf"(?P<{name}inner>\()?(?P<{name}number>{NUMBER})(?({name}inner)\))"
        rf"(?:(?P<{name}scale>{SCALE})"
        rf"| ?(?P<{name}large>{EASTERN})(?: ?(?P<{name}rest>{UNSIGNED}) ?(?P<{name}small>{EASTERN}))?)?"
        rf"(?P<{name}behind>{BEHIND})?(?({name}open)\))"
    )


_LETTER: Final = re.compile(rf"[0-9)] ?[{''.join(LETTERS)}](?![a-z])")
_AMOUNT: Final = re.compile(
    rf"(?:(?P<between>between )|(?P<qualifier>{QUALIFIER}))?{_figure('')}"
    rf"(?:(?:{UP_TO}|-){_figure('upper_')}|{MARGIN}{_figure('margin_')})?"
    rf"|(?P<magnitude>{MAGNITUDE})(?: of)?(?: (?P<code>{CODE}))?"
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
    """Parse a sum of money: qualifier, number, scale, and a currency before or behind it.

    Raises:
        UnreadableAmountError: The words do not have this form, or have too many digits; the message says what to write.
    """
    amount = _read(words)
    if amount is None or amount.currency is None:
        example = 'write it like "900 billion KRW", "about US$691 million" or "between 2 and 3 billion EUR"'
        what = f'"{_shown(words)}" is not an amount of money with a currency'
        raise UnreadableAmountError(f"{what}; {_advice(words) or example}")
    return amount


@lru_cache(maxsize=4096)
def quantity(words: str) -> Amount:
    """Parse a number without a unit: qualifier, number, scale.

    Raises:
        UnreadableAmountError: The words do not have this form, or have too many digits; the message says what to write.
    """
    amount = _read(words)
    if amount is None or amount.currency is not None or _LETTER.search(words):
        example = 'write digits like "99.3", "about 80" or "between 2 and 3 million"; the unit has a field of its own'
        raise UnreadableAmountError(f'"{_shown(words)}" is not a number; {_advice(words) or example}')
    return amount


def _advice(words: str) -> str:
    """Return what can stand before a figure, if another word in front is all that is wrong; else nothing."""
    before, _, rest = words.partition(" ")
    while rest and len(words) <= 2 * MAX_SHOWN:
        if before.replace(" ", "").isalpha() and before not in QUALIFIERS and _AMOUNT.fullmatch(rest):
            return f'"{before}" cannot stand before a figure; these can: {", ".join(QUALIFIERS)}'
        word, _, rest = rest.partition(" ")
        before = f"{before} {word}"
    return ""


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
    if match is None:
        return None
    if match["magnitude"]:
        return _magnitude(words, match)
    return _of_figures(words, match) if _is_sound(words, match) else None


def _is_sound(words: str, match: re.Match[str]) -> bool:
    """Return whether the words around the figures fit them."""
    is_range = match["upper_number"] is not None
    if match["between"] or (is_range and " and " in words):
        return is_range and bool(match["between"]) and " and " in words
    return not match["qualifier"] or not (is_range or match["margin_number"])


def _of_figures(words: str, match: re.Match[str]) -> Amount | None:
    second = "upper_" if match["upper_number"] else "margin_" if match["margin_number"] else ""
    inherited = match[f"{second}scale"] or match[f"{second}large"] or ""
    figures = [_one(words, match, name, inherited) for name in dict.fromkeys(("", second))]
    named = [match[f"{name}{side}"] for name in {"", second} for side in ("before", "behind")]
    currencies = {name.strip() for name in named if name}
    currency = _currency(words, currencies)
    if None in figures or (currencies and currency is None):
        return None
    (value, quantum), *others = filter(None, figures)
    approximation = QUALIFIERS[match["qualifier"].strip()] if match["qualifier"] else "exact"
    upper = others[0][0] if others else None
    if upper is not None:
        approximation = "between" if second == "upper_" else "plus minus"
        upper = upper if second == "upper_" else _EXACTLY.add(value, upper)
        if upper <= value:
            return None
    return Amount(words, value, upper, quantum, approximation, currency)


def _one(words: str, match: re.Match[str], name: str, inherited: str) -> tuple[Decimal, Decimal] | None:
    """Return one figure of an amount after scaling, and the weight of its last digit; None: it has two minus signs.

    Args:
        words: The amount.
        match: What was found in it.
        name: Beginning of the names of its groups.
        inherited: Its scale, if it has none of its own.
    """
    text, minus = match[f"{name}number"], match[f"{name}minus"] or match[f"{name}open"] or match[f"{name}inner"]
    is_below_zero = text[0] in "-\u2212"
    if (minus and is_below_zero) or sum(bool(match[f"{name}{sign}"]) for sign in ("minus", "open", "inner")) > 1:
        return None
    scale = _SCALES[(match[f"{name}scale"] or match[f"{name}large"] or inherited).strip()]
    value, quantum = _number(words, text, scale), _quantum(text, scale)
    if match[f"{name}rest"]:
        small = _SCALES[match[f"{name}small"]]
        rest = _number(words, match[f"{name}rest"], small)
        if is_below_zero or rest >= scale or quantum < scale:
            return None
        value, quantum = _EXACTLY.add(value, rest), _quantum(match[f"{name}rest"], small)
    return (_EXACTLY.minus(value) if minus else value), quantum


def _currency(words: str, names: set[str]) -> str | None:
    """Return the code of the currency that all the names mean; None: there is no name, or they mean several.

    Raises:
        UnreadableAmountError: Several currencies are written so, and none is meant where nothing else is said.
    """
    signs = names & SHARED_SIGNS.keys()
    codes = {SIGNS.get(name) or SIGNS_BEHIND.get(name) or name for name in names - signs}
    if not codes and signs == {"$"}:
        return "USD"
    if not codes and signs:
        what = f'the ¥ of "{_shown(words)}" can be that of yen or yuan'
        raise UnreadableAmountError(f"{what}; write JP¥, CN¥ or the code of the currency")
    is_one = len(codes) == 1 and all(codes <= {*SHARED_SIGNS[sign]} for sign in signs)
    return codes.pop() if is_one else None


def _magnitude(words: str, match: re.Match[str]) -> Amount:
    name = match["magnitude"]
    name = SAME_MAGNITUDES.get(f"{name} of", name)
    least, below = MAGNITUDES.get(name) or MAGNITUDES[f"{name} of"]
    return Amount(words, None, Decimal(below), Decimal(least), "magnitude", match["code"])


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
