"""Carry out what was found to differ: keep the versions that end, write the new ones, remove the rows that go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from psycopg import sql

from warehouse.load.parts import columns
from warehouse.vocabulary import BOOKKEEPING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import psycopg

    from warehouse.load.comparing import Differences
    from warehouse.load.parts import Parts

KEEP: Final = """
INSERT INTO {history} ({columns}, system_from, system_to, opened_by, closed_by)
SELECT {current}, least(current.system_from, %(instant)s), %(instant)s, opened.run_id, %(run)s
FROM {core} AS current
JOIN {changed} AS changed ON {same_key} AND changed.operation IN ('~', '-')
LEFT JOIN ops.loads AS opened ON opened.loaded_at = current.system_from
"""

WRITE: Final = """
INSERT INTO {core} ({columns}, system_from)
SELECT {staged}, staged.seed_file, staged.seed_line, changed.new_digest,
    CASE changed.operation WHEN '=' THEN changed.system_from ELSE %(instant)s END
FROM {staged_table} AS staged
JOIN {changed} AS changed ON {same_key} AND changed.operation <> '-'
ON CONFLICT ({key}) DO UPDATE SET {assign}
"""

REMOVE: Final = "DELETE FROM {core} AS current USING {changed} AS changed WHERE {same_key} AND changed.operation = '-'"



def write(connection: psycopg.Connection, found: Sequence[Differences], instant: datetime, run_id: int) -> None:
    """Write what was found to differ.

    Args:
        connection: With the load's transaction open and everything compared.
        found: What differs in each table, tables in load order.
        instant: Since when the new versions count, and until when the old ones did.
        run_id: The run that does it.
    """
    values = {"instant": instant, "run": run_id}
    for one in found:
        if one.ends:
            connection.execute(_keep(one.parts), values)
    for one in found:
        if one.comes:
            connection.execute(_write(one.parts), values)
    for one in reversed(found):
        if one.goes:
            connection.execute(_remove(one.parts))


def _keep(parts: Parts) -> sql.Composed:
    names = [*parts.stated, "seed_file", "seed_line", "loaded_digest"]
    return sql.SQL(KEEP).format(
        history=parts.history,
        columns=columns(names),
        current=columns(names, "current"),
        core=parts.core,
        changed=parts.changed,
        same_key=parts.same_key("changed", "current"),
    )


def _write(parts: Parts) -> sql.Composed:
    names = [name for name in (*parts.stated, *BOOKKEEPING) if name not in parts.keys]
    return sql.SQL(WRITE).format(
        core=parts.core,
        columns=columns([*parts.stated, "seed_file", "seed_line", "loaded_digest"]),
        staged=parts.stated_of("staged"),
        staged_table=parts.staged,
        changed=parts.changed,
        same_key=parts.same_key("staged", "changed"),
        key=parts.key_columns,
        assign=sql.SQL(", ").join(sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(name)) for name in names),
    )


def _remove(parts: Parts) -> sql.Composed:
    same_key = parts.same_key("changed", "current")
    return sql.SQL(REMOVE).format(core=parts.core, changed=parts.changed, same_key=same_key)
