"""What stands on every page: the snapshot, the page itself, links, and the sources that its marks lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


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
