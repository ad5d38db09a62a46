"""Walk the seeds folder and turn each file into checked records; problems of all files are collected."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from warehouse.errors import InvalidSource
from warehouse.seeds.shapes import FACTS, REGISTERS, Fact, Record
from warehouse.seeds.shapes.registers import Document
from warehouse.strictyaml import Node, Position, Problem, nearest, parse, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FAMILIES: Final = {**REGISTERS, **FACTS}


@dataclass(frozen=True, slots=True)
class SeedFile:
    """A file as it was read: its path below the seeds folder, and the SHA-256 of its bytes."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A record of the family it stands under, and its node in the file."""

    family: str
    record: Document | Record | Fact
    node: Node


@dataclass(slots=True)
class Folder:
    """Everything read from a seeds folder.

    Attributes:
        files: The files, read or not.
        entries: The records without problems.
        problems: What was found so far.
        refused: By family the keys of records that hold problems; a reference to one is no problem of its own.
        is_whole: Whether every file could be read, so that a key found nowhere is known to be nowhere.
    """

    files: list[SeedFile] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    is_whole: bool = True

    @property
    def sha256(self) -> str:
        """One digest over the names and bytes of all files."""
        listing = "".join(f"{file.sha256}  {file.path}\n" for file in self.files)
        return hashlib.sha256(listing.encode()).hexdigest()


def read_folder(seeds: Path, project: Path, on_file: Callable[[int, int], None] | None = None) -> Folder:
    """Read every seed file below ``seeds``.

    Args:
        seeds: The folder.
        project: Names in messages are relative to it where they can be.
        on_file: Called after each file with the number read and the number there are.

    Raises:
        InvalidSource: The folder is missing or holds no seed file.
    """
    if not seeds.is_dir():
        raise InvalidSource(f"no seeds folder at {seeds}", hint="Name one with --seeds.")
    folder = Folder()
    paths = sorted(_seed_paths(seeds, project, folder.problems))
    folder.is_whole = not folder.problems
    if not paths and folder.is_whole:
        hint = "Nothing was changed: an empty folder would retire every fact. Seed files end in .yaml."
        raise InvalidSource(f"the seeds folder {seeds} holds no seed file", hint=hint)
    for number, path in enumerate(paths, start=1):
        _read_file(path, seeds, project, folder)
        if on_file:
            on_file(number, len(paths))
    return folder


def _name(path: Path, project: Path) -> str:
    return path.relative_to(project).as_posix() if path.is_relative_to(project) else path.as_posix()


def _seed_paths(seeds: Path, project: Path, problems: list[Problem]) -> Iterator[Path]:
    for path in seeds.rglob("*"):
        if any(part.startswith(".") for part in path.relative_to(seeds).parts):
            continue
        if path.suffix != ".yaml" and path.suffix.lower() in {".yml", ".yaml"}:
            what, hint = "a seed file must end in .yaml", f"rename it to {path.stem}.yaml"
            problems.append(Problem(Position(_name(path, project)), "E-file", what, hint))
        elif path.is_symlink() and path.is_dir():
            what, hint = "a link to a folder, which is not followed", "put the seed files themselves here"
            problems.append(Problem(Position(_name(path, project)), "E-file", what, hint))
        elif path.suffix == ".yaml" and not path.is_file():
            what, hint = "not a file, or a link that leads nowhere", "rename or remove it"
            problems.append(Problem(Position(_name(path, project)), "E-file", what, hint))
        elif path.suffix == ".yaml":
            yield path


def _read_file(path: Path, seeds: Path, project: Path, folder: Folder) -> None:
    name = _name(path, project)
    try:
        content = path.read_bytes()
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        folder.problems.append(Problem(Position(name), "E-file", what, "check its permissions"))
        folder.is_whole = False
        return
    folder.files.append(SeedFile(path.relative_to(seeds).as_posix(), hashlib.sha256(content).hexdigest()))
    root, problems = parse(content, name)
    folder.problems += problems
    folder.is_whole = folder.is_whole and not problems
    if root is None or root.value == "":
        return
    if not isinstance(root.value, dict):
        what, hint = "a seed file is a mapping of families", "start with a line like: agreements:"
        folder.problems.append(Problem(root.position, "E-type", what, hint))
        return
    for family, records in root.value.items():
        _read_family(family, records, root.keys[family], folder)


def _read_family(family: str, records: Node, position: Position, folder: Folder) -> None:
    shape = FAMILIES.get(family)
    if shape is None:
        what = f'unknown family "{family}"'
        folder.problems.append(Problem(position, "E-unknown-family", what, nearest(family, FAMILIES)))
        return
    if not isinstance(records.value, list):
        what, hint = f"{family} holds a list of records", "start each record with '- '"
        folder.problems.append(Problem(records.position, "E-type", what, hint))
        return
    for node in records.value:
        record, problems = validate(shape, node)
        folder.problems += problems
        if isinstance(record, (Document, Record, Fact)):
            folder.entries.append(Entry(family, record, node))
        elif isinstance(node.value, dict):
            names = [node.value[name].value for name in ("key", "code") if name in node.value]
            folder.refused[family].update(name for name in names if isinstance(name, str))
