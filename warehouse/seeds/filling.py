"""The filling of citations: finds the printed words of facts in the paragraphs they cite, and writes span and digest.

Files are edited where a citation stands, so that comments and layout stay. A file in the common layout stays in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from warehouse.model import Fact, Record, amounts
from warehouse.model.groups import When
from warehouse.seeds.citations import find_alike, find_exact, full_citation
from warehouse.seeds.format import Formatted, formatted
from warehouse.texts import DocumentText, Quote, quote_digest
from warehouse.yamlfiles.formatting import on_one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from warehouse.model import Citation
    from warehouse.seeds.inventory import SeedFileEntry
    from warehouse.seeds.reader import Entry
    from warehouse.yamlfiles import Node, Position
    from warehouse.yamlfiles.nodes import Path

CURRENCY_NAMES: Final = {"USD": "dollars", "KRW": "won", "EUR": "euros", "JPY": "yen", "CNY": "yuan", "GBP": "pounds"}
"""What texts print behind a sum in place of a code."""

_SUM: Final = re.compile(r"(?P<before>[^0-9]*)(?P<number>[0-9].*) (?P<code>[A-Z]{3})")
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Gap:
    """A citation of a fact with printed words that has no digest of a quote.

    Attributes:
        entry: The record that holds the fact.
        place: Path of the fact in the record.
        index: Number of the citation among those of the fact, from 0.
        citations: The citations of the fact.
        words: Its printed words, such as a sum and its equivalent.
        texts: The texts of documents by key.
        quotes: The places in the cited paragraph at which the words stand.
    """

    entry: Entry
    place: Path
    index: int
    citations: Sequence[Citation]
    words: tuple[str, ...]
    texts: Mapping[str, DocumentText]
    quotes: Sequence[Quote]

    @property
    def fact(self) -> Position:
        """The place of the fact in its file."""
        return self.entry.node.child(self.place).position

    @property
    def citation(self) -> Citation:
        """The citation."""
        return self.citations[self.index]

    @property
    def position(self) -> Position:
        """The place of the citation in its file; that of the fact, if the record hands the citation down."""
        return self.entry.node.at((*self.place, "cite", self.index))

    @property
    def text(self) -> DocumentText:
        """The text of the cited document."""
        return self.texts[self.citation.document]

    def find(self, *words: str) -> list[Quote]:
        """Return the places in the cited paragraph at which words stand; see ``find_printed``."""
        return find_printed(self.text, self.citation.paragraph or 0, words)


def gaps(entries: Iterable[Entry], texts: Mapping[str, DocumentText]) -> Iterator[Gap]:
    """Yield the citations to fill. Of a fact that cites several places, those do not count that do not hold its words.

    Args:
        entries: The records of seed files.
        texts: The text of each document by key.
    """
    for entry in entries:
        for place, fact in _facts(entry):
            words = printed_words(fact)
            if not words or entry.node.position.file.endswith(".jsonl"):
                continue
            open_ = [
                _filled(Gap(entry, place, index, fact.cite, words, texts, ()))
                for index, citation in enumerate(fact.cite)
                if citation.quote_sha256 is None
                and citation.document in texts
                and 0 < (citation.paragraph or 0) <= len(texts[citation.document].paragraphs)
            ]
            is_found = any(cited.quote_sha256 for cited in fact.cite) or any(gap.quotes for gap in open_)
            yield from (gap for gap in open_ if gap.quotes or not is_found)


def _facts(entry: Entry) -> list[tuple[Path, Fact]]:
    if isinstance(entry.record, Record):
        return entry.record.facts()
    return [((), entry.record)] if isinstance(entry.record, Fact) else []


def _filled(gap: Gap) -> Gap:
    """Return a gap with the places of its words; of a citation that has a span, that span."""
    citation = gap.citation
    if citation.span is None:
        return replace(gap, quotes=gap.find(*gap.words))
    start, end = map(int, citation.span.split("-"))
    is_there = end <= len(gap.text.paragraphs[(citation.paragraph or 0) - 1])
    return replace(gap, quotes=[Quote(citation.paragraph or 0, start, end)] if is_there else [])


def printed_words(fact: Fact) -> tuple[str, ...]:
    """Return the words of a fact that its document prints: those of its figure, else of its first date; empty: none."""
    fields = fact.__dict__
    figure = fields.get("words") or fields.get("amount")
    if figure:
        return tuple(words for words in (figure, fields.get("equivalent")) if words)
    return next(((date.words,) for date in fields.values() if isinstance(date, When)), ())


def find_printed(text: DocumentText, paragraph: int, words: Iterable[str]) -> list[Quote]:
    """Return the quotes of a paragraph that run over all the words, of which each must stand there once.

    If one of them stands there several times, the places of that one are returned.
    """
    alone = DocumentText("", 0, (text.paragraphs[paragraph - 1],))
    found = [_first(alone, each) for each in words]
    if not all(found):
        return []
    several = next((quotes for quotes in found if len(quotes) > 1), None)
    joined = _closed(alone, Quote(1, min(each[0].start for each in found), max(each[0].end for each in found)))
    return [replace(quote, paragraph=paragraph) for quote in several or [joined]]


def _closed(text: DocumentText, quote: Quote) -> Quote:
    """Return a quote with the parenthesis that closes it, as behind a sum and its equivalent."""
    words, longer = quote.words(text), replace(quote, end=quote.end + 1)
    is_open = words.count("(") > words.count(")") and longer.words(text).endswith(")")
    return longer if is_open else quote


def _first(text: DocumentText, words: str) -> list[Quote]:
    """Return the places of the first form of the words that the text holds: exactly, else alike."""
    for find in (find_exact, find_alike):
        for form in forms(words):
            if quotes := [quote for quote in find(text, form) if _is_whole(text.paragraphs[0], quote)]:
                return quotes
    return []


def forms(words: str) -> Iterator[str]:
    """Yield the words as they may be printed: a code such as USD may be a sign before the number, or a name behind."""
    yield words
    if found := _SUM.fullmatch(words):
        before, number, code = found.groups()
        shared = [sign for sign, codes in amounts.SHARED_SIGNS.items() if code in codes]
        signs = [sign for sign, meant in amounts.SIGNS.items() if meant == code]
        yield from (f"{before}{sign}{number}" for sign in (*signs, *shared))
        yield from [f"{before}{number} {CURRENCY_NAMES[code]}"] if code in CURRENCY_NAMES else []


def _is_whole(paragraph: str, quote: Quote) -> bool:
    """Return whether a quote cuts no number and no word in two: 20 is not the 20 of 2024, and $5 not that of A$5."""
    outside, inside = paragraph[: quote.start][-2:], paragraph[quote.start : quote.end]
    behind = paragraph[quote.end :][:2]
    cuts = (
        re.search(r"[0-9][.,]?$", outside) and inside[0].isdigit(),
        re.search(r"[A-Za-z]$", outside) and re.match(r"[A-Za-z$¥]", inside),
        re.match(r"[.,]?[0-9]", behind) and inside[-1].isdigit(),
        re.match(r"[A-Za-z]", behind) and re.search(r"[A-Za-z]$", inside),
    )
    return not any(cuts)


def fill(file: SeedFileEntry, chosen: Sequence[tuple[Gap, Quote]]) -> tuple[Formatted, list[Gap]]:
    """Write spans and digests into a seed file, in memory.

    Args:
        file: The file.
        chosen: The citations to fill, each with its quote.

    Returns:
        The file with its new content, and the citations that are written too oddly to be edited.
    """
    before = file.path.read_bytes()
    source = _Source(before.decode(), {(gap.fact, gap.index): quote for gap, quote in chosen})
    edits: dict[int, tuple[int, str]] = {}
    odd = []
    for gap, quote in chosen:
        edit = source.edit(gap, quote)
        if edit is None:
            odd.append(gap)
        else:
            edits[edit[0]] = edit[1:]
    after = source.edited(edits).encode()
    if formatted(before, file.shown) == (before, []):
        after = formatted(after, file.shown)[0] or after
    return Formatted(file.path, file.shown, before, after), odd


class _Source:
    """The text of a seed file, with the places of its nodes."""

    def __init__(self, text: str, quotes: Mapping[tuple[Position, int], Quote]) -> None:
        self._text = text
        self._quotes = quotes
        self._line_end = "\r\n" if "\r\n" in text else "\n"
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def edit(self, gap: Gap, quote: Quote) -> tuple[int, int, str] | None:
        """Return where to replace how much of the text by what; None: the citation is written in a form of its own."""
        fact = gap.entry.node.child(gap.place)
        if not isinstance(fact.value, dict):
            return None
        if "cite" not in fact.value:
            return self._own(fact, gap)
        cited = fact.value["cite"]
        node = cited.value[gap.index] if isinstance(cited.value, list) else cited
        if isinstance(node.value, dict):
            return self._added(node, node.value, gap, quote)
        end = self._end(node)
        return None if end is None else (self._at(node), end - self._at(node), _in_full(gap.citation, gap.text, quote))

    def edited(self, edits: Mapping[int, tuple[int, str]]) -> str:
        """Return the text after some edits: by offset, the length of what is replaced, and by what."""
        text = self._text
        for start, (length, new) in sorted(edits.items(), reverse=True):
            text = text[:start] + new + text[start + length :]
        return text

    def _own(self, fact: Node, gap: Gap) -> tuple[int, int, str]:
        """Return the edit that writes the inherited citations, with all known quotes, at the fact itself."""
        quotes = [self._quotes.get((gap.fact, number)) for number in range(len(gap.citations))]
        written = [
            _in_full(citation, gap.texts[citation.document], quote) if quote else _short(citation)
            for citation, quote in zip(gap.citations, quotes, strict=True)
        ]
        cite = f"cite: {written[0] if len(written) == 1 else '[' + ', '.join(written) + ']'}"
        start = self._at(fact)
        if self._text[start] == "{":
            return start + 1, 0, f"{cite}, "
        return start, 0, f"{cite}{self._line_end}{' ' * (fact.position.column - 1)}"

    def _added(self, node: Node, fields: Mapping[str, Node], gap: Gap, quote: Quote) -> tuple[int, int, str] | None:
        """Add what is missing behind the span of a citation in the long form, or behind its locator."""
        digest = f"quote_sha256: {quote_digest(quote.words(gap.text))}"
        last, added = ("span", [digest]) if "span" in fields else ("locator", [f"span: {quote.span}", digest])
        end = self._end(fields[last])
        is_flow = self._text[self._at(node)] == "{"
        lead = ", " if is_flow else self._line_end + " " * (node.position.column - 1)
        return None if end is None else (end, 0, "".join(f"{lead}{each}" for each in added))

    def _at(self, node: Node) -> int:
        return self._starts[node.position.line - 1] + node.position.column - 1

    def _end(self, node: Node) -> int | None:
        """Return where a scalar on one line ends; None: it is written with escapes or on several lines."""
        start, value = self._at(node), str(node.value)
        for mark in ("", '"', "'"):
            if self._text.startswith(f"{mark}{value}{mark}", start):
                return start + len(value) + 2 * len(mark)
        return None


def _in_full(citation: Citation, text: DocumentText, quote: Quote) -> str:
    return full_citation(citation.document, quote, quote_digest(quote.words(text)))


def _short(citation: Citation) -> str:
    """Return a citation that stays as it is, in the form in which a list between brackets holds it."""
    if citation.span is None and citation.quote_sha256 is None:
        return on_one_line(f"{citation.document}#{citation.locator}", in_flow=True)
    fields = {name: value for name in type(citation).model_fields if (value := getattr(citation, name)) is not None}
    return "{" + ", ".join(f"{name}: {on_one_line(value, in_flow=True)}" for name, value in fields.items()) + "}"
