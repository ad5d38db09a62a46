"""Stage, compare, write: the order of a load."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from sqlalchemy import Uuid

from warehouse.errors import InvalidSource
from warehouse.load.difference import differences
from warehouse.load.staging import columns, stage, staged, target
from warehouse.plan import Operation, Plan
from warehouse.schema import LOAD_ORDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Column, Table

    from warehouse.plan import Change
    from warehouse.seeds import Seeds


def bring_in_step(
    connection: psycopg.Connection,
    seeds: Seeds,
    *,
    guard: Callable[[Plan], None] = lambda _: None,
    on_phase: Callable[[str], None] = lambda _: None,
) -> Plan:
    """Make ``core`` say what the seeds say, in the connection's open transaction.

    Args:
        connection: Its transaction is the caller's to commit or roll back.
        seeds: The checked seeds.
        guard: Called with the plan before anything is written; raises to refuse it.
        on_phase: Called with the name of each phase as it begins.

    Returns:
        What was found to differ and has been written.

    Raises:
        InvalidSource: The database refuses a row; names constraint and row.
    """
    on_phase("staging")
    for table in LOAD_ORDER:
        stage(connection, table, seeds.rows[table.name])
    on_phase("comparing")
    changes = {table.name: list(differences(connection, table)) for table in LOAD_ORDER}
    plan = Plan(
        changes=tuple(change for of_table in changes.values() for change in of_table),
        sizes={table.name: _size(connection, table) for table in LOAD_ORDER},
        fact_count=seeds.fact_count,
        seeds_sha256=seeds.sha256,
    )
    guard(plan)
    if not plan.is_empty:
        on_phase("writing")
        try:
            _write(connection, changes)
        except psycopg.errors.IntegrityError as error:
            raise _refused(error) from error
    return plan


def _write(connection: psycopg.Connection, changes: dict[str, list[Change]]) -> None:
    """Add and change parents before children, then retire children before parents."""
    connection.execute("SET LOCAL citus.multi_shard_modify_mode = 'sequential'")
    for table in LOAD_ORDER:
        if any(change.operation is not Operation.RETIRE for change in changes[table.name]):
            _upsert(connection, table)
    for table in reversed(LOAD_ORDER):
        gone = [change.key for change in changes[table.name] if change.operation is Operation.RETIRE]
        if gone:
            _retire(connection, table, gone)


def _retire(connection: psycopg.Connection, table: Table, keys: Iterable[tuple[str, ...]]) -> None:
    by_column: dict[str, list[str]] = defaultdict(list)
    key_columns = list(table.primary_key)
    for key in keys:
        for column, value in zip(key_columns, key, strict=True):
            by_column[column.name].append(value)
    statement = sql.SQL("DELETE FROM {target} AS current USING unnest({arrays}) AS gone ({names}) WHERE {same}").format(
        target=target(table),
        arrays=sql.SQL(", ").join(
            sql.SQL("{}::{}[]").format(sql.Placeholder(), sql.Identifier(_type_name(column))) for column in key_columns
        ),
        names=sql.SQL(", ").join(sql.Identifier(column.name) for column in key_columns),
        same=sql.SQL(" AND ").join(
            sql.SQL("current.{0} = gone.{0}").format(sql.Identifier(column.name)) for column in key_columns
        ),
    )
    connection.execute(statement, list(by_column.values()))


def _type_name(column: Column[object]) -> str:
    return "uuid" if isinstance(column.type, Uuid) else "text"


def _upsert(connection: psycopg.Connection, table: Table) -> None:
    key = {column.name for column in table.primary_key}
    statement = sql.SQL(
        "INSERT INTO {target} AS current ({columns}) SELECT {columns} FROM {staged} ON CONFLICT ({key}) DO {action}"
    ).format(
        target=target(table),
        columns=columns(table),
        staged=staged(table),
        key=sql.SQL(", ").join(sql.Identifier(name) for name in sorted(key)),
        action=_update([name for name in table.columns.keys() if name not in key]),  # noqa: SIM118 - not a dict
    )
    connection.execute(statement)


def _update(names: list[str]) -> sql.Composable:
    """Say what becomes of a row that is there already: the columns that differ are set, an equal row is left alone."""
    if not names:
        return sql.SQL("NOTHING")
    return sql.SQL("UPDATE SET {assign} WHERE ({old}) IS DISTINCT FROM ({new})").format(
        assign=sql.SQL(", ").join(sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(name)) for name in names),
        old=sql.SQL(", ").join(sql.SQL("current.{}").format(sql.Identifier(name)) for name in names),
        new=sql.SQL(", ").join(sql.SQL("EXCLUDED.{}").format(sql.Identifier(name)) for name in names),
    )


def _size(connection: psycopg.Connection, table: Table) -> int:
    row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(target(table))).fetchone()
    return int(row[0]) if row else 0


def _refused(error: psycopg.errors.IntegrityError) -> InvalidSource:
    detail = error.diag.message_detail or ""
    what = f"the database refuses a row of {error.diag.table_name}: {error.diag.message_primary}"
    return InvalidSource(f"{what}. {detail}", hint="Nothing was changed; correct the seed that holds this row.")
