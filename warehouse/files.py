"""Put a folder of files in its place as a whole, or not at all."""

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
    """Yield an empty folder to write to; at the end of the block, if it ends well, it takes the place of ``folder``.

    Args:
        folder: Absent, empty, or holding what may be lost.
        refuse: Called with the folder and the files in it, if there are any; raises if they may not be lost.
        elsewhere: Which other folder would do, for messages.

    Raises:
        UsageError: It is no folder, or holds something else.
        PermissionRefused: It, or the folder above it, cannot be written, or the disk is full.
    """
    goal = folder.resolve()
    try:
        if goal.exists() and not goal.is_dir():
            raise UsageError(f"{goal} is no folder", hint=elsewhere)
        if held := _held(goal):
            refuse(goal, held)
        goal.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{goal.name[:40]}-", dir=goal.parent) as beside:
            new = Path(beside) / "new"
            new.mkdir()
            yield new
            _swap(goal, new, Path(beside) / "old")
    except OSError as error:
        what = f"cannot write {folder}: {error.strerror or error}"
        raise PermissionRefused(what, hint="Make room, or choose another place.") from error


@contextmanager
def replaced(folder: Path, *, what: str, written: Callable[[Path], set[str] | None]) -> Iterator[Path]:
    """Do as ``placed`` does, where the folder may hold an earlier one of its kind, and nothing else.

    Args:
        folder: Absent, empty, or an earlier one of its kind, which is replaced.
        what: What it is, as a word for messages.
        written: Gives the files that an earlier one says it wrote; None: the folder is none.

    Raises:
        UsageError: It holds something else, or is no folder.
        PermissionRefused: It, or the folder above it, cannot be written, or the disk is full.
    """
    elsewhere = f"Name a folder that is empty, not there yet, or an earlier {what}."

    def refuse(goal: Path, held: set[str]) -> None:
        ours = written(goal)
        if ours is None:
            raise UsageError(f"{goal} is not empty, and no {what} of this warehouse", hint=elsewhere)
        if foreign := sorted(held - ours):
            hint = f"Only the files of an earlier {what} are replaced; move it away, or name another folder."
            raise UsageError(f"{goal} holds what is not of the {what}: {foreign[0]}", hint=hint)

    with placed(folder, refuse, elsewhere=elsewhere) as new:
        yield new


def _held(goal: Path) -> set[str]:
    return {path.relative_to(goal).as_posix() for path in goal.rglob("*") if path.is_symlink() or not path.is_dir()}


def _swap(goal: Path, new: Path, old: Path) -> None:
    """Move the new folder in, the one that is there out; if the first fails, the second is undone."""
    if goal.exists():
        goal.rename(old)
    try:
        new.rename(goal)
    except OSError:
        if old.exists():
            old.rename(goal)
        raise
