"""Read seed files and turn them into checked records; problems of all files are collected."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from warehouse.seeds.inventory import SeedFile, SeedFileEntry, SeedInventory, take_stock
from warehouse.seeds.references import NoExistingKeys, ReferenceCheck, ReferenceIndex, valid_rows
from warehouse.seeds.rows import rows_of
from warehouse.seeds.shapes import FACTS, REGISTERS, Fact, Record
from warehouse.seeds.shapes.registers import Document
from warehouse.tables import LOAD_ORDER
from warehouse.yamlfiles import (
    Node,
    Position,
    Problem,
    ProblemsFound,
    collector_paused,
    nearest,
    parse,
    parse_lines,
    validate,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from warehouse.seeds.references import ExistingKeys
    from warehouse.seeds.rows import Row

FAMILIES: Final = {**REGISTERS, **FACTS}


@dataclass(frozen=True, slots=True)
class Entry:
    """A record of the family it stands under, and its node in the file."""

    family: str
    record: Document | Record | Fact
    node: Node


@dataclass(slots=True)
class ReadResult:
    """What reading finds besides good records.

    Attributes:
        problems: What was found so far.
        refused: By family the keys of records that hold problems; a reference to one is no problem of its own.
        is_whole: Whether every file could be read, so that a key found nowhere is known to be nowhere.
    """

    problems: list[Problem] = field(default_factory=list)
    refused: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    is_whole: bool = True

    def merge(self, other: ReadResult) -> None:
        """Take over what was found in other files."""
        self.problems += other.problems
        for family, keys in other.refused.items():
            self.refused[family] |= keys
        self.is_whole = self.is_whole and other.is_whole


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything read from a seeds folder.

    Attributes:
        stock: Its files.
        entries: The records without problems.
        found: What was found besides.
    """

    stock: SeedInventory
    entries: list[Entry]
    found: ReadResult

    @property
    def files(self) -> tuple[SeedFile, ...]:
        """The files with their digests, as far as they could be read."""
        return tuple(SeedFile(file.name, self.stock.digest(file)) for file in self.stock.files)


def read_folder(seeds: Path, project: Path, on_file: Callable[[int, int], None] | None = None) -> Folder:
    """Read every seed file below ``seeds``.

    Args:
        seeds: The folder.
        project: Names in messages are relative to it where they can be.
        on_file: Called after each file with the number read and the number there are.

    Raises:
        InvalidSource: The folder is missing or holds no seed file.
    """
    stock = take_stock(seeds, project)
    found = ReadResult(list(stock.problems), is_whole=not stock.problems)
    entries: list[Entry] = []
    for number, file in enumerate(stock.files, start=1):
        entries += read_file(stock, file, found)
        if on_file:
            on_file(number, len(stock.files))
    return Folder(stock, entries, found)


def read_file(stock: SeedInventory, file: SeedFileEntry, found: ReadResult) -> Iterator[Entry]:
    """Yield the good records of one file.

    Args:
        stock: The folder the file is of.
        file: The file.
        found: Takes what is found besides.
    """
    try:
        content = stock.read(file)
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        found.problems.append(Problem(Position(file.shown), "E-file", what, "check its permissions"))
        found.is_whole = False
        return
    if file.path.suffix == ".jsonl":
        for node, problems in parse_lines(content, file.shown):
            yield from _read_line(node, problems, found)
        return
    root, problems = parse(content, file.shown)
    found.problems += problems
    found.is_whole = found.is_whole and not problems
    if root is None or root.value == "":
        return
    if not isinstance(root.value, dict):
        what, hint = "a seed file is a mapping of families", "start with a line like: agreements:"
        found.problems.append(Problem(root.position, "E-type", what, hint))
        return
    for family, records in root.value.items():
        yield from _read_family(family, records, root.keys[family], found)


def _read_line(node: Node | None, problems: list[Problem], found: ReadResult) -> Iterator[Entry]:
    found.problems += problems
    found.is_whole = found.is_whole and not problems
    if node is None:
        return
    (family,) = node.plain()
    if family in FAMILIES:
        yield from _read_record(family, node.child((family,)), found)
    else:
        _is_family(family, node.at((family,), key=True), found)


def _read_family(family: str, records: Node, position: Position, found: ReadResult) -> Iterator[Entry]:
    if not _is_family(family, position, found):
        return
    if not isinstance(records.value, list):
        what, hint = f"{family} holds a list of records", "start each record with '- '"
        found.problems.append(Problem(records.position, "E-type", what, hint))
        return
    for node in records.value:
        yield from _read_record(family, node, found)


def _is_family(family: str, position: Position, found: ReadResult) -> bool:
    if family not in FAMILIES:
        what = f'unknown family "{family}"'
        found.problems.append(Problem(position, "E-unknown-family", what, nearest(family, FAMILIES)))
    return family in FAMILIES


def _read_record(family: str, node: Node, found: ReadResult) -> Iterator[Entry]:
    record, problems = validate(FAMILIES[family], node)
    found.problems += problems
    if isinstance(record, (Document, Record, Fact)):
        yield Entry(family, record, node)
    elif isinstance(node.value, dict):
        names = [node.value[name].value for name in ("key", "code") if name in node.value]
        found.refused[family].update(name for name in names if isinstance(name, str))


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

    stock: SeedInventory
    files: list[SeedFileEntry] = field(default_factory=list)
    knowledge: ReferenceIndex = field(default_factory=ReferenceIndex)
    found: ReadResult = field(default_factory=ReadResult)

    @property
    def names(self) -> list[str]:
        """The names of the files read so far."""
        return [file.name for file in self.files]

    def read(self, file: SeedFileEntry, take: Callable[[Row], None]) -> None:
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

    def add(self, file: SeedFileEntry, knowledge: ReferenceIndex, found: ReadResult) -> None:
        """Take over what was read of a file elsewhere."""
        self.files.append(file)
        self.knowledge.merge(knowledge)
        self.found.merge(found)
        self.refuse_too_many()

    def refuse_too_many(self) -> None:
        """Return up where there are more problems than anybody would read."""
        if len(self.found.problems) > MOST_PROBLEMS:
            raise ProblemsFound(self.found.problems)

    def refuse_misfits(self, elsewhere: ExistingKeys) -> None:
        """Make sure that all rows fit together and with what stands elsewhere.

        Raises:
            ProblemsFound: They do not; with every problem of every file.
        """
        fit = ReferenceCheck.of(self.knowledge, elsewhere, self.found)
        if not fit.is_good:
            in_order = sorted(self.files, key=lambda file: file.path)
            self.found.problems += fit.problems(self.rows_again(in_order))
        if self.found.problems:
            raise ProblemsFound(self.found.problems)

    def rows_again(self, files: Iterable[SeedFileEntry]) -> Iterator[Row]:
        """Yield the rows of files once more, to say where something stands."""
        for file in files:
            yield from self._rows(file, ReadResult())

    def _rows(self, file: SeedFileEntry, found: ReadResult) -> Iterator[Row]:
        entries = read_file(self.stock, file, found)
        return valid_rows(rows_of(entries, found.problems), found.problems)


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
    reading = Reading(stock, found=ReadResult(list(stock.problems), is_whole=not stock.problems))
    for number, file in enumerate(stock.files, start=1):
        reading.read(file, take)
        on_file(number, len(stock.files))
    reading.refuse_misfits(NoExistingKeys())
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
