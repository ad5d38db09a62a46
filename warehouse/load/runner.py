"""A load from connection to commit: the lock, the ledger of runs, the checks, and retries where they can help."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from warehouse.errors import CheckFailed, ConnectionLost, DatabaseNotReady, DatabaseUnreachable, WarehouseError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    import psycopg

    from warehouse.checks.run import Check
    from warehouse.load.ledger import Run
    from warehouse.plan import Counts, Plan
    from warehouse.settings import Settings

    ShowPhase = Callable[[str], None]

PAUSES: Final = (0.5, 1.0, 2.0)
"""Seconds to wait before each retry."""

LAST_WORD: Final = 10.0
"""Shortest wait, in seconds, for a server that was lost during a load, even with a shorter ``--lock-wait``."""


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """The options of a load.

    Attributes:
        lock_wait: Seconds to wait for a server that is about to accept connections, and for another load.
        rereads: Read every file, changed or not.
        restores: Put back rows that were edited by hand.
        guards: Called in turn before anything is written; they raise an error to refuse the plan.
        last_guards: Called in turn after everything is written and before the commit; they refuse in the same way.
        undoes: Run to take back, instead of reading seeds.
        is_read: Whether the caller reads the mart before the transaction ends, so that a rehearsal must refresh it too.
    """

    lock_wait: float = 10
    rereads: bool = False
    restores: bool = False
    guards: tuple[Callable[[Plan], None], ...] = ()
    last_guards: tuple[Callable[[Plan], None], ...] = ()
    undoes: int | None = None
    is_read: bool = False

    def guard(self, plan: Plan) -> None:
        """Call the guards that may refuse a plan before it is written."""
        for refuse in self.guards:
            refuse(plan)

    def last_guard(self, plan: Plan) -> None:
        """Call the guards that may refuse a plan before it is committed."""
        for refuse in self.last_guards:
            refuse(plan)


class CommitLostError(Exception):
    """The connection was lost during the commit, so the outcome is unknown.

    Attributes:
        run_id: The run, by which the outcome can be looked up.
        plan: The plan of the load.
    """

    def __init__(self, run_id: int, plan: Plan) -> None:
        """Store the run and its plan."""
        super().__init__("the connection was lost while committing")
        self.run_id = run_id
        self.plan = plan


@dataclass(frozen=True, slots=True)
class Loader:
    """The means to run the loads of one project.

    Attributes:
        settings: The settings of the project.
        require_schema: Returns the schema revision of a database; raises an error unless this version can load it.
        say: Prints a remark.
        say_waiting: Prints what a connection attempt waits for.
        phases: Opens a progress display, which is called with the name of each phase.
        on_run: Called with the number of each run that begins.
    """

    settings: Settings
    require_schema: Callable[[psycopg.Connection], str]
    say: Callable[[str], None]
    say_waiting: Callable[[str], None]
    phases: Callable[[], AbstractContextManager[ShowPhase]]
    on_run: Callable[[int], None]

    def load(self, dsn: str, how: LoadOptions) -> Plan:
        """Load, check and commit; retry from the beginning after a lock or a lost connection.

        Args:
            dsn: Address of the database.
            how: Options of the load.

        Returns:
            The plan that was carried out.

        Raises:
            WarehouseError: The load failed; nothing was changed.
        """
        pauses, patience = list(PAUSES), how.lock_wait
        while True:
            try:
                return self._attempt(dsn, how, patience)
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
            self.say(f"warehouse: {reason.what}; trying again")
            time.sleep(pauses.pop(0))
            patience = max(how.lock_wait, LAST_WORD)

    def rehearse(self, connection: psycopg.Connection, phases: ShowPhase, how: LoadOptions) -> Plan:
        """Do everything of a load but the commit, in the connection's transaction; the caller rolls it back.

        Args:
            connection: In no transaction.
            phases: Called with the name of each phase.
            how: Options of the load.
        """
        from warehouse.load.ledger import only_one_load, rehearsed

        revision = self.require_schema(connection)
        only_one_load(connection, how.lock_wait)
        return self._apply_seeds(connection, rehearsed(connection, revision), phases, how)

    def refuse_failing(self, connection: psycopg.Connection, plan: Plan) -> None:
        """Run the blocking checks on the rows that the open transaction has written; none if it changed nothing.

        Args:
            connection: A connection with the transaction of the load open.
            plan: The plan that was carried out in it.

        Raises:
            CheckFailed: A check found rows.
        """
        if plan.is_empty:
            return
        from warehouse.checks.run import run

        failed = [result for result in run(connection, self._blocking_checks()) if result.blocks]
        if failed:
            rows = "\n".join(f"  {result.check.name}: {row['problem']}" for result in failed for row in result.rows[:5])
            raise CheckFailed(f"checks failed, nothing was changed:\n{rows}", hint="Correct the seeds.")

    def _blocking_checks(self) -> list[Check]:
        from warehouse.checks.run import list_checks

        return [check for check in list_checks(self.settings.sql) if check.is_blocking]

    def _attempt(self, dsn: str, how: LoadOptions, patience: float) -> Plan:
        from warehouse.database.connect import connect
        from warehouse.load.ledger import limit_waiting, only_one_load, recorded, settle_dead

        folder = self.settings.seeds if how.undoes is None else None
        since, tell = time.monotonic(), self.say_waiting
        with (
            connect(dsn, patience, tell) as connection,
            connect(dsn, patience, tell) as ledger,
            self.phases() as phases,
        ):
            waited = time.monotonic() - since
            revision = self.require_schema(connection)
            ledger.autocommit = True
            limit_waiting(ledger, how.lock_wait)
            with recorded(ledger, folder, revision, undoes=how.undoes) as run:
                self.on_run(run.run_id)
                only_one_load(connection, how.lock_wait, waited=waited)
                settle_dead(ledger)
                self.require_schema(connection)
                plan = self._apply_seeds(connection, run, phases, how)
                phases("checking")
                run.begin_phase("checking")
                self.refuse_failing(connection, plan)
                how.last_guard(plan)
                without_view = self._currencies_without_view(connection, plan)
                run.begin_phase("committing")
                _commit(connection, run, plan)
        for code in without_view:
            self.say(f'Currency {code} has no view mart.money_{code.lower()} yet: "warehouse db upgrade" makes it.')
        return plan

    @staticmethod
    def _currencies_without_view(connection: psycopg.Connection, plan: Plan) -> list[str]:
        """Return the codes of currencies without a view, if the load has changed the register of currencies."""
        if "currencies" not in plan.counts:
            return []
        from warehouse.database.derived import currencies_without_view

        return currencies_without_view(connection)

    def _apply_seeds(self, connection: psycopg.Connection, run: Run, phases: ShowPhase, how: LoadOptions) -> Plan:
        from warehouse.load.work import find_work
        from warehouse.plan import Plan
        from warehouse.seeds.inventory import take_inventory

        if how.undoes is not None:
            plan = _undo(connection, run, how)
            self._refresh_mart(connection, run, plan.counts, phases)
            return plan
        settings = self.settings
        inventory = take_inventory(settings.seeds, settings.project)
        inventory.refuse_problems()
        inventory.recall(settings.cache)
        todo = find_work(connection, inventory, run.schema_revision, rereads=how.rereads, restores=how.restores)
        if todo.is_needed:
            from warehouse.load.pipeline import Options, apply_changes
            from warehouse.yamlfiles import ProblemsFound

            options = Options(recount=how.restores, guard=how.guard, on_phase=_teller(run, phases))
            try:
                plan = apply_changes(connection, inventory, todo, run, options)
            except ProblemsFound:
                inventory.refuse_if_changed()  # a file being written or removed right now is no problem of the seeds
                raise
        else:
            plan = Plan({}, {}, todo.fact_count, inventory.sha256)
            run.seeds_sha256 = inventory.sha256
        if (todo.is_needed or how.restores) and self._reads_mart(run, plan, how):
            self._refresh_mart(connection, run, None if how.restores else plan.counts, phases)
        inventory.refuse_if_changed()
        inventory.remember(settings.cache)
        return plan

    def _reads_mart(self, run: Run, plan: Plan, how: LoadOptions) -> bool:
        """Return whether anybody reads the mart as the load leaves it; of a rehearsal perhaps only the checks do."""
        if how.is_read or not run.is_rehearsal:
            return True
        from warehouse.sqlfiles import names_in

        return not plan.is_empty and any(names_in(check.source.tokens, "mart") for check in self._blocking_checks())

    def _refresh_mart(
        self,
        connection: psycopg.Connection,
        run: Run,
        changes: Mapping[str, Counts] | None,
        phases: ShowPhase,
    ) -> None:
        """Refresh the parts of the mart that depend on changed tables, or all of it and its past if that is None."""
        from warehouse.mart.objects import list_objects
        from warehouse.mart.refresh import recompute, refresh

        tell = _teller(run, phases)
        tell("mart", "")
        objects = list_objects(self.settings.shipped_sql)
        if changes is None:
            recompute(connection, objects, self.settings.shipped_sql, lambda what: tell("mart", what))
        else:
            refresh(connection, objects, changes, run.run_id, lambda name: tell("mart", name))


def _teller(run: Run, phases: ShowPhase) -> Callable[[str, str], None]:
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
    """Look up in the ledger whether a run was committed, once its transaction has certainly ended.

    The transaction holds the load lock until its end, so getting that lock shows that it has ended.
    """
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


def _may_pass(error: WarehouseError, *, was_there: bool) -> bool:
    """Return whether a retry can help: after a lock, a conflict or a lost connection, never after wrong data.

    A server that accepted no connections is not retried, since the connection attempt already waited for it.

    Args:
        error: The error that ended the attempt.
        was_there: Whether the server has answered before, so that it may come back.
    """
    from warehouse.database.connect import is_transient

    if isinstance(error, DatabaseNotReady):
        return False
    return is_transient(error) or (was_there and isinstance(error, DatabaseUnreachable))
