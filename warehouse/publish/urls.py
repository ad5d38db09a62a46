"""Where each page stands: a file for every thing, known from its family and key, so that any page can link to it."""

from __future__ import annotations

import hashlib
from typing import Final, NamedTuple

from warehouse.publish.records import Link


class Family(NamedTuple):
    """A register whose things have pages.

    Attributes:
        folder: The folder of the pages, and the name of their index.
        title: What they are called together.
        word: What one of them is called.
    """

    folder: str
    title: str
    word: str


FAMILIES: Final = {
    "entities": Family("entities", "Entities", "entity"),
    "agreements": Family("agreements", "Agreements", "agreement"),
    "strategies": Family("strategies", "Strategies", "strategy"),
    "mineral_lists": Family("mineral-lists", "Mineral lists", "mineral list"),
    "minerals": Family("minerals", "Minerals", "mineral"),
    "facilities": Family("facilities", "Facilities", "facility"),
    "events": Family("events", "Events", "event"),
    "places": Family("places", "Places", "place"),
    "supply_chain_stages": Family("stages", "Supply-chain stages", "supply-chain stage"),
    "indicators": Family("indicators", "Indicators", "indicator"),
    "units": Family("units", "Units", "unit"),
    "currencies": Family("currencies", "Currencies", "currency"),
}
"""The families in the order of the menu."""

START: Final = Link("Start", "index.html")
REPORTS: Final = Link("Reports", "reports.html")
DOCUMENTS: Final = Link("Documents", "documents.html")
DISAGREEMENTS: Final = "disagreements.html"
CHANGES: Final = Link("Changes", "changes.html")
DICTIONARY: Final = "dictionary.html"


def index_of(family: str) -> Link:
    """Return the index of the things of a family."""
    found = FAMILIES[family]
    return Link(found.title, f"{found.folder}.html")


def thing(subject_key: str) -> str:
    """Return the page of a thing: ``entities/posco-international`` has its own, a question a place on one for all."""
    family, _, key = subject_key.partition("/")
    if family == "disagreements":
        return f"{DISAGREEMENTS}#{question_id(key)}"
    if family == "documents":
        return document(key)
    return f"{FAMILIES[family].folder}/{key}.html"


def question_id(key: str) -> str:
    """Return the id of a question on the page of all of them."""
    return f"question-{key}"


def document(key: str, place: str | None = None) -> str:
    """Return the page of a document, or a place on it."""
    return f"documents/{key}.html{'' if place is None else f'#{place}'}"


def place_id(paragraph: int | None, locator: str | None) -> str:
    """Return the id of a place on the page of a document: of a paragraph, or of a section of a reference work."""
    if paragraph is not None:
        return f"p{paragraph}"
    name = locator or ""
    plain = "".join(character if character.isascii() and character.isalnum() else "-" for character in name)
    apart = "" if plain == name else f"-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return f"s-{plain}{apart}"


def report(name: str, suffix: str = "html") -> str:
    """Return the page of a report, or a file with its answer."""
    return f"reports/{name}.{suffix}"


def load(number: int) -> str:
    """Return the page of a load."""
    return f"changes/{number}.html"


def table(name: str) -> str:
    """Return the place of a table in the data dictionary."""
    return f"{DICTIONARY}#{name}"


def part(path: str, number: int) -> str:
    """Return the page of a part of a long answer; no key holds a point, so no two pages meet."""
    return path if number == 1 else f"{path.removesuffix('.html')}.{number}.html"
