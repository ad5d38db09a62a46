"""Find which facts that go and which that come are the same, because a record says under which key it stood before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from psycopg import sql

from warehouse.seeds.rows import fact_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import psycopg

    from warehouse.load.comparing import Differences

GOING: Final = """
SELECT going.fact_id, fact.path FROM pg_temp.changed_facts AS going
JOIN core.facts AS fact ON fact.fact_id = going.fact_id
WHERE going.operation = '-'
"""

CREATE: Final = """
CREATE TEMPORARY TABLE renamed_facts (old_fact_id uuid, new_fact_id uuid, old_path text, new_path text) ON COMMIT DROP
"""

TAKE: Final = "COPY pg_temp.renamed_facts FROM STDIN"

KEEP_PAIRS: Final = """
DELETE FROM pg_temp.renamed_facts WHERE new_fact_id NOT IN (
    SELECT fact_id FROM pg_temp.changed_facts WHERE operation = '+'
)
"""

RECORDS: Final = """
SELECT split_part(new_path, '/', 1), count(*) FROM pg_temp.renamed_facts WHERE new_path NOT LIKE '%/%/%' GROUP BY 1
"""

FACTS: Final = """
SELECT least(
    (SELECT count(*) FROM {changed} WHERE operation = '+' AND fact_id IN (SELECT new_fact_id FROM renamed_facts)),
    (SELECT count(*) FROM {changed} WHERE operation = '-' AND NOT by_hand
        AND fact_id IN (SELECT old_fact_id FROM renamed_facts))
)
"""

BACK: Final = """
INSERT INTO pg_temp.renamed_facts
SELECT new_fact_id, old_fact_id, new_path, old_path FROM ops.fact_renames WHERE run_id = %s
"""

RECORD: Final = """
INSERT INTO ops.fact_renames (run_id, new_fact_id, old_fact_id, new_path, old_path)
SELECT %s, new_fact_id, old_fact_id, new_path, old_path FROM pg_temp.renamed_facts
"""


def pair(
    connection: psycopg.Connection, moves: Mapping[tuple[str, str], str], found: Sequence[Differences], run_id: int
) -> None:
    """Pair facts that go with those that come under the key their record has now; count them as renamed.

    Args:
        connection: With the load's transaction open and everything compared.
        moves: By register and earlier key the key a record goes by now.
        found: What differs in each table; its counts are corrected.
        run_id: The run that renames them.
    """
    if not moves:
        return
    connection.execute(CREATE)
    going = connection.execute(GOING).fetchall()
    with connection.cursor() as cursor, cursor.copy(TAKE) as copy:
        for old_id, old_path in going:
            new_path = moved(old_path, moves)
            if new_path != old_path:
                copy.write_row((old_id, fact_id(new_path), old_path, new_path))
    _settle(connection, found, run_id)


def pair_back(connection: psycopg.Connection, undone: int, found: Sequence[Differences], run_id: int) -> None:
    """Pair the facts that a run renamed with themselves, the other way round, when it is taken back.

    Args:
        connection: With the load's transaction open and everything compared.
        undone: The run that renamed them.
        found: What differs in each table; its counts are corrected.
        run_id: The run that takes it back.
    """
    connection.execute(CREATE)
    connection.execute(BACK, [undone])
    _settle(connection, found, run_id)


def _settle(connection: psycopg.Connection, found: Sequence[Differences], run_id: int) -> None:
    """Keep the pairs of which both sides are there, count them, and record them."""
    connection.execute(KEEP_PAIRS)
    records: dict[str, int] = dict(connection.execute(RECORDS).fetchall())
    for one in found:
        _count(connection, one, records)
    connection.execute(RECORD, [run_id])


def moved(path: str, moves: Mapping[tuple[str, str], str]) -> str:
    """Give the path that a fact has after the moves; the same where none concerns it."""
    inner, at, document = path.partition("@")
    family, key, *parts = inner.split("/")
    others = {earlier: new for (_, earlier), new in moves.items()}
    key = moves.get((family, key), key)
    parts = [others.get(part, part) for part in parts]
    return "/".join([family, key, *parts]) + at + moves.get(("documents", document), document)


def _count(connection: psycopg.Connection, one: Differences, records: Mapping[str, int]) -> None:
    if "fact_id" in one.parts.keys:
        row = connection.execute(sql.SQL(FACTS).format(changed=one.parts.changed)).fetchone()
        renamed = row[0] if row else 0
    else:
        renamed = records.get(one.parts.name, 0)
    counts = one.counts
    one.counts = replace(
        counts, added=counts.added - renamed, retired=counts.retired - renamed, renamed=counts.renamed + renamed
    )
