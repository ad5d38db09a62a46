"""Quotes: the words of documents that citations mark, taken from the publisher's copies where the project allows it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from psycopg.rows import tuple_row

from warehouse.texts import Quote, UnreadableTextError, quote_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from psycopg import Connection

    from warehouse.reports.as_of import AsOf
    from warehouse.texts import Copies, DocumentText

_DOCUMENTS: Final = """
SELECT document_key, text_sha256, language FROM mart.dim_document
"""
_ALLOWED: Final = """
SELECT document_key, texts FROM mart.dim_document
"""
_TEXTS_KEPT: Final = 64
_NAMED: Final = 5
"""How many documents a summary names for each reason."""


class LeftOut(StrEnum):
    """The reason why a quote or a paragraph is not printed."""

    NOT_ALLOWED = "the project does not allow it"
    NO_COPY = "no copy"
    OTHER_TEXT = "the copy is another text"
    NO_SPAN = "no span"
    OTHER_WORDS = "the digest of the quote does not fit"


class Marked(NamedTuple):
    """The words that a citation marks.

    Attributes:
        document: Key of the document.
        paragraph: Number of the paragraph; None for a section of a reference work.
        start: First code point of the words in the paragraph; None: the whole paragraph.
        end: The code point after the last one; None: the whole paragraph.
        sha256: SHA-256 of the words; None: not recorded.
    """

    document: str
    paragraph: int | None
    start: int | None
    end: int | None
    sha256: str | None


class Quotation(NamedTuple):
    """Words of a document that may be printed.

    Attributes:
        document: Key of the document.
        paragraph: Number of the paragraph.
        start: First code point of the words in the paragraph; None: they are the whole paragraph.
        end: The code point after the last one; None: they are the whole paragraph.
        words: The words.
        language: Language of the document, a BCP 47 tag.
    """

    document: str
    paragraph: int
    start: int | None
    end: int | None
    words: str
    language: str


class _Described(NamedTuple):
    """A document as the database describes it: the digest of its text, its language, how much of it may be printed."""

    sha256: str | None
    language: str
    texts: str


class Quotes:
    """The words of documents that may be printed, found in the publisher's copies."""

    def __init__(self, copies: Copies, documents: dict[str, _Described]) -> None:
        """Use ``read`` instead."""
        self._copies = copies
        self._documents = documents
        self._text = lru_cache(_TEXTS_KEPT)(self._read_text)

    @classmethod
    def read(cls, connection: Connection[Any], copies: Copies, past: AsOf | None = None) -> Quotes:
        """Read what the database says of the documents.

        What may be printed is decided by what the project says now, also where an earlier state is shown.

        Args:
            connection: A connection in the snapshot whose facts are shown.
            copies: The publisher's copies of the documents.
            past: The moment whose facts are shown; None means now.
        """
        with connection.cursor(row_factory=tuple_row) as cursor:
            allowed: dict[str, str] = dict(cursor.execute(_ALLOWED.encode()).fetchall())
            if past:
                past.enter(connection)
            query = past.rewritten(_DOCUMENTS) if past else _DOCUMENTS
            rows = cursor.execute(query.encode()).fetchall()
        described = {key: _Described(sha256, language, allowed.get(key, "none")) for key, sha256, language in rows}
        return cls(copies, described)

    def printable(self) -> dict[str, str]:
        """Return how much of each document may be printed, by key; those of which nothing can be are left out."""
        return {
            key: described.texts
            for key, described in sorted(self._documents.items())
            if described.texts != "none" and self._copy_of(key) is None
        }

    def quote(self, marked: Marked) -> Quotation | LeftOut:
        """Return the words that a citation marks, or why they are not printed.

        A citation without a span marks its whole paragraph, which is printed only where whole paragraphs may be.
        """
        text = self._allowed_text(marked.document)
        if isinstance(text, LeftOut):
            return text
        described = self._documents[marked.document]
        if marked.paragraph is None or (marked.start is None and described.texts != "full"):
            return LeftOut.NO_SPAN
        words = _words(text, marked)
        if words is None or marked.sha256 not in {None, quote_digest(words)}:
            return LeftOut.OTHER_WORDS
        return Quotation(
            marked.document, marked.paragraph, marked.start, marked.end, words, language=described.language
        )

    def paragraph(self, document: str, number: int) -> str | LeftOut:
        """Return a whole paragraph of a document, or why it is not printed."""
        text = self._allowed_text(document)
        if isinstance(text, LeftOut):
            return text
        if self._documents[document].texts != "full":
            return LeftOut.NOT_ALLOWED
        return _words(text, Marked(document, number, None, None, None)) or LeftOut.OTHER_WORDS

    def language(self, document: str) -> str:
        """Return the language of a document, a BCP 47 tag."""
        return self._documents[document].language

    def _allowed_text(self, document: str) -> DocumentText | LeftOut:
        described = self._documents.get(document)
        if described is None or described.texts == "none":
            return LeftOut.NOT_ALLOWED
        return self._text(document)

    def _copy_of(self, document: str) -> LeftOut | None:
        """Return why the copy of a document cannot be used; None: it can."""
        sha256 = self._documents[document].sha256
        copy = None if sha256 is None else self._copies.find(document, sha256)
        if copy is None:
            return LeftOut.NO_COPY
        return LeftOut.OTHER_TEXT if copy.is_changed else None

    def _read_text(self, document: str) -> DocumentText | LeftOut:
        """Read the copy of a document; its digest is computed again, in case the file changed since it was listed."""
        refusal, sha256 = self._copy_of(document), self._documents[document].sha256
        copy = None if refusal or sha256 is None else self._copies.find(document, sha256)
        if copy is None:
            return refusal or LeftOut.NO_COPY
        try:
            text = copy.text()
        except UnreadableTextError:
            return LeftOut.OTHER_TEXT
        return text if text.sha256 == sha256 else LeftOut.OTHER_TEXT


def _words(text: DocumentText, marked: Marked) -> str | None:
    """Return the words in their place; None: the text has no such place."""
    paragraph = marked.paragraph or 0
    if not 0 < paragraph <= len(text.paragraphs):
        return None
    size = len(text.paragraphs[paragraph - 1])
    quote = Quote(paragraph, marked.start or 0, size if marked.end is None else marked.end)
    return quote.words(text) if quote.end <= size else None


@dataclass(slots=True)
class Tally:
    """The count of what was printed and what was left out, by document.

    Attributes:
        what: What is counted, in the singular, such as "quote".
    """

    what: str
    _printed: Counter[str] = field(default_factory=Counter)
    _left_out: dict[LeftOut, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, document: str, outcome: object) -> None:
        """Count a quote or paragraph of a document: one that was left out, if ``outcome`` is the reason."""
        (self._left_out[outcome] if isinstance(outcome, LeftOut) else self._printed)[document] += 1

    def lines(self) -> Iterator[str]:
        """Yield the summary for people: how many were printed, and which were left out and why."""
        yield f"Printed {_counted(self._printed.total(), self.what)} of {_counted(len(self._printed), 'document')}."
        for reason in LeftOut:
            if documents := self._left_out.get(reason):
                yield f"Left out {_counted(documents.total(), self.what)} of {_names(documents)}: {reason}."


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _names(documents: Counter[str]) -> str:
    names = sorted(documents)
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


class Quoted:
    """The quotes of an answer, by the number of the source that they come from."""

    def __init__(self, quotes: Quotes) -> None:
        """Take the words from ``quotes``."""
        self.tally = Tally("quote")
        self._quotes = quotes
        self._by_number: dict[int, dict[Marked, Quotation | LeftOut]] = defaultdict(dict)

    def add(self, number: int, marked: Marked) -> None:
        """Add the words that a citation of this source marks; the same words are added once."""
        known = self._by_number[number]
        if marked not in known:
            known[marked] = self._quotes.quote(marked)
            self.tally.add(marked.document, known[marked])

    def of(self, number: int) -> list[Quotation]:
        """Return the distinct quotes of a source, in the order of the text."""
        return in_order(each for each in self._by_number[number].values() if isinstance(each, Quotation))


def in_order(quotations: Iterable[Quotation]) -> list[Quotation]:
    """Return the distinct quotes in the order of the text; a whole paragraph comes first."""
    return sorted(set(quotations), key=lambda each: (each.document, each.paragraph, each.start is not None, each[2:4]))
