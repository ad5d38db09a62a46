"""Read seed files one by one, hand on their rows, and remember only what must fit together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from warehouse.outlines import LOAD_ORDER
from warehouse.seeds.knowledge import Knowledge, Nowhere
from warehouse.seeds.read import Found, read_file
from warehouse.seeds.resolve import Fit, fitting
from warehouse.seeds.rows import rows_of
from warehouse.seeds.stock import take_stock
from warehouse.strictyaml import ProblemsFound, collector_paused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from warehouse.seeds.knowledge import Elsewhere
    from warehouse.seeds.rows import Row
    from warehouse.seeds.stock import Listed, SeedFile, Stock

MOST_PROBLEMS: Final = 1000
"""More than this nobody reads; a program that writes a million bad records is told of the first."""


@dataclass(frozen=True, slots=True)
class Seeds:
    """What the seed files say, free of problems.

    Attributes:
        rows: The rows of each table of ``core``, tables in load order.
        files: The files they came from.
        sha256: One digest over all files.
    """

    rows: Mapping[str, tuple[Row, ...]]
    files: tuple[SeedFile, ...]
    sha256: str

    @property
    def fact_count(self) -> int:
        """Number of facts, register rows included."""
        return len(self.rows["facts"])


@dataclass(slots=True)
class Reading:
    """The files read so far.

    Attributes:
        stock: The folder they are of.
        files: Those read.
        knowledge: What their rows say and ask of each other.
        found: What was found besides good records.
    """

    stock: Stock
    files: list[Listed] = field(default_factory=list)
    knowledge: Knowledge = field(default_factory=Knowledge)
    found: Found = field(default_factory=Found)

    @property
    def names(self) -> list[str]:
        """The names of the files read so far."""
        return [file.name for file in self.files]

    def read(self, file: Listed, take: Callable[[Row], None]) -> None:
        """Read a file.

        Args:
            file: The file.
            take: Called with each row, until there is a problem; files are read on for the sake of further ones.

        Raises:
            ProblemsFound: There are more problems than anybody would read.
        """
        self.files.append(file)
        with collector_paused():
            for row in self._rows(file, self.found):
                self.knowledge.note(row)
                if not self.found.problems:
                    take(row)
        self.refuse_too_many()

    def add(self, file: Listed, knowledge: Knowledge, found: Found) -> None:
        """Take over what was read of a file elsewhere."""
        self.files.append(file)
        self.knowledge.merge(knowledge)
        self.found.merge(found)
        self.refuse_too_many()

    def refuse_too_many(self) -> None:
        """Give up where there are more problems than anybody would read."""
        if len(self.found.problems) > MOST_PROBLEMS:
            raise ProblemsFound(self.found.problems)

    def refuse_misfits(self, elsewhere: Elsewhere) -> None:
        """Make sure that all rows fit together and with what stands elsewhere.

        Raises:
            ProblemsFound: They do not; with every problem of every file.
        """
        fit = Fit.of(self.knowledge, elsewhere, self.found)
        if not fit.is_good:
            in_order = sorted(self.files, key=lambda file: file.path)
            self.found.problems += fit.problems(self.rows_again(in_order))
        if self.found.problems:
            raise ProblemsFound(self.found.problems)

    def rows_again(self, files: Iterable[Listed]) -> Iterator[Row]:
        """Give the rows of files once more, to say where something stands."""
        for file in files:
            yield from self._rows(file, Found())

    def _rows(self, file: Listed, found: Found) -> Iterator[Row]:
        entries = read_file(self.stock, file, found)
        return fitting(rows_of(entries, found.problems), found.problems)


def survey(
    seeds: Path,
    project: Path,
    take: Callable[[Row], None] = lambda _: None,
    on_file: Callable[[int, int], None] = lambda _done, _total: None,
) -> Reading:
    """Read the folder and check all of it.

    Args:
        seeds: The folder.
        project: Names in messages are relative to it.
        take: Called with each row; they are good only if nothing is raised in the end.
        on_file: Called after each file with the number read and the number there are.

    Raises:
        ProblemsFound: With every problem of every file.
        InvalidSource: The folder is missing or empty.
    """
    stock = take_stock(seeds, project)
    reading = Reading(stock, found=Found(list(stock.problems), is_whole=not stock.problems))
    for number, file in enumerate(stock.files, start=1):
        reading.read(file, take)
        on_file(number, len(stock.files))
    reading.refuse_misfits(Nowhere())
    return reading


def check(seeds: Path, project: Path, on_file: Callable[[int, int], None] = lambda _done, _total: None) -> Seeds:
    """Read the folder, check all of it, and keep every row; arguments as of ``survey``.

    Raises:
        ProblemsFound: With every problem of every file.
        InvalidSource: The folder is missing or empty.
    """
    tables: dict[str, list[Row]] = {table.name: [] for table in LOAD_ORDER}
    reading = survey(seeds, project, lambda row: tables[row.table].append(row), on_file)
    rows = {name: tuple(of_table) for name, of_table in tables.items()}
    return Seeds(rows, reading.stock.seed_files, reading.stock.sha256)
