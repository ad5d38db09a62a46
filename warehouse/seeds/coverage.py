"""Coverage: which paragraphs, figures, dates and names of a document facts cite, and which are ignored on purpose."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from warehouse.errors import UsageError
from warehouse.model.citations import Ignored
from warehouse.model.core import CORE
from warehouse.seeds.printed import Paragraph, Range, fold, paragraph, tokens_of
from warehouse.seeds.proof import Place, claims_of
from warehouse.yamlfiles import Problem, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from warehouse.seeds.reader import Seeds
    from warehouse.seeds.rows import Row
    from warehouse.texts import DocumentText

_MONTHS: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?"
)
_NEAR: Final = "(?:[Ll]ast|[Nn]ext|[Tt]his|[Ee]arly|[Ll]ate|[Mm]id)[ -]"
_YEAR: Final = "(?:19|20)[0-9]{2}"
_DATE: Final = re.compile(
    rf"(?<![\w.,])(?:{_NEAR})?(?:[0-9]{{1,2}} )?(?:{_MONTHS})(?![A-Za-z])"
    rf"(?: [0-9]{{1,2}}(?:st|nd|rd|th)?(?![0-9.,]*[0-9]))?(?:,? {_YEAR}(?![0-9]))?"
    rf"|(?:[Ll]ast|[Nn]ext|[Tt]his|[Pp]revious) (?:year|quarter|month|week)(?![a-z])"
    r"|(?<![A-Za-z])(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?![a-z])|(?<![A-Za-z])(?:[Yy]esterday|[Tt]omorrow)(?![a-z])"
    rf"|{_YEAR}년(?: ?[0-9]{{1,2}}월(?: ?[0-9]{{1,2}}일)?)?|(?<![0-9])[0-9]{{1,2}}월 ?[0-9]{{1,2}}일"
    rf"|(?<![A-Za-z])(?:[QH][1-4] ?{_YEAR}|FY ?'?[0-9]{{2,4}})"
    rf"|(?<![\w.,$€£₩]){_YEAR}(?:s|(?:[-./][0-9]{{1,2}}){{1,2}})?(?![\w%]|[,.][0-9])"
)
_MAY: Final = re.compile("May|March")
_BEFORE_MAY: Final = re.compile(
    "(?:in|of|since|by|until|through|from|to|between|and|before|after|during|ended|ending) $", re.IGNORECASE
)
"""What stands before months that are other words too, unless a day or a year stands beside them."""

NAMED: Final = ("entities", "places", "minerals")
"""The registers whose names documents print."""

_REFERRED: Final = {
    table.name: [
        (column.name, column.refers.partition(".")[0]) for column in table.columns if column.refers.endswith(".key")
    ]
    for table in CORE
}
"""By table, its columns that refer to a register, and the register."""

_OWN_WORDS: Final = ("statement", "description", "reason", "note")
"""The columns in which facts name things in our own words."""

_NO_FACTS: Final = frozenset({"citations", "disagreement_facts"})


@dataclass(frozen=True, order=True, slots=True)
class Item:
    """A figure, date or name that a paragraph prints.

    Attributes:
        paragraph: Number of the paragraph, from 1.
        start: Its first code point in the paragraph.
        end: The code point after the last one.
        kind: Figure, date or name.
        text: The words as printed.
        thing: Of a name, the register and key of what it names.
    """

    paragraph: int
    start: int
    end: int
    kind: str
    text: str
    thing: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the facts cite a document.

    Attributes:
        document: Key of the document.
        sha256: SHA-256 of its text; None if the seeds do not record it.
        facts: Number of facts that cite each paragraph; the first is paragraph 1.
        fact_count: Number of facts that cite any paragraph.
        ignored: The paragraphs that no fact needs to cite.
        items: Number of figures, dates and names in the other paragraphs; None: there is no copy to count them in.
        missing: Those of them that no fact cites.
    """

    document: str
    sha256: str | None
    facts: tuple[int, ...]
    fact_count: int
    ignored: frozenset[int] = frozenset()
    items: int | None = None
    missing: tuple[Item, ...] = ()

    @property
    def uncovered(self) -> int:
        """The number of paragraphs that no fact cites, and that are not ignored."""
        return sum(self.is_uncovered(number, facts) for number, facts in enumerate(self.facts, start=1))

    def is_uncovered(self, number: int, facts: int) -> bool:
        """Return whether no fact cites a paragraph that is not ignored."""
        return facts == 0 and number not in self.ignored

    @property
    def percent(self) -> float:
        """Paragraphs, figures, dates and names that are cited or ignored, of a hundred; 100 only if all are."""
        total = len(self.facts) + (self.items or 0)
        return (total - self.uncovered - len(self.missing)) * 1000 // total / 10

    def uncovered_first(self) -> list[tuple[int, int]]:
        """Return the number of each paragraph and of its facts, uncovered ones first, then in text order."""
        return sorted(enumerate(self.facts, start=1), key=lambda each: (not self.is_uncovered(*each), each[0]))


def with_paragraphs(seeds: Seeds) -> list[str]:
    """Return the keys of the documents whose paragraphs are numbered."""
    return [row.values["key"] for row in seeds.rows["documents"] if row.values["paragraph_count"] is not None]


def cover(seeds: Seeds, document: str, text: DocumentText | None = None) -> Coverage:
    """Count the facts that cite each paragraph of a document, and find what of it none cites.

    Args:
        seeds: The rows of the seed files.
        document: Key of the document.
        text: Its text; None: only paragraphs are looked at.

    Raises:
        UsageError: The document does not exist, or its paragraphs are not numbered.
    """
    documents = {row.values["key"]: row for row in seeds.rows["documents"]}
    if document not in documents:
        raise UsageError(f'no document "{document}" in the seeds', hint=nearest(document, documents))
    row = documents[document]
    count = row.values["paragraph_count"]
    if count is None:
        raise UsageError(f'"{document}" has no numbered paragraphs', hint="It is cited by section.")
    ignored = ignored_in(row)
    cited: dict[int, set[object]] = defaultdict(set)
    for citation in seeds.rows["citations"]:
        if citation.values["document_key"] == document:
            cited[citation.values["paragraph"]].add(citation.values["fact_id"])
    whole = {number for part in ignored if part.words is None for number in range(part.first, part.last + 1)}
    items, missing = _items(seeds, document, text, ignored, whole) if text else (None, ())
    facts = tuple(len(cited[number]) for number in range(1, count + 1))
    return Coverage(
        document, row.values["sha256"], facts, len(set().union(*cited.values())), frozenset(whole), items, missing
    )


def ignored_in(document: Row) -> list[Ignored]:
    """Return what of a document no fact needs to cite; its file alone says so, and no column."""
    written = document.node.plain().get("ignore", ())
    return [Ignored.model_validate(part) for part in (written if isinstance(written, list) else (written,)) if part]


def misplaced(seeds: Seeds, texts: Mapping[str, DocumentText]) -> Iterator[tuple[str, Problem]]:
    """Yield each document that ignores words which do not stand in their paragraph, with the problem."""
    for row in seeds.rows["documents"]:
        text = texts.get(row.values["key"])
        for number, part in enumerate(ignored_in(row) if text else ()):
            if text and part.words and not _places_of(part, text):
                what = f'paragraph {part.first} does not print "{part.words}"'
                position = row.node.at(("ignore", number, "words"))
                yield row.values["key"], Problem(position, "E-ignore", what, "compare it with the document")


def _places_of(ignored: Ignored, text: DocumentText) -> list[Range]:
    if ignored.words is None or ignored.first > len(text.paragraphs):
        return []
    found = paragraph(text.paragraphs[ignored.first - 1]).places(ignored.words)
    return [place for places in found for place in places]


@dataclass(slots=True)
class _Cited:
    """What facts cite of a paragraph: places of words, things that they refer to, what they say in our words."""

    ranges: list[Range] = field(default_factory=list)
    things: set[tuple[str, str]] = field(default_factory=set)
    said: set[str] = field(default_factory=set)

    def covers(self, item: Item, text: Paragraph) -> bool:
        """Return whether every word of an item stands in a cited place, or a fact is about what it names."""
        if item.thing in self.things or (item.thing and any(paragraph(said).places(item.text) for said in self.said)):
            return True
        for word in text.tokens_in(item.start, item.end):
            at = bisect_right(self.ranges, word.start, key=lambda place: place[0]) - 1
            if at < 0 or word.end > self.ranges[at][1]:
                return False
        return True

    def join(self) -> None:
        """Put the places in order, and make one of those that overlap."""
        joined: list[Range] = []
        for start, end in sorted(set(self.ranges)):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        self.ranges = joined


def _items(
    seeds: Seeds, document: str, text: DocumentText, ignored: Sequence[Ignored], whole: set[int]
) -> tuple[int, tuple[Item, ...]]:
    """Return the number of figures, dates and names outside the ignored paragraphs, and those that no fact cites."""
    cited = _cited(seeds, document, text)
    for part in ignored:
        cited[part.first].ranges += _places_of(part, text)
    for place in cited.values():
        place.join()
    names = _names(seeds)
    count, missing = 0, []
    for number, printed in enumerate(text.paragraphs, start=1):
        if number not in whole:
            items = list(items_of(printed, number, names))
            count += len(items)
            missing += [item for item in items if not cited[number].covers(item, paragraph(printed))]
    return count, tuple(missing)


def _cited(seeds: Seeds, document: str, text: DocumentText) -> dict[int, _Cited]:
    """Return what facts cite of each paragraph."""
    cited: dict[int, _Cited] = defaultdict(_Cited)
    facts: dict[object, list[Row]] = defaultdict(list)
    for citation in seeds.rows["citations"]:
        values = citation.values
        if values["document_key"] == document:
            facts[values["fact_id"]].append(citation)
            if values["span_start"] is not None:
                cited[values["paragraph"]].ranges.append((values["span_start"], values["span_end"]))
    for table, rows in seeds.rows.items():
        for row in rows if table not in _NO_FACTS else ():
            for citation in facts.get(row.values.get("fact_id"), ()):
                values = citation.values
                place = cited[values["paragraph"]]
                place.things.update(_things(table, row.values))
                place.said.update(row.values[name] for name in _OWN_WORDS if row.values.get(name))
                span = None if values["span_start"] is None else (values["span_start"], values["span_end"])
                where = Place(paragraph(text.paragraphs[values["paragraph"] - 1]), values["paragraph"], span)
                for claim in claims_of(table, row.node.plain()):
                    place.ranges += claim.find(where)
    return cited


def _things(table: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the records that a row is, or refers to."""
    if "key" in values:
        yield table, values["key"]
    for column, register in _REFERRED[table]:
        if values.get(column) is not None:
            yield register, values[column]


_Names = dict[str, list[tuple[tuple[str, ...], str, tuple[str, str]]]]
"""By its first word, each known name: its words, the name itself, and what it names; longer ones first."""


def _names(seeds: Seeds) -> _Names:
    """Return the names of things, of which each is known by several."""
    named = [
        (row.values["name"], (table, row.values["key"]))
        for table in NAMED
        for row in seeds.rows[table]
        if row.values.get("is_named", True)
    ]
    for row in seeds.rows["names"]:
        things = [thing for thing in _things("names", row.values) if thing[0] in NAMED]
        named += [(row.values["name"], thing) for thing in things]
    names: _Names = defaultdict(list)
    for name, thing in named:
        forms = tuple(token.form for token in tokens_of(fold(name)))
        if forms:
            names[forms[0]].append((forms, name, thing))
    for known in names.values():
        known.sort(key=lambda one: -len(one[0]))
    return names


def items_of(text: str, number: int, names: _Names) -> Iterator[Item]:
    """Yield the figures, dates and known names of a paragraph."""
    dates = list(_dates(text))
    for start, end in dates:
        yield Item(number, start, end, "date", text[start:end])
    for figure in paragraph(text).figures:
        at = bisect_left(dates, figure.end, key=lambda place: place[0]) - 1
        if figure.is_plain and (at < 0 or dates[at][1] <= figure.start):
            yield Item(number, figure.start, figure.end, "figure", text[slice(*figure.shown)])
    tokens, place = paragraph(text).tokens, 0
    while place < len(tokens):
        step = 1
        for forms, name, thing in names.get(tokens[place].form, ()):
            run = tokens[place : place + len(forms)]
            shown = text[run[0].start : run[-1].end]
            if tuple(token.form for token in run) == forms and shown[0].isupper() == name[0].isupper():
                yield Item(number, run[0].start, run[-1].end, "name", shown, thing)
                step = len(forms)
                break
        place += step


def _dates(text: str) -> Iterator[Range]:
    folded = fold(text)
    for match in _DATE.finditer(folded.text):
        if not _MAY.fullmatch(match[0]) or _BEFORE_MAY.search(folded.text[max(0, match.start() - 8) : match.start()]):
            yield folded.original(*match.span())
