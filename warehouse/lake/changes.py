"""What the rows of each object follow from; where that is what it was, the object need not be read."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.mart.definitions import selected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import psycopg

    from warehouse.mart.objects import MartObject

REVISION: Final = "SELECT version_num FROM ops.alembic_version"

FED: Final = "SELECT table_name, run_id FROM ops.mart_tables"

READ_BY_VIEWS: Final = """
SELECT DISTINCT view.relname, CASE WHEN read.relnamespace = view.relnamespace THEN read.relname END
FROM pg_catalog.pg_class AS view
JOIN pg_catalog.pg_rewrite AS rule ON rule.ev_class = view.oid
JOIN pg_catalog.pg_depend AS link ON link.classid = 'pg_catalog.pg_rewrite'::regclass AND link.objid = rule.oid
JOIN pg_catalog.pg_class AS read ON link.refclassid = 'pg_catalog.pg_class'::regclass AND read.oid = link.refobjid
WHERE view.relnamespace = 'mart'::regnamespace AND view.relkind = 'v' AND read.oid <> view.oid
"""
"""Each view of the mart with each table or view that it reads there, and NULL for what it reads elsewhere."""


class State(NamedTuple):
    """What the rows of an object follow from.

    Attributes:
        revision: The revision of the schema; an upgrade can change any row.
        definition: The digest of what the object is.
        load_id: The last load that changed what it reads, or may have.
    """

    revision: str
    definition: str
    load_id: int

    def __str__(self) -> str:
        return f"{self.revision} {self.definition} {self.load_id}"

    @classmethod
    def parse(cls, text: str) -> State:
        """Return the state that was written as ``text``."""
        revision, definition, load_id = text.split()
        return cls(revision, definition, int(load_id))


def states_of(connection: psycopg.Connection, objects: Sequence[MartObject], load_id: int) -> dict[str, State]:
    """Return the state of each object.

    Args:
        connection: A connection in the snapshot.
        objects: All objects of the mart, each after those it reads.
        load_id: The last load.
    """
    (revision,) = connection.execute(REVISION).fetchone() or ("",)
    definitions = {found.name: _digest(found) for found in objects}
    every = sha256("".join(definitions.values()).encode()).hexdigest()[:16]
    loads: dict[str, int] = dict(connection.execute(FED).fetchall())
    reads: dict[str, set[str | None]] = {}
    for view, read in connection.execute(READ_BY_VIEWS):
        reads.setdefault(view, set()).add(read)
    states = {}
    for found in objects:
        name = found.name
        if not found.is_table:
            loads[name] = _load_of_view(reads.get(name, set()), loads, load_id)
        # A view that reads nothing but the catalog of the server tells about all objects.
        definition = definitions[name] if found.is_table or name in reads else every
        states[name] = State(revision, definition, loads.get(name, load_id))
    return states


def _load_of_view(reads: set[str | None], loads: Mapping[str, int], last: int) -> int:
    if None in reads:
        return last
    return max((loads.get(str(name), last) for name in reads), default=0)


def _digest(found: MartObject) -> str:
    return sha256(f"{found.header.model_dump_json()}{selected(found)}".encode()).hexdigest()[:16]
