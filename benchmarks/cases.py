"""The timed cases and their order: in rounds, so that both sides of a ratio are measured close together."""

from __future__ import annotations

import os
import shutil
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from psycopg import sql

from benchmarks import generate, reports
from benchmarks.databases import SCHEMAS, TEMPLATE, copy_script
from benchmarks.measure import FailedError, Run, run
from benchmarks.records import REVISED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.databases import Databases
    from benchmarks.generate import Written
    from benchmarks.layout import Form

COPY: Final = "psql copy"
COPY_ALL: Final = "psql copy of all rows"
FLOOR: Final = "unchanged load of the smallest folder"
REPORT: Final = "report run on the smallest folder"
NOTHING: Final = "python -c pass"
ONE_FACT: Final = "load after one fact of the shipped seeds changed"
HELP: Final = "warehouse --help"
START_UPS: Final = {NOTHING: [], "warehouse --version": ["--version"], HELP: ["--help"]}
SHIPPED: Final = Path(__file__).parents[1] / "seeds"
CHANGED_FILE: Final = "korean-firms-us-rare-earth-push.yaml"
SUMS: Final = ("260 billion KRW", "261 billion KRW")
"""A sum as the shipped seeds have it, and as it is changed."""
_SHORT_RUNS: Final = 5
_SHORT_SECONDS: Final = 3.0

FACTS: Final = sql.SQL("SELECT count(*) FROM core.facts")
REVISIONS: Final = sql.SQL("SELECT count(*) FROM core.agreements WHERE name LIKE {}").format(f"%{REVISED}")
HAVE_SUM: Final = sql.SQL("SELECT count(*) FROM core.monetary_values WHERE words = {}")


@dataclass(slots=True)
class Size:
    """The seeds of one size, and the runs on them.

    Attributes:
        facts: The number of facts.
        seeds: The folder of the seeds in each form.
        written: The counts of what was written, in each form.
        rows: The number of rows of each table of core and mart after the load.
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
        self.say = say
        self._forms = forms
        self._bin = Path(sys.executable).parent
        self._floor: Path | None = None
        self._project: Path | None = None

    def prepare(self) -> None:
        """Make the upgraded template, and run a load once unmeasured, so that byte code and caches are warm."""
        self.databases.make(TEMPLATE, "template0")
        self.warehouse(["db", "upgrade"], database=TEMPLATE)
        self._floor = self.databases.folder / "smallest"
        generate.write(self._floor, generate.FEWEST)
        self._project = reports.write_project(self.databases.folder / "reports")
        self.databases.make()
        self.load(self._floor)

    def size(self, facts: int) -> Size:
        """Write the seeds of one size, in each form."""
        size = Size(facts)
        for form in self._forms:
            self.say(f"{facts:,} facts: writing .{form} files")
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
        self.load(self._floor)
        self._several(self.start_up, FLOOR, lambda: self.load(self._floor))
        self._several(self.start_up, REPORT, lambda: self.warehouse(["report", "run", "agreement-register"]))
        self._one_fact()

    def _one_fact(self) -> None:
        """Load a copy of the shipped seeds, then time loads that change one fact of it, forth and back."""
        seeds = self.databases.folder / "shipped"
        shutil.copytree(SHIPPED, seeds, dirs_exist_ok=True)
        self.databases.make()
        self.load(seeds)
        file, said = seeds / CHANGED_FILE, SUMS

        def change() -> Run:
            nonlocal said
            text, said = file.read_text("utf-8"), said[::-1]
            file.write_text(text.replace(said[1], said[0]), "utf-8")
            done = self.load(seeds)
            self.expect(f"sums of {said[0]}", self.databases.value(HAVE_SUM.format(said[0])), 1)
            return done

        self._several(self.start_up, ONE_FACT, change)

    def round(self, size: Size) -> None:
        """Time each case of one size once; short cases several times. The second form is read and loaded only.

        Raises:
            FailedError: A command failed, or did not do what it was timed for.
        """
        for form in self._forms:
            self._check(size, form)
            self._full(size, form)
            if form == self._forms[0]:
                self._later(size, form)
                self._copies(size)

    def fill(self, size: Size) -> Path:
        """Load a size into an empty database, unmeasured, and return the folder of its seeds."""
        seeds = size.seeds[self._forms[0]]
        self.databases.make()
        self.say(f"loading {size.facts:,} facts")
        self.load(seeds)
        return seeds

    def reports(self, size: Size) -> None:
        """Load once, unmeasured, and time the reports only."""
        self.fill(size)
        self._reports(size)

    def revise(self, size: Size, *, back: bool = False) -> None:
        """Change one per cent of the facts in the seeds of a size, or restore them."""
        generate.revise(size.seeds[self._forms[0]], size.facts, self._forms[0], back=back)

    def _check(self, size: Size, form: Form) -> None:
        arguments = ["--seeds", str(size.seeds[form]), "seeds", "check"]
        self._once(size.runs, f"check {form}", lambda: self.warehouse(arguments))

    def _full(self, size: Size, form: Form) -> None:
        """Time a full load into an empty database."""
        self.databases.make()
        self._once(size.runs, f"load {form}", lambda: self.load(size.seeds[form]))
        self.expect("facts", self.databases.value(FACTS), size.facts)
        if size.copy is None:
            size.rows, size.copy = self.databases.rows(), self.databases.dump()
        self._expect_rows(size)
        self.databases.checkpoint()

    def _later(self, size: Size, form: Form) -> None:
        """Time an unchanged load, the reports, and a load after one per cent has changed; then restore the files."""
        seeds = size.seeds[form]
        self._several(size.runs, f"unchanged {form}", lambda: self.load(seeds))
        self._reports(size)
        revised = generate.revise(seeds, size.facts, form)
        size.changed = revised.facts
        self._once(size.runs, f"changed {form}", lambda: self.load(seeds))
        self.expect("revised agreements", self.databases.value(REVISIONS), revised.agreements)
        self.expect("facts", self.databases.value(FACTS), size.facts)
        generate.revise(seeds, size.facts, form, back=True)

    def _copies(self, size: Size) -> None:
        """Time psql's copy of the rows of core, and of those of core and mart."""
        if size.copy is None:
            raise FailedError("there are no rows to copy")
        for case, schemas in ((COPY, SCHEMAS[:1]), (COPY_ALL, SCHEMAS)):
            self.databases.make()
            for schema in schemas[1:]:
                self.databases.empty(schema)
            tables = [table for table in size.rows if table.partition(".")[0] in schemas]
            argv, environment = self.databases.psql(copy_script(size.copy, tables))
            folder, server = self.databases.folder, self.databases.postmaster
            self._once(size.runs, case, lambda: run(argv, environment, folder, server))  # noqa: B023 - runs at once
            self._expect_rows(size, schemas)

    def _expect_rows(self, size: Size, schemas: Sequence[str] = SCHEMAS) -> None:
        wanted = sum(rows for table, rows in size.rows.items() if table.partition(".")[0] in schemas)
        self.expect("rows", sum(self.databases.rows(schemas).values()), wanted)

    def _reports(self, size: Size) -> None:
        if self._project is None:
            raise FailedError("prepare() comes first")
        self.expect("facts", self.databases.value(FACTS), size.facts)
        self.databases.settle()
        reports.take_turns(self.databases, self._project, self.warehouse, partial(self._note, size.runs))

    def load(self, seeds: Path | None) -> Run:
        """Load the seeds of a folder into the scratch database."""
        return self.warehouse(["--seeds", str(seeds), "load"])

    def warehouse(self, arguments: list[str], database: str | None = None) -> Run:
        """Run the command line on a database; without a name, on the scratch database."""
        address = self.databases.address(database) if database else self.databases.address()
        environment = {**_clean(), "WAREHOUSE_DATABASE_URL": address}
        argv = [str(self._bin / "warehouse"), *arguments]
        return run(argv, environment, self.databases.folder, self.databases.postmaster)

    def _once(self, into: dict[str, list[Run]], case: str, timed: Callable[[], Run]) -> None:
        self._note(into, case, timed())

    def _note(self, into: dict[str, list[Run]], case: str, done: Run) -> None:
        into.setdefault(case, []).append(done)
        self.say(f"{case}: {done}")

    def _several(self, into: dict[str, list[Run]], case: str, timed: Callable[[], Run]) -> None:
        """Time a short case several times; a long one once."""
        started = time.monotonic()
        for _ in range(_SHORT_RUNS):
            self._once(into, case, timed)
            if time.monotonic() - started > _SHORT_SECONDS:
                break

    def expect(self, what: str, found: int, expected: int) -> None:
        """Stop if the database does not hold what was to be measured."""
        if found != expected:
            raise FailedError(f"the database holds {found:,} {what}, not {expected:,}: nothing was measured")


def _clean() -> dict[str, str]:
    """Return the environment without settings of other servers and projects, and with byte code caching on."""
    odd = ("PG", "WAREHOUSE_", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if not name.startswith(odd)}
