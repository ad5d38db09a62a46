"""Read seed files and stage their rows as they pass by, remembering only what must fit together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from warehouse.load.staging import BATCH_BYTES, Batch
from warehouse.seeds.knowledge import Knowledge
from warehouse.seeds.read import Found, read_file
from warehouse.seeds.resolve import Fit, fitting
from warehouse.seeds.rows import rows_of
from warehouse.strictyaml import ProblemsFound, collector_paused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from warehouse.load.staging import Stage
    from warehouse.seeds.knowledge import Elsewhere
    from warehouse.seeds.rows import Row
    from warehouse.seeds.stock import Listed, Stock

MOST_PROBLEMS: Final = 1000
"""More than this nobody reads; a program that writes a million bad records is told of the first."""


@dataclass(slots=True)
class Reading:
    """The files read in one load.

    Attributes:
        stock: The folder they are of.
        files: Those read so far.
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

    def read(self, files: Iterable[Listed], stage: Stage, on_file: Callable[[int], None]) -> None:
        """Read files and stage what they say; with problems, go on for the sake of further ones.

        Args:
            files: The files.
            stage: Where the rows go.
            on_file: Called after each file with the number of rows that wait to be staged.
        """
        with collector_paused():
            self._read(files, stage, on_file)

    def _read(self, files: Iterable[Listed], stage: Stage, on_file: Callable[[int], None]) -> None:
        batch = Batch()
        for file in files:
            self.files.append(file)
            for row in self._rows(file, self.found):
                self.knowledge.note(row)
                if self.found.problems:
                    continue
                batch.put(row, file.name)
                if batch.size > BATCH_BYTES:
                    stage.take(batch)
                    batch = Batch()
            if len(self.found.problems) > MOST_PROBLEMS:
                raise ProblemsFound(self.found.problems)
            on_file(batch.rows)
        if not self.found.problems:
            stage.take(batch)

    def refuse_misfits(self, elsewhere: Elsewhere) -> None:
        """Make sure that all rows fit together and with what stands elsewhere.

        Raises:
            ProblemsFound: They do not; with every problem of every file.
        """
        fit = Fit.of(self.knowledge, elsewhere, self.found)
        if not fit.is_good:
            self.found.problems += fit.problems(self.rows_again(self.files))
        if self.found.problems:
            raise ProblemsFound(self.found.problems)

    def rows_again(self, files: Iterable[Listed]) -> Iterator[Row]:
        """Give the rows of files once more, to say where something stands."""
        for file in files:
            yield from self._rows(file, Found())

    def _rows(self, file: Listed, found: Found) -> Iterator[Row]:
        entries = read_file(self.stock, file, found)
        return fitting(rows_of(entries, found.problems), found.problems)
