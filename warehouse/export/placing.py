"""Put an export in its place as a whole, or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from warehouse import placing
from warehouse.dictionary import rules
from warehouse.errors import UsageError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

DESCRIPTOR: Final = "datapackage.json"
README: Final = "README.md"
_ELSEWHERE: Final = "Name a folder that is empty, not there yet, or an export."


def placed(folder: Path) -> AbstractContextManager[Path]:
    """Give an empty folder to write to; at the end of the block, if it ends well, it takes the place of ``folder``.

    Args:
        folder: Absent, empty, or an earlier export, which is replaced.

    Raises:
        UsageError: It holds something else, or is no folder.
        PermissionRefused: It, or the folder above it, cannot be written, or the disk is full.
    """
    return placing.placed(folder, _refuse_others, elsewhere=_ELSEWHERE)


def _refuse_others(goal: Path, held: set[str]) -> None:
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
