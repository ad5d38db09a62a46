"""``warehouse plan`` and ``warehouse load``: see what the seeds would change, and change it."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer

from warehouse.cli.seeds import read
from warehouse.cli.session import Phases, Session, print_data, session_of
from warehouse.errors import CheckFailed, ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg

    from warehouse.plan import Plan
    from warehouse.seeds import Seeds

TINTS: Final = {"+": 32, "~": 33, "-": 31}
LockWait = Annotated[float, typer.Option("--lock-wait", metavar="S", min=0, help="Seconds to wait for another load.")]


class PlanFormat(StrEnum):
    """How a plan is shown."""

    TEXT = "text"
    JSON = "json"


def plan(
    context: typer.Context,
    *,
    stat: Annotated[bool, typer.Option("--stat", help="Show numbers per table only.")] = False,
    form: Annotated[PlanFormat, typer.Option("--format", "-f", help="How to print the plan.")] = PlanFormat.TEXT,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 2 when there are changes.")] = False,
    lock_wait: LockWait = 10,
) -> None:
    """Show what a load would change, cell by cell; the load is rehearsed and rolled back."""
    from warehouse.database.upgrade import require_head
    from warehouse.plan import Allowance, as_json, as_text, refuse_mass_retirement

    session = session_of(context)
    seeds = read(session)
    with session.database() as connection:
        require_head(connection, session.settings.migrations)
        with session.phases() as phases:
            found = carry_out(connection, seeds, phases, lock_wait=lock_wait)
        shown = as_json(found) if form is PlanFormat.JSON else as_text(found, stat=stat)
        print_data(_tinted(shown) if form is PlanFormat.TEXT and session.shows_color else shown)
        refuse_failing(session, connection)
        connection.rollback()
    try:
        refuse_mass_retirement(found, Allowance())
    except CheckFailed as refusal:
        session.say(f"warehouse: as it stands, {refusal.what}.\n  {refusal.hint}")
    if exit_code and not found.is_empty:
        raise typer.Exit(ExitCode.CHANGES_PENDING)


def _tinted(shown: str) -> str:
    """Colour the lines of facts by what happens to them: added green, changed yellow, retired red."""
    return re.sub(r"(?m)^[+~-] .*$", lambda line: f"\x1b[{TINTS[line[0][0]]}m{line[0]}\x1b[0m", shown)


def load(
    context: typer.Context,
    *,
    max_retire: Annotated[
        str, typer.Option("--max-retire", metavar="N|P%", help="Rows of one table a load may retire.")
    ] = "20%",
    lock_wait: LockWait = 10,
) -> None:
    """Bring the database in step with the seeds: all of it in one transaction, or nothing."""
    from warehouse.plan import Allowance, refuse_mass_retirement

    session = session_of(context)
    allowance = Allowance.parse(max_retire)
    seeds = read(session)
    with session.dsn() as dsn:
        found = load_seeds(
            session, dsn, seeds, lock_wait=lock_wait, guard=lambda plan: refuse_mass_retirement(plan, allowance)
        )
    session.say(outcome(found))


def outcome(plan: Plan) -> str:
    """Say in one line what a load did."""
    from warehouse.plan import summary

    if plan.is_empty:
        return summary(plan)
    total = plan.total()
    rows = f"{total.added} rows added, {total.changed} changed, {total.retired} retired"
    return f"Loaded: {rows}; the database holds {plan.fact_count} facts."


def load_seeds(session: Session, dsn: str, seeds: Seeds, *, lock_wait: float, guard: Callable[[Plan], None]) -> Plan:
    """Load, check and commit, and record the run on a connection of its own."""
    from warehouse.database.connect import connect
    from warehouse.database.upgrade import require_head
    from warehouse.load import recorded

    with connect(dsn) as connection, connect(dsn) as ledger, session.phases() as phases:
        revision = require_head(connection, session.settings.migrations)
        with recorded(ledger, seeds, session.settings.seeds, revision) as run:
            found = carry_out(connection, seeds, phases, lock_wait=lock_wait, guard=guard)
            phases("checking")
            refuse_failing(session, connection)
            run.record(connection, found, seeds)
            connection.commit()
    return found


def carry_out(
    connection: psycopg.Connection,
    seeds: Seeds,
    phases: Phases,
    *,
    lock_wait: float,
    guard: Callable[[Plan], None] = lambda _: None,
) -> Plan:
    """Write what differs, alone, in the connection's open transaction."""
    from warehouse.load import bring_in_step, only_one_load

    only_one_load(connection, lock_wait)
    return bring_in_step(connection, seeds, guard=guard, on_phase=phases)


def refuse_failing(session: Session, connection: psycopg.Connection) -> None:
    """Run the blocking checks on what the open transaction has written.

    Raises:
        CheckFailed: One of them found rows.
    """
    from warehouse.checks.library import list_checks
    from warehouse.checks.run import run

    blocking = [check for check in list_checks(session.settings.sql) if check.is_blocking]
    failed = [result for result in run(connection, blocking) if result.blocks]
    if failed:
        lines = "\n".join(f"  {result.check.name}: {row['problem']}" for result in failed for row in result.rows[:5])
        raise CheckFailed(f"checks failed, nothing was changed:\n{lines}", hint="Correct the seeds.")
