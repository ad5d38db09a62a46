"""The words of documents on a site: the quotes of facts, and paragraphs in which the cited words are marked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from warehouse.reports.quotes import LeftOut, Marked, Quotation, Quotes, Tally, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from psycopg import Connection

    from warehouse.publish.records import Source
    from warehouse.reports.as_of import AsOf
    from warehouse.texts import Copies


class Wanted(NamedTuple):
    """The words of documents that a site shows where the project allows it.

    Attributes:
        copies: The publisher's copies of the documents.
        quotes: Whether the words that a fact cites stand beside it.
        texts: Whether the cited paragraphs stand on the pages of documents.
    """

    copies: Copies
    quotes: bool
    texts: bool


class Quote(NamedTuple):
    """Words of a document, in its language (a BCP 47 tag). ``source`` is None where the place says which one it is."""

    words: str
    language: str
    source: Source | None = None


class Piece(NamedTuple):
    """A piece of a paragraph's text, and whether a fact cites it."""

    text: str
    is_cited: bool


class Wording:
    """The words of documents that a site shows; without any wanted, it has none."""

    def __init__(self, connection: Connection[Any], wanted: Wanted | None, past: AsOf | None) -> None:
        """Read what may be printed.

        Args:
            connection: A connection in the snapshot of the site.
            wanted: The words to show; None means none.
            past: The moment that the site shows; None means now.
        """
        self._quotes = wanted and Quotes.read(connection, wanted.copies, past)
        self.quotes = self._quotes if wanted and wanted.quotes else None
        self.texts = self._quotes if wanted and wanted.texts else None
        self._tallies = {"quote": Tally("quote"), "paragraph": Tally("paragraph")}

    def signature(self) -> bytes:
        """Return what tells two sites of the same snapshot apart: what is wanted, and what of it can be printed."""
        if self._quotes is None:
            return b""
        return json.dumps([self.quotes is not None, self.texts is not None, self._quotes.printable()]).encode()

    def of_fact(self, places: Iterable[Any]) -> list[Quotation]:
        """Return the quotes of a fact.

        Args:
            places: Its rows of ``places-of-facts``.
        """
        return [] if self.quotes is None else in_order(self._printed(self.quotes, places, self._tallies["quote"]))

    def paragraph(self, rows: Sequence[Any]) -> tuple[str, list[Piece]]:
        """Return the language of a paragraph, and its text in pieces; without any if it is not shown.

        Args:
            rows: The rows of ``facts-of-documents`` of this paragraph.
        """
        document, number = rows[0].document_key, rows[0].paragraph
        if self.texts is None or number is None:
            return "", []
        text = self.texts.paragraph(document, number)
        self._tallies["paragraph"].add(document, text)
        if isinstance(text, LeftOut):
            return "", []
        quotations = self._printed(self.texts, rows, None)
        spans = {(each.start, each.end) for each in quotations if each.start is not None and each.end is not None}
        return self.texts.language(document), list(pieces(text, spans))

    def summary(self) -> Iterator[str]:
        """Yield how much was printed, and what was left out and why."""
        for what, quotes in (("quote", self.quotes), ("paragraph", self.texts)):
            if quotes is not None:
                yield from self._tallies[what].lines()

    @staticmethod
    def _printed(quotes: Quotes, places: Iterable[Any], tally: Tally | None) -> Iterator[Quotation]:
        for place in places:
            for start, end, sha256 in place.marked:
                quote = quotes.quote(Marked(place.document_key, place.paragraph, start, end, sha256))
                if tally is not None:
                    tally.add(place.document_key, quote)
                if isinstance(quote, Quotation):
                    yield quote


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    """Cut a text into pieces that are cited and pieces that are not, in their order.

    Args:
        text: The text of a paragraph.
        spans: First and last code point, the latter excluded, of each quote; they may overlap.
    """
    done = 0
    for start, end in _joined(spans):
        if start > done:
            yield Piece(text[done:start], is_cited=False)
        yield Piece(text[start:end], is_cited=True)
        done = end
    if done < len(text):
        yield Piece(text[done:], is_cited=False)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, those that overlap or touch joined to one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
