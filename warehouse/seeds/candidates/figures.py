"""The finder of sums, quantities and percentages in running text; ``warehouse.model.amounts`` reads their values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from warehouse.model import amounts

if TYPE_CHECKING:
    from collections.abc import Iterator


def _table(text: str) -> dict[str, str]:
    """Read a table of printed forms: ``form = meaning; form = meaning``."""
    return {form: meaning for form, _, meaning in (each.strip().partition(" = ") for each in text.split(";"))}


BEFORE: Final = _table(
    "US$ = USD; U.S.$ = USD; USD$ = USD; A$ = AUD; AU$ = AUD; C$ = CAD; CA$ = CAD; NZ$ = NZD; HK$ = HKD; NT$ = TWD;"
    "S$ = SGD; R$ = BRL; $ = USD; € = EUR; £ = GBP; ₩ = KRW; ₹ = INR; RMB = CNY; ¥ = JPY or CNY"
)
"""What is printed before a sum, each with its ISO 4217 code."""

CODES: Final = re.findall(
    "[A-Z]{3}",
    "USD EUR KRW CNY JPY GBP AUD CAD CHF HKD TWD SGD INR BRL ZAR CLP IDR MYR VND KZT RUB SEK NOK DKK NZD MXN PHP THB"
    " TRY SAR AED ARS PEN MNT UAH",
)
AFTER: Final = _table(
    "won = KRW; 원 = KRW; euros? = EUR; 유로 = EUR; 欧元 = EUR; 歐元 = EUR; yen = JPY; 엔 = JPY; 日元 = JPY; 円 = JPY;"
    "yuan = CNY; renminbi = CNY; 위안 = CNY; 人民币 = CNY; 元 = CNY; (?:U[.]?S[.]?|US) dollars? = USD; 美元 = USD;"
    "Australian dollars? = AUD; Canadian dollars? = CAD; 달러 = USD; 韩元 = KRW; 澳元 = AUD; dollars? = USD;"
    "pounds? sterling = GBP"
)
"""What is printed behind a sum, each with its ISO 4217 code."""

ASSUMED: Final = frozenset({"$", "dollar", "dollars", "元", "달러"})
"""Printed currencies that other countries have too: a person has to look."""

NUMBER_WORDS: Final = {
    word: number
    for number, word in enumerate(
        re.findall(
            "[a-z]+",
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
            " eighteen nineteen twenty",
        ),
        start=1,
    )
} | {f"{ten}ty": 10 * number for number, ten in enumerate(("thir", "for", "fif", "six", "seven", "eigh", "nine"), 3)}

_SHORT: Final = _table("bn = billion; b = billion; mn = million; mln = million; m = million; tn = trillion")
_SHORT_ALONE: Final = "bn|mn|mln|tn"
_ASIAN: Final = {
    sign: power
    for signs, power in (("조兆", 12), ("억億亿", 8), ("만万萬", 4), ("천千", 3), ("백百", 2))
    for sign in signs
}
"""The East Asian scales, each with its power of ten."""

_ASIAN_QUALIFIERS: Final = _table(
    "약 = about; 约 = about; 約 = about; 大约 = about; 최대 = at most; 최소 = at least; 거의 = nearly; 超过 = over;"
    "超過 = over; 逾 = over; 近 = nearly; 至少 = at least; 最多 = at most; 不到 = under"
)
_SUFFIXES: Final = _table(
    "이상 = at least; 以上 = at least; 이하 = at most; 미만 = under; 초과 = over; 여 = over; 余 = over;"
    "or more = at least; or less = at most; + = at least"
)
_OPPOSITE: Final = {"under": "at least", "over": "at most"}
"""By qualifier, what it means behind "no" or "not"."""

UNITS: Final = {
    "percent": r"%(?!p|포인트)|per ?cent(?! ?age| points?)|pct|퍼센트|프로(?![가-힣])",
    "percentage point": "percentage points?|%p|%포인트|pp",
    "tonne": "(?:metric )?tonnes?|metric tons?|t|吨|噸|公吨",
    "ton": "tons?|톤",
    "tonne per year": "tpa|tpy|t/a|t/y|mtpy",
    "kilotonne per year": "ktpa|kt/a|kt/y",
    "megatonne per year": "Mtpa|Mt/a|Mt/y",
    "kilotonne": "kt|kilotonnes?",
    "megatonne": "Mt|megatonnes?",
    "kilogram": "kg|kilograms?|kilos?|킬로그램|公斤",
    "gram": "grams?",
    "pound": "pounds?|lbs?",
    "ounce": "ounces?|oz",
    "megawatt": "MW|megawatts?",
    "gigawatt": "GW|gigawatts?",
    "megawatt hour": "MWh",
    "gigawatt hour": "GWh",
    "kilowatt hour": "kWh",
    "kilometre": "km|kilomet(?:re|er)s?",
    "mile": "miles?",
    "hectare": "hectares?|ha",
    "acre": "acres?",
    "year": "years?|년간|년(?![가-힣0-9])|년(?=[이의에을은]?(?![가-힣]))|年间|年間",
    "month": "months?|개월|个月|個月",
    "week": "weeks?|주간",
    "day": "days?|일간",
    "count": r"여?\s?(?:개국|개사|개|명|곳|건|종|척|기|대)(?![가-힣]{3})|[多余]?(?:家|种|種|个|個|名|项|項|座)",
}
"""The printed forms of units, by name; a project's units have the same names or symbols, or others."""

_NO_NOUN: Final = (
    "of|in|and|to|for|by|or|on|at|as|from|the|a|an|is|was|are|were|has|have|had|with|but|than|that|which|who|when|while|if"
    "|until|since|per|through|after|before|over|under|about|up|out|its|their|this|will|would|also|into"
)


def _any(words: object) -> str:
    return "|".join(sorted(map(str, words), key=len, reverse=True))  # type: ignore[call-overload]


_WORD: Final = f"(?i:(?:{_any(NUMBER_WORDS)})(?:-(?:{_any(list(NUMBER_WORDS)[:9])}))?)"
_DIGITS: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])|[0-9]+)(?:\.[0-9]+)?"
_SCALE: Final = f"(?:[ -]?(?i:{amounts.SCALE_WORDS})(?![A-Za-z])|(?:{_SHORT_ALONE})(?![A-Za-z]))"
_SUM_SCALE: Final = f"(?:{_SCALE}| ?(?:{_any(_SHORT)})(?![A-Za-z]))"
_ASIAN_NUMBER: Final = (
    rf"{_DIGITS} ?[{''.join(_ASIAN)}]{{1,2}}(?: ?[0-9][0-9,]*(?:\.[0-9]+)? ?[{''.join(_ASIAN)}]{{1,2}}){{0,3}}"
    r"(?: ?[0-9]{1,4}(?![0-9,.]| ?[년월일年月日%]))?"
)
_CURRENCY: Final = rf"(?<![A-Za-z])(?:{_any(map(re.escape, BEFORE))}|(?:{'|'.join(CODES)})(?= ?[0-9]))"
_BEHIND: Final = rf"(?: ?(?:{'|'.join(CODES)})(?![A-Za-z])|[ -]?(?:{_any(AFTER)})(?![A-Za-z]))"
_QUALIFIER: Final = "|".join(
    [
        rf"(?i:(?<![\w-])(?:{_any(re.escape(word) for word in amounts.QUALIFIERS if word[0].isalpha())})) (?:the |a )?",
        rf"(?:{_any(re.escape(word) for word in amounts.QUALIFIERS if not word[0].isalpha())}) ?",
        rf"(?:{_any(_ASIAN_QUALIFIERS)}) ?",
    ]
)
_UNIT: Final = "|".join(f"(?:{forms})(?![A-Za-z])" for forms in UNITS.values())
_NOUN: Final = rf"[ -](?!(?:{_NO_NOUN}|{amounts.SCALE_WORDS})\b)[a-z][a-z-]+"
_SIGN: Final = f"(?:{_any(map(re.escape, BEFORE))})"
_EDGE: Final = r"(?<![A-Za-z0-9_/:#$€£₩¥₹])(?<![A-Za-z0-9][.-])(?<![0-9],)"
"""Where a figure without a sign of a currency may begin: not within a word, a code, a time of day or a number."""

_FIGURE: Final = re.compile(
    rf"(?P<qualifier>{_QUALIFIER})?(?P<between>(?i:between) )?(?P<before>{_CURRENCY})?(?(before) ?|{_EDGE})"
    rf"(?P<number>{_ASIAN_NUMBER}|-?{_DIGITS}|{_WORD}(?![A-Za-z]))(?P<scale>(?(before){_SUM_SCALE}|{_SCALE}))?"
    r"(?:%?(?P<to>(?(between) and |(?: ?[\u2013\u2014~] ?|-(?=[0-9$€£₩])| to (?=[0-9$€£₩]))))"
    rf"{_SIGN}?(?P<upper>{_DIGITS})(?P<upper_scale>(?(before){_SUM_SCALE}|{_SCALE}))?)?"
    rf"(?P<suffix> ?(?:{_any(map(re.escape, _SUFFIXES))}))?"
    rf"(?:(?P<behind>{_BEHIND})|(?P<unit>[ -]?(?:{_UNIT}))|(?P<noun>{_NOUN}))?"
    rf"(?P<late> ?(?:{_any(word for word in _SUFFIXES if word != '+')}))?"
    r"(?![A-Za-z0-9]|(?<=[0-9])[.,:/][0-9]|-[a-z]*ly)"
)
_SIZES: Final = _any({word.removesuffix(" of") for word in (*amounts.MAGNITUDES, *amounts.SAME_MAGNITUDES)})
_MAGNITUDE: Final = re.compile(
    rf"(?<![\w-])(?P<number>(?i:{_SIZES}))(?P<of>(?: of)?)(?!\w)(?P<behind>{_BEHIND})?(?P<noun>{_NOUN})?"
)
_FROM: Final = re.compile(r"(?i:(?<!\w)from) $")
_NOT: Final = re.compile(r"(?i:(?<!\w)(?:no|not|nor)) $")
_PAIR: Final = re.compile(r" ?\( ?$")
_TIMES: Final = frozenset({"year", "month", "week", "day"})
_OTHER_SIZES: Final = re.compile(
    "[ -](?:hundreds?|dozens?|scores?|crores?|lakhs?|half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|tenths?)"
)
"""Words behind a number that change it in ways that are not read here."""

_WITHIN_WORDS: Final = re.compile(rf"(?i:(?:hundred|{amounts.SCALE_WORDS})(?: and)?) $")
_LABEL: Final = re.compile(
    r"(?:(?i:nos?\.)|Phase|Stage|Article|Section|Chapter|Class|Tier|Unit|Part|Title|Grade|Type|Model|Figure|Table|Page"
    r"|Series|Level|Line|Block|Route|Highway|Vol\.|Annex|Round) $"
)
"""What makes a number the name of something."""

_MORE: Final = re.compile(r"(?i:(?<!\w)(?:for|in|just|well|of|lasted|took)) $")
"""What tells "for over six years", more than six, from a contract "over six years"."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum or quantity in the plain form of a paragraph.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        value: What the seeds write for it: the printed words where the seeds read them, else the same figure in words
            that they read.
        currency: ISO 4217 code; None: a quantity; several codes joined by "or" where the words leave it open.
        unit: Name of the unit as in ``UNITS``; None: there is none, or it is a word such as "companies".
        is_assumed: Whether the currency is only the likely one.
        equivalent: Of a sum, the same sum in another currency beside it.
    """

    start: int
    end: int
    value: str
    currency: str | None = None
    unit: str | None = None
    is_assumed: bool = False
    equivalent: str | None = None


def find_figures(text: str) -> Iterator[Figure]:
    """Yield the sums and quantities of a paragraph in plain form, in text order; one in brackets joins the first."""
    waiting: Figure | None = None
    for figure in _each(text):
        if waiting is not None and (joined := _joined(text, waiting, figure)):
            yield joined
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = figure
    if waiting is not None:
        yield waiting


def _joined(text: str, first: Figure, second: Figure) -> Figure | None:
    """Return two sums as one if the second stands in brackets behind the first."""
    closes = re.compile(r" ?\)").match(text, second.end)
    currencies = {first.currency, second.currency}
    if (
        closes is None
        or not _PAIR.fullmatch(text, first.end, second.start)
        or None in currencies
        or len(currencies) == 1
    ):
        return None
    is_assumed = first.is_assumed or second.is_assumed
    return Figure(
        first.start, closes.end(), first.value, first.currency, is_assumed=is_assumed, equivalent=second.value
    )


def _each(text: str) -> Iterator[Figure]:
    at = 0
    magnitudes = _MAGNITUDE.finditer(text)
    magnitude = next(magnitudes, None)
    while match := _FIGURE.search(text, at):
        while magnitude is not None and magnitude.start() < match.start():
            if magnitude.start() >= at and (found := _of_magnitude(magnitude)):
                yield found
            magnitude = next(magnitudes, None)
        if match["to"] and not match["between"] and _FROM.search(text, max(0, match.start() - 8), match.start()):
            match = _FIGURE.match(text, match.start(), match.start("to"))
        if match is None:
            return
        if found := _of(match):
            yield found
        at = max(match.end(), at + 1)
    while magnitude is not None:
        if magnitude.start() >= at and (found := _of_magnitude(magnitude)):
            yield found
        magnitude = next(magnitudes, None)


def _of_magnitude(match: re.Match[str]) -> Figure | None:
    currency = _behind(match["behind"])
    if match["number"].lower() in {"multimillion", "multibillion"} and currency is None:
        return None
    words = (match["number"] + match["of"]).lower()
    value = _read(f"{words} {currency}" if currency else words, is_sum=currency is not None)
    is_assumed = (match["behind"] or "").strip(" -") in ASSUMED
    return Figure(match.start(), match.end(), value, currency, is_assumed=is_assumed) if value else None


@lru_cache(maxsize=1024)
def _behind(words: str | None) -> str | None:
    if not words:
        return None
    name = words.strip(" -")
    if name in CODES:
        return name
    return next((code for form, code in AFTER.items() if re.fullmatch(form, name)), None)


def _of(match: re.Match[str]) -> Figure | None:
    text = match.string
    before, behind = match["before"], _behind(match["behind"])
    currency = behind or (BEFORE.get(before, before) if before else None)
    unit = _unit(match["unit"])
    if _means_other(match, currency, unit):
        return None
    start = _start(match, unit)
    qualifier = _qualifier(match, start)
    number = None if qualifier is None else _number(match, qualifier)
    if number is None:
        return None
    code = "" if currency is None or " or " in currency else f" {currency}"
    printed = text[start : match.end("behind") if match["behind"] else _end_of_number(match)]
    value = _same(printed, f"{number}{code}", is_sum=bool(code))
    is_assumed = (before or (match["behind"] or "").strip(" -")) in ASSUMED and behind != "CNY"
    return Figure(start, match.end(), value, currency, unit, is_assumed=is_assumed) if value else None


def _means_other(match: re.Match[str], currency: str | None, unit: str | None) -> bool:
    """Return whether a number is not the figure that it looks like: one of them, two-thirds, Section 5."""
    text, number, start = match.string, match["number"].lower(), match.start()
    if _OTHER_SIZES.match(text, _end_of_number(match)):
        return True
    at = match.start("number")
    if number[0].isalpha() and _WITHIN_WORDS.search(text, max(0, at - 14), at):
        return True
    if currency or unit or match["scale"]:
        return False
    is_label = _LABEL.search(text, max(0, start - 9), start) is not None
    is_ruled = (match["qualifier"] or "").lower().strip() == "under"
    return number == "one" or is_label or is_ruled


def _start(match: re.Match[str], unit: str | None) -> int:
    """Return where a figure begins: with the word before it, and with a "no" or "not" before that."""
    text, start = match.string, match.start()
    if match["qualifier"] and match["qualifier"].lower().startswith("over ") and unit in _TIMES:
        return start if _MORE.search(text, max(0, start - 7), start) else match.end("qualifier")
    negated = _NOT.search(text, max(0, start - 4), start) if match["qualifier"] else None
    return negated.start() if negated else start


def _end_of_number(match: re.Match[str]) -> int:
    return max(match.end(name) for name in ("number", "scale", "upper", "upper_scale"))


@lru_cache(maxsize=1024)
def _unit(words: str | None) -> str | None:
    name = (words or "").strip(" -")
    return next(
        (unit for unit, forms in UNITS.items() if re.fullmatch(forms.replace("(?![가-힣]{3})", ""), name)), None
    )


def _qualifier(match: re.Match[str], start: int) -> str | None:
    """Return the approximation that the words around a number mean; None: they contradict each other."""
    word = re.sub(" (?:the|a)$", "", (match["qualifier"] or "").strip().lower())
    before = amounts.QUALIFIERS.get(word) or _ASIAN_QUALIFIERS.get(word, "")
    if start < match.start():
        before = _OPPOSITE.get(before, "?")
    elif start > match.start():
        before = ""
    late = (match["suffix"] or match["late"] or "").strip()
    counted = "over" if (match["unit"] or "").strip().startswith(("여", "多", "余")) else ""
    behind = _SUFFIXES.get(late, counted)
    if before == "?" or (before and behind and before != behind):
        return None
    return before or behind


def _number(match: re.Match[str], qualifier: str) -> str | None:
    """Return a figure without currency and unit in the form that the seeds read; None: its parts do not fit."""
    first, scale = _digits(match["number"]), _scale(match["scale"])
    if match["upper"] is None:
        return None if match["between"] else f"{qualifier} {first} {scale}".strip()
    if qualifier:
        return None
    upper, upper_scale = match["upper"], _scale(match["upper_scale"])
    if scale and not upper_scale:
        return None
    head = f"between {first}{f' {scale}' if scale else ''} and {upper}"
    return f"{head} {upper_scale}".rstrip()


def _scale(printed: str | None) -> str:
    word = (printed or "").strip(" -").lower()
    return _SHORT.get(word, word)


def _digits(printed: str) -> str:
    """Return a number in digits: words and East Asian scales are counted out, with the weight of the last digit."""
    lower = printed.lower()
    if lower[0].isalpha():
        ten, _, one = lower.partition("-")
        return str(NUMBER_WORDS[ten] + NUMBER_WORDS.get(one, 0))
    if not any(sign in lower for sign in _ASIAN):
        return printed
    total, quantum = Decimal(0), Decimal(1)
    for number, scales in re.findall(rf"([0-9][0-9,]*(?:\.[0-9]+)?) ?([{''.join(_ASIAN)}]*)", printed):
        read = Decimal(number.replace(",", ""))
        weight = Decimal(10) ** sum(_ASIAN[sign] for sign in scales)
        quantum = weight.scaleb(int(read.as_tuple().exponent))
        total += read * weight
    quantum = quantum if quantum < 1 else quantum.to_integral_value()
    return amounts.text_of(amounts.Amount(printed, total, None, quantum, "exact", None))


@lru_cache(maxsize=4096)
def _same(printed: str, written: str, *, is_sum: bool) -> str | None:
    """Return the printed words if the seeds read them as the written ones, else the written ones; None: neither."""
    meant = _states(written, is_sum=is_sum)
    if meant is None:
        return None
    words = printed.strip()
    lower = words[:1].lower() + words[1:]
    return next((each for each in (words, lower) if _states(each, is_sum=is_sum) == meant), written)


def _read(words: str, *, is_sum: bool) -> str | None:
    return None if _states(words, is_sum=is_sum) is None else words


def _states(words: str, *, is_sum: bool) -> tuple[object, ...] | None:
    try:
        return (amounts.money(words) if is_sum else amounts.quantity(words)).states
    except amounts.UnreadableAmountError:
        return None
