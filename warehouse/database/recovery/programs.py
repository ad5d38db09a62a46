"""PostgreSQL's client programs: the search for one that fits a server, and how to run it."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from psycopg import conninfo, pq

from warehouse.database.embedded import with_program
from warehouse.errors import ConfigurationError, ConnectionLost, DatabaseBusy, PermissionRefused, WarehouseError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

TICK: Final = 2.0
"""Seconds between two calls of ``on_tick``."""

MEANINGS: Final = (
    (("lock timeout", "could not obtain lock"), DatabaseBusy, "Somebody changes the schema. Try again later."),
    (("No space left", "Disk quota exceeded"), PermissionRefused, "Make room, or choose another place."),
    (
        ("permission denied", "must be owner", "lack SELECT privilege"),
        PermissionRefused,
        "Use an account with the right: see docs/roles.md.",
    ),
    (("connection to server", "server closed the connection", "terminating connection"), ConnectionLost, "Try again."),
)
"""Errors of the programs for users: parts of the message, the exception to raise, what to do."""


@dataclass(frozen=True, slots=True)
class Program:
    """One program of PostgreSQL.

    Attributes:
        path: Its path.
        version: The version it reports, for example ``18.4``.
        major: The major version.
    """

    path: Path
    version: str
    major: int

    def run(self, arguments: Sequence[str | Path], *, dsn: str = "", on_tick: Callable[[], None] = lambda: None) -> str:
        """Run the program to its end, and return its standard output.

        Args:
            arguments: The arguments after its name.
            dsn: The database to connect to, if any; secrets in it are passed in the environment.
            on_tick: Called every other second while it runs.

        Raises:
            ProgramFailed: Its exit code is not 0.
        """
        where, secrets = _without_secrets(dsn) if dsn else ([], {})
        with subprocess.Popen(  # noqa: S603 - a program of the PostgreSQL installation
            [self.path, *where, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "LC_ALL": "C", **secrets},
        ) as child:
            try:
                printed, errors = _watched(child, on_tick)
            except BaseException:
                child.kill()
                raise
        if child.returncode:
            raise ProgramFailed(self.path.name, errors)
        return printed


class ProgramFailed(Exception):
    """A program of PostgreSQL ended with an error."""

    def __init__(self, program: str, errors: str) -> None:
        """Keep the name of the program and its error output."""
        super().__init__(f"{program}: {errors.strip()}")
        self.program = program
        self.errors = errors

    @property
    def reason(self) -> str:
        """The first error in its output, on one line."""
        lines = [line.strip() for line in self.errors.splitlines() if line.strip()]
        grave = [line for line in lines if "error:" in line or "ERROR:" in line]
        first = (grave or lines or ["it said nothing"])[0]
        return first.removeprefix(f"{self.program}: ").removeprefix("error: ")

    def as_failure(self, message: str) -> WarehouseError:
        """Return the exception that a user can act on.

        Args:
            message: What failed, as the beginning of a sentence.
        """
        for words, failure, hint in MEANINGS:
            if any(word in self.errors for word in words):
                return failure(f"{message}: {self.reason}", hint=hint)
        return ConfigurationError(f"{message}: {self.reason}", hint=f"These are the words of {self.program}.")


def fitting(name: str, server_version: str) -> list[Program]:
    """Return the programs of a name that can work with a server, the nearest major version first.

    Args:
        name: For example ``pg_dump``.
        server_version: For example ``18.4``; a program of an earlier major version does not support the server.

    Raises:
        ConfigurationError: None of those found is new enough; the message names both versions.
    """
    programs = [Program(each.programs / name, each.version, each.major) for each in with_program(name)]
    wanted = int(server_version.partition(".")[0])
    fit = sorted((program for program in programs if program.major >= wanted), key=lambda program: program.major)
    if fit:
        return fit
    newest = max(programs, key=lambda program: program.major, default=None)
    raise ConfigurationError(
        f"the server is PostgreSQL {server_version}, but "
        + (f"the newest {name} found is {newest.version}" if newest else f"no {name} was found"),
        hint=f"Install the client programs of PostgreSQL {wanted}, on PATH or where WAREHOUSE_PG_BIN points.",
    )


def _without_secrets(dsn: str) -> tuple[list[str], dict[str, str]]:
    """Return the arguments that name a database, and the environment variables that hold the secrets of its address."""
    secret = {option.keyword.decode(): option for option in pq.Conninfo.get_defaults() if option.dispchar == b"*"}
    parts = conninfo.conninfo_to_dict(dsn)
    hidden = {name: str(parts.pop(name)) for name in list(parts) if name in secret}
    by_name = {(secret[name].envvar or b"").decode(): value for name, value in hidden.items()}
    return [f"--dbname={conninfo.make_conninfo('', **parts)}", "--no-password"], {
        name: value for name, value in by_name.items() if name
    }


def _watched(child: subprocess.Popen[str], on_tick: Callable[[], None]) -> tuple[str, str]:
    while True:
        try:
            return child.communicate(timeout=TICK)
        except subprocess.TimeoutExpired:
            on_tick()
