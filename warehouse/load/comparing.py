"""Compare the staged rows with ``core``, inside the database: one list per table of what happens to which key.

That list is what is counted, guarded, carried out and shown. A row that stays as it is is not in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from psycopg import sql

from warehouse.load.parts import all_parts
from warehouse.plan import Counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psycopg

    from warehouse.load.parts import Parts

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
    """What the comparison found in one table.

    Attributes:
        parts: The table.
        counts: Rows to add, change, retire, rename and restore; a plan shows them.
        comes: Rows to write: new, changed, or said by another file now.
        ends: Versions that end: of rows that change or go.
        goes: Rows to remove.
        growth: Rows the table gains.
        digest_growth: What its sum of digests gains.
    """

    parts: Parts
    counts: Counts = field(default_factory=Counts)
    comes: int = 0
    ends: int = 0
    goes: int = 0
    growth: int = 0
    digest_growth: Decimal = Decimal(0)

    def take(self, operation: str, *, by_hand: bool, number: int, digest_growth: Decimal) -> None:
        """Count rows with the same operation."""
        self.comes += number if operation in "+~=" else 0
        self.ends += number if operation in "~-" else 0
        self.goes += number if operation == "-" else 0
        self.growth += {"+": number, "-": -number}.get(operation, 0)
        self.digest_growth += digest_growth
        if operation != "=":
            kind = "restored" if by_hand else NAMES[operation]
            self.counts += Counts(**{kind: number})


def compare(connection: psycopg.Connection, files: Sequence[str], unchanged: Sequence[str]) -> list[Differences]:
    """Find what differs between the staged rows and ``core``, in all tables.

    Args:
        connection: With the load's transaction open and the rows staged.
        files: The seed files that were read or are gone: what they said before and is not staged is retired.
        unchanged: Those that say what they said at the last load: a row of theirs that is missing was removed by hand.
    """
    values = {"files": list(files), "unchanged": list(unchanged)}
    return [_compare(connection, parts, values) for parts in all_parts()]


def count(connection: psycopg.Connection, parts: Parts) -> Differences:
    """Count what is to happen in one table."""
    found = Differences(parts)
    for operation, by_hand, number, growth in connection.execute(sql.SQL(COUNTS).format(changed=parts.changed)):
        found.take(operation, by_hand=by_hand, number=number, digest_growth=growth)
    return found


def _compare(connection: psycopg.Connection, parts: Parts, values: dict[str, list[str]]) -> Differences:
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
