"""Quotes in a document's text: find words, find a quote again by its digest, write the citation of a quote."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from warehouse.errors import UsageError
from warehouse.seeds.texts import quote_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from warehouse.seeds.texts import DocumentText

_ALIKE: Final = ("'\u2018\u2019\u201a\u201b\u02bc\u2032`\u00b4", '"\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb')
_DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"


@dataclass(frozen=True, order=True, slots=True)
class Quote:
    """A stretch of a paragraph.

    Attributes:
        paragraph: Number of the paragraph, from 1.
        start: Its first code point in the paragraph, from 0.
        end: The code point after its last.
    """

    paragraph: int
    start: int
    end: int

    def __str__(self) -> str:
        return f"paragraph {self.paragraph}, span {self.span}"

    @property
    def span(self) -> str:
        """The span as it is written in a seed."""
        return f"{self.start}-{self.end}"

    def words(self, text: DocumentText) -> str:
        """Give the quoted words."""
        return text.paragraphs[self.paragraph - 1][self.start : self.end]

    def surroundings(self, text: DocumentText, width: int = 30) -> tuple[str, str]:
        """Give at most ``width`` code points before the quote and after it."""
        whole = text.paragraphs[self.paragraph - 1]
        return whole[max(0, self.start - width) : self.start], whole[self.end : self.end + width]


def short_citation(document: str, quote: Quote) -> str:
    """Write the citation of the quote's paragraph: ``document#18``."""
    return f"{document}#{quote.paragraph}"


def full_citation(document: str, quote: Quote, sha256: str) -> str:
    """Write the citation of the quote itself as a flow mapping of YAML; ``sha256`` is the quote's digest."""
    return f'{{document: {document}, locator: "{quote.paragraph}", span: {quote.span}, quote_sha256: {sha256}}}'


def look_up(text: DocumentText, words: str) -> tuple[list[Quote], bool]:
    """Find the words, exactly as given or else alike.

    Returns:
        The places in the order of the text, and whether the words stand there exactly.

    Raises:
        UsageError: They are blank, nowhere in the text, or run over several paragraphs.
    """
    if not words.strip():
        raise UsageError("no words to look for", hint='Write them in quotation marks: "about 80%".')
    if exact := find_exact(text, words):
        return exact, True
    if alike := find_alike(text, words):
        return alike, False
    if across := find_across(text, words):
        hint = "A citation names one paragraph: cite each part by itself."
        raise UsageError(f"the words run over the paragraphs {across[0]} to {across[1]}", hint=hint)
    hint = "Copy them from the text."
    if beginning := longest_beginning(text, words):
        hint = f'The text holds "{beginning[0]}", in paragraph {beginning[1]}, but goes on otherwise.'
    raise UsageError("the words are nowhere in the text", hint=hint)


def find_exact(text: DocumentText, words: str) -> list[Quote]:
    """Find every place where exactly these words stand, within one paragraph."""
    return _matches(text.paragraphs, re.escape(words), 0)


def find_alike(text: DocumentText, words: str) -> list[Quote]:
    """Find the words whatever their case, runs of blanks, and forms of quotation marks and dashes."""
    return _matches(text.paragraphs, _alike(words), re.IGNORECASE)


def find_across(text: DocumentText, words: str) -> tuple[int, int] | None:
    """Find the first and the last paragraph over which the words run, as alike as in ``find_alike``."""
    found = _matches(["\n".join(text.paragraphs)], _alike(words), re.IGNORECASE)
    if not found:
        return None
    before = "\n".join(text.paragraphs)[: found[0].end]
    last = before.count("\n") + 1
    return last - before[found[0].start :].count("\n"), last


def longest_beginning(text: DocumentText, words: str) -> tuple[str, int] | None:
    """Give the longest run of whole words from the first on that the text holds, and its first paragraph."""
    parts = words.split()
    for count in range(len(parts) - 1, 0, -1):
        beginning = " ".join(parts[:count])
        if found := find_alike(text, beginning):
            return beginning, found[0].paragraph
    return None


def find_by_digest(text: DocumentText, wanted: Iterable[tuple[int | None, str]]) -> Mapping[str, list[Quote]]:
    """Find where quotes stand of which only the length and the digest are known.

    Args:
        text: Where to look.
        wanted: Length in code points and SHA-256 of each quote; a quote without a length is a whole paragraph.

    Returns:
        The places by digest, in the order of the text.
    """
    digests: dict[int | None, set[str]] = defaultdict(set)
    for length, sha256 in wanted:
        digests[length].add(sha256)
    found: dict[str, list[Quote]] = defaultdict(list)
    for length, looked_for in digests.items():
        for number, paragraph in enumerate(text.paragraphs, start=1):
            size = len(paragraph) if length is None else length
            for start in range(len(paragraph) - size + 1):
                sha256 = quote_digest(paragraph[start : start + size])
                if sha256 in looked_for:
                    found[sha256].append(Quote(number, start, start + size))
    return found


def _matches(paragraphs: Sequence[str], expression: str, flags: int) -> list[Quote]:
    overlapping = re.compile(f"(?=({expression}))", flags)
    return [
        Quote(number, *match.span(1))
        for number, paragraph in enumerate(paragraphs, start=1)
        for match in overlapping.finditer(paragraph)
    ]


def _alike(words: str) -> str:
    return r"\s+".join("".join(map(_character, word)) for word in words.split())


def _character(character: str) -> str:
    for forms in (*_ALIKE, _DASHES):
        if character in forms:
            return f"[{re.escape(forms)}]"
    return re.escape(character)
