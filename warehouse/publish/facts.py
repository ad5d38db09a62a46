"""What facts say, with their sources and what they name: looked up for many at once, numbered page by page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from warehouse.publish import addresses
from warehouse.publish.views import Fact, Link, Section, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from warehouse.publish.asking import Reader

SECTIONS: Final = {
    "monetary_values": "Money",
    "observations": "Figures",
    "milestones": "Steps",
    "agreement_parties": "Parties",
    "facility_parties": "Parties",
    "event_participants": "Participants",
    "entity_relations": "Relations",
    "strategy_measures": "Measures",
    "mineral_list_versions": "Versions",
    "mineral_list_members": "Members",
    "statements": "Statements",
    "scopes": "Scope",
    "mineral_classifications": "Classification",
    "entity_names": "Names",
    "identity_judgements": "Identity",
    "stage_synonyms": "Names",
}
"""The headings under which facts stand, by their family; those of registers stand under the last one."""

REGISTERED: Final = "What it is"


class Place(NamedTuple):
    """A place in a document that says a fact."""

    document_key: str
    paragraph: int | None
    locator: str | None
    title: str
    section: str | None
    page_date: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """A fact as it was looked up: its row, the places that say it, other things it names, questions about it."""

    row: Any
    places: Sequence[Place]
    names: Sequence[tuple[str, Link]]
    questions: Sequence[Link]


@dataclass(slots=True)
class Notes:
    """The sources of one page, numbered by first appearance."""

    _numbered: dict[tuple[str, int | None, str | None], Source] = field(default_factory=dict)

    @property
    def sources(self) -> list[Source]:
        """The sources so far, by number."""
        return list(self._numbered.values())

    def marks(self, places: Iterable[Place]) -> list[Source]:
        """Give the sources that stand for some places, by number."""
        found = [self._source(place) for place in places]
        return sorted(found, key=lambda source: source.number)

    def _source(self, place: Place) -> Source:
        identity = (place.document_key, place.paragraph, place.locator)
        if identity not in self._numbered:
            where = addresses.place_id(place.paragraph, place.locator)
            self._numbered[identity] = Source(
                number=len(self._numbered) + 1,
                title=place.title,
                section=place.section,
                page_date=place.page_date,
                place=place.locator or "" if place.paragraph is None else f"¶{place.paragraph}",
                path=addresses.document(place.document_key, where),
                document=place.document_key,
            )
        return self._numbered[identity]


def look_up(reader: Reader, keys: Iterable[str]) -> dict[str, Known]:
    """Look facts up, in four queries however many they are.

    Args:
        reader: Asks the database.
        keys: The facts.

    Returns:
        Each of them by its key.
    """
    asked = sorted(set(keys))
    places: dict[str, list[Place]] = defaultdict(list)
    for row in reader.rows("places-of-facts", facts=asked):
        date = None if row.page_date is None else row.page_date.isoformat()
        places[row.fact_key].append(Place(row.document_key, row.paragraph, row.locator, row.title, row.section, date))
    names: dict[str, list[tuple[str, Link]]] = defaultdict(list)
    for row in reader.rows("facts-of-things", facts=asked):
        if row.relation == "naming":
            link = Link(row.name, addresses.thing(row.subject_key))
            names[row.fact_key].append((row.subject_key, link))
    questions: dict[str, list[Link]] = defaultdict(list)
    for row in reader.rows("questions-of-facts", facts=asked):
        link = Link(row.question, addresses.thing(f"disagreements/{row.disagreement_key}"))
        questions[row.fact_key].append(link)
    return {
        row.fact_key: Known(row, places[row.fact_key], names[row.fact_key], questions[row.fact_key])
        for row in reader.rows("facts", facts=asked)
    }


def shown(known: Known, notes: Notes, *, at: str | None = None, places: Sequence[Place] | None = None) -> Fact:
    """Make of a fact what a page shows.

    Args:
        known: The fact.
        notes: The sources of the page; grows.
        at: The thing whose page it is; it is not linked to itself.
        places: The sources to mark; None: all.
    """
    row = known.row
    speaker = None if row.said_by_entity_key is None else f"entities/{row.said_by_entity_key}"
    hidden = {at, speaker, row.subject_key}
    return Fact(
        key=row.fact_key,
        says=row.says or row.path,
        about=None if row.subject_key == at else Link(row.subject, addresses.thing(row.subject_key)),
        names=[link for subject, link in known.names if subject not in hidden],
        date=row.date_edtf,
        modality=row.modality,
        said_by=None if row.said_by is None else Link(row.said_by, speaker and addresses.thing(speaker)),
        basis=row.basis,
        note=row.note,
        is_disputed=row.is_disputed,
        is_deprecated=row.rank == "deprecated",
        rank_reason=row.rank_reason,
        marks=notes.marks(known.places if places is None else places),
        questions=known.questions,
    )


def sections(facts: Sequence[Known], notes: Notes, *, at: str | None, prefix: str) -> Iterator[Section]:
    """Put facts under headings, in the order in which they come; steps by their date.

    Args:
        facts: The facts.
        notes: The sources of the page; grows.
        at: The thing whose page it is.
        prefix: Begins the ids of the headings.
    """
    grouped: dict[str, list[Known]] = defaultdict(list)
    for known in facts:
        grouped[SECTIONS.get(known.row.family, REGISTERED)].append(known)
    for title, found in grouped.items():
        if title == SECTIONS["milestones"]:
            found.sort(key=lambda known: (known.row.earliest_date is None, known.row.earliest_date))
        yield Section(
            f"{prefix}-{title.lower().replace(' ', '-')}", title, [shown(known, notes, at=at) for known in found]
        )
