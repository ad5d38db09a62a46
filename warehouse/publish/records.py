"""The records that several pages show: frozen dataclasses of texts and links, which the templates render.

Every ``path`` is relative to the root of the site, such as ``entities/posco-international.html#sources``. The templates
make it relative to the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.publish.states import State
    from warehouse.publish.story import Story
    from warehouse.publish.wording import Piece, Quote

__all__ = [
    "Amount",
    "Cell",
    "Change",
    "Column",
    "Count",
    "Detail",
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
    "Number",
    "Page",
    "Paragraph",
    "Parameter",
    "Part",
    "Picture",
    "Question",
    "Report",
    "ReportEntry",
    "Section",
    "Series",
    "SeriesRow",
    "Site",
    "Source",
    "Thing",
]


class Number(NamedTuple):
    """A number to read.

    Attributes:
        text: How it is shown, such as ``1.76 tn``.
        value: The number as a program reads it.
        exact: All its digits, with commas; None if ``text`` shows them.
    """

    text: str
    value: str
    exact: str | None = None


class Amount(NamedTuple):
    """A figure to read.

    Attributes:
        what: What it is a figure of.
        text: The figure, such as ``about 1.76 tn KRW``.
        value: The number for programs; None if only words are printed.
        title: The exact figure with its unit, and how it is printed; None if only words are printed.
    """

    what: str
    text: str
    value: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a source states.

    Attributes:
        key: The key of the fact. Its HTML id on the page of its subject is ``fact-KEY``.
        lead: The words before the name of the thing that the fact is about, on the page of the thing on the other side,
            such as "chaired by"; None means that the name comes first.
        says: The fact in the curator's words; figures, dates and titles are as printed. Empty if ``lead`` says all.
        about: The thing that the fact is about; None on the page of that thing.
        names: Other things that the fact names.
        date: Its date or period as an EDTF value.
        modality: occurred, in force, planned, intended, exploring, expected, pledged or assessed. None: the fact only
            names or classifies something.
        said_by: The speaker that the document names; None means the document itself.
        basis: stated, inferred or reference.
        note: A note that a reader needs to use the fact.
        is_disputed: Whether an open question involves the fact.
        is_deprecated: Whether the fact is kept but no longer held to be true; ``rank_reason`` gives the reason.
        rank_reason: Why the rank is not normal.
        marks: The sources of the fact.
        questions: The questions on which sources differ and that involve the fact.
        figure: A figure as printed, or its number; None for other facts.
        quotes: The words of documents that state the fact.
        amount: The figure to read; None for other facts.
    """

    key: str
    lead: str | None
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
    figure: str | None = None
    quotes: Sequence[Quote] = ()
    amount: Amount | None = None


class SeriesRow(NamedTuple):
    """A series: what its figures are of, and the figures of each period."""

    links: Sequence[Link]
    cells: Sequence[list[Fact]]


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one quantity and unit over time.

    Attributes:
        key: Prefix of the HTML ids.
        title: What is measured, and in which unit.
        common: A record with the traits that all figures share; None if they differ.
        periods: The periods, as EDTF values in the order of time.
        rows: The series.
        chart: A line chart as SVG without a style element; None if there are too few periods.
    """

    key: str
    title: str
    common: Fact | None
    periods: Sequence[str]
    rows: Sequence[SeriesRow]
    chart: str | None


@dataclass(frozen=True, slots=True)
class Section:
    """Facts of one kind under a heading. ``key`` is the HTML id of the heading; ``series`` are figures over time."""

    key: str
    title: str
    facts: Sequence[Fact]
    series: Sequence[Series] = ()


class Detail(NamedTuple):
    """A property of a thing. ``address`` leads away from the site, to the page of the thing in a register."""

    name: str
    value: Link
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """The page of an entity, agreement, strategy, mineral list or any other thing.

    Attributes:
        family: The name of its family for readers: entity, agreement, mineral list …
        kind: Its kind within the family.
        key: Its key.
        details: Its properties.
        story: What matters most about it; None on the later parts of a page.
        about: Facts about it, under headings.
        naming: Facts about other things that name it, under headings.
        total: Number of facts on all parts of the page.
        part: The part that this page shows; None means that there is only one.
        sources: The sources of this page, by number.
        facets: By what readers can choose among its facts.
    """

    family: str
    kind: str | None
    key: str
    details: Sequence[Detail]
    story: Story | None
    about: Sequence[Section]
    naming: Sequence[Section]
    total: int
    part: Part | None
    sources: Sequence[Source]
    facets: Sequence[str]


class Entry(NamedTuple):
    """A row of an index: a link, a text for each column (None: not known), and the number of facts."""

    link: Link
    cells: Sequence[str | None]
    facts: int


@dataclass(frozen=True, slots=True)
class Index:
    """An index of the things of one family, or of the documents.

    Attributes:
        family: The name of the family, in the plural.
        columns: The title of each column between name and number of facts, and its facet: ``text``, ``year`` or None.
        entries: The entries of this part.
        total: Number of entries of all parts.
        part: The part that the page shows; None means that there is only one.
    """

    family: str
    columns: Sequence[tuple[str, str | None]]
    entries: Sequence[Entry]
    total: int
    part: Part | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document with the facts that cite it.

    Attributes:
        id: HTML id of the paragraph.
        place: Its name, such as ``¶15``, or the section of a reference work.
        facts: The facts that cite it; empty if they are on another part of the page.
        path: Link to those facts if they are on another part; None means that they are here.
        text: The text of the paragraph; empty if it is not shown.
        language: Language of the text, a BCP 47 tag.
    """

    id: str
    place: str
    facts: Sequence[Fact]
    path: str | None = None
    text: Sequence[Piece] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """The page of a document.

    Attributes:
        key: Its key.
        details: Its properties.
        addresses: The addresses of the original and of an archived copy, each behind its name. They may be any text.
        paragraphs: The cited paragraphs with their facts.
        uncited: Number of paragraphs that no fact cites; None if the number of paragraphs is not known.
        total: Number of facts on all parts of the page.
        part: The part that this page shows; None means that there is only one.
        has_words: Whether words of the document itself are shown.
        facets: By what readers can choose among its facts.
    """

    key: str
    details: Sequence[Detail]
    addresses: Sequence[tuple[str, str]]
    paragraphs: Sequence[Paragraph]
    uncited: int | None
    total: int
    part: Part | None
    has_words: bool
    facets: Sequence[str]


@dataclass(frozen=True, slots=True)
class Question:
    """A question on which sources differ, with the facts of each side. ``id`` is the HTML id of its heading."""

    id: str
    key: str
    question: str
    status: str
    resolution: str | None
    note: str | None
    sides: Sequence[Fact]
    marks: Sequence[Source] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a report.

    Attributes:
        name: Its name.
        type: Its PostgreSQL type.
        meaning: What it holds.
        unit: The unit of its values.
        empty: What an empty cell means.
        is_number: Whether it holds numbers.
        is_grain: Whether it belongs to the grain.
        facet: By what rows can be chosen with it: its ``text`` or its ``year``; None if by neither.
        rank: How early it is folded away where a table has too little room; 0 means never.
    """

    name: str
    type: str
    meaning: str
    unit: str | None
    empty: str | None
    is_number: bool
    is_grain: bool
    facet: str | None
    rank: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a report.

    Attributes:
        text: Its text; None if there is no value.
        marks: Its sources.
        number: A number to read, if the cell holds one.
        is_disputed: Whether an open question involves a fact that it states.
    """

    text: str | None
    marks: Sequence[Source] = ()
    number: Number | None = None
    is_disputed: bool = False


class Parameter(NamedTuple):
    """A parameter of a report, with the value used and a help text."""

    name: str
    type: str
    value: str | None
    help: str


class Download(NamedTuple):
    """A file with all rows of a report. ``size`` is for readers, such as ``12 kB``."""

    name: str
    path: str
    size: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """A table or view that a report or view reads, with the tables and views that it reads in turn."""

    link: Link
    reads: Sequence[Lineage] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The page of a report.

    Attributes:
        name: Its name on the command line.
        question: The question it answers.
        parameters: The parameters and the values used for this page.
        command: The command that gives the same answer.
        chart: Its chart as SVG without a style element; None means that it has no chart here.
        columns: Its columns.
        rows: The rows shown on the page.
        total: Number of all rows of the answer; the downloads hold all of them.
        downloads: Files with all rows.
        sql: The SQL statement.
        lineage: The tables and views it reads.
        sources: The sources of the rows shown, by number.
        refusal: Why the report could not be run, such as a parameter without a value; None if it was run.
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
    """A report in the index of reports. ``chart`` is the path of its SVG file."""

    link: Link
    name: str
    question: str
    rows: int
    chart: str | None


@dataclass(frozen=True, slots=True)
class Picture:
    """The chart of a report, for use on another page. ``path`` is the page of the report."""

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
    """A load, with its row counts and its changes.

    Attributes:
        number: Number of the load.
        path: Its page.
        loaded_at: When it was committed, ISO 8601 in UTC, to the second.
        facts: Number of facts after the load.
        added: Number of facts it added.
        changed: Number of facts it changed.
        retired: Number of facts it retired.
        version: Version of the software that ran it.
        git_revision: Git revision of the checkout that holds the seeds; None if they are in no checkout.
        changes: The changes, or the first of them.
        left_out: Number of changes that are not in ``changes``.
    """

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


class Headline(NamedTuple):
    """A figure for the start page: what it measures, and the fact that states it."""

    what: str
    fact: Fact


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
    """A link; plain text if ``path`` is None."""

    text: str
    path: str | None = None


class Count(NamedTuple):
    """The number of things of one kind, with the path of their index."""

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
        loaded_at: When the load was committed, ISO 8601 in UTC, to the second.
        as_of: The requested point in time, if the site shows a past state; else None.
        facts: Number of facts in the snapshot.
        newest_document: Latest date that the page of a document shows, as YYYY-MM-DD.
        version: Version of the software.
        revision: Revision of the schema.
        families: The indexes of things, in the order of the menu.
        states: The states that are published beside each other, the newest first; empty if there is only one.
        folder: Where the pages of this state lie below the root of the site: nothing for the newest.
        has_words: Whether words of documents are shown where their licence allows it.
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
    states: Sequence[State] = ()
    folder: str = ""
    has_words: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The description of a page, which every page has.

    Attributes:
        path: Its path.
        title: Its title and first heading.
        about: Its content in one sentence.
        menu: The entry of the main menu it belongs to: start, reports, things, documents, disagreements, changes,
            dictionary, about or search.
        crumbs: The breadcrumb links, from the start page to its parent.
    """

    path: str
    title: str
    about: str
    menu: str
    crumbs: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a long page: ``number`` of ``count``, with the paths of the first, previous and next part."""

    number: int
    count: int
    first: str
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """A citation in the list of sources of a page.

    Attributes:
        number: The number shown beside the facts that cite it.
        title: Title of the document.
        section: Section of the publication.
        page_date: Date that the page of the document shows: a day, month or year, such as 2026-02.
        place: Paragraph or section, such as ``¶15``.
        path: Link to that paragraph or section on the page of the document.
        document: Key of the document.
        quotes: The words of it that are cited.
    """

    number: int
    title: str
    section: str | None
    page_date: str | None
    place: str
    path: str
    document: str
    quotes: Sequence[Quote] = ()

    @property
    def line(self) -> str:
        """Title, section, date and place, separated by commas."""
        return ", ".join(part for part in (self.title, self.section, self.page_date, self.place) if part)
