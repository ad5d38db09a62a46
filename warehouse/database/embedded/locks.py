"""File locks that the kernel drops when their holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from warehouse.errors import DatabaseBusy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATIENCE = 180.0  # a first start on a slow disk, or a recovery, happens under the lock
_PAUSE = 0.005


def lock_now(descriptor: int) -> bool:
    """Take the exclusive lock if nobody else holds any; say whether it was taken."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def lock_within(descriptor: int, seconds: float) -> bool:
    """Take the exclusive lock, waiting at most so long; say whether it was taken."""
    deadline = time.monotonic() + seconds
    while not lock_now(descriptor):
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE)
    return True


def lock_shared(descriptor: int) -> None:
    """Join those who hold the shared lock."""
    fcntl.flock(descriptor, fcntl.LOCK_SH)


def unlock(descriptor: int) -> None:
    """Give up whatever lock is held."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Be the only one who starts or stops the server for the duration of the block."""
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        if not lock_within(descriptor, _PATIENCE):
            raise DatabaseBusy(
                f"another command has been starting or stopping the embedded server for {_PATIENCE:.0f} seconds",
                hint=f"Try again; `fuser {path}` names the process.",
            )
        yield
    finally:
        os.close(descriptor)
