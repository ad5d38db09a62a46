"""Put a folder of seed files in its place as a whole, or not at all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from warehouse import placing
from warehouse.errors import UsageError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path


def placed(folder: Path, *, replace: bool) -> AbstractContextManager[Path]:
    """Give an empty folder to write to; at the end of the block, if it ends well, it takes the place of ``folder``.

    Args:
        folder: Absent or empty.
        replace: Let it hold seed files, which are lost; never anything else.

    Raises:
        UsageError: It holds something, or is no folder.
        PermissionRefused: It, or the folder above it, cannot be written.
    """
    elsewhere = "Name a folder that is empty or not there yet."
    return placing.placed(folder, partial(_refuse_others, replace=replace), elsewhere=elsewhere)


def _refuse_others(goal: Path, held: set[str], *, replace: bool) -> None:
    if not replace:
        raise UsageError(f"{goal} is not empty", hint="Name another folder, or replace its seed files with --force.")
    foreign = [name for name in sorted(held) if not name.endswith(".yaml") or (goal / name).is_symlink()]
    if foreign:
        hint = "Only seed files are replaced; name another folder."
        raise UsageError(f"{goal} holds what is no seed file: {foreign[0]}", hint=hint)
