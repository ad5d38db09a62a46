"""Say the objects of the mart in SQL: the SELECT that gives their rows, and the DDL that migrations hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.mart.library import MartObject

NOW: Final = "core, mart, ops"
"""Where the names in a statement are found for ``mart``."""

THEN: Final = "core_as_of, as_of"
"""Where they are found for ``as_of``."""

STEADY: Final = frozenset({"dim_currency", "dim_indicator", "dim_stage", "dim_unit"})
"""Tables of a few rows that hardly ever go, so that nobody need find what refers to one of them in an instant."""


def selected(found: MartObject) -> str:
    """Give the SELECT of an object with every column in its type."""
    return f"{before(found)}{found.query.text}\n) AS answer"


def before(found: MartObject) -> str:
    """Give what stands before the file's own SELECT there."""
    columns = ",\n".join(f"    answer.{name}::{column.type} AS {name}" for name, column in found.header.columns.items())
    return f"SELECT\n{columns}\nFROM ("


def table(found: MartObject) -> str:
    """Give the statement that makes the table of ``mart``.

    Its foreign keys are looked at when the transaction ends: the tables are brought in step one after the other.
    """
    lines = [
        f"{name} {column.type}{'' if column.empty else ' NOT NULL'}" for name, column in found.header.columns.items()
    ]
    lines.append(f"CONSTRAINT {found.name}_pkey PRIMARY KEY ({', '.join(found.header.key)})")
    lines += [
        f"CONSTRAINT {found.name}_{name}_fkey FOREIGN KEY ({name}) REFERENCES mart.{other} ({key})"
        " DEFERRABLE INITIALLY DEFERRED"
        for name, (other, key) in found.foreign_keys.items()
    ]
    inner = ",\n".join(f"    {line}" for line in lines)
    return f"CREATE TABLE mart.{found.name} (\n{inner}\n)"


def indexes(found: MartObject) -> Iterator[str]:
    """Give the statements that make an index on each foreign key, without which a row that goes is looked for in all.

    The columns of ``STEADY`` tables have none, nor has the first column of the key.
    """
    for name, (other, _) in found.foreign_keys.items():
        if other in STEADY or name == found.header.key[0]:
            continue
        some = f" WHERE {name} IS NOT NULL" if found.header.columns[name].empty else ""
        yield f"CREATE INDEX {found.name}_{name}_idx ON mart.{found.name} ({name}){some}"


def view(found: MartObject, schema: str) -> str:
    """Give the statement that makes the view of ``schema``; the search path must be ``NOW`` or ``THEN``."""
    return f"CREATE OR REPLACE VIEW {schema}.{found.name} AS\n{selected(found)}"


def comments(found: MartObject, schema: str) -> Iterator[str]:
    """Give the statements that describe the object and each of its columns."""
    kind = "TABLE" if schema == "mart" and found.is_table else "VIEW"
    yield f"COMMENT ON {kind} {schema}.{found.name} IS {_quoted(found.header.grain)}"
    for name, column in found.header.columns.items():
        yield f"COMMENT ON COLUMN {schema}.{found.name}.{name} IS {_quoted(column.comment)}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
