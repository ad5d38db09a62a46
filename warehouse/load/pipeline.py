"""The steps of a load, in their order: read the changed files, stage the rows, compare, write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import psycopg

from warehouse.database.constraints import BrokenConstraintsError, proven_together
from warehouse.errors import InvalidSource
from warehouse.load import apply, diff, rejects
from warehouse.load.apply import AsRead, Changes, now, record, write
from warehouse.load.diff import compare
from warehouse.load.sources import CoreKeys, depending_files, read_files, read_fiscal_years, read_vocabulary
from warehouse.load.staging import Stage
from warehouse.plan import Plan
from warehouse.seeds.reader import Reading
from warehouse.vocabulary import BASE_NAME
from warehouse.yamlfiles import ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from warehouse.load.diff import Differences
    from warehouse.load.ledger import Run
    from warehouse.load.work import WorkList
    from warehouse.seeds.inventory import SeedInventory

SESSION: Final = ("SET LOCAL random_page_cost = 1.1", "SET LOCAL work_mem = '64MB'")
"""Planner settings: the rows are usually cached in memory, and a join of a million rows should not spill to disk."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a load.

    Attributes:
        recount: Whether to count all tables again, because rows may have been edited by hand.
        guard: Called with the plan before anything is written; raises an error to refuse the plan.
        on_phase: Called with the name of a phase and its progress, when the phase begins and as it advances.
    """

    recount: bool = False
    guard: Callable[[Plan], None] = lambda _: None
    on_phase: Callable[[str, str], None] = lambda _phase, _progress: None


def apply_changes(
    connection: psycopg.Connection, inventory: SeedInventory, todo: WorkList, run: Run, options: Options
) -> Plan:
    """Update ``core`` to match the seeds, in the connection's open transaction.

    Args:
        connection: A connection with a transaction that holds the load lock; the caller commits it or rolls it back.
        inventory: The inventory of the seed files.
        todo: The files to read.
        run: The run of the load.
        options: The options of the load.

    Returns:
        The plan that was applied; its changes can be read until the transaction ends.

    Raises:
        ProblemsFound: The seeds have problems, or the database rejects a row.
        InvalidSource: A seed file is missing, or the database rejects a row that no check can find.
        SourceBusy: A file changed while it was read.
    """
    for setting in SESSION:
        connection.execute(setting)
    reading = _read(connection, inventory, todo, options)
    as_read = AsRead(inventory, reading.names, todo.gone, [name for name in reading.names if name in todo.unchanged])
    run.seeds_sha256 = inventory.sha256
    options.on_phase("comparing", "")
    differences = compare(connection, as_read.touched, as_read.unchanged)
    diff.pair(connection, reading.index.moves, differences, run.run_id)
    plan, instant = _planned(connection, differences, as_read)
    options.guard(plan)
    options.on_phase("writing", "")
    _write(connection, differences, instant, run, reading)
    recounted = _recounted_tables(differences, as_read, todo, is_all=options.recount or plan.total().restored > 0)
    plan = replace(plan, fact_count=apply.account_for(connection, differences, plan.sizes, recounted))
    record(connection, plan, as_read, run, instant)
    return plan


def _read(connection: psycopg.Connection, inventory: SeedInventory, todo: WorkList, options: Options) -> Reading:
    """Read and stage the files to read, and the files with facts that depend on a document that one of them changes."""
    vocabulary = read_vocabulary(connection, inventory, todo)
    reading = Reading(inventory, vocabulary, read_fiscal_years(connection, inventory, todo))
    stage = Stage(connection, lambda refused: _told(refused, reading))
    read_files(reading, [file for file in todo.files if file.name == BASE_NAME], stage, lambda _: None)
    shipped_files, shipped_rows = len(reading.files), stage.rows
    waiting = sorted((file for file in todo.files if file.name != BASE_NAME), key=lambda file: file.path)
    while waiting:
        total = len(reading.files) - shipped_files + len(waiting)

        def tell(waiting_rows: int, total: int = total) -> None:
            files, rows = len(reading.files) - shipped_files, stage.rows - shipped_rows + waiting_rows
            options.on_phase("reading", f"{files} of {total} files, {rows} rows")

        tell(0)
        read_files(reading, waiting, stage, tell)
        depending = depending_files(connection, reading.index.documents) - set(reading.names)
        todo.unchanged += depending - set(todo.unchanged)
        waiting = [file for file in inventory.files if file.name in depending]
    options.on_phase("resolving", "")
    touched = [*reading.names, *todo.gone]
    reading.refuse_misfits(CoreKeys(connection, touched))
    stage.finish()
    if twice := rejects.duplicates(connection, touched, _shown(inventory)):
        raise _told(twice, reading)
    return reading


def _planned(
    connection: psycopg.Connection, differences: Sequence[Differences], as_read: AsRead
) -> tuple[Plan, datetime]:
    """Return the plan of the differences, and the instant of the load."""
    sizes, instant = apply.known_sizes(connection), now(connection)
    plan = Plan(
        counts={one.parts.name: one.counts for one in differences if not one.counts.is_zero},
        sizes=sizes,
        fact_count=sizes["facts"],
        seeds_sha256=as_read.inventory.sha256,
        changes=Changes(connection, instant, frozenset(as_read.unchanged)),
    )
    return plan, instant


def _recounted_tables(differences: Sequence[Differences], as_read: AsRead, todo: WorkList, *, is_all: bool) -> set[str]:
    """Return the tables to count again, because the recorded totals may include rows that were removed by hand.

    A row that is added from a file that was loaded before may be such a row: nothing tells it from a new one.

    Args:
        differences: The differences of each table.
        as_read: The files that were read.
        todo: The work list of the load.
        is_all: Whether rows were certainly edited by hand, so that every table counts.
    """
    reads_loaded_file = not todo.loaded.isdisjoint(as_read.read)
    is_all |= reads_loaded_file and {file.name for file in as_read.inventory.files}.issubset(as_read.read)
    return {one.parts.name for one in differences if is_all or (reads_loaded_file and one.counts.added)}


def _write(
    connection: psycopg.Connection, differences: Sequence[Differences], instant: datetime, run: Run, reading: Reading
) -> None:
    tables = {one.parts.name for one in differences if one.comes or one.goes}
    rows = sum(one.comes + one.goes for one in differences)
    try:
        # Savepoints, so that the rejected rows can be queried.
        try:
            with connection.transaction(), proven_together(connection, "core", tables, rows):
                write(connection, differences, instant, run.run_id)
                connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except BrokenConstraintsError:
            with connection.transaction():  # row by row, so that the server says which row breaks what
                write(connection, differences, instant, run.run_id)
                connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except psycopg.errors.IntegrityError as error:
        refused = rejects.refused_rows(connection)
        raise (_told(refused, reading) if refused else _refused(error)) from error


def _told(refused: Sequence[rejects.RejectedRow], reading: Reading) -> ProblemsFound:
    """Return the error for rejected rows; they may be in files that were read or in files that these make invalid."""
    named = {one.file for one in refused}
    files = [file for file in reading.inventory.with_base if file.name in named]
    rows = reading.rows_again(files)
    return ProblemsFound(rejects.problems_of(refused, rows, _shown(reading.inventory)))


def _shown(inventory: SeedInventory) -> Callable[[str], str]:
    """Return the function that gives the name of a seed file to show in messages."""
    names = {file.name: file.shown for file in inventory.with_base}
    return lambda name: names.get(name, name)


def _refused(error: psycopg.errors.IntegrityError) -> InvalidSource:
    message = f"the database refuses a row of {error.diag.table_name}: {error.diag.message_primary}"
    hint = "Nothing was changed; correct the seed that holds this row."
    return InvalidSource(f"{message}. {error.diag.message_detail or ''}", hint=hint)
