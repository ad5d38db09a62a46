"""The diff between staged rows and ``core``: the comparison, and the renamed facts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from psycopg import sql

from warehouse.model.base import LABEL
from warehouse.plan import Counts
from warehouse.seeds.rows import fact_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import psycopg

from warehouse.load.renames import moved
from warehouse.load.table_sql import TableSql, all_table_sql

NAMES: Final = {"+": "added", "~": "changed", "-": "retired"}

CHANGED: Final = """
CREATE TEMPORARY TABLE {changed} ON COMMIT DROP AS
SELECT {staged_key},
    CASE WHEN {probe} IS NULL THEN '+' WHEN ({current}) IS DISTINCT FROM ({new}) THEN '~' ELSE '=' END AS operation,
    CASE WHEN {probe} IS NULL THEN staged.seed_file = ANY (%(unchanged)s)
        ELSE current.loaded_digest IS DISTINCT FROM {current_digest} END AS by_hand,
    current.system_from AS system_from, current.loaded_digest AS old_digest, {new_digest} AS new_digest
FROM {staged} AS staged
LEFT JOIN {core} AS current ON {same_key}
WHERE {probe} IS NULL
    OR ({current}) IS DISTINCT FROM ({new})
    OR current.seed_file IS DISTINCT FROM staged.seed_file
    OR current.loaded_digest IS DISTINCT FROM {new_digest}
UNION ALL
SELECT {current_key}, '-', current.loaded_digest IS DISTINCT FROM {current_digest},
    current.system_from, current.loaded_digest, NULL
FROM {core} AS current
WHERE (current.seed_file = ANY (%(files)s) OR current.seed_file IS NULL)
    AND NOT EXISTS (SELECT FROM {staged} AS staged WHERE {same_key})
"""

COUNTS: Final = """
SELECT operation, by_hand, count(*), coalesce(sum(new_digest), 0) - coalesce(sum(old_digest), 0)
FROM {changed} GROUP BY operation, by_hand
"""


@dataclass(slots=True)
class Differences:
    """The differences of one table.

    Attributes:
        parts: The SQL of the table.
        counts: Rows to add, change, retire, rename and restore, as a plan shows them.
        comes: Number of rows to write: new rows, changed rows, and rows whose seed file or digest alone differs.
        ends: Number of versions that end, because their rows change or are removed.
        goes: Number of rows to remove.
        growth: How much the row count of the table grows; negative if it shrinks.
        digest_growth: How much its digest sum grows.
    """

    parts: TableSql
    counts: Counts = field(default_factory=Counts)
    comes: int = 0
    ends: int = 0
    goes: int = 0
    growth: int = 0
    digest_growth: Decimal = Decimal(0)

    def take(self, operation: str, *, by_hand: bool, number: int, digest_growth: Decimal) -> None:
        """Add a number of rows with the same operation to the counts.

        Args:
            operation: ``+`` to add, ``~`` to change, ``-`` to retire; ``=`` if only the seed file or digest differs.
            by_hand: Whether the rows were edited, added or removed by hand, so that they count as restored.
            number: How many rows.
            digest_growth: How much the digest sum of the table grows by them.
        """
        self.comes += number if operation in "+~=" else 0
        self.ends += number if operation in "~-" else 0
        self.goes += number if operation == "-" else 0
        self.growth += {"+": number, "-": -number}.get(operation, 0)
        self.digest_growth += digest_growth
        if operation != "=":
            kind = "restored" if by_hand else NAMES[operation]
            self.counts += Counts(**{kind: number})


def compare(connection: psycopg.Connection, files: Sequence[str], unchanged: Sequence[str]) -> list[Differences]:
    """Find the differences between the staged rows and ``core``, in all tables.

    Args:
        connection: A connection with the load's transaction open and the rows staged.
        files: The seed files that were read or no longer exist. Their rows in ``core`` that are not staged are retired.
        unchanged: Those of the files that have not changed since the last load. If a row of theirs is missing in
            ``core``, somebody removed it by hand.

    Returns:
        The differences of each table, in load order.
    """
    values = {"files": list(files), "unchanged": list(unchanged)}
    return [_compare(connection, parts, values) for parts in all_table_sql()]


def count(connection: psycopg.Connection, parts: TableSql) -> Differences:
    """Count the rows of the temporary table of changes, for one table of ``core``."""
    differences = Differences(parts)
    for operation, by_hand, number, growth in connection.execute(sql.SQL(COUNTS).format(changed=parts.changed)):
        differences.take(operation, by_hand=by_hand, number=number, digest_growth=growth)
    return differences


def _compare(connection: psycopg.Connection, parts: TableSql, values: dict[str, list[str]]) -> Differences:
    statement = sql.SQL(CHANGED).format(
        changed=parts.changed,
        staged=parts.staged,
        core=parts.core,
        staged_key=parts.key_of("staged"),
        current_key=parts.key_of("current"),
        same_key=parts.same_key("staged", "current"),
        probe=parts.probe("current"),
        current=parts.stated_of("current"),
        new=parts.stated_of("staged"),
        current_digest=parts.digest("current"),
        new_digest=parts.digest("staged"),
    )
    connection.execute(statement, values)
    return count(connection, parts)


GOING: Final = """
SELECT going.fact_id, fact.path FROM pg_temp.changed_facts AS going
JOIN core.facts AS fact ON fact.fact_id = going.fact_id
WHERE going.operation = '-'
"""

COMING: Final = """
SELECT fact.path, array_agg(cited.document_key) FROM pg_temp.changed_facts AS coming
JOIN pg_temp.staged_facts AS fact ON fact.fact_id = coming.fact_id
JOIN pg_temp.staged_citations AS cited ON cited.fact_id = coming.fact_id
WHERE coming.operation = '+' AND strpos(fact.path, '@') > 0
GROUP BY fact.path
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
    connection: psycopg.Connection,
    moves: Mapping[tuple[str, str], str],
    differences: Sequence[Differences],
    run_id: int,
) -> None:
    """Pair each retired fact with the fact added in its place, and count both as one rename.

    Its record may have a new key, or its path may be written as earlier versions of the program wrote it.

    Args:
        connection: A connection with the load's transaction open and all tables compared.
        moves: The current key of each renamed record, by register and earlier key.
        differences: The differences of each table; their counts are corrected.
        run_id: The run that renames the facts.
    """
    going = connection.execute(GOING).fetchall()
    rewritten = _rewritten(connection) if going else {}
    if not going or not (moves or rewritten):
        return
    connection.execute(CREATE)
    with connection.cursor() as cursor, cursor.copy(TAKE) as copy:
        for old_id, old_path in going:
            new_path = moved(old_path, moves)
            new_path = rewritten.get(new_path, new_path)
            if new_path != old_path:
                copy.write_row((old_id, fact_id(new_path), old_path, new_path))
    _settle(connection, differences, run_id)


def _rewritten(connection: psycopg.Connection) -> dict[str, str]:
    """Return the paths of added facts by the paths that earlier versions of the program gave them.

    One knew no outlook and no total. The one before knew no period either, wrote a label as a further part, and named
    the first document cited.
    """
    paths: dict[str, str] = {}
    for path, documents in connection.execute(COMING):
        stem, at, document = path.partition("@")
        stem = re.sub(";(outlook|total)=[^;]*", "", stem)
        plain = re.sub(";during=[^;]*", "", stem).replace(LABEL, "/")
        for earlier in (f"{stem}{at}{document}", *(f"{plain}{at}{other}" for other in (documents if at else [""]))):
            if earlier != path:
                paths[earlier] = path
    return paths


def pair_back(connection: psycopg.Connection, undone: int, differences: Sequence[Differences], run_id: int) -> None:
    """Reverse the renames of a run that is undone, and count them as renames.

    Args:
        connection: A connection with the load's transaction open and all tables compared.
        undone: The run that renamed the facts.
        differences: The differences of each table; their counts are corrected.
        run_id: The run that does the undo.
    """
    connection.execute(CREATE)
    connection.execute(BACK, [undone])
    _settle(connection, differences, run_id)


def _settle(connection: psycopg.Connection, differences: Sequence[Differences], run_id: int) -> None:
    """Keep the pairs whose new fact is added in this load, count them, and record them."""
    connection.execute(KEEP_PAIRS)
    records: dict[str, int] = dict(connection.execute(RECORDS).fetchall())
    for one in differences:
        _count(connection, one, records)
    connection.execute(RECORD, [run_id])


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
