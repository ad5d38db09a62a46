"""What documents say: facts, and the pages of things, documents and questions that show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.publish.views.frame import Link, Part, Source


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
