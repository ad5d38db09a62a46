"""The comparison of what facts say with what the cited places print: words, figures, dates.

Only fields that keep the printed words are compared; what facts say in our own words is not. A fact that is inferred
follows from the text in a way that its note explains, so its number need not stand there, but printed words must. Of
several citations, one that prints it is enough.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from warehouse.model import amounts
from warehouse.model.core import DATES
from warehouse.model.date_words import normal_form
from warehouse.seeds.printed import Figure, Paragraph, Range, fold, ordinals, paragraph
from warehouse.yamlfiles import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from decimal import Decimal

    from warehouse.model.amounts import Amount
    from warehouse.seeds.reader import Seeds
    from warehouse.seeds.rows import Row
    from warehouse.texts import DocumentText
    from warehouse.yamlfiles import Position

WORDS: Final = {
    "names": ("name",),
    "entity_relations": ("title",),
    "mineral_lists": ("entry_term",),
    "comparisons": ("words", "base"),
    **dict.fromkeys(
        (
            *("agreement_parties", "event_participants", "facility_parties", "strategy_parties", "links", "statuses"),
            *("clauses", "positions", "mineral_list_members", "mineral_classifications", "stage_synonyms", "scopes"),
            *("observations", "holdings", "monetary_values"),
        ),
        ("words",),
    ),
}
"""By table, the fields that hold words as printed."""

NUMBERS: Final = {"observations": "value", "comparisons": "value", "holdings": "share"}
"""By family, the field that holds the number of its printed words."""

PERCENT: Final = "percent"
NOT_SAID: Final = "not said"
"""Stands in ``base`` where the document does not say what it compares with."""

MOST_SHOWN: Final = 5
MOST_IN_DATE: Final = 6
"""Most words of a date."""

MOST_WORDS: Final = 2000
"""Most words of a paragraph in which other forms of a date are looked for."""

MOST_QUOTED: Final = 120
SURROUNDING: Final = 40
_SCALED: Final = re.compile(amounts.SCALE_WORDS)
THOUSANDS: Final = tuple(10 ** (3 * power) for power in range(1, 5))
"""What the head of a table can multiply a number by: "in thousands", "in millions"."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cited place: a paragraph, or a span of it."""

    paragraph: Paragraph
    number: int
    span: Range | None

    def __str__(self) -> str:
        return f"paragraph {self.number}" + (f", span {self.span[0]}-{self.span[1]}" if self.span else "")

    @property
    def range(self) -> Range:
        """Where it starts and ends in the paragraph."""
        return self.span or (0, len(self.paragraph.text))

    @property
    def text(self) -> str:
        """What it prints."""
        return self.paragraph.text[slice(*self.range)]

    def figures(self) -> list[Figure]:
        """Return the figures that it prints."""
        return self.paragraph.figures_in(*self.range)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a fact says is printed.

    Attributes:
        field: Path of its field in the fact.
        said: What the fact says, for messages.
        find: Returns where a place prints it; empty: nowhere.
        is_figure: Whether it is a figure; what a place prints instead is then told by its figures.
    """

    field: tuple[str, ...]
    said: str
    find: Callable[[Place], list[Range]]
    is_figure: bool = False


def claims_of(table: str, fact: Mapping[str, Any], *, is_inferred: bool = False) -> Iterator[Claim]:
    """Yield what a fact says is printed.

    Args:
        table: Its family.
        fact: The fact as its file states it.
        is_inferred: Whether it only follows from what is printed; then its figures need not be.
    """
    for name in WORDS.get(table, ()):
        if name in fact and fact[name] != NOT_SAID:
            yield _words((name,), fact[name])
    for name in DATES.get(table, {}):
        if name in fact:
            written = fact[name]
            is_short = isinstance(written, str)
            field, words = ((name,), written) if is_short else ((name, "words"), written["words"])
            yield _date(field, words, is_alone=table == "milestones")
    if not is_inferred:
        yield from _figures(table, fact)


def _figures(table: str, fact: Mapping[str, Any]) -> Iterator[Claim]:
    words = fact.get("words")
    number = NUMBERS.get(table)
    if table == "monetary_values":
        for name in ("amount", "equivalent"):
            if name in fact:
                yield _figure(name, amounts.money(fact[name]), words if name == "amount" else None)
    elif number is not None and number in fact:
        yield _figure(number, amounts.quantity(fact[number]), words, has_unit=fact.get("unit", PERCENT) != PERCENT)
    if table in {"comparisons", "holdings"} and int(fact.get("position", 1)) > 1:
        yield _position(fact["position"])
    if table == "mineral_list_versions" and "stated_count" in fact:
        yield _figure("stated_count", amounts.quantity(fact["stated_count"]), None)


def _words(field: tuple[str, ...], words: str) -> Claim:
    def find(place: Place) -> list[Range]:
        return [part for parts in place.paragraph.places(words, place.range) for part in parts]

    return Claim(field, words, find)


def _date(field: tuple[str, ...], words: str, *, is_alone: bool) -> Claim:
    """Return the claim that a date is printed, in its words or in others that mean the same.

    Args:
        field: Path of its field in the fact.
        words: Its words.
        is_alone: Whether the date is all that the fact says; else a cited span can be that of a figure, and the date
            stands elsewhere in the paragraph.
    """

    def find(place: Place) -> list[Range]:
        place = place if is_alone else Place(place.paragraph, place.number, None)
        found = place.paragraph.places(words, place.range)
        return [part for parts in found for part in parts] or list(_same_dates(place, words))

    return Claim(field, words, find)


def _same_dates(place: Place, words: str) -> Iterator[Range]:
    """Yield where other words of a date stand that mean the same: "Dec. 29" for "29 December"."""
    wanted = normal_form(words)
    tokens = place.paragraph.tokens_in(*place.range)
    if len(tokens) > MOST_WORDS:
        return
    for first, token in enumerate(tokens):
        for last in tokens[first : first + MOST_IN_DATE]:
            written = fold(place.paragraph.text[token.start : last.end]).text
            if any(letter.isdigit() for letter in written) and normal_form(written) == wanted:
                yield token.start, last.end


def _position(position: str) -> Claim:
    def find(place: Place) -> list[Range]:
        start = place.range[0]
        named = [(start + first, start + last) for first, last in ordinals(place.text).get(int(position), ())]
        return named or [one.shown for one in place.figures() if int(position) in one.values]

    return Claim(("position",), position, find, is_figure=True)


def _figure(name: str, amount: Amount, words: str | None, *, has_unit: bool = False) -> Claim:
    """Return the claim that a figure is printed: in the printed words of the fact, where it gives them."""
    if amount.value is None:
        return _words((name,), amount.words.removesuffix(f" {amount.currency}"))
    return Claim((name,), amount.words, Stated(amount, amount.value, words, has_unit).find, is_figure=True)


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure that a fact states.

    Attributes:
        amount: The figure.
        value: Its number.
        words: The printed words in which it stands; None: the figure is written as printed.
        has_unit: Whether its unit may be a thousandfold or more of the one that is printed.
    """

    amount: Amount
    value: Decimal
    words: str | None
    has_unit: bool

    def find(self, place: Place) -> list[Range]:
        """Return where a place prints it."""
        spread = place.paragraph.places(self.words, place.range) if self.words is not None else []
        hulls = [(parts[0][0], parts[-1][1]) for parts in spread]
        figures = place.figures()
        figures = [one for one in figures if any(_holds(hull, one.start, one.end) for hull in hulls)] or figures
        fitting = [one for one in figures if self._fits(one, hulls)]
        if self.amount.upper is not None:
            is_margin = self.amount.approximation == "plus minus"
            other = self.amount.upper - self.value if is_margin else self.amount.upper
            if not any(self._means(one, other) for one in figures):
                return []
        return [one.shown for one in fitting]

    def _fits(self, figure: Figure, hulls: Sequence[Range]) -> bool:
        """Return whether a printed figure is this one, and as exactly meant."""
        currency = self.amount.currency
        if currency is not None and (figure.is_percent or (figure.currencies and currency not in figure.currencies)):
            return False
        if not self._means(figure, self.value) or self.amount.upper is not None:
            return self._means(figure, self.value)
        is_unknown = figure.approximations == {"exact"} and any(
            start < figure.start and figure.end <= end for start, end in hulls
        )
        return self.amount.approximation in figure.approximations or is_unknown

    def _means(self, figure: Figure, number: Decimal) -> bool:
        """Return whether a printed figure can mean a number, which can be negative in words only, such as a loss of 5.

        The head of a table can say "in thousands"; then the fact says so with a scale, and gives the printed words.
        """
        if any(number in {value, -abs(value)} for value in figure.values):
            return True
        is_of_table = self.words is not None and not figure.is_scaled and _SCALED.search(self.amount.words)
        if is_of_table and any(abs(number) == abs(value) * scale for value in figure.values for scale in THOUSANDS):
            return True
        return self.has_unit and any(
            abs(value) == abs(number) * scale for value in figure.values for scale in THOUSANDS
        )


def _holds(within: Range, start: int, end: int) -> bool:
    return within[0] <= start and end <= within[1]


def unprinted(
    seeds: Seeds, texts: Mapping[str, DocumentText], faulty: Collection[Position] = ()
) -> Iterator[tuple[str, Problem]]:
    """Compare the facts with the places that they cite.

    Args:
        seeds: The rows of the seed files.
        texts: By key, the texts of the documents of which there is a copy.
        faulty: The positions of citations whose places are wrong.

    Yields:
        For each thing that a fact says and no place prints, the document that it cites first, and the problem. A fact
        that also cites a place that nobody can look at may be printed there, and is no problem.
    """
    for row, cited, is_inferred in _facts(seeds):
        sound = [citation for citation in cited if not faulty or citation.node.position not in faulty]
        places = [place for citation in sound if (place := _place(citation, texts))]
        if not places or len(places) < len(cited):
            continue
        for claim in claims_of(row.table, row.node.plain(), is_inferred=is_inferred):
            if not any(claim.find(place) for place in places):
                what = f'"{claim.said}" is not printed there: {_told(claim, places)}'
                position = row.node.at(claim.field)
                hint = _FIGURE_HINT if claim.is_figure else _WORDS_HINT
                yield cited[0].values["document_key"], Problem(position, "E-unprinted", what, hint)


_HINT: Final = "mend it, or cite the place that prints it"
_WORDS_HINT: Final = f"{_HINT}; … stands for words that are left out"
_FIGURE_HINT: Final = f"{_HINT}; if it only follows, say basis: inferred, and how in note"


def _facts(seeds: Seeds) -> Iterator[tuple[Row, list[Row], bool]]:
    """Yield each fact that keeps printed words, with its citations and whether it is inferred."""
    inferred = {row.values["fact_id"] for row in seeds.rows["facts"] if row.values["basis"] == "inferred"}
    citations: dict[object, list[Row]] = defaultdict(list)
    for row in seeds.rows["citations"]:
        citations[row.values["fact_id"]].append(row)
    for table, rows in seeds.rows.items():
        if table in WORDS or table in DATES:
            for row in rows:
                made = row.values["fact_id"]
                yield row, citations[made], made in inferred


def _place(citation: Row, texts: Mapping[str, DocumentText]) -> Place | None:
    values = citation.values
    text = texts.get(values["document_key"])
    if text is None or values["paragraph"] is None:
        return None
    span = None if values["span_start"] is None else (values["span_start"], values["span_end"])
    return Place(paragraph(text.paragraphs[values["paragraph"] - 1]), values["paragraph"], span)


def _told(claim: Claim, places: Sequence[Place]) -> str:
    """Say what the places print instead."""
    return "; ".join(f"{place} {_printed(claim, place)}" for place in places[:MOST_SHOWN])


def _printed(claim: Claim, place: Place) -> str:
    text = place.text
    if len(text) <= MOST_QUOTED:
        return f'prints "{" ".join(text.split())}"'
    if claim.is_figure:
        shown = [place.paragraph.text[slice(*figure.shown)] for figure in place.figures() if figure.is_plain]
        listed = ", ".join(f'"{one}"' for one in shown[:MOST_SHOWN]) + (" …" if len(shown) > MOST_SHOWN else "")
        return f"prints {listed}" if shown else "prints no figure"
    start, end = paragraph(text).longest_run(claim.said) or (0, SURROUNDING)
    start, end = max(0, start - SURROUNDING), min(len(text), end + SURROUNDING)
    quoted = " ".join(text[start:end].split())
    return f'prints "{"…" if start else ""}{quoted}{"…" if end < len(text) else ""}"'
