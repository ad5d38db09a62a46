"""Prove the citations of the seeds against the curator's copies of the documents.

Comes in: checked seeds and a folder of copies. Goes out: for each document whose text the seeds describe, what was
proven and what does not hold, at the line of the seed that says otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from warehouse.seeds.quotes import Quote, find_by_digest, full_citation
from warehouse.seeds.texts import UnreadableTextError, quote_digest
from warehouse.strictyaml import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from warehouse.seeds.reading import Seeds
    from warehouse.seeds.rows import Row
    from warehouse.seeds.texts import Copies, Copy, DocumentText

_SHOWN_PLACES: Final = 3


class Outcome(StrEnum):
    """What a document's copy says about the seeds."""

    PROVEN = "proven"
    REFUTED = "does not hold"
    UNVERIFIED = "not verified"


@dataclass(frozen=True, slots=True)
class Proof:
    """What could be proven about one document.

    Attributes:
        document: Its key.
        outcome: Whether everything holds, something does not, or there is no copy.
        copy: The file it was held against; None if there is none.
        citations: Number of citations of its paragraphs.
        quotes: How many of them carry a span or the digest of a quote.
        problems: What does not hold, in the order of the seeds.
    """

    document: str
    outcome: Outcome
    copy: Path | None
    citations: int
    quotes: int
    problems: tuple[Problem, ...] = ()


def prove(seeds: Seeds, copies: Copies) -> list[Proof]:
    """Hold every document whose text the seeds describe against its copy, and its citations too.

    Returns:
        A proof for each document with a digest, in the order of the seeds; reference works have none.
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
    problems = tuple(sorted(_problems(document, citations, copy)))
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
    """Name every citation whose place is not in the text or holds other words, with where its quote stands now."""
    wrong = [(citation, reason) for citation in citations if (reason := _objection(citation.values, text))]
    digests = {(_length(row.values), row.values["quote_sha256"]) for row, _ in wrong if row.values["quote_sha256"]}
    found = find_by_digest(text, digests)
    for citation, (code, what) in wrong:
        yield Problem(citation.node.position, code, what, _advice(citation.values, found))


def _objection(citation: Mapping[str, Any], text: DocumentText) -> tuple[str, str] | None:
    """Say why the citation does not hold, as code and finding; None if it does."""
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
