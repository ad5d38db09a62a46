"""Put an export in its place as a whole, or not at all."""

from __future__ import annotations

import json
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from warehouse.dictionary import rules
from warehouse.errors import PermissionRefused, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

DESCRIPTOR: Final = "datapackage.json"
README: Final = "README.md"
_ELSEWHERE: Final = "Name a folder that is empty, not there yet, or an export."


@contextmanager
def placed(folder: Path) -> Iterator[Path]:
    """Give an empty folder to write to; at the end of the block, if it ends well, it takes the place of ``folder``.

    Args:
        folder: Absent, empty, or an earlier export, which is replaced.

    Raises:
        UsageError: It holds something else, or is no folder.
        PermissionRefused: It, or the folder above it, cannot be written, or the disk is full.
    """
    goal = folder.resolve()
    try:
        _require_free(goal)
        goal.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{goal.name[:40]}-", dir=goal.parent) as beside:
            new = Path(beside) / "new"
            new.mkdir()
            yield new
            _swap(goal, new, Path(beside) / "old")
    except OSError as error:
        what = f"cannot write {folder}: {error.strerror or error}"
        raise PermissionRefused(what, hint="Make room, or choose another place.") from error


def _require_free(goal: Path) -> None:
    if not goal.exists():
        return
    if not goal.is_dir():
        raise UsageError(f"{goal} is no folder", hint=_ELSEWHERE)
    held = {path.relative_to(goal).as_posix() for path in goal.rglob("*") if path.is_symlink() or not path.is_dir()}
    if not held:
        return
    written = _written_by_us(goal / DESCRIPTOR)
    if written is None:
        raise UsageError(f"{goal} is not empty, and no export of this warehouse", hint=_ELSEWHERE)
    foreign = sorted(held - written)
    if foreign:
        hint = "Only what an export wrote is replaced; move it away, or name another folder."
        raise UsageError(f"{goal} holds what no export wrote: {foreign[0]}", hint=hint)


def _written_by_us(path: Path) -> set[str] | None:
    """Give the files that an export says it wrote; None: it is none of ours."""
    try:
        descriptor = json.loads(path.read_bytes())
        if descriptor["name"] != rules.NAME:
            return None
        return {DESCRIPTOR, README, *(resource["path"] for resource in descriptor["resources"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None


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
