"""Find the SQL files of a folder by name; of several folders, each name's file in the first that has one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from warehouse.errors import ConfigurationError, PermissionRefused, UsageError
from warehouse.sqlfiles.source import SqlFile, read_sql
from warehouse.strictyaml import Position, Problem, ProblemsFound, nearest
from warehouse.vocabulary import is_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Made = TypeVar("Made")

Folders = Path | tuple[Path, ...]
"""A folder that holds ``reports``, ``checks``, ``mart`` and ``site``; or several, the one that goes first first."""

_FOLDERS: Final = {"report": "reports", "check": "checks", "mart": "mart", "site": "site", "freshness": "freshness"}
_TABLE: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def read_files(sql_dir: Folders, kind: str) -> tuple[list[SqlFile], list[Problem]]:
    """Read every file of one kind.

    Args:
        sql_dir: The folder or folders; of files of one name the first is read.
        kind: ``report``, ``check``, ``mart`` or ``site``.

    Returns:
        The files that can be read, by name, and the problems of the others.
    """
    files: list[SqlFile] = []
    problems: list[Problem] = []
    for paths in find_paths(sql_dir, kind).values():
        source, found = _read(paths[0], kind)
        problems += found
        if source is not None:
            files.append(source)
    return files, problems


def find_file(sql_dir: Folders, kind: str, name: str) -> SqlFile:
    """Read the file called ``name``; the others may be broken.

    Raises:
        UsageError: There is no such file.
        ProblemsFound: It cannot be read.
    """
    by_name = find_paths(sql_dir, kind)
    if name not in by_name:
        hint = nearest(name, by_name) or f"known are: {', '.join(by_name)}"
        raise UsageError(f'there is no {kind} called "{name}"', hint=hint)
    source, problems = _read(by_name[name][0], kind)
    if source is None:
        raise ProblemsFound(problems)
    return source


def read_all(sql_dir: Folders, kind: str, make: Callable[[SqlFile], tuple[Made | None, list[Problem]]]) -> list[Made]:
    """Make something of every file of one kind, by name.

    Raises:
        ProblemsFound: One or more files are wrong; all their problems.
    """
    files, problems = read_files(sql_dir, kind)
    all_made = []
    for source in files:
        made, found = make(source)
        problems += found
        if made is not None:
            all_made.append(made)
    if problems:
        raise ProblemsFound(problems)
    return all_made


def read_one(
    sql_dir: Folders, kind: str, name: str, make: Callable[[SqlFile], tuple[Made | None, list[Problem]]]
) -> Made:
    """Make something of the file called ``name``; the others may be wrong.

    Raises:
        UsageError: There is none of that name.
        ProblemsFound: Its file is wrong.
    """
    made, problems = make(find_file(sql_dir, kind, name))
    if made is None:
        raise ProblemsFound(problems)
    return made


def find_paths(sql_dir: Folders, kind: str) -> dict[str, Sequence[Path]]:
    """Find the files of one kind, without reading them.

    Returns:
        For each name, in order, its files: the one that counts, then those in whose place it stands.

    Raises:
        ConfigurationError: None of the folders has files of this kind.
    """
    folders = [each / _FOLDERS[kind] for each in ((sql_dir,) if isinstance(sql_dir, Path) else sql_dir)]
    if not any(folder.is_dir() for folder in folders):
        raise ConfigurationError(f"there is no folder {folders[0]}", hint="name the project folder with --project")
    found: dict[str, list[Path]] = {}
    for folder in folders:
        for path in folder.glob("*.sql"):
            found.setdefault(path.stem, []).append(path)
    return {name: found[name] for name in sorted(found)}


def _read(path: Path, kind: str) -> tuple[SqlFile | None, list[Problem]]:
    file = "/".join(path.parts[-3:])  # sql/reports/NAME.sql
    is_table = kind == "mart"
    if not (_TABLE.fullmatch(path.stem) if is_table else is_key(path.stem)):
        hint = f"use lower-case words joined by {'underscores' if is_table else 'hyphens'}"
        return None, [Problem(Position(file), f"E-{kind}-name", f'"{path.stem}" cannot be a name', hint)]
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PermissionRefused(f"{file} cannot be read: {error.strerror}", hint="check its permissions") from error
    return read_sql(content, kind=kind, name=path.stem, file=file)
