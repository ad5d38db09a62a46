"""The paths of the pages. Each path follows from a family and a key, so that any page can link to any other."""

from __future__ import annotations

import hashlib
from typing import Final, NamedTuple
from urllib.parse import quote

from warehouse.publish.records import Link


class Family(NamedTuple):
    """A register whose things have pages.

    Attributes:
        folder: The folder of the pages, and the name of their index without its suffix.
        title: The name of the family, in the plural.
        word: The name of one thing of the family.
        table: The table of the mart that holds them.
    """

    folder: str
    title: str
    word: str
    table: str


FAMILIES: Final = {
    "entities": Family("entities", "Entities", "entity", "dim_entity"),
    "agreements": Family("agreements", "Agreements", "agreement", "dim_agreement"),
    "strategies": Family("strategies", "Strategies", "strategy", "dim_strategy"),
    "mineral_lists": Family("mineral-lists", "Mineral lists", "mineral list", "dim_mineral_list"),
    "minerals": Family("minerals", "Minerals", "mineral", "dim_mineral"),
    "facilities": Family("facilities", "Facilities", "facility", "dim_facility"),
    "events": Family("events", "Events", "event", "dim_event"),
    "places": Family("places", "Places", "place", "dim_place"),
    "supply_chain_stages": Family("stages", "Supply-chain stages", "supply-chain stage", "dim_stage"),
    "indicators": Family("indicators", "Indicators", "indicator", "dim_indicator"),
    "units": Family("units", "Units", "unit", "dim_unit"),
    "currencies": Family("currencies", "Currencies", "currency", "dim_currency"),
}
"""The families in the order of the menu."""

START: Final = Link("Start", "index.html")
REPORTS: Final = Link("Reports", "reports.html")
DOCUMENTS: Final = Link("Documents", "documents.html")
DISAGREEMENTS: Final = "disagreements.html"
CHANGES: Final = Link("Changes", "changes.html")
DICTIONARY: Final = "dictionary.html"


def index_of(family: str) -> Link:
    """Return the link to the index of a family."""
    names = FAMILIES[family]
    return Link(names.title, f"{names.folder}.html")


def thing(subject_key: str) -> str:
    """Return the path of the page of a thing.

    Questions on which sources differ share one page, so their path has a fragment.

    Args:
        subject_key: Register and key, such as ``entities/posco-international``.
    """
    family, _, key = subject_key.partition("/")
    if family == "disagreements":
        return f"{DISAGREEMENTS}#{question_id(key)}"
    if family == "documents":
        return document(key)
    return f"{FAMILIES[family].folder}/{key}.html"


def question_id(key: str) -> str:
    """Return the HTML id of a question on the page of disagreements."""
    return f"question-{key}"


def document(key: str, place: str | None = None) -> str:
    """Return the path of the page of a document.

    Args:
        key: Key of the document.
        place: HTML id of a place on the page, as ``place_id`` returns it; None means the page itself.
    """
    return f"documents/{key}.html{'' if place is None else f'#{place}'}"


def place_id(paragraph: int | None, locator: str | None) -> str:
    """Return the HTML id of a place on the page of a document.

    Args:
        paragraph: Number of the paragraph; None for a reference work.
        locator: Section of a reference work, used if there is no paragraph. If it holds anything but ASCII letters and
            digits, the id ends in a hash of it, so that two sections never share an id.
    """
    if paragraph is not None:
        return f"p{paragraph}"
    name = locator or ""
    plain = "".join(character if character.isascii() and character.isalnum() else "-" for character in name)
    apart = "" if plain == name else f"-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return f"s-{plain}{apart}"


def report(name: str, suffix: str = "html") -> str:
    """Return the path of the page of a report, or of a file with its answer.

    Args:
        name: Name of the report.
        suffix: Suffix of the file, such as ``csv``.
    """
    return f"reports/{name}.{suffix}"


def load(number: int) -> str:
    """Return the path of the page of a load."""
    return f"changes/{number}.html"


def table(name: str) -> str:
    """Return the path of a table in the data dictionary, with its fragment."""
    return f"{DICTIONARY}#{name}"


def part(path: str, number: int) -> str:
    """Return the path of a part of a long page. No key holds a full stop, so paths are unique.

    Args:
        path: The path of the first part.
        number: Number of the part, from 1.
    """
    return path if number == 1 else f"{path.removesuffix('.html')}.{number}.html"


REGISTERS: Final = {
    "DOI": "https://doi.org/{}",
    "LEI": "https://search.gleif.org/#/record/{}",
    "Wikidata": "https://www.wikidata.org/wiki/{}",
}
"""The address of the page of a thing in a register, by the name of the register."""


def in_register(scheme: str, identifier: str) -> str | None:
    """Return the address of the page of a thing in a register; None if it has no page that everybody knows.

    Args:
        scheme: Name of the register.
        identifier: What the register calls the thing.
    """
    address = REGISTERS.get(scheme)
    return address and address.format(quote(identifier, safe="/"))
