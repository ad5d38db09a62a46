"""The definitions of the mart objects as rows of ``ops.derived``: for ``mart``, ``history`` and ``as_of``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from warehouse.database.derived import source_digest
from warehouse.mart.objects import list_objects
from warehouse.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from warehouse.mart.objects import MartObject

NOW: Final = "core, mart, ops"
"""The search path of a SELECT in ``mart``."""

THEN: Final = "core_as_of, as_of"
"""The search path of a SELECT in ``as_of``."""

FACT_ROWS: Final = "fact_rows"
"""The view in ``ops`` on the rows of all tables of ``core`` that hold facts, which changes with any of them."""

SYSTEM_FROM: Final = "system_from"
SYSTEM_TO: Final = "system_to"
INSTANT: Final = "timestamp with time zone"

BEGINS: Final = {
    "name": SYSTEM_FROM,
    "type": INSTANT,
    "required": True,
    "comment": "Since when the warehouse shows the row as it is",
}
"""The column that each table of ``mart`` has besides those of its header."""

ENDS: Final = {
    "name": SYSTEM_TO,
    "type": INSTANT,
    "required": True,
    "comment": "Until when the warehouse showed the row like this",
}
"""The column that each table of ``history`` has besides; the row no longer stood at this instant."""

PAST: Final = """
SELECT {columns} FROM mart.{name} WHERE system_from <= (SELECT as_of.moment())
UNION ALL
SELECT {columns} FROM history.{name}
WHERE system_from <= (SELECT as_of.moment()) AND system_to > (SELECT as_of.moment())
"""

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


Columns = list[dict[str, object]]
"""Name, type, whether it is required, and comment of each column of an object, in order."""


@dataclass(frozen=True, slots=True)
class Definition:
    """The definition of one object to create.

    Attributes:
        schema: ``mart``, ``history`` (the earlier rows of a table of the mart) or ``as_of``.
        name: Its name.
        kind: ``table`` or ``view``.
        search_path: The search path of its SELECT; empty: it names its schemas.
        query: The SELECT that gives its rows; empty: loads write them.
        comment: What a row of it is.
        columns: Its columns.
        constraints: Name and definition of each constraint of a table, its primary key first.
        indexes: Name and definition of each index of a table besides its primary key.
        reads: Tables of ``core`` and ``mart``, and ``FACT_ROWS``, that its SELECT reads, directly or through views.
    """

    schema: str
    name: str
    kind: str
    search_path: str
    query: str
    comment: str
    columns: Columns
    constraints: Sequence[Mapping[str, str]] = ()
    indexes: Sequence[Mapping[str, str]] = ()
    reads: Sequence[str] = ()

    def values(self, position: int) -> list[str]:
        """Return the values of its row in ``ops.derived`` as SQL, without the revision and the digest of the source.

        Args:
            position: Its place in the order in which the objects can be created.
        """
        return [
            _quoted(self.schema),
            _quoted(self.name),
            str(position),
            _quoted(self.kind),
            _quoted(self.search_path),
            f"$select${self.query}$select$",
            _quoted(self.comment),
            _as_json(self.columns),
            _as_json(self.constraints),
            _as_json(self.indexes),
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
    for position, definition in enumerate(define(list_objects(sql_dir)), start=FIRST_POSITION):
        yield WANTED.format(values=",\n".join(definition.values(position)), source=digest)


def define(objects: Sequence[MartObject]) -> Iterator[Definition]:
    """Yield every object of ``mart``, the past of each table in ``history``, and every object as a view of ``as_of``.

    Args:
        objects: All objects of the mart, each after those it reads.
    """
    reads = _all_reads(objects)
    yield from (_in_mart(found, sorted(reads[found.name])) for found in objects)
    yield from (_in_history(found) for found in objects if found.is_table)
    yield from (_in_as_of(found) for found in objects)


def _in_mart(found: MartObject, reads: Sequence[str]) -> Definition:
    if not found.is_table:
        return Definition("mart", found.name, "view", NOW, selected(found), *_described(found), reads=reads)
    required = {name for name, column in found.header.columns.items() if column.empty is None}
    grain, columns = _described(found, required)
    columns += [BEGINS]
    rest = constraints(found), indexes(found), reads
    return Definition("mart", found.name, "table", NOW, selected(found), grain, columns, *rest)


def _in_history(found: MartObject) -> Definition:
    """Return the table of earlier rows; only its key is required, since a row may be older than a column is."""
    key = {"name": f"{found.name}_pkey", "definition": f"PRIMARY KEY ({', '.join([*found.header.key, SYSTEM_FROM])})"}
    ended = {"name": f"{found.name}_{SYSTEM_TO}_idx", "definition": f"({SYSTEM_TO})"}
    columns = [*_described(found, set(found.header.key))[1], BEGINS, ENDS]
    comment = f"One row per earlier version of a row of mart.{found.name}"
    return Definition("history", found.name, "table", "", "", comment, columns, [key], [ended])


def _in_as_of(found: MartObject) -> Definition:
    path, query = ("", past(found)) if found.is_table else (THEN, selected(found))
    return Definition("as_of", found.name, "view", path, query, *_described(found))


def _described(found: MartObject, required: Collection[str] = ()) -> tuple[str, Columns]:
    """Return the comment and the columns of an object, as its header describes them."""
    return found.header.grain, [
        {
            "name": name,
            "type": column.type.replace("timestamptz", INSTANT),
            "required": name in required,
            "comment": column.comment,
        }
        for name, column in found.header.columns.items()
    ]


def past(found: MartObject) -> str:
    """Return the SELECT of the rows of a table of the mart at the instant of ``as_of.moment()``."""
    return PAST.format(name=found.name, columns=", ".join(found.header.columns))


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
    tables = {found.name for found in objects if found.is_table} | TABLES.keys() | {FACT_ROWS}
    reads: dict[str, set[str]] = {}
    for found in objects:
        views = found.words & reads.keys() - tables
        reads[found.name] = (set(found.words) & tables).union(*(reads[view] for view in views))
    return reads


def _as_json(value: object) -> str:
    return _quoted(json.dumps(value, ensure_ascii=False))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
