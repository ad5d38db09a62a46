"""The conversion of a table into records, and everything that can be wrong with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from warehouse.model import Fact
from warehouse.seeds.inventory import shown_name
from warehouse.seeds.reader import FAMILIES, MOST_PROBLEMS
from warehouse.seeds.tables.compile import Compiler
from warehouse.seeds.tables.figures import FigureReader, Marks, UnexplainedError
from warehouse.seeds.tables.sheets import head_of, read_grid
from warehouse.seeds.tables.template import Row, Table, UnexplainedCellError, records_of
from warehouse.yamlfiles import Node, Position, Problem, ProblemsFound, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from warehouse.seeds.tables.compile import Made
    from warehouse.seeds.tables.mapping import Mapping, MappingFile, Where
    from warehouse.seeds.tables.names import Names
    from warehouse.seeds.tables.sheets import Grid
    from warehouse.yamlfiles.nodes import Path as Place
    from warehouse.yamlfiles.nodes import Plain

PROGRESS_EVERY: Final = 500
MOST_ALIKE: Final = 5
"""Most problems of one kind with one text in one column that are told, since a mark can stand in thousands of cells."""

WrittenRecord = tuple[str, "Plain"]
"""A family, and a record of it as a seed file states it."""


@dataclass(slots=True)
class Conversion:
    """The records of a table.

    Attributes:
        grid: The table.
        records: The records, each with its family.
        rows: Number of rows of data.
    """

    grid: Grid
    records: list[WrittenRecord] = field(default_factory=list)
    rows: int = 0


def find_table(mapping: Path, table: str, folders: Sequence[Path]) -> Path:
    """Return the path of a table: beside its mapping, or else in one of the folders."""
    paths = [folder / table for folder in (mapping.parent, *folders)]
    return next((path for path in paths if path.exists()), paths[0])


def open_table(file: MappingFile, path: Path, project: Path) -> Grid:
    """Read the table of a mapping.

    Args:
        file: The mapping.
        path: The table.
        project: The project folder; messages show paths relative to it where possible.

    Raises:
        ProblemsFound: The table cannot be read.
    """
    mapping = file.mapping
    delimiter = "\t" if mapping.delimiter == "tab" else mapping.delimiter
    shown = shown_name(path, project)
    return read_grid(path, shown, encoding=mapping.encoding, delimiter=delimiter, sheet=mapping.sheet or "")


def convert(
    file: MappingFile, grid: Grid, names: Names, on_row: Callable[[int, int], None] = lambda _done, _total: None
) -> Conversion:
    """Make the records of a table.

    Args:
        file: The mapping.
        grid: The table.
        names: The records of the seeds.
        on_row: Called now and then with the number of rows done and the total.

    Raises:
        ProblemsFound: The mapping does not fit the table, or does not explain all of it.
    """
    maker = _maker(file, grid, names)
    lines = list(maker.lines())
    for done, row in enumerate(lines):
        maker.take(row)
        if done % PROGRESS_EVERY == 0:
            on_row(done, len(lines))
        if len(maker.problems) > MOST_PROBLEMS:
            raise ProblemsFound(maker.told())
    if len(lines) < file.mapping.rows:
        besides = f", besides {maker.skipped} that skip leaves out" if maker.skipped else ""
        what = f"{len(lines)} rows of data, not {file.mapping.rows}{besides}"
        hint = "the table is incomplete, or correct rows in the mapping"
        maker.problems.append(Problem(grid.at(len(grid.rows)), "E-table-rows", what, hint))
    if maker.problems:
        raise ProblemsFound(maker.told())
    return Conversion(grid, maker.records, len(lines))


def _maker(file: MappingFile, grid: Grid, names: Names) -> _Maker:
    """Return what makes the records of each row.

    Raises:
        ProblemsFound: The mapping does not fit the table, or cannot be right.
    """
    mapping, columns = file.mapping, _columns(file, grid)
    if mapping.headings in columns:
        hint = "choose another name"
        what = f'the table has a column "{mapping.headings}" of its own'
        raise ProblemsFound([file.problem(("headings",), "E-table-mapping", what, hint)])
    columns += (mapping.headings,) if mapping.headings else ()
    try:
        marks = Marks.of(mapping.markers)
    except UnexplainedError as error:
        raise ProblemsFound([file.problem(("markers",), "E-table-mapping", error.what, error.hint)]) from error
    compiler = Compiler(file, columns, names)
    made = compiler.made()
    if compiler.problems:
        raise ProblemsFound(compiler.problems)
    reader = FigureReader(marks, mapping.numbers, parentheses=mapping.parentheses is not None)
    return _Maker(file, grid, made, Table(columns, mapping.document, grid.sheet, reader, names))


def _columns(file: MappingFile, grid: Grid) -> tuple[str, ...]:
    """Return the names of the columns.

    Raises:
        ProblemsFound: They are not those that the mapping expects.
    """
    mapping = file.mapping
    columns = head_of(grid, mapping.head)
    if columns == mapping.columns:
        return columns
    line = mapping.head[-1]
    for number, (found, expected) in enumerate(zip(columns, mapping.columns, strict=False), start=1):
        if found != expected:
            what, hint = f'column {number} is "{found}", not "{expected}"', "compare the table with the mapping"
            raise grid.refused("E-table-head", what, hint, line, number)
    what = f"{len(columns)} columns, not {len(mapping.columns)}"
    hint = "compare the table with columns in the mapping"
    raise grid.refused("E-table-head", what, hint, line, min(len(columns), len(mapping.columns)) + 1)


@dataclass(slots=True)
class _Maker:
    """Makes the records of one row after the other."""

    file: MappingFile
    grid: Grid
    made: Sequence[Made]
    table: Table
    problems: list[Problem] = field(default_factory=list)
    records: list[WrittenRecord] = field(default_factory=list)
    questions: dict[str, int] = field(default_factory=dict)
    alike: Counter[tuple[str, str]] = field(default_factory=Counter)
    skipped: int = 0

    @property
    def mapping(self) -> Mapping:
        """What the mapping says."""
        return self.file.mapping

    def lines(self) -> Iterator[Row]:
        """Yield the rows of data, with what is carried to them from above."""
        width, heading = len(self.mapping.columns), ""
        above: dict[str, str] = {}
        for number in range(self.mapping.start or self.mapping.head[-1] + 1, self._last() + 1):
            written = self.grid.rows[number - 1]
            if not any(written):
                continue
            if self.mapping.headings and written[0] and not any(written[1:]):
                heading = written[0]
                continue
            cells = [*written, *[""] * width][:width] + ([heading] if self.mapping.headings else [])
            for name in self.mapping.carry:
                index = self.table.columns.index(name)
                cells[index] = above[name] = cells[index] or above.get(name, "")
            if any(self._fits(cells, where) for where in self.mapping.skip):
                self.skipped += 1
                continue
            if len(written) < width or any(written[width:]):
                what = f"the row has {len(written)} cells, and the head {width}"
                hint = "skip it in the mapping if it is no data, or end the table above it with to"
                self._refuse(number, 0, "E-table-row", what, hint)
                continue
            yield Row(number, cells)

    def _last(self) -> int:
        return min(self.mapping.end or len(self.grid.rows), len(self.grid.rows))

    def _fits(self, cells: Sequence[str], where: Where) -> bool:
        return all(cells[self.table.columns.index(name)] in texts for name, texts in where.items())

    def take(self, row: Row) -> None:
        """Make the records of a row."""
        unsolved = self.grid.unsolved.get(row.number, ())
        for column in unsolved:
            what, hint = "a formula whose result is not in the file", "open it in a spreadsheet and save it anew"
            self._refuse(row.number, column, "E-table-cell", what, hint)
        taken = [made for made in self.made if self._fits(row.cells, made.when)]
        if not taken:
            what, hint = "no part of make takes this row", "add one whose when fits it, or skip the row"
            self._refuse(row.number, 0, "E-table-row", what, hint)
        for made in taken if not unsolved else ():
            try:
                for record in records_of(made.part, row, self.table):
                    self._add(made, record, row)
            except UnexplainedCellError as error:
                self._refuse(row.number, error.column, error.code, error.what, error.hint)

    def _add(self, made: Made, plain: Plain, row: Row) -> None:
        node = _MadeNode(self, made, plain, row.number)
        record, problems = validate(FAMILIES[made.family], node, self.table.names.vocabulary)
        self.problems += problems
        if record is None:
            return
        about = getattr(record, "about", None)
        path = record.path(about or "") if isinstance(record, Fact) else f"{made.family}/{plain.get('key', '')}"
        first = self.questions.setdefault(path, len(self.records))
        if first != len(self.records):
            where = self.records[first][1]["cite"]
            locator = where if isinstance(where, str) else where.get("locator", "")
            hint = "tell them apart in the mapping, such as by scenario, aspect or label, or skip one of the rows"
            what = f'"{path}" stands in this table twice, first in {str(locator).rpartition("#")[2]}'
            self._refuse(row.number, made.part.column_at(()) or 0, "E-table-twice", what, hint)
            return
        self.records.append((made.family, plain))

    def _refuse(self, row: int, column: int, code: str, what: str, hint: str) -> None:
        named = f" ({self.table.columns[column - 1]})" if 0 < column <= len(self.table.columns) else ""
        self.alike[code, f"{what}{named}"] += 1
        count = self.alike[code, f"{what}{named}"]
        if count <= MOST_ALIKE:
            self.problems.append(Problem(self.grid.at(row, column or 1), code, f"{what}{named}", hint))

    def told(self) -> list[Problem]:
        """Return the problems; the last one of many that are alike says how many more there are."""
        more = {alike: count - MOST_ALIKE for alike, count in self.alike.items() if count > MOST_ALIKE}
        problems = []
        for problem in reversed(self.problems):
            count = more.pop((problem.code, problem.what), 0)
            what = f"{problem.what}, and in {count} further rows" if count else problem.what
            problems.append(replace(problem, what=what))
        return problems


class _MadeNode(Node):
    """A record that a row made; its positions are those of the cells, or of the mapping for what it states."""

    __slots__ = ("_made", "_maker", "_plain", "_row")

    def __init__(self, maker: _Maker, made: Made, plain: Plain, row: int) -> None:
        super().__init__(maker.grid.at(row), "")
        self._maker = maker
        self._made = made
        self._plain = plain
        self._row = row

    def plain(self) -> Plain:
        """Return the record."""
        return self._plain

    def at(self, path: Place, *, key: bool = False) -> Position:
        """Return the position of the cell that a value came from, or of the value in the mapping."""
        column = self._made.part.column_at(path)
        if column is None:
            return self._maker.file.node.at((*self._made.place, *path), key=key)
        return self._maker.grid.at(self._row, column or 1)
