"""The rows of ``core`` that a record stands for: its own row, its row in ``core.facts``, and its citations."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from hashlib import sha1
from typing import TYPE_CHECKING, Any, Final

from warehouse.model import Fact, Record
from warehouse.model.core import FIELDS
from warehouse.model.facts import Link
from warehouse.model.registers import Disagreement
from warehouse.model.terms import Scheme, Term
from warehouse.seeds import terms
from warehouse.vocabulary import SUBJECT_COLUMNS
from warehouse.yamlfiles import Node, Position, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from warehouse.seeds.reader import Entry
    from warehouse.vocabulary import Vocabulary
    from warehouse.yamlfiles.nodes import Path

NAMESPACE: Final = uuid.UUID("5f0d3c5e-6f0e-5d3a-9a41-0d6b8f4b7c11")
"""Must never change: the ids of all facts are computed from this namespace and their paths."""

_ID_START: Final = sha1(NAMESPACE.bytes, usedforsecurity=False)
_ID_BITS: Final = (1 << 128) - 1 ^ 0xF << 76 ^ 0xC000 << 48
_ID_VERSION: Final = 5 << 76 | 0x8000 << 48
"""The version and variant bits that RFC 9562 sets in a version 5 UUID."""

_UNKNOWN: Final = uuid.SafeUUID.unknown
_OTHER_SIDES: Final = ("object", "to", "of")
"""The fields that name the other side of a tie."""

_set: Final = object.__setattr__


@dataclass(slots=True)
class Row:
    """A row that a table of ``core`` must hold; treat it as immutable.

    Attributes:
        table: Name of the table.
        values: Value by column; missing columns are NULL.
        path: Path of the fact.
        record: Node of the record in its file.
        place: Path of the fact or citation within the record; empty for the record itself.
    """

    table: str
    values: dict[str, Any]
    path: str
    record: Node
    place: Path = ()

    @property
    def node(self) -> Node:
        """The node of the record, fact or citation in its file."""
        return self.record.child(self.place) if self.place else self.record

    @property
    def line(self) -> int:
        """The line on which the record, fact or citation starts."""
        return self.record.line_at(self.place)

    def position(self, column: str) -> Position:
        """Return the position of the value of ``column``; for the subject of a top-level fact, that of ``about``."""
        field = FIELDS[self.table].get(column, (column,))
        node = self.node
        is_written = isinstance(node.value, dict) and field[0] in node.value
        return node.at(field if is_written else ("about",))


def fact_id(path: str) -> uuid.UUID:
    """Compute the id of the fact with this path.

    The result equals ``uuid.uuid5(NAMESPACE, path)``, at a quarter of its cost.
    """
    digest = _ID_START.copy()
    digest.update(path.encode())
    made = object.__new__(uuid.UUID)
    _set(made, "int", int.from_bytes(digest.digest()[:16]) & _ID_BITS | _ID_VERSION)
    _set(made, "is_safe", _UNKNOWN)
    return made


def rows_of(entries: Iterable[Entry], problems: list[Problem], vocabulary: Vocabulary) -> Iterator[Row]:
    """Yield every row that the entries stand for.

    Args:
        entries: The records of a file.
        vocabulary: The vocabulary with the terms of all files.
        problems: Collects the problems of facts that name no subject, or one that no fact can be about.
    """
    for entry in entries:
        record = entry.record
        if isinstance(record, (Scheme, Term)):
            yield _of_vocabulary(record, entry.node, vocabulary)
            continue
        if isinstance(record, Fact):
            yield from _top_level_fact(entry, record, problems)
            continue
        subject, node = f"{entry.family}/{record.key}", entry.node
        made = fact_id(subject)
        yield Row(entry.family, {"fact_id": made, **record.columns()}, subject, node)
        provenance = record.provenance() if isinstance(record, Record) else _of_document(record.note)
        yield Row("facts", _shared(entry.family, subject, made, provenance), subject, node)
        if isinstance(record, Disagreement):
            yield from _involved(record, subject, node)
        if isinstance(record, Record):
            yield from _citations(record, made, subject, node)
            for place, fact in record.facts():
                yield from _nested_fact(fact, subject, node, place, problems)


def _of_vocabulary(record: Scheme | Term, node: Node, vocabulary: Vocabulary) -> Row:
    """Return the row of a scheme or a term, which is no fact."""
    if isinstance(record, Scheme):
        return Row("schemes", record.model_dump(), f"schemes/{record.key}", node)
    values = terms.columns_of(vocabulary.terms[record.scheme][record.key])
    return Row(terms.TABLE, values, f"{terms.TABLE}/{record.scheme}/{record.key}", node)


def _involved(disagreement: Disagreement, path: str, node: Node) -> Iterator[Row]:
    for index, involved in enumerate(disagreement.facts_involved):
        values = {"fact_id": fact_id(involved), "disagreement_key": disagreement.key}
        yield Row("disagreement_facts", values, path, node, ("facts_involved", index))


def _of_document(note: str | None) -> dict[str, Any]:
    return {"basis": "stated", "rank": "normal", "note": note}


def _nested_fact(fact: Fact, subject: str, record: Node, place: Path, problems: list[Problem]) -> Iterable[Row]:
    if fact.about is not None:
        what, hint = f'"about" stands in a fact that is nested below {subject}', "remove it"
        problems.append(Problem(record.child(place).at(("about",), key=True), "E-about", what, hint))
        return ()
    return _fact(fact, subject, record, place, problems)


def _top_level_fact(entry: Entry, fact: Fact, problems: list[Problem]) -> Iterable[Row]:
    if fact.about is None:
        what, hint = "the fact does not say what it is about", "add a line like about: places/south-korea"
        problems.append(Problem(entry.node.position, "E-about", what, hint))
    elif fact.about.partition("/")[0] not in SUBJECT_COLUMNS:
        what = f'a fact cannot be about "{fact.about}"'
        hint = f"families a fact can be about: {', '.join(SUBJECT_COLUMNS)}"
        problems.append(Problem(entry.node.at(("about",)), "E-about", what, hint))
    else:
        return _fact(fact, fact.about, entry.node, (), problems)
    return ()


def _fact(fact: Fact, subject: str, record: Node, place: Path, problems: list[Problem]) -> Iterable[Row]:
    family, _, key = subject.partition("/")
    path = fact.path(subject)
    made = fact_id(path)
    own = fact.columns()
    own["fact_id"], own[fact.subject_column(family)] = made, key
    if fault := _tie_fault(fact, subject):
        name, what, hint = fault
        problems.append(Problem(record.child(place).at((name,)), "E-relation", what, hint))
        return
    if "other_key" in own and own["other_key"] <= key:
        what, hint = "a pair is judged at the earlier key in the alphabet", f"move it to {own['other_key']}"
        problems.append(Problem(record.child(place).at(("other",)), "E-judgement", what, hint))
        return
    yield Row("facts", _shared(fact.table, path, made, fact.provenance()), path, record, place)
    yield Row(fact.table, own, path, record, place)
    yield from _citations(fact, made, path, record, place)


def _tie_fault(fact: Fact, subject: str) -> tuple[str, str, str] | None:
    """Return what is wrong with the other side of a tie: the field, the problem, and advice; None: nothing."""
    family, _, key = subject.partition("/")
    values = fact.__dict__  # pydantic looks long for a field that a fact does not have
    other = next((name for name in _OTHER_SIDES if values.get(name) in {subject, key}), "")
    if other:
        return other, f'"{values[other]}" stands on both sides', "name another"
    if isinstance(fact, Link) and family == "entities" == fact.to.partition("/")[0]:
        return "to", f'"{fact.to}" is an entity, too', "say what they are to each other in entity_relations"
    return None


def _shared(family: str, path: str, made: uuid.UUID, provenance: dict[str, Any]) -> dict[str, Any]:
    """Add id, family and path to the values of a row of ``core.facts``, and return them."""
    provenance["fact_id"], provenance["family"], provenance["path"] = made, family, path
    return provenance


def _citations(cited: Record | Fact, made: uuid.UUID, path: str, record: Node, place: Path = ()) -> Iterator[Row]:
    written = record.plain()
    for step in place:
        written = written[step]
    if "cite" not in written:  # The record hands its citations down.
        written, place = record.plain(), ()
    at = (*place, "cite")
    is_list = isinstance(written["cite"], list)
    for index, citation in enumerate(cited.cite):
        values = {**citation.columns(), "fact_id": made}
        yield Row("citations", values, path, record, (*at, index) if is_list else at)
