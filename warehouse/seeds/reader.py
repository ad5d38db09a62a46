"""The reader of seed files: it parses them into checked records and collects the problems of all files."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from warehouse.model import FACTS, REGISTERS, WORDS, Fact, Record
from warehouse.model.terms import Scheme, Term
from warehouse.seeds.families import misplaced
from warehouse.seeds.fiscal import counted, fiscal_years_of
from warehouse.seeds.inventory import SeedFile, SeedFileEntry, SeedInventory, base_entry, take_inventory
from warehouse.seeds.origin import ORIGIN, Origin
from warehouse.seeds.references import NoExistingKeys, ReferenceCheck, ReferenceIndex, valid_rows
from warehouse.seeds.rows import rows_of
from warehouse.seeds.terms import problem_of, with_terms_of
from warehouse.tables import LOAD_ORDER
from warehouse.vocabulary import BASE_NAME, base
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

    from warehouse.model.registers import Document
    from warehouse.seeds.references import ExistingKeys
    from warehouse.seeds.rows import Row
    from warehouse.vocabulary import Vocabulary

FAMILIES: Final = {**REGISTERS, **FACTS, "terms": WORDS["terms"]}
"""The families of seed files."""

EARLIER_NAMES: Final = {"entity_names": "names"}
"""Families that had another name before, which is still understood."""

BASE_FAMILIES: Final = WORDS
"""The families of the file of shipped words."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record, its family, and its node in the file."""

    family: str
    record: Document | Record | Fact | Scheme | Term
    node: Node


@dataclass(slots=True)
class ReadResult:
    """The problems found while reading, and the keys that they affect.

    Attributes:
        problems: The problems found so far.
        refused: By family, the keys of records with problems; a reference to such a key is no further problem.
        is_whole: Whether every file could be read; only then is a key that was not found known to be missing.
    """

    problems: list[Problem] = field(default_factory=list)
    refused: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    is_whole: bool = True

    def merge(self, other: ReadResult) -> None:
        """Add the result of reading other files."""
        self.problems += other.problems
        for family, keys in other.refused.items():
            self.refused[family] |= keys
        self.is_whole = self.is_whole and other.is_whole


@dataclass(frozen=True, slots=True)
class Folder:
    """The content of a seeds folder.

    Attributes:
        entries: The records without problems.
        found: The problems of the others.
    """

    entries: list[Entry]
    found: ReadResult


def read_folder(seeds: Path, project: Path, on_file: Callable[[int, int], None] | None = None) -> Folder:
    """Read every seed file below ``seeds``.

    Args:
        seeds: The folder.
        project: The project folder; messages show paths relative to it where possible.
        on_file: Called after each file with the number of files read and the total.

    Returns:
        The records and problems of all files.

    Raises:
        InvalidSource: The folder is missing or holds no seed file.
    """
    inventory = take_inventory(seeds, project)
    found = ReadResult(list(inventory.problems), is_whole=not inventory.problems)
    vocabulary = with_terms_of(inventory, inventory.files)
    entries: list[Entry] = []
    for number, file in enumerate(inventory.files, start=1):
        entries += read_file(inventory, file, found, vocabulary)
        if on_file:
            on_file(number, len(inventory.files))
    return Folder(entries, found)


def read_file(
    inventory: SeedInventory, file: SeedFileEntry, found: ReadResult, vocabulary: Vocabulary
) -> Iterator[Entry]:
    """Yield the valid records of one file.

    Args:
        inventory: The files of the folder that holds the file.
        file: The file.
        found: Collects the problems.
        vocabulary: The vocabulary with the terms of all files.
    """
    records = _Records(BASE_FAMILIES if file.name == BASE_NAME else FAMILIES, vocabulary, found)
    try:
        content = inventory.read(file)
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        found.problems.append(Problem(Position(file.shown), "E-file", what, "check its permissions"))
        found.is_whole = False
        return
    if file.path.suffix == ".jsonl":
        for node, problems in parse_lines(content, file.shown):
            yield from records.of_line(node, problems)
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
    for family, listed in root.value.items():
        yield from records.of_family(family, listed, root.keys[family])


@dataclass(frozen=True, slots=True)
class _Records:
    """Validates the records of one file.

    Attributes:
        families: The shape of each family that the file can hold.
        vocabulary: The vocabulary with the terms of all files.
        found: Collects the problems.
    """

    families: Mapping[str, type[Document | Record | Fact | Scheme | Term]]
    vocabulary: Vocabulary
    found: ReadResult

    def of_line(self, node: Node | None, problems: list[Problem]) -> Iterator[Entry]:
        """Yield the record of a line of JSON, if it is valid."""
        self.found.problems += problems
        self.found.is_whole = self.found.is_whole and not problems
        if node is None:
            return
        (written,) = node.plain()
        if self._is_family(written, lambda: node.at((written,), key=True)):
            yield from self._record(EARLIER_NAMES.get(written, written), node.child((written,)))

    def of_family(self, family: str, listed: Node, position: Position) -> Iterator[Entry]:
        """Yield the valid records of a family of a YAML file."""
        if not self._is_family(family, lambda: position):
            return
        if not isinstance(listed.value, list):
            what, hint = f"{family} holds a list of records", "start each record with '- '"
            self.found.problems.append(Problem(listed.position, "E-type", what, hint))
            return
        for node in listed.value:
            yield from self._record(EARLIER_NAMES.get(family, family), node)

    def _is_family(self, family: str, position: Callable[[], Position]) -> bool:
        is_known = EARLIER_NAMES.get(family, family) in self.families or family == ORIGIN
        if not is_known:
            what = f'unknown family "{family}"'
            meant = [name for name, shape in FACTS.items() if shape.section == family]
            hint = f"at the top level it is {' or '.join(meant)}" if meant else nearest(family, self.families)
            self.found.problems.append(Problem(position(), "E-unknown-family", what, hint))
        return is_known

    def _record(self, family: str, node: Node) -> Iterator[Entry]:
        if family == ORIGIN:
            self.found.problems += validate(Origin, node)[1]
            return
        if fault := misplaced(family, node):
            self.found.problems.append(fault)
            return
        record, problems = validate(self.families[family], node, self.vocabulary)
        if isinstance(record, Term) and self.families is not BASE_FAMILIES:
            fault = problem_of(record, node, self.vocabulary)
            problems, record = ([fault], None) if fault else (problems, record)
        self.found.problems += problems
        if record is not None:
            yield Entry(family, record, node)
        elif isinstance(node.value, dict):
            names = [node.value[name].value for name in ("key", "code") if name in node.value]
            self.found.refused[family].update(name for name in names if isinstance(name, str))


MOST_PROBLEMS: Final = 1000
"""Reading stops after more problems than this: nobody reads them when a program writes a million bad records."""


@dataclass(frozen=True, slots=True)
class Seeds:
    """The rows of all seed files, without problems.

    Attributes:
        rows: The rows of each table of ``core``; tables are in load order.
        files: The files that the rows came from.
        sha256: Digest over the names and bytes of all files.
    """

    rows: Mapping[str, tuple[Row, ...]]
    files: tuple[SeedFile, ...]
    sha256: str

    @property
    def fact_count(self) -> int:
        """The number of facts, rows of registers included."""
        return len(self.rows["facts"])


@dataclass(slots=True)
class Reading:
    """The state of reading a folder file by file.

    Attributes:
        inventory: The files of the folder.
        vocabulary: The vocabulary with the terms of all files.
        fiscal_years: By entity, its fiscal year as one text.
        files: The files read so far.
        index: The index of keys, references and facts of their rows.
        found: The problems found so far.
    """

    inventory: SeedInventory
    vocabulary: Vocabulary = field(default_factory=base)
    fiscal_years: Mapping[str, str] = field(default_factory=dict)
    files: list[SeedFileEntry] = field(default_factory=list)
    index: ReferenceIndex = field(default_factory=ReferenceIndex)
    found: ReadResult = field(default_factory=ReadResult)

    @property
    def names(self) -> list[str]:
        """The names of the files read so far."""
        return [file.name for file in self.files]

    def read(self, file: SeedFileEntry, take: Callable[[Row], None]) -> None:
        """Read a file.

        Args:
            file: The file.
            take: Called with each row until the first problem. Reading goes on after it, to find further problems.

        Raises:
            ProblemsFound: There are more than ``MOST_PROBLEMS`` problems.
        """
        self.files.append(file)
        with collector_paused():
            for row in self._rows(file, self.found):
                self.index.note(row)
                if not self.found.problems:
                    take(row)
        self.refuse_too_many()

    def add(self, file: SeedFileEntry, index: ReferenceIndex, found: ReadResult) -> None:
        """Add the result of a file that was read elsewhere, such as in another process.

        Raises:
            ProblemsFound: There are more than ``MOST_PROBLEMS`` problems.
        """
        self.files.append(file)
        self.index.merge(index)
        self.found.merge(found)
        self.refuse_too_many()

    def refuse_too_many(self) -> None:
        """Raise ``ProblemsFound`` if there are more than ``MOST_PROBLEMS`` problems."""
        if len(self.found.problems) > MOST_PROBLEMS:
            raise ProblemsFound(self.found.problems)

    def refuse_misfits(self, elsewhere: ExistingKeys) -> None:
        """Check that all rows fit together, and fit the rows of files that were not read.

        Args:
            elsewhere: The keys, documents and facts of files that were not read.

        Raises:
            ProblemsFound: They do not fit; with every problem of every file.
        """
        fit = ReferenceCheck.of(self.index, elsewhere, self.found)
        if not fit.is_good:
            in_order = sorted(self.files, key=lambda file: file.path)
            self.found.problems += fit.problems(self.rows_again(in_order))
        if self.found.problems:
            raise ProblemsFound(self.found.problems)

    def rows_again(self, files: Iterable[SeedFileEntry]) -> Iterator[Row]:
        """Read files a second time and yield their rows, to find the positions of problems."""
        for file in files:
            yield from self._rows(file, ReadResult())

    def _rows(self, file: SeedFileEntry, found: ReadResult) -> Iterator[Row]:
        entries = read_file(self.inventory, file, found, self.vocabulary)
        rows = rows_of(counted(entries, self.fiscal_years), found.problems, self.vocabulary)
        return valid_rows(rows, found.problems)


def survey(
    seeds: Path,
    project: Path,
    take: Callable[[Row], None] = lambda _: None,
    on_file: Callable[[int, int], None] = lambda _done, _total: None,
) -> Reading:
    """Read the folder and check all of it.

    Args:
        seeds: The folder.
        project: The project folder; messages show paths relative to it where possible.
        take: Called with each row; discard the rows if this function raises an error.
        on_file: Called after each file with the number of files read and the total.

    Returns:
        The files read, with the index of their rows.

    Raises:
        ProblemsFound: There are problems; with every problem of every file.
        InvalidSource: The folder is missing or empty.
    """
    inventory = take_inventory(seeds, project)
    found = ReadResult(list(inventory.problems), is_whole=not inventory.problems)
    vocabulary, fiscal_years = with_terms_of(inventory, inventory.files), fiscal_years_of(inventory, inventory.files)
    reading = Reading(inventory, vocabulary, fiscal_years, found=found)
    reading.read(base_entry(), take)
    for number, file in enumerate(inventory.files, start=1):
        reading.read(file, take)
        on_file(number, len(inventory.files))
    reading.refuse_misfits(NoExistingKeys())
    return reading


def check(seeds: Path, project: Path, on_file: Callable[[int, int], None] = lambda _done, _total: None) -> Seeds:
    """Read the folder, check all of it, and keep every row.

    Args:
        seeds: The folder.
        project: The project folder; messages show paths relative to it where possible.
        on_file: Called after each file with the number of files read and the total.

    Returns:
        The rows of all files.

    Raises:
        ProblemsFound: There are problems; with every problem of every file.
        InvalidSource: The folder is missing or empty.
    """
    tables: dict[str, list[Row]] = {table.name: [] for table in LOAD_ORDER}
    reading = survey(seeds, project, lambda row: tables[row.table].append(row), on_file)
    rows = {name: tuple(of_table) for name, of_table in tables.items()}
    return Seeds(rows, reading.inventory.seed_files, reading.inventory.sha256)
