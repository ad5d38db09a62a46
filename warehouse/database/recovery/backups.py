"""The folder of dumps: how they are called there, how one gets in whole, which go."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from warehouse.database.recovery.archive import is_archive
from warehouse.database.recovery.description import beside
from warehouse.errors import PermissionRefused, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from warehouse.database.recovery.contents import Contents

OWN_NAME: Final = re.compile(r"warehouse-\d{8}T\d{6}Z-load\d+-\d{8}_\d{4}\.dump")
"""Names that sort by time: ``warehouse-20261122T101500Z-load12-20261122_1210.dump``."""


def own_name(when: datetime, found: Contents) -> str:
    """Give the name of a dump by the instant (UTC) and content of its snapshot."""
    return f"warehouse-{when:%Y%m%dT%H%M%SZ}-load{found.load}-{found.revision}.dump"


def make_folder(folder: Path) -> None:
    """Make a folder for dumps, private and left out of version control, unless it is there.

    Raises:
        PermissionRefused: It cannot be made.
    """
    if folder.is_dir():
        return
    try:
        folder.mkdir(mode=0o700, parents=True)
        (folder / ".gitignore").write_text("*\n")
    except OSError as error:
        raise _cannot_write(folder, error) from error


def refuse_other_file(path: Path) -> None:
    """Make sure that a file to be replaced is a dump.

    Raises:
        UsageError: It is something else.
    """
    if path.exists() and not (path.is_file() and is_archive(path)):
        raise UsageError(f"{path} is there, and is no dump", hint="Choose another name.")


@contextmanager
def placed(path: Path) -> Iterator[Path]:
    """Give an empty private file in the same folder; it gets its name when the block has ended well.

    A description of the dump that stood there goes first: at no moment does one stand beside another's dump.

    Raises:
        PermissionRefused: The folder cannot be written, or the disk is full.
    """
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield new
        beside(path).unlink(missing_ok=True)
        _sync(new)
        new.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        new.unlink(missing_ok=True)


def write_private(path: Path, text: str) -> None:
    """Write a small private file in one step."""
    with placed(path) as new:
        new.write_text(text, encoding="utf-8")


def remove_oldest(folder: Path, keep: int) -> list[Path]:
    """Remove the oldest dumps beyond ``keep`` of those that got their own name; give what was removed."""
    own = sorted(path for path in folder.iterdir() if OWN_NAME.fullmatch(path.name) and path.is_file())
    gone = own[: max(len(own) - keep, 0)]
    try:
        for path in gone:
            path.unlink()
            beside(path).unlink(missing_ok=True)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    return gone


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _cannot_write(path: Path, error: OSError) -> PermissionRefused:
    return PermissionRefused(
        f"cannot write {path}: {error.strerror or error}", hint="Make room, or choose another place."
    )
