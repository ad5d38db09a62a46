"""Find the SQL files of a folder by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.errors import ConfigurationError, PermissionRefused, UsageError
from warehouse.sqlfiles.source import SqlFile, read_sql
from warehouse.strictyaml import Position, Problem, ProblemsFound, nearest
from warehouse.vocabulary import is_key

if TYPE_CHECKING:
    from pathlib import Path


def read_files(sql_dir: Path, kind: str) -> tuple[list[SqlFile], list[Problem]]:
    """Read every file of one kind.

    Args:
        sql_dir: The folder that holds ``reports`` and ``checks``.
        kind: ``report`` or ``check``.

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


def _paths(sql_dir: Path, kind: str) -> list[Path]:
    folder = sql_dir / f"{kind}s"
    if not folder.is_dir():
        raise ConfigurationError(f"there is no folder {folder}", hint="name the project folder with --project")
    return sorted(folder.glob("*.sql"))


def _read(path: Path, sql_dir: Path, kind: str) -> tuple[SqlFile | None, list[Problem]]:
    file = path.relative_to(sql_dir.parent).as_posix()
    if not is_key(path.stem):
        hint = "use lower-case words joined by hyphens"
        return None, [Problem(Position(file), f"E-{kind}-name", f'"{path.stem}" cannot be a name', hint)]
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PermissionRefused(f"{file} cannot be read: {error.strerror}", hint="check its permissions") from error
    return read_sql(content, kind=kind, name=path.stem, file=file)
