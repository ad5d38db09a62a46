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
    """Give an empty folder to write to; at the end of the block, if it ends well, it takes the place of ``folder``.

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
