"""Citations: how they are written, quotes found in the texts of documents, and proofs against the copies."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from warehouse.errors import UsageError
from warehouse.seeds.coverage import misplaced
from warehouse.seeds.proof import unprinted
from warehouse.texts import Quote, UnreadableTextError, quote_digest
from warehouse.yamlfiles import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from warehouse.seeds.reader import Seeds
    from warehouse.seeds.rows import Row
    from warehouse.texts import Copies, Copy, DocumentText

_ALIKE: Final = ("'\u2018\u2019\u201a\u201b\u02bc\u2032`\u00b4", '"\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb')
_DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"


def short_citation(document: str, quote: Quote) -> str:
    """Format the citation of the quote's paragraph: ``document#18``."""
    return f"{document}#{quote.paragraph}"


def full_citation(document: str, quote: Quote, sha256: str) -> str:
    """Format the citation of the quote itself as a YAML flow mapping; ``sha256`` is the quote's digest."""
    return f'{{document: {document}, locator: "{quote.paragraph}", span: {quote.span}, quote_sha256: {sha256}}}'


def look_up(text: DocumentText, words: str) -> tuple[list[Quote], bool]:
    """Find the words in the text: exact matches, or else loose ones as in ``find_alike``.

    Returns:
        The quotes in text order, and whether they match exactly.

    Raises:
        UsageError: The words are blank, are not in the text, or run over several paragraphs.
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
    """Return every quote that matches the words exactly, within one paragraph."""
    return _matches(text.paragraphs, re.escape(words), 0)


def find_alike(text: DocumentText, words: str) -> list[Quote]:
    """Return every quote that matches the words loosely: case, blanks, quotation marks and dashes may differ."""
    return _matches(text.paragraphs, _alike(words), re.IGNORECASE)


def find_across(text: DocumentText, words: str) -> tuple[int, int] | None:
    """Return the first and the last paragraph of a loose match over several paragraphs; None: no match."""
    found = _matches(["\n".join(text.paragraphs)], _alike(words), re.IGNORECASE)
    if not found:
        return None
    before = "\n".join(text.paragraphs)[: found[0].end]
    last = before.count("\n") + 1
    return last - before[found[0].start :].count("\n"), last


def longest_beginning(text: DocumentText, words: str) -> tuple[str, int] | None:
    """Return the longest run of leading words that the text holds, and its first paragraph; None: no match."""
    parts = words.split()
    for count in range(len(parts) - 1, 0, -1):
        beginning = " ".join(parts[:count])
        if found := find_alike(text, beginning):
            return beginning, found[0].paragraph
    return None


def find_by_digest(text: DocumentText, wanted: Iterable[tuple[int | None, str]]) -> Mapping[str, list[Quote]]:
    """Find quotes of which only the length and the digest are known.

    Args:
        text: The text to search.
        wanted: Length in code points and SHA-256 of each quote; a quote without a length is a whole paragraph.

    Returns:
        The quotes by digest, in text order.
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
    composed = unicodedata.normalize("NFC", words)
    return r"\s+".join("".join(map(_character, word)) for word in composed.split())


def _character(character: str) -> str:
    for forms in (*_ALIKE, _DASHES):
        if character in forms:
            return f"[{re.escape(forms)}]"
    apart = unicodedata.normalize("NFD", character)
    return re.escape(character) if apart == character else f"(?:{re.escape(character)}|{re.escape(apart)})"


_SHOWN_PLACES: Final = 3


class Outcome(StrEnum):
    """The result of checking a document against its copy."""

    PROVEN = "proven"
    REFUTED = "does not hold"
    UNVERIFIED = "not verified"


@dataclass(frozen=True, slots=True)
class Proof:
    """The result of checking one document and its citations against its copy.

    Attributes:
        document: Key of the document.
        outcome: Whether everything holds, something does not, or there is no copy.
        copy: The copy; None if there is none.
        citations: Number of citations of its paragraphs.
        quotes: Number of these citations that have a span or the digest of a quote.
        problems: The problems, in the order of the seeds.
    """

    document: str
    outcome: Outcome
    copy: Path | None
    citations: int
    quotes: int
    problems: tuple[Problem, ...] = ()

    def with_problems(self, found: Iterable[Problem]) -> Proof:
        """Return the proof with further problems."""
        return replace(self, outcome=Outcome.REFUTED, problems=tuple(sorted({*self.problems, *found})))


def prove(seeds: Seeds, copies: Copies) -> list[Proof]:
    """Check every document whose text the seeds describe, its citations and what they say is printed, against its copy.

    Args:
        seeds: The rows of the seed files.
        copies: The curator's copies of the documents.

    Returns:
        A proof for each document with a digest, in the order of the seeds. Reference works have no digest.
    """
    cited: dict[str, list[Row]] = defaultdict(list)
    for row in seeds.rows["citations"]:
        if row.values["paragraph"] is not None:
            cited[row.values["document_key"]].append(row)
    described = [row for row in seeds.rows["documents"] if row.values["sha256"] is not None]
    proofs = [_prove_document(row, cited[row.values["key"]], copies) for row in described]
    found: dict[str, list[Problem]] = defaultdict(list)
    faulty = {problem.position for proof in proofs for problem in proof.problems}
    texts = unchanged_texts(seeds, copies)
    for document, problem in chain(misplaced(seeds, texts), unprinted(seeds, texts, faulty)):
        found[document].append(problem)
    return [proof.with_problems(found[proof.document]) if proof.document in found else proof for proof in proofs]


def unchanged_texts(seeds: Seeds, copies: Copies) -> dict[str, DocumentText]:
    """Return the text of each document of which there is a copy as it was described, by key."""
    texts: dict[str, DocumentText] = {}
    for key, sha256 in ((row.values["key"], row.values["sha256"]) for row in seeds.rows["documents"]):
        copy = copies.find(key, sha256) if sha256 else None
        if copy is not None and not copy.is_changed:
            with suppress(UnreadableTextError):
                texts[key] = copy.text()
    return texts


def _prove_document(document: Row, citations: Sequence[Row], copies: Copies) -> Proof:
    key = document.values["key"]
    copy = copies.find(key, document.values["sha256"])
    quotes = sum(_is_quote(citation.values) for citation in citations)
    if copy is None:
        return Proof(key, Outcome.UNVERIFIED, None, len(citations), quotes)
    problems = tuple(sorted(set(_problems(document, citations, copy))))
    outcome = Outcome.REFUTED if problems else Outcome.PROVEN
    return Proof(key, outcome, copy.path, len(citations), quotes, problems)


def _is_quote(citation: Mapping[str, Any]) -> bool:
    return citation["span_start"] is not None or citation["quote_sha256"] is not None


def _problems(document: Row, citations: Sequence[Row], copy: Copy) -> Iterator[Problem]:
    try:
        text = copy.text()
    except UnreadableTextError as error:
        yield Problem(document.position("sha256"), "E-text", error.what, error.hint)
        return
    if copy.is_changed:
        yield _changed(document, copy, text)
        yield from _unproven(document, citations)
    else:
        yield from _miscounted(document, text)
    yield from _misplaced(citations, text)


def _changed(document: Row, copy: Copy, text: DocumentText) -> Problem:
    what = f"{copy.path.name} is not the text that was described"
    hint = (
        "put the old copy back; or describe this text and mend the citations that moved: "
        f"sha256: {text.sha256}, characters: {text.characters}, paragraphs: {len(text.paragraphs)}"
    )
    return Problem(document.position("sha256"), "E-changed", what, hint)


def _unproven(document: Row, citations: Sequence[Row]) -> Iterator[Problem]:
    count = sum(citation.values["quote_sha256"] is None for citation in citations)
    if count:
        what = (
            f"{count} of {len(citations)} citations carry no quote_sha256, so that it cannot be told whether they moved"
        )
        hint = "compare their paragraphs with the old copy"
        yield Problem(document.position("sha256"), "E-unproven", what, hint)


def _miscounted(document: Row, text: DocumentText) -> Iterator[Problem]:
    counted = {"characters": text.characters, "paragraphs": len(text.paragraphs)}
    columns = {"characters": "character_count", "paragraphs": "paragraph_count"}
    for field, count in counted.items():
        written = document.values[columns[field]]
        if written is not None and written != count:
            what = f"the text has {count} {field}, not {written}"
            yield Problem(document.node.at((field,)), f"E-{field}", what, f"write {field}: {count}")


def _misplaced(citations: Sequence[Row], text: DocumentText) -> Iterator[Problem]:
    """Yield a problem for each citation that does not match the text, with the place of its quote now."""
    wrong = [(citation, reason) for citation in citations if (reason := _objection(citation.values, text))]
    digests = {(_length(row.values), row.values["quote_sha256"]) for row, _ in wrong if row.values["quote_sha256"]}
    found = find_by_digest(text, digests)
    for citation, (code, what) in wrong:
        yield Problem(citation.node.position, code, what, _advice(citation.values, found))


def _objection(citation: Mapping[str, Any], text: DocumentText) -> tuple[str, str] | None:
    """Return the code and the reason why a citation does not match the text; None if it does."""
    paragraph, count = citation["paragraph"], len(text.paragraphs)
    if paragraph > count:
        return "E-paragraph", f"there is no paragraph {paragraph}; the copy has {count}"
    size = len(text.paragraphs[paragraph - 1])
    start, end = citation["span_start"], citation["span_end"]
    quote = Quote(paragraph, start or 0, size if end is None else end)
    if quote.end > size:
        return "E-span", f"span {quote.span} runs past the end of paragraph {paragraph}, which has {size} characters"
    if citation["quote_sha256"] not in {None, quote_digest(quote.words(text))}:
        place = f"paragraph {paragraph}" if end is None else str(quote)
        return "E-quote", f"{place} does not hold the quoted text"
    return None


def _length(citation: Mapping[str, Any]) -> int | None:
    start, end = citation["span_start"], citation["span_end"]
    return None if end is None else end - start


def _advice(citation: Mapping[str, Any], found: Mapping[str, Sequence[Quote]]) -> str:
    sha256 = citation["quote_sha256"]
    if sha256 is None:
        return "cite it anew with: warehouse seeds cite"
    places = found.get(sha256, ())
    if not places:
        return "its text stands nowhere in the copy; read the document again"
    if len(places) > 1:
        listed = "; ".join(map(str, places[:_SHOWN_PLACES]))
        return f"its text stands in {len(places)} places: {listed}{' …' if len(places) > _SHOWN_PLACES else ''}"
    return f"its text now stands in {places[0]}; write {full_citation(citation['document_key'], places[0], sha256)}"
