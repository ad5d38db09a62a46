"""What the pages show: frozen records of texts and links, made by the rooms' readers and set by the templates.

Every ``path`` is that of a file from the root of the site, such as ``entities/posco-international.html#sources``; a
page makes it relative to itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "Cell",
    "Change",
    "Column",
    "Count",
    "Detail",
    "Dictionary",
    "Document",
    "Download",
    "Entry",
    "Fact",
    "Front",
    "Headline",
    "Index",
    "Lineage",
    "Link",
    "Load",
    "Page",
    "Paragraph",
    "Parameter",
    "Part",
    "Picture",
    "Question",
    "Report",
    "ReportEntry",
    "Section",
    "Site",
    "Source",
    "Table",
    "TableColumn",
    "TableGroup",
    "Thing",
]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a source says.

    Attributes:
        key: Its identity; ``fact-KEY`` is its id on the page of what it is about.
        says: What is said, in our own words; figures, dates and titles as printed.
        about: What it is about; None on the page of that thing.
        names: Other things it names.
        date: Its date or period as an EDTF value.
        modality: occurred, in force, planned, intended, exploring, expected, pledged or assessed; None: it only names.
        said_by: Who says so according to the document; None: the document itself.
        basis: stated, inferred or reference.
        note: What a reader must know to use it.
        is_disputed: Whether an open question involves it.
        is_deprecated: Whether it is kept but no longer held; ``rank_reason`` says why.
        rank_reason: Why its rank is not normal.
        marks: Its sources.
        questions: The questions it is involved in, where sources differ.
    """

    key: str
    says: str
    about: Link | None
    names: Sequence[Link]
    date: str | None
    modality: str | None
    said_by: Link | None
    basis: str
    note: str | None
    is_disputed: bool
    is_deprecated: bool
    rank_reason: str | None
    marks: Sequence[Source]
    questions: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Facts of one kind under a heading; ``key`` is the id of the heading."""

    key: str
    title: str
    facts: Sequence[Fact]


class Detail(NamedTuple):
    """A property of a thing."""

    name: str
    value: Link


@dataclass(frozen=True, slots=True)
class Thing:
    """The page of an entity, agreement, strategy, list or any other thing.

    Attributes:
        family: What it is, as one word to read: entity, agreement, mineral list …
        kind: Its kind within that.
        key: Its key.
        details: Its properties.
        about: Facts about it, under headings.
        naming: Facts about other things that name it, under headings.
        total: Facts on all parts together.
        part: Which part this page is; None: the only one.
        sources: The sources of the marks on this page, by number.
    """

    family: str
    kind: str | None
    key: str
    details: Sequence[Detail]
    about: Sequence[Section]
    naming: Sequence[Section]
    total: int
    part: Part | None
    sources: Sequence[Source]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of an index."""

    link: Link
    kind: str | None
    country: str | None
    facts: int


@dataclass(frozen=True, slots=True)
class Index:
    """An index of the things of one family, or of the documents."""

    family: str
    entries: Sequence[Entry]
    total: int
    part: Part | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A place of a document and the facts that cite it; ``path`` leads to them where they stand on another part."""

    id: str
    place: str
    facts: Sequence[Fact]
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The page of a document: what it is, and the facts of each of its paragraphs; ``url`` may be any text."""

    key: str
    details: Sequence[Detail]
    url: str | None
    paragraphs: Sequence[Paragraph]
    uncited: int | None
    total: int
    part: Part | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question on which sources differ, and what each of them says; ``id`` is that of its heading."""

    id: str
    key: str
    question: str
    status: str
    resolution: str | None
    note: str | None
    sides: Sequence[Fact]
    marks: Sequence[Source] = ()


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of the data dictionary."""

    name: str
    type: str
    meaning: str
    unit: str | None
    empty: str | None
    refers: Link | None
    is_key: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view of the data dictionary."""

    name: str
    grain: str
    key: Sequence[str]
    is_table: bool
    columns: Sequence[TableColumn]
    referring: Sequence[Link]
    reports: Sequence[Link]


@dataclass(frozen=True, slots=True)
class TableGroup:
    """Tables of one sort under a heading."""

    key: str
    title: str
    about: str
    tables: Sequence[Table]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The data dictionary: rules, the file of the diagram, and every table."""

    rules: Sequence[tuple[str, str]]
    diagram: str
    groups: Sequence[TableGroup]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a report."""

    name: str
    type: str
    meaning: str
    unit: str | None
    empty: str | None
    is_number: bool
    is_grain: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a report; ``text`` None: no value."""

    text: str | None
    marks: Sequence[Source] = ()


class Parameter(NamedTuple):
    """A parameter of a report: the value used, and what it does."""

    name: str
    type: str
    value: str | None
    help: str


class Download(NamedTuple):
    """A file with the whole answer; ``size`` to read, such as ``12 kB``."""

    name: str
    path: str
    size: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """What something reads: a table or view, and what that reads in turn."""

    link: Link
    reads: Sequence[Lineage] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The page of a report.

    Attributes:
        name: Its name on the command line.
        question: The question it answers.
        parameters: The parameters and their values here.
        command: The command that gives the same answer.
        chart: Its chart as SVG that has no style of its own; None: it has none.
        columns: Its columns.
        rows: The rows shown.
        total: All rows of the answer; the downloads hold them.
        downloads: Files with the whole answer.
        sql: The statement.
        lineage: What it reads.
        sources: The sources of the marks.
        refusal: Why it could not be answered here, such as a parameter without a value; None: it was.
    """

    name: str
    question: str
    parameters: Sequence[Parameter]
    command: str
    chart: str | None
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: int
    downloads: Sequence[Download]
    sql: str
    lineage: Sequence[Lineage]
    sources: Sequence[Source]
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A report in the index of reports; ``chart`` is its picture, a file."""

    link: Link
    name: str
    question: str
    rows: int
    chart: str | None


@dataclass(frozen=True, slots=True)
class Picture:
    """A report's chart on another page."""

    title: str
    question: str
    svg: str
    path: str


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that a load added, changed, retired or renamed."""

    operation: str
    about: Link
    says: str
    where: str | None


@dataclass(frozen=True, slots=True)
class Load:
    """A load: when it was, what it changed, and the changes themselves (or the first of them)."""

    number: int
    path: str
    loaded_at: str
    facts: int
    added: int
    changed: int
    retired: int
    version: str
    git_revision: str | None
    changes: Sequence[Change] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure for the start page: the figure as printed, what it is, what it is about, who says so."""

    figure: str
    what: str
    about: Link
    date: str | None
    modality: str | None
    marks: Sequence[Source]


@dataclass(frozen=True, slots=True)
class Front:
    """The start page."""

    headlines: Sequence[Headline]
    pictures: Sequence[Picture]
    ways: Sequence[Count]
    newest: Sequence[Fact]
    open_questions: Sequence[Link]
    loads: Sequence[Load]
    sources: Sequence[Source] = field(default=())


class Link(NamedTuple):
    """A text that leads somewhere, or nowhere if ``path`` is None."""

    text: str
    path: str | None = None


class Count(NamedTuple):
    """How many there are of something, and where they are listed."""

    name: str
    number: int
    path: str


@dataclass(frozen=True, slots=True)
class Site:
    """The snapshot that all pages show.

    Attributes:
        title: Title of the site.
        about: What the warehouse holds, in a sentence or two.
        load: Number of the load it shows.
        loaded_at: When that was, ISO 8601 in UTC, to the second.
        as_of: The moment asked for, where it is a state of the past.
        facts: Facts in it.
        newest_document: Latest date that a document's page shows, year-month-day.
        version: Version of the software.
        revision: Revision of the schema.
        families: The indexes of things, in the order of the menu.
    """

    title: str
    about: str
    load: int
    loaded_at: str
    as_of: str | None
    facts: int
    newest_document: str | None
    version: str
    revision: str
    families: Sequence[Count]


@dataclass(frozen=True, slots=True)
class Page:
    """What every page says of itself.

    Attributes:
        path: Where it stands.
        title: Its title and first heading.
        about: What stands on it, in a sentence.
        menu: The entry of the main menu it belongs to: start, reports, things, documents, disagreements, changes,
            dictionary, about or search.
        crumbs: The way to it, from the start page, itself left out.
    """

    path: str
    title: str
    about: str
    menu: str
    crumbs: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a long answer a page holds: ``number`` of ``count``, and where the others are."""

    number: int
    count: int
    first: str
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a document, as a page's list of sources shows it.

    Attributes:
        number: The mark that stands beside what it says.
        title: Title of the document.
        section: Section of the publication.
        page_date: Date its page shows, year-month-day.
        place: Paragraph or section, such as ``¶15``.
        path: That place on the page of the document.
        document: The document's key.
    """

    number: int
    title: str
    section: str | None
    page_date: str | None
    place: str
    path: str
    document: str

    @property
    def line(self) -> str:
        """Title, section, date and place."""
        return ", ".join(part for part in (self.title, self.section, self.page_date, self.place) if part)
