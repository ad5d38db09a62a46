"""Citations and the texts of documents: quotes and their digests, proofs against the copies, and coverage."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from warehouse.errors import ConfigurationError, InvalidSource, PermissionRefused, UsageError
from warehouse.yamlfiles import Problem, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from warehouse.seeds.reader import Seeds
    from warehouse.seeds.rows import Row

_ALIKE: Final = ("'\u2018\u2019\u201a\u201b\u02bc\u2032`\u00b4", '"\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb')
_DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"


@dataclass(frozen=True, order=True, slots=True)
class Quote:
    """A span of a paragraph.

    Attributes:
        paragraph: Number of the paragraph, from 1.
        start: First code point of the quote in the paragraph, from 0.
        end: The code point after the last one.
    """

    paragraph: int
    start: int
    end: int

    def __str__(self) -> str:
        return f"paragraph {self.paragraph}, span {self.span}"

    @property
    def span(self) -> str:
        """The span as a seed file states it."""
        return f"{self.start}-{self.end}"

    def words(self, text: DocumentText) -> str:
        """Return the quoted words."""
        return text.paragraphs[self.paragraph - 1][self.start : self.end]

    def surroundings(self, text: DocumentText, width: int = 30) -> tuple[str, str]:
        """Return the text before and after the quote, at most ``width`` code points each."""
        whole = text.paragraphs[self.paragraph - 1]
        return whole[max(0, self.start - width) : self.start], whole[self.end : self.end + width]


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


_BYTE_ORDER_MARK: Final = "\ufeff"


class UnreadableTextError(InvalidSource):
    """A copy is not UTF-8, or starts with a byte order mark, so its code points cannot be counted."""


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The text of a document.

    Attributes:
        sha256: SHA-256 of the file's bytes, in hexadecimal digits.
        characters: Number of code points, line ends included.
        paragraphs: The non-empty lines without their line ends; the first is paragraph 1.
    """

    sha256: str
    characters: int
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that holds the text of a document, or once held it.

    Attributes:
        path: Path of the file.
        sha256: SHA-256 of its bytes.
        is_changed: Whether only the name matches, since the bytes are not those of the document.
    """

    path: Path
    sha256: str
    is_changed: bool

    def text(self) -> DocumentText:
        """Read the text.

        Raises:
            UnreadableTextError: The file is not UTF-8, or starts with a byte order mark.
            PermissionRefused: The file cannot be read.
        """
        return read_text(self.path)


@dataclass(frozen=True, slots=True)
class Copies:
    """The files of a documents folder.

    Attributes:
        folder: Path of the folder.
        by_digest: By SHA-256, the file with these bytes; of equal files, the first by name.
        by_name: By file, the SHA-256 of its bytes.
    """

    folder: Path
    by_digest: dict[str, Path]
    by_name: dict[Path, str]

    def find(self, key: str, sha256: str) -> Copy | None:
        """Return the copy of a document; None: there is none.

        The copy is the file with these bytes, or else ``KEY.txt``, which then counts as changed.

        Args:
            key: Key of the document.
            sha256: SHA-256 of the text that the seeds describe.
        """
        path = self.by_digest.get(sha256)
        if path is not None:
            return Copy(path, sha256, is_changed=False)
        path = self.folder / f"{key}.txt"
        return Copy(path, self.by_name[path], is_changed=True) if path in self.by_name else None


def list_copies(folder: Path | None) -> Copies:
    """Compute the digest of every file in the documents folder; hidden files and subfolders are left out.

    Raises:
        ConfigurationError: No folder is named, or it does not exist.
        PermissionRefused: The folder or a file in it cannot be read.
    """
    hint = "Name the folder of your copies of the documents with --documents, WAREHOUSE_DOCUMENTS or in warehouse.toml."
    if folder is None:
        raise ConfigurationError("no documents folder is named", hint=hint)
    if not folder.is_dir():
        raise ConfigurationError(f"no documents folder at {folder}", hint=hint)
    try:
        names = sorted(folder.iterdir())
    except OSError as error:
        raise _refused(folder, error) from error
    by_name = {path: _digest(path) for path in names if path.is_file() and not path.name.startswith(".")}
    return Copies(folder, {sha256: path for path, sha256 in reversed(by_name.items())}, by_name)


def read_text(path: Path) -> DocumentText:
    """Read a file as the text of a document.

    Raises:
        UnreadableTextError: The file is not UTF-8, or starts with a byte order mark, which would count as a character.
        PermissionRefused: The file cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _refused(path, error) from error
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"{path.name}, line {line}: byte 0x{content[error.start]:02x} is not UTF-8"
        raise UnreadableTextError(what, hint="Save the text as UTF-8 and describe that file in the seeds.") from error
    if text.startswith(_BYTE_ORDER_MARK):
        hint = "Save it as UTF-8 without one and describe that file in the seeds."
        raise UnreadableTextError(f"{path.name} starts with a byte order mark", hint=hint)
    return DocumentText(hashlib.sha256(content).hexdigest(), len(text), paragraphs_of(text))


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Return the lines that hold at least one non-blank character."""
    return tuple(line.removesuffix("\r") for line in text.split("\n") if line.strip())


def quote_digest(quote: str) -> str:
    """Return the SHA-256 of a quote in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(quote.encode()).hexdigest()


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise _refused(path, error) from error


def _refused(path: Path, error: OSError) -> PermissionRefused:
    return PermissionRefused(f"cannot read {path}: {error.strerror}", hint="Check that it exists and its permissions.")


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


def prove(seeds: Seeds, copies: Copies) -> list[Proof]:
    """Check every document whose text the seeds describe, and its citations, against its copy.

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
    return [_prove_document(row, cited[row.values["key"]], copies) for row in described]


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


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the facts cite a document.

    Attributes:
        document: Key of the document.
        sha256: SHA-256 of its text; None if the seeds do not record it.
        facts: Number of facts that cite each paragraph; the first is paragraph 1.
        fact_count: Number of facts that cite any paragraph.
    """

    document: str
    sha256: str | None
    facts: tuple[int, ...]
    fact_count: int

    @property
    def uncovered(self) -> int:
        """The number of paragraphs that no fact cites."""
        return self.facts.count(0)

    def uncovered_first(self) -> list[tuple[int, int]]:
        """Return the number of each paragraph and of its facts, uncovered ones first, then in text order."""
        return sorted(enumerate(self.facts, start=1), key=lambda paragraph: (paragraph[1] > 0, paragraph[0]))


def cover(seeds: Seeds, document: str) -> Coverage:
    """Count the facts that cite each paragraph of the document with this key.

    Raises:
        UsageError: The document does not exist, or its paragraphs are not numbered.
    """
    documents = {row.values["key"]: row.values for row in seeds.rows["documents"]}
    if document not in documents:
        raise UsageError(f'no document "{document}" in the seeds', hint=nearest(document, documents))
    count = documents[document]["paragraph_count"]
    if count is None:
        raise UsageError(f'"{document}" has no numbered paragraphs', hint="It is cited by section.")
    cited: dict[int, set[object]] = defaultdict(set)
    for row in seeds.rows["citations"]:
        if row.values["document_key"] == document:
            cited[row.values["paragraph"]].add(row.values["fact_id"])
    facts = tuple(len(cited[number]) for number in range(1, count + 1))
    return Coverage(document, documents[document]["sha256"], facts, len(set().union(*cited.values())))
