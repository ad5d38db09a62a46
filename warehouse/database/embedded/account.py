"""The operating system account that owns the server's files and runs its programs."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


LESSER_ACCOUNTS = ("postgres", "nobody")
_spawned: set[int] = set()


class _Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    """The account that owns the files and runs the server.

    Attributes:
        name: The account's name, for messages.
        uid: Its user number.
        gid: Its group number.
        borrowed: Whether it is another account than the one this process runs as.
    """

    name: str
    uid: int
    gid: int
    borrowed: bool

    def run(self, argv: Sequence[str | Path], *, text: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command as this account, wait for it, and return its exit code and output.

        Args:
            argv: The program and its arguments.
            text: The text for its standard input.

        Raises:
            ConfigurationError: The program cannot be run.
        """
        try:
            return subprocess.run(  # noqa: S603 - the programs are those of the PostgreSQL installation
                argv,
                input=text,
                capture_output=True,
                encoding="utf-8",
                errors="surrogateescape",
                cwd="/",
                env=child_environment(),
                umask=0o077,
                check=False,
                **self._identity(),
            )
        except OSError as error:
            raise self._cannot_run(argv[0], error) from error

    def spawn(self, argv: Sequence[str | Path], *, output: int) -> int:
        """Start a command as this account in a new session, so that it outlives this process, and return its pid.

        Args:
            argv: The program and its arguments.
            output: A file descriptor for its standard output and standard error.

        Raises:
            ConfigurationError: The program cannot be run.
        """
        try:
            child = subprocess.Popen(  # noqa: S603 - the programs are those of the PostgreSQL installation
                argv,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env=child_environment(),
                umask=0o077,
                start_new_session=True,
                **self._identity(),
            )
        except OSError as error:
            raise self._cannot_run(argv[0], error) from error
        child.returncode = 0  # nobody waits for it through this object; this prevents the warning when it is collected
        _spawned.add(child.pid)
        return child.pid

    def can_enter(self, folder: Path) -> bool:
        """Return whether this account can reach the contents of a folder; it tries, and does not read mode bits."""
        return not self.borrowed or self.run(["test", "-x", folder]).returncode == 0

    def _identity(self) -> _Identity:
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.borrowed else {}

    def _cannot_run(self, program: str | Path, error: OSError) -> ConfigurationError:
        return ConfigurationError(
            f"cannot run {program} as account {self.name}: {error.strerror}",
            hint="Use a PostgreSQL server of your own with --database.",
        )


def serving_account(lesser: Sequence[str] = LESSER_ACCOUNTS) -> Account:
    """Return the account for the server: that of this process, or for root the first of ``lesser`` that exists.

    Args:
        lesser: Names of accounts, in order of preference.

    Raises:
        ConfigurationError: This process runs as root, and none of the accounts exists.
    """
    if os.geteuid() != 0:
        return Account(str(os.geteuid()), os.geteuid(), os.getegid(), borrowed=False)
    return first_account(lesser)


def first_account(names: Sequence[str]) -> Account:
    """Return the first of the named accounts that exists in the password database and is not root.

    Raises:
        ConfigurationError: None exists.
    """
    for name in names:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, entry.pw_gid, borrowed=True)
    raise ConfigurationError(
        f"PostgreSQL does not run as root, and this machine has none of the accounts {', '.join(names)}",
        hint="Run warehouse as a plain user, or use a PostgreSQL server of your own with --database.",
    )


def reap(pid: int) -> None:
    """Remove an ended process from the process table if ``spawn`` started it; leave other child processes alone."""
    if pid in _spawned and os.waitpid(pid, os.WNOHANG) != (0, 0):
        _spawned.discard(pid)


def child_environment() -> dict[str, str]:
    """Return the environment without PG variables, which may point PostgreSQL elsewhere; messages are untranslated."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}
