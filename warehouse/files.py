"""The atomic replacement of a folder: all files are written, or the folder stays as it was."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.errors import PermissionRefused, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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
