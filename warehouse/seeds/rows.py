"""Turn records into rows of ``core``: the register or fact itself, its row among all facts, and its citations."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from warehouse.seeds.shapes import Fact, Record
from warehouse.seeds.shapes.subjects import Disagreement
from warehouse.strictyaml import Node, Position, Problem
from warehouse.vocabulary import SUBJECT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from warehouse.seeds.read import Entry

NAMESPACE: Final = uuid.UUID("5f0d3c5e-6f0e-5d3a-9a41-0d6b8f4b7c11")
"""Fixed for ever: the ids of all facts are computed from it and their paths."""

ODD_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "currency_code": ("amount",),
    "equivalent_currency_code": ("equivalent",),
    "date_document_key": ("date", "document"),
    "period_document_key": ("period", "document"),
    "covered_mineral_key": ("mineral",),
    "covered_stage_key": ("stage",),
}
"""Columns whose field in the seed is not their name without ``_key``."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row a table of ``core`` must hold.

    Attributes:
        table: Name of the table.
        values: Value by column; columns left out are NULL.
        path: The fact's natural path.
        node: The record or fact in its file.
    """

    table: str
    values: dict[str, Any]
    path: str
    node: Node

    def position(self, column: str) -> Position:
        """Find where the value of ``column`` is written; what a fact at the top level is about stands in ``about``."""
        field = ODD_FIELDS.get(column, (column.removesuffix("_key"),))
        is_written = isinstance(self.node.value, dict) and field[0] in self.node.value
        return self.node.at(field if is_written else ("about",))


def fact_id(path: str) -> uuid.UUID:
    """Compute the id of the fact with this natural path."""
    return uuid.uuid5(NAMESPACE, path)


def rows_of(entries: Iterable[Entry], problems: list[Problem]) -> Iterator[Row]:
    """Give every row the entries stand for; facts that say about nothing, or about the wrong thing, become problems."""
    for entry in entries:
        record = entry.record
        if isinstance(record, Fact):
            yield from _top_level_fact(entry, record, problems)
            continue
        subject = f"{entry.family}/{record.key}"
        own = {"key": record.key, "fact_id": fact_id(subject), **record.columns()}
        yield Row(entry.family, own, subject, entry.node)
        provenance = record.provenance() if isinstance(record, Record) else _of_document(record.note)
        yield _shared(entry.family, subject, provenance, entry.node)
        if isinstance(record, Disagreement):
            yield from _involved(record, subject, entry.node)
        if isinstance(record, Record):
            yield from _citations(record, subject, entry.node)
            for place, fact in record.facts():
                yield from _nested_fact(fact, subject, entry.node.child(place), problems)


def _involved(disagreement: Disagreement, path: str, node: Node) -> Iterator[Row]:
    for index, involved in enumerate(disagreement.facts_involved):
        values = {"fact_id": fact_id(involved), "disagreement_key": disagreement.key}
        yield Row("disagreement_facts", values, path, node.child(("facts_involved", index)))


def _of_document(note: str | None) -> dict[str, Any]:
    return {"basis": "stated", "rank": "normal", "note": note}


def _nested_fact(fact: Fact, subject: str, node: Node, problems: list[Problem]) -> Iterator[Row]:
    if fact.about is not None:
        what, hint = f'"about" stands in a fact that is nested below {subject}', "remove it"
        problems.append(Problem(node.at(("about",), key=True), "E-about", what, hint))
        return
    yield from _fact(fact, subject, node, problems)


def _top_level_fact(entry: Entry, fact: Fact, problems: list[Problem]) -> Iterator[Row]:
    if fact.about is None:
        what, hint = "the fact does not say what it is about", "add a line like about: places/south-korea"
        problems.append(Problem(entry.node.position, "E-about", what, hint))
    elif fact.about.partition("/")[0] not in SUBJECT_COLUMNS:
        what = f'a fact cannot be about "{fact.about}"'
        hint = f"families a fact can be about: {', '.join(SUBJECT_COLUMNS)}"
        problems.append(Problem(entry.node.at(("about",)), "E-about", what, hint))
    else:
        yield from _fact(fact, fact.about, entry.node, problems)


def _fact(fact: Fact, subject: str, node: Node, problems: list[Problem]) -> Iterator[Row]:
    family, key = subject.split("/", 1)
    path = fact.path(subject)
    own = {"fact_id": fact_id(path), SUBJECT_COLUMNS[family]: key, **fact.columns()}
    if family == "entities" and own.get("object_key") == key:
        problems.append(Problem(node.at(("object",)), "E-relation", f'"{key}" stands on both sides', "name another"))
        return
    if str(own.get("other_key", "~")) <= key:
        what, hint = "a pair is judged at the earlier key in the alphabet", f"move it to {own['other_key']}"
        problems.append(Problem(node.at(("other",)), "E-judgement", what, hint))
        return
    yield _shared(fact.table, path, fact.provenance(), node)
    yield Row(fact.table, own, path, node)
    yield from _citations(fact, path, node)


def _shared(family: str, path: str, provenance: dict[str, Any], node: Node) -> Row:
    return Row("facts", {"fact_id": fact_id(path), "family": family, "path": path, **provenance}, path, node)


def _citations(cited: Record | Fact, path: str, node: Node) -> Iterator[Row]:
    where = node.child(("cite",))
    for index, citation in enumerate(cited.cite):
        at = where.value[index] if isinstance(where.value, list) else where
        yield Row("citations", {"fact_id": fact_id(path), **citation.columns()}, path, at)
