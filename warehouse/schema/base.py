"""The parts that all tables share: the naming convention of constraints, and recurring columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, MetaData, Table, Text, UniqueConstraint, Uuid

from warehouse.vocabulary import KEY_MAX_LENGTH, KEY_PATTERN, SUBJECT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.schema import SchemaItem

metadata: Final = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    }
)


def text(name: str, comment: str, *, required: bool = False) -> Column[Any]:
    """Build a text column; its comment says what NULL means."""
    return Column(name, Text, nullable=not required, comment=comment)


def reference(name: str, target: str, comment: str, *, required: bool = False) -> Column[Any]:
    """Build a foreign key column that refers to ``target`` (``table.column`` in ``core``)."""
    return Column(name, Text, ForeignKey(f"core.{target}"), nullable=not required, comment=comment)


def one_of(name: str, words: Iterable[str]) -> CheckConstraint:
    """Build the CHECK constraint that ``name`` holds a word of a closed vocabulary, or NULL if it is nullable."""
    listed = ", ".join(f"'{word}'" for word in sorted(words))
    return CheckConstraint(f"{name} IN ({listed})", name=f"{name}_known")


def register(name: str, comment: str, *columns: SchemaItem, kind: Iterable[str] | None = None) -> Table:
    """Build the table of a register: things with a human-made key.

    Args:
        name: Name of the table in ``core``.
        comment: Its grain: "One row per …".
        columns: Its own columns and constraints.
        kind: Closed vocabulary of its ``kind`` column; None: it has no such column.
    """
    items: list[SchemaItem] = [
        Column("key", Text, primary_key=True, comment="Human-made, stable name of the row; other tables refer to it"),
        Column("fact_id", Uuid, nullable=False, comment="The row as a citable fact: same value in core.facts"),
        UniqueConstraint("fact_id"),
        CheckConstraint(f"key ~ '{KEY_PATTERN}' AND length(key) <= {KEY_MAX_LENGTH}", name="key_form"),
    ]
    if kind is not None:
        items += [text("kind", "What kind of thing it is; closed vocabulary", required=True), one_of("kind", kind)]
    return Table(name, metadata, *items, *columns, schema="core", comment=comment)


def fact(name: str, comment: str, *columns: SchemaItem, about: tuple[str, ...]) -> Table:
    """Build a table of facts: statements about things.

    Args:
        name: Name of the table in ``core``.
        comment: Its grain: "One row per …".
        columns: Its own columns and constraints.
        about: Registers that its facts can be about; if there are several, each fact is about exactly one of them.
    """
    key = Column(
        "fact_id",
        Uuid,
        ForeignKey("core.facts.fact_id"),
        primary_key=True,
        comment="The fact; modality, attribution and citations stand in core.facts and core.citations",
    )
    info = {"about": about}
    return Table(name, metadata, key, *_subjects(about), *columns, schema="core", comment=comment, info=info)


def _subjects(families: tuple[str, ...]) -> list[SchemaItem]:
    names = [SUBJECT_COLUMNS[family] for family in families]
    comment = "What the fact is about" + ("; exactly one of these columns is set" if len(names) > 1 else "")
    columns: list[SchemaItem] = [
        reference(name, f"{family}.key", comment, required=len(names) == 1)
        for family, name in zip(families, names, strict=True)
    ]
    if len(names) > 1:
        columns.append(CheckConstraint(f"num_nonnulls({', '.join(names)}) = 1", name="one_subject"))
    return columns
