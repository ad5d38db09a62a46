"""Run a load from beginning to end: connections, ledger, checks, commit, and another try where that can help."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import IO, TYPE_CHECKING, Annotated, Final, cast

import typer

from warehouse.cli.notices import AlarmOption, MetricsOption, PingOption, RunReport, watched
from warehouse.cli.report_output import replaced
from warehouse.cli.session import Session, reader_may_leave, session_of
from warehouse.errors import (
    CheckFailed,
    ConnectionLost,
    DatabaseNotReady,
    DatabaseUnreachable,
    ExitCode,
    UsageError,
    WarehouseError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import psycopg

    from warehouse.cli.session import Phases
    from warehouse.load.ledger import Run
    from warehouse.plan import Counts, Plan

PAUSES: Final = (0.5, 1.0, 2.0)
"""Seconds before each further try."""

LAST_WORD: Final = 10.0
"""Seconds given to a server that was at work when the connection broke, however short the user wants to wait."""


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How a load is to be run.

    Attributes:
        lock_wait: Seconds to wait for a server that is about to take connections, and for another load.
        rereads: Read every file, changed or not.
        restores: Put back what was edited by hand.
        guards: Called in turn before anything is written; raise to refuse the plan.
        last_guards: Called in turn when everything is written, before it is committed.
        undoes: The run to take back instead of reading seeds.
        is_read: Whether something is to read the mart before it ends, though it be a rehearsal.
    """

    lock_wait: float = 10
    rereads: bool = False
    restores: bool = False
    guards: tuple[Callable[[Plan], None], ...] = field(default=())
    last_guards: tuple[Callable[[Plan], None], ...] = field(default=())
    undoes: int | None = None
    is_read: bool = False

    def guard(self, plan: Plan) -> None:
        """Refuse a plan before it is written."""
        for refuse in self.guards:
            refuse(plan)

    def last_guard(self, plan: Plan) -> None:
        """Refuse a plan before it is committed."""
        for refuse in self.last_guards:
            refuse(plan)


class CommitLostError(Exception):
    """The connection broke while the server was committing, so that the outcome is not known."""

    def __init__(self, run_id: int, plan: Plan) -> None:
        """Keep what is needed to find out."""
        super().__init__("the connection was lost while committing")
        self.run_id = run_id
        self.plan = plan


def load_seeds(session: Session, dsn: str, how: LoadOptions) -> Plan:
    """Load, check and commit; try again, from the beginning, when a lock or a lost connection was in the way.

    Raises:
        WarehouseError: It could not be done; nothing was changed.
    """
    pauses, patience = list(PAUSES), how.lock_wait
    while True:
        try:
            return _attempt(session, dsn, how, patience)
        except CommitLostError as lost:
            if _was_committed(dsn, lost.run_id, how.lock_wait):
                return lost.plan
            reason: WarehouseError = ConnectionLost(str(lost), hint="Try again.")
            if not pauses:
                raise reason from lost
        except WarehouseError as error:
            if not pauses or not _may_pass(error, was_there=len(pauses) < len(PAUSES)):
                raise
            reason = error
        session.say(f"warehouse: {reason.what}; trying again")
        time.sleep(pauses.pop(0))
        patience = max(how.lock_wait, LAST_WORD)


def rehearse(session: Session, connection: psycopg.Connection, phases: Phases, how: LoadOptions) -> Plan:
    """Do all of a load in the connection's transaction but committing it; the caller rolls it back."""
    from warehouse.load.ledger import only_one_load, rehearsed

    revision = _require_head(session, connection)
    only_one_load(connection, how.lock_wait)
    return _apply_seeds(session, connection, rehearsed(connection, revision), phases, how)


def require_seeds(session: Session) -> None:
    """Make sure that there are seed files, before a server is asked for.

    Raises:
        InvalidSource: There are none.
    """
    from warehouse.seeds.inventory import take_stock

    take_stock(session.settings.seeds, session.settings.project)


def refuse_failing(session: Session, connection: psycopg.Connection) -> None:
    """Run the blocking checks on what the open transaction has written.

    Raises:
        CheckFailed: One of them found rows.
    """
    from warehouse.checks.run import list_checks, run

    blocking = [check for check in list_checks(session.settings.sql) if check.is_blocking]
    failed = [result for result in run(connection, blocking) if result.blocks]
    if failed:
        lines = "\n".join(f"  {result.check.name}: {row['problem']}" for result in failed for row in result.rows[:5])
        raise CheckFailed(f"checks failed, nothing was changed:\n{lines}", hint="Correct the seeds.")


def _attempt(session: Session, dsn: str, how: LoadOptions, patience: float) -> Plan:
    from warehouse.database.connect import connect
    from warehouse.load.ledger import limit_waiting, only_one_load, recorded, settle_dead

    folder = session.settings.seeds if how.undoes is None else None
    since, tell = time.monotonic(), session.say_waiting
    with connect(dsn, patience, tell) as connection, connect(dsn, patience, tell) as ledger, session.phases() as phases:
        waited = time.monotonic() - since
        revision = _require_head(session, connection)
        ledger.autocommit = True
        limit_waiting(ledger, how.lock_wait)
        with recorded(ledger, folder, revision, undoes=how.undoes) as run:
            session.log.run_id = run.run_id
            only_one_load(connection, how.lock_wait, waited=waited)
            settle_dead(ledger)
            _require_head(session, connection)
            plan = _apply_seeds(session, connection, run, phases, how)
            phases("checking")
            run.begin_phase("checking")
            if not plan.is_empty:
                refuse_failing(session, connection)
            how.last_guard(plan)
            run.begin_phase("committing")
            _commit(connection, run, plan)
    return plan


def _apply_seeds(session: Session, connection: psycopg.Connection, run: Run, phases: Phases, how: LoadOptions) -> Plan:
    from warehouse.load.sources import find_work
    from warehouse.plan import Plan
    from warehouse.seeds.inventory import take_stock

    if how.undoes is not None:
        plan = _undo(connection, run, how)
        _refresh_mart(session, connection, run, plan.counts, phases)
        return plan
    settings = session.settings
    stock = take_stock(settings.seeds, settings.project)
    stock.refuse_problems()
    stock.recall(settings.cache)
    todo = find_work(connection, stock, run.schema_revision, rereads=how.rereads, restores=how.restores)
    if todo.is_needed:
        from warehouse.load.pipeline import Options, apply_changes
        from warehouse.yamlfiles import ProblemsFound

        options = Options(recount=how.restores, guard=how.guard, on_phase=_teller(run, phases))
        try:
            plan = apply_changes(connection, stock, todo, run, options)
        except ProblemsFound:
            stock.refuse_if_changed()  # what is half written, or gone by now, is no problem of the seeds
            raise
    else:
        plan = Plan({}, {}, todo.fact_count, stock.sha256)
        run.seeds_sha256 = stock.sha256
    if (todo.is_needed or how.restores) and (how.is_read or not run.is_rehearsal):
        _refresh_mart(session, connection, run, None if how.restores else plan.counts, phases)
    stock.refuse_if_changed()
    stock.remember(settings.cache)
    return plan


def _refresh_mart(
    session: Session, connection: psycopg.Connection, run: Run, changes: Mapping[str, Counts] | None, phases: Phases
) -> None:
    """Bring the mart in step with the tables that were changed, or all of it."""
    from warehouse.mart.objects import list_objects
    from warehouse.mart.refresh import refresh

    tell = _teller(run, phases)
    tell("mart", "")
    objects = list_objects(session.settings.shipped_sql)
    refresh(connection, objects, changes, run.run_id, lambda name: tell("mart", name))


def _teller(run: Run, phases: Phases) -> Callable[[str, str], None]:
    def on_phase(phase: str, progress: str) -> None:
        run.begin_phase(phase)
        phases(f"{phase}: {progress}" if progress else phase)

    return on_phase


def _undo(connection: psycopg.Connection, run: Run, how: LoadOptions) -> Plan:
    from warehouse.load.undo import undo

    return undo(connection, run, how.guard)


def _commit(connection: psycopg.Connection, run: Run, plan: Plan) -> None:
    import psycopg

    try:
        connection.commit()
    except psycopg.OperationalError as error:
        if error.sqlstate is None or connection.closed:
            raise CommitLostError(run.run_id, plan) from error
        raise


def _was_committed(dsn: str, run_id: int, lock_wait: float) -> bool:
    """Ask the ledger, once the transaction can be at work no more: it held the load lock to its end."""
    from warehouse.database.connect import connect
    from warehouse.load.ledger import is_committed, only_one_load, settle_committed, settle_dead

    wait = max(lock_wait, LAST_WORD)
    for pause in (*PAUSES, None):
        try:
            with connect(dsn, wait) as connection, connect(dsn, wait) as ledger:
                ledger.autocommit = True
                if is_committed(connection, run_id):
                    settle_committed(ledger)
                    return True
                only_one_load(connection, wait)
                settle_dead(ledger)
                return is_committed(connection, run_id)
        except WarehouseError as error:
            if pause is None or not _may_pass(error, was_there=True):
                raise
            time.sleep(pause)
    return False


def _require_head(session: Session, connection: psycopg.Connection) -> str:
    from warehouse.database.derived import require_derived
    from warehouse.database.migrate import require_head

    revision = require_head(connection, session.settings.migrations)
    require_derived(connection, revision, session.settings.shipped_sql)
    return revision


def _may_pass(error: WarehouseError, *, was_there: bool) -> bool:
    """Return whether trying again can help: after a lock, a conflict or a lost connection, never after wrong data.

    A server that took no connections was waited for already.

    Args:
        error: Why it ended.
        was_there: Whether the server has answered before, and may come back.
    """
    from warehouse.database.connect import is_transient

    if isinstance(error, DatabaseNotReady):
        return False
    return is_transient(error) or (was_there and isinstance(error, DatabaseUnreachable))


TINTS: Final = {"+": 32, "~": 33, "-": 31, "»": 36, "!": 35}
LockWait = Annotated[
    float | None,
    typer.Option(
        "--lock-wait",
        metavar="S",
        min=0,
        help="Seconds to wait for a server that starts, another load or a locked table; else 10.",
    ),
]
MaxRetire = Annotated[
    str | None, typer.Option("--max-retire", metavar="N|P%", help="Rows of one table it may retire; else 20%.")
]
Reread = Annotated[bool, typer.Option("--reread", help="Read every seed file again, changed or not.")]


class PlanFormat(StrEnum):
    """How a plan is shown."""

    TEXT = "text"
    JSON = "json"


def plan(
    context: typer.Context,
    *,
    stat: Annotated[bool, typer.Option("--stat", help="Show numbers per table only.")] = False,
    form: Annotated[PlanFormat, typer.Option("--format", "-f", help="How to print the plan.")] = PlanFormat.TEXT,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help='Save the plan too, for "warehouse load FILE".')
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 2 when there are changes.")] = False,
    reread: Reread = False,
    lock_wait: LockWait = None,
) -> None:
    """Show what a load would change, cell by cell, and what was edited by hand; it is rehearsed and rolled back."""
    from warehouse.plan import Allowance, as_json, as_lines, refuse_mass_retirement

    session = session_of(context)
    require_seeds(session)
    how = LoadOptions(waiting(session, lock_wait), rereads=reread, restores=True)
    with session.database(how.lock_wait) as connection:
        with session.phases() as phases:
            found = rehearse(session, connection, phases, how)
        if out is not None:
            _save(out, as_json(found, restores=True))
        if form is PlanFormat.JSON:
            _print_pieces(as_json(found, restores=True))
        else:
            _print_lines(session, as_lines(found, stat=stat, seeds=seeds_prefix(session)))
        refuse_failing(session, connection)
        connection.rollback()
    try:
        refuse_mass_retirement(found, Allowance.parse(session.settings.max_retire))
    except CheckFailed as refusal:
        session.say(f"warehouse: as it stands, {refusal.what}.\n  {refusal.hint}")
    if found.total().restored:
        session.say('Rows marked "!" were edited by hand; "warehouse load --restore" puts back what the seeds say.')
    if exit_code and not found.is_empty:
        raise typer.Exit(ExitCode.CHANGES_PENDING)


def load(
    context: typer.Context,
    saved: Annotated[
        Path | None, typer.Argument(metavar="[PLAN]", help='A plan saved by "plan --out": do that, and nothing else.')
    ] = None,
    *,
    max_retire: MaxRetire = None,
    restore: Annotated[
        bool,
        typer.Option("--restore", help="Also put back rows that were edited by hand in files that did not change."),
    ] = False,
    reread: Reread = False,
    lock_wait: LockWait = None,
    metrics_file: MetricsOption = None,
    ping_url: PingOption = None,
    on_failure: AlarmOption = None,
) -> None:
    """Bring the database in step with the seeds: all of it in one transaction, or nothing."""
    session = session_of(context)
    with watched(session, "load", metrics_file=metrics_file, ping_url=ping_url, on_failure=on_failure) as told:
        how = _guarded(
            session, LoadOptions(waiting(session, lock_wait), rereads=reread, restores=restore), max_retire, saved
        )
        require_seeds(session)
        with session.dsn() as dsn:
            found = load_seeds(session, dsn, how)
        _tell(session, told, found, "Loaded")


def _guarded(session: Session, how: LoadOptions, max_retire: str | None, saved: Path | None) -> LoadOptions:
    """Add what may refuse the load, before it writes or before it is committed."""
    from warehouse.plan import Allowance, SavedPlan, refuse_mass_retirement

    allowance = Allowance.parse(max_retire or session.settings.max_retire)
    how = replace(how, guards=(lambda plan: refuse_mass_retirement(plan, allowance),))
    if saved is None:
        return how
    if how.restores or how.rereads:
        raise UsageError("a saved plan says by itself what to do", hint="Leave out --restore and --reread.")
    promised = SavedPlan.read(saved)
    return replace(
        how,
        restores=promised.restores,
        guards=(lambda plan: promised.refuse_other_seeds(plan.seeds_sha256), *how.guards),
        last_guards=(promised.refuse_other_changes,),
    )


def _tell(session: Session, told: RunReport, plan: Plan, done: str) -> None:
    """Say what a load did, and note it for those who watch."""
    told.rows, told.facts, told.is_unchanged = asdict(plan.total()), plan.fact_count, plan.is_empty
    session.say(outcome(plan, done=done), rows=told.rows, facts=told.facts)


def undo(
    context: typer.Context,
    run_id: Annotated[int, typer.Argument(metavar="RUN", min=1, help='Number of the run, from "warehouse runs list".')],
    *,
    max_retire: MaxRetire = None,
    lock_wait: LockWait = None,
) -> None:
    """Take back what a load changed, as a load of its own; refused where later loads built on it."""
    from warehouse.plan import Allowance, refuse_mass_retirement

    session = session_of(context)
    allowance = Allowance.parse(max_retire or session.settings.max_retire)
    guards = (lambda plan: refuse_mass_retirement(plan, allowance),)
    with session.dsn() as dsn:
        found = load_seeds(session, dsn, LoadOptions(waiting(session, lock_wait), guards=guards, undoes=run_id))
    _tell(session, RunReport(), found, f"Took back run {run_id}")
    session.say('The seeds still say what they said: correct them, or the next load brings it back ("warehouse plan").')


def waiting(session: Session, lock_wait: float | None) -> float:
    """Return the seconds to wait for a lock: those of the option, or those of the settings."""
    return session.settings.lock_wait if lock_wait is None else lock_wait


def outcome(plan: Plan, *, done: str = "Loaded") -> str:
    """Say in one line what a load did."""
    from warehouse.plan import counted

    if plan.is_empty:
        return f"Nothing to change; the database holds {plan.fact_count} facts."
    rows = counted(plan.total(), "added", "changed", "retired", "renamed", "put back")
    return f"{done}: {rows}; the database holds {plan.fact_count} facts."


def seeds_prefix(session: Session) -> str:
    """Return what stands before the name of a seed file so that it can be opened from the project folder."""
    from warehouse.seeds.inventory import shown_name

    return f"{shown_name(session.settings.seeds, session.settings.project)}/"


def tinted(session: Session, line: str) -> str:
    """Colour the line of a fact by what happens to it: added green, changed yellow, retired red."""
    code = TINTS.get(line[:1]) if session.shows_color and line[1:2] == " " else None
    return f"\x1b[{code}m{line}\x1b[0m" if code else line


def _print_lines(session: Session, lines: Iterable[str]) -> None:
    from warehouse.reports.formats.text import visible

    with reader_may_leave():
        for line in lines:
            print(tinted(session, visible(line)))  # noqa: T201


def _print_pieces(pieces: Iterable[str]) -> None:
    with reader_may_leave():
        for piece in pieces:
            print(piece, end="")  # noqa: T201
        print()  # noqa: T201


def _save(file: Path, pieces: Iterable[str]) -> None:
    with replaced(file, is_binary=False) as stream:
        written = cast("IO[str]", stream)
        written.writelines(pieces)
        written.write("\n")
