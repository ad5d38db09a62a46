"""The formats for reference managers: the cited documents as CSL-JSON, which Zotero imports, or as BibTeX.

An entry holds only what the warehouse knows of a document. Nobody is named as its author.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any, Final

from warehouse.errors import UsageError
from warehouse.reports.formats.json import harmless
from warehouse.yamlfiles import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from warehouse.reports.result import Document, Result


def write_csl_json(result: Result, stream: IO[str], _width: int | None) -> None:
    """Write the documents that the answer cites as CSL-JSON.

    Raises:
        UsageError: The report names no sources.
    """
    write_items(cited(result), stream)


def write_bibtex(result: Result, stream: IO[str], _width: int | None) -> None:
    """Write the documents that the answer cites as BibTeX.

    Raises:
        UsageError: The report names no sources.
    """
    write_entries(cited(result), stream)


def cited(result: Result) -> Sequence[Document]:
    """Read all rows of an answer and return the documents that its cells cite, in the order of their keys.

    Raises:
        UsageError: The report names no sources.
    """
    if not result.report.header.cite:
        what = f"report {result.report.name} names no sources"
        raise UsageError(what, hint='Choose another format; "warehouse documents export" writes all documents.')
    for _ in result.rows:
        pass
    return result.documents()


def write_items(found: Iterable[Document], stream: IO[str]) -> None:
    """Write documents as a list of CSL-JSON items, one a line."""
    before = "[\n"
    for document in found:
        stream.write(before + harmless(json.dumps(csl_item(document), ensure_ascii=False)))
        before = ",\n"
    stream.write("[]\n" if before == "[\n" else "\n]\n")


NEWSPAPER: Final = "article-newspaper"


def csl_item(document: Document) -> dict[str, Any]:
    """Return a document as an item of CSL-JSON; what is not known is left out.

    CSL has no variable for a licence. It stands in the note, which Zotero shows as Extra; it drops what is ``custom``.
    """
    container = document.publisher_name if document.citation_type == NEWSPAPER else None
    fields = {
        "id": document.document_key,
        "type": document.citation_type or "document",
        "genre": None if document.citation_type else document.kind,
        "title": document.title,
        "container-title": container,
        "publisher": document.publisher_name,
        "section": document.section,
        "issued": document.issued and {"date-parts": [[int(part) for part in document.issued.split("-")]]},
        "URL": document.url or document.archive_url,
        "archive_location": document.archive_url if document.url else None,
        "language": document.language,
        "note": document.licence and f"Licence: {document.licence}",
    }
    return {name: value for name, value in fields.items() if value}


def write_entries(found: Iterable[Document], stream: IO[str]) -> None:
    """Write documents as BibTeX entries in UTF-8, a blank line between two."""
    stream.write("\n".join(entry(*_entry(document)) for document in found))


_ENTRY_TYPES: Final = {NEWSPAPER: ("article", "journal"), "report": ("techreport", "institution")}
"""By CSL type, the type of the BibTeX entry, and the name of its field for the publisher."""


def _entry(document: Document) -> tuple[str, str, dict[str, str | None]]:
    kind, publisher = _ENTRY_TYPES.get(document.citation_type or "", ("misc", "publisher"))
    if document.publisher_name is None:
        kind = "misc"  # the other types cannot be without
    archived = document.archive_url if document.url else None
    notes = [document.section and f"Section: {document.section}", archived and f"Archived: {archived}"]
    return kind, document.document_key, {
        "title": document.title,
        publisher: document.publisher_name,
        **dated(document.issued),
        "type": None if document.citation_type else document.kind,
        "note": ". ".join(note for note in notes if note),
        "url": document.url or document.archive_url,
        "language": document.language,
        "copyright": document.licence,
    }  # fmt: skip


_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def dated(day: str | None) -> dict[str, str | None]:
    """Return the fields of a date: year and month for BibTeX, the whole date for biblatex."""
    if day is None:
        return {}
    year, *rest = day.split("-")
    return {"year": year, "month": _MONTHS[int(rest[0]) - 1] if rest else None, "date": day}


_IN_TEXT: Final = str.maketrans({
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
})  # fmt: skip
"""What LaTeX would take for a command. Braces become words, because BibTeX counts braces even behind a backslash."""

_IN_URL: Final = str.maketrans({sign: f"%{ord(sign):02X}" for sign in ("\\", "{", "}", *map(chr, range(33)), "\x7f")})


def entry(kind: str, key: str, fields: Mapping[str, str | None]) -> str:
    """Return a BibTeX entry.

    Args:
        kind: Type of the entry, such as misc.
        key: Citation key.
        fields: Values by name, as plain text; None: the field is left out.
    """
    lines = "".join(f"  {name} = {value},\n" for name, value in _values(fields))
    return f"@{kind}{{{key},\n{lines}}}\n"


def _values(fields: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    for name, text in fields.items():
        if not text:
            continue
        if name == "month":
            yield name, text
        elif name == "url":
            yield name, f"{{{visible(text).translate(_IN_URL)}}}"
        else:
            value = visible(" ".join(text.split())).translate(_IN_TEXT)
            # The inner braces keep the capitals of a title.
            yield name, f"{{{{{value}}}}}" if name == "title" else f"{{{value}}}"
