"""Keep account of what each table of ``core`` holds, so that a load needs to count none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from psycopg import sql

from warehouse.load.parts import all_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import psycopg

    from warehouse.load.comparing import Differences

MUCH: Final = 0.1
FEW: Final = 500
"""A table that changes by more rows than a share of it and a few is looked at anew by the planner."""

KNOWN: Final = "SELECT table_name, row_count FROM ops.table_totals"

COUNT: Final = """
INSERT INTO ops.table_totals AS total (table_name, row_count, digest_sum)
SELECT {name}, count(*), coalesce(sum(loaded_digest), 0) FROM {core} WHERE seed_file IS NOT NULL
ON CONFLICT (table_name) DO UPDATE SET row_count = EXCLUDED.row_count, digest_sum = EXCLUDED.digest_sum
"""

GROW: Final = """
UPDATE ops.table_totals SET row_count = row_count + %s, digest_sum = digest_sum + %s WHERE table_name = %s
"""


def known_sizes(connection: psycopg.Connection) -> dict[str, int]:
    """Give the rows of each table by the account of the loads; tables not accounted for yet are counted now."""
    sizes: dict[str, int] = dict(connection.execute(KNOWN).fetchall())
    if missing := {parts.name for parts in all_parts()} - sizes.keys():
        _count(connection, missing)
        sizes = dict(connection.execute(KNOWN).fetchall())
    return sizes


def account_for(
    connection: psycopg.Connection, found: Sequence[Differences], sizes: Mapping[str, int], *, recount: bool
) -> int:
    """Bring the account in step with what was written.

    Args:
        connection: With the load's transaction open and everything written.
        found: What differed in each table.
        sizes: Rows each table held before.
        recount: Count all tables, because some were edited by hand.

    Returns:
        The number of facts there are now.
    """
    for one in found:
        if one.comes or one.goes:
            connection.execute(GROW, [one.growth, one.digest_growth, one.parts.name])
            _let_know(connection, one, sizes[one.parts.name])
    if recount:
        _count(connection, {one.parts.name for one in found})
    known: dict[str, int] = dict(connection.execute(KNOWN).fetchall())
    return known["facts"]


def _let_know(connection: psycopg.Connection, one: Differences, size: int) -> None:
    """Let the database know what a table holds now where that is mostly new, before checks and reports ask it."""
    if one.comes + one.goes > size * MUCH + FEW:
        connection.execute(sql.SQL("ANALYZE (SKIP_LOCKED) {}").format(one.parts.core))


def _count(connection: psycopg.Connection, names: set[str]) -> None:
    for parts in all_parts():
        if parts.name in names:
            connection.execute(sql.SQL(COUNT).format(name=sql.Literal(parts.name), core=parts.core))
