"""The pages of documents: every fact a document carries, paragraph by paragraph."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from warehouse.publish import addresses
from warehouse.publish.facts import Notes, shown
from warehouse.publish.parts import beside, in_parts
from warehouse.publish.things import details
from warehouse.publish.views import Count, Document, Entry, Index, Link, Page, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from warehouse.publish.shelf import Known
    from warehouse.publish.site import Building
    from warehouse.publish.views import Fact, Part


class _Where(NamedTuple):
    """A paragraph, or a section of a reference work."""

    paragraph: int | None
    locator: str | None

    @property
    def id(self) -> str:
        return addresses.place_id(self.paragraph, self.locator)

    @property
    def name(self) -> str:
        return f"¶{self.paragraph}" if self.paragraph is not None else self.locator or ""


def index(building: Building) -> Count:
    """Write the index of documents, the latest first, let each be found, and count them."""
    entries = []
    for row in building.reader.stream("documents"):
        path = addresses.document(row.document_key)
        dated = f"{row.kind}, {row.page_date}" if row.page_date else row.kind
        entries.append(Entry(Link(row.title, path), dated, row.publisher_name or row.section, row.fact_count))
        building.search.add(row.title, dated, path, also=row.document_key)
    for path, part, found in in_parts(entries, addresses.DOCUMENTS.path or ""):
        page = Page(path, "Documents", "What the facts were taken from", "documents", [addresses.START])
        building.writer.page("list", page, index=Index("Documents", found, len(entries), part))
    return Count("Documents", len(entries), addresses.DOCUMENTS.path or "")


def pages(building: Building) -> None:
    """Write the pages of all documents."""
    key, reader = attrgetter("document_key"), building.reader
    for document, rows in beside(reader.stream("documents"), key, reader.stream("facts-of-documents"), key):
        _pages(document, rows, building)


def _pages(document: Any, rows: Sequence[Any], building: Building) -> None:  # noqa: ANN401 - a row of the server
    parts = list(in_parts(rows, addresses.document(document.document_key)))
    where_first: dict[_Where, str] = {}
    for path, _, found in parts:
        for row in found:
            where_first.setdefault(_Where(row.paragraph, row.locator), path)
    for path, part, found in parts:
        known = building.shelf.facts(row.fact_key for row in found)
        paragraphs = list(_paragraphs(found, known, document.document_key))
        if part is not None and part.number == 1:
            here = {paragraph.id for paragraph in paragraphs}
            paragraphs += [
                Paragraph(where.id, where.name, (), f"{there}#{where.id}")
                for where, there in where_first.items()
                if where.id not in here
            ]
        view = _view(document, rows, paragraphs, part)
        page = Page(path, document.title, _about(document), "documents", [addresses.START, addresses.DOCUMENTS])
        building.writer.page("document", page, document=view)


def _paragraphs(rows: Sequence[Any], known: Mapping[str, Known], document_key: str) -> Iterator[Paragraph]:
    """Put the facts under their paragraphs; marks are the other places that say them."""
    notes = Notes()
    for where, group in groupby(rows, key=lambda row: _Where(row.paragraph, row.locator)):
        facts: list[Fact] = []
        for row in group:
            found = known[row.fact_key]
            here = (document_key, where.paragraph, where.locator)
            others = [place for place in found.places if place[:3] != here]
            facts.append(shown(found, notes, places=others))
        yield Paragraph(where.id, where.name, facts)


def _view(document: Any, rows: Sequence[Any], paragraphs: Sequence[Paragraph], part: Part | None) -> Document:  # noqa: ANN401 - a row of the server
    cited = {row.paragraph for row in rows}
    publisher = document.publisher_entity_key and f"entities/{document.publisher_entity_key}"
    return Document(
        key=document.document_key,
        details=list(
            details(
                (
                    ("Kind", document.kind, None),
                    ("Section", document.section, None),
                    ("Publisher", document.publisher_name, publisher),
                    ("Date on its page", document.page_date and document.page_date.isoformat(), None),
                    ("Published on", document.published_on and document.published_on.isoformat(), None),
                    ("Language", document.language, None),
                    ("Paragraphs", document.paragraph_count and str(document.paragraph_count), None),
                    ("Characters", document.character_count and f"{document.character_count:,}", None),
                    ("SHA-256 of the curator's copy", document.text_sha256, None),
                )
            )
        ),
        url=document.url,
        paragraphs=paragraphs,
        uncited=None if document.paragraph_count is None else document.paragraph_count - len(cited),
        total=len({row.fact_key for row in rows}),
        part=part,
    )


def _about(document: Any) -> str:  # noqa: ANN401 - a row of the server
    said = ", ".join(str(part) for part in (document.kind, document.section, document.page_date) if part)
    return f"What it says, paragraph by paragraph ({said})"
