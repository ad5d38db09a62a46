"""The candidates of a text: what looks like a figure, a date, a name or a word of the seeds, and where it stands.

Input: the text of a document, the names of the registers and the vocabulary. Output: the candidates of each paragraph,
in text order, each with the quote to cite. Values are read by the readers of the seeds (``warehouse.model.amounts``,
``warehouse.model.date_words``). A candidate is no fact: nothing is known of what it is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from warehouse.seeds.candidates.dates import FoundDate, Reading, find_dates, readings_of
from warehouse.seeds.candidates.figures import Figure, find_figures
from warehouse.seeds.candidates.names import Known, Mention, Names, find_new, names_of, words_of
from warehouse.seeds.candidates.plain import Plain, plain
from warehouse.seeds.citations import full_citation
from warehouse.texts import Quote, quote_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from warehouse.model.dates import Span

__all__ = [
    "Candidate",
    "Figure",
    "Finder",
    "FoundDate",
    "Kind",
    "Known",
    "Mention",
    "Names",
    "Reading",
    "names_of",
    "readings_of",
    "words_of",
]


Found = TypeVar("Found", Figure, FoundDate, Mention)


class Kind(StrEnum):
    """What a candidate looks like."""

    SUM = "sum"
    QUANTITY = "quantity"
    DATE = "date"
    KNOWN = "known name"
    NEW = "new name"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of a paragraph that may state something.

    Attributes:
        kind: What it looks like.
        quote: Where it stands.
        sha256: Digest of the printed words.
        words: Its words in plain form.
        found: What was read from them.
    """

    kind: Kind
    quote: Quote
    sha256: str
    words: str
    found: Figure | FoundDate | Mention

    def citation(self, document: str) -> str:
        """Return the citation of the very words."""
        return full_citation(document, self.quote, self.sha256)


@dataclass(frozen=True, slots=True)
class Finder:
    """What candidates are looked for.

    Attributes:
        page: First and last day of the page date of the document; None: it shows none.
        names: The names of the registers.
        words: The words of the vocabulary.
    """

    page: Span | None
    names: Names
    words: Names

    def paragraphs(self, paragraphs: Iterable[str]) -> Iterator[tuple[Candidate, ...]]:
        """Yield the candidates of each paragraph."""
        known_words = self.names.words
        for number, paragraph in enumerate(paragraphs, start=1):
            simple = plain(paragraph)
            found = sorted(self._found(simple.text, known_words), key=lambda each: (each[1].start, -each[1].end))
            yield tuple(_candidate(kind, each, number, paragraph, simple) for kind, each in found)

    def _found(self, text: str, known_words: frozenset[str]) -> Iterator[tuple[Kind, Figure | FoundDate | Mention]]:
        dates = list(find_dates(text, self.page))
        figures = list(_outside(find_figures(text), dates))
        names = list(_outside(self.names.find(text), [*dates, *figures]))
        taken = _in_order([*dates, *figures, *names])
        new = list(find_new(text, [(each.start, each.end) for each in taken], known_words))
        words = _outside(self.words.find(text), [*taken, *new])
        yield from ((Kind.DATE, each) for each in dates)
        yield from ((Kind.QUANTITY if each.currency is None else Kind.SUM, each) for each in figures)
        yield from ((Kind.KNOWN, each) for each in names)
        yield from ((Kind.NEW, each) for each in new)
        yield from ((Kind.WORD, each) for each in words if not text.startswith((" chain", "-chain"), each.end))


def _in_order(found: Iterable[Figure | FoundDate | Mention]) -> list[Figure | FoundDate | Mention]:
    return sorted(found, key=lambda each: each.start)


def _outside(found: Iterable[Found], taken: Iterable[Figure | FoundDate | Mention]) -> Iterator[Found]:
    """Yield what lies outside everything that is taken already."""
    spans = _in_order(taken)
    at = 0
    for each in found:
        while at < len(spans) and spans[at].end <= each.start:
            at += 1
        if at == len(spans) or spans[at].start >= each.end:
            yield each


def _candidate(
    kind: Kind, found: Figure | FoundDate | Mention, number: int, paragraph: str, simple: Plain
) -> Candidate:
    quote = Quote(number, *simple.printed(found.start, found.end))
    digest = quote_digest(paragraph[quote.start : quote.end])
    return Candidate(kind, quote, digest, simple.text[found.start : found.end], found)
