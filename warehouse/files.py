"""The atomic replacement of a folder or a file: all of it is written, or it stays as it was."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from warehouse.errors import PermissionRefused, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


@contextmanager
def placed(folder: Path, refuse: Callable[[Path, set[str]], None], *, elsewhere: str) -> Iterator[Path]:
    """Yield an empty folder to write to. It replaces ``folder`` if the block succeeds.

    Args:
        folder: A folder that is absent, empty, or holds files that may be lost.
        refuse: Called with the resolved folder and the relative paths of its files, if it has any. It raises an error
            if the files may not be lost.
        elsewhere: A hint for messages that tells which folders are accepted.

    Raises:
        UsageError: ``folder`` is not a folder, or holds files that may not be lost.
        PermissionRefused: ``folder`` or its parent cannot be written, or the disk is full.
    """
    goal = folder.resolve()
    try:
        if goal.exists() and not goal.is_dir():
            raise UsageError(f"{goal} is not a folder", hint=elsewhere)
        if present := _held(goal):
            refuse(goal, present)
        goal.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{goal.name[:40]}-", dir=goal.parent) as beside:
            new = Path(beside) / "new"
            new.mkdir()
            yield new
            _swap(goal, new, Path(beside) / "old")
    except OSError as error:
        what = f"cannot write {folder}: {error.strerror or error}"
        raise PermissionRefused(what, hint="Make room, or choose another folder.") from error


@contextmanager
def replaced(folder: Path, *, kind: str, written: Callable[[Path], set[str] | None]) -> Iterator[Path]:
    """Yield an empty folder, as ``placed`` does, which may replace only an earlier output of the same kind.

    Args:
        folder: A folder that is absent, empty, or holds an earlier output and nothing else.
        kind: The kind of output, as a word for messages, such as ``site``.
        written: Returns the relative paths of the files that an earlier output lists, or None if the folder is not
            such an output.

    Raises:
        UsageError: ``folder`` holds something else, or is not a folder.
        PermissionRefused: ``folder`` or its parent cannot be written, or the disk is full.
    """
    elsewhere = f"Name a folder that does not exist, is empty, or holds an earlier {kind}."

    def refuse(goal: Path, present: set[str]) -> None:
        ours = written(goal)
        if ours is None:
            raise UsageError(f"{goal} is not empty, and holds no {kind} of this warehouse", hint=elsewhere)
        if foreign := sorted(present - ours):
            hint = f"Only the files of an earlier {kind} are replaced. Move that file away, or name another folder."
            raise UsageError(f"{goal} holds a file that does not belong to the {kind}: {foreign[0]}", hint=hint)

    with placed(folder, refuse, elsewhere=elsewhere) as new:
        yield new


def _held(goal: Path) -> set[str]:
    return {path.relative_to(goal).as_posix() for path in goal.rglob("*") if path.is_symlink() or not path.is_dir()}


def _swap(goal: Path, new: Path, old: Path) -> None:
    """Move the current folder away and the new one in its place. If that fails, move the current one back."""
    if goal.exists():
        goal.rename(old)
    try:
        new.rename(goal)
    except OSError:
        if old.exists():
            old.rename(goal)
        raise


@contextmanager
def placed_files(
    paths: Sequence[Path], refuse: Callable[[Path], None] | None, failures: tuple[type[Exception], ...] = ()
) -> Iterator[list[Path]]:
    """Yield paths of files to write in the place of others. They replace these if the block succeeds.

    Programs that write a file by its name need this; others can use ``replaced_file``. If a path is a link, the file
    that it leads to is replaced.

    Args:
        paths: Files of one folder; they may exist.
        refuse: Called with each file that exists. It raises an error if the file may not be lost. None: any may.
        failures: The errors by which the program that writes them says that it cannot, beside those of the system.

    Raises:
        UsageError: A path is a folder, or a file that may not be lost.
        PermissionRefused: The folder cannot be written, or the disk is full.
    """
    goals = [Path(os.path.realpath(path)) for path in paths]
    errors: tuple[type[Exception], ...] = (OSError, *failures)
    try:
        for goal in goals:
            if goal.is_dir():
                raise UsageError(f"{goal} is a folder", hint="Name a file.")
            if refuse and goal.exists():
                refuse(goal)
        goals[0].parent.mkdir(parents=True, exist_ok=True)
        prefix = f".{goals[0].name[:40]}-"
        with tempfile.TemporaryDirectory(prefix=prefix, dir=goals[0].parent) as beside:
            new = [Path(beside) / goal.name for goal in goals]
            yield new
            for made, goal in zip(new, goals, strict=True):
                made.replace(goal)
    except errors as error:
        what = f"cannot write {paths[0]}: {getattr(error, 'strerror', None) or error}"
        raise PermissionRefused(what, hint="Make room, or choose another place.") from error


@contextmanager
def replaced_file(path: Path, *, is_binary: bool) -> Iterator[IO[str] | IO[bytes]]:
    """Yield a stream to a temporary file that replaces ``path`` at the end; after an error nothing is left.

    If ``path`` is a link, the file that it leads to is replaced. A device or a pipe is written directly.

    Raises:
        PermissionRefused: The file cannot be written.
    """
    try:
        target = Path(os.path.realpath(path))
        if target.is_dir():
            raise IsADirectoryError(0, "it is a folder")
        if target.exists() and not target.is_file():
            with _opened(str(target), is_binary=is_binary) as stream:
                yield stream
            return
        with _beside(target, is_binary=is_binary) as stream:
            yield stream
    except OSError as error:
        raise PermissionRefused(f"cannot write {path}: {error.strerror}", hint="Choose another place.") from error


@contextmanager
def _beside(target: Path, *, is_binary: bool) -> Iterator[IO[str] | IO[bytes]]:
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    try:
        with _opened(descriptor, is_binary=is_binary) as stream:
            yield stream
        Path(temporary).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        Path(temporary).replace(target)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _opened(file: int | str, *, is_binary: bool) -> IO[str] | IO[bytes]:
    return open(file, "wb") if is_binary else open(file, "w", encoding="utf-8", newline="")  # noqa: PTH123 - also descriptors


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_new(path: Path, content: str, *, parents: bool = False) -> None:
    """Write a text file that must not exist.

    Args:
        path: The file.
        content: Its text.
        parents: Whether to make missing folders above it.

    Raises:
        UsageError: It is there already, and was left as it was.
        PermissionRefused: It cannot be written.
    """
    try:
        if parents:
            path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(content)
    except FileExistsError:
        hint = "Choose another name; what is there was left as it is."
        raise UsageError(f"{path} is there already", hint=hint) from None
    except OSError as error:
        raise PermissionRefused(f"cannot write {path}: {error.strerror}", hint="Choose another place.") from error
