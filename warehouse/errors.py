"""The errors that a user can see, with the exit code of each.

WarehouseError
├── CheckFailed            1  a check, guard or test failed; nothing was changed
├── UsageError            64  the command line is wrong
├── InvalidSource         65  a seed or report file is wrong; carries the problems
├── DatabaseUnreachable   69  no server answers, not yet (DatabaseNotReady) or no longer (ConnectionLost); try again
├── LakeUnreachable       69  the store or the catalog of a lake does not answer; try again
├── DatabaseBusy          75  a lock is held, or a timeout expired; try again later
├── SourceBusy            75  files changed while they were read; try again
├── LakeBusy              75  somebody else writes to the lake; try again later
├── PermissionRefused     77  the file system or the server refuses this account
└── ConfigurationError    78  settings, installation or schema revision do not match

Any other exception is a bug, with exit code 70.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of a command. They must never change: schedulers use them to decide whether to retry."""

    DONE = 0
    FAILED = 1
    CHANGES_PENDING = 2
    USAGE = 64
    INVALID_SOURCE = 65
    UNREACHABLE = 69
    BUG = 70
    BUSY = 75
    PERMISSION = 77
    CONFIGURATION = 78
    INTERRUPTED = 130


class WarehouseError(Exception):
    """An error that a user can act on.

    Attributes:
        exit_code: The exit code of a command that ends in this error.
        what: What went wrong and where, as a sentence without a full stop.
        hint: What to do about it; may be empty.
    """

    exit_code: ExitCode = ExitCode.BUG

    def __init__(self, what: str, *, hint: str = "") -> None:
        """Create the error.

        Args:
            what: What went wrong and where, as a sentence without a full stop.
            hint: What to do about it; may be empty.
        """
        super().__init__(what)
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.what}\n  {self.hint}" if self.hint else self.what


class CheckFailed(WarehouseError):
    """A check, a guard or a test failed; nothing was changed."""

    exit_code = ExitCode.FAILED


class UsageError(WarehouseError):
    """The command line asks for something that does not exist, or has the wrong form."""

    exit_code = ExitCode.USAGE


class InvalidSource(WarehouseError):
    """A file that people write (a seed file, a report) has problems."""

    exit_code = ExitCode.INVALID_SOURCE


class DatabaseUnreachable(WarehouseError):
    """No server answers at the address of the database."""

    exit_code = ExitCode.UNREACHABLE


class DatabaseNotReady(DatabaseUnreachable):
    """A server answers, but accepts no connections because it is starting, recovering or stopping."""


class ConnectionLost(DatabaseUnreachable):
    """A server answered, but then the connection broke."""


class LakeUnreachable(WarehouseError):
    """The store of a lake's files, or its catalog, does not answer."""

    exit_code = ExitCode.UNREACHABLE


class DatabaseBusy(WarehouseError):
    """Another session holds a lock, or a timeout expired."""

    exit_code = ExitCode.BUSY


class SourceBusy(WarehouseError):
    """Seed files or other files that people write changed while they were read."""

    exit_code = ExitCode.BUSY


class LakeBusy(WarehouseError):
    """Somebody else writes to the lake."""

    exit_code = ExitCode.BUSY


class PermissionRefused(WarehouseError):
    """The file system or the server refuses the request of this account."""

    exit_code = ExitCode.PERMISSION


class ConfigurationError(WarehouseError):
    """Settings, installation or schema revision do not match."""

    exit_code = ExitCode.CONFIGURATION
