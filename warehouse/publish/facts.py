"""What facts say, as pages show it: under headings, with the sources numbered page by page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from warehouse.publish import addresses
from warehouse.publish.views import Fact, Link, Section, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from warehouse.publish.shelf import Known, Place

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


def shown(known: Known, notes: Notes, *, at: str | None = None, places: Sequence[Place] | None = None) -> Fact:
    """Make of a fact what a page shows.

    Args:
        known: The fact.
        notes: The sources of the page; grows.
        at: The thing whose page it is; it is not linked to itself.
        places: The sources to mark; None: all.
    """
    speaker = None if known.said_by_key is None else f"entities/{known.said_by_key}"
    hidden = {at, speaker, known.subject_key}
    return Fact(
        key=known.key,
        says=known.says or known.path,
        about=None if known.subject_key == at else Link(known.subject, addresses.thing(known.subject_key)),
        names=[Link(name, addresses.thing(subject)) for subject, name in known.names if subject not in hidden],
        date=known.date,
        modality=known.modality,
        said_by=None if known.said_by is None else Link(known.said_by, speaker and addresses.thing(speaker)),
        basis=known.basis,
        note=known.note,
        is_disputed=known.is_disputed,
        is_deprecated=known.rank == "deprecated",
        rank_reason=known.rank_reason,
        marks=notes.marks(known.places if places is None else places),
        questions=[Link(question, addresses.thing(f"disagreements/{key}")) for key, question in known.questions],
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
        grouped[SECTIONS.get(known.family, REGISTERED)].append(known)
    for title, found in grouped.items():
        if title == SECTIONS["milestones"]:
            found.sort(key=lambda known: known.earliest or "9999")
        yield Section(
            f"{prefix}-{title.lower().replace(' ', '-')}", title, [shown(known, notes, at=at) for known in found]
        )
