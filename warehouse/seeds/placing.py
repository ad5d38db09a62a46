"""Put a folder of files in its place as a whole, or not at all."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.errors import PermissionRefused, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def placed(folder: Path, *, replace: bool) -> Iterator[Path]:
    """Give an empty folder to write to; at the end of the block, if it ends well, it takes the place of ``folder``.

    Args:
        folder: Absent or empty.
        replace: Let it hold seed files, which are lost; never anything else.

    Raises:
        UsageError: It holds something, or is no folder.
        PermissionRefused: It, or the folder above it, cannot be written.
    """
    goal = folder.resolve()
    _require_free(goal, replace=replace)
    try:
        goal.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{goal.name}-", dir=goal.parent) as beside:
            new = Path(beside) / "new"
            new.mkdir()
            yield new
            _swap(goal, new, Path(beside) / "old")
    except OSError as error:
        raise PermissionRefused(f"cannot write {folder}: {error.strerror}", hint="Choose another place.") from error


def _require_free(goal: Path, *, replace: bool) -> None:
    if not goal.exists():
        return
    if not goal.is_dir():
        raise UsageError(f"{goal} is no folder", hint="Name a folder that is empty or not there yet.")
    held = sorted(path.relative_to(goal) for path in goal.rglob("*") if path.is_symlink() or not path.is_dir())
    foreign = [path for path in held if path.suffix != ".yaml" or (goal / path).is_symlink()]
    if held and not replace:
        raise UsageError(f"{goal} is not empty", hint="Name another folder, or replace its seed files with --force.")
    if foreign:
        hint = "Only seed files are replaced; name another folder."
        raise UsageError(f"{goal} holds what is no seed file: {foreign[0]}", hint=hint)


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
