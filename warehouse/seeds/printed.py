"""What a paragraph prints: its words, and its figures with their currencies, in whatever form they are written.

Texts are compared in one form. Soft hyphens and blanks without width are dropped, accents are joined to their letters,
and quotation marks, dashes, kinds of blanks and capitals do not matter. Numbers in words and digits are the same.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.model.amounts import QUALIFIERS, SCALES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_LEFT_OUT: Final = 8
"""Most words of a text that may stand between two words that a fact gives as printed, one behind the other."""

LEFT_OUT: Final = "…"
"""Stands, in printed words, for any number of words that are left out."""

_UNSEEN: Final = "\xad\u180e\u200b-\u200d\u2060\ufeff"
_CLUSTER: Final = re.compile(
    f"[\u1100-\u11ff]+|[{_UNSEEN}]|[^{_UNSEEN}][\u0300-\u036f\u3099\u309a]+|[\ufb00-\ufb02]", re.DOTALL
)
"""What changes the number of characters of a text in the form in which texts are compared."""

_FORMS: Final = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "\u2009\u202f\u2007"), "\u00a0"),
    **dict.fromkeys(map(ord, "\t\u3000\u2002\u2003\u2008\u205f"), " "),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-"),
    **dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u2032"), "'"),
    ord("\u0130"): "I",
    ord("\ufb00"): "ff",
    ord("\ufb01"): "fi",
    ord("\ufb02"): "fl",
    ord("\uffe6"): "\u20a9",
    ord("\uffe5"): "\u00a5",
}

Range = tuple[int, int]
"""The first code point of a place in a paragraph, and the one after the last."""


class Folded(NamedTuple):
    """A text in the form in which texts are compared.

    Attributes:
        text: The text.
        starts: By character, where it starts in the original; empty: at the same place.
        ends: By character, where it ends in the original.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original(self, start: int, end: int) -> Range:
        """Return the place in the original of a place in the text."""
        return (self.starts[start], self.ends[end - 1]) if self.starts else (start, end)


def fold(text: str) -> Folded:
    """Bring a text into the form in which texts are compared."""
    if text.isascii():
        return Folded(text.replace("\t", " "), (), ())
    if not _CLUSTER.search(text):
        return Folded(text.translate(_FORMS), (), ())
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in _CLUSTER.finditer(text):
        start, end = match.span()
        part = unicodedata.normalize("NFC", re.sub(f"[{_UNSEEN}]", "", match[0])).translate(_FORMS)
        parts += [text[done:start].translate(_FORMS), part]
        starts += [*range(done, start), *[start] * len(part)]
        ends += [*range(done + 1, start + 1), *[end] * len(part)]
        done = end
    parts.append(text[done:].translate(_FORMS))
    return Folded("".join(parts), [*starts, *range(done, len(text))], [*ends, *range(done + 1, len(text) + 1)])


_FIRST_NUMBERS: Final = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen"""
_UNITS: Final = {word: value for value, word in enumerate(_FIRST_NUMBERS.split())}
_TENS: Final = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_FIRST_ORDINALS: Final = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ORDINALS: Final = {word: value for value, word in enumerate(_FIRST_ORDINALS.split(), start=1)}

_FRACTIONS: Final = {
    "half": ("0.5", "50"),
    "halved": ("0.5", "50"),
    "third": ("33", "33.3"),
    "two-thirds": ("66", "66.7", "67"),
    "quarter": ("0.25", "25"),
    "three-quarters": ("0.75", "75"),
    "double": ("2", "100"),
    "doubled": ("2", "100"),
    "doubling": ("2", "100"),
    "twice": ("2", "100"),
    "twofold": ("2", "100"),
    "triple": ("3", "200"),
    "tripled": ("3", "200"),
    "threefold": ("3", "200"),
    "quadrupled": ("4", "300"),
    "fourfold": ("4", "300"),
}
"""Words that state a figure without naming it, each with the figures that it can state."""

_SCALE_WORDS: Final = {
    **{word: Decimal(scale) for word, scale in SCALES.items() if word},
    "hundred": Decimal(100),
    "dozen": Decimal(12),
    "lakh": Decimal(10**5),
    "crore": Decimal(10**7),
    **dict.fromkeys(("mn", "mln", "mio", "millionen"), Decimal(10**6)),
    **dict.fromkeys(("bn", "bln", "mrd", "milliard", "milliarde", "milliarden"), Decimal(10**9)),
    **dict.fromkeys(("tn", "trn"), Decimal(10**12)),
}
_SCALE_LETTERS: Final = {"k": Decimal(10**3), "m": Decimal(10**6), "b": Decimal(10**9), "t": Decimal(10**12)}
_EASTERN: Final = {
    **dict.fromkeys("십十", Decimal(10)),
    **dict.fromkeys("백百", Decimal(100)),
    **dict.fromkeys("천千", Decimal(1000)),
    **dict.fromkeys("만万萬", Decimal(10**4)),
    **dict.fromkeys("억億亿", Decimal(10**8)),
    **dict.fromkeys("조兆", Decimal(10**12)),
}
_CODES: Final = (
    "AED ARS AUD BRL CAD CHF CLP CNY CZK DKK EUR GBP HKD IDR ILS INR JPY KRW KZT MXN MYR NOK NZD PEN PHP PLN RUB SAR"
    " SEK SGD THB TRY TWD UAH USD VND ZAR"
)
_DOLLARS: Final = frozenset(code for code in _CODES.split() if code.endswith("D") and code != "AED")
_CURRENCIES: Final[Mapping[str, frozenset[str]]] = {
    **{code.lower(): frozenset({code}) for code in _CODES.split()},
    **{
        sign: frozenset({code})
        for code, signs in {
            "USD": "us$ us-dollar u.s.-dollar",
            "AUD": "a$ au$ australian-dollar",
            "CAD": "c$ ca$ canadian-dollar",
            "NZD": "nz$",
            "HKD": "hk$",
            "SGD": "s$",
            "TWD": "nt$",
            "BRL": "r$",
            "EUR": "€ euro 유로 ユーロ",
            "GBP": "£ pound sterling",
            "KRW": "₩ won 원 ウォン",
            "INR": "₹ rupee",
            "JPY": "yen 엔 円",
            "CNY": "yuan rmb renminbi 위안 元",
        }.items()
        for sign in signs.split()
    },
    "$": _DOLLARS,
    "dollar": _DOLLARS,
    "달러": _DOLLARS,
    "ドル": _DOLLARS,
    "¥": frozenset({"JPY", "CNY"}),
}
_MORE_QUALIFIERS: Final = {**QUALIFIERS, "estimated": "about", "≈": "about", "약": "about", "around": "about"}
_BEHIND: Final = {
    "or so": "about",
    "-odd": "about",
    "or more": "at least",
    "+": "over",
    "plus": "over",
    "or less": "at most",
    "이상": "at least",
    "이하": "at most",
    "초과": "over",
    "미만": "under",
    "여": "over",
}


def _any(words: Mapping[str, object]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_DIGITS: Final = (
    r"(?:(?:[0-9]{1,3}(?:[,'\u00a0][0-9]{3})+|[0-9]{1,3}(?:\.[0-9]{3}){2,}|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3})(?![0-9])|[0-9]+)"
    r"(?:\.[0-9]+|,[0-9]{1,2}(?![0-9]))?"
)
"""Digits with commas, points, apostrophes or hard blanks between thousands, and a decimal point or comma."""
_EAST: Final = "[십十백百천千만万萬억億亿조兆]"
_COMPOUND: Final = rf"(?<![^\W\d_])(?:{_any(_TENS)})[- ](?:one|two|three|four|five|six|seven|eight|nine)"
_SPELT: Final = (
    rf"{_COMPOUND}|{_any(_TENS)}|{_any(_UNITS)}"
    r"|an?(?=[ \u00a0-](?:hundred|thousand|million|billion|trillion|dozen)\b)"
)
_WORD_CURRENCY: Final = {
    sign: code for sign, code in _CURRENCIES.items() if sign.isalpha() and not sign.isupper() and sign != "元"
}
_SIGNS: Final = {sign: code for sign, code in _CURRENCIES.items() if not sign.isalpha() and "-" not in sign}
_BLANK: Final = r"[ \u00a0-]"
_FIGURE: Final = re.compile(
    rf"(?:(?P<before>{_any(_SIGNS)}|(?<![a-z])(?:{_CODES.lower().replace(' ', '|')}|rmb))[ \u00a0]?)?"
    rf"(?P<core>(?P<minus>(?<![\w)%.-])-)?"
    rf"(?:(?<![0-9])(?<![0-9][.,])(?:(?P<east>{_DIGITS} ?{_EAST}+(?: ?{_DIGITS} ?{_EAST}+)*)|(?P<digits>{_DIGITS}))"
    rf"|(?<![a-z])(?P<spelt>{_SPELT})(?![a-z])|(?<![a-z-])(?P<fraction>{_any(_FRACTIONS)})(?![a-z]))"
    rf"(?P<scales>(?:{_BLANK}?(?:{_any(_SCALE_WORDS)})s?(?![a-z]))*)(?P<letter>(?<=[0-9])[kmbt](?![a-z0-9]))?)"
    rf"(?:[ \u00a0]?(?P<percent>%|percent|per cent|pct|퍼센트)"
    rf"|{_BLANK}?(?P<after>"
    rf"(?:(?:us|u\.s\.|australian|canadian)[ \u00a0-]dollar|{_any(_WORD_CURRENCY)}|元|\$)s?(?![a-z])))?"
)
_QUALIFIER: Final = re.compile(rf"(?:(?<![a-z])(?:{_any(_MORE_QUALIFIERS)}))[ \u00a0]?$")
_QUALIFIER_BEHIND: Final = re.compile(rf"[ \u00a0]?(?P<word>{_any(_BEHIND)})(?![a-z])")
_DURATION: Final = re.compile(r"[ \u00a0-](?:hour|day|week|month|quarter|year|decade)s?(?![a-z])")
_RANGE: Final = re.compile(r" ?- ?| to | and |~")
_ORDINAL: Final = re.compile(
    rf"(?<![a-z])(?P<word>{_any(_ORDINALS)})(?![a-z])|(?P<number>[0-9]+)(?:st|nd|rd|th|위|位)(?![a-z])"
)
_LONGEST_QUALIFIER: Final = max(map(len, _MORE_QUALIFIERS)) + 2


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a paragraph prints.

    Attributes:
        start: Its first code point.
        end: The code point after the last one, scale included.
        shown: It and what belongs to it: qualifier, sign of the currency or of percent.
        values: The numbers that it can mean.
        currencies: ISO 4217 codes that it can be in; empty: none is printed beside it.
        is_percent: Whether it is one of percent.
        is_scaled: Whether a scale such as "million" is printed with it.
        is_plain: Whether it is a number in digits or words, other than the word "one".
        approximations: How exactly it can be meant: words of the scheme ``approximation``.
    """

    start: int
    end: int
    shown: Range
    values: frozenset[Decimal]
    currencies: frozenset[str]
    is_percent: bool
    is_scaled: bool
    is_plain: bool
    approximations: frozenset[str]


class Token(NamedTuple):
    """A word, a number or a sign of a paragraph in the form in which they are compared, and its place."""

    form: str
    start: int
    end: int


_TOKEN: Final = re.compile(
    rf"(?P<number>{_DIGITS})|(?P<spelt>{_COMPOUND})(?![a-z])|per cent(?![a-z])|[^\W\d_]+|[%$€£¥₩₹…]"
)
_SAME: Final = {
    **{word: str(number) for word, number in {**_UNITS, **_TENS}.items()},
    **dict.fromkeys(("percent", "per cent", "pct", "퍼센트"), "%"),
    "bn": "billion",
    "mn": "million",
}


def tokens_of(folded: Folded) -> list[Token]:
    """Return the words, numbers and signs of a text, in order."""
    tokens = []
    for match in _TOKEN.finditer(folded.text.lower()):
        word, kind, (start, end) = match[0], match.lastgroup, match.span()
        if kind:
            word = f"{(_number if kind == 'number' else _spelt)(word).normalize():f}"
        if folded.starts:
            start, end = folded.original(start, end)
        tokens.append(Token(_SAME.get(word, word), start, end))
    return tokens


class Paragraph:
    """A paragraph as it is compared with facts."""

    def __init__(self, text: str) -> None:
        """Keep the text; what it prints is found when it is asked for."""
        self.text = text

    @cached_property
    def _folded(self) -> Folded:
        return fold(self.text)

    @cached_property
    def tokens(self) -> list[Token]:
        """The words, numbers and signs."""
        return tokens_of(self._folded)

    @cached_property
    def _by_form(self) -> Mapping[str, list[int]]:
        numbers = defaultdict(list)
        for number, token in enumerate(self.tokens):
            numbers[token.form].append(number)
        return numbers

    def tokens_in(self, start: int, end: int) -> list[Token]:
        """Return the words, numbers and signs that stand wholly in a part of the paragraph."""
        first = bisect_left(self.tokens, start, key=lambda token: token.start)
        last = bisect_right(self.tokens, end, key=lambda token: token.end)
        return self.tokens[first:last]

    def figures_in(self, start: int, end: int) -> list[Figure]:
        """Return the figures that stand wholly in a part of the paragraph."""
        first = bisect_left(self.figures, start, key=lambda figure: figure.start)
        last = bisect_right(self.figures, end, key=lambda figure: figure.end)
        return self.figures[first:last]

    def places(self, words: str, within: Range | None = None) -> list[list[Range]]:
        """Return where words stand, as the places of the single words.

        They stand one behind the other, or else with few other words between them, none of which is a number.

        Args:
            words: The words.
            within: Where they have to stand; None: anywhere.
        """
        wanted = [token.form for token in tokens_of(fold(words))]
        start, end = within or (0, len(self.text))
        if not wanted:
            sign = fold(words).text
            found = [self._folded.original(*match.span()) for match in re.finditer(re.escape(sign), self._folded.text)]
            return [[place] for place in found if start <= place[0] and place[1] <= end]
        for gap in (0, MOST_LEFT_OUT):
            places = [list(place) for place in self._runs(wanted, gap, (start, end))]
            if places:
                return places
        return []

    def _runs(self, wanted: list[str], gap: int, within: Range) -> Iterator[list[Range]]:
        while wanted[:1] == [LEFT_OUT]:
            wanted = wanted[1:]
        for first in self._by_form.get(wanted[0], ()) if wanted else ():
            run = self._run(first, wanted, gap)
            places = [self.tokens[number][1:] for number in run]
            if places and within[0] <= places[0][0] and places[-1][1] <= within[1]:
                yield places

    def _run(self, first: int, wanted: list[str], gap: int) -> list[int]:
        """Return the numbers of the tokens that are the wanted ones, from the first on; empty: they do not follow."""
        run, room = [first], gap
        for form in wanted[1:]:
            if form == LEFT_OUT:
                room = len(self.tokens)
                continue
            stop = min(run[-1] + 2 + room, len(self.tokens))
            for number in range(run[-1] + 1, stop):
                if self.tokens[number].form == form:
                    run.append(number)
                    break
                if self.tokens[number].form[0].isdigit() and room == MOST_LEFT_OUT:
                    return []
            else:
                return []
            room = gap
        return run

    def longest_run(self, words: str) -> Range | None:
        """Return where the most words that follow each other stand; None: the first ones stand nowhere."""
        wanted = [token.form for token in tokens_of(fold(words))]
        best: list[int] = []
        for offset in range(len(wanted)):
            for first in self._by_form.get(wanted[offset], ()):
                count = 1
                while (
                    offset + count < len(wanted)
                    and first + count < len(self.tokens)
                    and self.tokens[first + count].form == wanted[offset + count]
                ):
                    count += 1
                if count > len(best):
                    best = list(range(first, first + count))
        return (self.tokens[best[0]].start, self.tokens[best[-1]].end) if best else None

    @cached_property
    def figures(self) -> list[Figure]:
        """The figures, in order."""
        text = self._folded.text.lower()
        matches = [match for match in _FIGURE.finditer(text) if not _is_part_of_a_name(match, self._folded.text)]
        found = [_figure(match, self._folded) for match in matches]
        for number, (match, after) in enumerate(pairwise(matches)):
            if not match["scales"] and after["scales"] and _RANGE.fullmatch(text, match.end("core"), after.start()):
                both = {value * scale for value in found[number].values for scale in _scale(after["scales"])}
                found[number] = _with_values(found[number], both)
        return found


def _with_values(figure: Figure, values: set[Decimal]) -> Figure:
    parts = {name: getattr(figure, name) for name in Figure.__slots__}
    return Figure(**{**parts, "values": figure.values | values})


def _is_part_of_a_name(match: re.Match[str], text: str) -> bool:
    """Return whether a number belongs to a name, such as F-35, B2B, FE2."""
    start = match.start("core")
    if match["before"] or not (match["digits"] or match["minus"]):
        return False
    before = text[max(0, start - 2) : start]
    return (before[-1:].isalpha() and before[-1:].isascii()) or (before[-1:] == "-" and before[:1].isupper())


def _figure(match: re.Match[str], folded: Folded) -> Figure:
    text = match.string
    start, end = folded.original(*match.span("core"))
    values, is_scaled = _values(match)
    sign = re.sub(
        r"(?<=[a-z])s$", "", (match["before"] or match["after"] or "").replace("\u00a0", "-").replace(" ", "-")
    )
    before = _QUALIFIER.search(text[max(0, match.start() - _LONGEST_QUALIFIER) : match.start()])
    behind = _QUALIFIER_BEHIND.match(text, match.end())
    approximations = {_MORE_QUALIFIERS[before[0].strip()]} if before else {"exact"}
    if behind and not before:
        approximations = {_BEHIND[behind["word"]]}
    if before and before[0].strip() in {"over", "under"} and _DURATION.match(text, match.end()):
        approximations.add("exact")
    shown_from = match.start() - (len(before[0]) if before else 0)
    return Figure(
        start,
        end,
        folded.original(shown_from, behind.end() if behind else match.end()),
        frozenset(values),
        _CURRENCIES.get(sign, frozenset()),
        match["percent"] is not None,
        is_scaled,
        match["fraction"] is None and (is_scaled or match["spelt"] not in {"one", "a", "an"}),
        frozenset(approximations),
    )


def _values(match: re.Match[str]) -> tuple[set[Decimal], bool]:
    """Return the numbers that a figure can mean, and whether a scale is printed with it."""
    sign = -1 if match["minus"] else 1
    if match["fraction"]:
        return {Decimal(value) for value in _FRACTIONS[match["fraction"]]}, False
    if match["east"]:
        return {sign * _eastern(match["east"])}, True
    number = _number(match["digits"]) if match["digits"] else _spelt(match["spelt"])
    scaled = {sign * number * scale for scale in _scale(match["scales"])}
    if match["letter"] and not match["scales"]:
        by_letter = {sign * number * _SCALE_LETTERS[match["letter"]]}
        return (by_letter, True) if match["before"] else (scaled | by_letter, False)
    return scaled, bool(match["scales"])


def _number(digits: str) -> Decimal:
    if re.fullmatch(r"[^,]*,[0-9]{1,2}", digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif digits.count(".") > 1:
        digits = digits.replace(".", "")
    return Decimal(re.sub("[^0-9.]", "", digits))


def _spelt(words: str) -> Decimal:
    parts = re.split("[- ]", words)
    return Decimal(sum({**_UNITS, **_TENS, "a": 1, "an": 1}[part] for part in parts))


def _scale(scales: str) -> list[Decimal]:
    product = Decimal(1)
    for word in re.findall("[a-z]+", scales):
        product *= _SCALE_WORDS.get(word) or _SCALE_WORDS[word.removesuffix("s")]
    return [product]


def _eastern(text: str) -> Decimal:
    total = Decimal(0)
    for part in re.finditer(rf"({_DIGITS}) ?({_EAST}*)", text):
        number = _number(part[1])
        for sign in part[2]:
            number *= _EASTERN[sign]
        total += number
    return total


@lru_cache(maxsize=1024)
def paragraph(text: str) -> Paragraph:
    """Return a paragraph; cached, since many facts cite the same one."""
    return Paragraph(text)


def ordinals(text: str) -> Mapping[int, list[Range]]:
    """Return the positions that words name, each with its places: "second-largest", "4th"."""
    folded = fold(text)
    found = defaultdict(list)
    for match in _ORDINAL.finditer(folded.text.lower()):
        number = _ORDINALS[match["word"]] if match["word"] else int(match["number"])
        found[number].append(folded.original(*match.span()))
    return found
