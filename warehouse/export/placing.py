"""Put an export in its place as a whole, or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from warehouse import placing
from warehouse.dictionary import rules

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

DESCRIPTOR: Final = "datapackage.json"
README: Final = "README.md"


def placed(folder: Path) -> AbstractContextManager[Path]:
    """Give an empty folder to write to; at the end of the block, if it ends well, it takes the place of ``folder``.

    Args:
        folder: Absent, empty, or an earlier export, which is replaced.

    Raises:
        UsageError: It holds something else, or is no folder.
        PermissionRefused: It, or the folder above it, cannot be written, or the disk is full.
    """
    return placing.replaced(folder, what="export", written=_written_by_us)


def _written_by_us(folder: Path) -> set[str] | None:
    """Give the files that an export says it wrote; None: it is none of ours."""
    try:
        descriptor = json.loads((folder / DESCRIPTOR).read_bytes())
        if descriptor["name"] != rules.NAME:
            return None
        return {DESCRIPTOR, README, *(resource["path"] for resource in descriptor["resources"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None
