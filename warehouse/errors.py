"""Every failure a user can see, with the exit code it ends in.

WarehouseError
├── CheckFailed            1  a check, guard or test said no; nothing was changed
├── UsageError            64  the command line itself is wrong
├── InvalidSource         65  a seed or report file is wrong; carries the problems
├── DatabaseUnreachable   69  no server answers, not yet (DatabaseNotReady) or no longer (ConnectionLost); try again
├── DatabaseBusy          75  a lock or a time limit; try again later
├── SourceBusy            75  files changed while they were read; try again
├── PermissionRefused     77  the file system or the server refuses this account
└── ConfigurationError    78  settings, installation or schema revision do not fit

A failure of any other type is a bug and ends in 70.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the shell sees. Fixed: schedulers decide by these whether to retry."""

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
    """Something a user can act on: what happened, and what to do about it."""

    exit_code: ExitCode = ExitCode.BUG

    def __init__(self, what: str, *, hint: str = "") -> None:
        """Keep the two parts apart.

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
    """A check, a guard or a test said no; nothing was changed."""

    exit_code = ExitCode.FAILED


class UsageError(WarehouseError):
    """The command line asks for something that does not exist or is not of the right form."""

    exit_code = ExitCode.USAGE


class InvalidSource(WarehouseError):
    """A file that people write (a seed, a report) holds problems."""

    exit_code = ExitCode.INVALID_SOURCE


class DatabaseUnreachable(WarehouseError):
    """No server answers at the address."""

    exit_code = ExitCode.UNREACHABLE


class DatabaseNotReady(DatabaseUnreachable):
    """A server answers, but takes no connections: it starts, recovers or stops."""


class ConnectionLost(DatabaseUnreachable):
    """A server answered, and then the connection broke."""


class DatabaseBusy(WarehouseError):
    """A lock is held by somebody else, or a time limit ran out."""

    exit_code = ExitCode.BUSY


class SourceBusy(WarehouseError):
    """Files that people write changed while they were read."""

    exit_code = ExitCode.BUSY


class PermissionRefused(WarehouseError):
    """The file system or the server refuses what this account asked for."""

    exit_code = ExitCode.PERMISSION


class ConfigurationError(WarehouseError):
    """Settings, installation or schema revision do not fit together."""

    exit_code = ExitCode.CONFIGURATION
