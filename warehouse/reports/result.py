"""The answer of a report: documented columns, rows that stream, and the citations they carry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from warehouse.reports.header import ColumnDoc
    from warehouse.reports.library import Report
    from warehouse.reports.values import Value

NUMBER_TYPES: Final = frozenset({"integer", "bigint", "numeric", "double precision"})


@dataclass(frozen=True, slots=True)
class Column:
    """A shown column: its name, its PostgreSQL type and what the report says about it."""

    name: str
    type: str
    doc: ColumnDoc

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers."""
        return self.type in NUMBER_TYPES


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document that says what cells show; numbered by first appearance.

    Attributes:
        number: The mark that stands beside the cells.
        document: Key of the document.
        title: Its title.
        section: Section of the publication; None: not shown.
        page_date: Date the page shows, year-month-day; None: none.
        paragraph: Number of the paragraph; None for a reference work.
        locator: Where in the document, as a text.
    """

    number: int
    document: str
    title: str
    section: str | None
    page_date: str | None
    paragraph: int | None
    locator: str

    @property
    def short(self) -> str:
        """Document and place in one word, as in ``article-key#18``."""
        return f"{self.document}#{self.paragraph if self.paragraph is not None else self.locator}"

    @property
    def line(self) -> str:
        """Title, section, date and place, as a list of sources shows them."""
        return ", ".join(part for part in (self.title, self.section, self.page_date, self.locator) if part)


class Row(NamedTuple):
    """A row: the cells as text (None: no value), and the citations of each cell."""

    cells: tuple[str | None, ...]
    marks: tuple[tuple[Citation, ...], ...]


@dataclass(frozen=True, slots=True)
class RunInfo:
    """When and on what the report ran.

    Attributes:
        started_at: When its snapshot was opened, ISO 8601 in UTC.
        load_run: Number of the latest finished load; None: none, or hidden from this account.
        schema_revision: Migration the database was at in that load; None: as for ``load_run``.
        software_version: Version of the software that ran it.
        as_of: The moment it looked at, ISO 8601; None: when it started.
    """

    started_at: str
    load_run: int | None
    schema_revision: str | None
    software_version: str
    as_of: str | None = None


@dataclass(slots=True)
class Result:
    """An answer being read; valid only while the snapshot it was opened in is.

    Attributes:
        report: The report.
        values: The value of each parameter.
        columns: The shown columns.
        run: When and on what it ran.
        rows: The rows, once.
        citations: Those of the rows read so far, by number.
        lines: In the place of the rows, and much faster: the same cells as lines of csv in UTF-8, without line ends, in
            batches; no value is nothing, an empty text is a pair of quotes. None: cells carry sources.
    """

    report: Report
    values: Mapping[str, Value]
    columns: Sequence[Column]
    run: RunInfo
    rows: Iterator[Row]
    citations: list[Citation] = field(default_factory=list)
    lines: Iterator[Sequence[bytes]] | None = None
