"""The tables of ``core``, as the shapes describe them: columns, keys and constraints, without a database library."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from warehouse.model.base import Cited
from warehouse.model.citations import Citation
from warehouse.model.facts import FACTS
from warehouse.model.fields import Check, Column, KeyType, NamedField, TermKeyType, Word
from warehouse.model.groups import DateType
from warehouse.model.registers import REGISTERS

if TYPE_CHECKING:
    from warehouse.model.base import Fact, Record
    from warehouse.model.registers import Document

FACT: Final = "facts.fact_id"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of ``core``.

    Attributes:
        name: Its name.
        grain: Its comment: "One row per …".
        key: Columns of its primary key.
        columns: Its columns that seeds fill, in order.
        checks: Its CHECK constraints.
        subjects: Registers that its facts can be about; None if it is no family of facts.
        term_keys: Pairs of columns that together refer to a term: the scheme and the key. A column with a scheme of its
            own refers to one too.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    checks: tuple[Check, ...] = ()
    subjects: tuple[str, ...] | None = None
    term_keys: tuple[tuple[str, str], ...] = ()


def _schemes() -> Table:
    columns = (
        Column("key", "text", "Name of the scheme", is_required=True),
        Column("label", "text", "Name for readers", is_required=True),
        Column("definition", "text", "What its words say of a thing", is_required=True),
        Column("is_open", "boolean", "Whether seeds can add words", is_required=True),
        Column("needs_broader", "boolean", "Whether an added word must stand below a shipped one", is_required=True),
    )
    grain = "One row per scheme: a set of words for one purpose"
    return Table("schemes", grain, ("key",), columns, KeyType().checks(NamedField("key", "", is_required=True)))


def _terms() -> Table:
    broadest = "The word at the end of the broader words, by which reports count; the word itself if there is none"
    flags = "What code asks about the word; inherited from the broader word if it has none of its own"
    columns = (
        Column("scheme", "text", "Scheme of the word", is_required=True, refers="schemes.key"),
        Column("key", "text", "The word, in lower case", is_required=True),
        Column("label", "text", "The word for readers", is_required=True),
        Column("definition", "text", "What the word means", is_required=True),
        Column("broader", "text", "The next broader word of the scheme; NULL: none"),
        Column("broadest", "text", broadest, is_required=True),
        Column("aliases", "text[]", "Other words that mean the same", is_required=True),
        Column("flags", "text[]", flags, is_required=True),
        Column("inverse", "text", "The same seen from the other side, for readers; NULL: none"),
        Column("pattern", "text", "The form of the values, as a regular expression; NULL: any"),
    )
    key = TermKeyType().checks(NamedField("key", "", is_required=True))
    return Table(
        name="terms",
        grain="One row per word of a scheme",
        key=("scheme", "key"),
        columns=columns,
        checks=(*key, Check("broader_other", "broader <> key")),
        term_keys=(("scheme", "broader"), ("scheme", "broadest")),
    )


def _register(shape: type[Document | Record]) -> Table:
    key, *others = shape.plan.columns
    comment = "The row as a citable fact: same value in core.facts"
    fact = Column("fact_id", "uuid", comment, is_required=True, unique="row")
    return Table(shape.table, shape.grain, (key.name,), (key, fact, *others), (*shape.plan.checks, *shape.checks))


def _family(shape: type[Fact]) -> Table:
    comment = "The fact; modality, attribution and citations stand in core.facts and core.citations"
    fact = Column("fact_id", "uuid", comment, is_required=True, refers=FACT)
    registers = {shape.subject_column(register): register for register in shape.subjects}
    names = list(registers)
    is_only = len(names) == 1
    comment = "What the fact is about" + ("" if is_only else "; exactly one of these columns is set")
    subjects = {
        register: Column(name, "text", comment, is_only, refers=f"{register}.key", field=("about",))
        for name, register in registers.items()
    }
    later = [subjects.pop(register) for register in shape.later_subjects]
    columns = list(shape.plan.columns)
    start = next((place for place, column in enumerate(columns) if column.starts_later), len(columns))
    one = () if is_only else (Check("one_subject", f"num_nonnulls({', '.join(names)}) = 1"),)
    return Table(
        name=shape.table,
        grain=shape.grain,
        key=("fact_id",),
        columns=(fact, *subjects.values(), *columns[:start], *later, *columns[start:]),
        checks=(*one, *shape.plan.checks, *shape.checks),
        subjects=shape.subjects,
    )


def _facts() -> Table:
    modality = Word("modality")
    field = NamedField("modality", MODALITY_COMMENT, is_required=False)
    shapes = (*REGISTERS.values(), *FACTS.values())
    actual = [shape.table for shape in shapes if shape.needs("modality")]
    listed = ", ".join(f"'{table}'" for table in sorted(actual))
    columns = (
        Column("fact_id", "uuid", "Computed from the path, so that a reload finds the row again", is_required=True),
        Column("family", "text", "Table of core that holds the fact", is_required=True),
        Column("path", "text", "Where the fact stands among all facts: family, key, kind, document", is_required=True),
        *modality.columns(field),
        *Cited.shared.columns,
    )
    checks = (
        *modality.checks(field),
        *Cited.shared.checks,
        Check("rank_reasoned", "(rank = 'normal') = (rank_reason IS NULL)"),
        Check("inference_explained", "basis <> 'inferred' OR note IS NOT NULL"),
        Check("modality_given", f"modality IS NOT NULL OR family NOT IN ({listed})"),
    )
    grain = "One row per fact, in whichever table of core it stands; register rows are facts too"
    return Table("facts", grain, ("fact_id",), columns, checks)


MODALITY_COMMENT: Final = "Occurred, planned, pledged …; left out: the fact only names or classifies"


def _citations() -> Table:
    fact = Column("fact_id", "uuid", "The fact that is cited", is_required=True, refers=FACT)
    key = ("fact_id", "document_key", "locator")
    return Table(Citation.table, Citation.grain, key, (fact, *Citation.plan.columns), Citation.plan.checks)


def _disagreement_facts() -> Table:
    path = ("facts_involved",)
    disagreement = "The disagreement it is involved in"
    columns = (
        Column("fact_id", "uuid", "A fact that is involved", is_required=True, refers=FACT, field=path),
        Column("disagreement_key", "text", disagreement, is_required=True, refers="disagreements.key", field=path),
    )
    grain = "One row per disagreement and fact involved in it"
    return Table("disagreement_facts", grain, ("fact_id", "disagreement_key"), columns)


CORE: Final = (
    _schemes(),
    _terms(),
    *(_register(shape) for shape in REGISTERS.values()),
    _facts(),
    _citations(),
    *(_family(shape) for shape in FACTS.values()),
    _disagreement_facts(),
)
"""The tables of ``core``, each behind the tables that it refers to."""

FIELDS: Final = {table.name: {column.name: column.field for column in table.columns if column.field} for table in CORE}
"""By table, the path of the seed field that fills each column."""

REFERRED_KEYS: Final = {
    register: key
    for table in CORE
    for column in table.columns
    for register, _, key in [column.refers.partition(".")]
    if register in REGISTERS
}
"""By register, the column that others refer to."""

UNIQUE: Final = {
    table.name: tuple(column.name for column in table.columns if column.unique and column.name != "fact_id")
    for table in CORE
}
"""By register, the columns besides its keys whose values no two records share."""

DATES: Final = {
    shape.table: {name: kind.covers for name, kind in shape.plan.groups.items() if isinstance(kind, DateType)}
    for shape in FACTS.values()
}
"""By family of facts, the fields that are dates, each with whether it is a period."""


def tables_text() -> str:
    """Return the text of ``tables.json``: a line per table, in load order."""
    return "[\n" + ",\n".join(json.dumps(_outline(table)) for table in CORE) + "\n]\n"


def _outline(table: Table) -> dict[str, object]:
    return {
        "name": table.name,
        "key": table.key,
        "stated": [column.name for column in table.columns],
        "references": {column.name: column.refers.partition(".")[0] for column in table.columns if column.refers},
        "about": table.subjects,
    }
