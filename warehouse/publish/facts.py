"""The cache of facts, the records that pages show of them, and the split of long pages into parts."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby, islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from warehouse.model import FACTS
from warehouse.publish import figures, urls
from warehouse.publish.records import Fact, Link, Part, Section, Source
from warehouse.publish.series import Figure, parted, series
from warehouse.publish.wording import Quote
from warehouse.reports.quotes import Quotation, in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from warehouse.publish.queries import SiteQueries
    from warehouse.publish.wording import Wording

Item = TypeVar("Item")

MOST: Final = 500
"""The maximum number of facts, or of rows of an index, on one page."""


def in_parts(items: Sequence[Item], path: str) -> Iterator[tuple[str, Part | None, Sequence[Item]]]:
    """Split a long page into parts.

    Args:
        items: All items of the page.
        path: The path of the first part.

    Yields:
        The path of a part, the part (None if it is the only one), and its items.
    """
    count = max(1, -(-len(items) // MOST))
    for number in range(1, count + 1):
        before = urls.part(path, number - 1) if number > 1 else None
        after = urls.part(path, number + 1) if number < count else None
        part = Part(number, count, path, before, after) if count > 1 else None
        yield urls.part(path, number), part, items[(number - 1) * MOST : number * MOST]


def beside(
    heads: Iterable[Item], head_key: Callable[[Item], str], rows: Iterable[Any], row_key: Callable[[Any], str]
) -> Iterator[tuple[Item, list[Any]]]:
    """Merge-join two iterables, and yield each head with the list of its rows.

    Args:
        heads: The heads; their keys are unique.
        head_key: Returns the key of a head.
        rows: The rows, with their keys in the same order as those of the heads. Every row has a head.
        row_key: Returns the key of a row.
    """
    groups = groupby(rows, key=row_key)
    key, group = next(groups, (None, iter(())))
    for head in heads:
        if key == head_key(head):
            yield head, list(group)
            key, group = next(groups, (None, iter(())))
        else:
            yield head, []


WRITTEN_AT_ONCE: Final = 1000
"""Facts, over several pages, that are looked up and written together."""


def batched(items: Iterable[Item], size_of: Callable[[Item], int]) -> Iterator[list[Item]]:
    """Yield the items in batches of about ``WRITTEN_AT_ONCE`` facts.

    Args:
        items: What pages are made of.
        size_of: Returns the number of facts of an item.
    """
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += size_of(item) + 1  # pages without facts take time, too
        if size >= WRITTEN_AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


AT_ONCE: Final = 500
"""The number of facts that one statement looks up."""
IN_CARD: Final = 4
"""The most sums, and the most figures, on the card of a thing."""
_MADE: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE facts (key TEXT PRIMARY KEY, known TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE cards (key TEXT PRIMARY KEY, known TEXT NOT NULL) WITHOUT ROWID;
"""


class Place(NamedTuple):
    """A citation of a fact: the paragraph of a document, or the section of a reference work, that states it."""

    document_key: str
    paragraph: int | None
    locator: str | None
    title: str
    section: str | None
    page_date: str | None


class Inverse(NamedTuple):
    """A fact as it reads from the other side: "chaired by", the name of the thing it is about, and the title.

    Attributes:
        thing: Register and key of the thing on the other side.
        lead: The words before the name.
        rest: The words behind it; None means none.
    """

    thing: str
    lead: str
    rest: str | None


class Known(NamedTuple):
    """A fact with its sources, as the cache holds it. The values are those of the mart.

    Attributes:
        key: The key of the fact.
        path: Its path.
        family: The kind of fact.
        subject_key: Register and key of the thing it is about, such as ``entities/posco-international``.
        subject: Name of that thing.
        says: The fact in words; None if it is kept but no longer held to be true.
        date: Its date or period as an EDTF value.
        earliest: First day of the date or period, as YYYY-MM-DD.
        modality: occurred, in force, planned and so on; None if it only names or classifies something.
        said_by: Name of the speaker that the document names; None means the document itself.
        said_by_key: Key of the speaker, if it is an entity.
        basis: stated, inferred or reference.
        rank: normal, preferred or deprecated.
        rank_reason: Why the rank is not normal.
        note: A note that a reader needs to use the fact.
        is_disputed: Whether an open question involves the fact.
        figure: The parts of a figure; None for other facts.
        inverse: How it reads from the other side; None if nobody says it so.
        places: The citations of the fact.
        names: Other things it names: register and key, and name.
        questions: The questions that involve it: key and question.
        quotes: The words of documents that state it, as far as they are shown.
    """

    key: str
    path: str
    family: str
    subject_key: str
    subject: str
    says: str | None
    date: str | None
    earliest: str | None
    modality: str | None
    said_by: str | None
    said_by_key: str | None
    basis: str
    rank: str
    rank_reason: str | None
    note: str | None
    is_disputed: bool
    figure: Figure | None
    inverse: Inverse | None
    places: Sequence[Place]
    names: Sequence[tuple[str, str]]
    questions: Sequence[tuple[str, str]]
    quotes: Sequence[Quotation]


class Card(NamedTuple):
    """What tells most of a thing where others name it.

    Attributes:
        key: Register and key of the thing.
        modality: Whether it is in force, planned and so on.
        facts: The sort (state, sum, figure or step) and the key of each fact.
        parties: Register and key, and name, of who takes part.
    """

    key: str
    modality: str | None
    facts: Sequence[tuple[str, str]]
    parties: Sequence[tuple[str, str]]


class FactCache:
    """A cache of all facts, and of the cards of all things, by key in an SQLite file."""

    def __init__(self, path: Path) -> None:
        """Read from the file ``path``, which ``filled`` creates."""
        self._path = path

    def facts(self, keys: Iterable[str]) -> dict[str, Known]:
        """Return the facts with the given keys, by key. Keys that do not exist are left out."""
        return {key: _known(known) for key, known in self._read("facts", keys)}

    def cards(self, keys: Iterable[str]) -> dict[str, Card]:
        """Return the cards of the things with the given keys, by key. Things without a card are left out."""
        return {key: Card._make(known) for key, known in self._read("cards", keys)}

    def _read(self, table: str, keys: Iterable[str]) -> Iterator[tuple[str, Any]]:
        remaining = iter(sorted(set(keys)))
        with closing(sqlite3.connect(self._path)) as store:  # each time, since helpers must not share a connection
            while batch := list(islice(remaining, AT_ONCE)):
                marks = ", ".join("?" * len(batch))
                rows = store.execute(f"SELECT key, known FROM {table} WHERE key IN ({marks})", batch)  # noqa: S608 - question marks
                yield from ((key, json.loads(known)) for key, known in rows)


def filled(reader: SiteQueries, path: Path, wording: Wording) -> FactCache:
    """Return a cache filled with all facts of the snapshot.

    Args:
        reader: Runs the queries.
        path: The SQLite file to create, in a folder that only this process uses.
        wording: The words of documents that the site shows.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as store:
        store.executescript(_MADE)
        store.execute("BEGIN")
        for table, rows in (("facts", _read(reader, wording)), ("cards", _cards(reader))):
            store.executemany(f"INSERT INTO {table} VALUES (?, ?)", ((row[0], json.dumps(row)) for row in rows))  # noqa: S608 - two names
        store.execute("COMMIT")
    return FactCache(path)


def _read(reader: SiteQueries, wording: Wording) -> Iterator[Sequence[Any]]:
    """Yield each fact as values for JSON, in the order of ``Known``, by merging four streams."""
    key = attrgetter("fact_key")
    facts = reader.stream("facts")
    placed = beside(facts, key, reader.stream("places-of-facts"), key)
    named = beside(placed, _key, reader.stream("facts-of-things", families=list(SECTIONS), by_fact=True), key)
    with_questions = beside(named, lambda each: _key(each[0]), reader.stream("questions-of-facts"), key)
    for ((fact, places), names), questions in with_questions:
        yield (
            *fact[:7],
            fact.earliest_date and fact.earliest_date.isoformat(),
            *fact[8:],
            [
                (
                    row.document_key,
                    row.paragraph,
                    row.locator,
                    row.title,
                    row.section,
                    row.page_date,
                )
                for row in places
            ],
            [(row.subject_key, row.name) for row in names],
            [(row.disagreement_key, row.question) for row in questions],
            wording.of_fact(places),
        )


def _cards(reader: SiteQueries) -> Iterator[Sequence[Any]]:
    for row in reader.stream("cards", most=IN_CARD):
        yield row.subject_key, row.modality, row.facts or [], row.parties or []


def _key(placed: tuple[Any, list[Any]]) -> str:
    return str(placed[0].fact_key)


def _known(stored: Sequence[Any]) -> Known:
    *plain, figure, inverse, places, names, questions, quotes = stored
    parts = (figure and Figure(*figure), inverse and Inverse(*inverse), [Place(*each) for each in places])
    return Known._make([*plain, *parts, names, questions, [Quotation(*each) for each in quotes]])


_HEADINGS: Final = {
    "statuses": "States",
    "monetary_values": "Money",
    "observations": "Figures",
    "comparisons": "Comparisons",
    "milestones": "Steps",
    "agreement_parties": "Parties",
    "facility_parties": "Parties",
    "strategy_parties": "Parties",
    "event_participants": "Participants",
    "holdings": "Holdings",
    "entity_relations": "Relations",
    "links": "Ties",
    "clauses": "Terms",
    "strategy_measures": "Measures",
    "strategy_places": "Places",
    "mineral_list_versions": "Versions",
    "mineral_list_members": "Members",
    "statements": "Statements",
    "scopes": "Scope",
    "mineral_classifications": "Classification",
    "positions": "Position",
    "names": "Names",
    "identifiers": "Identifiers",
    "identity_judgements": "Identity",
    "stage_synonyms": "Names",
}
"""The heading for the facts of a family, in the order in which the pages of things show them."""

SECTIONS: Final = {
    **_HEADINGS,
    **{name: shape.section.capitalize() for name, shape in FACTS.items() if name not in _HEADINGS},
}
"""The heading for the facts of each family. Families without a heading of their own come last, under their name.

Facts of registers, which are not listed here, come first and get ``REGISTERED``.
"""

_BY_DATE: Final = (SECTIONS["milestones"], SECTIONS["statuses"])

REGISTERED: Final = "What it is"


@dataclass(slots=True)
class Notes:
    """The sources of one page, numbered in the order of their first use."""

    _numbered: dict[tuple[str, int | None, str | None], Source] = field(default_factory=dict)
    _quoted: dict[tuple[str, int | None, str | None], set[Quotation]] = field(default_factory=lambda: defaultdict(set))

    @property
    def sources(self) -> list[Source]:
        """The sources so far, by number, with their quotes."""
        return [
            replace(source, quotes=[Quote(each.words, each.language) for each in in_order(self._quoted[identity])])
            for identity, source in self._numbered.items()
        ]

    def quotes(self, quotations: Iterable[Quotation]) -> list[Quote]:
        """Return quotes with their sources, to which they are added."""
        quotes = []
        for each in quotations:
            identity = (each.document, each.paragraph, None)
            self._quoted[identity].add(each)
            quotes.append(Quote(each.words, each.language, self._numbered.get(identity)))
        return quotes

    def marks(self, places: Iterable[Place]) -> list[Source]:
        """Return the sources for some citations, by number. New citations get the next numbers."""
        sources = [self._source(place) for place in places]
        return sorted(sources, key=lambda source: source.number)

    def _source(self, place: Place) -> Source:
        identity = (place.document_key, place.paragraph, place.locator)
        if identity not in self._numbered:
            fragment = urls.place_id(place.paragraph, place.locator)
            self._numbered[identity] = Source(
                number=len(self._numbered) + 1,
                title=place.title,
                section=place.section,
                page_date=place.page_date,
                place=place.locator or "" if place.paragraph is None else f"¶{place.paragraph}",
                path=urls.document(place.document_key, fragment),
                document=place.document_key,
            )
        return self._numbered[identity]


def shown(
    known: Known,
    notes: Notes,
    *,
    at: str | None = None,
    places: Sequence[Place] | None = None,
    quotes: Sequence[Quotation] | None = None,
) -> Fact:
    """Return the record of a fact that a page shows.

    Args:
        known: The fact.
        notes: The sources of the page; new ones are added.
        at: Subject key of the thing whose page it is, to which no link is made.
        places: The citations to show; None means all.
        quotes: The quotes to show; None means all.
    """
    speaker = None if known.said_by_key is None else f"entities/{known.said_by_key}"
    hidden = {at, speaker, known.subject_key}
    told = known.inverse if known.inverse and known.inverse.thing == at != known.subject_key else None
    return Fact(
        key=known.key,
        lead=told and told.lead,
        says=(told.rest or "") if told else known.says or known.path,
        about=None if known.subject_key == at else Link(known.subject, urls.thing(known.subject_key)),
        names=[Link(name, urls.thing(subject)) for subject, name in known.names if subject not in hidden],
        date=known.date,
        modality=known.modality,
        said_by=None if known.said_by is None else Link(known.said_by, speaker and urls.thing(speaker)),
        basis=known.basis,
        note=known.note,
        is_disputed=known.is_disputed,
        is_deprecated=known.rank == "deprecated",
        rank_reason=known.rank_reason,
        marks=notes.marks(known.places if places is None else places),
        questions=[Link(question, urls.thing(f"disagreements/{key}")) for key, question in known.questions],
        figure=known.figure and (known.figure.printed or known.figure.value),
        amount=known.figure and figures.amount(known.figure),
        quotes=notes.quotes(known.quotes if quotes is None else quotes),
    )


def sections(facts: Sequence[Known], notes: Notes, *, at: str | None, prefix: str) -> Iterator[Section]:
    """Yield facts grouped under headings, in their given order. Steps and states are sorted by date.

    Args:
        facts: The facts.
        notes: The sources of the page; new ones are added.
        at: Subject key of the thing whose page it is.
        prefix: Prefix of the HTML ids of the headings.
    """
    grouped: dict[str, list[Known]] = defaultdict(list)
    for known in facts:
        grouped[SECTIONS.get(known.family, REGISTERED)].append(known)
    for title, members in grouped.items():
        if title in _BY_DATE:
            members.sort(key=lambda known: known.earliest or "9999")
        key = f"{prefix}-{title.lower().replace(' ', '-')}"
        together, alone = parted(members, at=at)
        yield Section(
            key,
            title,
            series=[
                series(each, f"{key}-{number}", partial(shown, notes=notes, at=at), at=at)
                for number, each in enumerate(together, start=1)
            ],
            facts=[shown(known, notes, at=at) for known in alone],
        )
