"""A project that is open: its reports, facts and runs to read, and its seeds to plan and load."""

from __future__ import annotations

import csv
import os
import weakref
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from warehouse.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    import psycopg

    from warehouse.api.answer import Answer
    from warehouse.history import Run
    from warehouse.load.runner import Loader, LoadOptions, ShowPhase
    from warehouse.plan import Plan
    from warehouse.reports.definition import Report
    from warehouse.reports.result import Document, Result
    from warehouse.settings import Settings
    from warehouse.texts import Copies

Given = str | int | Decimal | float | date | bool | list[Any] | tuple[Any, ...] | None
"""The values that a parameter can be given; None: the parameter is left out."""

MOST_ROWS: Final = 100_000
MOST_SECONDS: Final = 60


def _ignore(_: object) -> None:
    pass


def _show_no_phase() -> AbstractContextManager[ShowPhase]:
    return nullcontext(_ignore)


@dataclass(frozen=True, slots=True)
class Listener:
    """The functions that are told what goes on; by default nobody is.

    Attributes:
        say: Called with a remark.
        say_waiting: Called with the reason when a wait for the server begins.
        phases: Opens a display, which is called with the name of each phase of a load.
        on_run: Called with the number of each run that begins.
    """

    say: Callable[[str], None] = _ignore
    say_waiting: Callable[[str], None] = _ignore
    phases: Callable[[], AbstractContextManager[ShowPhase]] = _show_no_phase
    on_run: Callable[[int], None] = _ignore


class Awaited(NamedTuple):
    """A load that a database, such as a replica, must hold before it is asked.

    Attributes:
        load: Its number; a later load will do, too.
        seconds: How long to wait for it.
    """

    load: int
    seconds: float = 600


def open_project(
    path: Path | str | None = None,
    *,
    database: str | None = None,
    seeds: Path | str | None = None,
    awaited: Awaited | None = None,
) -> Project:
    """Open a project, with the settings that a command would have.

    Nothing is started until the first question. Use it in ``with``, or call ``close``.

    Args:
        path: The project folder; None: WAREHOUSE_PROJECT, or the nearest folder upwards with project files.
        database: Address of the database; None: that of the settings, or the embedded server.
        seeds: The folder of the seed files; None: that of the settings.
        awaited: The load to wait for before anything is asked, as on a replica; None: do not wait.

    Raises:
        ConfigurationError: A setting is invalid.
    """
    from warehouse.settings import Settings

    return Project(
        Settings.resolve(
            project=None if path is None else Path(path),
            database_url=database,
            seeds=None if seeds is None else Path(seeds),
            environ=os.environ,
        ),
        awaited=awaited,
    )


class Project:
    """An open project. Several threads can use it at once: every call opens a connection of its own."""

    def __init__(self, settings: Settings, listener: Listener | None = None, awaited: Awaited | None = None) -> None:
        """Prepare the project; nothing is started yet.

        Args:
            settings: Its settings.
            listener: Whom to tell what goes on; None: nobody.
            awaited: The load to wait for before anything is asked; None: do not wait.
        """
        self.settings = settings
        self._listener = listener or Listener()
        self._awaited = awaited
        self._lock = Lock()
        self._held = ExitStack()
        self._dsn: str | None = None
        self._closes = weakref.finalize(self, self._held.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the embedded server, which stops if nobody else uses it."""
        with self._lock:
            self._held.close()
            self._dsn = None

    def address(self) -> str:
        """Return the address of the database; the first call starts the embedded server, and waits for a load.

        Raises:
            ConfigurationError: The address in the settings is not valid.
            DatabaseBusy: The awaited load did not come.
        """
        from warehouse.database.connect import reach, wait_for_load

        with self._lock:
            if self._dsn is None:
                self._dsn = self._held.enter_context(reach(self.settings))
                if self._awaited:
                    wait_for_load(self._dsn, *self._awaited, self._listener.say_waiting)
            return self._dsn

    @contextmanager
    def connection(self, patience: float | None = None) -> Iterator[psycopg.Connection]:
        """Open a connection to the database; uncommitted changes are rolled back.

        Args:
            patience: Seconds to wait for a server that starts, recovers or stops; None: a few seconds.
        """
        from warehouse.database.connect import connect

        with connect(self.address(), patience, self._listener.say_waiting) as connection:
            yield connection

    def reports(self) -> list[Report]:
        """Return the reports in the order of their names: each with its name, its file and its header.

        Raises:
            ProblemsFound: A file is invalid.
        """
        from warehouse.reports.definition import list_reports

        return list_reports(self.settings.sql)

    def report(
        self,
        name: str,
        *,
        as_of: str | int | date | None = None,
        params: Mapping[str, Given] | None = None,
        **values: Given,
    ) -> Answer:
        """Run a saved report.

        Args:
            name: Its name.
            as_of: The state to read: a day (its end, UTC), an instant, or the number of a load; None: now.
            params: Values of its parameters, for names that Python or this function uses itself.
            values: Values of its parameters.

        Raises:
            UsageError: There is no such report, parameter or moment, or a value is not allowed.
            WarehouseError: It cannot be run; the class says why.
        """
        from warehouse.api.answer import Answer

        with self.running(name, texts({**(params or {}), **values}), moment(as_of)) as result:
            return Answer.read(result)

    @contextmanager
    def running(
        self, name: str, values: Mapping[str, str], as_of: str | None = None, *, copies: Copies | None = None
    ) -> Iterator[Result]:
        """Run a saved report and yield its answer, whose rows can be read once, until the end of the block.

        Args:
            name: Its name.
            values: Values of its parameters, as on the command line.
            as_of: The state to read, as on the command line.
            copies: Copies of the documents, to quote the sources from; None: they are not quoted.
        """
        from warehouse.reports.definition import find

        with self.answering(find(self.settings.sql, name), values, as_of, copies=copies) as result:
            yield result

    @contextmanager
    def asking(self, name: str, values: Mapping[str, str], as_of: str | None = None) -> Iterator[Result]:
        """Run a question of ``sql/questions``, as ``running`` runs a report."""
        from warehouse.api.questions import find_question

        with self.answering(find_question(self.settings.shipped_sql, name), values, as_of) as result:
            yield result

    @contextmanager
    def answering(
        self, report: Report, values: Mapping[str, str], as_of: str | None, *, copies: Copies | None = None
    ) -> Iterator[Result]:
        """Run a report that was read from its file, as ``running`` does."""
        from warehouse.reports.as_of import seen_at
        from warehouse.reports.execute import run, snapshot
        from warehouse.reports.quotes import Quotes

        with self._ready() as connection:
            past = self.past(connection, as_of)
            seen = report if past is None else seen_at(report, past)
            with snapshot(connection) if copies else nullcontext():
                quotes = Quotes.read(connection, copies, seen.past) if copies else None
                with run(connection, seen, values, quotes=quotes) as result:
                    yield result

    def facts(
        self,
        subject: str | None = None,
        *,
        topic: str | None = None,
        document: str | None = None,
        as_of: str | int | date | None = None,
    ) -> Answer:
        """Return what the documents say, each fact with its sources.

        Args:
            subject: Only facts about this thing, or that name it, such as "entities/posco-international".
            topic: Only facts of this topic, such as "money".
            document: Only what the document with this key says.
            as_of: The state to read, as for ``report``.

        Raises:
            UsageError: There is no such thing, topic, document or moment.
        """
        from warehouse.api.answer import Answer

        values = texts({"subject": subject, "topic": topic, "document": document})
        with self.asking("facts", values, moment(as_of)) as result:
            return Answer.read(result)

    def things(self, text: str, *, family: str | None = None) -> Answer:
        """Return the things that have all words of a text in a name, key or identifier, the likeliest first.

        Args:
            text: The words.
            family: Only things of this register, such as "entities".
        """
        from warehouse.api.answer import Answer

        with self.asking("things", texts({"text": text, "family": family})) as result:
            return Answer.read(result)

    def sql(
        self, query: str, *, as_of: str | int | date | None = None, limit: int = MOST_ROWS, seconds: int = MOST_SECONDS
    ) -> Answer:
        """Ask one SELECT of the mart; nothing can be written.

        Names without a schema are tables of the mart. Columns of fact keys have sources.

        Args:
            query: The statement.
            as_of: The state to read, as for ``report``.
            limit: Rows to read at most; ``is_cut`` of the answer says whether there are more.
            seconds: How long the server may take.

        Raises:
            UsageError: It is not one statement that only reads, or the server refuses it.
            PermissionRefused: The account may not read one of the tables.
            DatabaseBusy: It took too long.
        """
        from warehouse.api.answer import Answer
        from warehouse.reports.ad_hoc import Limits, asked

        with self._ready() as connection:
            past = self.past(connection, moment(as_of))
            with asked(connection, query, Limits(seconds), past) as result:
                return Answer.read(result, limit)

    def documents(self, of: str | None = None, *, as_of: str | int | date | None = None) -> list[Document]:
        """Return documents in the order of their keys, as citations need them.

        Args:
            of: Only what facts about this thing, or that name it, cite, such as "entities/posco-international".
            as_of: The state to read, as for ``report``.

        Raises:
            UsageError: There is no such thing or moment.
        """
        from warehouse.reports.as_of import AsOf
        from warehouse.reports.execute import documents, snapshot
        from warehouse.reports.formats.bibliography import cited

        if of is not None:
            with self.asking("facts", {"subject": of}, moment(as_of)) as result:
                return list(cited(result))
        with self._ready() as connection:
            at = self.past(connection, moment(as_of))
            past = AsOf(at) if at else None
            with snapshot(connection):
                if past:
                    past.enter(connection)
                return documents(connection, past=past)

    def runs(self, limit: int | None = None) -> list[Run]:
        """Return up to ``limit`` runs of load, newest first, failed ones included; all runs without a limit."""
        from warehouse.history import list_runs

        with self.connection() as connection:
            return list_runs(connection, limit)

    def plan(self, *, reread: bool = False, lock_wait: float | None = None) -> Plan:
        """Return what a load would change; nothing is changed.

        Args:
            reread: Read every seed file again, changed or not.
            lock_wait: Seconds to wait for a server that starts, another load or a locked table; None: as set.

        Raises:
            ProblemsFound: The seeds have problems.
            CheckFailed: A blocking check fails.
        """
        with self.rehearsal(reread=reread, lock_wait=lock_wait) as planned:
            return replace(planned, changes=tuple(planned.changes))

    @contextmanager
    def rehearsal(self, *, reread: bool = False, lock_wait: float | None = None) -> Iterator[Plan]:
        """Do everything of a load but the commit, and yield its plan, whose changes can be read until the block ends.

        The blocking checks run at the end of the block. The arguments and errors are those of ``plan``.
        """
        self.require_seeds()
        loader, how = self.loader(), self._options(lock_wait, rereads=reread, restores=True)
        with self.connection(how.lock_wait) as connection:
            with self._listener.phases() as phases:
                planned = loader.rehearse(connection, phases, how)
            yield planned
            loader.refuse_failing(connection, planned)
            connection.rollback()

    def load(
        self,
        saved: Path | None = None,
        *,
        max_retire: str | None = None,
        restore: bool = False,
        reread: bool = False,
        lock_wait: float | None = None,
    ) -> Plan:
        """Bring the database in step with the seeds, in one transaction, and return what was done.

        Args:
            saved: A plan that "plan --out" saved: do that, and nothing else.
            max_retire: Rows of one table that it may retire: 30 or 20%; None: as set.
            restore: Also put back rows that were edited by hand in files that did not change.
            reread: Read every seed file again, changed or not.
            lock_wait: Seconds to wait for a server that starts, another load or a locked table; None: as set.

        Raises:
            WarehouseError: It failed, and nothing was changed; the class says why.
        """
        how = self._guarded(self._options(lock_wait, rereads=reread, restores=restore), max_retire, saved)
        self.require_seeds()
        return self.loader().load(self.address(), how)

    def undo(self, run_id: int, *, max_retire: str | None = None, lock_wait: float | None = None) -> Plan:
        """Take back what a load changed, as a load of its own, and return what was done.

        Args:
            run_id: Number of the run.
            max_retire: As for ``load``.
            lock_wait: As for ``load``.

        Raises:
            WarehouseError: It is refused, or failed, and nothing was changed.
        """
        how = self._guarded(self._options(lock_wait, undoes=run_id), max_retire, None)
        return self.loader().load(self.address(), how)

    def loader(self) -> Loader:
        """Return the loader of the project."""
        from warehouse.load.runner import Loader

        listener = self._listener
        return Loader(
            self.settings,
            require_schema=self.require_schema,
            say=listener.say,
            say_waiting=listener.say_waiting,
            phases=listener.phases,
            on_run=listener.on_run,
        )

    def require_schema(self, connection: psycopg.Connection) -> str:
        """Return the schema revision of a database, after checking that this version of the warehouse made its schema.

        Raises:
            ConfigurationError: Another version made it.
        """
        from warehouse.database.derived import require_derived
        from warehouse.database.migrate import require_head

        revision = require_head(connection, self.settings.migrations)
        require_derived(connection, revision, self.settings.shipped_sql)
        return revision

    def require_seeds(self) -> None:
        """Check that there are seed files, before a server is started.

        Raises:
            InvalidSource: There are none.
        """
        from warehouse.seeds.inventory import take_inventory

        take_inventory(self.settings.seeds, self.settings.project)

    @staticmethod
    def past(connection: psycopg.Connection, as_of: str | None) -> datetime | None:
        """Return the moment that a text names, and leave the connection outside a transaction; None: now.

        Raises:
            UsageError: It names no moment at which the warehouse held data.
        """
        if as_of is None:
            return None
        from warehouse.history import parse_past

        past = parse_past(connection, as_of)
        connection.rollback()
        return past

    @contextmanager
    def _ready(self) -> Iterator[psycopg.Connection]:
        """Open a connection to a database of this version, outside a transaction."""
        from warehouse.database.migrate import require_head

        with self.connection() as connection:
            require_head(connection, self.settings.migrations)
            connection.rollback()
            yield connection

    def _options(self, lock_wait: float | None, **options: Any) -> LoadOptions:  # noqa: ANN401 - as the class takes them
        from warehouse.load.runner import LoadOptions

        return LoadOptions(self.settings.lock_wait if lock_wait is None else lock_wait, **options)

    def _guarded(self, how: LoadOptions, max_retire: str | None, saved: Path | None) -> LoadOptions:
        """Return the options with the guards that may refuse the load."""
        from warehouse.plan import Allowance, SavedPlan, refuse_mass_retirement

        allowance = Allowance.parse(max_retire or self.settings.max_retire)
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


def moment(as_of: str | int | date | None) -> str | None:
    """Return a moment as it is written on the command line."""
    return as_of.isoformat() if isinstance(as_of, date) else None if as_of is None else str(as_of)


def texts(values: Mapping[str, Given]) -> dict[str, str]:
    """Return the values of parameters as they are written on the command line; None is left out."""
    return {name: _text(value) for name, value in values.items() if value is not None}


def _text(value: Given) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return format(Decimal(str(value)), "f")
    if isinstance(value, list | tuple):
        line = StringIO(newline="")
        csv.writer(line, lineterminator="").writerow([_text(item) for item in value])
        return line.getvalue()
    return format(value, "f") if isinstance(value, Decimal) else str(value)
