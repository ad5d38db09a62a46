"""The timed cases and their order: in rounds, so that both sides of a ratio are measured close together."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from psycopg import sql

from benchmarks import generate, reports
from benchmarks.databases import TEMPLATE, copy_script
from benchmarks.measure import FailedError, Run, run
from benchmarks.records import REVISED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.databases import Databases
    from benchmarks.generate import Written
    from benchmarks.layout import Form

COPY: Final = "psql copy"
FLOOR: Final = "unchanged load of the smallest folder"
REPORT: Final = "report run on the smallest folder"
NOTHING: Final = "python -c pass"
LIBRARIES: Final = "python, the libraries, one connection"
START_UPS: Final = {NOTHING: [], "warehouse --version": ["--version"], "warehouse --help": ["--help"]}
CONNECT: Final = """\
import os, psycopg, pydantic, sqlalchemy, typer
psycopg.connect(os.environ["WAREHOUSE_DATABASE_URL"]).close()
"""
_SHORT_RUNS: Final = 5
_SHORT_SECONDS: Final = 3.0

FACTS: Final = sql.SQL("SELECT count(*) FROM core.facts")
REVISIONS: Final = sql.SQL("SELECT count(*) FROM core.agreements WHERE name LIKE {}").format(f"%{REVISED}")


@dataclass(slots=True)
class Size:
    """The seeds of one size, and the runs on them.

    Attributes:
        facts: The number of facts.
        seeds: The folder of the seeds in each form.
        written: The counts of what was written, in each form.
        rows: The number of rows of each table after the load.
        copy: The folder of the dumped rows; None before the first load.
        changed: The number of facts that the revision changes.
        runs: The runs, by case.
    """

    facts: int
    seeds: dict[Form, Path] = field(default_factory=dict)
    written: dict[Form, Written] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    copy: Path | None = None
    changed: int = 0
    runs: dict[str, list[Run]] = field(default_factory=dict)


class Bench:
    """The runner of the timed cases, which also checks that each did what it was timed for.

    Attributes:
        databases: The databases to load.
        start_up: The runs that need no seeds, by case.
    """

    def __init__(self, databases: Databases, forms: Sequence[Form], say: Callable[[str], None]) -> None:
        self.databases = databases
        self.start_up: dict[str, list[Run]] = {}
        self._forms = forms
        self._say = say
        self._bin = Path(sys.executable).parent
        self._floor: Path | None = None
        self._project: Path | None = None

    def prepare(self) -> None:
        """Make the upgraded template, and run a load once unmeasured, so that byte code and caches are warm."""
        self.databases.make(TEMPLATE, "template0")
        self._warehouse(["db", "upgrade"], database=TEMPLATE)
        self._floor = self.databases.folder / "smallest"
        generate.write(self._floor, generate.FEWEST)
        self._project = reports.write_project(self.databases.folder / "reports")
        self.databases.make()
        self._load(self._floor)

    def size(self, facts: int) -> Size:
        """Write the seeds of one size, in each form."""
        size = Size(facts)
        for form in self._forms:
            self._say(f"{facts:,} facts: writing .{form} files")
            size.seeds[form] = self.databases.folder / f"{facts}-{form}"
            size.written[form] = generate.write(size.seeds[form], facts, form)
        return size

    def start_ups(self) -> None:
        """Time the costs of every command: the interpreter, the command line, and a load that finds nothing to do.

        Raises:
            FailedError: A command failed, or ``prepare`` was not called.
        """
        if self._floor is None:
            raise FailedError("prepare() comes first")
        python = [sys.executable, "-c", "pass"]
        for case, arguments in START_UPS.items():
            argv = [str(self._bin / "warehouse"), *arguments] if arguments else python
            self._several(self.start_up, case, partial(run, argv, _clean(), self.databases.folder))
        self.databases.make()
        environment = {**_clean(), "WAREHOUSE_DATABASE_URL": self.databases.address()}
        connect = [sys.executable, "-c", CONNECT]
        self._several(self.start_up, LIBRARIES, lambda: run(connect, environment, self.databases.folder))
        self._load(self._floor)
        self._several(self.start_up, FLOOR, lambda: self._load(self._floor))
        report = [str(self._bin / "warehouse"), "report", "run", "agreement-register"]
        self._several(self.start_up, REPORT, lambda: run(report, environment, self.databases.folder))

    def round(self, size: Size) -> None:
        """Time each case of one size once; short cases several times.

        Raises:
            FailedError: A command failed, or did not do what it was timed for.
        """
        for number, form in enumerate(self._forms):
            self._check(size, form)
            self._loads(size, form)
            if number == 0:
                self._copy(size)

    def reports(self, size: Size) -> None:
        """Load once, unmeasured, and time the reports only."""
        seeds = size.seeds[self._forms[0]]
        self.databases.make()
        self._say(f"loading {size.facts:,} facts")
        self._load(seeds)
        self._reports(size)

    def _check(self, size: Size, form: Form) -> None:
        arguments = ["--seeds", str(size.seeds[form]), "seeds", "check"]
        self._once(size.runs, f"check {form}", lambda: self._warehouse(arguments))

    def _loads(self, size: Size, form: Form) -> None:
        """Time a full load, an unchanged load, and a load after one per cent has changed; then restore the files."""
        seeds = size.seeds[form]
        self.databases.make()
        self._once(size.runs, f"load {form}", lambda: self._load(seeds))
        self._expect("facts", self.databases.value(FACTS), size.facts)
        if size.copy is None:
            size.rows, size.copy = self.databases.rows(), self.databases.dump()
        self._expect("rows", sum(self.databases.rows().values()), sum(size.rows.values()))
        self.databases.checkpoint()
        self._several(size.runs, f"unchanged {form}", lambda: self._load(seeds))
        if form == self._forms[0]:
            self._reports(size)
        revised = generate.revise(seeds, size.facts, form)
        size.changed = revised.facts
        self._once(size.runs, f"changed {form}", lambda: self._load(seeds))
        self._expect("revised agreements", self.databases.value(REVISIONS), revised.agreements)
        self._expect("facts", self.databases.value(FACTS), size.facts)
        generate.revise(seeds, size.facts, form, back=True)

    def _copy(self, size: Size) -> None:
        if size.copy is None:
            raise FailedError("there are no rows to copy")
        self.databases.make()
        argv, environment = self.databases.psql(copy_script(size.copy, list(size.rows)))
        self._once(size.runs, COPY, lambda: run(argv, environment, self.databases.folder))
        self._expect("rows", sum(self.databases.rows().values()), sum(size.rows.values()))

    def _reports(self, size: Size) -> None:
        if self._project is None:
            raise FailedError("prepare() comes first")
        self._expect("facts", self.databases.value(FACTS), size.facts)
        self.databases.settle()
        reports.take_turns(self.databases, self._project, self._warehouse, partial(self._note, size.runs))

    def _load(self, seeds: Path | None) -> Run:
        return self._warehouse(["--seeds", str(seeds), "load"])

    def _warehouse(self, arguments: list[str], database: str | None = None) -> Run:
        address = self.databases.address(database) if database else self.databases.address()
        environment = {**_clean(), "WAREHOUSE_DATABASE_URL": address}
        return run([str(self._bin / "warehouse"), *arguments], environment, self.databases.folder)

    def _once(self, into: dict[str, list[Run]], case: str, timed: Callable[[], Run]) -> None:
        self._note(into, case, timed())

    def _note(self, into: dict[str, list[Run]], case: str, done: Run) -> None:
        into.setdefault(case, []).append(done)
        self._say(f"{case}: {done.seconds:.3f} s, {done.peak_mib:.0f} MiB")

    def _several(self, into: dict[str, list[Run]], case: str, timed: Callable[[], Run]) -> None:
        """Time a short case several times; a long one once."""
        started = time.monotonic()
        for _ in range(_SHORT_RUNS):
            self._once(into, case, timed)
            if time.monotonic() - started > _SHORT_SECONDS:
                break

    def _expect(self, what: str, found: int, expected: int) -> None:
        if found != expected:
            raise FailedError(f"the database holds {found:,} {what}, not {expected:,}: nothing was measured")


def _clean() -> dict[str, str]:
    """Return the environment without settings of other servers and projects, and with byte code caching on."""
    odd = ("PG", "WAREHOUSE_", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if not name.startswith(odd)}
