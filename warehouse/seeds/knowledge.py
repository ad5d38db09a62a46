"""Remember, of rows that pass by, just what must fit together: small enough to hold for a million facts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from warehouse.outlines import LOAD_ORDER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date
    from uuid import UUID

    from warehouse.seeds.rows import Row

REFERENCES: Final = {
    table.name: tuple((column, register) for column, register in table.references.items() if column != "fact_id")
    for table in LOAD_ORDER
}
"""By table each column that names a row of a register, with that register."""

KEY_COLUMN: Final = {"currencies": "code"}
"""By register the column that others refer to, where it is not ``key``."""

DATED: Final = {"milestones": "date_", "observations": "period_"}
"""By table the prefix of the columns of its date."""


class Described(NamedTuple):
    """What of a document facts depend on."""

    page_date: date | None
    paragraph_count: int | None


class Resolved(NamedTuple):
    """A date and how it was resolved."""

    words: str
    edtf: str
    rule: str
    document: str | None


class Elsewhere(Protocol):
    """What stands in files that are not read this time."""

    def keys(self, register: str, wanted: AbstractSet[str] | None) -> AbstractSet[str]:
        """Give those of the wanted keys, or all keys, that stand there."""
        ...

    def documents(self, keys: AbstractSet[str]) -> Mapping[str, Described]:
        """Describe those of the documents that stand there."""
        ...

    def facts(self, fact_ids: AbstractSet[UUID]) -> AbstractSet[UUID]:
        """Give those of the facts that stand there."""
        ...


class Nowhere:
    """Nothing stands elsewhere: all files are read."""

    def keys(self, register: str, wanted: AbstractSet[str] | None) -> AbstractSet[str]:  # noqa: ARG002 - a protocol
        """Give none."""
        return frozenset()

    def documents(self, keys: AbstractSet[str]) -> Mapping[str, Described]:  # noqa: ARG002 - a protocol
        """Describe none."""
        return {}

    def facts(self, fact_ids: AbstractSet[UUID]) -> AbstractSet[UUID]:  # noqa: ARG002 - a protocol
        """Give none."""
        return frozenset()


@dataclass(slots=True)
class Cited:
    """How a document is cited: by paragraphs up to the highest, by sections, or both."""

    highest: int = 0
    by_section: bool = False


@dataclass(slots=True)
class Knowledge:
    """What the rows read so far say, and what they ask of others.

    Attributes:
        keys: By register the keys that stand.
        wanted: By register the keys that are referred to, as far as they did not stand yet.
        documents: The documents described.
        cited: By document how it is cited.
        dates: The dates that were resolved, each once.
        involved: The facts that disagreements name.
        facts: The facts that stand, by half of their id.
        doubles: Those of them that stand twice.
        moves: By register and earlier key the key that a record goes by now.
        contested: Earlier keys that several records claim.
    """

    keys: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    wanted: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    documents: dict[str, Described] = field(default_factory=dict)
    cited: dict[str, Cited] = field(default_factory=lambda: defaultdict(Cited))
    dates: set[Resolved] = field(default_factory=set)
    involved: set[UUID] = field(default_factory=set)
    facts: set[int] = field(default_factory=set)
    doubles: set[int] = field(default_factory=set)
    moves: dict[tuple[str, str], str] = field(default_factory=dict)
    contested: set[tuple[str, str]] = field(default_factory=set)

    def note(self, row: Row) -> None:
        """Remember what matters of a row."""
        values = row.values
        for column, register in REFERENCES[row.table]:
            value = values.get(column)
            if value is not None and value not in self.keys[register]:
                self.wanted[register].add(value)
        if row.table == "citations":
            self._note_citation(values)
        elif row.table == "facts":
            self._note_fact(values["fact_id"])
        elif "key" in values:
            self._note_record(row.table, values)
            if (earlier := earlier_key(row)) is not None:
                self._note_move((row.table, earlier), values["key"])
        elif row.table in DATED:
            self._note_date(values, DATED[row.table])
        elif row.table == "disagreement_facts":
            self.involved.add(values["fact_id"])

    def merge(self, other: Knowledge) -> None:
        """Take over what another part of the files says."""
        for register, keys in other.keys.items():
            self.keys[register] |= keys
        for register, keys in other.wanted.items():
            self.wanted[register] |= keys
        for document, cited in other.cited.items():
            mine = self.cited[document]
            mine.highest, mine.by_section = max(mine.highest, cited.highest), mine.by_section or cited.by_section
        self.documents |= other.documents
        self.dates |= other.dates
        self.involved |= other.involved
        self.doubles |= other.doubles | (self.facts & other.facts)
        self.facts |= other.facts
        self.contested |= other.contested
        for earlier, key in other.moves.items():
            self._note_move(earlier, key)

    def missing(self, register: str) -> set[str]:
        """Give the keys that are referred to and do not stand."""
        return self.wanted[register] - self.keys[register]

    def _note_record(self, register: str, values: dict[str, Any]) -> None:
        self.keys[register].add(values[KEY_COLUMN.get(register, "key")])
        if register == "documents":
            self.documents[values["key"]] = Described(values["page_date"], values["paragraph_count"])

    def _note_move(self, earlier: tuple[str, str], key: str) -> None:
        if self.moves.setdefault(earlier, key) != key:
            self.contested.add(earlier)

    def _note_fact(self, fact_id: UUID) -> None:
        half = half_of(fact_id)
        if half in self.facts:
            self.doubles.add(half)
        self.facts.add(half)

    def _note_citation(self, values: dict[str, Any]) -> None:
        cited = self.cited[values["document_key"]]
        paragraph = values["paragraph"]
        if paragraph is None:
            cited.by_section = True
        elif paragraph > cited.highest:
            cited.highest = paragraph

    def _note_date(self, values: dict[str, Any], prefix: str) -> None:
        rule = values.get(f"{prefix}rule")
        if rule is not None:
            words, edtf = values[f"{prefix}words"], values[f"{prefix}edtf"]
            self.dates.add(Resolved(words, edtf, rule, values[f"{prefix}document_key"]))


def earlier_key(row: Row) -> str | None:
    """Give the key that the record of a register's row went by before, if it says so."""
    earlier: str | None = row.record.plain().get("moved_from")
    return earlier


def half_of(fact_id: UUID) -> int:
    """Give the half of an id by which a fact is remembered; two facts of a trillion share it by chance."""
    return fact_id.int >> 64
