"""The facts that a load has changed: where a table follows facts one by one, only their rows are computed anew.

Every SELECT of the mart names its tables without a schema. Temporary views of the same names, which hold the affected
facts alone, let the same SELECT give the rows of those facts.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from psycopg import sql

from warehouse.outlines import LOAD_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import psycopg

    from warehouse.mart.library import MartObject
    from warehouse.plan import Counts

FOLLOWED: Final = frozenset(table.name for table in LOAD_ORDER if "fact_id" in table.key)
"""Tables of ``core`` whose rows each belong to one fact."""

FEW: Final = 0.2
"""Part of all facts up to which it pays to look at the affected ones alone."""

MAKE: Final = "CREATE TEMPORARY TABLE affected_facts (fact_id uuid PRIMARY KEY, fact_key text NOT NULL) ON COMMIT DROP"

CHANGED: Final = """
INSERT INTO pg_temp.affected_facts
SELECT DISTINCT fact_id, fact_id::text FROM {changed} WHERE operation <> '='
ON CONFLICT DO NOTHING
"""

SIBLINGS: Final = """
INSERT INTO pg_temp.affected_facts
SELECT fact.fact_id, fact.fact_id::text FROM core.facts AS fact
WHERE split_part(fact.path, '@', 1) IN (
    SELECT split_part(known.path, '@', 1) FROM (
        SELECT path FROM core.facts WHERE fact_id IN (SELECT fact_id FROM pg_temp.affected_facts)
        UNION ALL
        SELECT path FROM history.facts WHERE fact_id IN (SELECT fact_id FROM pg_temp.affected_facts)
    ) AS known
    WHERE strpos(known.path, '@') > 0
)
ON CONFLICT DO NOTHING
"""

PART: Final = "SELECT count(*), (SELECT count(*) FROM core.facts) FROM pg_temp.affected_facts"

OF_CORE: Final = """
CREATE TEMPORARY VIEW {view} AS
SELECT * FROM {table} WHERE fact_id IN (SELECT fact_id FROM pg_temp.affected_facts)
"""

OF_MART: Final = """
CREATE TEMPORARY VIEW {view} AS
SELECT * FROM {table} WHERE fact_key IN (SELECT fact_key FROM pg_temp.affected_facts)
"""


@contextmanager
def narrowed(
    connection: psycopg.Connection, objects: Iterable[MartObject], changes: Mapping[str, Counts] | None
) -> Iterator[bool]:
    """Gather the affected facts, and let the names of tables stand for their rows alone where ``pg_temp`` comes first.

    Args:
        connection: With the load's transaction open, and its tables ``pg_temp.changed_*``.
        objects: All objects of the mart.
        changes: Numbers of rows that changed, by table of ``core``; None: nobody knows.

    Yields:
        Whether the affected facts are so few that it pays to look at them alone; if not, nothing was made.
    """
    is_narrow = bool(changes) and not any(counts.renamed for counts in (changes or {}).values())
    views: list[sql.Identifier] = []
    if is_narrow and changes and (is_narrow := _gather(connection, changes)):
        views = _narrow(connection, objects)
    yield is_narrow
    for view in reversed(views):
        connection.execute(sql.SQL("DROP VIEW {}").format(view))


def reach_every_fact(changes: Mapping[str, Counts]) -> set[str]:
    """Give the registers in which a row changed or went, which any fact may show; what was only added, none can."""
    return {
        name
        for name, counts in changes.items()
        if name not in FOLLOWED and (counts.changed or counts.retired or counts.renamed or counts.restored)
    }


def _gather(connection: psycopg.Connection, changes: Mapping[str, Counts]) -> bool:
    """Make the table of what changed, and of what else says the same thing of another document."""
    connection.execute(MAKE)
    for name in FOLLOWED & changes.keys():
        connection.execute(sql.SQL(CHANGED).format(changed=sql.Identifier("pg_temp", f"changed_{name}")))
    connection.execute("ANALYZE pg_temp.affected_facts")
    connection.execute(SIBLINGS)
    connection.execute("ANALYZE pg_temp.affected_facts")
    few, every = connection.execute(PART).fetchone() or (0, 0)
    return bool(few <= FEW * every)


def _narrow(connection: psycopg.Connection, objects: Iterable[MartObject]) -> list[sql.Identifier]:
    mart = [found.name for found in objects if found.follows_facts]
    views = []
    for schema, names, statement in (("core", sorted(FOLLOWED), OF_CORE), ("mart", mart, OF_MART)):
        for name in names:
            view = sql.Identifier("pg_temp", name)
            connection.execute(sql.SQL(statement).format(view=view, table=sql.Identifier(schema, name)))
            views.append(view)
    return views
