"""The undo of one load: restores the versions that the load ended, and removes the rows that it wrote."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg import sql

from warehouse.errors import CheckFailed, UsageError
from warehouse.load import apply, diff
from warehouse.load.apply import Changes, now, record_load, write
from warehouse.load.diff import count
from warehouse.load.table_sql import all_table_sql
from warehouse.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from warehouse.load.diff import Differences
    from warehouse.load.ledger import Run
    from warehouse.load.table_sql import TableSql

LOADED_AT: Final = "SELECT loaded_at FROM ops.loads WHERE run_id = %s"

STAGE: Final = """
CREATE TEMPORARY TABLE {staged} ON COMMIT DROP AS
SELECT {ended}, ended.seed_file, ended.seed_line FROM {history} AS ended WHERE ended.system_to = %(then)s
"""

OPENED: Final = """
CREATE TEMPORARY TABLE {opened} ON COMMIT DROP AS
SELECT {stated} FROM {core} WHERE system_from = %(then)s
UNION ALL SELECT {stated} FROM {history} WHERE system_from = %(then)s
"""

CHANGED: Final = """
CREATE TEMPORARY TABLE {changed} ON COMMIT DROP AS
SELECT {staged_key}, CASE WHEN {probe} IS NULL THEN '+' ELSE '~' END AS operation, false AS by_hand,
    current.system_from AS system_from, current.loaded_digest AS old_digest, {new_digest} AS new_digest
FROM {staged} AS staged LEFT JOIN {core} AS current ON {same_key}
UNION ALL
SELECT {current_key}, '-', false, current.system_from, current.loaded_digest, NULL
FROM {core} AS current
WHERE EXISTS (SELECT FROM {opened} AS opened WHERE {same_opened})
    AND NOT EXISTS (SELECT FROM {staged} AS staged WHERE {same_key})
"""

BUILT_ON: Final = """
SELECT count(*) FROM {opened} AS opened LEFT JOIN {core} AS current ON {same_opened}
WHERE {probe} IS NULL OR ({current}) IS DISTINCT FROM ({written})
UNION ALL
SELECT count(*) FROM {staged} AS staged JOIN {core} AS current ON {same_key}
WHERE NOT EXISTS (SELECT FROM {opened} AS opened WHERE {same_opened})
"""

READ_AGAIN: Final = """
INSERT INTO ops.seed_files (path, sha256, run_id)
SELECT DISTINCT file, NULL, %(run)s::bigint FROM (
    SELECT seed_file FROM {core} WHERE system_from = %(now)s
    UNION SELECT seed_file FROM {history} WHERE system_to = %(now)s
) AS touched (file)
WHERE file IS NOT NULL
ON CONFLICT (path) DO UPDATE SET sha256 = NULL, run_id = EXCLUDED.run_id
"""


def undo(connection: psycopg.Connection, run: Run, guard: Callable[[Plan], None] = lambda _: None) -> Plan:
    """Restore the state of ``core`` from before a load, in the connection's open transaction.

    Args:
        connection: A connection with a transaction that holds the load lock; the caller commits it or rolls it back.
        run: The run that does the undo; its ``undoes`` names the run to undo.
        guard: Called with the plan before anything is written; raises an error to refuse the plan.

    Returns:
        The plan that was applied.

    Raises:
        UsageError: The run to undo committed nothing.
        CheckFailed: Later loads changed or depend on the rows that it wrote.
    """
    then = _loaded_at(connection, run.undoes or 0)
    differences = [_differences(connection, parts, then, run.undoes or 0) for parts in all_table_sql()]
    diff.pair_back(connection, run.undoes or 0, differences, run.run_id)
    sizes, instant = apply.known_sizes(connection), now(connection)
    counts = {one.parts.name: one.counts for one in differences if not one.counts.is_zero}
    plan = Plan(counts, sizes, sizes["facts"], "", Changes(connection, instant))
    guard(plan)
    try:
        write(connection, differences, instant, run.run_id)
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except psycopg.errors.IntegrityError as error:
        raise _built_on(run.undoes or 0, error.diag.table_name or "") from error
    plan = replace(plan, fact_count=apply.account_for(connection, differences, sizes, frozenset()))
    run.status = "unchanged" if plan.is_empty else "loaded"
    record_load(connection, plan, run, instant)
    for one in differences:
        if not one.counts.is_zero:
            statement = sql.SQL(READ_AGAIN).format(core=one.parts.core, history=one.parts.history)
            connection.execute(statement, {"now": instant, "run": run.run_id})
    return plan


def _loaded_at(connection: psycopg.Connection, run_id: int) -> datetime:
    row = connection.execute(LOADED_AT, [run_id]).fetchone()
    if row is None:
        raise UsageError(f"run {run_id} changed nothing that could be taken back", hint='See "warehouse runs list".')
    instant: datetime = row[0]
    return instant


def _differences(connection: psycopg.Connection, parts: TableSql, then: datetime, run_id: int) -> Differences:
    """Find the differences of one table, after checking that no later load changed the rows that the load left."""
    names = {
        "staged": parts.staged,
        "opened": sql.Identifier("pg_temp", f"opened_{parts.name}"),
        "changed": parts.changed,
        "core": parts.core,
        "history": parts.history,
        "stated": parts.stated_columns,
        "ended": parts.stated_of("ended"),
        "current": parts.stated_of("current"),
        "written": parts.stated_of("opened"),
        "staged_key": parts.key_of("staged"),
        "current_key": parts.key_of("current"),
        "probe": parts.probe("current"),
        "same_key": parts.same_key("staged", "current"),
        "same_opened": parts.same_key("opened", "current"),
        "new_digest": parts.digest("staged"),
    }
    for statement in (STAGE, OPENED, CHANGED):
        connection.execute(sql.SQL(statement).format(**names), {"then": then})
    if any(number for (number,) in connection.execute(sql.SQL(BUILT_ON).format(**names))):
        raise _built_on(run_id, parts.name)
    return count(connection, parts)


def _built_on(run_id: int, table: str) -> CheckFailed:
    message = f"later loads built on what run {run_id} wrote in {table}; nothing was changed"
    return CheckFailed(message, hint="Undo those first, the last one first, or correct the seeds.")
