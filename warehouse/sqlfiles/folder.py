"""Find the SQL files of a folder by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar

from warehouse.errors import ConfigurationError, PermissionRefused, UsageError
from warehouse.sqlfiles.source import SqlFile, read_sql
from warehouse.strictyaml import Position, Problem, ProblemsFound, nearest
from warehouse.vocabulary import is_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Made = TypeVar("Made")

_FOLDERS: Final = {"report": "reports", "check": "checks", "mart": "mart", "site": "site"}
_TABLE: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def read_files(sql_dir: Path, kind: str) -> tuple[list[SqlFile], list[Problem]]:
    """Read every file of one kind.

    Args:
        sql_dir: The folder that holds ``reports``, ``checks``, ``mart`` and ``site``.
        kind: ``report``, ``check``, ``mart`` or ``site``.

    Returns:
        The files that can be read, by name, and the problems of the others.
    """
    files: list[SqlFile] = []
    problems: list[Problem] = []
    for path in _paths(sql_dir, kind):
        source, found = _read(path, sql_dir, kind)
        problems += found
        if source is not None:
            files.append(source)
    return files, problems


def find_file(sql_dir: Path, kind: str, name: str) -> SqlFile:
    """Read the file called ``name``; the others may be broken.

    Raises:
        UsageError: There is no such file.
        ProblemsFound: It cannot be read.
    """
    by_name = {path.stem: path for path in _paths(sql_dir, kind)}
    if name not in by_name:
        raise UsageError(f'there is no {kind} called "{name}"', hint=nearest(name, by_name))
    source, problems = _read(by_name[name], sql_dir, kind)
    if source is None:
        raise ProblemsFound(problems)
    return source


def read_all(sql_dir: Path, kind: str, make: Callable[[SqlFile], tuple[Made | None, list[Problem]]]) -> list[Made]:
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


def read_one(sql_dir: Path, kind: str, name: str, make: Callable[[SqlFile], tuple[Made | None, list[Problem]]]) -> Made:
    """Make something of the file called ``name``; the others may be wrong.

    Raises:
        UsageError: There is none of that name.
        ProblemsFound: Its file is wrong.
    """
    made, problems = make(find_file(sql_dir, kind, name))
    if made is None:
        raise ProblemsFound(problems)
    return made


def _paths(sql_dir: Path, kind: str) -> list[Path]:
    folder = sql_dir / _FOLDERS[kind]
    if not folder.is_dir():
        raise ConfigurationError(f"there is no folder {folder}", hint="name the project folder with --project")
    return sorted(folder.glob("*.sql"))


def _read(path: Path, sql_dir: Path, kind: str) -> tuple[SqlFile | None, list[Problem]]:
    file = path.relative_to(sql_dir.parent).as_posix()
    is_table = kind == "mart"
    if not (_TABLE.fullmatch(path.stem) if is_table else is_key(path.stem)):
        hint = f"use lower-case words joined by {'underscores' if is_table else 'hyphens'}"
        return None, [Problem(Position(file), f"E-{kind}-name", f'"{path.stem}" cannot be a name', hint)]
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PermissionRefused(f"{file} cannot be read: {error.strerror}", hint="check its permissions") from error
    return read_sql(content, kind=kind, name=path.stem, file=file)
