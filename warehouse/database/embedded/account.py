"""Where the server listens: a TCP port of the loopback address, and a folder for its unix socket."""

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
    """Who owns the files and runs the server.

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
        """Run a command as this account with ``text`` on its standard input, and wait for it."""
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
        """Start a command as this account in a session of its own; it outlives this process. Return its pid."""
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
        child.returncode = 0  # nobody waits for it through this object, so that it need not warn when collected
        _spawned.add(child.pid)
        return child.pid

    def can_enter(self, folder: Path) -> bool:
        """Say whether this account may reach what lies in a folder, by trying rather than by reading mode bits."""
        return not self.borrowed or self.run(["test", "-x", folder]).returncode == 0

    def _identity(self) -> _Identity:
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.borrowed else {}

    def _cannot_run(self, program: str | Path, error: OSError) -> ConfigurationError:
        return ConfigurationError(
            f"cannot run {program} as account {self.name}: {error.strerror}",
            hint="Use a PostgreSQL server of your own with --database.",
        )


def serving_account(lesser: Sequence[str] = LESSER_ACCOUNTS) -> Account:
    """Find the account for the server: this process's own, or as root the first of ``lesser`` that exists."""
    if os.geteuid() != 0:
        return Account(str(os.geteuid()), os.geteuid(), os.getegid(), borrowed=False)
    return first_account(lesser)


def first_account(names: Sequence[str]) -> Account:
    """Look the names up in the password database and take the first that exists."""
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
    """Take a spawned process that has ended off the process table; leave other children of this process alone."""
    if pid in _spawned and os.waitpid(pid, os.WNOHANG) != (0, 0):
        _spawned.discard(pid)


def child_environment() -> dict[str, str]:
    """Copy the environment without what would steer PostgreSQL elsewhere; messages come untranslated."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}
