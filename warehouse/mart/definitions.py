"""The definitions of the mart objects as rows of ``ops.derived``: for ``mart``, and as views for ``as_of``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from warehouse.database.derived import source_digest
from warehouse.mart.objects import list_objects
from warehouse.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from warehouse.mart.objects import MartObject

NOW: Final = "core, mart, ops"
"""The search path of a SELECT in ``mart``."""

THEN: Final = "core_as_of, as_of"
"""The search path of a SELECT in ``as_of``."""

STEADY: Final = frozenset({"dim_currency", "dim_indicator", "dim_stage", "dim_unit"})
"""Small tables whose rows are hardly ever removed, so foreign keys to them need no index."""

FORGET: Final = """
DELETE FROM ops.derived AS d USING ops.alembic_version AS v
WHERE d.revision = v.version_num AND d.source_sha256 IS NOT NULL
"""

WANTED: Final = """
INSERT INTO ops.derived (
    revision, schema_name, object_name, position, kind, search_path, query, comment, columns, constraints, indexes,
    reads, source_sha256
)
SELECT version_num, {values}, '{source}'
FROM ops.alembic_version
"""

FIRST_POSITION: Final = 2000
"""The first position of a mart object; the views that are derived from the tables of ``core`` alone come before."""


@dataclass(frozen=True, slots=True)
class Definition:
    """The definition of one object to create.

    Attributes:
        schema: ``mart`` or ``as_of``.
        position: Its place in the order in which the objects can be created.
        kind: ``table`` or ``view``.
        search_path: The search path of its SELECT.
        reads: Tables of ``core`` and ``mart`` that its SELECT reads, directly or through views.
        source: The object as its file defines it.
    """

    schema: str
    position: int
    kind: str
    search_path: str
    reads: tuple[str, ...]
    source: MartObject

    def values(self) -> list[str]:
        """Return the values of its row in ``ops.derived`` as SQL, without the revision and the digest of the source."""
        header = self.source.header
        is_table = self.kind == "table"
        columns = [
            {
                "name": name,
                "type": column.type.replace("timestamptz", "timestamp with time zone"),
                "required": is_table and column.empty is None,
                "comment": column.comment,
            }
            for name, column in header.columns.items()
        ]
        return [
            _quoted(self.schema),
            _quoted(self.source.name),
            str(self.position),
            _quoted(self.kind),
            _quoted(self.search_path),
            f"$select${selected(self.source)}$select$",
            _quoted(header.grain),
            _as_json(columns),
            _as_json(constraints(self.source) if is_table else []),
            _as_json(indexes(self.source) if is_table else []),
            f"ARRAY[{', '.join(map(_quoted, self.reads))}]::text[]",
        ]


def wanted(sql_dir: Path) -> Iterator[str]:
    """Yield the statements that write the definition of the mart for the current schema revision to ``ops.derived``.

    Args:
        sql_dir: The folder that contains ``mart``; its files must belong to that revision.

    Raises:
        ProblemsFound: A file of ``sql/mart`` is invalid.
    """
    digest = source_digest(sql_dir)
    yield FORGET
    for definition in define(list_objects(sql_dir)):
        yield WANTED.format(values=",\n".join(definition.values()), source=digest)


def define(objects: Sequence[MartObject]) -> Iterator[Definition]:
    """Yield the definition of every object in ``mart``, then of every object as a view in ``as_of``.

    Args:
        objects: All objects of the mart, each after those it reads.
    """
    reads = _all_reads(objects)
    for position, found in enumerate(objects, start=FIRST_POSITION):
        kind = "table" if found.is_table else "view"
        yield Definition("mart", position, kind, NOW, tuple(sorted(reads[found.name])), found)
    for position, found in enumerate(objects, start=FIRST_POSITION + len(objects)):
        yield Definition("as_of", position, "view", THEN, (), found)


def selected(found: MartObject) -> str:
    """Return the SELECT of an object, with every column cast to its declared type."""
    return f"{before(found)}{found.query.text}\n) AS answer"


def before(found: MartObject) -> str:
    """Return the text that ``selected`` puts before the SELECT of the file."""
    columns = ",\n".join(f"    answer.{name}::{column.type} AS {name}" for name, column in found.header.columns.items())
    return f"SELECT\n{columns}\nFROM ("


def constraints(found: MartObject) -> list[dict[str, str]]:
    """Return name and definition of each constraint of a table, its primary key first, as the server prints them.

    Foreign keys are deferred to the end of the transaction, because the tables are refreshed one after the other.
    """
    return [
        {"name": f"{found.name}_pkey", "definition": f"PRIMARY KEY ({', '.join(found.header.key)})"},
        *(
            {
                "name": f"{found.name}_{name}_fkey",
                "definition": f"FOREIGN KEY ({name}) REFERENCES mart.{other}({key}) DEFERRABLE INITIALLY DEFERRED",
            }
            for name, (other, key) in found.foreign_keys.items()
        ),
    ]


def indexes(found: MartObject) -> list[dict[str, str]]:
    """Return name and definition of each index on a foreign key of a table.

    Without an index, each deletion of a row scans all tables that refer to it. Foreign keys to ``STEADY`` tables need
    no index, and neither does the first column of the primary key.
    """
    return [
        {
            "name": f"{found.name}_{name}_idx",
            "definition": f"({name})" + (f" WHERE {name} IS NOT NULL" if found.header.columns[name].empty else ""),
        }
        for name, (other, _) in found.foreign_keys.items()
        if other not in STEADY and name != found.header.key[0]
    ]


def _all_reads(objects: Sequence[MartObject]) -> Mapping[str, set[str]]:
    """Return the tables that each SELECT reads, directly or through views, by name of the object."""
    tables = {found.name for found in objects if found.is_table} | TABLES.keys()
    reads: dict[str, set[str]] = {}
    for found in objects:
        views = found.words & reads.keys() - tables
        reads[found.name] = (set(found.words) & tables).union(*(reads[view] for view in views))
    return reads


def _as_json(value: object) -> str:
    return _quoted(json.dumps(value, ensure_ascii=False))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
