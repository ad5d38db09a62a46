"""The states of a site that shows several loads: each is a whole site, and each page leads to itself in the others."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING, Final

from warehouse.publish import urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from warehouse.publish.queries import SiteQueries

FOLDER: Final = "loads"
"""The folder of the earlier states."""
_PART: Final = re.compile(r"\.[0-9]+\.html$")
_FIXED: Final = frozenset({
    "about.html", "changes.html", "dictionary.html", "disagreements.html", "documents.html", "index.html",
    "reports.html", "search.html",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    """The state that a load left.

    Attributes:
        load: Number of the load.
        at: When it was committed.
        folder: Where its pages lie below the root of the site: nothing for the newest, else such as ``loads/3/``.
        pages: The paths of its pages, without the later parts of long ones.
    """

    load: int
    at: datetime
    folder: str
    pages: frozenset[str]

    @property
    def loaded_at(self) -> str:
        """The instant for readers, ISO 8601 in UTC."""
        return self.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

    def page(self, path: str) -> str:
        """Return the path of a page in this state, from the root of the site; its start page if it does not exist here.

        Args:
            path: The path of a page of any state, from the root of that state.
        """
        first = _PART.sub(".html", path)
        return self.folder + (first if first in self.pages else urls.START.path or "")


def states(readers: Iterable[tuple[State, SiteQueries]], reports: Sequence[str]) -> list[State]:
    """Return states with the paths of their pages.

    Args:
        readers: The states without pages, each with what runs the queries on it, until the next one is asked for.
        reports: Names of the reports.
    """
    return [replace(state, pages=frozenset(_paths(reader, reports))) for state, reader in readers]


def newest(reader: SiteQueries, most: int) -> list[State]:
    """Return the states of the newest loads, the last first, without their pages."""
    rows = reader.rows("states", most=most)
    return [
        State(row.load_id, row.loaded_at, f"{FOLDER}/{row.load_id}/" if place else "", frozenset())
        for place, row in enumerate(rows)
    ]


def _paths(reader: SiteQueries, reports: Sequence[str]) -> Iterator[str]:
    yield from _FIXED
    yield from map(urls.report, reports)
    yield from (urls.load(row.load_id) for row in reader.rows("states", most=None))
    families = set()
    for row in reader.stream("subjects"):
        yield urls.thing(row.subject_key)
        families.add(row.family)
    yield from (urls.index_of(family).path or "" for family in families & urls.FAMILIES.keys())
